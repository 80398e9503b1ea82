"""`unspin grade`: everything that a teacher gets from the hand-ins of a class, written into one folder at once."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from unspin.desk.feedback.write_pages import Beside, PageWriter, drop_pages, keep_page, with_name
from unspin.desk.grade.grade import newest, score_all, table_of
from unspin.desk.grade.graded import Graded
from unspin.desk.grade.label_numbers import LabelCounter
from unspin.desk.grade.score import Scorer
from unspin.desk.gradebooks import teacher_points
from unspin.desk.gradebooks.canvas import canvas
from unspin.desk.gradebooks.gradebook import by_student, on_teacher_points, tidy, unmatched
from unspin.desk.gradebooks.moodle import moodle
from unspin.desk.gradebooks.roster import CANVAS, Match, Roster, match, read_roster
from unspin.desk.gradebooks.spreadsheet import rows_as_csv
from unspin.desk.gradebooks.teacher_points import Place, TeacherPoints, without_hand_in
from unspin.desk.report import class_report
from unspin.disk import leavings, whole_folder
from unspin.lesson.exercise import left_out
from unspin.text.library import Library
from unspin.words.errors import UnspinError
from unspin.words.names import same_person

COMMAND = "unspin grade"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a teacher asked for: the folder `to` write, a class list, and how the results will be used.

    `open_`: the exercise still runs, so nothing says what the key is. `keys`: False where students had the edition
    without keys, in which some questions are left out. `anonymous`: the report names nobody.
    """

    to: Path
    roster: Path | None = None
    open_: bool = False
    anonymous: bool = False
    keys: bool = True


def grade_class(paths: Sequence[Path], wanted: Wanted, library: Library) -> tuple[str, ...]:
    """Grade the hand-ins in `paths` and write the results; return what to tell the teacher, sentence by sentence.

    Raises UnspinError, with the results of before as they were, when there is nothing to grade or nowhere to write.
    """
    for path in (*paths, wanted.roster or paths[0]):
        if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(wanted.to)):
            where = repr(str(wanted.to))
            raise UnspinError(f"{str(path)!r} lies in {where}, where the results go. Name another folder with --to.")
    roster = read_roster(wanted.roster) if wanted.roster else None
    not_marked = {} if wanted.keys else {lesson: left_out(library, lesson) for lesson in library.lessons()}
    scorer = Scorer(library, not_marked)
    own_points = (paths[0] if os.path.isdir(paths[0]) else paths[0].parent) / teacher_points.FILE
    points = teacher_points.read(own_points, _asked(scorer))
    names = {person.id: person.name for person in roster.people if person.id} if roster else {}
    beside = Beside(names, points, wanted.open_)
    ours = [wanted.to, *leavings(wanted.to), own_points, *([wanted.roster] if wanted.roster else [])]
    with whole_folder(wanted.to, COMMAND) as folder:
        graded, texts = _grade_with_pages(paths, ours, folder / "feedback", scorer, beside)
        if not (graded.works or graded.refused):
            raise UnspinError(
                f"There are no files in {str(paths[0])!r}. Name the file, folder or ZIP with the hand-ins."
            )
        notices = _write_tables(folder, graded, points, roster, library)
        report = class_report.page(graded, library=library, open_=wanted.open_, anonymous=wanted.anonymous)
        (folder / "class-report.html").write_text(report, encoding="utf-8")
    saved = _keep_open_answers(own_points, points, graded, texts)
    on_points = (*_on_points(own_points, points), *without_hand_in(points, graded))
    return (*_summary(graded, wanted.to), *graded.notices, *on_points, *notices, *saved)


def _asked(scorer: Scorer) -> dict[str, Mapping[str, float]]:
    """Return the most points for each open question, by lesson."""
    known = (lesson for lesson in scorer.library.lessons() if scorer.has_key(lesson))
    return {lesson: scorer.lesson_key(lesson).open for lesson in known}


