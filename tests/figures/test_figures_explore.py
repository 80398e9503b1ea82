import pandas as pd
import pytest
from paths import ROOT

from unspin import figures
from unspin.page.chart import PLOTLY_MIME

INVESTIGATIONS = ROOT / "data" / "numbers" / "investigations.csv"


@pytest.fixture
def explorer():
    return figures.explore(pd.read_csv(INVESTIGATIONS))


def drawn(explorer):
    return explorer._bundles[0].get(PLOTLY_MIME)


def values(explorer):
    return sorted(value for trace in drawn(explorer)["data"] for value in trace["y"])


def test_it_begins_with_all_reports_and_an_axis_from_zero(explorer):
    assert len(values(explorer)) == 30
    assert explorer.axis == "from zero" and "No report is left out" in explorer.said


def test_a_narrower_window_shows_only_its_reports_and_says_how_many_are_left_out(explorer):
    explorer.look(explorer.begins.index("January 2025"), explorer.ends.index("June 2025"), "cut off below")
    assert values(explorer) == [150_447, 159_000]
    assert "28 more reports lie outside of this window" in explorer.said
    assert drawn(explorer)["layout"]["yaxis"]["range"][0] > 0


def test_a_window_without_a_report_says_so_and_the_next_one_is_drawn_again(explorer):
    empty = explorer.begins.index("October 2022")
    explorer.look(empty, empty, "from zero")
    assert "There is no report from 2022-10-01 to 2022-12-31" in explorer.said and drawn(explorer) is None
    explorer.look(0, 15, "from zero")
    assert len(values(explorer)) == 30


@pytest.mark.parametrize(
    "content",
    [None, {}, {"type": "look"}, {"type": "look", "first": 0, "last": 99, "axis": "from zero"},
     {"type": "look", "first": 0, "last": 1, "axis": "upside down"},
     {"type": "look", "first": True, "last": 1, "axis": "from zero"}],
)  # fmt: skip
def test_what_makes_no_sense_changes_nothing(explorer, content):
    explorer._receive(content)
    assert (explorer.first, explorer.last, explorer.axis) == (0, 15, "from zero")
