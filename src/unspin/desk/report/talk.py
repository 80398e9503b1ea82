"""A question to open the talk about a sentence that a class labelled in two ways (`data/class/talk.csv`)."""

from dataclasses import dataclass

from unspin.text.library import Library

TABLE = ("class", "talk.csv")


@dataclass(frozen=True, slots=True)
class Question:
    """A question that favours neither of two labels, and the ids of the rules that it rests on."""

    text: str
    rules: tuple[str, ...]


def questions(library: Library) -> dict[frozenset[str], Question]:
    """Return the question for each two labels, in either order; none where the course has no such table."""
    if not library.data.joinpath(*TABLE).is_file():
        return {}
    return {
        frozenset((row["first"], row["second"])): Question(row["question"], (*row["rules"].split(),))
        for row in library.rows(*TABLE)
    }
