"""The figures of the lessons, a module a topic: a table in, a `Figure` out."""

from unspin.figures.agreement import before_and_after, who_chose, who_differs
from unspin.figures.change import change_since
from unspin.figures.investigations.absence import in_absentia
from unspin.figures.investigations.article_number import article_number
from unspin.figures.investigations.cases import growth, registered_cases
from unspin.figures.investigations.coverage import coverage
from unspin.figures.investigations.differing import differing_reports, nested_totals
from unspin.figures.investigations.explore import explore
from unspin.figures.investigations.harm import civilian_harm
from unspin.figures.investigations.honest import honest, misleading, yours
from unspin.figures.investigations.stages import pace, stages, stages_over_time
from unspin.figures.progress import calibration, class_calibration, progress
from unspin.figures.tags import confusion, label_counts
from unspin.page.chart import Figure

__all__ = [
    "Figure",
    "article_number",
    "before_and_after",
    "calibration",
    "change_since",
    "civilian_harm",
    "class_calibration",
    "confusion",
    "coverage",
    "differing_reports",
    "explore",
    "growth",
    "honest",
    "in_absentia",
    "label_counts",
    "misleading",
    "nested_totals",
    "pace",
    "progress",
    "registered_cases",
    "stages",
    "stages_over_time",
    "who_chose",
    "who_differs",
    "yours",
]
