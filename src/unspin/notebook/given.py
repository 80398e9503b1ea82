"""What a student gave, as an answer, and a saved answer in words."""

import math
from numbers import Real
from typing import Any

from unspin.answers.schema import (
    Answer,
    ChoiceAnswer,
    FigureAnswer,
    LabelsAnswer,
    NumberAnswer,
    SpansAnswer,
    TableAnswer,
    TextAnswer,
    count_words,
)
from unspin.lesson.answer_name import LABELS, tagged
from unspin.lesson.tables import table_names
from unspin.marks.chart_facts import read_facts
from unspin.marks.plotly_figure import is_figure, is_ours
from unspin.text.library import Library
from unspin.words.errors import UnspinError
from unspin.words.plain_words import kind_of


class NoAnswer(UnspinError):
    """What was given cannot be the answer; nothing was saved."""


def as_answer(value: Any, wanted: Answer | None = None) -> Answer:
    """Return a number, a choice, or the facts of a figure, as an answer.

    Raises NoAnswer, saying what was expected, for anything else, and for another kind where a figure is `wanted`.
    """
    if is_figure(value) and (wanted is None or isinstance(wanted, FigureAnswer)):
        if is_ours(value):
            raise NoAnswer("This chart is one of the kit's own. Repair the misleading chart; nothing was saved.")
        return FigureAnswer(read_facts(value))
    if isinstance(wanted, FigureAnswer):
        raise NoAnswer(
            f"This is {kind_of(value)}; the check needs your figure, the chart itself. Give the name of your "
            "figure; nothing was saved."
        )
    if isinstance(value, str):
        return ChoiceAnswer(value.strip()[:500])
    if isinstance(value, Real) and not isinstance(value, bool):
        return NumberAnswer(_finite(value))
    raise NoAnswer(
        f"This is {kind_of(value)}, but the answer is one number or one word. "
        "Take a single value from it; nothing was saved."
    )


def answered_in(name: str, library: Library) -> str:
    """Return the widget in which an answer is given piece by piece, or ""."""
    return "tagger" if tagged(name, library) else "table" if name in table_names(library) else ""


def shown(name: str, library: Library) -> str:
    """Return the name of an answer as a student reads it: "share-of-claims" is "Share of claims"."""
    if found := tagged(name, library):
        return ("Labels" if found.kind == LABELS else "Marks") + f" of {found.of}"
    return name.replace("-", " ").capitalize()


def in_words(name: str, answer: Answer | None, library: Library, words: tuple[int, int] | None = None) -> str:
    """Return how much of an answer there is; `words` are the fewest and the most that were asked for."""
    if answer is None:
        return "not answered yet"
    if isinstance(answer, LabelsAnswer):
        found = tagged(name, library)
        total = f" of {len(library.article(found.of).sentences)}" if found else ""
        return f"{len(answer.value)}{total} sentences labelled"
    if isinstance(answer, SpansAnswer):
        count = sum(len(marks) for marks in answer.value.values())
        return f"{count} mark{'' if count == 1 else 's'}"
    if isinstance(answer, TextAnswer):
        wanted = f" of {words[0]} to {words[1]}" if words else ""
        return f"answered ({count_words(answer.value)}{wanted} words)"
    if isinstance(answer, TableAnswer):
        count = sum(len(cells) for cells in answer.value.values())
        return f"{count} cell{'' if count == 1 else 's'} filled in"
    return "a chart is saved" if isinstance(answer, FigureAnswer) else "answered"


def _finite(value: Real) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise NoAnswer(f"The result is {number}, which is no number to compare. Was something divided by 0?")
    return number
