"""The notebooks of every lesson, as the tests and the report on them read them: cells, bones, prose."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import textstat
from paths import ROOT

FOLDERS = ("notebooks", "exercises", "solutions")
HEADING = re.compile(r"^#{2,3} (.+?) \((\d+) minutes?\)$", re.MULTILINE)
PLAN_ROW = re.compile(r"^\| *(\d+) *\|", re.MULTILINE)
QUOTED = re.compile(r"“[^”]*”")


def path(folder: str, lesson: str) -> Path:
    """Return where a notebook of a lesson stands."""
    return ROOT / folder / f"{lesson}.ipynb"


def cells(folder: str, lesson: str) -> list[dict]:
    """Return the cells of a notebook, each with its source as one text and its tags in `tags`."""
    read = json.loads(path(folder, lesson).read_text(encoding="utf-8"))["cells"]
    return [{**cell, "source": "".join(cell["source"]), "tags": cell["metadata"].get("tags", [])} for cell in read]


def sources(folder: str, lesson: str, kind: str) -> str:
    """Return the text of all cells of a kind, "code" or "markdown"."""
    return "\n\n".join(cell["source"] for cell in cells(folder, lesson) if cell["cell_type"] == kind)


def strings(folder: str, lesson: str) -> set[str]:
    """Return every text that stands in the code of a notebook, without the parts of f-strings."""
    return {node.value for node in _nodes(folder, lesson, ast.Constant) if isinstance(node.value, str)}


def calls(folder: str, lesson: str, owner: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call `owner.name(...)` in the code of a notebook as its name and its node."""
    for node in _nodes(folder, lesson, ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == owner:
            yield function.attr, node


def _nodes(folder: str, lesson: str, kind: type[ast.AST]) -> Iterator[ast.AST]:
    tree = ast.parse(sources(folder, lesson, "code"))
    return (node for node in ast.walk(tree) if isinstance(node, kind))


def instructions(folder: str, lesson: str) -> str:
    """Return what a notebook says to a student in its own words: no headings, tables, code or quoted material."""
    said = (c["source"] for c in cells(folder, lesson) if c["cell_type"] == "markdown" and "teacher" not in c["tags"])
    return "\n".join(_own_words(source) for source in said)


def _own_words(markdown: str) -> str:
    text = re.sub(r"<[^>]*>", "", re.sub(r"^(#|>|\|).*$", "", markdown, flags=re.MULTILINE))
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = QUOTED.sub("this", re.sub(r"`[^`]*`", "code", text)).replace("*", "")
    lines = (re.sub(r"^([-•]|\d+\.) +", "", line.strip()) for line in text.splitlines())
    return "\n".join(line if line.endswith((".", "!", "?")) else f"{line}." for line in lines if line)


def grade(text: str) -> float:
    """Return the school grade that a text is written for (automated readability index).

    It counts letters, words and sentences. The formulas that count syllables fetch a dictionary when they are used.
    """
    return textstat.automated_readability_index(text)
