"""The list of a class, as Canvas or Moodle exports it, and which of its rows a hand-in belongs to."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from unspin.desk.grade.graded import Work
from unspin.desk.gradebooks.spreadsheet import Sheet, read_sheet
from unspin.words.errors import UnspinError

CANVAS, WORKSHEET, EXPORT = "canvas", "moodle-worksheet", "moodle-export"

# Headers by what they mean, in English and German. Sources: Canvas, lib/gradebook_exporter.rb and gradebook_importer.rb
# (never translated); Moodle, mod/assign/gradingtable.php, mod/assign/feedback/offline/importgradeslib.php (the importer
# looks for the words of the teacher's language), grade/import/csv/tests, and the language pack "de".
CANVAS_COLUMNS = {
    "name": ("student",),
    "last": ("lastname",),
    "first": ("firstname",),
    "id": ("id",),
    "section": ("section",),
}
WORKSHEET_COLUMNS = {
    "id": ("identifier", "id"),
    "name": ("full name", "vollständiger name"),
    "grade": ("grade", "bewertung"),
    "most": ("maximum grade", "bestwertung", "bestbewertung"),
    "changeable": ("grade can be changed", "bewertung kann geändert werden"),
    "modified": ("last modified (grade)", "zuletzt geändert (bewertung)"),
    "comments": ("feedback comments", "feedback als kommentar"),
}
EXPORT_COLUMNS = {
    "first": ("first name", "vorname"),
    "last": ("last name", "surname", "nachname"),
    "number": ("id number", "id-nummer"),
    "email": ("email address", "e-mail-adresse"),
}
NEEDED = (
    (CANVAS, CANVAS_COLUMNS, ({"name", "id", "section"}, {"last", "first", "id", "section"})),
    (WORKSHEET, WORKSHEET_COLUMNS, ({"id", "grade", "modified"},)),
    (EXPORT, EXPORT_COLUMNS, ({"first", "last", "email"}, {"first", "last", "number"})),
)
NO_STUDENT = ("student, test", "test student")  # Canvas: what a teacher sees as a student


@dataclass(frozen=True, slots=True)
class Person:
    """One row of a roster that stands for a student: its place among the rows, the platform's id ("": none), a name."""

    row: int
    id: str
    name: str


