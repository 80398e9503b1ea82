import json
import re

import pytest
from paths import ROOT

from unspin import figures
from unspin.agreement.calibration import Bin
from unspin.marks.record import Record, numbers
from unspin.notebook.progress import invented_student
from unspin.words.errors import UnspinError


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def traces(figure):
    return json.loads(figure.chart.to_json())["data"]


def test_each_station_is_drawn_at_its_score_with_its_interval_and_its_count():
    course = invented_student()
    figure = figures.progress(course)
    score, over = traces(figure)
    wanted = [numbers(o.labelled) for o in course.stations]
    assert score["y"] == [n.score.value for n in wanted] and over["y"] == [n.over_tagging.value for n in wanted]
    assert score["error_y"]["array"] == [n.score.high - n.score.value for n in wanted]
    assert score["error_y"]["arrayminus"] == [n.score.value - n.score.low for n in wanted]
    assert [tick.split("<br>")[-2:] for tick in figure.chart.layout.xaxis.ticktext] == [
        ["12 labels", "4 claims"],
        ["21 labels", "8 claims"],
        ["15 labels", "6 claims"],
    ]


def test_score_and_over_tagging_differ_by_shape_and_not_only_by_colour():
    assert len({trace["marker"]["symbol"] for trace in traces(figures.progress(invented_student()))}) == 2


def test_the_text_of_progress_says_every_number_and_the_slants():
    text = figures.progress(invented_student()).text
    for name in ("Lesson 1, before any rule: score", "Lesson 8, a new text: score", "texts that lean the other way"):
        assert name in text
    assert "sentences; claims recognised" in text


def test_without_labels_both_figures_say_what_to_do():
    for figure in (figures.progress(Record(())), figures.calibration([])):
        assert traces(figure) == [] and figure.text.startswith("There is nothing to show yet.")


def test_each_confidence_is_drawn_at_the_share_that_was_right_with_its_count():
    pairs = [(1.0, 1.0)] * 5 + [(1.0, 0.0)] + [(0.2, 0.5)]
    (marks,) = traces(figures.calibration(pairs))
    assert (marks["x"], marks["y"], marks["text"]) == ([0.2, 1.0], [0.5, 5 / 6], ["1", "6"])
    assert marks["marker"]["symbol"] == ["circle-open", "circle"]


def test_the_text_of_calibration_says_every_mark():
    text = figures.calibration([(0.8, 1.0)] * 6 + [(0.8, 0.0)] * 4).text
    first, fact = text.splitlines()
    assert first == "Over 10 labels you said 80% on average, and 60% were right. So you were a little too sure."
    assert fact == "Confidence 4 of 5 (80%): 60% right, 10 labels."


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([(1.0, 0.0)] * 9, "too few to say more"),
        ([(0.6, 1.0)] * 6 + [(0.6, 0.0)] * 4, "The two are close."),
        ([(0.2, 1.0)] * 10, "right more often than you thought"),
    ],
)
def test_the_figure_says_on_which_side_one_errs_only_where_it_can_be_seen(pairs, said):
    assert said in figures.calibration(pairs).text.splitlines()[0]


def test_a_figure_of_another_student_is_not_about_you():
    invented = invented_student()
    for figure in (
        figures.progress(invented, who="the student"),
        figures.calibration(invented.pairs, who="the student"),
    ):
        assert not re.search(r"\byour?\b", figure.caption + figure.text + figure.chart.to_json(), re.IGNORECASE)
    first = figure.text.splitlines()[0]
    assert first.endswith("the student said 80% on average, and 71% were right. So the student was a little too sure.")


def test_an_unknown_owner_of_labels_is_named():
    with pytest.raises(UnspinError, match=r"There is no wording for 'me'\."):
        figures.calibration([(0.8, 1.0)], who="me")


def test_a_class_is_told_of_its_confidence_as_a_class():
    figure = figures.class_calibration([Bin(0.2, 0.9, 10), Bin(0.8, 0.5, 30)], "hand-ins.")
    (marks,) = traces(figure)
    assert (marks["x"], marks["y"], marks["text"]) == ([0.2, 0.8], [0.9, 0.5], ["10", "30"])
    first = figure.text.splitlines()[0]
    assert (
        first == "Over 40 labels the class said 65% on average, and 60% were right. So the class was a little too sure."
    )
    assert "you" not in json.dumps(marks) and "you" not in figure.caption


def test_a_class_without_confidence_is_told_so():
    assert figures.class_calibration([], "").text.startswith("No student said how sure")
