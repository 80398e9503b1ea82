"""A course without its key: exercises whose cells need none, and data that says nothing of the answers."""

import csv
import io
import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path

from unspin import library
from unspin.errors import UnspinError
from unspin.exercise import Notebook, find_checks
from unspin.key_file import Check, LessonKey, key_bytes, read_key

NEEDS_KEY_TAG = "needs-key"  # a cell that reads the key, or means nothing without the cells that do
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
    "civilian_harm.csv",
    "coverage.csv",
    "investigations.csv",
    "news_tone_hayes2007.csv",
    "practice.toml",
    "sources.csv",
    "tagset.toml",
    "timeline.csv",
)
PRACTICE_COLUMNS = ("set", "text")
PART = re.compile(r"^## Part (\d+)\b", re.MULTILINE)
HEADING_POINTS = re.compile(r"^(## Part (\d+)\b.*) \([\d.]+ points?\)$", re.MULTILINE)
ROW_POINTS = re.compile(r"^\| (\d+) \| (.*) \| [\d.]+ \|$", re.MULTILINE)
AT_ONCE = re.compile(r"^Parts? [^.]* checked at once, as often as you like\. *", re.MULTILINE)
ALL_POINTS = re.compile(r"(\*\*Together\*\* \| \*\*)[\d.]+(\*\*)")


def left_out(lesson: str) -> frozenset[str]:
    """Return the names of the answers, checked or open, that an exercise without the key does not ask for."""
    return _names_left_out(read_cells(library.course_root() / "exercises" / f"{lesson}.ipynb"))


def exercise_without_key(exercise: Notebook) -> Notebook:
    """Return the exercise without the cells that need the key; a sentence stands in their place.

    A note at the top says what kind of edition this is. The points in the text are those that are left.
    """
    kept = [cell for cell in exercise["cells"] if not _needs_key(cell)]
    points = {**dict.fromkeys(_points_by_part(exercise["cells"]), 0), **_points_by_part(kept)}
    cells = [_with_points(cell, points) for cell in _with_sentences(exercise["cells"])]
    is_marked = bool(find_checks(exercise)[0])
    note = {"cell_type": "markdown", "id": "edition-for-tests", "metadata": {}, "source": NOTE}
    return {**exercise, "cells": [*cells[:1], note, *cells[1:]] if is_marked else cells}


def key_without_answers(key: LessonKey, exercise: Notebook) -> LessonKey:
    """Return what is still asked and its points, and nothing that says what is right."""
    left = _names_left_out(exercise)
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
    files["data/practice.csv"] = _only_columns(data / "practice.csv", PRACTICE_COLUMNS)
    for path in sorted(root.glob("exercises/[0-9][0-9]-*.ipynb")):
        exercise = read_cells(path)
        files[f"exercises/{path.name}"] = cells_as_bytes(exercise_without_key(exercise))
        if key := read_key(data / "keys" / f"{path.stem}.json"):
            files[f"data/keys/{path.stem}.json"] = key_bytes(key_without_answers(key, exercise))
    return files


def read_cells(path: Path) -> Notebook:
    """Return a notebook with each cell's source as one text. Raises UnspinError when it cannot be read."""
    try:
        notebook = json.loads(path.read_bytes())
        cells = [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UnspinError(f"The notebook {path.name!r} cannot be read ({error!r}). Get a fresh copy of it.") from None
    return {**notebook, "cells": cells}


def cells_as_bytes(notebook: Notebook) -> bytes:
    """Return a notebook as the build writes it: indented, each line of a source by itself."""
    cells = [{**cell, "source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    text = json.dumps({**notebook, "cells": cells}, indent=1, ensure_ascii=False, sort_keys=True)
    return (text + "\n").encode("utf-8")


def _names_left_out(exercise: Notebook) -> frozenset[str]:
    kept = {**exercise, "cells": [cell for cell in exercise["cells"] if not _needs_key(cell)]}
    return frozenset(_names(exercise)) - _names(kept)


def _names(exercise: Notebook) -> set[str]:
    return {name for asked in find_checks(exercise) for name in asked}


def _needs_key(cell: Notebook) -> bool:
    return NEEDS_KEY_TAG in cell["metadata"].get("tags", [])


def _with_sentences(cells: list[Notebook]) -> list[Notebook]:
    """Return the cells that are kept, and one sentence for each run, or part, of cells that are not."""
    made = []
    for before, cell in pairwise([None, *cells]):
        begins_part = cell["cell_type"] == "markdown" and PART.match(cell["source"])
        if not _needs_key(cell):
            made.append(cell)
        elif begins_part or before is None or not _needs_key(before):
            heading = [cell["source"].splitlines()[0]] if begins_part else []
            text = "\n\n".join([*heading, LEFT_OUT])
            made.append({"cell_type": "markdown", "id": f"no-{cell['id']}"[:64], "metadata": {}, "source": text})
    return made


def _points_by_part(cells: list[Notebook]) -> dict[str, float]:
    """Return what can be earned in each part, checked or by the teacher, by the number in its heading."""
    points: dict[str, float] = {}
    part = ""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            part = (PART.findall(cell["source"]) or [part])[-1]
        else:
            checks, questions = find_checks({"cells": [cell]})
            earned = sum(check.points for check in checks.values()) + sum(questions.values())
            points[part] = points.get(part, 0) + earned
    return points


def _with_points(cell: Notebook, points: dict[str, float]) -> Notebook:
    """Return a cell whose headings and table of parts say what can be earned, and that promises no check at once."""
    if cell["cell_type"] != "markdown":
        return cell
    source = AT_ONCE.sub("", cell["source"])
    source = HEADING_POINTS.sub(lambda found: f"{found[1]} ({_in_words(points.get(found[2], 0))})", source)
    if ALL_POINTS.search(source):
        source = ROW_POINTS.sub(lambda found: _row(found[1], found[2], points.get(found[1], 0)), source)
        source = ALL_POINTS.sub(lambda found: f"{found[1]}{sum(points.values()):g}{found[2]}", source)
    return {**cell, "source": source}


def _row(part: str, what: str, points: float) -> str:
    return f"| {part} | {what if points else 'Left out in this edition'} | {points:g} |"


def _in_words(points: float) -> str:
    return f"{points:g} point{'' if points == 1 else 's'}"


def _of_articles(root: Path) -> list[Path]:
    """Return what belongs to each article but for its key, and its text, wherever that lies in the course."""
    abouts = sorted(root.glob("data/articles/*/article.toml"))
    texts = [root / tomllib.loads(about.read_text(encoding="utf-8"))["text"] for about in abouts]
    return [*abouts, *(about.with_name("sentences.csv") for about in abouts), *texts]


def _only_columns(path: Path, columns: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(library.read_rows(path))
    return text.getvalue().encode("utf-8")
