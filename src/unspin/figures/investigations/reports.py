"""Rows of the two tables of numbers as reports, and how a report is drawn and said: the same in every figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from unspin.figures.needs import need_columns
from unspin.page.chart import BLUE, GREEN, INK, VERMILION
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd

INVESTIGATIONS = "data/numbers/investigations.csv"
REGISTERED = "registered_war_crimes"
NOT_PROVEN = "Registered means that a case was opened. It is not proven."
PRODUCER = "Nearly all of these numbers go back to one producer, Ukraine's Office of the Prosecutor General."
SHAPES = "a diamond is an exact number, a triangle means “at least”, a circle “approximately”"

MARKS = {  # value_qualifier: name, shape, colour; the shape alone tells them apart
    "exact": ("exact", "diamond", BLUE),
    "at_least": ("at least", "triangle-up-open", VERMILION),
    "approximately": ("approximately", "circle-open", GREEN),
}


@dataclass(frozen=True, slots=True)
class Report:
    """One number as one report gave it, for the days up to `date` (YYYY-MM-DD)."""

    date: str
    value: int
    qualifier: str
    definition: str
    by: str
    source: str

    @property
    def day(self) -> str:
        """Return the date as a reader says it."""
        return said_day(self.date)

    @property
    def number(self) -> str:
        """Return the number with its qualifier: "at least 5,800"."""
        return f"{MARKS[self.qualifier][0]} {self.value:,}"

    @property
    def said(self) -> str:
        """Return the number and its day."""
        return f"{self.number} by {self.day}"

    @property
    def told(self) -> str:
        """Return the number, its day and who gave it."""
        return f"{self.said}, reported by {self.by} ({self.source})"


def reports(table: "pd.DataFrame", metric: str, *, file: str = INVESTIGATIONS) -> list[Report]:
    """Return the rows of one metric in the order of their dates. Raises UnspinError when there are none."""
    columns = ["date", "value", "value_qualifier", "definition", "as_reported_by", "source_id"]
    again = f"Read the whole of {file} again."
    need_columns(table, ["metric", *columns], again)
    if metric not in set(table["metric"]):
        raise UnspinError(f"The table holds no {metric!r}. {again}")
    rows = table.loc[table["metric"] == metric, columns]
    made = [_report(row, again) for row in rows.itertuples(index=False)]
    return sorted(made, key=lambda report: (report.date, report.value))


def _report(row: tuple[Any, ...], again: str) -> Report:
    when, value, qualifier, *more = row
    day = _read("date", "day", when, lambda cell: date.fromisoformat(str(cell)[:10]), again)
    number = _read("value", "number", value, int, again)
    _read("value_qualifier", "word for how exact a number is", qualifier, MARKS.__getitem__, again)
    return Report(day.isoformat(), number, qualifier, *map(str, more))


def _read(column: str, wanted: str, cell: Any, read: Callable[[Any], Any], again: str) -> Any:
    try:
        return read(cell)
    except (ValueError, TypeError, KeyError, OverflowError):
        raise UnspinError(f"The column {column!r} of the table holds {cell!r}, which is no {wanted}. {again}") from None


def said_day(day: str) -> str:
    """Return a date as a reader says it: "31 Jan 2025"."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%b} {found.year}"


def dates_of(shown: Sequence[Report]) -> str:
    """Return how many reports there are, and for which days."""
    days = sorted(report.date for report in shown)
    if days[0] == days[-1]:
        return f"{len(shown)} numbers, all for {said_day(days[0])}."
    return f"{len(shown)} reports, for days from {said_day(days[0])} to {said_day(days[-1])}."


def sources_of(shown: Sequence[Report], file: str = INVESTIGATIONS) -> str:
    """Return the source line of a figure."""
    found = ", ".join(sorted({report.source for report in shown}, key=lambda source: int(source[1:])))
    return f"{file}. The reports are {found} in data/sources.csv."


def days_that_differ(shown: Sequence[Report]) -> dict[str, list[Report]]:
    """Return the reports of each day for which reports give different numbers, by its date."""
    days: dict[str, list[Report]] = {}
    for report in shown:
        days.setdefault(report.date, []).append(report)
    return {day: found for day, found in days.items() if len({report.value for report in found}) > 1}


def traces(shown: Sequence[Report], what: str) -> list[dict[str, Any]]:
    """Return the marks of reports, a trace for each qualifier; hover names `what`, qualifier and source."""
    return [trace(shown, qualifier, what) for qualifier in MARKS]


def trace(shown: Sequence[Report], qualifier: str, what: str, **more: Any) -> dict[str, Any]:
    """Return the marks of the reports with this qualifier; `more` is Plotly's."""
    name, shape, color = MARKS[qualifier]
    found = [report for report in shown if report.qualifier == qualifier]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [report.date for report in found],
        "y": [report.value for report in found],
        "marker": {"symbol": shape, "size": 12, "color": color, "line": {"width": 2, "color": color}},
        "hovertext": [hover(report, what) for report in found],
        "hoverinfo": "text",
        **more,
    }


def hover(report: Report, what: str) -> str:
    """Return what hovering over a report says, safe to show."""
    return f"{what}: {report.said}<br>{escape(report.by)} ({report.source})"


def note(report: Report, said: str, place: dict[str, Any]) -> dict[str, Any]:
    """Return an arrow at a report with these words and its day."""
    where = {"x": report.date, "y": report.value, "standoff": 8, "arrowcolor": INK}
    return {"text": f"{said}<br>by {report.day}", "showarrow": True, **where, **place}
