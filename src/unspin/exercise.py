"""From a solution notebook: the exercise (regions taken out), the checks it holds, and a clean copy for git."""

import ast
import copy
from typing import Any

from unspin.errors import UnspinError
from unspin.key_file import Check

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
TEACHER_TAG = "teacher"
VOLATILE_TYPES = ("application/vnd.jupyter.widget-view+json",)

Notebook = dict[str, Any]


def make_exercise(solution: Notebook) -> Notebook:
    """Return the exercise: without regions, teacher's cells, outputs and cells that would be empty.

    Raises UnspinError, naming the cell, for a region that is not opened or not closed.
    """
    exercise = clean(solution)
    exercise["cells"] = [
        _without_outputs({**cell, "source": _without_regions(cell)})
        for cell in exercise["cells"]
        if TEACHER_TAG not in cell["metadata"].get("tags", [])
    ]
    exercise["cells"] = [cell for cell in exercise["cells"] if cell["source"].strip()]
    return exercise


def find_checks(solution: Notebook) -> tuple[dict[str, Check], dict[str, float]]:
    """Return what is marked, by answer name, and the points of open questions, as the notebook's cells ask for them.

    Reads `lesson.check(name, ..., points=, tolerance=, spans=)`, `lesson.answer(name, points=)` and
    `lesson.table(name, points=)`; runs nothing. What is both asked and checked is a check. In a lesson where nothing is
    checked, the tags are an open question too, so that the hand-in asks for them.
    """
    checks: dict[str, Check] = {}
    questions: dict[str, float] = {}
    tagged: list[str] = []
    for call in _calls(solution):
        name = ast.literal_eval(call.args[0])
        if call.func.attr == "tag":
            tagged.append(f"{name}-labels")
        elif call.func.attr == "check":
            checks[name] = Check(**_options(call))
        else:
            questions[name] = _options(call).get("points", 0)
    if not checks:
        questions = {**dict.fromkeys(tagged, 0), **questions}
    return checks, {name: points for name, points in questions.items() if name not in checks}


def clean(notebook: Notebook) -> Notebook:
    """Return a copy that holds only what belongs in git: no widget ids, times or editor settings."""
    kept = copy.deepcopy(notebook)
    kept["metadata"] = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in kept["cells"]:
        cell["metadata"] = {"tags": tags} if (tags := cell["metadata"].get("tags")) else {}
        for output in cell.get("outputs", []):
            output.pop("transient", None)
            if "data" in output:
                output["data"] = {k: v for k, v in output["data"].items() if k not in VOLATILE_TYPES}
                output["metadata"] = {}
    return kept


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


def _calls(notebook: Notebook) -> list[ast.Call]:
    sources = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [
        node
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
