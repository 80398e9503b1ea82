import json

import pandas as pd
import pytest
from paths import ROOT

from unspin import figures

DATA = ROOT / "data"
MADE = [
    "growth",
    "article_number",
    "differing_reports",
    "nested_totals",
    "stages",
    "stages_over_time",
    "pace",
    "in_absentia",
    "honest",
]


@pytest.fixture
def rows():
    return pd.read_csv(DATA / "numbers" / "investigations.csv")


def parts(figure):
    return json.loads(figure.chart.to_json())["data"]


@pytest.mark.parametrize("name", MADE)
def test_each_figure_names_its_dates_and_sources_in_words(rows, name):
    figure = getattr(figures, name)(rows)
    assert "data/numbers/investigations.csv" in figure.source and "20" in figure.caption and "\n" in figure.text
    assert set(figure.source.split("reports are ")[1].split(" in ")[0].split(", ")) <= set(rows["source_id"])
    assert "registered" in figure.chart.to_json().lower() or name == "in_absentia"


def test_the_stages_of_one_day_are_the_tables(rows):
    drawn = sorted(x for trace in parts(figures.stages(rows)) for x in trace["x"])
    found = rows[(rows["date"] == "2025-04-16") & (rows["source_id"] == "S94")].set_index("metric")["value"]
    names = ["convicted", "indicted", "suspects_notified", "registered_war_crimes"]
    assert drawn == sorted(found[names]) == [158, 608, 850, 159_000]


def test_the_pace_is_the_difference_of_exact_numbers_over_the_time_between_them(rows):
    exact = rows[(rows["metric"] == "registered_war_crimes") & (rows["value_qualifier"] == "exact")].sort_values("date")
    days = pd.to_datetime(exact["date"]).diff().dt.days
    expected = (exact["value"].diff() / days * 365.25 / 12).dropna().round().astype(int).tolist()
    assert parts(figures.pace(rows))[1]["y"] == expected and len(expected) == 4


def test_those_present_and_all_others_add_up_to_everybody_convicted(rows):
    here, others = parts(figures.in_absentia(rows))
    assert here["x"] == rows[rows["metric"] == "convicted_in_person"].sort_values("date")["value"].tolist()
    assert [a + b for a, b in zip(here["x"], others["x"], strict=True)] == [54, 63, 121, 158, 202]


def test_the_misleading_chart_has_the_same_rows_and_leaves_out_what_a_reader_needs(rows):
    good, bad = figures.honest(rows), figures.misleading(rows)
    assert sorted(y for t in parts(good) for y in t["y"]) == sorted(parts(bad)[0]["y"])
    assert bad.chart.layout.yaxis.title.text is None and bad.chart.layout.yaxis.range[0] > 0
    assert "S92" not in bad.source and "S92" in good.source
