"""Find the course's articles, tables, lessons and keys by name."""

import csv
import os
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from unspin.article import Article, Key, KeyLabel, Sentence, Span
from unspin.errors import UnspinError, did_you_mean
from unspin.rewrites import Task, make_task
from unspin.tagset import TagSet, read_tagset

LESSON_FOLDERS = ("notebooks", "exercises", "solutions")


def course_root() -> Path:
    """Return the course folder: the one that UNSPIN_COURSE names, else the nearest one.

    nbgrader's course sets UNSPIN_COURSE, so that what students handed in is marked with the teacher's keys.
    Raises UnspinError when there is no `data/tagset.toml` in it.
    """
    named = os.environ.get("UNSPIN_COURSE")
    if named and not (Path(named) / "data" / "tagset.toml").is_file():
        raise UnspinError(
            f"UNSPIN_COURSE is set to {named!r}, where there is no unspin course: there is no 'data' in it. Set it to "
            "the folder of a course, or not at all."
        )
    return Path(named) if named else nearest_course()


def nearest_course() -> Path:
    """Return the nearest course folder above the working folder, else the one this package stands in.

    Raises UnspinError when neither holds `data/tagset.toml`.
    """
    here = Path.cwd()
    for folder in (here, *here.parents, *Path(__file__).resolve().parents):
        if (folder / "data" / "tagset.toml").is_file():
            return folder
    raise UnspinError(
        f"No unspin course was found in {str(here)!r} or above it. Open the notebook inside the course folder, "
        "the one that holds 'data' and 'notebooks'."
    )


def tagset() -> TagSet:
    """Return the course's tag set."""
    return read_tagset(course_root() / "data" / "tagset.toml")


def articles() -> list[str]:
    """Return the ids of all articles and sets of practice sentences."""
    folder = course_root() / "data" / "articles"
    return sorted({path.parent.name for path in folder.glob("*/article.toml")} | set(_practice_rows()))


def article(name: str) -> Article:
    """Return an article, or a set of practice sentences, by its id.

    Raises UnspinError when there is none of that name, or when its text is not the one its tables were made for.
    """
    if name not in articles():
        raise UnspinError(f"There is no article called {name!r}. {did_you_mean(name, articles())}")
    practice = _practice_rows().get(name)
    return _practice_article(name, practice) if practice else _shipped_article(name)


def rewrite_task(name: str) -> Task | None:
    """Return the sentence to be rewritten under `name` (`data/rewrites.csv`), or None where there is none."""
    row = next((row for row in _rows(course_root() / "data" / "rewrites.csv") if row["name"] == name), None)
    if row is None:
        return None
    found = article(row["article"])
    spans = found.key.spans.get(row["sentence_id"], ()) if found.key else ()
    return make_task(name, found.by_id[row["sentence_id"]], spans, row["facts"])


def loaded_words() -> dict[str, str]:
    """Return loaded words with a neutral word for each (`data/loaded_words.csv`)."""
    return {row["word"]: row["neutral"] for row in _rows(course_root() / "data" / "loaded_words.csv")}


def lessons() -> list[str]:
    """Return the names of all lessons, in the order of their numbers.

    An nbgrader assignment is a course of one lesson, whose notebook stands in the course folder itself.
    """
    folders = (*LESSON_FOLDERS, ".")
    paths = (path for folder in folders for path in (course_root() / folder).glob("[0-9][0-9]-*.ipynb"))
    return sorted({path.stem for path in paths})


def lesson_name(name: str) -> str:
    """Return `name` if there is such a lesson; otherwise raise UnspinError with the nearest one."""
    if name not in lessons():
        raise UnspinError(f"There is no lesson called {name!r}. {did_you_mean(name, lessons())}")
    return name


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file of the course as dicts of text."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _rows(path: Path) -> list[dict[str, str]]:
    return list(read_rows(path)) if path.is_file() else []


