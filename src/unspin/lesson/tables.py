"""Tables that students fill in: a layout in `data/tables/<name>.toml`, and beside it a key where the kit marks it."""

import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from unspin.text.library import Library
from unspin.text.stored import read_rows
from unspin.words.errors import UnspinError, did_you_mean

KINDS = ("text", "choice", "several", "confidence")
CONFIDENCE = {str(number): str(number) for number in range(6)}
NOTHING = "-"  # in a key: ticking nothing is right too
MAX_CELL = 2_000  # characters of a text cell
SHORT = 60  # characters of a row's text that can name the row


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Of a choice of the kind `several`, the first word is its id and the rest is shown beside it."""

    id: str
    name: str
    kind: str
    choices: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `choices` are its own, by column id; `instead_of` is the row that it can be answered instead of."""

    id: str
    name: str
    text: str
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class KeyCell:
    """What the key says of one cell: credit 1 for `accepted`, one half for `near`."""

    accepted: tuple[str, ...]
    near: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Layout:
    """A table to fill in. `key` holds cells by (row id, column id); None where nobody has made one."""

    name: str
    title: str
    help: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: dict[tuple[str, str], KeyCell] | None = field(default=None, repr=False)

    @cached_property
    def columns_by_id(self) -> dict[str, Column]:
        """The columns by their ids, in the order of the table."""
        return {column.id: column for column in self.columns}

    @cached_property
    def rows_by_id(self) -> dict[str, Row]:
        """The rows by their ids, in the order of the table."""
        return {row.id: row for row in self.rows}

    @cached_property
    def keyed(self) -> dict[tuple[str, str], KeyCell]:
        """The cells of the key by (row id, column id); without a key there are none."""
        return self.key or {}

    def choices(self, row: Row, column: Column) -> dict[str, str]:
        """Return what can be chosen in a cell: the shown text by what is stored; empty for a text cell."""
        if column.kind == "confidence":
            return CONFIDENCE
        choices = row.choices.get(column.id, column.choices)
        return {c.split()[0] if column.kind == "several" else c: c for c in choices}

    def check_cell(self, row_id: str, column_id: str, value: str) -> None:
        """Raise UnspinError, in one sentence, unless `value` can stand in this cell; "" stands for an empty one."""
        if row_id not in self.rows_by_id:
            raise UnspinError(f"The table {self.name!r} has no row {row_id!r}. {did_you_mean(row_id, self.rows_by_id)}")
        if column_id not in self.columns_by_id:
            did = did_you_mean(column_id, self.columns_by_id)
            raise UnspinError(f"The table {self.name!r} has no column {column_id!r}. {did}")
        row, column = self.rows_by_id[row_id], self.columns_by_id[column_id]
        if column.kind == "text":
            if len(value) > MAX_CELL:
                raise UnspinError(f"A cell can have at most {MAX_CELL} characters; this one has {len(value)}.")
            return
        choices = self.choices(row, column)
        wrong = [v for v in (value.split() if column.kind == "several" else [value]) if v and v not in choices]
        if wrong:
            raise UnspinError(f"{wrong[0]!r} is none of the choices for “{row.name}, {column.name}”.")

    def fitting(self, cells: dict[str, dict[str, str]]) -> tuple[dict[str, dict[str, str]], list[str]]:
        """Return those cells that fit this layout, and a sentence for each of the others."""
        fit: dict[str, dict[str, str]] = {}
        problems = []
        for row, values in cells.items():
            for column, value in values.items():
                try:
                    self.check_cell(row, column, value)
                except UnspinError as error:
                    problems.append(str(error))
                else:
                    fit.setdefault(row, {})[column] = value
        return fit, problems


def table_names(library: Library) -> list[str]:
    """Return the names of all tables."""
    return sorted(path.stem for path in _folder(library).glob("*.toml"))


def read_layout(library: Library, name: str) -> Layout:
    """Return a table by its name. Raises UnspinError when there is none, or when its layout or key has a mistake."""
    names = table_names(library)
    if name not in names:
        raise UnspinError(f"There is no table called {name!r}. {did_you_mean(name, names)}")
    path = _folder(library) / f"{name}.toml"
    try:
        layout = _layout(library, name, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UnspinError(f"The table {name!r} cannot be read ({error!r}). Mend data/tables/{path.name}.") from None
    key_path = _folder(library) / f"{name}-key.csv"
    return _with_key(layout, key_path) if key_path.exists() else layout


def _folder(library: Library) -> Path:
    return library.data / "tables"


def _layout(library: Library, name: str, raw: dict[str, Any]) -> Layout:
    columns = tuple(Column(**{**column, "choices": tuple(column.get("choices", ()))}) for column in raw["column"])
    for column in columns:
        if column.kind not in KINDS:
            raise UnspinError(
                f"In data/tables/{name}.toml, column {column.id!r} is of the kind {column.kind!r}. "
                f"The kinds are {', '.join(KINDS)}."
            )
    return Layout(name, raw["title"], raw.get("help", ""), columns, tuple(_row(library, row) for row in raw["row"]))


def _row(library: Library, raw: dict[str, Any]) -> Row:
    text = raw["text"] if "text" in raw else _quoted(library, raw["article"], raw["sentence"])
    name = f"Sentence {int(raw['sentence'][1:])}" if "sentence" in raw else _short(text)
    choices = {column: tuple(some) for column, some in raw.get("choices", {}).items()}
    return Row(raw["id"], raw.get("name", name), text, choices, raw.get("instead_of", ""))


def _quoted(library: Library, article: str, sentence: str) -> str:
    found = library.article(article)
    if sentence not in found.by_id:
        raise UnspinError(f"The article {article!r} has no sentence {sentence!r}.")
    return found.by_id[sentence].text


def _short(text: str) -> str:
    return text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + " …"


def _with_key(layout: Layout, path: Path) -> Layout:
    key = {}
    for row in read_rows(path):
        try:
            cell = KeyCell(_several(row["accepted"]), _several(row["near"]), row["why"])
            for value in (*cell.accepted, *cell.near):
                layout.check_cell(row["row"], row["column"], "" if value == NOTHING else value)
        except (KeyError, AttributeError):
            raise UnspinError(
                f"data/tables/{path.name} needs the columns row, column, accepted, near and why in every line."
            ) from None
        except UnspinError as error:
            raise UnspinError(f"data/tables/{path.name}: {error}") from None
        key[row["row"], row["column"]] = cell
    return Layout(layout.name, layout.title, layout.help, layout.columns, layout.rows, key)


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())
