"""The result table: what the counted hand-ins of a class earned, and which files were set aside or refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import Struct

from unspin.agreement.bootstrap import NONE
from unspin.answers.key import LessonKey
from unspin.desk.arrive.arrivals import RefusedFile
from unspin.text.article import Article
from unspin.text.tagset import TagSet


class Work(Struct, frozen=True, gc=False):
    """What one counted hand-in earned, and the labels in it.

    `student` is the name to show: the platform's, else the one in the file, which is `alias`. `scores` are shares from
    0.0 to 1.0 by answer name, for every check of the lesson; None where it is not answered, which earns 0. `labels`
    and `sure` hold, by article id, a byte a sentence in the article's order: the place of the label in the tag set,
    and a confidence from 0 to 5; NONE where the sentence has no label, or nobody said how sure they were.
    """

    student: str
    student_id: str
    alias: str
    lesson: str
    file: str
    late: bool
    scores: dict[str, float | None]
    open_answered: dict[str, bool]
    labels: dict[str, bytes]
    sure: dict[str, bytes]
    remarks: tuple[str, ...] = ()


class SetAside(Struct, frozen=True, gc=False):
    """An older hand-in of a student of whom another one counts, and a sentence that says why."""

    file: str
    student: str
    lesson: str
    why: str


@dataclass(frozen=True)
class Graded:
    """A class. `works` holds at most one hand-in a student and lesson, by lesson and then by student."""

    lessons: dict[str, LessonKey]
    works: tuple[Work, ...]
    set_aside: tuple[SetAside, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    notices: tuple[str, ...] = ()

    def of(self, lesson: str) -> list[Work]:
        """Return the hand-ins of one lesson, by student."""
        return [work for work in self.works if work.lesson == lesson]

    def points(self, work: Work) -> float:
        """Return the points that were marked automatically for one hand-in."""
        checks = self.lessons[work.lesson].checks
        return sum(check.points * (work.scores.get(name) or 0.0) for name, check in checks.items())

    def out_of(self, lesson: str) -> float:
        """Return the points that are marked automatically in a lesson."""
        return sum(check.points for check in self.lessons[lesson].checks.values())

    def ratings(self, lesson: str, article: str, tagset: TagSet) -> list[list[str | None]]:
        """Return a row for each student who labelled the article: its labels by sentence, None where there is none."""
        names = [*tagset.labels]
        given = (work.labels[article] for work in self.of(lesson) if article in work.labels)
        return [[None if place == NONE else names[place] for place in row] for row in given]


def labels_of(work: Work, article: Article, tagset: TagSet) -> dict[str, str]:
    """Return the labels of a hand-in by sentence id; sentences without one are left out."""
    names = [*tagset.labels]
    return {sid: names[place] for sid, place in _by_sentence(work.labels, article).items()}


def sure_of(work: Work, article: Article) -> dict[str, int]:
    """Return how sure a student was, 0 to 5, by sentence id; sentences without a word on it are left out."""
    return _by_sentence(work.sure, article)


def lesson_title(lesson: str) -> str:
    """Return the name of a lesson as people read it: "02-claim-or-view" is "Lesson 2: Claim or view"."""
    number, _, words = lesson.partition("-")
    return f"Lesson {int(number)}: {words.replace('-', ' ').capitalize()}" if number.isdecimal() and words else lesson


def _by_sentence(rows: Mapping[str, bytes], article: Article) -> dict[str, int]:
    row = rows.get(article.id, b"")
    return {sentence.id: value for sentence, value in zip(article.sentences, row, strict=False) if value != NONE}
