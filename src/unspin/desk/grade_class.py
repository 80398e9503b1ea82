"""`unspin grade`: everything that a teacher gets from the hand-ins of a class, written into one folder at once."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from unspin import library
from unspin.desk import class_report, teacher_points
from unspin.desk.all_cores import in_parts, on_all_cores
from unspin.desk.canvas_import import canvas
from unspin.desk.feedback_page import FeedbackPages, file_stem
from unspin.desk.grade import grade
from unspin.desk.gradebook import by_student, on_teacher_points, tidy, unmatched
from unspin.desk.graded import Graded, Work
from unspin.desk.label_numbers import LabelNumbers
from unspin.desk.moodle_import import moodle
from unspin.desk.roster import CANVAS, Roster, match, read_roster
from unspin.desk.score import LeftOut, Scorer
from unspin.desk.spreadsheet import rows_as_csv
from unspin.desk.teacher_points import Given, Place, TeacherPoints, words_of
from unspin.desk.whole_folder import whole_folder
from unspin.errors import UnspinError
from unspin.keyless import left_out
from unspin.names import same_person

COMMAND = "unspin grade"
AT_ONCE = 200  # students whose pages one process writes at a time


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


def grade_class(paths: Sequence[Path], wanted: Wanted) -> tuple[str, ...]:
    """Grade the hand-ins in `paths` and write the results; return what to tell the teacher, sentence by sentence.

    Raises UnspinError, with the results of before as they were, when there is nothing to grade or nowhere to write.
    """
    for path in (*paths, wanted.roster or paths[0]):
        if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(wanted.to)):
            where = repr(str(wanted.to))
            raise UnspinError(f"{str(path)!r} lies in {where}, where the results go. Name another folder with --to.")
    roster = read_roster(wanted.roster) if wanted.roster else None
    home = paths[0] if os.path.isdir(paths[0]) else paths[0].parent
    own_points = home / teacher_points.FILE
    not_marked = {} if wanted.keys else {lesson: left_out(lesson) for lesson in library.lessons()}
    ours = [wanted.to, own_points, *([wanted.roster] if wanted.roster else [])]
    graded = _with_names(grade(paths, leave_out=ours, questions_left_out=not_marked, progress=True), roster)
    if not (graded.works or graded.refused):
        raise UnspinError(f"There are no files in {str(paths[0])!r}. Name the file, folder or ZIP with the hand-ins.")
    points = teacher_points.read(own_points, graded)
    with whole_folder(wanted.to, COMMAND) as folder:
        texts = _write_pages(folder / "feedback", graded, points, wanted.open_, not_marked)
        notices = _write_tables(folder, graded, points, roster)
        report = class_report.page(graded, tagset=library.tagset(), open_=wanted.open_, anonymous=wanted.anonymous)
        (folder / "class-report.html").write_text(report, encoding="utf-8")
    saved = _keep_open_answers(own_points, points, graded, texts)
    return (*_summary(graded, wanted.to), *graded.notices, *_on_points(own_points, points), *notices, *saved)


def _with_names(graded: Graded, roster: Roster | None) -> Graded:
    """Return the class with the roster's name for each hand-in that the platform gave its id."""
    names = {person.id: person.name for person in roster.people if person.id} if roster else {}
    works = [structs.replace(work, student=names.get(work.student_id) or work.student) for work in graded.works]
    in_order = sorted(works, key=lambda work: (work.lesson, work.student.casefold(), work.file))
    return replace(graded, works=tuple(in_order))


class _Told(Struct, frozen=True):
    """A student to be told: the hand-in, and the teacher's points and notes by open question."""

    work: Work
    given: dict[str, tuple[float | None, str]]


class _Pages:
    """What one process needs to write the pages of students."""

    def __init__(self, folder: Path, open_: bool, not_marked: LeftOut) -> None:
        self._folder = folder
        self._scorer, tagset, article = Scorer(not_marked), library.tagset(), cache(library.article)
        self._of_lesson = cache(lambda name: FeedbackPages(self._scorer.lesson_key(name), tagset, article, open_=open_))

    def write(self, told: _Told) -> dict[str, str]:
        """Write the two pages of a student, and return the open answers in the student's words."""
        work = told.work
        answers, feedback = self._scorer.read_again(work)
        given = {question: Given(*one) for question, one in told.given.items()}
        html, text = self._of_lesson(work.lesson).page(work, answers, feedback, given)
        stem = file_stem(work)
        (self._folder / f"{stem}.html").write_text(html, encoding="utf-8", errors="replace")
        (self._folder / f"{stem}.txt").write_text(text, encoding="utf-8", errors="replace")
        return {name: words_of(answers.answers[name]) for name in work.open_answered if name in answers.answers}


def _write_some(part: Sequence[_Told], pages: _Pages) -> bytes:
    return msgspec.msgpack.encode([pages.write(told) for told in part])


def _write_pages(
    folder: Path, graded: Graded, points: TeacherPoints, open_: bool, not_marked: LeftOut
) -> dict[Place, str]:
    """Write a page and a text for each hand-in; return the open answers, by student, lesson and question."""
    from tqdm import tqdm

    folder.mkdir()
    told = [_Told(w, {q: (one.points, one.note) for q, one in points.of(w).items()}) for w in graded.works]
    parts = in_parts(told, AT_ONCE)
    done = on_all_cores(_write_some, parts, _Pages, folder, open_, not_marked)
    texts: dict[Place, str] = {}
    with tqdm(total=len(told), disable=None, unit=" pages", leave=False) as bar:
        for part, packed in zip(parts, done, strict=True):
            bar.update(len(part))
            for one, said in zip(part, msgspec.msgpack.decode(packed, type=list[dict[str, str]]), strict=True):
                person = same_person(one.work.student_id, one.work.student)
                texts.update({(person, one.work.lesson, question): words for question, words in said.items()})
    return texts


def _write_tables(folder: Path, graded: Graded, points: TeacherPoints, roster: Roster | None) -> tuple[str, ...]:
    """Write the tables; return sentences on what the teacher should know of them."""
    numbers = LabelNumbers(library.tagset(), cache(library.article))
    tables = {
        "grades.csv": tidy(graded, points),
        "students.csv": by_student(graded, points, numbers),
        "hand-ins.csv": rows_as_csv(("file", "what", "student", "lesson", "why"), _all_files(graded)),
    }
    notices = on_teacher_points(graded, points)
    if roster:
        name, make = ("canvas.csv", canvas) if roster.kind == CANVAS else ("moodle.csv", moodle)
        made = make(graded, points, roster)
        tables |= {"unmatched.csv": unmatched(graded, points, roster)} | ({name: made.data} if made.data else {})
        notices = (*made.notices, *_on_match(graded, roster))
    for name, data in tables.items():
        (folder / name).write_bytes(data)
    return notices


def _on_match(graded: Graded, roster: Roster) -> tuple[str, ...]:
    count = len(match(roster, graded.works).unmatched)
    if not count:
        return ()
    return (f"Without a sure row in {roster.file!r}: {_hand_ins(count)}. None was guessed: see unmatched.csv.",)


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
