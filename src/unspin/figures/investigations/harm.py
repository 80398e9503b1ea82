"""A figure of civilian harm, as background: numbers that are verified one by one, and therefore minimums."""

import itertools
from typing import TYPE_CHECKING

from unspin.figures.investigations.reports import MARKS, Report, dates_of, note, reports, sources_of, traces
from unspin.page.chart import Figure, draw

if TYPE_CHECKING:
    import pandas as pd

FILE = "data/numbers/civilian_harm.csv"
KILLED = "ohchr_killed_cumulative"


def civilian_harm(harm: "pd.DataFrame") -> Figure:
    """Return a chart of the civilians killed that the UN could verify; `harm` is data/numbers/civilian_harm.csv.

    Raises UnspinError when the table does not hold these counts.
    """
    shown = reports(harm, KILLED, file=FILE)
    falls = [(a, b) for a, b in itertools.pairwise(shown) if b.value < a.value]
    chart = draw(
        traces(shown, "killed, verified"),
        title="Civilians killed: at least",
        height=480,
        xaxis={"type": "date", "dtick": "M12", "tickformat": "%Y"},
        yaxis={
            "title": {"text": "civilians killed so far,<br>verified by the UN"},
            "rangemode": "tozero",
            "tickformat": ",d",
        },
        annotations=[note(low, f"{low.value:,}", {"ax": 20, "ay": 60}) for _, low in falls],
    )
    caption = (
        f"{dates_of(shown)} Unit: civilians killed up to that day, each one verified by the UN Human Rights Office "
        f"(OHCHR). {_shapes(shown)} The real number is believed to be considerably higher. {_said(falls)}\n"
        "This counts people, not cases: it cannot be drawn on one scale with registered cases without saying so."
    )
    first = f"The count goes from {shown[0].said} to {shown[-1].said}."
    return Figure(chart, caption, sources_of(shown, FILE), "\n".join([first, *(report.told for report in shown)]))


def _shapes(shown: list[Report]) -> str:
    used = [name for qualifier, (name, *_) in MARKS.items() if any(r.qualifier == qualifier for r in shown)]
    return "All marks are triangles: “at least”." if used == ["at least"] else f"The marks are {', '.join(used)}."


def _said(falls: list[tuple[Report, Report]]) -> str:
    said = [
        f"{low.told}, is lower than {high.number} by {high.day} ({high.source}): two reports need not count alike."
        for high, low in falls
    ]
    return f"One thing to explain: {' '.join(said)}" if said else ""