def _grade_with_pages(
    paths: Sequence[Path], ours: Sequence[Path], folder: Path, scorer: Scorer, beside: Beside
) -> tuple[Graded, dict[Place, str]]:
    """Grade a class and write a page and a text for each hand-in that counts.

    Returns the result table and the open answers, by student, lesson and question.
    """
    folder.mkdir()
    pages = (scorer.library, scorer.left_out, folder, beside)
    done = score_all(paths, PageWriter, *pages, leave_out=ours, progress=True)
    counted = newest(done.scored)
    texts: dict[Place, str] = {}
    for one in counted.values():
        work = with_name(one.work, beside.names)
        keep_page(folder, one.page, work)
        person = same_person(work.student_id, work.student)
        texts.update({(person, work.lesson, question): words for question, words in one.said.items()})
    drop_pages(folder)
    graded = table_of(done, counted, scorer)
    works = sorted(
        (with_name(w, beside.names) for w in graded.works), key=lambda w: (w.lesson, w.student.casefold(), w.file)
    )
    return replace(graded, works=tuple(works)), texts


def _write_tables(
    folder: Path, graded: Graded, points: TeacherPoints, roster: Roster | None, library: Library
) -> tuple[str, ...]:
    """Write the tables; return sentences on what the teacher should know of them."""
    numbers = LabelCounter(library.tagset(), cache(library.article))
    tables = {
        "grades.csv": tidy(graded, points),
        "students.csv": by_student(graded, points, numbers),
        "hand-ins.csv": rows_as_csv(("file", "what", "student", "lesson", "why"), _all_files(graded)),
    }
    notices = on_teacher_points(graded, points)
    if roster:
        found = match(roster, graded.works)
        name, make = ("canvas.csv", canvas) if roster.kind == CANVAS else ("moodle.csv", moodle)
        made = make(graded, points, found)
        tables |= {"unmatched.csv": unmatched(graded, points, found)} | ({name: made.data} if made.data else {})
        notices = (*made.notices, *_on_match(found))
    for name, data in tables.items():
        (folder / name).write_bytes(data)
    return notices


def _on_match(found: Match) -> tuple[str, ...]:
    count = len(found.unmatched)
    if not count:
        return ()
    return (f"Without a sure row in {found.roster.file!r}: {_hand_ins(count)}. None was guessed: see unmatched.csv.",)


def _all_files(graded: Graded) -> Iterator[tuple[str, ...]]:
    """Yield a row for every file: whether it counted, and why not or with what remark."""
    for work in graded.works:
        yield work.file, "counted", work.student, work.lesson, " ".join(work.remarks)
    for aside in graded.set_aside:
        yield aside.file, "set aside", aside.student, aside.lesson, aside.why
    for refused in graded.refused:
        yield refused.file, "refused", "", "", refused.why


def _on_points(path: Path, points: TeacherPoints) -> tuple[str, ...]:
    """Return where points were read from, so that nobody else's file of that name passes for the teacher's."""
    count = len(points.given)
    read = (f"Your points or notes for {count} answers were read from {str(path)!r}.",) if count else ()
    return (*read, *points.notices)


def _keep_open_answers(path: Path, old: TeacherPoints, graded: Graded, texts: dict[Place, str]) -> tuple[str, ...]:
    """Add new hand-ins to the file with the teacher's points; return where it is, or why it could not be written."""
    data = teacher_points.merged(old, graded, texts)
    try:
        if data is not None:
            teacher_points.save(path, old, data)
    except UnspinError as error:
        return (str(error),)
    asks = any(points for key in graded.lessons.values() for points in key.open.values())
    return (f"Give points for open answers in {str(path)!r}, then grade again.",) if asks else ()


def _summary(graded: Graded, to: Path) -> tuple[str, ...]:
    counted = [f"{lesson}: {len(graded.of(lesson))}" for lesson in graded.lessons]
    aside, refused = len(graded.set_aside), len(graded.refused)
    files = f" Not counted: {aside + refused}, each with its reason in hand-ins.csv." if aside or refused else ""
    return (
        f"Graded {_hand_ins(len(graded.works))} ({'; '.join(counted) or 'none could be counted'}).{files}",
        f"For the next lesson: {str(to / 'class-report.html')!r}. Feedback for each student: {str(to / 'feedback')!r}.",
    )


def _hand_ins(count: int) -> str:
    return "1 hand-in" if count == 1 else f"{count:,} hand-ins"
