"""Each figure says in one sentence what is wrong with the table that it is given."""

import pandas as pd
import pytest

from unspin import figures
from unspin.text import library
from unspin.words.errors import UnspinError

TABLES = {"coverage": "numbers/coverage.csv", "civilian_harm": "numbers/civilian_harm.csv"}
OF_A_CLASS = ("who_differs", "before_and_after")
# These take something else than a table, or more.
NO_TABLE = ("Figure", "confusion", "progress", "calibration", "yours", "who_chose", "class_calibration", "change_since")
DRAWN_FROM_A_TABLE = sorted(set(figures.__all__) - set(NO_TABLE))
NEEDED = {"label", "outlet", "value"}


def table_of(name):
    file = "class/class-simulated.csv" if name in OF_A_CLASS or name == "label_counts" else TABLES.get(name)
    return pd.read_csv(library.here().root / "data" / (file or "numbers/investigations.csv"))


def test_there_are_figures_to_try():
    assert len(DRAWN_FROM_A_TABLE) > 10


@pytest.mark.parametrize("name", DRAWN_FROM_A_TABLE)
def test_what_is_no_table_is_named(name):
    with pytest.raises(UnspinError, match=r"^This is a whole number, but the figure needs a table\. \w+"):
        getattr(figures, name)(3)


@pytest.mark.parametrize("name", DRAWN_FROM_A_TABLE)
def test_a_column_that_is_gone_is_named(name):
    table = table_of(name)
    (gone,) = NEEDED & set(table.columns)
    with pytest.raises(UnspinError, match=rf"^The table has no column '{gone}'\. \w+"):
        getattr(figures, name)(table.drop(columns=[gone]))


@pytest.mark.parametrize("name", ["growth", "stages", "pace", "explore", "honest"])
@pytest.mark.parametrize(("column", "cell"), [("value", "many"), ("date", "soon"), ("value_qualifier", "perhaps")])
def test_a_cell_that_no_figure_can_be_drawn_from_is_named(name, column, cell):
    table = table_of(name).astype({"value": object})
    table.loc[:, column] = cell
    with pytest.raises(
        UnspinError, match=rf"^The column '{column}' of the table holds '{cell}', which is no .*again\.$"
    ):
        getattr(figures, name)(table)


def test_a_chart_against_the_key_needs_the_taggers_table():
    article = library.article("icpa-withdrawal")
    with pytest.raises(UnspinError, match="needs a table"):
        figures.confusion([], article)
    with pytest.raises(UnspinError, match="no column 'sentence'"):
        figures.confusion(pd.DataFrame({"label": []}), article)


def test_a_coverage_table_without_rows_is_named():
    with pytest.raises(UnspinError, match=r"The table has no rows\."):
        figures.coverage(table_of("coverage").head(0))


@pytest.mark.parametrize(
    ("name", "wanted"), [("progress", "lesson.progress"), ("calibration", "pairs"), ("yours", "chart")]
)
def test_a_figure_that_takes_something_else_says_what(name, wanted):
    with pytest.raises(UnspinError, match=f"^This is a whole number; give .*{wanted}"):
        getattr(figures, name)(3)