@dataclass(frozen=True)
class Roster:
    """A class list. `columns` are the places of the known columns, by what they mean; `people` are the students."""

    kind: str
    file: str
    sheet: Sheet
    columns: Mapping[str, int]
    people: tuple[Person, ...]

    def value(self, row: int, column: str) -> str:
        """Return what stands in a known column of a row, or "" where the roster has no such column."""
        place = self.columns.get(column)
        return "" if place is None else self.sheet.rows[row][place].strip()


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A hand-in that no row was found for, and a sentence that says why."""

    work: Work
    why: str


@dataclass(frozen=True)
class Match:
    """Which row of a roster each hand-in belongs to, by row and lesson, and those that were given no row."""

    roster: Roster
    works: Mapping[tuple[int, str], Work]
    unmatched: tuple[Unmatched, ...]


def read_roster(path: Path) -> Roster:
    """Read a Canvas gradebook, a Moodle grading worksheet, or Moodle's list of grades or participants, as CSV.

    Raises UnspinError when the file cannot be read, or when its header is none of these.
    """
    sheet = read_sheet(path)
    headers = [_folded(name) for name in sheet.header]
    for kind, known, needed in NEEDED:
        columns = _places(headers, known)
        if any(some <= columns.keys() for some in needed):
            return Roster(kind, path.name, sheet, columns, tuple(_people(kind, sheet, columns)))
    raise UnspinError(
        f"{path.name!r} is no class list that is known here: its header is {_shown(sheet.header)}. Give a Canvas "
        "gradebook (Student, ID, …, Section), a Moodle grading worksheet (Identifier, …, Grade, …, Last modified "
        "(grade)) or Moodle's list of grades or participants (First name, Last name, Email address), in English or "
        "German, as CSV."
    )


def match(roster: Roster, works: Iterable[Work]) -> Match:
    """Find the row of each hand-in: by the platform's id, else by the full name where exactly one row has it.

    "Last, First" and "First Last" are one name. Nothing is guessed: a name that two rows have, and two hand-ins for one
    row and lesson, are unmatched. A hand-in that was found by its id goes before one that only bears the name.
    """
    by_id, by_name = _rows_by(roster.people, "id"), _rows_by(roster.people, "name")
    found: dict[tuple[int, str], dict[bool, list[Work]]] = defaultdict(lambda: {True: [], False: []})
    unmatched = []
    for work in works:
        sure = work.student_id in by_id
        rows = by_id[work.student_id] if sure else by_name.get(plain_name(work.student), [])
        if len(rows) == 1:
            found[rows[0], work.lesson][sure].append(work)
        else:
            unmatched.append(Unmatched(work, _why_no_row(work, rows, roster)))
    works_by_row = {}
    for (row, lesson), fitting in found.items():
        first, others = (fitting[True], fitting[False]) if fitting[True] else (fitting[False], [])
        if len(first) == 1:
            works_by_row[row, lesson] = first[0]
        else:
            unmatched += [Unmatched(work, _why_both(first, work)) for work in first]
        unmatched += [Unmatched(work, _why_taken(first[0])) for work in others]
    return Match(roster, works_by_row, tuple(sorted(unmatched, key=lambda one: (one.work.lesson, one.work.file))))


def plain_name(name: str) -> str:
    """Return a full name to compare: first name first, without regard to case, width and spaces."""
    parts = [part.strip() for part in _folded(name).split(",")]
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and all(parts) else " ".join(parts).strip()


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(plain.replace("\ufeff", "").split())


def _places(headers: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, int]:
    return {meaning: headers.index(name) for meaning, names in known.items() for name in names if name in headers}


def _people(kind: str, sheet: Sheet, columns: Mapping[str, int]) -> Iterable[Person]:
    for number, row in enumerate(sheet.rows):
        values = {meaning: row[place].strip() for meaning, place in columns.items()}
        name = values.get("name") or f"{values.get('first', '')} {values.get('last', '')}".strip()
        if kind == CANVAS and (_folded(name) in NO_STUDENT or not values["id"]):
            continue  # the rows "Points Possible" and "Manual Posting" have no id
        if name or values.get("id"):
            yield Person(number, _id(kind, values.get("id", "")), name)


def _id(kind: str, text: str) -> str:
    """Return the platform's id: in a worksheet the number in "Participant 123456", whatever the language."""
    number = re.search(r"\d+\Z", text) if kind == WORKSHEET else None
    return number[0] if number else text


def _rows_by(people: Sequence[Person], what: str) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for person in people:
        if key := person.id if what == "id" else plain_name(person.name):
            rows[key].append(person.row)
    return dict(rows)


def _why_no_row(work: Work, rows: Sequence[int], roster: Roster) -> str:
    name = repr(work.student[:60])
    if rows:
        return f"{len(rows)} rows of {roster.file!r} fit {name}. Enter the points by hand in the right one."
    told = f" or the id {work.student_id[:60]!r}" if work.student_id and roster.kind != EXPORT else ""
    return f"No row of {roster.file!r} has the name {name}{told}. Enter the points by hand, or correct the name."


def _why_both(works: Sequence[Work], work: Work) -> str:
    others = ", ".join(sorted(repr(other.file) for other in works if other is not work))
    return f"This hand-in and {others} fit the same row. None was entered; enter the right one by hand."


def _why_taken(first: Work) -> str:
    return f"It bears the name of a row that {first.file!r} has by the platform's id. Ask whose it is."


def _shown(header: Sequence[str]) -> str:
    names = [repr(name[:40]) for name in header[:8]]
    return ", ".join(names) + (", …" if len(header) > 8 else "")
