"""Reports that differ: two numbers for one day, and three totals that nest in one another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from unspin.figures.investigations.reports import (
    MARKS,
    NOT_PROVEN,
    REGISTERED,
    SHAPES,
    Report,
    dates_of,
    days_that_differ,
    reports,
    sources_of,
    trace,
)
from unspin.page.chart import INK, Figure, draw
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

NESTED = {  # three totals that nest in one another, and how a reader can tell them apart
    "registered_art438_only": "war crimes only<br>(Article 438)",
    "registered_incl_aggression": "war crimes<br>and aggression",
    "registered_all_war_related": "all crimes linked<br>to the invasion",
}


def differing_reports(investigations: "pd.DataFrame") -> Figure:
    """Return a chart of the days for which reports give different numbers of registered cases, a panel a day."""
    days = days_that_differ(reports(investigations, REGISTERED))
    shown = [report for found in days.values() for report in found]
    said = [_difference(found) for found in days.values()]
    caption = (
        f"{dates_of(shown)} Unit: registered cases. Each panel is one day, each mark one report: {SHAPES}. "
        "The axes do not begin at zero, so compare places and not lengths.\n"
        f"{' '.join(said)}\n{NOT_PROVEN} The numbers may be rounded, or counted at another hour; the reports do not "
        "say."
    )
    return Figure(_panels(days), caption, sources_of(shown), "\n".join([*said, *(report.told for report in shown)]))


def nested_totals(investigations: "pd.DataFrame", day: str = "2022-05-19") -> Figure:
    """Return a chart of three totals of one day, each of which holds the one before it.

    Raises UnspinError for a day for which not all three are in the table.
    """
    found = {}
    for metric in NESTED:
        found.update((metric, report) for report in reports(investigations, metric) if report.date == day)
    if len(found) < len(NESTED):
        raise UnspinError(f"Not all three totals are known for {day!r}. Try '2022-05-19'.")
    shown = list(found.values())
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [report.value for report in shown],
        "y": [NESTED[metric] for metric in found],
        "text": [f"{report.value:,}" for report in shown],
        "textposition": "auto",
        "hovertext": [f"registered: {report.told}" for report in shown],
        "hoverinfo": "text",
        "marker": {"color": ["#0072B2", "#56B4E9", "#E69F00"], "line": {"color": INK, "width": 1}},
    }
    chart = draw(
        [bars],
        title="Three totals for one day",
        height=360,
        xaxis={"title": {"text": "registered cases"}, "rangemode": "tozero", "tickformat": ",d", "nticks": 5},
        yaxis={"autorange": "reversed"},
    )
    facts = [f"{report.told}: {report.definition}." for report in shown]
    caption = (
        f"Registered cases by {shown[0].day}, from one and the same report. Each bar holds the one above it: what is "
        f"counted gets wider, and the number gets larger. All three are exact numbers. {NOT_PROVEN}"
    )
    first = f"For {shown[0].day} one report gives {', '.join(f'{report.value:,}' for report in shown)}."
    return Figure(chart, caption, sources_of(shown), "\n".join([first, *facts]))


def _difference(found: Sequence[Report]) -> str:
    low, high = found[0], found[-1]
    gap = high.value - low.value
    return (
        f"For {low.day} one report says {low.number} ({low.source}) and another {high.number} ({high.source}): "
        f"{gap:,} apart, or {gap / low.value:.1%}."
    )


def _panels(days: dict[str, list[Report]]) -> "go.Figure":
    """Return one small chart above another, each with an axis of its own."""
    drawn, layout, notes = [], {}, []
    for number, found in enumerate(days.values(), 1):
        index = "" if number == 1 else str(number)
        top, bottom = 1 - (number - 1) / len(days), 1 - number / len(days)
        for qualifier in MARKS:
            values = [report for report in found if report.qualifier == qualifier]
            new = bool(values) and all(trace["name"] != MARKS[qualifier][0] for trace in drawn if trace["showlegend"])
            marks = trace(values, qualifier, "registered", xaxis=f"x{index}", yaxis=f"y{index}", showlegend=new)
            drawn.append({**marks, "x": marks["y"], "y": [report.source for report in values]})
        low, high = found[0].value, found[-1].value
        span = {"range": [low - 1500, high + 1500], "tickformat": ",d", "nticks": 3, "anchor": f"y{index}"}
        layout[f"xaxis{index}"] = {**span, "title": {"text": "registered cases"} if number == len(days) else {}}
        layout[f"yaxis{index}"] = {"domain": [bottom + 0.1, top - 0.12], "type": "category", "anchor": f"x{index}"}
        place = {"x": 0, "y": top - 0.1, "xref": "paper", "yref": "paper", "yanchor": "bottom", "showarrow": False}
        notes.append({"text": f"by {found[0].day}", "font": {"size": 16}, **place})
        notes += [_value_at(report, index) for report in found]
    return draw(drawn, title="One day, different numbers", height=460, annotations=notes, **layout)


def _value_at(report: Report, index: str) -> dict[str, Any]:
    where = {"x": report.value, "y": report.source, "xref": f"x{index}", "yref": f"y{index}"}
    return {"text": report.number, "yshift": 18, "showarrow": False, **where}
