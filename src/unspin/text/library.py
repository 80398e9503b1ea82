"""The library: a course folder, and what is in it by name. It is found once, by whoever begins, and handed on."""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from unspin.text import stored
from unspin.text.article import Article
from unspin.text.rewrites import Task, make_task
from unspin.text.tagset import TagSet, read_tagset
from unspin.words.errors import UnspinError, did_you_mean

LESSON_FOLDERS = ("notebooks", "exercises", "solutions")
TAGSET = Path("data", "tagset.toml")  # what only a course folder holds


@dataclass(frozen=True, slots=True)
class Station:
    """A text that shows how far a student has come: the same kind of work, early and late in the course.

    `name` is what a student knows it as; `learned` is how much better than at the start a simulated student is by then.
    """

    lesson: str
    text: str
    name: str
    learned: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What the course as a whole says of its lessons (`data/course.toml`).

    `first_lesson` is what a course opens with; `stations` are in the order of the lessons, the first is the baseline.
    `under_study` is the id of the article that the course is about; `quoted` is its sentence with the number that is
    drawn beside the registered cases.
    """

    first_lesson: str
    under_study: str
    quoted: str
    stations: tuple[Station, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The course in the folder `root`. Everything is read when it is asked for, so what was changed is seen."""

    root: Path

    @property
    def data(self) -> Path:
        """The folder with what the lessons read."""
        return self.root / "data"

    def tagset(self) -> TagSet:
        """Return the course's tag set."""
        return read_tagset(self.root / TAGSET)

    def plan(self) -> Plan:
        """Return what the course as a whole says of its lessons."""
        raw = tomllib.loads((self.data / "course.toml").read_text(encoding="utf-8"))
        stations = tuple(Station(**station) for station in raw.pop("station"))
        return Plan(**raw, stations=stations)

    def articles(self) -> list[str]:
        """Return the ids of all articles and sets of practice sentences."""
        shipped = {path.parent.name for path in self.data.glob("articles/*/article.toml")}
        return sorted(shipped | set(stored.practice_sets(self._practice)))

    def article(self, name: str) -> Article:
        """Return an article, or a set of practice sentences, by its id.

        Raises UnspinError when there is none of that name, or when its text is not the one its tables were made for.
        """
        if name not in self.articles():
            raise UnspinError(f"There is no article called {name!r}. {did_you_mean(name, self.articles())}")
        rows = stored.practice_sets(self._practice).get(name)
        if rows:
            return stored.practice_article(self._practice, name, rows)
        return stored.read_article(self.root, self.data / "articles" / name)

    def rewrite_task(self, name: str) -> Task | None:
        """Return the sentence to be rewritten under `name` (`data/rewrites.csv`), or None where there is none."""
        row = next((row for row in stored.rows_or_none(self.data / "rewrites.csv") if row["name"] == name), None)
        if row is None:
            return None
        found = self.article(row["article"])
        spans = found.key.spans.get(row["sentence_id"], ()) if found.key else ()
        return make_task(name, found.by_id[row["sentence_id"]], spans, row["facts"], self.tagset())

    def loaded_words(self) -> dict[str, str]:
        """Return loaded words with a neutral word for each (`data/loaded_words.csv`)."""
        return {row["word"]: row["neutral"] for row in stored.rows_or_none(self.data / "loaded_words.csv")}

    def rows(self, *place: str) -> Iterator[stored.Row]:
        """Yield the rows of a CSV file in `data/` as dicts of text."""
        return stored.read_rows(self.data.joinpath(*place))

    def lessons(self) -> list[str]:
        """Return the names of all lessons, in the order of their numbers.

        An nbgrader assignment is a course of one lesson, whose notebook stands in the course folder itself.
        """
        folders = (*LESSON_FOLDERS, ".")
        paths = (path for folder in folders for path in (self.root / folder).glob("[0-9][0-9]-*.ipynb"))
        return sorted({path.stem for path in paths})

    def lesson_name(self, name: str) -> str:
        """Return `name` if there is such a lesson; otherwise raise UnspinError with the nearest one."""
        if name not in self.lessons():
            raise UnspinError(f"There is no lesson called {name!r}. {did_you_mean(name, self.lessons())}")
        return name

    @property
    def _practice(self) -> Path:
        return self.data / "practice"


def here() -> Library:
    """Return the course that whoever asks stands in: the one that UNSPIN_COURSE names, else the nearest one.

    Only where something begins is this asked: a command, `open_lesson`, what a notebook calls by itself. nbgrader's
    course sets UNSPIN_COURSE, so that what students handed in is marked with the teacher's keys.

    Raises UnspinError when there is no `data/tagset.toml` in it.
    """
    named = os.environ.get("UNSPIN_COURSE")
    if named and not (Path(named) / TAGSET).is_file():
        raise UnspinError(
            f"UNSPIN_COURSE is set to {named!r}, where there is no unspin course: there is no 'data' in it. Set it to "
            "the folder of a course, or not at all."
        )
    return Library(Path(named)) if named else nearest()


def nearest() -> Library:
    """Return the nearest course above the working folder, else the one that this package stands in.

    Raises UnspinError when neither holds `data/tagset.toml`.
    """
    folder = Path.cwd()
    for place in (folder, *folder.parents, *Path(__file__).resolve().parents):
        if (place / TAGSET).is_file():
            return Library(place)
    raise UnspinError(
        f"No unspin course was found in {str(folder)!r} or above it. Open the notebook inside the course folder, "
        "the one that holds 'data' and 'notebooks'."
    )


def article(name: str) -> Article:
    """Return an article of this course: what a notebook asks for. The errors are those of `Library.article`."""
    return here().article(name)


def tagset() -> TagSet:
    """Return the tag set of this course: what a notebook asks for."""
    return here().tagset()
