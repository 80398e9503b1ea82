"""A course without its key: exercises whose cells need none, and data that says nothing of the answers."""

import csv
import io
import tomllib
from pathlib import Path

from unspin.answers.key import LessonKey, key_bytes, read_key
from unspin.lesson.cells import (
    NEEDS_KEY_TAG,
    OURS,
    Cell,
    Notebook,
    cells_as_bytes,
    is_tagged,
    markdown,
    ours,
    read_cells,
    without_tagged,
)
from unspin.lesson.check import Check
from unspin.lesson.exercise import find_checks, names_left_out
from unspin.lesson.points import heading, is_heading, points_by_part, with_points
from unspin.text.stored import read_rows

LEFT_OUT = (
    "What stands here in class works with the key, so this edition leaves it out. It costs no points and gives none."
)
NOTE = (
    "**This is an edition for tests.** No file in it holds the key. Where this page speaks of checking, the cell says "
    "*Saved* and nothing more, and your teacher marks your work later. What works with the key is left out: that "
    "costs no points and gives none."
)
# What is known to be free of keys. A new file stays out until it is named here.
DATA = (
    "course.toml",
    "news_tone_hayes2007.csv",
    "numbers/civilian_harm.csv",
    "numbers/coverage.csv",
    "numbers/investigations.csv",
    "numbers/timeline.csv",
    "practice/practice.toml",
    "sources.csv",
    "tagset.toml",
)
PRACTICE = "practice/practice.csv"
PRACTICE_COLUMNS = ("set", "text")


def exercise_without_key(exercise: Notebook) -> Notebook:
    """Return the exercise without the cells that need the key; a sentence stands in their place.

    A note at the top says what kind of edition this is. The points in the text are those that are left.
    """
    every = points_by_part(exercise["cells"])
    left = points_by_part(without_tagged(exercise, NEEDS_KEY_TAG)["cells"])
    cells = [_without_promise(cell) for cell in _with_sentences(exercise["cells"])]
    if not find_checks(exercise)[0]:
        return {**exercise, "cells": cells}
    cells = with_points(cells, {**dict.fromkeys(every, 0), **left})
    return {**exercise, "cells": [*cells[:1], markdown("edition-for-tests", NOTE), *cells[1:]]}


def key_without_answers(key: LessonKey, exercise: Notebook) -> LessonKey:
    """Return what is still asked and its points, and nothing that says what is right."""
    left = names_left_out(exercise)
    checks = {name: Check(points=c.points, spans=c.spans) for name, c in key.checks.items() if name not in left}
    questions = {name: points for name, points in key.open.items() if name not in left}
    return LessonKey(lesson=key.lesson, checks=checks, open=questions)


def files_without_keys(root: Path) -> dict[str, bytes]:
    """Return the exercises and data of the course at `root` without a key, by their path in it, with `/`.

    Raises UnspinError for a notebook or a key that cannot be read.
    """
    data = root / "data"
    paths = [data / name for name in DATA if (data / name).is_file()]
    paths += [*data.glob("tables/*.toml"), *_of_articles(root)]
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(paths)}
    files[f"data/{PRACTICE}"] = _only_columns(data / PRACTICE, PRACTICE_COLUMNS)
    for path in sorted(root.glob("exercises/[0-9][0-9]-*.ipynb")):
        exercise = read_cells(path)
        files[f"exercises/{path.name}"] = cells_as_bytes(exercise_without_key(exercise))
        if key := read_key(data / "keys" / f"{path.stem}.json"):
            files[f"data/keys/{path.stem}.json"] = key_bytes(key_without_answers(key, exercise))
    return files


def _with_sentences(cells: list[Cell]) -> list[Cell]:
    """Return the cells that are kept, and one sentence for each run, or part, of cells that are not."""
    made: list[Cell] = []
    for before, cell in zip([None, *cells], cells, strict=False):
        if not is_tagged(cell, NEEDS_KEY_TAG):
            made.append(cell)
        elif is_heading(cell) or before is None or not is_tagged(before, NEEDS_KEY_TAG):
            text = [heading(ours(cell))] if is_heading(cell) else []
            about = {OURS: ours(cell)} if is_heading(cell) else {}
            made.append(markdown(f"no-{cell['id']}", "\n\n".join([*text, LEFT_OUT]), about))
    return made


def _without_promise(cell: Cell) -> Cell:
    """Return a cell that promises no check at once: where there is no key, there is none."""
    promise = ours(cell).get("at_once")
    return {**cell, "source": cell["source"].replace(promise, "")} if promise else cell


def _of_articles(root: Path) -> list[Path]:
    """Return what belongs to each article but for its key, and its text, wherever that lies in the course."""
    abouts = sorted(root.glob("data/articles/*/article.toml"))
    texts = [root / tomllib.loads(about.read_text(encoding="utf-8"))["text"] for about in abouts]
    return [*abouts, *(about.with_name("sentences.csv") for about in abouts), *texts]


def _only_columns(path: Path, columns: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(read_rows(path))
    return text.getvalue().encode("utf-8")
