import json

import pytest
from small_table import KEY, LAYOUT, RIGHT

from unspin import open_lesson
from unspin.answers.file import AnswersFile
from unspin.answers.schema import TableAnswer, TextAnswer, with_answer, with_cell
from unspin.lesson.exercise import find_checks
from unspin.lesson.tables import MAX_CELL, read_layout
from unspin.marks.tables import score_table
from unspin.text import library
from unspin.widgets.table import Table
from unspin.words.errors import UnspinError

LESSON = "02-claim-or-view"


@pytest.fixture
def path(tmp_path):
    return tmp_path / f"{LESSON}.json"


@pytest.fixture
def layout(course):
    folder = course / "data" / "tables"
    folder.mkdir(exist_ok=True)
    (folder / "who.toml").write_text(LAYOUT, encoding="utf-8")
    (folder / "who-key.csv").write_text(KEY, encoding="utf-8")
    return read_layout(library.here(), "who")


@pytest.fixture
def make(wire, path, layout):
    """Make the table on the answers file, as each run of the cell does."""
    return lambda: Table(AnswersFile(path, LESSON), layout)


@pytest.fixture
def lesson(course, wire, layout):
    return open_lesson(LESSON)


def change(value, unit="who/r1/source"):
    return {"type": "change", "page": "p1", "revision": 1, "changes": {unit: value}}


def on_disk(path):
    answer = AnswersFile(path, LESSON).read().answers.get("who")
    return answer and answer.value


def test_what_is_typed_chosen_and_ticked_is_saved_cell_by_cell(make, wire, path):
    table = make()
    for unit, value in {"r1/source": "The captain\n😀", "r1/so": "yes", "r3/cards": "K1 K3", "r3/sure": "4"}.items():
        assert wire.receive(table, change(value, f"who/{unit}"))["type"] == "saved"
    assert on_disk(path) == {"r1": {"source": "The captain\n😀", "so": "yes"}, "r3": {"cards": "K1 K3", "sure": "4"}}


def test_a_new_table_begins_with_what_was_saved(make, wire):
    wire.receive(make(), change("The captain"))
    assert make().get_state()["cells"] == {"r1": {"source": "The captain"}}


@pytest.mark.parametrize("blank", ["", " \n "])
def test_a_cell_that_is_emptied_is_taken_out_and_a_table_without_cells_too(make, wire, path, blank):
    table = make()
    wire.receive(table, change("The captain"))
    assert wire.receive(table, change(blank))["type"] == "saved"
    assert on_disk(path) is None


def test_emptying_a_cell_that_was_empty_is_no_error(make, wire, path):
    assert wire.receive(make(), change(""))["type"] == "saved"
    assert on_disk(path) is None


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("who/r9/so", "yes", "has no row 'r9'"),
        ("who/r1/colour", "red", "has no column 'colour'"),
        ("who/r1/so", "perhaps", "'perhaps' is none of the choices for “The ferry, Is it so?”"),
        ("who/r1/cards", "K1 K9", "'K9' is none of the choices"),
        ("who/r1/sure", "6", "'6' is none of the choices"),
        ("who/r1/source", "x" * (MAX_CELL + 1), f"at most {MAX_CELL} characters; this one has {MAX_CELL + 1}"),
        ("who/r1/source", 3, "was not understood"),
        ("what/r1/source", "x", "was not understood"),
        ("who", "x", "has no row ''"),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused_and_nothing_is_saved(make, wire, path, unit, value, said):
    reply = wire.receive(make(), change(value, unit))
    assert reply["type"] == "refused" and said in reply["problem"]
    assert not path.exists()


def test_what_on_disk_does_not_fit_the_table_is_said_and_kept(make, wire, path):
    odd = {"r9": {"so": "yes"}, "r1": {"colour": "red", "so": "perhaps", "source": "The captain"}}
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, "who", TableAnswer(odd)))
    table = make()
    assert table.cells == {"r1": {"source": "The captain"}}
    assert "does not fit this table. It is kept in your answers file" in table.notice and "'r9'" in table.notice
    wire.receive(table, change("The cook"))
    assert on_disk(path) == {**odd, "r1": {**odd["r1"], "source": "The cook"}}


def test_an_answer_of_another_kind_under_the_name_is_named_and_kept(make, path):
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, "who", TextAnswer("hello")))
    with pytest.raises(UnspinError, match="of the kind 'text' under 'who'"):
        make()


