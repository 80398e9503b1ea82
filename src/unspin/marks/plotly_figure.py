"""A figure of Plotly as plain values: what is drawn, on which axes, and in which words. Nothing in it is trusted.

What cannot be read counts as not drawn, and everything is bounded, whatever a student made.
"""

import base64
import binascii
import math
import re
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, TypeGuard

from unspin.page.chart import OURS, Figure

MOST_WORDS, LONGEST, LONGEST_DATE = 50, 1_000, 40
MOST_POINTS, MOST_TRACES = 200_000, 200
PACKED = {"f8": "d", "f4": "f", "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I"}  # Plotly's arrays
FROM_ZERO = ("tozeroy", "tonexty")  # filled areas for which Plotly begins at zero by itself

Place = float | str  # where a point stands: a number, or a text that sorts like the dates it holds
Points = list[tuple[Place, float]]
Part = Mapping[Any, Any]  # of a figure, as a student made it: nothing is known of what it holds


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis. `ends` are the two that are set, None for each that Plotly chooses; of a log axis, powers of 10.

    `numbered`: whether any numbers stand on it; `to_zero`: whether Plotly is told to begin at zero.
    """

    kind: str
    ends: tuple[Any, Any]
    reversed: bool
    to_zero: bool
    title: str
    visible: bool
    numbered: bool

    @property
    def numbers(self) -> tuple[float | None, float | None]:
        """The ends of an axis of numbers, as numbers that stand on it."""
        low, high = (as_number(end) for end in self.ends)
        return (_power(low), _power(high)) if self.kind == "log" else (low, high)


@dataclass(frozen=True, slots=True)
class Trace:
    """What is drawn in one go. `axis` and `other` name the axes of its numbers and of its places: "yaxis", "xaxis2"."""

    points: Points
    axis: str
    other: str
    is_bars: bool
    from_zero: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn and not hidden; `words` are what stands on it to be read, titles and all."""

    traces: tuple[Trace, ...]
    axes: Mapping[str, Axis]
    title: str
    words: tuple[str, ...]
    source: str


def is_figure(value: Any) -> bool:
    """Whether `value` is a chart: Plotly's figure, the kit's, or a figure as a dict."""
    if _is_part(value):
        return {"data", "layout"} <= value.keys()
    plotly = sys.modules.get("plotly.basedatatypes")  # who has not loaded Plotly has no figure of it
    return isinstance(value, Figure) or (plotly is not None and isinstance(value, plotly.BaseFigure))


def is_ours(value: Any) -> bool:
    """Whether a figure is one of the kit's that is right already."""
    meta = _part(_parts(value)["layout"]).get("meta")
    return isinstance(meta, str) and meta == OURS


def read_figure(value: Any) -> Chart:
    """Return what a figure shows."""
    parts = _parts(value)
    layout = _part(parts["layout"])
    shown = [_settled(trace) for trace in _values(parts["data"])[:MOST_TRACES] if _is_part(trace)]
    drawn = [_trace(t) for t in shown if t.get("visible", True) in (True, None) and t.get("opacity") != 0]
    traces = tuple(trace for trace in drawn if trace.points)
    axes = {name: _axis(layout, name) for trace in traces for name in (trace.axis, trace.other)}
    caption, source = (value.caption, value.source) if isinstance(value, Figure) else ("", "")
    return Chart(traces, axes, _title(layout), tuple(_words(layout, caption)), as_words(source))


def _parts(value: Any) -> dict[str, Any]:
    if isinstance(value, Figure):
        return _parts(value.chart)
    parts: Part = value if _is_part(value) else value.to_plotly_json() if is_figure(value) else {}
    return {"data": parts.get("data"), "layout": parts.get("layout")}


def _trace(trace: Part) -> Trace:
    is_bar = trace.get("type") == "bar"
    lies = is_bar and trace.get("orientation") == "h"  # its numbers run from left to right
    of_numbers, of_places = ("x", "y") if lies else ("y", "x")
    area = trace.get("fill") in FROM_ZERO or (bool(trace.get("stackgroup")) and trace.get("fill") != "none")
    return Trace(
        points=_points(_values(trace.get(of_places)), _values(trace.get(of_numbers))),
        axis=_axis_name(trace, of_numbers),
        other=_axis_name(trace, of_places),
        is_bars=trace.get("type") in ("bar", "histogram"),
        from_zero=trace.get("base") is None if is_bar else area,
    )


