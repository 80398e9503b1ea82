"""From a solution notebook: the exercise (regions taken out), and what it asks for."""

import ast
from typing import Any

from unspin.lesson.answer_name import labels_of
from unspin.lesson.cells import NEEDS_KEY_TAG, TEACHER_TAG, Notebook, clean, read_cells, without_tagged
from unspin.lesson.check import Check
from unspin.text.library import Library
from unspin.words.errors import UnspinError

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def make_exercise(solution: Notebook) -> Notebook:
    """Return the exercise: without regions, teacher's cells, outputs and cells that would be empty.

    Raises UnspinError, naming the cell, for a region that is not opened or not closed.
    """
    asked = without_tagged(clean(solution), TEACHER_TAG)
    cells = [_without_outputs({**cell, "source": _without_regions(cell)}) for cell in asked["cells"]]
    return {**asked, "cells": [cell for cell in cells if cell["source"].strip()]}


def find_checks(solution: Notebook) -> tuple[dict[str, Check], dict[str, float]]:
    """Return what is marked, by answer name, and the points of open questions, as the notebook's cells ask for them.

    Reads `lesson.check(name, ..., points=, tolerance=, spans=)`, `lesson.answer(name, points=)` and
    `lesson.table(name, points=)`; runs nothing. What is both asked and checked is a check. In a lesson where nothing is
    checked, the tags are an open question too, so that the hand-in asks for them.
    """
    checks: dict[str, Check] = {}
    questions: dict[str, float] = {}
    tagged: list[str] = []
    for verb, call in _calls(solution):
        name = ast.literal_eval(call.args[0])
        if verb == "tag":
            tagged.append(str(labels_of(name)))
        elif verb == "check":
            checks[name] = Check(**_options(call))
        else:
            questions[name] = _options(call).get("points", 0)
    if not checks:
        questions = {**dict.fromkeys(tagged, 0), **questions}
    return checks, {name: points for name, points in questions.items() if name not in checks}


def left_out(library: Library, lesson: str) -> frozenset[str]:
    """Return the names of the answers, checked or open, that an exercise without the key does not ask for."""
    return names_left_out(read_cells(library.root / "exercises" / f"{lesson}.ipynb"))


def names_left_out(exercise: Notebook) -> frozenset[str]:
    """Return the same for an exercise that was read."""
    return frozenset(_names(exercise) - _names(without_tagged(exercise, NEEDS_KEY_TAG)))


def _names(exercise: Notebook) -> set[str]:
    return {name for asked in find_checks(exercise) for name in asked}


def _without_regions(cell: Notebook) -> str:
    kept, inside = [], False
    for line in cell["source"].splitlines(keepends=True):
        if line.strip() == BEGIN and not inside:
            inside = True
        elif line.strip() == END and inside:
            inside = False
        elif line.strip() in (BEGIN, END):
            break
        elif not inside:
            kept.append(line)
    else:
        if not inside:
            return "".join(kept).rstrip("\n")
    raise UnspinError(
        f"Cell {cell.get('id')!r}: each {BEGIN!r} needs one {END!r} after it. Mend the solution notebook."
    )


def _without_outputs(cell: Notebook) -> Notebook:
    return {**cell, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell


def _options(call: ast.Call) -> dict[str, Any]:
    return {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg in ("points", "tolerance", "spans")}


def _calls(notebook: Notebook) -> list[tuple[str, ast.Call]]:
    """Return the calls of the lesson's verbs that name an answer, with the verb."""
    sources = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [
        (node.func.attr, node)
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("check", "answer", "table", "tag")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "lesson"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
