"""What a figure needs of its table; what is missing is said in one sentence."""

from collections.abc import Sequence
from typing import Any

from unspin.words.errors import UnspinError
from unspin.words.plain_words import kind_of


def need_columns(table: Any, columns: list[str], again: str) -> None:
    """Raise UnspinError unless `table` is a table with these columns; `again` says where to get a good one."""
    if not hasattr(table, "columns"):
        raise UnspinError(f"This is {kind_of(table)}, but the figure needs a table. {again}")
    missing = [column for column in columns if column not in table]
    if missing:
        raise UnspinError(f"The table has no column {missing[0]!r}. {again}")


def how_often(table: Any, column: str, values: Sequence[str]) -> list[int]:
    """Return how often each of `values` stands in a column of a table."""
    return [int((table[column] == value).sum()) for value in values]
