"""What is read off a chart, and that nothing that a student draws breaks the reading."""

import json
import subprocess
import sys
from datetime import datetime

import msgspec
import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import pytest
from paths import ROOT

from unspin import figures
from unspin.answers.schema import FORMAT, Answers, ChartFacts, FigureAnswer, parse, to_bytes
from unspin.figures.investigations.honest import honest, misleading
from unspin.marks.chart_facts import read_facts
from unspin.marks.plotly_figure import is_figure, is_ours

DAYS = ["2022-04-11", "2024-02-23", "2026-02-24"]
LINE = {"type": "scatter", "x": DAYS, "y": [5_800, 122_000, 210_000]}
BAR = {**LINE, "type": "bar"}


@pytest.fixture
def investigations():
    return pd.read_csv(ROOT / "data" / "numbers" / "investigations.csv")


def facts(trace=LINE, **layout):
    return read_facts(go.Figure([trace], layout))


# The axis


@pytest.mark.parametrize(
    ("axis", "said"),
    [
        ({}, "cut"),
        ({"rangemode": "tozero"}, "zero"),
        ({"rangemode": "nonnegative"}, "cut"),
        ({"range": [0, 250_000]}, "zero"),
        ({"range": [-10, 250_000]}, "zero"),
        ({"range": [100_000, 250_000]}, "cut"),
        ({"range": [100_000, 250_000], "rangemode": "tozero"}, "cut"),
        ({"range": [100_000, 250_000], "rangemode": "tozero", "autorange": True}, "zero"),
        ({"range": [0, 250_000], "autorange": True}, "cut"),
        ({"range": [0, None]}, "zero"),
        ({"range": [250_000, 0]}, "cut"),
        ({"autorange": "reversed", "rangemode": "tozero"}, "cut"),
        ({"autorangeoptions": {"include": 0}}, "zero"),
        ({"type": "log"}, "log"),
        ({"type": "log", "range": [176_000, 212_000]}, "cut"),
        ({"type": "category"}, "cut"),
    ],
)
def test_an_axis_begins_at_zero_or_is_logarithmic_or_cut(axis, said):
    assert facts(yaxis=axis).axis == said


def test_bars_stand_on_zero_unless_a_range_says_otherwise():
    assert facts(BAR).axis == "zero"
    assert facts(BAR, yaxis={"range": [100_000, 250_000]}).axis == "cut"
    assert facts({**BAR, "base": 1_000}).axis == "cut"


def test_bars_on_a_log_scale_count_as_cut():
    assert facts(BAR, yaxis={"type": "log"}).axis == "cut"


def test_bars_that_lie_are_read_along_the_other_axis():
    lying = facts({**BAR, "orientation": "h", "x": LINE["y"], "y": DAYS}, xaxis={"title": {"text": "registered cases"}})
    assert (lying.axis, lying.unit, lying.highest) == ("zero", "registered cases", 210_000)


def test_a_second_axis_that_is_cut_is_found():
    second = {**LINE, "yaxis": "y2"}
    chart = go.Figure([LINE, second], {"yaxis": {"rangemode": "tozero"}, "yaxis2": {"range": [9_000, 250_000]}})
    assert read_facts(chart).axis == "cut"


def test_a_template_counts_where_the_chart_itself_says_nothing():
    template = {"layout": {"yaxis": {"rangemode": "tozero"}}}
    assert facts(template=template).axis == "zero"


def test_how_much_of_the_axis_is_used_and_whether_numbers_stand_on_it():
    wide = facts(yaxis={"range": [0, 2_100_000], "showticklabels": False})
    assert (wide.filled, wide.numbers) == (pytest.approx(0.1), False)
    assert (facts().filled, facts().numbers) == (1.0, True)
    assert facts(yaxis={"visible": False}).numbers is False


# Words and points


def test_all_words_on_the_chart_are_read_without_tags():
    read = facts(
        title={"text": "War crimes<br>so far", "subtitle": {"text": "2022 to 2026"}},
        yaxis={"title": {"text": "<b>registered</b> cases"}},
        xaxis={"title": {"text": "day"}},
        annotations=[{"text": "Source: S85"}, {"text": "gone", "visible": False}],
    )
    assert (read.title, read.unit) == ("War crimes so far", "registered cases")
    assert sorted(read.words) == ["2022 to 2026", "Source: S85", "War crimes so far", "day", "registered cases"]


def test_a_chart_of_the_kit_brings_its_caption_and_its_source(investigations):
    figure = honest(investigations)
    read = read_facts(figure)
    assert figure.caption.split("\n")[0] in read.words[-1]
    assert read.source == figure.source
    assert read_facts(figure.chart).source == ""


def test_only_points_within_the_ranges_are_seen():
    assert (facts().points, facts().first, facts().last) == (3, "2022-04-11", "2026-02-24")
    late = facts(xaxis={"range": ["2023-01-01", "2026-03-01"]})
    assert (late.points, late.all_points, late.first) == (2, 3, "2024-02-23")
    assert facts(yaxis={"range": [0, 100_000]}).points == 1
    assert facts({**LINE, "visible": "legendonly"}).all_points == 0


