"""What can be read off a chart: its axis, its words, and the points that can be seen. Bounded, whatever was drawn."""

import base64
import binascii
import math
import re
import sys
from array import array
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from unspin.answers.schema import ChartFacts
from unspin.page.chart import OURS, Figure

MOST_WORDS, LONGEST, LONGEST_DATE = 50, 1_000, 40
MOST_POINTS, MOST_TRACES = 200_000, 200
PACKED = {"f8": "d", "f4": "f", "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I"}  # Plotly's arrays
AREAS = ("tozeroy", "tonexty", "tozerox", "tonextx")

Points = list[tuple[float | str, float]]


def is_figure(value: Any) -> bool:
    """Whether `value` is a chart: Plotly's figure, the kit's, or a figure as a dict."""
    if isinstance(value, Mapping):
        return {"data", "layout"} <= value.keys()
    plotly = sys.modules.get("plotly.basedatatypes")  # who has not loaded Plotly has no figure of it
    return isinstance(value, Figure) or (plotly is not None and isinstance(value, plotly.BaseFigure))


def is_ours(value: Any) -> bool:
    """Whether a figure is one of the kit's that is right already."""
    meta = _mapping(_parts(value)["layout"]).get("meta")
    return isinstance(meta, str) and meta == OURS


def read_facts(value: Any) -> ChartFacts:
    """Return what can be read off a figure. Nothing in it is trusted: what cannot be read counts as not drawn."""
    parts = _parts(value)
    layout = _mapping(parts["layout"])
    drawn = [(trace, _points(trace)) for trace in _traces(parts["data"])]
    every = [point for _, points in drawn for point in points]
    seen = [point for trace, points in drawn for point in _seen(points, trace, layout)]
    axes = {_axis_name(trace, _across(trace)) for trace, points in drawn if points}
    first, last = _ends([x for x, _ in seen])
    return ChartFacts(
        axis=_worst(_scale(name, drawn, layout) for name in axes),
        numbers=bool(axes) and all(_has_numbers(_axis(layout, name)) for name in axes),
        filled=min((_filled(name, drawn, layout) for name in axes), default=0.0),
        title=_title(layout),
        unit=_plain(" ".join(_title(_axis(layout, n)) for n in sorted(axes) if _axis(layout, n).get("visible", True))),
        words=_words(layout, value),
        source=_plain(value.source) if isinstance(value, Figure) else "",
        first=first,
        last=last,
        points=len(seen),
        all_points=len(every),
        lowest=min((y for _, y in every), default=0.0),
        highest=max((y for _, y in every), default=0.0),
    )


def _parts(value: Any) -> dict[str, Any]:
    chart = value.chart if isinstance(value, Figure) else value
    parts = chart if isinstance(chart, Mapping) else chart.to_plotly_json() if is_figure(chart) else {}
    return {"data": parts.get("data"), "layout": parts.get("layout")}


def _traces(data: Any) -> list[Mapping]:
    """Return what is drawn and not hidden."""
    shown = [_settled(trace) for trace in _values(data)[:MOST_TRACES] if isinstance(trace, Mapping)]
    return [t for t in shown if t.get("visible", True) in (True, None) and t.get("opacity") != 0]


def _points(trace: Mapping) -> Points:
    """Return (place, number) of each point that has both; a place is a number, or a text such as a date."""
    across = _across(trace)
    numbers, places = _values(trace.get("x" if across else "y")), _values(trace.get("y" if across else "x"))
    if not places:
        places = list(range(len(numbers)))
    found = ((_place(place), _number(number)) for place, number in zip(places, numbers, strict=False))
    return [(place, number) for place, number in found if place is not None and number is not None]


def _across(trace: Mapping) -> bool:
    """Whether the numbers of a trace run from left to right: bars that lie."""
    return trace.get("type") == "bar" and trace.get("orientation") == "h"


def _axis_name(trace: Mapping, across: bool) -> str:
    """Return where the layout describes the x axis (`across`) or the y axis of a trace: "yaxis", "xaxis2"."""
    letter = "x" if across else "y"
    number = re.fullmatch(rf"{letter}(\d{{1,3}})", str(trace.get(f"{letter}axis", ""))[:10])
    return f"{letter}axis{number[1] if number else ''}"


