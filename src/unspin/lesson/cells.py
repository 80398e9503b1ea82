"""Notebooks as plain data: cells with their source as one text, and what their metadata says of them."""

import copy
import json
from pathlib import Path
from typing import Any

from unspin.words.errors import UnspinError

TEACHER_TAG = "teacher"  # a cell for teachers: no exercise and no edition for students has it
NEEDS_KEY_TAG = "needs-key"  # a cell that reads the key, or means nothing without the cells that do
OURS = "unspin"  # the part of a cell's metadata that is this course's
VOLATILE_TYPES = ("application/vnd.jupyter.widget-view+json",)

Notebook = dict[str, Any]
Cell = dict[str, Any]


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


def is_tagged(cell: Cell, tag: str) -> bool:
    """Tell whether a cell carries a tag."""
    return tag in cell["metadata"].get("tags", [])


def without_tagged(notebook: Notebook, tag: str) -> Notebook:
    """Return the notebook without the cells that carry a tag."""
    return {**notebook, "cells": [cell for cell in notebook["cells"] if not is_tagged(cell, tag)]}


def ours(cell: Cell) -> dict[str, Any]:
    """Return what this course says of a cell in its metadata; nothing where it says nothing."""
    return cell["metadata"].get(OURS, {})


def markdown(cell_id: str, text: str, metadata: dict[str, Any] | None = None) -> Cell:
    """Return a new markdown cell; an id has at most 64 characters."""
    return {"cell_type": "markdown", "id": cell_id[:64], "metadata": metadata or {}, "source": text}


def clean(notebook: Notebook) -> Notebook:
    """Return a copy that holds only what belongs in git: no widget ids, times or editor settings."""
    kept = copy.deepcopy(notebook)
    kept["metadata"] = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in kept["cells"]:
        cell["metadata"] = {name: cell["metadata"][name] for name in ("tags", OURS) if cell["metadata"].get(name)}
        for output in cell.get("outputs", []):
            output.pop("transient", None)
            if "data" in output:
                output["data"] = {k: v for k, v in output["data"].items() if k not in VOLATILE_TYPES}
                output["metadata"] = {}
    return kept
