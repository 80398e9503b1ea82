"""How far people agree, how far that may move by chance, and how well confidence fits."""

from unspin.agreement.agreement import (
    Agreement,
    accuracy,
    alpha,
    cohen,
    counts,
    fleiss,
    interval,
    interval_over_people,
    percent,
    table,
)
from unspin.agreement.bootstrap import Interval

__all__ = [
    "Agreement",
    "Interval",
    "accuracy",
    "alpha",
    "cohen",
    "counts",
    "fleiss",
    "interval",
    "interval_over_people",
    "percent",
    "table",
]
