"""Unspin: learn to tell claims from spin in a real news article.

A notebook needs one name, `open_lesson`; everything else is reached through the lesson that it returns.
"""

from unspin.errors import UnspinError
from unspin.lesson import Lesson, open_lesson

__all__ = ["Lesson", "UnspinError", "open_lesson"]
__version__ = "0.1.0"
