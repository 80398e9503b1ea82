import json

import pytest

from unspin import figures
from unspin.figures.change import Moved

SCORE = [Moved("Lesson 2", -0.08, -0.2, 0.03, 29), Moved("Lesson 8", 0.12, None, None, 3)]
OVER = [Moved("Lesson 2", 0.03, -0.08, 0.14, 28)]


@pytest.fixture
def figure():
    return figures.change_since({"score": SCORE, "over-tagging": OVER}, start="lesson 1", source="hand-ins.")


def test_each_change_is_drawn_at_its_place_with_its_range(figure):
    score, over = json.loads(figure.chart.to_json())["data"]
    assert score["y"] == [-8, 12] and over["y"] == [3]
    assert score["error_y"]["array"] == pytest.approx([11, 0]) and score["error_y"]["arrayminus"] == pytest.approx(
        [12, 0]
    )
    assert round(score["x"][1]) == 1 and round(over["x"][0]) == 0


def test_the_text_says_every_change_and_where_no_range_is_known(figure):
    first, *facts = figure.text.splitlines()
    assert first == "What moved since lesson 1, in points of 100." and len(facts) == 3
    assert facts[0] == "Lesson 2, score: -8 points (-20 to +3), 29 students."
    assert "not known how far by chance" in facts[1] and "lesson 1" in figure.caption


def test_the_two_marks_differ_by_shape_and_not_only_by_colour(figure):
    assert len({trace.marker.symbol for trace in figure.chart.data}) == 2
