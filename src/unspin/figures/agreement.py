"""Figures of a class: who chose what for which sentence, and how far it agrees before and after it talks."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from unspin import agreement
from unspin.agreement.shares import differ
from unspin.figures.needs import how_often, need_columns
from unspin.page.chart import BLUE, INK, VERMILION, Figure, draw
from unspin.text.library import here
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd

SIMULATED = "data/class/class-simulated.csv, a simulated class."
AGAIN = "Read data/class/class-simulated.csv again."
LARGE = 999  # students: above that, a box holds how many of 100 chose the label
SHADES = [[0, "#ffffff"], [1, "#4d9fd1"]]  # dark ink can be read on both ends
DRAWN = {"sentences": (BLUE, "circle"), "people": (VERMILION, "diamond")}


def who_differs(rows: "pd.DataFrame", source: str = SIMULATED) -> Figure:
    """Return a heat map of how many of a class chose each label for each sentence.

    `rows` has a row for each label that was given, with the columns sentence_id and label.
    """
    labels = list(here().tagset().labels)
    return who_chose(_counts(rows, labels), labels, source)


def who_chose(counts: Mapping[str, Sequence[float]], labels: Sequence[str], source: str) -> Figure:
    """Return the same heat map from counts: by sentence id, how many chose each of `labels`.

    Sentences without a label are left out. Raises UnspinError when that leaves none.
    """
    given = {sentence: row for sentence, row in counts.items() if sum(row)}
    if not given:
        raise UnspinError("Nobody chose a label for any of these sentences, so there is nothing to draw.")
    said = {sentence: _said(sentence, dict(zip(labels, row, strict=True))) for sentence, row in given.items()}
    even = sorted(given, key=lambda sentence: -differ(given[sentence]))
    first = f"The class differs most on sentence {_number(even[0])} and least on sentence {_number(even[-1])}."
    caption = (
        f"A row is a sentence, a column a label. The number says {_what_is_counted(given)} that label; the darker the "
        f"box, the larger their share of the class. {first} A row with one dark box is a sentence on which the class "
        "agrees. That does not make it right."
    )
    return Figure(_heat_map(given, labels), caption, source, "\n".join([first, *said.values()]))


def before_and_after(rows: "pd.DataFrame", source: str = SIMULATED) -> Figure:
    """Return alpha of each round with two intervals; `rows` also has the columns student and round."""
    need_columns(rows, ["student", "round", "sentence_id", "label"], AGAIN)
    rounds = sorted(rows["round"].unique())
    found = {number: _alpha_and_intervals(rows.loc[rows["round"] == number]) for number in rounds}
    facts = [
        f"Round {number}: alpha {alpha!r}; {_between(intervals)}." if alpha.value is not None else alpha.why
        for number, (alpha, intervals) in found.items()
    ]
    first = f"Agreement in {len(rounds)} rounds: " + ", then ".join(repr(alpha) for alpha, _ in found.values()) + "."
    caption = (
        "Alpha says how far the class agrees beyond chance: 1 is always, 0 is no more than chance. A mark is alpha. "
        "Its line shows where alpha lies in 95 of 100 draws: a circle, when other sentences are drawn; a diamond, when "
        "other people are drawn. After a talk people may agree more because they understood, or because they followed."
    )
    return Figure(_marks(found), caption, source, "\n".join([first, *facts]))


def _counts(rows: "pd.DataFrame", labels: list[str]) -> dict[str, list[int]]:
    need_columns(rows, ["sentence_id", "label"], AGAIN)
    given = rows[rows["label"].isin(labels)]
    if given.empty:
        raise UnspinError(f"The table holds no labels of the course. {AGAIN}")
    return {str(sentence): how_often(group, "label", labels) for sentence, group in given.groupby("sentence_id")}


def _number(sentence: str) -> str:
    return sentence.lstrip("s0")


def _said(sentence: str, chosen: dict[str, float]) -> str:
    parts = [f"{label} {count:g}" for label, count in sorted(chosen.items(), key=lambda pair: -pair[1]) if count]
    return f"Sentence {_number(sentence)}: {', '.join(parts)}."


def _what_is_counted(counts: Mapping[str, Sequence[float]]) -> str:
    return "how many of 100 chose" if _is_large(counts) else "how many chose"


def _is_large(counts: Mapping[str, Sequence[float]]) -> bool:
    return max(map(sum, counts.values())) > LARGE


def _in_a_box(count: float, total: float, large: bool) -> str:
    return (f"{100 * count / total:.0f}" if large else f"{count:g}") if count else ""


def _heat_map(counts: Mapping[str, Sequence[float]], labels: Sequence[str]) -> Any:
    large = _is_large(counts)
    numbers = [_number(sentence) for sentence in counts]
    heat = {
        "type": "heatmap",
        "x": list(labels),
        "y": numbers,
        "z": [[count / sum(row) for count in row] for row in counts.values()],
        "zmin": 0,
        "zmax": 1,
        "colorscale": SHADES,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "text": [[_in_a_box(count, sum(row), large) for count in row] for row in counts.values()],
        "texttemplate": "%{text}",
        "textfont": {"size": 14, "color": INK},
        "hovertemplate": "Sentence %{y}<br>%{x}: %{z:.0%} of the class<extra></extra>",
    }
    return draw(
        [heat],
        title="Who chose what",
        height=140 + 26 * len(numbers),
        xaxis={"side": "bottom", "tickangle": -45, "showgrid": False},
        yaxis={"title": {"text": "sentence"}, "autorange": "reversed", "type": "category", "dtick": 1},
    )


def _alpha_and_intervals(rows: "pd.DataFrame") -> tuple[agreement.Agreement, dict[str, agreement.Interval]]:
    labels = list(here().tagset().labels)
    wide = rows.pivot(index="student", columns="sentence_id", values="label")
    people = wide.to_numpy(dtype=object).tolist()
    counts = agreement.counts(people, labels)
    intervals = {
        "sentences": agreement.interval("alpha", counts),
        "people": agreement.interval_over_people("alpha", people, labels),
    }
    return agreement.alpha(counts), intervals


def _between(intervals: dict[str, agreement.Interval]) -> str:
    return "; ".join(f"with other {name} {interval!r}" for name, interval in intervals.items())


def _marks(found: dict[Any, tuple[agreement.Agreement, dict[str, agreement.Interval]]]) -> Any:
    traces = []
    for place, (name, (color, symbol)) in enumerate(DRAWN.items()):
        measured = ((number, alpha.value, intervals[name]) for number, (alpha, intervals) in found.items())
        known = {
            number: (alpha, one.low, one.high, one)
            for number, alpha, one in measured
            if alpha is not None and one.low is not None and one.high is not None
        }
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": f"other {name} drawn",
                "x": [index + 0.12 * (2 * place - 1) for index, number in enumerate(found) if number in known],
                "y": [alpha for alpha, *_ in known.values()],
                "error_y": {
                    "array": [high - alpha for alpha, _, high, _ in known.values()],
                    "arrayminus": [alpha - low for alpha, low, *_ in known.values()],
                    "thickness": 3,
                },
                "marker": {"color": color, "symbol": symbol, "size": 13},
                "hovertext": [f"alpha {alpha:.3f}<br>{one!r}" for alpha, *_, one in known.values()],
                "hoverinfo": "text",
            }
        )
    names = [f"round {number}" for number in found]
    ticks = {
        "tickvals": list(range(len(names))),
        "ticktext": names,
        "range": [-0.5, len(names) - 0.5],
        "zeroline": False,
    }
    yaxis = {"title": {"text": "alpha"}, "range": [-0.1, 1]}
    return draw(traces, title="Agreement, round by round", height=420, xaxis=ticks, yaxis=yaxis)
