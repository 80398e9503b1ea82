"""A teacher's own points for open answers, in a CSV beside the hand-ins: rows are added, and none is taken away."""

import errno
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from unspin.answers.schema import Answer, TableAnswer, TextAnswer
from unspin.desk.grade.graded import Graded, Work
from unspin.desk.gradebooks.spreadsheet import Sheet, cell, parse_sheet, read_bytes, rows_as_csv, text_of
from unspin.disk import write_file
from unspin.words.errors import UnspinError
from unspin.words.names import same_person

FILE = "teacher-points.csv"
COLUMNS = ("student", "student_id", "lesson", "question", "answer", "out_of", "points", "note")
NEEDED = ("student", "lesson", "question", "points")
OURS = COLUMNS[:6]
LONGEST = 1_000  # characters of an answer in the file
NO_ANSWER = "(not answered)"
LIKE_A_DATE = re.compile(  # or like a number that a spreadsheet rounds or shortens: whatever begins with a digit
    r"(?![1-9]\d{0,10}\Z)\d|(jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[^\W\d]*[ .-]?\d{1,4}\Z",
    re.I,
)

Place = tuple[str, str, str]  # who (as `names.same_person` tells people apart), lesson, question


@dataclass(frozen=True, slots=True)
class Given:
    """What a teacher gave for one answer: points (None: none yet), and a note for the student."""

    points: float | None
    note: str = ""