def _points(places: list[Any], numbers: list[Any]) -> Points:
    """Return (place, number) of each point that has both."""
    if not places:
        places = list(range(len(numbers)))
    found = ((as_place(place), as_number(number)) for place, number in zip(places, numbers, strict=False))
    return [(place, number) for place, number in found if place is not None and number is not None]


def _axis_name(trace: Part, letter: str) -> str:
    """Return the name under which the layout describes an axis of a trace."""
    number = re.fullmatch(rf"{letter}(\d{{1,3}})", str(trace.get(f"{letter}axis", ""))[:10])
    return f"{letter}axis{number[1] if number else ''}"


def _axis(layout: Part, name: str) -> Axis:
    """Return an axis with what its template says of it."""
    template = _part(_part(_part(layout.get("template")).get("layout")).get(re.sub(r"\d", "", name)))
    said = _settled({**template, **_part(layout.get(name))})
    included = _part(said.get("autorangeoptions")).get("include")
    return Axis(
        kind="-" if said.get("type") is None else str(said["type"]),
        ends=_ends(said),
        reversed="reversed" in str(said.get("autorange")),
        to_zero=said.get("rangemode") == "tozero" or 0 in [as_number(n) for n in [included, *_values(included)]],
        title=_title(said),
        visible=bool(said.get("visible", True)),
        numbered=said.get("visible", True) is not False and said.get("showticklabels", True) is not False,
    )


def _ends(axis: Part) -> tuple[Any, Any]:
    """Return the two ends that are set, None for each that Plotly chooses; `autorange` beats a range."""
    auto = axis.get("autorange")
    low, high, *_ = [*_values(axis.get("range"))[:2], None, None]
    if auto in (True, "reversed"):
        return None, None
    return (None if auto in ("min", "min reversed") else low), (None if auto in ("max", "max reversed") else high)


def _power(end: float | None) -> float | None:
    if end is None:
        return None
    return 10.0**end if abs(end) < 300 else math.inf if end > 0 else 0.0


def _words(layout: Part, caption: str) -> list[str]:
    notes = [_settled(note) for note in _values(layout.get("annotations")) if _is_part(note)]
    axes = [_axis(layout, name) for name in layout if re.fullmatch(r"[xy]axis\d{0,3}", str(name))]
    said = [
        _title(layout),
        as_words(_part(_part(layout.get("title")).get("subtitle")).get("text")),
        *(axis.title for axis in axes if axis.visible),
        *(as_words(n.get("text")) for n in notes if n.get("visible", True) is not False and n.get("opacity") != 0),
        as_words(caption),
    ]
    return [words for words in said if words][:MOST_WORDS]


def _title(part: Part) -> str:
    title = part.get("title")
    return as_words(title.get("text") if _is_part(title) else title)


def as_words(text: Any) -> str:
    """Return words as a reader sees them: no tags, one line, no more than LONGEST characters."""
    if not isinstance(text, str):
        return ""
    text = unescape(re.sub(r"<[^<>]*>", " ", text[: 5 * LONGEST]))
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())[:LONGEST]


def _values(value: Any) -> list[Any]:
    """Return a list of what Plotly takes for a list: packed numbers, an array, a table's column."""
    if _is_part(value):
        return _unpacked(value)
    if value is None or isinstance(value, str | bytes):
        return []
    try:
        return list(value)[:MOST_POINTS]
    except TypeError:
        return []


def _unpacked(packed: Part) -> list[Any]:
    try:
        numbers = array(PACKED[packed["dtype"]], base64.b64decode(packed["bdata"]))
    except (KeyError, TypeError, ValueError, binascii.Error):
        return []
    return numbers.tolist()[:MOST_POINTS]


def as_number(value: Any) -> float | None:
    """Return a number that is one; None for anything else, endless ones too."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def as_place(value: Any) -> Place | None:
    """Return where a point stands; None for nowhere."""
    if isinstance(value, int | float) or (type(value).__module__ == "numpy" and hasattr(value, "is_integer")):
        return as_number(value)
    text = str(value).replace("T", " ")[:LONGEST_DATE]
    text = text[:19] if re.match(r"\d{4}-\d\d-\d\d \d\d:", text) else text
    return None if value is None or text in ("NaT", "nan", "") else text


def _settled(part: Part) -> Part:
    """Return a part with lists in the place of arrays: comparing an array with a word gives no yes or no."""
    return {k: v if isinstance(v, str | int | float | Mapping | None) else _values(v) for k, v in part.items()}


def _part(value: Any) -> Part:
    return value if _is_part(value) else {}


def _is_part(value: Any) -> TypeGuard[Part]:
    return isinstance(value, Mapping)
