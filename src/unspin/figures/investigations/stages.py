"""Figures of the way from a registered case to a verdict: what each stage counts, and how fast."""

import itertools
import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from unspin.figures.investigations.reports import (
    MARKS,
    NOT_PROVEN,
    PRODUCER,
    REGISTERED,
    SHAPES,
    Report,
    dates_of,
    hover,
    note,
    reports,
    said_day,
    sources_of,
    trace,
)
from unspin.page.chart import BLUE, GREEN, INK, ORANGE, VERMILION, Figure, draw
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

AFTER_THE_ARTICLE = "2025-04-16"  # the first day after March 2025 for which one report gives all four stages
STAGES = {  # metric: name, what one of them is
    REGISTERED: ("registered", "cases"),
    "suspects_notified": ("suspects", "people"),
    "indicted": ("indicted", "people*"),
    "convicted": ("convicted", "people"),
}
LINES = dict(zip(STAGES, ((BLUE, "solid"), (VERMILION, "dash"), (GREEN, "dot"), (INK, "dashdot")), strict=True))
PLACES = {  # of the names, beside the lines: from which day on, and how far to the right and down, in pixels
    REGISTERED: ("2023-10", 0, -26),
    "suspects_notified": ("2023-10", -40, -34),
    "indicted": ("2025-10", -24, 36),
    "convicted": ("2023-10", 0, 34),
}
DOCUMENTS = "*Some reports of “indicted” count indictments or cases, not people."
LOG = {"type": "log", "dtick": 1, "tickformat": ",d"}
TEN_TIMES = "Log scale: each step along the axis is ten times as many."
MONTH = 365.25 / 12  # days


def stages(investigations: "pd.DataFrame", by: str = AFTER_THE_ARTICLE) -> Figure:
    """Return a chart of four stages on a log scale: for each, the last report of a day up to `by` (YYYY-MM-DD).

    Raises UnspinError where a stage has no report by that day.
    """
    last = {}
    for metric in STAGES:
        known = [report for report in reports(investigations, metric) if report.date <= by]
        if not known:
            raise UnspinError(f"No report tells how many were {STAGES[metric][0]} by {by!r}. Choose a later day.")
        last[metric] = known[-1]
    registered, *_, convicted = last.values()
    times = registered.value / convicted.value
    first = (
        f"{_counted(REGISTERED, registered)}, {_counted('suspects_notified', last['suspects_notified'])}, "
        f"{_counted('indicted', last['indicted'])} and {_counted('convicted', convicted)}."
    )
    caption = (
        f"{dates_of(list(last.values()))} The last report of each stage up to {said_day(by)}. {TEN_TIMES} "
        f"The stages count different things: cases, then people. So {registered.value:,} and {convicted.value:,} are "
        f"no shares of one whole, though one is {times:,.0f} times the other. Shapes: {SHAPES}. {DOCUMENTS}\n"
        f"{NOT_PROVEN} {PRODUCER}"
    )
    facts = [f"{STAGES[metric][0]} ({STAGES[metric][1]}): {report.told}" for metric, report in last.items()]
    return Figure(_stages_chart(last), caption, sources_of(list(last.values())), "\n".join([first, *facts]))


def stages_over_time(investigations: "pd.DataFrame") -> Figure:
    """Return a chart of the four stages over time on a log scale, which says of each what it counts."""
    found = {metric: reports(investigations, metric) for metric in STAGES}
    every = [report for shown in found.values() for report in shown]
    caption = (
        f"{dates_of(every)} {TEN_TIMES} The four lines count different things: registered cases, and people who "
        f"are suspects, indicted or convicted. Shapes: {SHAPES}. The lines only lead the eye from one report to the "
        f"next. {DOCUMENTS}\n{NOT_PROVEN} {PRODUCER}"
    )
    first = "From the first to the last report: " + "; ".join(
        f"{STAGES[metric][0]} ({STAGES[metric][1]}), {shown[0].said} to {shown[-1].said}"
        for metric, shown in found.items()
    )
    facts = [f"{STAGES[metric][0]}: {report.told}" for metric, shown in found.items() for report in shown]
    return Figure(_over_time_chart(found), caption, sources_of(every), "\n".join([f"{first}.", *facts]))


def pace(investigations: "pd.DataFrame") -> Figure:
    """Return two charts of the same exact numbers: registered cases added up, and how many came in a month."""
    exact = [report for report in reports(investigations, REGISTERED) if report.qualifier == "exact"]
    steps = list(itertools.pairwise(exact))
    rates = [(after.value - before.value) / _days(before, after) * MONTH for before, after in steps]
    said = [
        f"From {before.day} to {after.day}: {after.value - before.value:,} more in {_days(before, after)} days, "
        f"or {rate:,.0f} a month"
        for (before, after), rate in zip(steps, rates, strict=True)
    ]
    caption = (
        f"{dates_of(exact)} Only exact numbers are used: “at least” and “approximately” cannot be subtracted safely. "
        "Above: registered cases so far. Below: registered cases a month between two exact numbers, a bar as wide as "
        "its time and as high as its pace. A month is 30.4 days. The same rows give a line that rises and bars that "
        f"fall: the total grew all the time, and in the long spans it grew more slowly.\n{NOT_PROVEN} A case counts on "
        f"the day when it is registered, which can be long after the event. {PRODUCER}"
    )
    first = (
        f"The total rises from {exact[0].said} to {exact[-1].said}; "
        f"the pace goes from {rates[0]:,.0f} to {rates[-1]:,.0f} a month."
    )
    facts = [*(report.told for report in exact), *said]
    return Figure(_pace_chart(exact, steps, rates, said), caption, sources_of(exact), "\n".join([first, *facts]))


