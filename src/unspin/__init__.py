"""Unspin: learn to tell claims from spin in a real news article.

A notebook needs one name, `open_lesson`; everything else is reached through the lesson that it returns.
"""

from importlib import import_module
from typing import Any

from unspin.notebook.lesson import Lesson, open_lesson
from unspin.words.errors import UnspinError

__all__ = ["Lesson", "UnspinError", "open_lesson"]
__version__ = "0.1.0"

FOR_NOTEBOOKS = {  # `from unspin import library`: a notebook need not know in which room a module lives
    "calibration": "unspin.agreement.calibration",
    "claims": "unspin.text.claims",
    "library": "unspin.text.library",
    "progress": "unspin.notebook.progress",
    "sources": "unspin.text.sources",
}


def __getattr__(name: str) -> Any:
    """Return a module that notebooks know by its name alone, loaded when it is first asked for."""
    if name in FOR_NOTEBOOKS:
        return import_module(FOR_NOTEBOOKS[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