def _axis(layout: Mapping, name: str) -> Mapping:
    """Return an axis with what its template says of it."""
    template = _mapping(_mapping(_mapping(layout.get("template")).get("layout")).get(re.sub(r"\d", "", name)))
    own = _mapping(layout.get(name))
    return _settled({**template, **own})


def _range(axis: Mapping) -> tuple[Any, Any]:
    """Return the two ends that are set, None for each that Plotly chooses; `autorange` beats a range."""
    auto = axis.get("autorange")
    low, high, *_ = [*_values(axis.get("range"))[:2], None, None]
    if auto in (True, "reversed"):
        return None, None
    return (None if auto in ("min", "min reversed") else low), (None if auto in ("max", "max reversed") else high)


def _ends_of(axis: Mapping) -> tuple[float | None, float | None]:
    """Return the ends of an axis of numbers, as numbers that stand on it; a log axis is set by its powers of 10."""
    ends = [_number(end) for end in _range(axis)]
    if axis.get("type") == "log":
        ends = [None if end is None else 10.0**end if abs(end) < 300 else math.inf if end > 0 else 0.0 for end in ends]
    return ends[0], ends[1]


def _scale(name: str, drawn: list[tuple[Mapping, Points]], layout: Mapping) -> str:
    """Return "zero", "log" or "cut" for one axis of numbers. Bars on a log scale have no beginning: "cut"."""
    axis = _axis(layout, name)
    traces = [trace for trace, points in drawn if points and _axis_name(trace, _across(trace)) == name]
    low, high = _ends_of(axis)
    backwards = low is not None and high is not None and low >= high
    if backwards or "reversed" in str(axis.get("autorange")) or axis.get("type") not in (None, "-", "linear", "log"):
        return "cut"
    if axis.get("type") == "log":
        return "cut" if any(trace.get("type") in ("bar", "histogram") for trace in traces) else "log"
    if low is not None:
        return "zero" if low <= 0 <= (math.inf if high is None else high) else "cut"
    numbers = [y for t, points in drawn if _axis_name(t, _across(t)) == name for _, y in points]
    included = _mapping(axis.get("autorangeoptions")).get("include")
    reaches = axis.get("rangemode") == "tozero" or any(map(_stands_on_zero, traces))
    reaches = reaches or min(numbers) <= 0 <= max(numbers) or 0 in [_number(n) for n in [included, *_values(included)]]
    return "zero" if reaches and (high is None or high > 0) else "cut"


def _stands_on_zero(trace: Mapping) -> bool:
    """Whether Plotly draws a trace from zero by itself: bars, and lines with a filled area."""
    if trace.get("type") == "bar":
        return trace.get("base") is None
    return trace.get("fill") in AREAS[:2] or (bool(trace.get("stackgroup")) and trace.get("fill") != "none")


def _worst(scales: Iterable[str]) -> str:
    return max(scales, key=["zero", "log", "cut"].index, default="cut")


def _has_numbers(axis: Mapping) -> bool:
    return axis.get("visible", True) is not False and axis.get("showticklabels", True) is not False


def _filled(name: str, drawn: list[tuple[Mapping, Points]], layout: Mapping) -> float:
    """Return the share of an axis from its lower end up to the highest point; 1.0 where Plotly chooses the end."""
    axis = _axis(layout, name)
    low, high = _ends_of(axis)
    if high is None:
        return 1.0
    tops = [y for t, points in drawn if _axis_name(t, _across(t)) == name for _, y in points]
    low = low if low is not None else min(0.0, *tops, 0.0)
    if axis.get("type") == "log" or not low < high < math.inf:
        return 1.0
    return min(1.0, max(0.0, (max(tops) - low) / (high - low)))


def _seen(points: Points, trace: Mapping, layout: Mapping) -> Points:
    """Return the points of a trace that lie within the ranges that are set."""
    if not points:
        return []
    across = _across(trace)
    low, high = _ends_of(_axis(layout, _axis_name(trace, across)))
    ends = _range(_axis(layout, _axis_name(trace, not across)))
    as_text, as_number = ([_like(end, place) for end in ends] for place in (_first_text(points), 0.0))
    return [
        (place, number)
        for place, number in points
        if _within(number, low, high) and _within(place, *(as_text if isinstance(place, str) else as_number))
    ]


