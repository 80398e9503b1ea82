"""The tables of a graded class: a row a student and answer, a row a student and lesson, and what fits no roster."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unspin.agreement.calibration import brier, foster
from unspin.desk.grade.graded import Graded, Work
from unspin.desk.grade.label_numbers import LabelCounter
from unspin.desk.gradebooks.roster import Match
from unspin.desk.gradebooks.spreadsheet import Value, rows_as_csv
from unspin.desk.gradebooks.teacher_points import Given, TeacherPoints

SHARES = ("claims_recognised", "views_recognised", "over_tagging")
TIDY = ("student", "student_id", "lesson", "answer", "answered", "points", "out_of", "score", "marked_by")
BY_STUDENT = (
    *("student", "student_id", "lesson", "points", "out_of", "teacher_points", "teacher_out_of"),
    *("labelled", "label_score", *SHARES, *(f"{name}_{side}" for side in "ab" for name in SHARES)),
    *("brier", "foster", "confidences", "late", "file"),
)
UNMATCHED = ("student", "student_id", "lesson", "points", "out_of", "file", "why")
DECIMALS = 2  # what a platform keeps of a grade
NUMBER = re.compile(r"-?\d{1,9}([.,]\d{1,9})?")

Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """A file that a platform imports (None: there is none to make), and sentences that the teacher should read."""

    data: bytes | None
    notices: tuple[str, ...] = ()


def tidy(graded: Graded, points: TeacherPoints) -> bytes:
    """Return a row for each student and answer. An open answer without a teacher's points has none; it is not 0."""
    return rows_as_csv(TIDY, _tidy_rows(graded, points))


def by_student(graded: Graded, points: TeacherPoints, numbers: LabelCounter) -> bytes:
    """Return a row for each student and lesson.

    `points` are those marked automatically. The numbers on labels are of all the texts that the hand-in labels: their
    number, the corrected score, shares from 0 to 1 of the key's claims and views, and by slant of those labelled.
    `brier` is 0 at best; `foster` is the sum of right minus wrong, each times the confidence.
    """
    return rows_as_csv(BY_STUDENT, (_student_row(graded, points, numbers, work) for work in graded.works))


def unmatched(graded: Graded, points: TeacherPoints, found: Match) -> bytes:
    """Return the hand-ins without a row in the roster, and its students without a hand-in, each with the reason."""
    rows: list[Row] = []
    for one in found.unmatched:
        work = one.work
        earned, most = total(graded, points, work), out_of(graded, points, work.lesson)
        rows.append((work.student, work.student_id, work.lesson, earned, most, work.file, one.why))
    handed_in = {row for row, _ in found.works}
    missing = [person for person in found.roster.people if person.row not in handed_in]
    rows += [(one.name, one.id, "", None, None, "", "No hand-in was found for this student.") for one in missing]
    return rows_as_csv(UNMATCHED, rows)


def total(graded: Graded, points: TeacherPoints, work: Work) -> float:
    """Return the points of a hand-in: those marked automatically and those that the teacher gave."""
    return graded.points(work) + sum(given.points or 0.0 for given in points.of(work).values())


def out_of(graded: Graded, points: TeacherPoints, lesson: str) -> float:
    """Return the most points in a lesson. An open question counts once the teacher gave anybody points for it."""
    asked, begun = graded.lessons[lesson].open, points.begun(lesson)
    return graded.out_of(lesson) + sum(most for question, most in asked.items() if question in begun)


def on_teacher_points(graded: Graded, points: TeacherPoints) -> tuple[str, ...]:
    """Return a sentence for each lesson whose total lacks points of the teacher's."""
    said = []
    for lesson, key in graded.lessons.items():
        asked, begun = {question for question, most in key.open.items() if most}, points.begun(lesson)
        if left := sorted(asked - begun):
            said.append(f"{lesson}: the total leaves out {', '.join(left)}, for which you gave no points yet.")
        works = graded.of(lesson)
        without = sum(any((points.of(w).get(q) or Given(None)).points is None for q in begun & asked) for w in works)
        if without:
            said.append(f"{lesson}: {without} of {len(works)} totals lack points of yours; they count as 0 until then.")
    return tuple(said)


def place_of(lesson: str, names: Iterable[tuple[int, str]]) -> int | None:
    """Return the place of the one name that holds a lesson's title, or, where none does, its number; else None."""
    number, _, words = lesson.partition("-")
    known = [(place, " ".join(re.findall(r"[^\W_]+", name.casefold()))) for place, name in names]
    title = " ".join(words.split("-"))
    by_title = [place for place, name in known if title and f" {title} " in f" {name} "]
    pattern = rf"\b(lesson|lektion|unspin)\s*0*{int(number)}\b" if number.isdecimal() else r"(?!)"
    fitting = by_title or [place for place, name in known if re.search(pattern, name)]
    return fitting[0] if len(fitting) == 1 else None


def number_in(text: str) -> float | None:
    """Return the number that a cell holds, with a point or a comma; None where it holds something else."""
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def _tidy_rows(graded: Graded, points: TeacherPoints) -> Iterator[Row]:
    for work in graded.works:
        who, key = (work.student, work.student_id, work.lesson), graded.lessons[work.lesson]
        for name, check in key.checks.items():
            score = work.scores.get(name)
            earned = check.points * (score or 0.0)
            yield *who, name, score is not None, earned, check.points, score or 0.0, "unspin"
        given = points.of(work)
        for name, most in key.open.items():
            earned = given[name].points if name in given else None
            score = earned / most if earned is not None and most else None
            marked_by = "" if earned is None else "teacher"
            yield *who, name, work.open_answered.get(name, False), earned, most, score, marked_by


def _student_row(graded: Graded, points: TeacherPoints, numbers: LabelCounter, work: Work) -> Row:
    found = numbers.of(work)
    given = [one.points for one in points.of(work).values() if one.points is not None]
    slants, pairs = (found.slants, found.pairs) if found else ({}, [])
    return (
        *(work.student, work.student_id, work.lesson, graded.points(work), graded.out_of(work.lesson)),
        sum(given) if given else None,
        sum(graded.lessons[work.lesson].open.values()),
        *((found.score.answered, found.score.score) if found else (0, None)),
        *_shares(found.score if found else None),
        *(value for side in "ab" for value in _shares(slants.get(side))),
        *((brier(pairs), foster(pairs)) if pairs else (None, None)),
        *(len(pairs), work.late, work.file),
    )


def _shares(score: object | None) -> Row:
    return tuple(getattr(score, name, None) for name in SHARES)
