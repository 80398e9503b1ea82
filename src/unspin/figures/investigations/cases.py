"""Figures of the registered cases: how they grow, over the whole time or within a window of dates."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from unspin.figures.investigations.reports import (
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
    traces,
)
from unspin.page.chart import OURS, Figure, draw
from unspin.text.library import here
from unspin.text.tagset import NUMBER
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

YEARS = {"type": "date", "dtick": "M12", "tickformat": "%Y"}
LOG_TICKS = [step * power for power in (1_000, 10_000, 100_000) for step in (1, 2, 5)]
CASES = {"title": {"text": "registered cases"}, "rangemode": "tozero", "zeroline": False, "tickformat": ",d"}


def registered_cases(investigations: "pd.DataFrame") -> Figure:
    """Return a chart of the registered war crimes, added up over time, and a line at the number of the article.

    `investigations` is data/numbers/investigations.csv. Raises UnspinError when it does not hold these cases.
    """
    shown = reports(investigations, REGISTERED)
    line, quoted, said = quoted_by_the_article()
    nearest = _nearest(shown, line)
    about = f"The nearest exact number is {nearest.value:,} by {nearest.day} ({nearest.source})."
    notes = [at_the_line(said, line), note(nearest, f"{nearest.value:,}", {"ax": 4, "ay": 70})]
    notes += _notes_on_differences(shown, line)
    return Figure(
        chart=growth_chart(shown, notes=notes, shapes=[dashed(line)], xaxis={**YEARS, "range": _around(shown)}),
        caption=caption(shown, f"The dashed line is the article's “{quoted}”. {about}"),
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
        chart=growth_chart(shown, notes=[], shapes=[], yaxis=axis["layout"]),
        caption=caption(shown, about),
        source=sources_of(shown),
        text="\n".join([_grows(shown), about, *(report.told for report in shown)]),
    )


def _grows(shown: Sequence[Report]) -> str:
    return f"The total of registered cases grows from {shown[0].said} to {shown[-1].said}."


def _nearest(shown: Sequence[Report], line: int) -> Report:
    return min((r for r in shown if r.qualifier == "exact"), key=lambda report: abs(report.value - line))


def quoted_by_the_article() -> tuple[int, str, str]:
    """Return the article's number, the words around it, and the words up to the number.

    The key says which words belong to the number; without one it is the word before it.
    """
    library = here()
    plan = library.plan()
    article, sentence = library.article(plan.under_study), plan.quoted
    text = article.by_id[sentence].text
    quoted = re.findall(r"\w+ \d[\d,]*", text)[0]
    if article.key:
        span = next(span for span in article.key.spans[sentence] if span.label in library.tagset().spans_of({NUMBER}))
        quoted = text[span.start : span.end]
    number = re.findall(r"\d[\d,]*", quoted)[0]
    return int(number.replace(",", "")), quoted, quoted[: quoted.index(number) + len(number)]


def caption(shown: Sequence[Report], about: str) -> str:
    """Return what stands below a chart of registered cases: marks, days that differ, `about`, and what is counted."""
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


def growth_chart(
    shown: Sequence[Report], *, notes: list[dict[str, Any]], shapes: list[dict[str, Any]], **layout: Any
) -> "go.Figure":
    """Return a chart of registered cases over time; `layout` is what differs from the usual one."""
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


def dashed(line: int) -> dict[str, Any]:
    """Return a dashed line across the whole chart at a number."""
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": line, "y1": line, "line": {"dash": "dash"}}


def at_the_line(said: str, line: int) -> dict[str, Any]:
    """Return a note at that line, which says what the article says."""
    place = {"x": 0, "xref": "paper", "y": line, "yanchor": "bottom", "showarrow": False}
    return {"text": f"article:<br>“{escape(said)}”", "align": "left", **place}


def _notes_on_differences(shown: Sequence[Report], line: int) -> list[dict[str, Any]]:
    left, below = {"ax": -36, "ay": -14, "xanchor": "right"}, {"ax": 0, "ay": 120}
    return [
        note(found[0], " and<br>".join(f"{r.value:,}" for r in found), left if found[0].value > line else below)
        for found in days_that_differ(shown).values()
    ]