def _counted(metric: str, report: Report) -> str:
    name, unit = STAGES[metric]
    return f"{name}: {report.number} {unit.rstrip('*')} by {report.day}"


def _stages_chart(last: dict[str, Report]) -> "go.Figure":
    names = {metric: f"{STAGES[metric][0]}<br>({STAGES[metric][1]})" for metric in last}
    drawn = []
    for qualifier in MARKS:
        found = {metric: report for metric, report in last.items() if report.qualifier == qualifier}
        marks = trace(list(found.values()), qualifier, "")
        drawn.append(
            {
                **marks,
                "mode": "markers+text",
                "x": [report.value for report in found.values()],
                "y": [names[metric] for metric in found],
                "text": [f"{report.value:,}" for report in found.values()],
                "textposition": "top center",
                "cliponaxis": False,
                "hovertext": [hover(report, STAGES[metric][0]) for metric, report in found.items()],
                "marker": {**marks["marker"], "size": 15},
            }
        )
    lines = [
        {
            "type": "line",
            "x0": 1,
            "x1": report.value,
            "y0": names[m],
            "y1": names[m],
            "line": {"color": INK, "dash": "dot"},
        }
        for m, report in last.items()
    ]
    order = {"categoryorder": "array", "categoryarray": list(names.values())[::-1], "range": [-0.5, 3.7]}
    title = {"text": "how many so far<br>(log scale): cases,<br>then people"}
    return draw(
        drawn,
        title="From registered to convicted",
        height=480,
        xaxis={**LOG, "title": title, "range": [0, 6], "tickformat": "~s"},
        yaxis=order,
        shapes=lines,
    )


def _over_time_chart(found: dict[str, list[Report]]) -> "go.Figure":
    drawn, notes = [], []
    for metric, shown in found.items():
        name, unit = STAGES[metric]
        color, dash = LINES[metric]
        line = {"type": "scatter", "mode": "lines", "line": {"color": color, "dash": dash, "width": 1.5}}
        drawn.append(
            {
                **line,
                "x": [r.date for r in shown],
                "y": [r.value for r in shown],
                "showlegend": False,
                "hoverinfo": "skip",
            }
        )
        for qualifier in MARKS:
            marks = trace(shown, qualifier, name, showlegend=metric == REGISTERED)
            drawn.append(
                {
                    **marks,
                    "marker": {**marks["marker"], "size": 9, "color": color, "line": {"width": 2, "color": color}},
                }
            )
        since, ax, ay = PLACES[metric]
        at = next(report for report in shown if report.date >= since)
        place = {"x": at.date, "y": math.log10(at.value), "ax": ax, "ay": ay, "arrowcolor": INK, "standoff": 6}
        notes.append({"text": f"{name} ({unit})", "font": {"size": 13}, "showarrow": True, **place})
    title = {"text": "registered cases, or people (log scale)"}
    return draw(
        drawn,
        title="Four stages over time",
        height=720,
        xaxis={"type": "date", "range": ["2022-02-01", "2026-06-30"], "tickformat": "%Y", "nticks": 6},
        yaxis={**LOG, "title": title, "range": [0.9, 5.6]},
        annotations=notes,
    )


def _days(before: Report, after: Report) -> int:
    return (date.fromisoformat(after.date) - date.fromisoformat(before.date)).days


def _pace_chart(
    exact: Sequence[Report], steps: Sequence[tuple[Report, Report]], rates: Sequence[float], said: Sequence[str]
) -> "go.Figure":
    total = {**trace(exact, "exact", "registered"), "mode": "lines+markers", "line": {"color": BLUE, "dash": "dot"}}
    bars = {
        "type": "bar",
        "x": [before.date for before, _ in steps],
        "y": [round(rate) for rate in rates],
        "width": [_days(before, after) * 86_400_000 for before, after in steps],
        "offset": 0,
        "yaxis": "y2",
        "name": "a month",
        "showlegend": False,
        "marker": {"color": ORANGE, "line": {"color": INK, "width": 1.5}},
        "hovertext": said,
        "hoverinfo": "text",
    }
    edges = {"rangemode": "tozero", "tickformat": ",d", "nticks": 5}
    top = [
        note(exact[0], f"{exact[0].value:,}", {"ax": 50, "ay": 36}),
        note(exact[-1], f"{exact[-1].value:,}", {"ax": -40, "ay": 66}),
    ]
    wide = [index for index, (before, after) in enumerate(steps) if _days(before, after) > 100]
    words = [
        {
            "text": f"{rates[index]:,.0f}",
            "x": _middle(*steps[index]),
            "y": rates[index] / 2,
            "yref": "y2",
            "showarrow": False,
        }
        for index in wide
    ]
    return draw(
        [total, bars],
        title="So far, and a month",
        height=600,
        showlegend=False,
        xaxis={"type": "date", "nticks": 4, "tickformat": "%b<br>%Y", "tickangle": 0, "anchor": "y2"},
        yaxis={**edges, "title": {"text": "registered cases<br>so far"}, "domain": [0.54, 1]},
        yaxis2={**edges, "title": {"text": "registered cases<br>a month"}, "domain": [0, 0.44]},
        annotations=[*top, *words],
    )


def _middle(before: Report, after: Report) -> str:
    first, last = date.fromisoformat(before.date), date.fromisoformat(after.date)
    return (first + (last - first) / 2).isoformat()
