"""What can be read off a chart: where its axis begins, what it says, and the points that can be seen."""

import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from unspin.answers.schema import AxisScale, ChartFacts
from unspin.marks.plotly_figure import (
    LONGEST,
    LONGEST_DATE,
    Axis,
    Chart,
    Place,
    Points,
    Trace,
    as_number,
    as_place,
    as_words,
    read_figure,
)

FROM_BEST: tuple[AxisScale, ...] = ("zero", "log", "cut")
NUMBERS = ("-", "linear", "log")  # kinds of axes that numbers can stand on


def read_facts(value: Any) -> ChartFacts:
    """Return what can be read off a figure. What cannot be read counts as not drawn."""
    chart = read_figure(value)
    axes = {name: [t for t in chart.traces if t.axis == name] for name in sorted({t.axis for t in chart.traces})}
    titles = (chart.axes[name].title for name in axes if chart.axes[name].visible)
    every = [number for trace in chart.traces for _, number in trace.points]
    seen = [place for trace in chart.traces for place, _ in _seen(trace, chart)]
    first, last = _ends(seen)
    return ChartFacts(
        axis=_worst(_scale(chart.axes[name], traces) for name, traces in axes.items()),
        numbers=bool(axes) and all(chart.axes[name].numbered for name in axes),
        filled=min((_filled(chart.axes[name], traces) for name, traces in axes.items()), default=0.0),
        title=chart.title,
        unit=" ".join(title for title in titles if title)[:LONGEST],
        words=[*chart.words],
        source=chart.source,
        first=first,
        last=last,
        points=len(seen),
        all_points=len(every),
        lowest=min(every, default=0.0),
        highest=max(every, default=0.0),
    )


def _scale(axis: Axis, traces: list[Trace]) -> AxisScale:
    """Return "zero", "log" or "cut" for one axis of numbers. Bars on a log scale have no beginning: "cut"."""
    low, high = axis.numbers
    backwards = axis.reversed or (low is not None and high is not None and low >= high)
    if backwards or axis.kind not in NUMBERS:
        return "cut"
    if axis.kind == "log":
        return "cut" if any(trace.is_bars for trace in traces) else "log"
    if low is not None:
        return "zero" if low <= 0 <= (math.inf if high is None else high) else "cut"
    numbers = _numbers(traces)
    reaches = axis.to_zero or any(trace.from_zero for trace in traces) or min(numbers) <= 0 <= max(numbers)
    return "zero" if reaches and (high is None or high > 0) else "cut"


def _worst(scales: Iterable[AxisScale]) -> AxisScale:
    return FROM_BEST[max(map(FROM_BEST.index, scales), default=-1)]


def _filled(axis: Axis, traces: list[Trace]) -> float:
    """Return the share of an axis from its lower end up to the highest point; 1.0 where Plotly chooses the end."""
    low, high = axis.numbers
    if high is None:
        return 1.0
    tops = _numbers(traces)
    low = low if low is not None else min(0.0, *tops)
    if axis.kind == "log" or not low < high < math.inf:
        return 1.0
    return min(1.0, max(0.0, (max(tops) - low) / (high - low)))


def _numbers(traces: list[Trace]) -> list[float]:
    return [number for trace in traces for _, number in trace.points]


def _seen(trace: Trace, chart: Chart) -> Points:
    """Return the points of a trace that lie within the ranges that are set."""
    low, high = chart.axes[trace.axis].numbers
    ends = chart.axes[trace.other].ends
    text = next((place for place, _ in trace.points if isinstance(place, str)), "")
    as_text, as_numbers = ([_like(end, place) for end in ends] for place in (text, 0.0))
    return [
        (place, number)
        for place, number in trace.points
        if _within(number, low, high) and _within(place, *(as_text if isinstance(place, str) else as_numbers))
    ]


def _within(value: Place, low: Any, high: Any) -> bool:
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return (low is None or low <= value) and (high is None or value <= high)


def _like(end: Any, place: Place) -> Place | None:
    """Return the end of a range in the form of a place, so that both compare; None where they cannot."""
    if not isinstance(place, str):
        return as_number(end)
    if not re.match(r"\d{4}(-|$)", place):
        return None  # a category: its axis counts places, it does not compare them
    if (milliseconds := as_number(end)) is not None and not isinstance(end, str):
        try:
            return str(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds))[:19]
        except OverflowError:
            return None
    found = as_place(end)
    return found if isinstance(found, str) else None if found is None else f"{found:g}"


def _ends(places: list[Place]) -> tuple[str, str]:
    """Return the first and the last place as text, days where they are dates."""
    if not places:
        return "", ""
    if any(isinstance(place, str) for place in places):
        ends = [str(end).removesuffix(" 00:00:00") for end in (min(map(str, places)), max(map(str, places)))]
    else:
        ends = [f"{end:.10g}" for end in (min(places), max(places))]
    return as_words(ends[0])[:LONGEST_DATE], as_words(ends[1])[:LONGEST_DATE]
