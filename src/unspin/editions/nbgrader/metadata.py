"""From a solution notebook to the source of an nbgrader assignment: cell metadata, derived from the cells' text."""

import ast
from collections import Counter
from collections.abc import Iterator

from unspin.lesson.cells import TEACHER_TAG, Notebook, clean, markdown, without_tagged
from unspin.lesson.check import Check
from unspin.lesson.exercise import BEGIN, find_checks, make_exercise
from unspin.words.errors import UnspinError

SCHEMA = 3  # of nbgrader 0.6 to 0.9
ABOVE, BESIDE = '"../data/', '"data/'  # where the course's data lies, from exercises/ and from an nbgrader assignment
HANDING_IN = (
    "**In this course you hand in with nbgrader**: submit the assignment. Your answers are in its folder and go along, "
    "so you need not download the file."
)


def make_source(solution: Notebook) -> Notebook:
    """Return the source notebook of an nbgrader assignment, with solutions and without teacher's cells and outputs.

    A cell with a region is a solution. A `lesson.check("x", points=n)` is the locked, autograded cell `check-x`. After
    an open question "y" that the teacher gives points for stands the manually graded task `answer-y`.

    Raises UnspinError, naming the cell, for a region that is not closed, and for a check that nbgrader could not read.
    """
    make_exercise(solution)  # refuses regions that are not opened or not closed
    source = without_tagged(clean(solution), TEACHER_TAG)
    _, questions = find_checks(source)
    source["cells"] = [made for cell in source["cells"] for made in _made_of(cell, questions)]
    _refuse_same_ids(source["cells"])
    return source


def _made_of(cell: Notebook, questions: dict[str, float]) -> Iterator[Notebook]:
    """Yield the cell with its metadata, and after it what nbgrader's teacher and student need to know about it."""
    if cell["cell_type"] != "code":
        yield _with(cell, _metadata(cell, grade=True, solution=True, points=0)) if BEGIN in cell["source"] else cell
        return
    code = {**cell, "source": cell["source"].replace(ABOVE, BESIDE), "outputs": [], "execution_count": None}
    checks, asked = find_checks({"cells": [code]})
    if checks:
        yield _check(code, checks)
    elif BEGIN in code["source"]:
        yield _with(code, _metadata(code, solution=True))
    else:
        yield code
    for name in asked:
        if points := questions.get(name):
            yield _task(name, points)
    if "lesson.hand_in(" in code["source"]:
        yield markdown("hand-in-with-nbgrader", HANDING_IN)


def _check(cell: Notebook, checks: dict[str, Check]) -> Notebook:
    """Return the cell as an autograded one: nbgrader reads the points off the text form of its last expression."""
    last = ast.parse(cell["source"]).body[-1]
    call = last.value if isinstance(last, ast.Expr) else None
    is_check = isinstance(call, ast.Call) and ast.unparse(call.func) == "lesson.check"
    if not is_check or len(checks) > 1 or BEGIN in cell["source"]:
        raise UnspinError(
            f"Cell {cell.get('id')!r}: nbgrader locks a cell with a check and reads the points off its last line. Let "
            "one lesson.check(...) be that line, and keep solutions out of the cell."
        )
    [(name, check)] = checks.items()
    return _with(cell, _metadata(cell, f"check-{name}", grade=True, locked=True, points=check.points))


def _task(name: str, points: float) -> Notebook:
    """Return a cell for the teacher's points. An answer in a box is in no cell's text, which is what nbgrader looks at:
    on the box's own cell it would see no change and give 0 without asking the teacher."""
    text = f"**Your teacher reads this answer** and can give up to {points:g} point{'' if points == 1 else 's'} for it."
    cell = markdown(f"answer-{name}", text)
    return _with(cell, _metadata(cell, locked=True, task=True, points=points))


def _metadata(cell: Notebook, grade_id: str = "", **changes: bool | float) -> Notebook:
    kinds = {"grade": False, "solution": False, "locked": False, "task": False}
    name = grade_id or cell["id"]
    return {"schema_version": SCHEMA, "grade_id": name, "cell_type": cell["cell_type"], **kinds, **changes}


def _with(cell: Notebook, metadata: Notebook) -> Notebook:
    return {**cell, "metadata": {**cell["metadata"], "nbgrader": metadata}}


def _refuse_same_ids(cells: list[Notebook]) -> None:
    ids = Counter(cell["metadata"]["nbgrader"]["grade_id"] for cell in cells if "nbgrader" in cell["metadata"])
    if twice := [name for name, count in ids.items() if count > 1]:
        raise UnspinError(
            f"nbgrader needs a name for each cell, and {twice[0]!r} stands for two. Give one of the two cells another "
            "id, or ask and check each answer once."
        )
