"""Figures of a student's own labels: how many of each, and beside the key."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from unspin.figures.needs import how_often, need_columns
from unspin.marks.key_table import label_credit
from unspin.page.chart import BLUE, EMPTY, INK, ORANGE, SKY, Figure, draw
from unspin.text.article import Article, Key, KeyLabel
from unspin.text.library import here
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

NOT_IN_KEY = "The key says nothing of the sentences that you have labelled, so there is nothing to compare yet."
AGAIN = "Take it from the tagger: tagger.table()."
NO_LABELS = "No labels yet. Label some sentences above, then run this cell again."

THICK = {"color": INK, "width": 2.5}
BOXES = {"type": "heatmap", "zmin": 0, "zmax": 2, "showscale": False, "xgap": 2, "ygap": 2}


def label_counts(table: "pd.DataFrame") -> Figure:
    """Return a bar chart of a student's own labels; `table` is a tagger's, with the columns sentence and label."""
    need_columns(table, ["label"], AGAIN)
    labels = [*here().tagset().labels]
    counts = dict(zip(labels, how_often(table, "label", labels), strict=True))
    total, most = sum(counts.values()), max(counts.values())
    if not total:
        return _nothing_to_draw(NO_LABELS)
    numbers = list(counts.values())
    bars = {"type": "bar", "orientation": "h", "x": numbers, "y": list(counts), "text": numbers}
    chart = draw(
        [{**bars, "marker": {"color": BLUE}, "textposition": "outside", "cliponaxis": False, "hoverinfo": "skip"}],
        title=f"Your labels: {total} of {len(table)} sentences",
        height=380,
        xaxis={"title": {"text": "number of sentences"}, "range": [0, most + 1], "dtick": -(-most // 6)},
        yaxis={"autorange": "reversed"},
    )
    said = f"You have labelled {total} of {len(table)} sentences."
    facts = [f"{label}: {count}" for label, count in counts.items()]
    return Figure(chart, f"How often you chose each label. {said}", "your own labels.", "\n".join([said, *facts]))


def confusion(table: "pd.DataFrame", article: Article) -> Figure:
    """Return a chart of a student's labels against the key's, over the sentences that are labelled.

    A label that the key accepts counts as the same as the key's. Raises UnspinError where nobody has made a key.
    """
    key = article.key
    if key is None:
        raise UnspinError(f"Nobody has made a key for {article.id!r}, so there is nothing to compare your labels with.")
    need_columns(table, ["sentence", "label"], AGAIN)
    labelled = table.dropna(subset=["label"])
    given = dict(zip(labelled["sentence"], labelled["label"], strict=True))
    pairs = _pairs(given, article, key)
    if not pairs:
        return _nothing_to_draw(NOT_IN_KEY if given.keys() & article.by_id.keys() else NO_LABELS)
    same, accepted = sum(pair.same for pair in pairs), sum(pair.accepted for pair in pairs)
    caption = (
        "Each row is a label that you gave, each column a label of the key. A number says how many sentences are in "
        "that box. In the boxes with a thick border, you and the key say the same. A label that the key accepts as an "
        f"alternative counts as the same: that is so for {accepted} of your labels. Only the {len(pairs)} of "
        f"{len(article.sentences)} sentences that you have labelled {_and_the_key(article, key)}are counted. The key "
        "can be argued with: an orange box is something to talk about."
    )
    first = f"{same} of your {len(pairs)} labels are the same as the key, {accepted} of them as an alternative."
    facts = [pair.said for pair in sorted(pairs, key=lambda pair: pair.same)]
    source = f"your own labels. {key.made_by}"
    return Figure(_confusion_chart(pairs), caption, source, "\n".join([first, *facts]))


@dataclass(frozen=True, slots=True)
class _Pair:
    """One labelled sentence beside the key."""

    number: int
    text: str
    given: str
    key: KeyLabel

    @property
    def same(self) -> bool:
        return label_credit(self.key, self.given) == 1.0

    @property
    def accepted(self) -> bool:
        return self.same and self.given != self.key.label

    @property
    def said(self) -> str:
        begin = f"Sentence {self.number}, “{shorten(self.text, 60, placeholder=' …')}”:"
        if self.given == self.key.label:
            return f"{begin} you and the key say {self.given}."
        note = " (accepted, so it counts as the same)" if self.accepted else ""
        return f"{begin} you say {self.given}{note}, the key says {self.key.label}. {self.key.why}"


def _pairs(given: Mapping[str, str], article: Article, key: Key) -> list[_Pair]:
    numbered = enumerate(article.sentences, 1)
    keys = key.labels
    return [_Pair(n, s.text, given[s.id], keys[s.id]) for n, s in numbered if s.id in given and s.id in keys]


def _and_the_key(article: Article, key: Key) -> str:
    """Return words for a key that leaves sentences out."""
    return "" if article.by_id.keys() <= key.labels.keys() else "and the key speaks of "


def _confusion_chart(pairs: list[_Pair]) -> "go.Figure":
    labels = list(here().tagset().labels)
    boxes = {(row, column): [] for row in labels for column in labels}
    for pair in pairs:
        boxes[pair.given, pair.given if pair.same else pair.key.label].append(str(pair.number))
    rows = [[boxes[row, column] for column in labels] for row in labels]
    heat = {
        **BOXES,
        "x": labels,
        "y": labels,
        "z": [[(1 if r == c else 2) if box else 0 for c, box in enumerate(row)] for r, row in enumerate(rows)],
        "colorscale": [[0, EMPTY], [0.3, EMPTY], [0.3, SKY], [0.7, SKY], [0.7, ORANGE], [1, ORANGE]],
        "text": [[str(len(box) or "") for box in row] for row in rows],
        "texttemplate": "%{text}",
        "textfont": {"size": 18, "color": INK},
        "hovertext": [["Sentences: " + (", ".join(box) or "none") for box in row] for row in rows],
        "hovertemplate": "You: %{y}<br>The key: %{x}<br>%{hovertext}<extra></extra>",
    }
    same = sum(pair.same for pair in pairs)
    squares = [_square(f"same as the key: {same}", SKY, THICK), _square(f"different: {len(pairs) - same}", ORANGE, {})]
    axis = {"range": [-0.5, len(labels) - 0.5], "showgrid": False}
    return draw(
        [heat, *squares],
        title=f"Your labels and the key: {len(pairs)} sentences",
        height=520,
        xaxis={**axis, "title": {"text": "the key's label"}, "tickangle": -45},
        yaxis={**axis, "title": {"text": "your label"}, "range": axis["range"][::-1]},
        shapes=[_box(index) for index in range(len(labels))],
    )


def _square(name: str, color: str, line: dict[str, Any]) -> dict[str, Any]:
    marker = {"symbol": "square", "size": 16, "color": color, "line": line}
    return {"type": "scatter", "x": [None], "y": [None], "mode": "markers", "name": name, "marker": marker}


def _box(index: int) -> dict[str, Any]:
    low, high = index - 0.5, index + 0.5
    return {"type": "rect", "x0": low, "x1": high, "y0": low, "y1": high, "line": THICK}


def _nothing_to_draw(said: str) -> Figure:
    middle = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    words = {"text": said.replace(". ", ".<br>").replace(", ", ",<br>"), "font": {"size": 17}, **middle}
    chart = draw([], title="", height=180, xaxis={"visible": False}, yaxis={"visible": False}, annotations=[words])
    return Figure(chart, "", "", said)
