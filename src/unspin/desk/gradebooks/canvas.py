"""The gradebook of a class in the layout that Canvas imports."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from unspin.desk.grade.graded import Graded, lesson_title
from unspin.desk.gradebooks.gradebook import DECIMALS, Import, number_in, on_teacher_points, out_of, place_of, total
from unspin.desk.gradebooks.roster import Match, Roster
from unspin.desk.gradebooks.spreadsheet import Value, rows_as_csv
from unspin.desk.gradebooks.teacher_points import TeacherPoints

UNTOUCHED = ("EX", "N/A")  # excused, and not assigned
NO_ASSIGNMENT = re.compile(r"\b(current|final|override) (score|points|grade|status)\b", re.I)


def canvas(graded: Graded, points: TeacherPoints, found: Match) -> Import:
    """Return the gradebook for Canvas: the columns that say who a student is, and a column for each lesson with points.

    A column of the roster is filled when it alone names the lesson; the points are scaled to its own. Else a new one is
    made. Without a hand-in a cell stays as it is, and so does one that says EX (excused) or N/A. Other columns are left
    out: Canvas (lib/gradebook_importer.rb) would take each of their cells that differs by then for a change.
    """
    roster = found.roster
    width = roster.columns["section"] + 1
    best = {lesson: most for lesson in graded.lessons if (most := out_of(graded, points, lesson))}
    places = _places(best, roster, width)
    columns = [_column(lesson, most, roster, places[lesson]) for lesson, most in best.items()]
    header = [*roster.sheet.header[:width], *(column.name for column in columns)]
    body: list[list[Value]] = [["    Points Possible", *[""] * (width - 1), *(column.most for column in columns)]]
    for person in roster.people:
        row = roster.sheet.rows[person.row]
        values = []
        for lesson, column in zip(best, columns, strict=True):
            there = "" if column.place is None else row[column.place].strip()
            work = None if there in UNTOUCHED else found.works.get((person.row, lesson))
            earned = round(total(graded, points, work) * column.scale, DECIMALS) if work else None
            values.append(_as_number(there) if earned is None else earned)
        body.append([*row[:width], *values])
    notices = [*on_teacher_points(graded, points), *(column.notice for column in columns)]
    return Import(rows_as_csv(header, body, bom=False), tuple(notice for notice in notices if notice))


@dataclass(frozen=True, slots=True)
class _Column:
    """A lesson's column: its place in the roster (None: a new one), its points, and by what a total is multiplied."""

    name: str
    place: int | None
    most: Value
    scale: float
    notice: str


def _places(lessons: Iterable[str], roster: Roster, width: int) -> dict[str, int | None]:
    """Return the place of each lesson's column; None where there is none, and where two lessons would share it."""
    named = [
        (at, name) for at, name in enumerate(roster.sheet.header) if at >= width and not NO_ASSIGNMENT.search(name)
    ]
    places = {lesson: place_of(lesson, named) for lesson in lessons}
    return {lesson: place if [*places.values()].count(place) == 1 else None for lesson, place in places.items()}


def _column(lesson: str, most: float, roster: Roster, place: int | None) -> _Column:
    if place is None:
        said = (
            f"{lesson}: no single column of {roster.file!r} names this lesson, so Canvas will offer to make a new one."
        )
        return _Column(lesson_title(lesson), None, most, 1.0, said)
    name, possible = roster.sheet.header[place], _possible(roster, place)
    if not possible:
        said = f"{lesson}: the column {name!r} says no points, so it was filled with ours, out of {most:g}."
        return _Column(name, place, most, 1.0, said)
    said = f"{lesson}: the column {name!r} was filled, and its points are scaled from {most:g} to {possible:g}."
    return _Column(name, place, possible, possible / most, said if possible != most else "")


def _possible(roster: Roster, place: int) -> float | None:
    rows = [row for row in roster.sheet.rows if "Points Possible" in row[0]]
    return number_in(rows[0][place].strip()) if rows else None


def _as_number(text: str) -> Value:
    number = number_in(text)
    return text if number is None else number
