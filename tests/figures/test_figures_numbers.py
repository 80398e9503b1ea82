"""The figures of lesson 6 against the tables: every mark is a row, and what must stand with a chart stands there."""

import json

import pandas as pd
import pytest
from paths import ROOT

from unspin import figures
from unspin.words.errors import UnspinError

DATA = ROOT / "data"
NAMES = {"exact": "exact", "at_least": "at least", "approximately": "approximately"}
OF_INVESTIGATIONS = ("growth", "article_number", "differing_reports", "nested_totals", "stages", "stages_over_time",
                     "pace", "in_absentia", "honest")  # fmt: skip


@pytest.fixture
def investigations():
    return pd.read_csv(DATA / "numbers" / "investigations.csv")


@pytest.fixture
def cases(investigations):
    return investigations[investigations["metric"] == "registered_war_crimes"]


def rows(table):
    """Every row of a table as a mark: (date, value, name in the legend), sorted."""
    names = table["value_qualifier"].map(NAMES)
    return sorted(zip(table["date"], table["value"], names, strict=True))


def marks(figure):
    traces = json.loads(figure.chart.to_json())["data"]
    return sorted((x, y, t["name"]) for t in traces for x, y in zip(t["x"], t["y"], strict=True))


def test_growth_draws_every_row_and_a_window_only_its_own(investigations, cases):
    assert marks(figures.growth(investigations)) == rows(cases)
    window = figures.growth(investigations, since="2024-01-01", until="2024-12-31")
    inside = cases[cases["date"].str.startswith("2024")]
    assert len(inside) > 5 and marks(window) == rows(inside)
    assert f"{len(cases) - len(inside)} more reports lie outside of this window." in window.caption


def test_an_axis_that_is_cut_off_says_where_it_begins_and_hides_no_mark(investigations, cases):
    figure = figures.growth(investigations, since="2025-01-01", from_zero=False)
    low, high = figure.chart.layout.yaxis.range
    shown = cases[cases["date"] >= "2025"]["value"]
    assert 0 < low < shown.min() and shown.max() < high
    assert f"axis begins at {low:,}" in figure.chart.layout.yaxis.title.text
    assert f"The axis begins at {low:,}, not at zero" in figure.caption


def test_a_log_axis_says_so(investigations):
    figure = figures.growth(investigations, log=True)
    assert figure.chart.layout.yaxis.type == "log"
    assert "log scale" in figure.chart.layout.yaxis.title.text and "log scale" in figure.caption


def test_a_window_without_a_report_is_named_with_the_way_out(investigations):
    with pytest.raises(UnspinError, match=r"2020-01-01 to 2020-12-31. Widen the window"):
        figures.growth(investigations, since="2020-01-01", until="2020-12-31")


def test_the_articles_number_stands_between_the_rows_around_march_2025(investigations, cases):
    figure = figures.article_number(investigations)
    assert marks(figure) == rows(cases[cases["date"].between("2024-07-01", "2025-09-30")])
    assert [shape.y0 for shape in figure.chart.layout.shapes if shape.type == "line"] == [150_000]
    assert "exact 150,447 by 31 Jan 2025" in figure.caption and "approximately 159,000 by 16 Apr 2025" in figure.caption


def test_the_figure_of_differing_reports_shows_those_days_and_no_other(investigations, cases):
    drawn = json.loads(figures.differing_reports(investigations).chart.to_json())["data"]
    by_day = cases.groupby("date")["value"].transform("nunique")
    expected = cases[by_day > 1]
    shown = sorted((x, y, t["name"]) for t in drawn for x, y in zip(t["x"], t["y"], strict=True))
    assert shown == sorted(
        zip(expected["value"], expected["source_id"], expected["value_qualifier"].map(NAMES), strict=True)
    )
    named = [t["name"] for t in drawn if t["showlegend"]]
    assert sorted(named) == sorted(set(expected["value_qualifier"].map(NAMES)))


def test_three_totals_of_one_day_are_those_of_the_table(investigations):
    (bars,) = json.loads(figures.nested_totals(investigations).chart.to_json())["data"]
    day = investigations[
        (investigations["date"] == "2022-05-19") & investigations["metric"].str.startswith("registered")
    ]
    assert bars["x"] == sorted(day["value"]) and len(bars["x"]) == 3
    with pytest.raises(UnspinError, match="Not all three totals"):
        figures.nested_totals(investigations, "2024-05-19")


@pytest.mark.parametrize("how", ["steep", "flat"])
def test_the_honest_and_the_misleading_chart_have_the_same_rows(investigations, how):
    plain = [(x, y) for x, y, _ in marks(figures.honest(investigations))]
    (line,) = json.loads(figures.misleading(investigations, how).chart.to_json())["data"]
    assert sorted(zip(line["x"], line["y"], strict=True)) == plain


def test_another_way_to_mislead_is_named_with_the_nearest(investigations):
    with pytest.raises(UnspinError, match="steep"):
        figures.misleading(investigations, "step")


def test_civilian_harm_draws_the_verified_counts_and_explains_the_step_down():
    harm = pd.read_csv(DATA / "numbers" / "civilian_harm.csv")
    figure = figures.civilian_harm(harm)
    assert marks(figure) == rows(harm[harm["metric"] == "ohchr_killed_cumulative"])
    assert "is lower than" in figure.caption and "verified" in figure.chart.layout.yaxis.title.text


@pytest.mark.parametrize("name", OF_INVESTIGATIONS)
def test_each_figure_names_its_dates_its_sources_and_says_the_same_in_words(investigations, name):
    figure = getattr(figures, name)(investigations)
    assert "20" in figure.caption.split("\n")[0] and "data/numbers/investigations.csv" in figure.source
    assert "prosecutor" in figure.caption.lower() or "not proven" in figure.caption
    assert len(figure.text.split("\n")) > 2


@pytest.mark.parametrize("name", OF_INVESTIGATIONS)
def test_a_table_without_a_column_is_named_with_the_way_out(investigations, name):
    with pytest.raises(UnspinError, match=r"data/numbers/investigations\.csv"):
        getattr(figures, name)(investigations.drop(columns="value_qualifier"))


def test_a_students_own_chart_is_shown_without_words_of_the_kit(investigations):
    chart = figures.misleading(investigations).chart
    assert figures.yours(chart).chart is chart and len(figures.yours(chart).bundles()) == 1
