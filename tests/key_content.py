"""What the keys of the course say, in every form in which it is kept, and where files hold it."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache

from real_jupyterlab import ROOT

from unspin.answers.key import read_key
from unspin.answers.schema import NumberAnswer, TextAnswer
from unspin.lesson import tables
from unspin.text import library, stored

DATA = ROOT / "data"
SAID = ("why", "rationale", "neutral_wording", "facts")  # columns that say something in words
SHORTEST = 18  # characters; shorter wordings, such as "14 November 2023.", stand in other texts too
KEY_TABLES = sorted(
    [
        *DATA.glob("articles/*/key_*.csv"),
        *DATA.glob("articles/*/claims.csv"),
        *DATA.glob("articles/*/spin.csv"),
        *DATA.glob("tables/*-key.csv"),
        DATA / "rewrites.csv",
        *(DATA / "practice" / f"{name}.csv" for name in ("practice", "practice_spans", "minimal_pairs")),
        *(DATA / "class" / f"{name}.csv" for name in ("class-simulated", "invented-student")),
    ]
)
KEYS = sorted(DATA.glob("keys/*.json"))
QUOTE = r"""[\\"'“”‘’]*"""
BETWEEN = rf"""{QUOTE}\s*[,:=;|\t]\s*[({{\[]?\s*(?:{QUOTE}label{QUOTE}\s*[:=]\s*)?{QUOTE}"""


def found_in(files: Mapping[str, bytes]) -> list[str]:
    """Return, for each piece of a key that a file holds, in whatever form, "path: the piece"."""
    pieces = list(_pieces_in(b"\0".join(files.values())))
    return [f"{path}: {piece}" for path, content in files.items() for piece in pieces and _pieces_in(content)]


def _pieces_in(content: bytes) -> Iterator[str]:
    yield from (text for text in _texts() if any(form in content for form in _forms(text)))
    yield from (name for name, pattern in _patterns() if pattern.search(content))


@cache
def _texts() -> tuple[str, ...]:
    """Return every reason, rationale, wording and model answer, each row of a key as it stands, and long numbers."""
    found = [row[column] for path in KEY_TABLES for row in stored.read_rows(path) for column in SAID if column in row]
    found += [line for path in KEY_TABLES for line in path.read_text(encoding="utf-8").splitlines()]
    for key in map(read_key, KEYS):
        for answer in key.answers.values():
            found += [answer.value] if isinstance(answer, TextAnswer) else []
            found += [repr(answer.value)] if isinstance(answer, NumberAnswer) else []
    return tuple(dict.fromkeys(text for text in found if len(text) >= SHORTEST))


@cache
def _forms(text: str) -> frozenset[bytes]:
    """Return a text as it stands in text files, in CSV, in JSON of both kinds, in JSON within JSON, and in HTML."""
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow([text])
    within = json.dumps(text, ensure_ascii=False)[1:-1]
    forms = [text, row.getvalue().strip('"'), json.dumps(text)[1:-1], within, json.dumps(within)[1:-1]]
    forms += [html.escape(text), html.escape(text, quote=False), json.dumps(html.escape(text))[1:-1], repr(text)[1:-1]]
    return frozenset(form.encode() for form in forms)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[bytes]], ...]:
    """Return what is kept as a row or a pair, by name: labels, marks, verdicts, cells, answers, practice sentences."""
    found = {**_labels(), **_marks()}
    for path in DATA.glob("articles/*/claims.csv"):
        for row in stored.read_rows(path):
            found[f"{row['claim_id']} {row['verdict']}"] = rf"{row['claim_id']}\b[^\n]*\b{row['verdict']}\b"
    for layout in (tables.read_layout(library.here(), name) for name in tables.table_names(library.here())):
        for (row, column), cell in (layout.key or {}).items():
            for value in cell.accepted:
                found[f"{row} {column} {value}"] = rf"{row}{BETWEEN}{column}{BETWEEN}{re.escape(value)}"
    for key in map(read_key, KEYS):
        for name in key.answers:
            found[f"an answer to {name}"] = rf"{name}\\?\"\s*:\s*\{{\s*\\?\"kind\\?\"\s*:"
    return tuple((name, re.compile(pattern.encode())) for name, pattern in found.items())


def _labels() -> dict[str, str]:
    """Return a pattern for each sentence with a label that is right for it in a text of the course."""
    right: dict[str, set[str]] = {}
    for name in library.here().articles():
        found = library.article(name)
        for sentence in found.sentences:
            said = found.key.labels[sentence.id]
            right.setdefault(sentence.id, set()).update((said.label, *said.accepted))
            if not (DATA / "articles" / name).is_dir():
                right.setdefault(re.escape(sentence.text), set()).update((said.label, *said.accepted))
    return {
        f"{begin} {sorted(labels)}": rf"{begin}{BETWEEN}(?:{'|'.join(labels)})\b" for begin, labels in right.items()
    }


def _marks() -> dict[str, str]:
    """Return patterns for each marked stretch: its place with its label, and its words with their label."""
    found: dict[str, str] = {}
    for article in map(library.article, library.here().articles()):
        for sentence in article.sentences:
            for mark in article.key.spans.get(sentence.id, ()):
                start, end, label = mark.start, mark.end, mark.label
                words = re.escape(sentence.text[start:end])
                place = rf"{start}\s*,\s*(?:{QUOTE}end{QUOTE}\s*[:=]\s*)?{end}"
                found[f"{label} at {start} to {end}"] = rf"{place}{BETWEEN}{label}\b"
                found[f"{label} {words}"] = rf"{label}(?:{BETWEEN}| ){words}\b"
                found[f"{words} {label}"] = rf"{words}{BETWEEN}{label}\b"
    return found
