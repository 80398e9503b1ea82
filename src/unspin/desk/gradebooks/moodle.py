"""The grades of a class in the layouts that Moodle imports: an offline grading worksheet, and a list of grades."""

from collections.abc import Sequence

from unspin.desk.grade.graded import Graded, Work, lesson_title
from unspin.desk.gradebooks.gradebook import DECIMALS, Import, number_in, on_teacher_points, out_of, place_of, total
from unspin.desk.gradebooks.roster import EXPORT_COLUMNS, WORKSHEET, Match, Roster
from unspin.desk.gradebooks.spreadsheet import Value, rows_as_csv
from unspin.desk.gradebooks.teacher_points import TeacherPoints

OURS = "unspin: "  # how a comment begins that may be written anew
FIXED = ("no", "nein")  # "Grade can be changed"


def moodle(graded: Graded, points: TeacherPoints, found: Match) -> Import:
    """Return the grades for Moodle, in the layout of the roster: a grading worksheet, or a list of grades.

    A worksheet belongs to one assignment, so there must be hand-ins of one lesson, or its file name must name the
    lesson. Its grades are scaled to the assignment's, and a comment that the teacher wrote is kept. A list gets a
    column a lesson. Without a hand-in a grade stays as it is, in a list empty.
    """
    return _worksheet(graded, points, found) if found.roster.kind == WORKSHEET else _list(graded, points, found)


def _worksheet(graded: Graded, points: TeacherPoints, found: Match) -> Import:
    roster = found.roster
    lesson = _lesson(graded, points, roster)
    if lesson is None:
        return Import(None, (_which_lesson(_marked(graded, points), roster),))
    if "most" not in roster.columns:
        said = (
            f"{roster.file!r} grades by a scale, not by points. Let the assignment use points, and download it again."
        )
        return Import(None, (said,))
    rows: list[Sequence[Value]] = []
    fixed = odd = 0
    for number, row in enumerate(roster.sheet.rows):
        work, most = found.works.get((number, lesson)), number_in(roster.value(number, "most"))
        if work and roster.value(number, "changeable").casefold() in FIXED:
            fixed, work = fixed + 1, None
        if work and not most:
            odd, work = odd + 1, None
        rows.append(_graded_row(graded, points, roster, number, work, most or 0.0) if work else row)
    notices = [*on_teacher_points(graded, points)]
    if fixed:
        notices.append(f"{roster.file!r}: Moodle does not let {fixed} of the grades be changed; they were left.")
    if odd:
        notices.append(f"{roster.file!r}: {odd} of the rows name no maximum grade; they were left.")
    return Import(rows_as_csv(roster.sheet.header, rows), tuple(notices))


def _marked(graded: Graded, points: TeacherPoints) -> list[str]:
    return [lesson for lesson in graded.lessons if out_of(graded, points, lesson)]


def _lesson(graded: Graded, points: TeacherPoints, roster: Roster) -> str | None:
    """Return the one lesson that a worksheet can be for: the only one, or the only one that its file name fits."""
    lessons = _marked(graded, points)
    fitting = [lesson for lesson in lessons if place_of(lesson, [(0, roster.file)]) == 0]
    return lessons[0] if len(lessons) == 1 else fitting[0] if len(fitting) == 1 else None


def _which_lesson(lessons: Sequence[str], roster: Roster) -> str:
    if not lessons:
        return f"No hand-in has points, so there is nothing to enter in {roster.file!r}."
    return (
        f"{roster.file!r} is the worksheet of one assignment, and there are hand-ins of {len(lessons)} lessons. Grade "
        f"the hand-ins of one lesson, or call the file by its lesson, such as {lessons[0] + '.csv'!r}."
    )


def _graded_row(
    graded: Graded, points: TeacherPoints, roster: Roster, number: int, work: Work, most: float
) -> Sequence[Value]:
    row: list[Value] = [*roster.sheet.rows[number]]
    earned, best = total(graded, points, work), out_of(graded, points, work.lesson)
    row[roster.columns["grade"]] = round(earned * most / best if best else 0.0, DECIMALS)
    there = roster.value(number, "comments")
    if "comments" in roster.columns and (not there or there.startswith(OURS)):
        row[roster.columns["comments"]] = f"{OURS}{earned:.4g} of {best:g} points."
    return row


def _list(graded: Graded, points: TeacherPoints, found: Match) -> Import:
    roster = found.roster
    places = [roster.columns[name] for name in EXPORT_COLUMNS if name in roster.columns]
    best = {lesson: out_of(graded, points, lesson) for lesson in _marked(graded, points)}
    header = [roster.sheet.header[place] for place in places]
    header += [f"{lesson_title(lesson)} (of {most:g} points)" for lesson, most in best.items()]
    rows = []
    for person in roster.people:
        works = [found.works.get((person.row, lesson)) for lesson in best]
        grades = [round(total(graded, points, work), DECIMALS) if work else None for work in works]
        rows.append([*(roster.sheet.rows[person.row][place] for place in places), *grades])
    return Import(rows_as_csv(header, rows), on_teacher_points(graded, points))
