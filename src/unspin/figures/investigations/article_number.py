"""Where the number of the article stands among the reports of its time."""

from typing import TYPE_CHECKING

from unspin.figures.investigations.cases import (
    CASES,
    at_the_line,
    caption,
    dashed,
    growth_chart,
    quoted_by_the_article,
)
from unspin.figures.investigations.reports import REGISTERED, note, reports, sources_of
from unspin.page.chart import Figure

if TYPE_CHECKING:
    import pandas as pd

AROUND_THE_ARTICLE = ("2024-07-01", "2025-09-30")  # the article came out in March 2025; its day is not known
RIGHT_BELOW = {"x": 1, "xanchor": "right", "yanchor": "top", "align": "right"}
MONTHS = {
    **{"type": "date", "range": [AROUND_THE_ARTICLE[0], "2025-10-15"], "nticks": 4},
    **{"tickformat": "%b<br>%Y", "tickangle": 0},
}
CUT = {"range": [110_000, 190_000], "title": {"text": "registered cases<br>(axis begins at 110,000)"}}
THE_MONTH = {
    **{"type": "rect", "x0": "2025-03-01", "x1": "2025-03-31", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"},
    **{"fillcolor": "#e4e4e4", "line": {"width": 0}},
}
ITS_NAME = {
    **{"text": "March<br>2025", "x": "2025-03-16", "y": 0.02, "yref": "paper", "yanchor": "bottom"},
    "showarrow": False,
}


def article_number(investigations: "pd.DataFrame") -> Figure:
    """Return a chart of the reports around March 2025, with a line at the number that the article gives."""
    first, last = AROUND_THE_ARTICLE
    shown = [report for report in reports(investigations, REGISTERED) if first <= report.date <= last]
    line, quoted, said = quoted_by_the_article()
    before = max((report for report in shown if report.date < "2025-03"), key=lambda report: report.date)
    after = min((report for report in shown if report.date > "2025-03"), key=lambda report: report.date)
    about = (
        f"The last number for a day before March 2025, when the article came out, is {before.told}. "
        f"The first one for a day after it is {after.told}."
    )
    notes = [
        {**at_the_line(said, line), **RIGHT_BELOW},
        note(before, f"{before.number}", {"ax": -20, "ay": 85}),
        note(after, f"{after.number}", {"ax": 40, "ay": -46, "xanchor": "right", "align": "right"}),
        ITS_NAME,
    ]
    return Figure(
        chart=growth_chart(
            shown,
            title="Where the number stands",
            notes=notes,
            shapes=[dashed(line), THE_MONTH],
            xaxis=MONTHS,
            yaxis={**CASES, **CUT},
        ),
        caption=caption(
            shown,
            f"The dashed line is the article's “{quoted}”. {about} The axis does not begin at zero: "
            "compare the places of the marks, not their heights.",
        ),
        source=sources_of(shown),
        text="\n".join([f"The article says “{quoted}”. {about}", *(report.told for report in shown)]),
    )
