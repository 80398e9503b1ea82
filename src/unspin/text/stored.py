"""Read articles and sets of practice sentences as they lie in a course folder: text, tables of offsets, key."""

import csv
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from unspin.text.article import Article, Key, KeyLabel, Sentence, Span
from unspin.words.errors import UnspinError

Row = dict[str, str]


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file of the course as dicts of text."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def rows_or_none(path: Path) -> list[Row]:
    """Return the rows of a CSV file, none where there is no such file."""
    return list(read_rows(path)) if path.is_file() else []


def read_article(root: Path, folder: Path) -> Article:
    """Return the article whose tables lie in `folder`; its text lies somewhere in the course at `root`.

    Raises UnspinError when the text is not the one that the tables were made for.
    """
    about = _read_toml(folder / "article.toml")
    text = (root / about["text"]).read_bytes().decode("utf-8")
    found = Article(
        id=folder.name,
        title=about["title"],
        language=about["language"],
        text=text,
        sentences=tuple(_sentence(row, text) for row in read_rows(folder / "sentences.csv")),
        note=about.get("content_note", ""),
        source=about.get("published", ""),
        slant=about.get("slant", "none"),
        hard=tuple(about.get("hard", ())),
        key=_key(folder, about["key"]) if (folder / "key_labels.csv").exists() else None,
    )
    if found.fingerprint != "sha256:" + about["sha256"]:
        raise UnspinError(
            f"The text {about['text']!r} is not the one that the tables in {str(folder)!r} were made for. "
            "Restore the file from a fresh copy of the course."
        )
    return found


def practice_sets(folder: Path) -> dict[str, list[Row]]:
    """Return the rows of each set of practice sentences (`practice.csv` in `folder`), by its name."""
    sets: dict[str, list[Row]] = {}
    for row in read_rows(folder / "practice.csv"):
        sets.setdefault(row["set"], []).append(row)
    return sets


def practice_article(folder: Path, name: str, rows: Sequence[Row]) -> Article:
    """Return a set of practice sentences as an article, with its key where the rows have labels."""
    about = _read_toml(folder / "practice.toml")
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
        key=_practice_key(folder, name, sentences, rows, about["key"]) if "label" in rows[0] else None,
    )


def _read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _sentence(row: Row, text: str) -> Sentence:
    start, end = int(row["start"]), int(row["end"])
    return Sentence(row["sentence_id"], row["kind"], int(row["paragraph"]), start, end, text[start:end])


def _key(folder: Path, about: dict[str, Any]) -> Key:
    spans: dict[str, tuple[Span, ...]] = {}
    for row in rows_or_none(folder / "key_spans.csv"):
        span = Span(int(row["start"]), int(row["end"]), row["label"], row["why"])
        spans[row["sentence_id"]] = (*spans.get(row["sentence_id"], ()), span)
    labels = {row["sentence_id"]: _key_label(row) for row in read_rows(folder / "key_labels.csv")}
    return Key(labels, spans, _made_by(about))


def _key_label(row: Row) -> KeyLabel:
    accepted, near, rules = (tuple(row[column].split()) for column in ("accepted", "near", "rules"))
    return KeyLabel(row["label"], accepted, near, rules, row["why"])


def _made_by(about: dict[str, Any]) -> str:
    raters = "one person" if about["raters"] == 1 else f"{about['raters']} people"
    return f"Key: {about['kind']}, {raters}, {about['coded_on']}, by {about['rules']}."


def _practice_key(
    folder: Path, name: str, sentences: Sequence[Sentence], rows: Sequence[Row], about: dict[str, Any]
) -> Key:
    labels = {sentence.id: _key_label(row) for sentence, row in zip(sentences, rows, strict=True)}
    return Key(labels, _practice_spans(folder, name, sentences), _made_by(about))


def _practice_spans(folder: Path, name: str, sentences: Sequence[Sentence]) -> dict[str, tuple[Span, ...]]:
    """Return the marked words of a set (`practice_spans.csv`), found where they first stand in the sentence."""
    by_id = {sentence.id: sentence.text for sentence in sentences}
    spans: dict[str, tuple[Span, ...]] = {}
    for row in rows_or_none(folder / "practice_spans.csv"):
        if row["set"] == name:
            start = by_id[row["sentence_id"]].index(row["words"])
            span = Span(start, start + len(row["words"]), row["label"], row["why"])
            spans[row["sentence_id"]] = (*spans.get(row["sentence_id"], ()), span)
    return spans
