"""The points of an exercise: worked out from what its cells ask for, and written into headings and tables.

A cell's metadata says what stands in it: `part` and `title` of a heading; `parts`, what one does in each, of a table;
and beside them `points`, as they were written last. So the prose is never searched for numbers.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from unspin.lesson.cells import OURS, Cell, ours
from unspin.lesson.exercise import find_checks
from unspin.words.errors import UnspinError

LEFT_OUT = "Left out in this edition"

Points = Mapping[str, float]  # by the number of a part


def points_by_part(cells: Sequence[Cell]) -> dict[str, float]:
    """Return what can be earned in each part, checked or by the teacher, by its number; "" before the first."""
    points: dict[str, float] = {}
    part = ""
    for cell in cells:
        part = str(ours(cell).get("part", part))
        if cell["cell_type"] == "code":
            checks, questions = find_checks({"cells": [cell]})
            earned = sum(check.points for check in checks.values()) + sum(questions.values())
            points[part] = points.get(part, 0) + earned
    return points


def with_points(cells: Sequence[Cell], points: Points) -> list[Cell]:
    """Return the cells with these points in their headings and tables. A part without points is left out of a table.

    Raises UnspinError, naming the cell, where its text is not what its metadata says.
    """
    return [_rewritten(cell, points) for cell in cells]


def is_heading(cell: Cell) -> bool:
    """Tell whether a part of an exercise begins in this cell."""
    return "part" in ours(cell)


def heading(about: Mapping[str, Any]) -> str:
    """Return the heading of a part, with its points where they are known and there are any in the lesson."""
    points = about.get("points")
    earned = "" if points is None else f" ({points:g} point{'' if points == 1 else 's'})"
    return f"## Part {about['part']}: {about['title']}{earned}"


def table(about: Mapping[str, Any]) -> str:
    """Return the table of the parts, what one does in each, and the points; without points where none are known."""
    points = about.get("points", {})
    rows = [
        f"| {part} | {what if points.get(part, 1) else LEFT_OUT} | {points.get(part, 0):g} |"
        for part, what in about["parts"].items()
    ]
    together = f"| | **Together** | **{sum(points.values()):g}** |"
    return "\n".join(["| Part | What you do | Points |", "|---|---|---:|", *rows, together])


def _rewritten(cell: Cell, points: Points) -> Cell:
    about = ours(cell)
    if "part" in about and any(points.values()):
        return _replaced(cell, heading, {**about, "points": _whole(points.get(str(about["part"]), 0))})
    if "parts" in about:
        earned = {part: _whole(points.get(part, 0)) for part in about["parts"]}
        return _replaced(cell, table, {**about, "points": earned})
    return cell


def _whole(points: float) -> float:
    """Return points as people write them: 3, not 3.0."""
    return int(points) if points == int(points) else points


def _replaced(cell: Cell, write: Any, about: dict[str, Any]) -> Cell:
    old, new = write(ours(cell)), write(about)
    if cell["source"].count(old) != 1:
        raise UnspinError(
            f"Cell {cell.get('id')!r} should hold this once, as its metadata says: {old!r}. Mend one of the two."
        )
    return {**cell, "source": cell["source"].replace(old, new), "metadata": {**cell["metadata"], OURS: about}}