def test_no_value_can_take_the_place_of_a_table(lesson):
    lesson.table("who").fill({"r1": {"so": "yes"}})
    feedback = lesson.check("who", "yes")
    assert feedback.points == 0.0 and "answered in the table: lesson.check('who', table)" in feedback.sentences[0]
    assert lesson.table("who").cells == {"r1": {"so": "yes"}}


def test_cells_can_be_filled_from_python_and_the_browser_is_told(make, wire, path):
    make().fill({"r1": {"cards": ["K1", "K2"], "sure": 3}})
    assert on_disk(path) == {"r1": {"cards": "K1 K2", "sure": "3"}}
    assert [update["cells"] for update in wire.updates() if "cells" in update] == [on_disk(path)]


def test_a_row_that_there_is_not_cannot_be_filled_and_nothing_is_saved(make, path):
    with pytest.raises(UnspinError, match="no row 'r9'"):
        make().fill({"r1": {"so": "yes"}, "r9": {"so": "yes"}})
    assert not path.exists()


def test_the_key_fills_the_table_with_full_marks_and_leaves_stand_ins_empty(make, path, layout):
    make().answer_from_key()
    assert on_disk(path)["r1"] == {**RIGHT["r1"], "cards": "K1 K2", "sure": "5"}
    assert "r3-other" not in on_disk(path)
    assert score_table(on_disk(path), layout).score == pytest.approx(1.0)


def test_a_table_as_a_data_frame_has_a_row_a_row_and_its_columns(make):
    table = make()
    table.fill({"r1": {"so": "yes"}})
    frame = table.table()
    assert list(frame.columns) == ["row", "text", "source", "so", "cards", "sure"]
    assert frame.loc[0, "so"] == "yes" and frame.loc[1, "so"] == "" and len(frame) == 4


def test_the_browser_is_never_told_the_key(make, wire):
    make().fill({"r1": {"so": "yes"}})
    assert "Michael Schmid" not in wire.text().replace(read_layout(library.here(), "who").rows_by_id["s14"].text, "")
    assert "accepted" not in wire.text() and "none needed" not in wire.text()


def test_the_output_has_a_readable_form_with_everything_escaped(make, monkeypatch):
    shown = []
    monkeypatch.setattr("unspin.widgets.autosave.display", lambda bundle, **_: shown.append(bundle))
    table = make()
    table.fill({"r1": {"source": "<b>x</b>", "cards": "K1"}})
    table._ipython_display_()
    html, text = shown[0]["text/html"], shown[0]["text/plain"]
    assert "<td>&lt;b&gt;x&lt;/b&gt;</td>" in html and "K1 The town" in html and "<b>" not in html
    assert text.splitlines()[0] == "Who says it? | Who? | Is it so? | Cards | How sure?"
    assert text.splitlines()[1].endswith("full. | <b>x</b> | … | K1 The town's record | …")


def test_a_table_is_marked_by_its_key_and_counted_in_the_hand_in(lesson):
    lesson.table("who").answer_from_key()
    assert lesson.check("who", points=4).points == pytest.approx(4.0)
    assert lesson.hand_in().summary == ["Who: 11 cells filled in"]


def test_a_table_that_was_not_begun_scores_nothing(lesson):
    assert lesson.check("who", lesson.table("who"), points=4).points == 0.0


def test_a_table_without_a_key_is_saved_and_not_marked(lesson, course):
    (course / "data" / "tables" / "who-key.csv").unlink()
    lesson.table("who").fill({"r1": {"so": "yes"}})
    assert lesson.check("who").points is None
    with pytest.raises(UnspinError, match="Nobody has made a key for 'who'"):
        lesson.table("who").answer_from_key()


def test_a_table_that_is_checked_is_a_check_and_another_one_is_the_teachers():
    source = 'lesson.table("who")\nlesson.check("who", table, points=4)\nlesson.table("what", points=3)'
    checks, questions = find_checks({"cells": [{"cell_type": "code", "source": source}]})
    assert {name: check.points for name, check in checks.items()} == {"who": 4} and questions == {"what": 3}


def test_a_cell_is_set_and_taken_out_beside_the_others(path):
    file = AnswersFile(path, LESSON)
    for row, column, text in [("a", "x", "1"), ("a", "y", "2"), ("b", "x", "3"), ("a", "x", "")]:
        file.edit(lambda answers, cell=(row, column, text): with_cell(answers, "who", *cell))
    assert json.loads(path.read_text())["answers"]["who"]["value"] == {"a": {"y": "2"}, "b": {"x": "3"}}
