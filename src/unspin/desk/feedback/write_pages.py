"""Score hand-ins and write the page of each, in one reading: what was marked is what the page tells."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

from msgspec import structs

from unspin.desk.arrive.arrivals import Found
from unspin.desk.feedback.page import FeedbackPages, file_stem
from unspin.desk.grade.graded import Work
from unspin.desk.grade.score import LeftOut, Scored, Scorer
from unspin.desk.gradebooks.teacher_points import TeacherPoints, words_of
from unspin.text.library import Library


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on a page beside what was marked: names of students by the platform's id, and the teacher's points.

    `open_`: the exercise still runs, so nothing of the key is on a page.
    """

    names: Mapping[str, str]
    points: TeacherPoints
    open_: bool


class PageWriter:
    """Scores hand-ins and writes a page and a text for each into `folder`, under a name that is free."""

    def __init__(self, library: Library, left_out: LeftOut, folder: Path, beside: Beside) -> None:
        """Take what one process needs."""
        self._scorer, self._folder, self._beside = Scorer(library, left_out), folder, beside
        self._tagset, self._article = library.tagset(), cache(library.article)
        self._of_lesson, self._numbers = cache(self._new_pages), count()

    def score(self, found: Found) -> Scored:
        """Mark one hand-in and write its page. Raises UnspinError, saying why, where it cannot be counted."""
        given = self._scorer.take(found)
        marker, fitting = given.marker, given.fitting
        feedback = {name: marker.mark(name, fitting.get(name), check) for name, check in given.key.checks.items()}
        scores = {name: one.share if name in fitting else None for name, one in feedback.items()}
        work = self._scorer.work(given, scores)
        answers = given.received.answers
        pages = self._of_lesson(work.lesson)
        html, text = pages.page(with_name(work, self._beside.names), answers, feedback, self._beside.points.of(work))
        page = f".{os.getpid()}-{next(self._numbers)}"
        for ending, content in ((".html", html), (".txt", text)):
            (self._folder / f"{page}{ending}").write_text(content, encoding="utf-8", errors="replace")
        said = {name: words_of(answers.answers[name]) for name in work.open_answered if name in answers.answers}
        return Scored(work, given.received.rank, said, page)

    def _new_pages(self, lesson: str) -> FeedbackPages:
        key = self._scorer.lesson_key(lesson)
        return FeedbackPages(key, self._tagset, self._article, open_=self._beside.open_)


def with_name(work: Work, names: Mapping[str, str]) -> Work:
    """Return a hand-in with the name that a class list has for the platform's id."""
    return structs.replace(work, student=names.get(work.student_id) or work.student)


def keep_page(folder: Path, page: str, work: Work) -> None:
    """Give the page of a hand-in that counts its name for good."""
    for ending in (".html", ".txt"):
        (folder / f"{page}{ending}").rename(folder / f"{file_stem(work)}{ending}")


def drop_pages(folder: Path) -> None:
    """Take the pages away that nobody kept: those of hand-ins that do not count."""
    for path in folder.glob(".*"):
        path.unlink()