def test_a_range_of_dates_may_be_given_in_milliseconds():
    ends = [datetime(2023, 1, 1).timestamp() * 1000, datetime(2027, 1, 1).timestamp() * 1000]
    assert read_facts({"data": [LINE], "layout": {"xaxis": {"range": ends}}}).points == 2


@pytest.mark.parametrize(
    "days",
    [pd.to_datetime(DAYS), np.array(DAYS, "datetime64[D]"), [datetime.fromisoformat(d) for d in DAYS], tuple(DAYS)],
)
def test_dates_of_every_kind_are_read_alike(days):
    read = facts({**LINE, "x": days}, xaxis={"range": ["2023-01-01", "2027-01-01"]})
    assert (read.first, read.last, read.points) == ("2024-02-23", "2026-02-24", 2)


def test_packed_numbers_are_read_like_lists():
    chart = px.line(pd.DataFrame({"year": [2022, 2023], "cases": [5_800.0, 60_000.0]}), x="year", y="cases")
    for one in (chart, json.loads(chart.to_json())):
        read = read_facts(one)
        assert (read.first, read.last, read.highest) == ("2022", "2023", 60_000)


def test_the_steep_and_the_flat_chart_hide_what_the_honest_one_shows(investigations):
    steep, flat = (read_facts(misleading(investigations, how)) for how in ("steep", "flat"))
    whole = read_facts(honest(investigations))
    assert (steep.axis, flat.axis, whole.axis) == ("cut", "zero", "zero")
    assert flat.filled < 0.2 < whole.filled
    assert steep.points == flat.points < whole.points == steep.all_points == 30


# Whose chart it is


def test_the_kits_own_right_charts_are_known_and_the_misleading_one_is_not(investigations):
    for figure in (honest(investigations), figures.registered_cases(investigations), figures.growth(investigations)):
        assert is_ours(figure) and is_ours(go.Figure(figure.chart))
    assert not is_ours(misleading(investigations))


def test_what_is_a_figure_and_what_is_not(investigations):
    assert all(map(is_figure, [go.Figure(), honest(investigations), {"data": [], "layout": {}}]))
    assert not any(map(is_figure, [[1], {"data": []}, "fig", None, pd.DataFrame(), 3]))


def test_reading_charts_loads_no_plotly():
    code = "import sys; from unspin.marks.chart_facts import *; print(read_facts([1]).points, 'plotly' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["0", "False"]


# Bad input


@pytest.mark.parametrize(
    "chart",
    [
        {"data": None, "layout": None},
        {"data": [1, None, {"y": "abc"}, {"y": [float("nan"), None, "x"], "x": 7}], "layout": [1]},
        {"data": [{"y": {"dtype": "f8", "bdata": "?"}}, {"y": {"dtype": []}}], "layout": {"title": 5, "yaxis": 1}},
        {"data": [{"y": [float("nan"), float("inf"), 10**400]}], "layout": {"annotations": {"a": 1}, "meta": [1]}},
        {"data": [LINE], "layout": {"xaxis": {"range": 3}, "yaxis": {"range": [None, "x", 5], "title": ["t"]}}},
        {
            "data": [LINE],
            "layout": {"xaxis": {"range": [1e300, -1e300]}, "yaxis": {"type": "log", "range": [-1e9, 1e9]}},
        },
        {
            "data": [dict.fromkeys(["y", "x", "visible", "opacity", "type", "fill", "yaxis", "base"], np.arange(3))],
            "layout": {"yaxis": dict.fromkeys(["type", "autorange", "rangemode", "range", "visible"], np.arange(3))},
        },
        {
            "data": [LINE],
            "layout": {"meta": np.arange(3), "annotations": [dict.fromkeys(["visible", "opacity"], np.arange(3))]},
        },
        {"data": [{"type": "pie", "values": [1, 2]}], "layout": {}},
        {"data": [{"y": [1, "2", None, 3], "x": ["a", 2, "2022-01-01", None]}], "layout": {}},
    ],
)
def test_any_chart_is_read_without_an_exception_and_can_be_saved(chart):
    read = FigureAnswer(read_facts(chart))
    saved = to_bytes(Answers(FORMAT, "lesson", answers={"chart": read}))
    assert parse(saved).answers["chart"] == read


def test_an_empty_chart_shows_nothing():
    assert read_facts(go.Figure()) == ChartFacts()


def test_hostile_words_are_cut_and_stay_text():
    title = "<script>alert(1)</script>\ud800&lt;img src=x&gt;" + "<" * 9_000 + "x" * 1_000_000
    chart = {"data": [LINE], "layout": {"title": title, "annotations": [{"text": "n" * 5_000}] * 900}}
    read = read_facts(chart)
    assert read.title.startswith("alert(1) ?<img src=x>")
    assert len(read.words) == 50 and max(map(len, [read.title, *read.words])) <= 1_000
    assert len(to_bytes(Answers(FORMAT, "lesson", answers={"chart": FigureAnswer(read)}))) < 100_000


def test_a_hundred_thousand_points_become_a_few_numbers():
    read = facts({"type": "scattergl", "x": np.arange(100_000), "y": np.random.default_rng(1).random(100_000)})
    assert read.points == 100_000
    assert len(msgspec.json.encode(read)) < 500
