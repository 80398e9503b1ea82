import pandas as pd
import pytest
from paths import ROOT

from unspin import agreement, figures
from unspin.figures.agreement import differ
from unspin.text import library
from unspin.words.errors import UnspinError


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def rows():
    return pd.read_csv(ROOT / "data" / "class" / "class-simulated.csv")


def test_the_heat_map_counts_what_the_table_holds(rows):
    rows = rows[rows["round"] == 1]
    (heat,) = figures.who_differs(rows).chart.data
    expected = pd.crosstab(rows["sentence_id"], rows["label"])[list(heat.x)]
    assert [[int(n or 0) for n in row] for row in heat.text] == expected.to_numpy().tolist()
    assert list(heat.z[0]) == pytest.approx((expected.iloc[0] / expected.iloc[0].sum()).tolist())


def test_the_text_names_every_sentence_with_its_counts(rows):
    figure = figures.who_differs(rows[rows["round"] == 1])
    first, *facts = figure.text.splitlines()
    assert len(facts) == 21 and facts[0].startswith("Sentence 1: ") and "differs most on sentence" in first
    assert "simulated" in figure.source and first in figure.caption


def test_alpha_of_both_rounds_is_drawn_with_its_intervals(rows):
    figure = figures.before_and_after(rows)
    labels = list(library.tagset().labels)
    for place in (0, 1):
        group = rows[rows["round"] == place + 1]
        counts = pd.crosstab(group["sentence_id"], group["label"]).reindex(columns=labels, fill_value=0)
        alpha, interval = agreement.alpha(counts).value, agreement.interval("alpha", counts)
        trace = figure.chart.data[0]
        assert trace.y[place] == pytest.approx(alpha)
        assert trace.y[place] + trace.error_y.array[place] == pytest.approx(interval.high)
        assert trace.y[place] - trace.error_y.arrayminus[place] == pytest.approx(interval.low)
        assert f"Round {place + 1}: alpha {alpha:.3f}; with other sentences {interval!r}" in figure.text


def test_the_simulated_class_agrees_more_after_the_talk(rows):
    first, second = figures.before_and_after(rows).chart.data[0].y
    assert 0.2 < first < second < 0.9


def test_the_two_intervals_differ_by_shape_and_not_only_by_colour(rows):
    assert len({trace.marker.symbol for trace in figures.before_and_after(rows).chart.data}) == 2


def test_a_round_in_which_alpha_is_not_defined_is_explained_and_not_drawn(rows):
    rows.loc[rows["round"] == 2, "label"] = "CLAIM"
    figure = figures.before_and_after(rows)
    assert "one and the same category" in figure.text and len(figure.chart.data[0].y) == 1


def test_a_table_without_a_column_is_named_with_the_way_out(rows):
    for make, column in ((figures.who_differs, "label"), (figures.before_and_after, "round")):
        with pytest.raises(UnspinError, match=rf"no column '{column}'.*class-simulated"):
            make(rows.drop(columns=column))
    with pytest.raises(UnspinError, match="no labels of the course"):
        figures.who_differs(rows.iloc[0:0])


def test_no_axis_line_stands_where_the_first_round_is(rows):
    assert figures.before_and_after(rows).chart.layout.xaxis.zeroline is False


def test_counts_are_drawn_as_the_table_that_they_were_counted_from(rows):
    labels = list(library.tagset().labels)
    counts = pd.crosstab(rows["sentence_id"], rows["label"])[labels]
    from_counts = figures.who_chose({s: row.tolist() for s, row in counts.iterrows()}, labels, "a source.")
    assert from_counts.chart.to_json() == figures.who_differs(rows).chart.to_json()
    assert from_counts.source == "a source."


def test_a_sentence_without_a_label_is_left_out_and_none_at_all_is_an_error():
    (heat,) = figures.who_chose({"s01": [1, 1], "s02": [0, 0]}, ["A", "B"], "").chart.data
    assert list(heat.y) == ["1"]
    with pytest.raises(UnspinError, match="Nobody chose a label"):
        figures.who_chose({"s01": [0, 0]}, ["A", "B"], "")


def test_a_large_class_is_shown_by_how_many_of_100():
    figure = figures.who_chose({"s01": [600, 400], "s02": [999, 1]}, ["A", "B"], "")
    assert [[*row] for row in figure.chart.data[0].text] == [["60", "40"], ["100", "0"]]
    assert "how many of 100 chose" in figure.caption and "A 600, B 400" in figure.text
    assert "differs most on sentence 1 and least on sentence 2" in figure.text


@pytest.mark.parametrize(
    ("row", "wanted"), [([1, 1], 1.0), ([2, 0], 0.0), ([2, 1], 2 / 3), ([1, 0], 0.0), ([0, 0], 0.0)]
)
def test_how_often_two_people_differ(row, wanted):
    assert differ(row) == pytest.approx(wanted)
