"""A question to open the talk about a sentence that a class labelled in two ways (`data/talk.csv`)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from unspin import library


@dataclass(frozen=True, slots=True)
class Question:
    """A question that favours neither of two labels, and the ids of the rules that it rests on."""

    text: str
    rules: tuple[str, ...]


def question(first: str, second: str) -> Question | None:
    """Return the question for two labels, in either order; None where there is none for these labels."""
    return _questions(library.course_root() / "data" / "talk.csv").get(frozenset((first, second)))


@cache
def _questions(path: Path) -> dict[frozenset[str], Question]:
    rows = library.read_rows(path) if path.is_file() else ()
    return {
        frozenset((row["first"], row["second"])): Question(row["question"], (*row["rules"].split(),)) for row in rows
    }