def _shipped_article(name: str) -> Article:
    root = course_root()
    folder = root / "data" / "articles" / name
    about = tomllib.loads((folder / "article.toml").read_text(encoding="utf-8"))
    text = (root / about["text"]).read_bytes().decode("utf-8")
    found = Article(
        id=name,
        title=about["title"],
        language=about["language"],
        text=text,
        sentences=tuple(_sentence(row, text) for row in read_rows(folder / "sentences.csv")),
        note=about.get("content_note", ""),
        source=about.get("published", ""),
        slant=about.get("slant", "none"),
        hard=tuple(about.get("hard", ())),
        key=_shipped_key(folder, about["key"]) if (folder / "key_labels.csv").exists() else None,
    )
    if found.fingerprint != "sha256:" + about["sha256"]:
        raise UnspinError(
            f"The text {about['text']!r} is not the one that the tables in {str(folder)!r} were made for. "
            "Restore the file from a fresh copy of the course."
        )
    return found


def _sentence(row: dict[str, str], text: str) -> Sentence:
    start, end = int(row["start"]), int(row["end"])
    return Sentence(row["sentence_id"], row["kind"], int(row["paragraph"]), start, end, text[start:end])


def _shipped_key(folder: Path, about: dict) -> Key:
    spans: dict[str, tuple[Span, ...]] = {}
    for row in read_rows(folder / "key_spans.csv"):
        span = Span(int(row["start"]), int(row["end"]), row["label"], row["why"])
        spans[row["sentence_id"]] = (*spans.get(row["sentence_id"], ()), span)
    labels = {row["sentence_id"]: _key_label(row) for row in read_rows(folder / "key_labels.csv")}
    return Key(labels, spans, _made_by(about))


def _key_label(row: dict[str, str]) -> KeyLabel:
    accepted, near, rules = (tuple(row[column].split()) for column in ("accepted", "near", "rules"))
    return KeyLabel(row["label"], accepted, near, rules, row["why"])


def _made_by(about: dict) -> str:
    raters = "one person" if about["raters"] == 1 else f"{about['raters']} people"
    return f"Key: {about['kind']}, {raters}, {about['coded_on']}, by {about['rules']}."


def _practice_rows() -> dict[str, list[dict[str, str]]]:
    path = course_root() / "data" / "practice.csv"
    return _rows_by_set(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _rows_by_set(path: Path, changed: int) -> dict[str, list[dict[str, str]]]:
    sets: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(path):
        sets.setdefault(row["set"], []).append(row)
    return sets


def _practice_article(name: str, rows: list[dict[str, str]]) -> Article:
    about = tomllib.loads((course_root() / "data" / "practice.toml").read_text(encoding="utf-8"))
    sentences: list[Sentence] = []
    start = 0
    for number, row in enumerate(rows, 1):
        end = start + len(row["text"])
        sentences.append(Sentence(f"s{number:02}", "body", number, start, end, row["text"]))
        start = end + 1
    return Article(
        id=name,
        title=about["title"],
        language=about["language"],
        text="\n".join(row["text"] for row in rows),
        sentences=tuple(sentences),
        note=about["note"],
        key=_practice_key(name, sentences, rows, about["key"]) if "label" in rows[0] else None,
    )


def _practice_key(name: str, sentences: list[Sentence], rows: list[dict[str, str]], about: dict) -> Key:
    labels = {sentence.id: _key_label(row) for sentence, row in zip(sentences, rows, strict=True)}
    return Key(labels, _practice_spans(name, sentences), _made_by(about))


def _practice_spans(name: str, sentences: list[Sentence]) -> dict[str, tuple[Span, ...]]:
    """Return the marked words of a set (`data/practice_spans.csv`), found where they first stand in the sentence."""
    by_id = {sentence.id: sentence.text for sentence in sentences}
    spans: dict[str, tuple[Span, ...]] = {}
    for row in _rows(course_root() / "data" / "practice_spans.csv"):
        if row["set"] == name:
            start = by_id[row["sentence_id"]].index(row["words"])
            span = Span(start, start + len(row["words"]), row["label"], row["why"])
            spans[row["sentence_id"]] = (*spans.get(row["sentence_id"], ()), span)
    return spans
