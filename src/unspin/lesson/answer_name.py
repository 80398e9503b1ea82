"""What the name of an answer means: "icpa-withdrawal-labels" are labels of a text, "…-labels/s01" is one of them."""

from functools import lru_cache
from typing import NamedTuple

from unspin.text.library import Library

LABELS, SPANS = "labels", "spans"


class AnswerName(NamedTuple):
    """The name of an answer in an answers file.

    Of what is given in a tagger, `of` is the id of the text and `kind` is "labels" or "spans"; the name of any other
    answer is `of`, and its kind is "".
    """

    of: str
    kind: str = ""

    def __str__(self) -> str:
        """Return the name as it stands in an answers file."""
        return f"{self.of}-{self.kind}" if self.kind else self.of

    def unit(self, *place: str) -> str:
        """Return what the smallest piece of the answer is called: a sentence's label, a cell by its row and column."""
        return "/".join((str(self), *place))


@lru_cache(10_000)
def answer_name(name: str) -> AnswerName:
    """Return what a name says. Whether there is a text of that id, only a library can tell."""
    of, _, kind = name.rpartition("-")
    return AnswerName(of, kind) if of and kind in (LABELS, SPANS) else AnswerName(name)


def labels_of(text: str) -> AnswerName:
    """Return the name of the labels of a text."""
    return AnswerName(text, LABELS)


def spans_of(text: str) -> AnswerName:
    """Return the name of the marked words of a text."""
    return AnswerName(text, SPANS)


def read_unit(unit: str) -> tuple[AnswerName, tuple[str, ...]]:
    """Return the name of the answer and the place in it that a unit names: ("s01",), or (row, column)."""
    name, *place = unit.split("/")
    return answer_name(name), tuple(place)


def tagged(name: str, library: Library) -> AnswerName | None:
    """Return what a name says of an answer that is given in a tagger; None for the name of any other answer."""
    found = answer_name(str(name))
    return found if found.kind and found.of in library.articles() else None
