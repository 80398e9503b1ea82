"""Marking by what a lesson asks for: one score with and without words; answers of another kind earn nothing."""

import pytest

from unspin.answers.home import keys_home
from unspin.answers.key import read_key
from unspin.answers.schema import (
    ChartFacts,
    ChoiceAnswer,
    FigureAnswer,
    LabelsAnswer,
    Mark,
    NumberAnswer,
    SpansAnswer,
    TableAnswer,
    Tag,
    TextAnswer,
)
from unspin.lesson.answer_name import LABELS, tagged
from unspin.lesson.tables import read_layout, table_names
from unspin.marks.marker import Marker
from unspin.text import library

EVERY_KIND = (
    LabelsAnswer({"s01": Tag("CLAIM", 5), "s999999": Tag("no label")}),
    SpansAnswer({"s01": [Mark(0, 10**9, "LOADED")], "s77": [Mark(4, 2, "?")]}),
    NumberAnswer(1e300),
    TextAnswer("=1+1"),
    ChoiceAnswer("<b>"),
    TableAnswer({"no-row": {"no-column": "x"}}),
    FigureAnswer(ChartFacts()),
)


def lessons():
    return [name for name in library.here().lessons() if read_key(keys_home(library.here()) / f"{name}.json").checks]


def marker_of(lesson):
    return Marker(library.here(), read_key(keys_home(library.here()) / f"{lesson}.json"))


def half_right(name, key):
    """Return an answer that is right in a part, for any question of the course."""
    text = tagged(name, library.here())
    if text and text.kind == LABELS:
        wanted = library.article(text.of).key.labels
        return LabelsAnswer({sid: Tag(one.label, 3) for sid, one in list(wanted.items())[4:]})
    if text:
        wanted = library.article(text.of).key.spans
        return SpansAnswer({sid: [Mark(s.start, s.end, s.label) for s in spans[:1]] for sid, spans in wanted.items()})
    if name in table_names(library.here()):
        layout = read_layout(library.here(), name)
        cells = {}
        for (row, column), cell in list(layout.key.items())[::2]:
            cells.setdefault(row, {})[column] = "" if cell.accepted[0] == "-" else cell.accepted[0]
        return TableAnswer(cells)
    return key.answers.get(name) or TextAnswer("In March the library cut 8 hours.")


def test_there_are_lessons_that_are_marked():
    assert len(lessons()) == 7


@pytest.mark.parametrize("lesson", lessons())
def test_the_score_is_the_share_of_the_points_that_the_feedback_gives(lesson):
    marker = marker_of(lesson)
    for name, check in marker.key.checks.items():
        answer = half_right(name, marker.key)
        feedback = marker.mark(name, answer, check)
        assert marker.score(name, answer, check) == pytest.approx(feedback.points / check.points), name
        assert feedback.points > 0, name


@pytest.mark.parametrize("lesson", lessons())
@pytest.mark.parametrize("answer", EVERY_KIND, ids=lambda answer: type(answer).__name__)
def test_an_answer_of_any_kind_to_any_question_is_marked_and_earns_no_full_points(lesson, answer):
    marker = marker_of(lesson)
    for name, check in marker.key.checks.items():
        feedback = marker.mark(name, answer, check)
        assert 0 <= feedback.points < check.points, name
        assert marker.score(name, answer, check) == pytest.approx(feedback.points / check.points)
        assert feedback.sentences[0]


def test_without_a_key_nothing_is_scored(tmp_path):
    marker = Marker(library.here(), None)
    check = marker_of("02-claim-or-view").key.checks["share-of-claims"]
    assert marker.score("share-of-claims", NumberAnswer(0.5), check) is None
