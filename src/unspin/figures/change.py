"""A figure of what changed in a class since lesson 1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from unspin.page.chart import BLUE, INK, ORANGE, Figure, draw

LOOKS = ((BLUE, "circle"), (ORANGE, "diamond-open"))
AT_A_LINE = 12  # letters below a mark: a phone is narrow


@dataclass(frozen=True, slots=True)
class Moved:
    """How far a share moved (-1.0 to 1.0) at a lesson, over `count` students; `low` and `high` may not be known."""

    at: str
    value: float
    low: float | None
    high: float | None
    count: int


def change_since(moved: Mapping[str, Sequence[Moved]], *, start: str, source: str) -> Figure:
    """Return how far shares moved since `start`; `moved` holds, by what was measured, a value a lesson."""
    caption = (
        f"A mark says how far the mean of the class moved since {start}: on the dashed line it did not move. A line "
        "shows where the value may lie in 95 of 100 cases; a mark without a line is of too few students for that. Only "
        "students who handed in both are counted, each with their own difference."
    )
    facts = [_said(name, one) for name, values in moved.items() for one in values]
    first = f"What moved since {start}, in points of 100."
    return Figure(_chart(moved, start), caption, source, "\n".join([first, *facts]))


def _said(name: str, one: Moved) -> str:
    if one.low is None or one.high is None:
        between = "not known how far by chance"
    else:
        between = f"{100 * one.low:+.0f} to {100 * one.high:+.0f}"
    return f"{one.at}, {name}: {100 * one.value:+.0f} points ({between}), {one.count} students."


def _chart(moved: Mapping[str, Sequence[Moved]], start: str) -> Any:
    places = list(dict.fromkeys(one.at for values in moved.values() for one in values))
    traces = [
        _marks(name, values, places, 0.09 * (2 * side - 1), *LOOKS[side])
        for side, (name, values) in enumerate(moved.items())
    ]
    xaxis = {
        "tickvals": list(range(len(places))),
        "ticktext": ["<br>".join(wrap(place, AT_A_LINE)) for place in places],
        "tickangle": 0,
        "range": [-0.5, len(places) - 0.5],
        "zeroline": False,
    }
    yaxis = {
        "title": {"text": "points of 100"},
        "range": [-100, 100],
        "dtick": 50,
        "tickformat": "+d",
        "zeroline": False,
    }
    still = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 0,
        "y1": 0,
        "line": {"dash": "dash", "color": INK},
    }
    title = f"Change since {start}"
    return draw(traces, title=title, height=440, xaxis=xaxis, yaxis=yaxis, shapes=[still], showlegend=True)


def _marks(
    name: str, values: Sequence[Moved], places: list[str], aside: float, color: str, symbol: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [places.index(one.at) + aside for one in values],
        "y": [100 * one.value for one in values],
        "error_y": {
            "array": [100 * (one.high - one.value) if one.high is not None else 0 for one in values],
            "arrayminus": [100 * (one.value - one.low) if one.low is not None else 0 for one in values],
            "thickness": 2.5,
            "width": 7,
            "color": color,
        },
        "marker": {"color": color, "symbol": symbol, "size": 14, "line": {"width": 2, "color": color}},
        "hovertext": [_said(name, one) for one in values],
        "hoverinfo": "text",
    }
