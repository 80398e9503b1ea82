"""One set of rows drawn twice: so that it can be read, and so that it misleads. Nothing in the numbers differs."""

from typing import TYPE_CHECKING, Any

from unspin.figures.investigations.cases import CASES, YEARS
from unspin.figures.investigations.reports import (
    NOT_PROVEN,
    PRODUCER,
    REGISTERED,
    SHAPES,
    dates_of,
    reports,
    said_day,
    sources_of,
    traces,
)
from unspin.marks.plotly_figure import is_figure
from unspin.page.chart import OURS, VERMILION, Figure, draw
from unspin.words.errors import UnspinError, did_you_mean
from unspin.words.plain_words import kind_of

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

TRICKS: dict[str, dict[str, Any]] = {
    "steep": {
        "title": "War crimes soar",
        "xaxis": {"type": "date", "range": ["2025-08-15", "2026-03-10"], "tickformat": "%b", "nticks": 6},
        "yaxis": {"range": [176_000, 212_000], "showticklabels": False, "ticks": "", "showgrid": False},
    },
    "flat": {
        "title": "War crimes: no news",
        "xaxis": {"type": "date", "range": ["2025-08-15", "2026-03-10"], "tickformat": "%b", "nticks": 6},
        "yaxis": {"range": [0, 2_000_000], "showticklabels": False, "ticks": "", "showgrid": False},
    },
}


def honest(investigations: "pd.DataFrame") -> Figure:
    """Return the registered cases drawn so that a reader can check them: whole time, whole axis, unit and source."""
    shown = reports(investigations, REGISTERED)
    chart = draw(
        traces(shown, "registered"),
        title="Registered war crimes so far",
        height=460,
        meta=OURS,
        xaxis=YEARS,
        yaxis=CASES,
    )
    caption = (
        f"{dates_of(shown)} Each mark is the total of registered cases up to that day, as one report gave it: "
        f"{SHAPES}. "
        f"The axis begins at zero, and no report is left out.\n{NOT_PROVEN} {PRODUCER}"
    )
    first = f"The same rows as in the misleading chart: from {shown[0].said} to {shown[-1].said}."
    return Figure(chart, caption, sources_of(shown), "\n".join([first, *(report.told for report in shown)]))


def misleading(investigations: "pd.DataFrame", how: str = "steep") -> Figure:
    """Return the same rows drawn so that they mislead, "steep" or "flat". It lacks what a reader needs, on purpose.

    Raises UnspinError for another way to mislead.
    """
    if how not in TRICKS:
        raise UnspinError(f"There is no way to mislead called {how!r}. {did_you_mean(how, TRICKS)}")
    shown = reports(investigations, REGISTERED)
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [report.date for report in shown],
        "y": [report.value for report in shown],
        "line": {"color": VERMILION, "width": 5},
        "fill": "tozeroy",
        "hoverinfo": "skip",
    }
    low, high = TRICKS[how]["yaxis"]["range"]
    first, last = TRICKS[how]["xaxis"]["range"]
    text = (
        f"A thick line that {'climbs from the lower to the upper corner' if how == 'steep' else 'lies nearly flat'}. "
        f"The title says “{TRICKS[how]['title']}”.\n"
        f"The axis runs from {low:,} to {high:,}, but no number stands on it.\n"
        f"The table reaches further back than this chart: it begins at {said_day(first)} and ends at {said_day(last)}."
    )
    caption = "This chart misleads on purpose. Nothing tells you what is counted, for which time, or who says so."
    return Figure(draw([line], height=460, **TRICKS[how]), caption, "not given, on purpose.", text)


def yours(chart: "go.Figure") -> Figure:
    """Return a student's own chart, to be shown as the kit's are. Plotly's way puts all of Plotly in the notebook."""
    if not is_figure(chart):
        raise UnspinError(f"This is {kind_of(chart)}; give your figure, the chart itself.")
    return Figure(chart, "", "", "Your chart.")
