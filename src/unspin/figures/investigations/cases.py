"""Figures of the registered cases: their growth, the article's number among them, and reports that differ."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from unspin.figures.investigations.reports import (
    MARKS,
    NOT_PROVEN,
    PRODUCER,
    REGISTERED,
    SHAPES,
    Report,
    dates_of,
    days_that_differ,
    note,
    reports,
    sources_of,
    trace,
    traces,
)
from unspin.page.chart import INK, OURS, Figure, draw
from unspin.text.library import here
from unspin.text.tagset import NUMBER
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

AROUND_THE_ARTICLE = ("2024-07-01", "2025-09-30")  # the article came out in March 2025; its day is not known
NESTED = {  # three totals that nest in one another, and how a reader can tell them apart
    "registered_art438_only": "war crimes only<br>(Article 438)",
    "registered_incl_aggression": "war crimes<br>and aggression",
    "registered_all_war_related": "all crimes linked<br>to the invasion",
}
RIGHT_BELOW = {"x": 1, "xanchor": "right", "yanchor": "top", "align": "right"}
YEARS = {"type": "date", "dtick": "M12", "tickformat": "%Y"}
LOG_TICKS = [step * power for power in (1_000, 10_000, 100_000) for step in (1, 2, 5)]
CASES = {"title": {"text": "registered cases"}, "rangemode": "tozero", "zeroline": False, "tickformat": ",d"}


def registered_cases(investigations: "pd.DataFrame") -> Figure:
    """Return a chart of the registered war crimes, added up over time, and a line at the number of the article.

    `investigations` is data/numbers/investigations.csv. Raises UnspinError when it does not hold these cases.
    """
    shown = reports(investigations, REGISTERED)
    line, quoted, said = _quoted_by_the_article()
    nearest = _nearest(shown, line)
    about = f"The nearest exact number is {nearest.value:,} by {nearest.day} ({nearest.source})."
    notes = [_at_the_line(said, line), note(nearest, f"{nearest.value:,}", {"ax": 4, "ay": 70})]
    notes += _notes_on_differences(shown, line)
    return Figure(
        chart=_growth_chart(shown, notes=notes, shapes=[_dashed(line)], xaxis={**YEARS, "range": _around(shown)}),
        caption=_caption(shown, f"The dashed line is the article's “{quoted}”. {about}"),
        source=sources_of(shown),
        text="\n".join([_grows(shown), f"The article says “{quoted}”. {about}", *(report.told for report in shown)]),
    )


def growth(
    investigations: "pd.DataFrame", *, since: str = "", until: str = "", log: bool = False, from_zero: bool = True
) -> Figure:
    """Return a chart of the registered war crimes, added up over time, within a window of dates (YYYY-MM-DD).

    The axis is `log`, or it begins at zero, or it is cut off. Raises UnspinError where the window holds no report.
    """
    every = reports(investigations, REGISTERED)
    shown = [report for report in every if (since or "0") <= report.date <= (until or "9")]
    if not shown:
        raise UnspinError(
            f"There is no report from {since or 'the beginning'} to {until or 'the end'}. Widen the window."
        )
    axis = _axis(shown, log=log, from_zero=from_zero)
    hidden = len(every) - len(shown)
    about = f"{axis['said']} " + (
        f"{hidden} more reports lie outside of this window." if hidden else "No report is left out."
    )
    return Figure(
        chart=_growth_chart(shown, notes=[], shapes=[], yaxis=axis["layout"]),
        caption=_caption(shown, about),
        source=sources_of(shown),
        text="\n".join([_grows(shown), about, *(report.told for report in shown)]),
    )


def article_number(investigations: "pd.DataFrame") -> Figure:
    """Return a chart of the reports around March 2025, with a line at the number that the article gives."""
    first, last = AROUND_THE_ARTICLE
    shown = [report for report in reports(investigations, REGISTERED) if first <= report.date <= last]
    line, quoted, said = _quoted_by_the_article()
    before = max((report for report in shown if report.date < "2025-03"), key=lambda report: report.date)
    after = min((report for report in shown if report.date > "2025-03"), key=lambda report: report.date)
    about = (
        f"The last number for a day before March 2025, when the article came out, is {before.told}. "
        f"The first one for a day after it is {after.told}."
    )
    notes = [
        {**_at_the_line(said, line), **RIGHT_BELOW},
        note(before, f"{before.number}", {"ax": -20, "ay": 85}),
        note(after, f"{after.number}", {"ax": 40, "ay": -46, "xanchor": "right", "align": "right"}),
        {
            "text": "March<br>2025",
            "x": "2025-03-16",
            "y": 0.02,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
        },
    ]
    month = {
        "type": "rect",
        "x0": "2025-03-01",
        "x1": "2025-03-31",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
    }
    cut = {"range": [110_000, 190_000], "title": {"text": "registered cases<br>(axis begins at 110,000)"}}
    return Figure(
        chart=_growth_chart(
            shown,
            title="Where the number stands",
            notes=notes,
            shapes=[_dashed(line), {**month, "fillcolor": "#e4e4e4", "line": {"width": 0}}],
            xaxis={
                "type": "date",
                "range": [first, "2025-10-15"],
                "nticks": 4,
                "tickformat": "%b<br>%Y",
                "tickangle": 0,
            },
            yaxis={**CASES, **cut},
        ),
        caption=_caption(
            shown,
            f"The dashed line is the article's “{quoted}”. {about} The axis does not begin at zero: "
            "compare the places of the marks, not their heights.",
        ),
        source=sources_of(shown),
        text="\n".join([f"The article says “{quoted}”. {about}", *(report.told for report in shown)]),
    )


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


def _grows(shown: Sequence[Report]) -> str:
    return f"The total of registered cases grows from {shown[0].said} to {shown[-1].said}."


def _nearest(shown: Sequence[Report], line: int) -> Report:
    return min((r for r in shown if r.qualifier == "exact"), key=lambda report: abs(report.value - line))


def _quoted_by_the_article() -> tuple[int, str, str]:
    """Return the article's number, the words around it, and the words up to the number.

    The key says which words belong to the number; without one it is the word before it.
    """
    library = here()
    plan = library.plan()
    article, sentence = library.article(plan.under_study), plan.quoted
    text = article.by_id[sentence].text
    quoted = re.search(r"\w+ \d[\d,]*", text)[0]
    if article.key:
        span = next(span for span in article.key.spans[sentence] if span.label in library.tagset().spans_of({NUMBER}))
        quoted = text[span.start : span.end]
    number = re.search(r"\d[\d,]*", quoted)
    return int(number[0].replace(",", "")), quoted, quoted[: number.end()]


def _caption(shown: Sequence[Report], about: str) -> str:
    differ = [
        f"by {found[0].day} ({' and '.join(f'{report.value:,}' for report in found)})"
        for found in days_that_differ(shown).values()
    ]
    return (
        f"{dates_of(shown)} Each mark is the total of registered cases up to that day, as one report gave it: "
        f"{SHAPES}. "
        f"Where reports for one day differ, both are shown: {' and '.join(differ) or 'there is no such day'}.\n"
        f"{about}\n{NOT_PROVEN} What is counted: {shown[0].definition}. {PRODUCER}"
    )


def _around(shown: Sequence[Report]) -> list[str]:
    """Return the days from a little before to a little after; without them a note widens a narrow chart's axis."""
    room = timedelta(days=90)
    first, last = (date.fromisoformat(report.date) for report in (shown[0], shown[-1]))
    return [(first - room).isoformat(), (last + room).isoformat()]


