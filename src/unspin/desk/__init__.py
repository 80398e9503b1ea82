"""The teacher's desk: from the hand-ins of a class to gradebooks, feedback and a report. No student code is run."""

from unspin.desk.grade.grade import grade
from unspin.desk.grade.graded import Graded

__all__ = ["Graded", "grade"]
