"""A course with another tag set: three labels and two span labels, other names, other letters. It is data alone."""

import csv
import hashlib
import json
from pathlib import Path

from unspin.answers.key import LessonKey, key_bytes
from unspin.lesson.check import Check

LESSON, TEXT, EARLIER = "02-the-pool", "pool", "01-warm-up"
LABELS = {"FACT": ("f", "claim", "#003366"), "OPINION": ("o", "view", "#aa5500"), "LINK": ("k", "none", "#777777")}
SPANS = {"WHO": ("w", "source", "#006633"), "PUSHY": ("p", "loaded", "#990033")}
SENTENCES = (
    ("The pool closed on 3 June.", "FACT", ""),
    ("What a shame.", "OPINION", "shame"),
    ("So what now?", "LINK", ""),
    ("It had 4,000 visitors in May.", "FACT", ""),
    ("The council is reckless.", "OPINION", "reckless"),
    ("The next pool is nine kilometres away.", "FACT", ""),
)
EARLIER_SENTENCES = (("The tram stops here.", "FACT"), ("The tram is ugly.", "OPINION"))
ABOUT = 'kind = "kit authors"\nraters = 1\ncoded_on = 2026-11-27\nrules = "the rule X1"\n'


def write_course(root: Path) -> Path:
    """Write the course into `root`: two lessons, a text with labels and marks, a set of sentences, and their keys."""
    data = root / "data"
    (data / "articles" / TEXT).mkdir(parents=True)
    (data / "practice").mkdir()
    (data / "keys").mkdir()
    (data / "tagset.toml").write_text(_tagset(), encoding="utf-8")
    stations = "".join(
        f'[[station]]\nlesson = "{lesson}"\ntext = "{text}"\nname = "{name}"\nlearned = {learned}\n'
        for lesson, text, name, learned in ((EARLIER, EARLIER, "The tram", 0.0), (LESSON, TEXT, "The pool", 0.2))
    )
    plan = f'first_lesson = "{EARLIER}"\nunder_study = "{TEXT}"\nquoted = "s04"\n{stations}'
    (data / "course.toml").write_text(plan, encoding="utf-8")
    _write_text(data / "articles" / TEXT, data)
    (data / "practice" / "practice.toml").write_text(
        f'title = "Sentences"\nlanguage = "en"\nnote = ""\n[key]\n{ABOUT}', encoding="utf-8"
    )
    header = ("set", "text", "label", "accepted", "near", "rules", "why")
    rows = [(EARLIER, text, label, "", "", "X1", "Because.") for text, label in EARLIER_SENTENCES]
    _write_rows(data / "practice" / "practice.csv", header, rows)
    checks = {EARLIER: {f"{EARLIER}-labels": Check(2)}, LESSON: {f"{TEXT}-labels": Check(6), f"{TEXT}-spans": Check(2)}}
    for folder in ("notebooks", "exercises"):
        (root / folder).mkdir()
    for lesson, asked in checks.items():
        (data / "keys" / f"{lesson}.json").write_bytes(key_bytes(LessonKey(lesson=lesson, checks=asked)))
        notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (root / "exercises" / f"{lesson}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return root


def _tagset() -> str:
    rows = [("label", *row) for row in LABELS.items()] + [("span", *row) for row in SPANS.items()]
    labels = "".join(
        f'[[{kind}]]\nid = "{id_}"\nkey = "{key}"\nname = "{id_.title()}"\nrole = "{role}"\ncolour = "{colour}"\n'
        'line = "dotted"\ndefinition = "What it is."\nexample = "So."\nnot_this = "Not so."\n'
        for kind, id_, (key, role, colour) in rows
    )
    return f'[[question]]\nid = "one"\ntext = "What is it?"\n{labels}[rules]\nX1 = "Look it up."\n'


def _write_text(folder: Path, data: Path) -> None:
    text = " ".join(sentence for sentence, _, _ in SENTENCES)
    (data / "pool.txt").write_text(text, encoding="utf-8")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    (folder / "article.toml").write_text(
        f'id = "{TEXT}"\ntitle = "The pool"\nlanguage = "en"\ntext = "data/pool.txt"\nsha256 = "{sha256}"\n'
        f'published = "nowhere"\n[key]\n{ABOUT}',
        encoding="utf-8",
    )
    places, labels, spans = [], [], []
    for number, (sentence, label, words) in enumerate(SENTENCES, 1):
        start, name = text.index(sentence), f"s{number:02}"
        places.append((name, number, "body", start, start + len(sentence)))
        labels.append((name, label, "", "", "X1", "Because.", 0))
        at = sentence.index(words)
        spans += [(name, at, at + len(words), "PUSHY", words, "It judges.")] if words else []
    _write_rows(folder / "sentences.csv", ("sentence_id", "paragraph", "kind", "start", "end"), places)
    columns = ("sentence_id", "label", "accepted", "near", "rules", "why", "contested")
    _write_rows(folder / "key_labels.csv", columns, labels)
    _write_rows(folder / "key_spans.csv", ("sentence_id", "start", "end", "label", "words", "why"), spans)


def _write_rows(path: Path, header: tuple, rows: list[tuple]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
