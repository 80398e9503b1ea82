"""What a repaired chart earns, part by part."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from paths import ROOT

from unspin.answers.schema import ChartFacts, FigureAnswer, NumberAnswer
from unspin.figures.investigations.honest import honest, misleading
from unspin.lesson.check import Check
from unspin.marks.chart_facts import read_facts
from unspin.marks.charts import mark_figure

INVESTIGATIONS = pd.read_csv(ROOT / "data" / "numbers" / "investigations.csv")
KEY = FigureAnswer(read_facts(honest(INVESTIGATIONS)))
FAIR = {"range": None, "showticklabels": True}


def marked(chart):
    return mark_figure(FigureAnswer(read_facts(chart)), KEY, Check(4.0))


def repaired(how="steep", *, axis=None, unit="", years="", source="", whole=True):
    """Return the misleading chart with these repairs."""
    chart = misleading(INVESTIGATIONS, how).chart
    chart.update_yaxes(FAIR if axis is None else axis)
    chart.update_yaxes(title=unit)
    chart.update_xaxes(range=None if whole else ["2025-08-15", "2026-03-10"])
    chart.update_layout(title=f"War crimes {years}")
    chart.add_annotation(text=source, showarrow=False)
    return chart


ALL = {"unit": "registered cases", "years": "2022 to 2026", "source": "Source: S85"}


@pytest.mark.parametrize("how", ["steep", "flat"])
def test_a_misleading_chart_earns_nothing_until_it_is_repaired(how):
    assert marked(misleading(INVESTIGATIONS, how)).points == 0
    assert marked(misleading(INVESTIGATIONS, how).chart).points == 0


@pytest.mark.parametrize("how", ["steep", "flat"])
def test_the_solution_and_a_student_who_repairs_all_four_earn_everything(how):
    assert mark_figure(KEY, KEY, Check(4.0)).points == 4
    assert marked(repaired(how, **ALL)).points == 4


@pytest.mark.parametrize(
    "chart",
    [
        go.Figure(),
        go.Figure(layout={"title": "2022 to 2026, S85", "yaxis": {"title": "registered cases", "rangemode": "tozero"}}),
        go.Figure(go.Bar(x=["2022", "2026"], y=[1, 1]), {"yaxis": {"title": "registered cases, 2022, 2026, S85"}}),
        go.Figure(go.Bar(x=["2022", "2026"], y=[211_000] * 2), {"title": "2022 to 2026, S85"}),
        go.Figure(go.Bar(x=["2022", "2026"], y=[1, 2]), {"title": "2022 to 2026, S85"}),
    ],
)
def test_a_blank_or_constant_chart_or_one_of_other_rows_earns_nothing(chart):
    feedback = marked(chart)
    assert feedback.points == 0
    assert len(feedback.sentences) == 1


@pytest.mark.parametrize(
    ("changed", "part", "points"),
    [
        ({"axis": {"range": [0, 212_000]}}, "Axis: half", 3.5),
        ({"axis": {"range": [0, 2_000_000], "showticklabels": True}}, "Axis: not yet", 3),
        ({"axis": {"range": [5_000, 212_000], "showticklabels": True}}, "Axis: not yet", 3),
        ({"axis": {**FAIR, "type": "log"}}, "Axis: not yet", 3),
        ({"axis": {**FAIR, "type": "log"}, "unit": "registered cases (log scale)"}, "Axis: right", 4),
        ({"unit": "cases"}, "Unit: half", 3.5),
        ({"unit": "registered"}, "Unit: half", 3.5),
        ({"unit": "unregistered proceedings"}, "Unit: half", 3.5),
        ({"unit": "value"}, "Unit: not yet", 3),
        ({"unit": "Registered war crimes"}, "Unit: right", 4),
        ({"years": "2022–26"}, "Date range: right", 4),
        ({"years": "since 2022"}, "Date range: half", 3.5),
        ({"years": "120222 and 20261"}, "Date range: half", 3.5),
        ({"whole": False}, "Date range: half", 3.5),
        ({"whole": False, "years": ""}, "Date range: not yet", 3),
        ({"source": "data/numbers/investigations.csv"}, "Source: right", 4),
        ({"source": "after the Office of the Prosecutor&nbsp;General."}, "Source: right", 4),
        ({"source": "S999"}, "Source: not yet. S999:", 3),
        ({"source": "S01"}, "Source: not yet. S01:", 3),
        ({"source": "the internet"}, "Source: not yet. Nothing", 3),
    ],
)
def test_each_part_is_earned_by_itself(changed, part, points):
    feedback = marked(repaired(**{**ALL, **changed}))
    assert feedback.points == points
    assert sum(sentence.startswith(part) for sentence in feedback.sentences) == 1


@pytest.mark.parametrize("kept", [slice(-12, None), slice(1, None), [0, -1]])
def test_rows_left_out_cost_the_date_range_and_not_the_whole_chart(kept):
    chart = repaired(**ALL)
    line = chart.data[0]
    chart.data[0].update(x=np.array(line.x)[kept], y=np.array(line.y)[kept])
    assert marked(chart).points == 3.5


def test_feedback_has_one_sentence_a_part_and_never_gives_the_answer_away():
    said = marked(misleading(INVESTIGATIONS)).sentences
    assert [sentence.partition(":")[0] for sentence in said[1:]] == ["Axis", "Unit", "Date range", "Source"]
    for answer in ("zero", "log", "registered", "2022", "2026", "investigations", "Prosecutor"):
        assert answer not in " ".join(said)


def test_what_a_student_wrote_is_not_shown_as_a_page():
    shown = marked(repaired(**{**ALL, "source": "<img src=x onerror=alert(1)> S01 <script>"}))._repr_html_()
    assert "<img" not in shown and "<script" not in shown


def test_another_kind_of_answer_earns_nothing_and_a_sentence():
    feedback = mark_figure(NumberAnswer(4.0), KEY, Check(4.0))
    assert (feedback.points, len(feedback.sentences)) == (0, 1)


def test_facts_without_any_point_earn_nothing_even_against_an_empty_key():
    assert mark_figure(FigureAnswer(ChartFacts()), FigureAnswer(ChartFacts()), Check(4.0)).points == 0
