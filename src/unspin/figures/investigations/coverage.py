"""Figure of the coverage: which parts of the event our notes on 20 outlets name as told or as left out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from unspin.figures.needs import need_columns
from unspin.page.chart import BLUE, INK, VERMILION, Figure, draw
from unspin.text.library import here
from unspin.text.sources import Source, in_words, sources
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

BEYOND = {  # a part of the event that the article does not tell: how our notes name it
    "reason given": r"\breason\b",
    "end-of-March date": r"end-of-march",
    "centre goes on": r"\bcontinu",
}
IN_ARTICLE = {  # a part that the article tells
    "$1 million": r"\$1 million",
    "Schmid": r"\bschmid\b",
    "150,000 cases": r"150,000",
    "Amnesty": r"\bamnesty\b",
    "war crimes team": r"\bwarcat\b|war crimes accountability team",
    "peace deal or talks": r"\bpeace\b",
}
PARTS = BEYOND | IN_ARTICLE
NOT_SEEN = "not in the part seen"
TOLD, LEFT_OUT = "includes_beyond_article", "omits_from_article"
MARKS = {TOLD: ("our notes say: told", "circle", BLUE), LEFT_OUT: ("our notes say: left out", "x-thin", VERMILION)}
HEADLINES = {
    "as published": "headline as published",
    "from the page address": "headline read from the page address only",
    "not seen": "headline not seen",
}


def coverage(table: "pd.DataFrame") -> Figure:
    """Return a chart of what our notes on each outlet name as told or left out; `table` is data/numbers/coverage.csv.

    Outlets stand in the order of the alphabet. Raises UnspinError when a column is missing.
    """
    outlets = _outlets(table)
    told, left_out = (sum(len(outlet.parts[column]) for outlet in outlets) for column in MARKS)
    seen = {name: sum(outlet.headline_seen == name for outlet in outlets) for name in HEADLINES}
    relays = sum(bool(outlet.relay) for outlet in outlets)
    first = (
        f"{len(outlets)} outlets, {len(PARTS)} parts of the event. Our notes name {told} parts as told and {left_out} "
        "as left out. For the rest they say nothing."
    )
    caption = (
        f"{first} An empty place means that our notes do not say: it is neither told nor left out.\n"
        "Our notes compare each page with the article. So the parts that the article does not tell are mostly noted "
        "where a page tells them, and the parts that it tells where a page leaves them out. Outlets are sorted by "
        "name.\n"
        f"The pages are from {_when(table)}. We read {relays} of "
        f"them through a copy or relay. {seen['as published']} headlines were seen as published, "
        f"{seen['from the page address']} only in the page's address, {seen['not seen']} not at all. Many of the pages "
        "pass on the same newspaper report, so they are not as many separate reports. A page may leave a part out for "
        "want of room, or because it came out earlier."
    )
    ids = ", ".join(outlet.source_id for outlet in outlets)
    return Figure(
        chart=_chart(outlets),
        caption=caption,
        source=f"data/numbers/coverage.csv, our notes on the part of each page that was seen. The pages: {ids}.",
        text="\n".join([first, *(outlet.said for outlet in outlets)]),
    )


@dataclass(frozen=True, slots=True)
class _Outlet:
    """One row of the table, with the parts that it names by column."""

    name: str
    source_id: str
    headline_seen: str
    relay: str
    parts: dict[str, tuple[str, ...]]

    @property
    def said(self) -> str:
        told, left_out = (", ".join(self.parts[column]) or "none named" for column in (TOLD, LEFT_OUT))
        read = "read through a copy or relay; " if self.relay else ""
        about = f"{self.source_id}; {read}{HEADLINES[self.headline_seen]}"
        return f"{self.name} ({about}): told: {told}; left out: {left_out}."


def _outlets(table: "pd.DataFrame") -> list[_Outlet]:
    again = "Read the whole of data/numbers/coverage.csv again."
    need_columns(table, ["outlet", "date", "headline_seen", "source_id", *MARKS], again)
    if table.empty:
        raise UnspinError(f"The table has no rows. {again}")
    cards = sources(here())
    rows = [_outlet(row, cards) for row in table.itertuples()]
    return sorted(rows, key=lambda outlet: outlet.name.removeprefix("The ").casefold())


def _outlet(row: Any, cards: Mapping[str, Source]) -> _Outlet:
    return _Outlet(
        name=row.outlet.partition(" (")[0],
        source_id=row.source_id,
        headline_seen=row.headline_seen,
        relay=cards[row.source_id].passes_on,
        parts={column: _named(getattr(row, column)) for column in MARKS},
    )


def _named(note: Any) -> tuple[str, ...]:
    """Return the parts that a note names. What was not in the part seen is not known; what is added is not left out."""
    left = str(note).casefold().partition(". adds ")[0]
    known = ";".join(clause for clause in left.split(";") if NOT_SEEN not in clause)
    return tuple(part for part, words in PARTS.items() if re.search(words, known))


def _when(table: Any) -> str:
    return f"{in_words(table['date'].min())} to {in_words(table['date'].max())}"


def _chart(outlets: list[_Outlet]) -> "go.Figure":
    line = {"type": "line", "x0": len(BEYOND) - 0.5, "x1": len(BEYOND) - 0.5, "y0": 0, "y1": 1, "yref": "paper"}
    return draw(
        [_marks(outlets, column) for column in MARKS],
        title=f"One event, {len(outlets)} outlets",
        height=330 + 29 * len(outlets),
        xaxis={
            "type": "category",
            "categoryarray": list(PARTS),
            "range": [-0.5, len(PARTS) - 0.5],
            "tickangle": -90,
            "dtick": 1,
            "side": "top",
            "tickfont": {"size": 14},
        },
        yaxis={
            "type": "category",
            "categoryarray": [outlet.name for outlet in outlets],
            "range": [len(outlets) - 0.5, -0.5],
            "dtick": 1,
            "tickfont": {"size": 13},
        },
        shapes=[{**line, "line": {"color": INK, "width": 2}}],
        annotations=[
            _below("not in the article", (len(BEYOND) - 1) / 2),
            _below("in the article", len(BEYOND) + (len(IN_ARTICLE) - 1) / 2),
        ],
        margin={"t": 200, "b": 110, "l": 20, "r": 12},
    )


def _below(words: str, place: float) -> dict[str, Any]:
    wrapped = words.replace("in the", "in the<br>")
    return {"text": wrapped, "x": place, "y": 0, "yref": "paper", "yanchor": "top", "yshift": -6, "showarrow": False}


def _marks(outlets: list[_Outlet], column: str) -> dict[str, Any]:
    name, shape, color = MARKS[column]
    pairs = [(part, outlet) for outlet in outlets for part in outlet.parts[column]]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [part for part, _ in pairs],
        "y": [outlet.name for _, outlet in pairs],
        "marker": {"symbol": shape, "size": 13, "color": color, "line": {"width": 3, "color": color}},
        "hovertext": [
            f"{escape(outlet.name)} ({outlet.source_id})<br>{escape(part)}: {name}" for part, outlet in pairs
        ],
        "hoverinfo": "text",
    }