@dataclass(frozen=True)
class TeacherPoints:
    """What the file holds. `lines` are the row numbers of what was given; `notices` are sentences for the teacher.

    `data` is the file as it was read, b"": none.
    """

    sheet: Sheet = field(default_factory=lambda: Sheet(COLUMNS, ()))
    given: Mapping[Place, Given] = field(default_factory=dict)
    lines: Mapping[Place, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    data: bytes = field(default=b"", repr=False)

    def of(self, work: Work) -> dict[str, Given]:
        """Return what was given for a hand-in, by open question; questions without points and note are left out."""
        who = _who(work.student, work.student_id)
        found = {question: self.given.get((who, work.lesson, question)) for question in work.open_answered}
        return {question: given for question, given in found.items() if given}

    def begun(self, lesson: str) -> frozenset[str]:
        """Return the open questions of a lesson for which anybody was given points."""
        return self._begun.get(lesson, frozenset())

    @cached_property
    def _begun(self) -> dict[str, frozenset[str]]:
        begun: dict[str, set[str]] = defaultdict(set)
        for (_, lesson, question), given in self.given.items():
            if given.points is not None:
                begun[lesson].add(question)
        return {lesson: frozenset(questions) for lesson, questions in begun.items()}


def read(path: Path, asked: Mapping[str, Mapping[str, float]]) -> TeacherPoints:
    """Return the points in the file at `path`; none where there is no such file.

    `asked` are the most points for each open question, by lesson. A row that cannot be counted is named in `notices` by
    its row number. Raises UnspinError when the file cannot be understood.
    """
    if not os.path.exists(path):  # which, other than `path.exists()`, takes any folder
        return TeacherPoints()
    data = read_bytes(path)
    sheet = parse_sheet(data, path.name)
    if missing := [name for name in NEEDED if name not in _columns(sheet)]:
        raise UnspinError(
            f"{path.name!r} has no column {missing[0]!r}, so its points cannot be counted. It was left as it is. Name "
            f"its columns {', '.join(COLUMNS)}, or move it away to begin a new one."
        )
    given, lines, notices = _given(sheet, asked)
    return TeacherPoints(sheet, given, lines, tuple(f"{path.name}: {notice}" for notice in notices), data)


def without_hand_in(points: TeacherPoints, graded: Graded) -> tuple[str, ...]:
    """Return a sentence that names the rows with points for which there is no hand-in, in the lessons of the class."""
    known = {place for place, _ in _wanted(graded, {})}
    lost = [line for place, line in points.lines.items() if place not in known and place[1] in graded.lessons]
    if not lost:
        return ()
    rows = ", ".join(map(str, sorted(lost)[:20])) + (" and more" if len(lost) > 20 else "")
    return (f"{FILE}: No hand-in was found for the points in row {rows}. They are kept.",)


def merged(old: TeacherPoints, graded: Graded, texts: Mapping[Place, str]) -> bytes | None:
    """Return the file with a row more for each hand-in and open question that is new; None where nothing is.

    `texts` are answers in the student's words by (`same_person`, lesson, question). Rows stay in their order, with
    every word that a teacher typed; only the answer of a row without points and note follows a newer hand-in.
    """
    columns = _columns(old.sheet)
    places = [_place(row, columns) for row in old.sheet.rows]
    wanted = dict(_wanted(graded, texts))
    rows = [_with_answer(row, columns, wanted.get(place)) for row, place in zip(old.sheet.rows, places, strict=True)]
    known = set(places)
    added = [_row(values, old.sheet.header) for place, values in wanted.items() if place not in known]
    if not added and rows == [*old.sheet.rows]:
        return None
    typed = [place for place, name in enumerate(old.sheet.header) if _plain(name) not in OURS]
    return rows_as_csv(old.sheet.header, [*rows, *added], delimiter=old.sheet.delimiter, as_is=typed)


def save(path: Path, old: TeacherPoints, data: bytes) -> None:
    """Put `data` in the place of the file at once, so that a run that is killed leaves the old file or the new one.

    Raises UnspinError, with the file as it was, when it was changed since it was read, and when it cannot be written.
    """
    try:
        if (path.read_bytes() if path.exists() else b"") != old.data:
            raise UnspinError(
                f"{path.name!r} was changed while the hand-ins were graded. Save it there and grade again."
            )
        write_file(path, data)
    except OSError as error:
        raise UnspinError(
            f"{str(path)!r} cannot be written ({error.strerror or error}). {_way_out(error)} Then grade again."
        ) from None


def _way_out(error: OSError) -> str:
    return "Free some space." if error.errno in (errno.ENOSPC, errno.EDQUOT) else "Close it in other programs."


def words_of(answer: Answer) -> str:
    """Return what a student wrote as an open answer: a text, or the cells of a table, row by row."""
    if isinstance(answer, TextAnswer):
        return answer.value
    if isinstance(answer, TableAnswer):
        return "\n".join(" | ".join(text for text in cells.values() if text) for cells in answer.value.values())
    return "(not a text)"


def _plain(name: str) -> str:
    return name.strip().casefold()


def _columns(sheet: Sheet) -> dict[str, int]:
    return {_plain(name): place for place, name in reversed([*enumerate(sheet.header)])}


def _who(student: str, student_id: str) -> str:
    """Return who a row is about, as a file can say it: without what cannot be seen, and no apostrophe at the start."""
    name, number = (text_of(cell(text)).lstrip("'").strip() for text in (student, student_id))
    return same_person(number, name)


def _place(row: Sequence[str], columns: Mapping[str, int]) -> Place:
    lesson, question = (row[columns[name]].strip() for name in ("lesson", "question"))
    student_id = row[columns["student_id"]] if "student_id" in columns else ""
    return _who(row[columns["student"]], student_id), lesson, question


def _given(
    sheet: Sheet, asked: Mapping[str, Mapping[str, float]]
) -> tuple[dict[Place, Given], dict[Place, int], list[str]]:
    """Return what was given, the row that says so, and what is wrong with other rows."""
    columns = _columns(sheet)
    given: dict[Place, tuple[Given, int]] = {}
    notices, twice = [], set()
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        place, note = _place(row, columns), row[columns["note"]].strip() if "note" in columns else ""
        try:
            points = _points(row[columns["points"]].strip(), _most(place, row, columns, asked))
        except ValueError as problem:
            notices.append(f"Row {line} {problem}, so it counts as not given.")
            points = None
        one = Given(points, note)
        if place in given and (points is not None or note) and given[place][0] != one:
            twice.add(place)
            notices.append(f"Rows {given[place][1]} and {line} are for the same answer and differ; neither counts.")
        elif points is not None or note:
            given[place] = one, line
    lines = {place: line for place, (_, line) in given.items()}
    return {place: one for place, (one, _) in given.items() if place not in twice}, lines, notices


def _points(text: str, most: float | None) -> float | None:
    """Return the points that were typed, None for an empty cell. Raises ValueError, saying what is wrong with them."""
    if not text:
        return None
    number = re.fullmatch(r"\d{1,9}([.,]\d{0,9})?", text)
    if not number:
        raise ValueError(f"gives {text[:40]!r}, which is no number of points")
    points = float(text.replace(",", "."))
    if most is not None and points > most:
        raise ValueError(f"gives {text} points where {most:g} are the most")
    return points


def _most(
    place: Place, row: Sequence[str], columns: Mapping[str, int], asked: Mapping[str, Mapping[str, float]]
) -> float | None:
    """Return the most points for an answer: the lesson's own, else what stands in the row."""
    _, lesson, question = place
    if question in asked.get(lesson, {}):
        return asked[lesson][question]
    try:
        return _points(row[columns["out_of"]].strip() if "out_of" in columns else "", None)
    except ValueError:
        return None


def _wanted(graded: Graded, texts: Mapping[Place, str]) -> Iterator[tuple[Place, dict[str, str]]]:
    """Yield place and values of each row that there should be: hand-ins with a name, times questions with points."""
    for work in graded.works:
        who, person = _who(work.student, work.student_id), same_person(work.student_id, work.student)
        for question, most in graded.lessons[work.lesson].open.items():
            if most and (work.student or work.student_id):
                text = _short(texts.get((person, work.lesson, question), NO_ANSWER))
                values = (_kept(work.student), _kept(work.student_id), work.lesson, question, text, f"{most:g}")
                yield (who, work.lesson, question), dict(zip(OURS, values, strict=True))


def _kept(name: str) -> str:
    """Return a name or id with an apostrophe before it where a spreadsheet would make a date or a number of it."""
    name = text_of(cell(name))
    return "'" + name if LIKE_A_DATE.match(name) else name


def _short(text: str) -> str:
    line = " ".join(text[: 2 * LONGEST].split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _with_answer(row: tuple[str, ...], columns: Mapping[str, int], wanted: Mapping[str, str] | None) -> tuple[str, ...]:
    if (
        wanted is None
        or "answer" not in columns
        or any(row[columns[n]].strip() for n in ("points", "note") if n in columns)
    ):
        return row
    place = columns["answer"]
    return row if _same(row[place], wanted["answer"]) else (*row[:place], wanted["answer"], *row[place + 1 :])


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same but for what a spreadsheet may lose in saving."""
    first, second = (re.sub(r"[^a-z0-9]", "", text.casefold()) for text in (one, other))
    return first == second


def _row(values: Mapping[str, str], header: Sequence[str]) -> tuple[str, ...]:
    return tuple(values.get(_plain(name), "") for name in header)
