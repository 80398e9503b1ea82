"""Figure of the people convicted, and how many of them were there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from unspin.figures.investigations.reports import PRODUCER, Report, reports, sources_of
from unspin.page.chart import BLUE, INK, SKY, Figure, draw

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go


def in_absentia(investigations: "pd.DataFrame") -> Figure:
    """Return a chart of the people convicted, split into those who were there and all others, for each day known."""
    convicted = {(r.date, r.source): r for r in reports(investigations, "convicted")}
    present = reports(investigations, "convicted_in_person")
    pairs = [(here, convicted[here.date, here.source]) for here in present]
    absent = reports(investigations, "convicted_in_absentia")
    told = [
        f"By {here.day}: {total.value} convicted, {here.value} of them present or in custody, "
        f"{total.value - here.value} not ({total.source})"
        for here, total in pairs
    ]
    first_absent, conflict = absent[0], absent[1]
    same_day = next(r for r in convicted.values() if r.date == conflict.date)
    caption = (
        f"People convicted of war crimes by Ukrainian courts, {len(pairs)} reports for days from {pairs[0][0].day} to "
        f"{pairs[-1][0].day}, all exact numbers. Each bar is everybody convicted so far. The dark part with stripes "
        "was present at the trial or is in custody. The light part is our subtraction: all others.\n"
        f"Only for {first_absent.day} does a report also give the number convicted in their absence: "
        f"{first_absent.value} ({first_absent.source}), the same as the subtraction.\n"
        f"For {conflict.day} two reports use {conflict.value} for two things: {same_day.number} convicted in all "
        f"({same_day.source}), and {conflict.number} convicted in their absence ({conflict.source}). Both cannot be "
        f"the whole truth, so that day is not drawn.\nA verdict in absence is a verdict. A convicted person who is not "
        f"in custody has not served it. {PRODUCER}"
    )
    used = [report for pair in pairs for report in pair] + [first_absent, conflict, same_day]
    facts = [*told, *(report.told for report in absent)]
    return Figure(_absentia_chart(pairs), caption, sources_of(used), "\n".join([f"{told[-1]}.", *facts]))


def _absentia_chart(pairs: Sequence[tuple[Report, Report]]) -> "go.Figure":
    days = [here.day for here, _ in pairs]
    parts = [
        ("present or in custody", [here.value for here, _ in pairs], BLUE, "/", "outside"),
        ("all others", [total.value - here.value for here, total in pairs], SKY, "", "inside"),
    ]
    drawn = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "x": values,
            "y": days,
            "marker": {
                "color": color,
                "line": {"color": INK, "width": 1},
                "pattern": {"shape": pattern, "bgcolor": color, "fgcolor": "white", "solidity": 0.2},
            },
            "hovertext": [
                f"{name}: exact {value} by {here.day}<br>{here.by} ({here.source})"
                for value, (here, _) in zip(values, pairs, strict=True)
            ],
            "hoverinfo": "text",
        }
        for name, values, color, pattern, _ in parts
    ]
    words = [
        {
            "text": f"{here.value} of {total.value}",
            "x": total.value,
            "y": here.day,
            "xanchor": "left",
            "showarrow": False,
        }
        for here, total in pairs
    ]
    most = max(total.value for _, total in pairs)
    return draw(
        drawn,
        title="Convicted, and present",
        height=420,
        barmode="stack",
        xaxis={"title": {"text": "people convicted<br>so far"}, "range": [0, most * 1.03], "nticks": 4},
        yaxis={"autorange": "reversed", "type": "category"},
        margin={"r": 84},  # for the words behind the longest bar
        annotations=words,
    )
