"""Figures of a student's own way: scores over the course, and what was said against what was so."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from unspin.agreement import calibration as measures
from unspin.agreement.shares import Estimate
from unspin.marks.record import NOTHING, SLANTS, FourNumbers, Record, change_in_words, numbers
from unspin.page.chart import BLUE, INK, ORANGE, Figure, draw
from unspin.words.errors import UnspinError, did_you_mean
from unspin.words.plain_words import kind_of

OWN = "your own labels, saved on this computer, beside the keys of the kit."
NO_CONFIDENCE = "There is nothing to show yet. Say how sure you are of some labels (0 to 5), then run this cell again."
FEWEST_OF_A_BIN = 5
IN_FIFTHS = {"tickvals": [n / 5 for n in range(6)], "ticktext": list("012345"), "tickangle": 0}
DRAWN = {"score": (BLUE, "circle", "score"), "over_tagging": (ORANGE, "diamond-open", "over-tagging")}


@dataclass(frozen=True)
class Who:
    """Whose labels a figure shows, in the words of its sentences."""

    name: str
    was: str
    again: str
    labels: str


WHO = {
    who.name: who
    for who in (
        Who("you", "were", "you", "your labels"),
        Who("the student", "was", "they", "the student's labels"),
        Who("the class", "was", "it", "labels of the class"),
    )
}


def progress(record: Record, source: str = OWN, who: str = "you") -> Figure:
    """Return the score and the over-tagging of each station of the course, with intervals and counts.

    `who` says whose labels they are: "you" or "the student".
    """
    if not isinstance(record, Record):
        raise UnspinError(f"This is {kind_of(record)}; give the figure what lesson.progress() returns.")
    found = {f"{o.name}": numbers(o.labelled) for o in record.stations if o.labelled}
    if not found:
        return _empty(NOTHING)
    changed, whose = change_in_words(record), _whose(who)
    caption = (
        f"The score says how far {whose.labels} go from what one label for everything earns (0%) to full marks (100%): "
        f"higher is better. Over-tagging is the share of claims that {whose.name} suspected without need: lower is "
        "better. Below the marks it says how many labels and how many claims were counted. A line shows where the "
        "value may lie in 95 of 100 cases. The fewer sentences, the longer the line.\n"
        f"{changed}"
    )
    facts = [f"{name}: {_in_words(n)}" for name, n in found.items()]
    facts += [f"All labels, {SLANTS[slant]}: {_in_words(n)}" for slant, n in record.by_slant().items()]
    title = f"{whose.labels[0].upper()}{whose.labels[1:]} over the course"
    return Figure(_progress_chart(found, title), caption, source, "\n".join([changed, *facts]))


def calibration(pairs: Sequence[tuple[float, float]], source: str = OWN, who: str = "you") -> Figure:
    """Return what share was right of the labels given with each confidence; pairs of (confidence, credit), 0 to 1.

    `who` says whose labels they are: "you" or "the student".
    """
    if not isinstance(pairs, Sequence):
        raise UnspinError(f"This is {kind_of(pairs)}; give the figure pairs, such as lesson.progress().pairs.")
    if not pairs:
        return _empty(NO_CONFIDENCE)
    mean_said, mean_was = (sum(pair[side] for pair in pairs) / len(pairs) for side in (0, 1))
    return _calibration(measures.reliability(pairs), mean_said, mean_was, _whose(who), source)


def class_calibration(bins: Sequence[measures.Bin], source: str) -> Figure:
    """Return what share was right of all the labels of a class, for each confidence."""
    if not bins:
        return _empty("No student said how sure they were of a label that has a key.")
    count = sum(b.count for b in bins)
    mean_said, mean_was = (
        sum(b.count * part for b, part in zip(bins, parts, strict=True)) / count
        for parts in ([b.said for b in bins], [b.was for b in bins])
    )
    return _calibration(bins, mean_said, mean_was, WHO["the class"], source)


def _whose(who: str) -> Who:
    if who not in WHO:
        raise UnspinError(f"There is no wording for {who!r}. {did_you_mean(who, WHO)}")
    return WHO[who]


def _calibration(bins: Sequence[measures.Bin], mean_said: float, mean_was: float, who: Who, source: str) -> Figure:
    count = sum(b.count for b in bins)
    first = (
        f"Over {count} labels {who.name} said {mean_said:.0%} on average, and {mean_was:.0%} were right. "
        f"{_lean(mean_said - mean_was, count, who)}"
    )
    caption = (
        f"{first} A mark on the dashed line is a confidence that fits. Below the line {who.name} {who.was} too sure, "
        f"above it {who.name} {who.was} right more often than {who.again} thought. The number at a mark counts its "
        f"labels. A mark of fewer than {FEWEST_OF_A_BIN} labels is open: it says very little. A label that the key "
        "calls near counts as half right."
    )
    facts = [f"Confidence {b.said * 5:g} of 5 ({b.said:.0%}): {b.was:.0%} right, {b.count} labels." for b in bins]
    return Figure(_calibration_chart(bins, who), caption, source, "\n".join([first, *facts]))


def _lean(over: float, count: int, who: Who) -> str:
    if count < 2 * FEWEST_OF_A_BIN:
        return "That is too few to say more."
    if abs(over) < 0.05:
        return "The two are close."
    how = "a little too sure" if over > 0 else f"right more often than {who.again} thought"
    return f"So {who.name} {who.was} {how}."


def _in_words(found: FourNumbers) -> str:
    return (
        f"score {found.score!r}; claims recognised {found.claims!r}; views and guesses recognised {found.views!r}; "
        f"over-tagging {found.over_tagging!r}."
    )


def _progress_chart(found: dict[str, FourNumbers], title: str) -> Any:
    traces = [
        _marks([getattr(n, field) for n in found.values()], 0.09 * (2 * place - 1), *look)
        for place, (field, look) in enumerate(DRAWN.items())
    ]
    names = [_below(name, n) for name, n in found.items()]
    places = list(range(len(names)))
    return draw(
        traces,
        title=title,
        height=460,
        xaxis={
            "tickvals": places,
            "ticktext": names,
            "tickangle": 0,
            "range": [-0.5, len(names) - 0.5],
            "zeroline": False,
        },
        yaxis={
            "title": {"text": "share"},
            "range": [-0.03, 1.03],
            "tickformat": ".0%",
            "dtick": 0.25,
            "zeroline": False,
        },
    )


def _below(name: str, found: FourNumbers) -> str:
    """Return what stands below the marks of a station, in short lines: a phone is narrow."""
    return "<br>".join([*wrap(name, 11), f"{found.score.count} labels", f"{found.over_tagging.count} claims"])


def _marks(measured: Sequence[Estimate], aside: float, color: str, symbol: str, name: str) -> dict[str, Any]:
    known = [(place + aside, m, m.known) for place, m in enumerate(measured) if m.known is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [place for place, *_ in known],
        "y": [value for _, _, (value, _, _) in known],
        "error_y": {
            "array": [high - value for _, _, (value, _, high) in known],
            "arrayminus": [value - low for _, _, (value, low, _) in known],
            "thickness": 2.5,
            "width": 7,
            "color": color,
        },
        "marker": {"color": color, "symbol": symbol, "size": 14, "line": {"width": 2, "color": color}},
        "hovertext": [f"{name}: {m!r}" for _, m, _ in known],
        "hoverinfo": "text",
    }


def _calibration_chart(bins: Sequence[measures.Bin], who: Who) -> Any:
    open_marks = [b.count < FEWEST_OF_A_BIN for b in bins]
    marks = {
        "type": "scatter",
        "mode": "markers+text",
        "name": who.labels,
        "showlegend": False,
        "x": [b.said for b in bins],
        "y": [b.was for b in bins],
        "text": [str(b.count) for b in bins],
        "textposition": [_beside(b) for b in bins],
        "marker": {
            "size": 15,
            "color": BLUE,
            "symbol": ["circle-open" if is_open else "circle" for is_open in open_marks],
            "line": {"width": 2.5, "color": BLUE},
        },
        "hovertext": [f"{who.name} said {b.said:.0%}: {b.was:.0%} of {b.count} were right" for b in bins],
        "hoverinfo": "text",
    }
    axis = {"range": [-0.06, 1.06], "tickformat": ".0%", "dtick": 0.2, "zeroline": False}
    fits = {"type": "line", "x0": 0, "y0": 0, "x1": 1, "y1": 1, "line": {"dash": "dash", "color": INK}}
    return draw(
        [marks],
        title="How sure, how often right",
        height=460,
        xaxis={**axis, **IN_FIFTHS, "title": {"text": "how sure (5 is 100%)"}},
        yaxis={**axis, "title": {"text": "how much was right"}},
        shapes=[fits],
    )


def _beside(one: measures.Bin) -> str:
    """Return where the count stands: off the dashed line, and on the card."""
    return "top left" if one.was > one.said else "bottom center" if one.said == 1 else "bottom right"


def _empty(said: str) -> Figure:
    middle = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    words = {"text": said.replace(". ", ".<br>").replace(", then", ",<br>then"), "font": {"size": 17}, **middle}
    hidden = {"visible": False}
    return Figure(draw([], title="", height=180, xaxis=hidden, yaxis=hidden, annotations=[words]), "", "", said)
