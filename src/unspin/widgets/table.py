"""The table widget: cells to type in, to choose in and to tick, saved like tags are."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from unspin.answers.file import AnswersFile
from unspin.answers.schema import Answers, TableAnswer, pieces_in, with_cell
from unspin.lesson.answer_name import AnswerName, read_unit
from unspin.lesson.tables import MAX_CELL, NOTHING, Column, Layout, Row
from unspin.page.html import table, tag
from unspin.widgets.autosave import SAVING, Autosave, Refused
from unspin.widgets.front_end import front_end
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd

SUREST = "5"


class Table(Autosave):
    """Fill in one table. `cells` holds what is on disk and fits the table, by row id and column id."""

    _esm = front_end(*SAVING, "table.js")
    _css = front_end("base.css", "table.css")
    _hint = "Run this cell to fill in the table."

    title = traitlets.Unicode().tag(sync=True)
    help = traitlets.Unicode().tag(sync=True)
    columns = traitlets.List().tag(sync=True)
    rows = traitlets.List().tag(sync=True)
    cells = traitlets.Dict().tag(sync=True)
    most = traitlets.Int(MAX_CELL).tag(sync=True)

    def __init__(self, file: AnswersFile, layout: Layout) -> None:
        """Restore what `file` holds for the table. What does not fit it stays in the file, and `notice` says so."""
        self._layout, self._name = layout, AnswerName(layout.name)
        cells, problems = layout.fitting(pieces_in(file.read(), self._name, TableAnswer).value)
        super().__init__(
            file,
            layout.name,
            title=layout.title,
            help=layout.help,
            columns=[{"id": column.id, "name": column.name, "kind": column.kind} for column in layout.columns],
            rows=[_for_browser(layout, row) for row in layout.rows],
            cells=cells,
        )
        if problems:
            kept = "A part of your saved answers does not fit this table. It is kept in your answers file."
            self.notice = " ".join([self.notice, kept, problems[0]]).strip()

    def fill(self, cells: Mapping[str, Mapping[str, Any]]) -> None:
        """Fill in cells, by row id and column id, as typing or choosing would; several choices can be a list.

        Raises UnspinError, with nothing saved, for a row, a column or a choice that there is not.
        """
        each_cell = ((row, column, value) for row, values in cells.items() for column, value in values.items())
        self.save({self._name.unit(row, column): _as_text(value) for row, column, value in each_cell})
        self.send_state("cells")

    def answer_from_key(self) -> None:
        """Fill in the key's answers: what a solution notebook does. Rows that stand for others stay empty."""
        if self._layout.key is None:
            raise UnspinError(f"Nobody has made a key for {self._layout.name!r}, so there is nothing to answer from.")
        rows = [row for row in self._layout.rows if not row.instead_of]
        self.fill({row.id: dict(self._from_key(row)) for row in rows})

    def table(self) -> "pd.DataFrame":
        """Return what is filled in as a pandas DataFrame: one row a row, "" where nothing stands.

        Columns: row (id), text, then the columns of the table by their ids.
        """
        import pandas as pd

        rows = [
            {"row": row.id, "text": row.text, **{c.id: self.cells.get(row.id, {}).get(c.id, "") for c in self._columns}}
            for row in self._layout.rows
        ]
        return pd.DataFrame(rows, columns=["row", "text", *(column.id for column in self._columns)])

    def change(self, unit: str, value: Any) -> Callable[[Answers], Answers]:
        """Return the edit for `<table>/<row>/<column>`. Raises Refused for what cannot stand in that cell."""
        name, place = read_unit(unit)
        if name != self._name or not isinstance(value, str):
            raise Refused("The change was not understood, so nothing was saved. Reload the page and try again.")
        row, _, column = "/".join(place).partition("/")
        try:
            self._layout.check_cell(row, column, value)
        except UnspinError as error:
            raise Refused(f"{error} Nothing was saved.") from None
        return lambda answers: with_cell(answers, name, row, column, value if value.strip() else "")

    def saved(self, unit: str, value: Any) -> dict[str, Any]:
        """Follow what is on disk. The dict is edited in place: the browser may be a few letters ahead."""
        _, (row, column) = read_unit(unit)
        self.cells.setdefault(row, {})[column] = value
        self.refresh_static_form_soon()
        return {}

    @property
    def _columns(self) -> tuple[Column, ...]:
        return self._layout.columns

    def _from_key(self, row: Row) -> Iterable[tuple[str, str]]:
        for column in self._columns:
            key = self._layout.keyed.get((row.id, column.id))
            if column.kind == "confidence":
                yield column.id, SUREST
            elif key and column.kind == "several":
                yield column.id, " ".join(one for one in key.accepted if one != NOTHING)
            elif key:
                yield column.id, key.accepted[0]

    def _static_bundle(self) -> dict[str, str]:
        header = ["", *(column.name for column in self._columns)]
        rows = [[row.text, *(self._shown(row, column) for column in self._columns)] for row in self._layout.rows]
        said = tag("p", tag("strong", self.title), f" {self.help} To fill in the table, run this cell.")
        html = tag("div", said, table(header, rows), class_="unspin-static")
        lines = [" | ".join(cells) for cells in [[self.title, *header[1:]], *rows]]
        return {"text/html": html, "text/plain": "\n".join(lines)}

    def _shown(self, row: Row, column: Column) -> str:
        value = self.cells.get(row.id, {}).get(column.id, "")
        if column.kind != "several":
            return value or "…"
        choices = self._layout.choices(row, column)
        return "; ".join(choices[one] for one in value.split()) or "…"


def _for_browser(layout: Layout, row: Row) -> dict[str, Any]:
    choices = {
        column.id: [{"id": id_, "text": text} for id_, text in layout.choices(row, column).items()]
        for column in layout.columns
        if column.kind != "text"
    }
    before = f"Instead of “{layout.rows_by_id[row.instead_of].name}”, for the same points:" if row.instead_of else ""
    return {"id": row.id, "name": row.name, "text": row.text, "before": before, "choices": choices}


def _as_text(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple | set) else str(value)
