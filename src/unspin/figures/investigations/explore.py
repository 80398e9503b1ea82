"""The growth of the registered cases with sliders: students move the window and the axis of the same rows."""

from typing import TYPE_CHECKING, Any

from unspin.figures.investigations.cases import growth
from unspin.figures.investigations.reports import REGISTERED, reports
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd

    from unspin.widgets.explorer import Explorer

AXES: dict[str, dict[str, bool]] = {"from zero": {}, "cut off below": {"from_zero": False}, "log scale": {"log": True}}


def explore(investigations: "pd.DataFrame") -> "Explorer":
    """Return the chart of `growth` below two sliders for its window, in quarters of a year, and a choice of axis."""
    import pandas as pd

    from unspin.widgets.explorer import Explorer

    days = [report.date for report in reports(investigations, REGISTERED)]
    quarters = pd.period_range(days[0], days[-1], freq="Q")
    since, until = ([day.date().isoformat() for day in side] for side in (quarters.start_time, quarters.end_time))

    def draw(first: int, last: int, axis: str) -> tuple[str, list[dict[str, Any]]]:
        try:
            figure = growth(investigations, since=since[first], until=until[last], **AXES[axis])
        except UnspinError as error:
            return str(error), [{"text/plain": str(error)}, {"text/plain": ""}]
        lines = figure.text.split("\n")
        return f"{lines[0]} {lines[1]}", figure.bundles()

    begins = [f"{day:%B %Y}" for day in quarters.start_time]
    ends = [f"{day:%B %Y}" for day in quarters.end_time]
    return Explorer(draw, begins=begins, ends=ends, axes=list(AXES))