def _axis(shown: Sequence[Report], *, log: bool, from_zero: bool) -> dict[str, Any]:
    """Return Plotly's settings for the axis of registered cases, and a sentence about it."""
    if log:
        title = {"text": "registered cases (log scale)"}
        said = "The axis has a log scale: each step up means the same number of times more."
        return {"layout": {**CASES, "type": "log", "title": title, "tickvals": LOG_TICKS}, "said": said}
    if from_zero:
        return {"layout": CASES, "said": "The axis begins at zero."}
    least, high = min(report.value for report in shown), max(report.value for report in shown)
    low = max(0, least - max(500, (high - least) // 20)) // 1_000 * 1_000
    title = {"text": f"registered cases<br>(axis begins at {low:,})"}
    said = f"The axis begins at {low:,}, not at zero: heights cannot be compared."
    return {"layout": {**CASES, "title": title, "range": [low, high + max(500, (high - low) // 20)]}, "said": said}


def _growth_chart(
    shown: Sequence[Report], *, notes: list[dict[str, Any]], shapes: list[dict[str, Any]], **layout: Any
) -> "go.Figure":
    short = shown[0].date[:4] == shown[-1].date[:4]
    months = {"type": "date", "tickformat": "%b<br>%Y", "nticks": 6}
    usual = {
        "title": "Registered war crimes so far",
        "xaxis": months if short else YEARS,
        "yaxis": CASES,
        "height": 540,
        "meta": OURS,
    }
    return draw(traces(shown, "registered"), **{**usual, **layout}, shapes=shapes, annotations=notes)


def _dashed(line: int) -> dict[str, Any]:
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": line, "y1": line, "line": {"dash": "dash"}}


def _at_the_line(said: str, line: int) -> dict[str, Any]:
    place = {"x": 0, "xref": "paper", "y": line, "yanchor": "bottom", "showarrow": False}
    return {"text": f"article:<br>“{escape(said)}”", "align": "left", **place}


def _notes_on_differences(shown: Sequence[Report], line: int) -> list[dict[str, Any]]:
    left, below = {"ax": -36, "ay": -14, "xanchor": "right"}, {"ax": 0, "ay": 120}
    return [
        note(found[0], " and<br>".join(f"{r.value:,}" for r in found), left if found[0].value > line else below)
        for found in days_that_differ(shown).values()
    ]


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
