"""Hand-ins for the tests of the teacher's desk: answers files of the real course, and archives of them."""

import io
import zipfile
from pathlib import Path

from unspin.answers.home import keys_home
from unspin.answers.key import read_key
from unspin.answers.schema import ANSWERS_MIME, FORMAT, Answer, Answers, LabelsAnswer, Tag, to_bytes
from unspin.text import library

LESSON = "02-claim-or-view"
ARTICLE = "icpa-withdrawal"


def labels(share=1.0):
    """Return the key's labels for the first `share` of the article's sentences, all of them sure."""
    article = library.article(ARTICLE)
    kept = article.sentences[: round(share * len(article.sentences))]
    return LabelsAnswer({s.id: Tag(article.key.labels[s.id].label, 5) for s in kept})


def computed() -> dict[str, Answer]:
    """Return the computed answers of the lesson's solution, and its open ones."""
    return read_key(keys_home(library.here()) / f"{LESSON}.json").answers


def hand_in(student="Ada", *, share=1.0, lesson=LESSON, **more: Answer) -> bytes:
    """Return an answers file: labels of a part of the article, and all computed answers right."""
    articles = {ARTICLE: library.article(ARTICLE).fingerprint}
    answers = {f"{ARTICLE}-labels": labels(share), **computed(), **more}
    return to_bytes(Answers(FORMAT, lesson, student, articles, answers))


def notebook(*carried: bytes, name=ANSWERS_MIME) -> bytes:
    """Return a notebook whose outputs carry answers files."""
    outputs = [
        b'{"output_type": "display_data", "metadata": {}, "data": {"%s": %s}}' % (name.encode(), c) for c in carried
    ]
    cell = b'{"cell_type": "code", "source": "1/0", "metadata": {}, "outputs": [%s]}' % b", ".join(outputs)
    return b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [%s]}' % cell


def archive(files: dict[str, bytes]) -> bytes:
    """Return a ZIP file of these files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return whole.getvalue()


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Write these files below a folder, and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
