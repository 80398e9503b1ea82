"""A student's own labels over the course, read from the saved answers files."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from unspin.answers.schema import MAX_BYTES, Answers, LabelsAnswer, Tag, parse
from unspin.lesson.answer_name import tagged
from unspin.marks.key_table import KeyTable, key_row
from unspin.marks.record import Labelled, Occasion, Record
from unspin.text.article import KeyLabel
from unspin.text.library import Library, here
from unspin.text.tagset import TagSet
from unspin.words.errors import UnspinError

OWN_WORK = ("exercises", "notebooks")  # a solution is nobody's own work


def read_record(library: Library, home: Path) -> Record:
    """Return what a student has labelled, from the answers files in `home`; nothing there is changed.

    A file that is missing counts as not begun. One that cannot be read is named in `problems`, and the rest is read.
    """
    occasions: list[Occasion] = []
    problems: list[str] = []
    for lesson in library.lessons():
        files = [file for folder in OWN_WORK for file in _read(home / folder, lesson, problems)]
        for name, tags in _most_labels(library, files, problems).items():
            occasions += _occasion(library, lesson, name, tags)
    return Record(tuple(occasions), tuple(dict.fromkeys(problems)))


def from_rows(rows: Iterable[Mapping[str, str]], tagset: TagSet) -> Record:
    """Return a record from the rows of a table: occasion, slant, key, accepted, near, label and confidence."""
    found: dict[tuple[str, str], list[Labelled]] = {}
    for row in rows:
        key = KeyLabel(row["key"], tuple(row["accepted"].split()), tuple(row["near"].split()), (), "")
        sure = int(row["confidence"]) if row["confidence"] else None
        one = Labelled(key_row(key, tagset), row["label"], sure)
        found.setdefault((row["occasion"], row["slant"]), []).append(one)
    return Record(tuple(Occasion(name, slant, tuple(some), len(some)) for (name, slant), some in found.items()))


def invented_student() -> Record:
    """Return the labels of a student who does not exist (`data/class/invented-student.csv`)."""
    library = here()
    return from_rows(library.rows("class", "invented-student.csv"), library.tagset())


def _read(folder: Path, lesson: str, problems: list[str]) -> list[Answers]:
    path = folder / f"{lesson}.json"
    if aside := sorted(folder.glob(f"{lesson}.damaged-*.json")):
        names = " and ".join(file.name for file in aside)
        problems.append(f"What is in {names} is not counted: it was damaged and set aside. Show it to your teacher.")
    try:
        with path.open("rb") as file:
            return [parse(file.read(MAX_BYTES + 1), path.name)]
    except FileNotFoundError:
        return []
    except UnspinError as error:
        problems.append(f"{error} It is not counted here, and it was left as it is.")
    except OSError as error:
        problems.append(f"{path.name} cannot be read ({error.strerror or error}), so it is not counted here.")
    return []


def _most_labels(library: Library, files: Sequence[Answers], problems: list[str]) -> dict[str, dict[str, Tag]]:
    """Return the labels by text; of a text that was labelled twice, in class and at home, the longer work."""
    found: dict[str, dict[str, Tag]] = {}
    for file in files:
        for name, answer in file.answers.items():
            text = tagged(name, library)
            if text is None or not isinstance(answer, LabelsAnswer):
                continue
            article = text.of
            if file.articles.get(article) not in (None, library.article(article).fingerprint):
                problems.append(f"Your labels of {article!r} belong to another version of its text: not counted here.")
            elif len(answer.value) > len(found.get(article, {})):
                found[article] = answer.value
    return found


def _occasion(library: Library, lesson: str, name: str, tags: Mapping[str, Tag]) -> list[Occasion]:
    article = library.article(name)
    if article.key is None:
        return []
    table = KeyTable(article.key, library.tagset())
    known = {sid: tag for sid, tag in tags.items() if sid in table and tag.label in table.labels}
    labelled = tuple(Labelled(table[sid], tag.label, tag.confidence) for sid, tag in known.items())
    shown = {(station.lesson, station.text): station.name for station in library.plan().stations}.get((lesson, name))
    return [Occasion(shown or name, article.slant, labelled, len(table), shown is not None)]