def _first_text(points: Points) -> str:
    return next((place for place, _ in points if isinstance(place, str)), "")


def _within(value: float | str, low: Any, high: Any) -> bool:
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return (low is None or low <= value) and (high is None or value <= high)


def _like(end: Any, place: float | str) -> float | str | None:
    """Return the end of a range in the form of a place, so that both compare; None where they cannot."""
    if not isinstance(place, str):
        return _number(end)
    if not re.match(r"\d{4}(-|$)", place):
        return None  # a category: its axis counts places, it does not compare them
    if (milliseconds := _number(end)) is not None and not isinstance(end, str):
        try:
            return str(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds))[:19]
        except OverflowError:
            return None
    found = _place(end)
    return found if isinstance(found, str) else None if found is None else f"{found:g}"


def _ends(places: list[float | str]) -> tuple[str, str]:
    """Return the first and the last place as text, days where they are dates."""
    if not places:
        return "", ""
    if any(isinstance(place, str) for place in places):
        ends = [str(end).removesuffix(" 00:00:00") for end in (min(map(str, places)), max(map(str, places)))]
    else:
        ends = [f"{end:.10g}" for end in (min(places), max(places))]
    return _plain(ends[0])[:LONGEST_DATE], _plain(ends[1])[:LONGEST_DATE]


def _words(layout: Mapping, value: Any) -> list[str]:
    """Return what stands on the chart to be read: titles, notes, and the kit's caption."""
    notes = [_settled(note) for note in _values(layout.get("annotations")) if isinstance(note, Mapping)]
    axes = [name for name in layout if re.fullmatch(r"[xy]axis\d{0,3}", str(name))]
    said = [
        _title(layout),
        _plain(_mapping(_mapping(layout.get("title")).get("subtitle")).get("text")),
        *(_title(_axis(layout, name)) for name in axes if _axis(layout, name).get("visible", True)),
        *(_plain(n.get("text")) for n in notes if n.get("visible", True) is not False and n.get("opacity") != 0),
        _plain(value.caption) if isinstance(value, Figure) else "",
    ]
    return [words for words in said if words][:MOST_WORDS]


def _title(part: Mapping) -> str:
    title = part.get("title")
    return _plain(title.get("text") if isinstance(title, Mapping) else title)


def _plain(text: Any) -> str:
    """Return words as a reader sees them: no tags, one line, no more than LONGEST characters."""
    if not isinstance(text, str):
        return ""
    text = unescape(re.sub(r"<[^<>]*>", " ", text[: 5 * LONGEST]))
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())[:LONGEST]


def _values(value: Any) -> list[Any]:
    """Return a list of what Plotly takes for a list: packed numbers, an array, a table's column."""
    if isinstance(value, Mapping):
        return _unpacked(value)
    if value is None or isinstance(value, str | bytes):
        return []
    try:
        return list(value)[:MOST_POINTS]
    except TypeError:
        return []


def _unpacked(packed: Mapping) -> list[Any]:
    try:
        numbers = array(PACKED[packed["dtype"]], base64.b64decode(packed["bdata"]))
    except (KeyError, TypeError, ValueError, binascii.Error):
        return []
    return numbers.tolist()[:MOST_POINTS]


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _place(value: Any) -> float | str | None:
    """Return where a point stands: a number, or a text that sorts like the dates it holds; None for nowhere."""
    if isinstance(value, int | float) or (type(value).__module__ == "numpy" and hasattr(value, "is_integer")):
        return _number(value)
    text = str(value).replace("T", " ")[:LONGEST_DATE]
    text = text[:19] if re.match(r"\d{4}-\d\d-\d\d \d\d:", text) else text
    return None if value is None or text in ("NaT", "nan", "") else text


def _settled(part: Mapping) -> Mapping:
    """Return a part with lists in the place of arrays: comparing an array with a word gives no yes or no."""
    return {k: v if isinstance(v, str | int | float | Mapping | None) else _values(v) for k, v in part.items()}


def _mapping(value: Any) -> Mapping:
    return value if isinstance(value, Mapping) else {}
