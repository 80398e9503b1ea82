import csv
import io

import pytest
from small_class import HOSTILE, LESSON, OTHER, graded, work
from test_roster import CANVAS_CSV
from test_spreadsheet import begins_with_a_formula, cells_as_read

from unspin.desk.gradebooks.canvas import canvas as canvas_of
from unspin.desk.gradebooks.roster import match, read_roster
from unspin.desk.gradebooks.teacher_points import Given, TeacherPoints

NONE_GIVEN = TeacherPoints()
WHO = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]


def canvas(graded, points, roster):
    """Return the file for a class whose hand-ins are matched with a roster."""
    return canvas_of(graded, points, match(roster, graded.works))


@pytest.fixture
def roster(tmp_path):
    def read(text=CANVAS_CSV):
        (tmp_path / "list.csv").write_text(text, encoding="utf-8")
        return read_roster(tmp_path / "list.csv")

    return read


def table(made):
    return list(csv.reader(io.StringIO(made.data.decode())))


def test_the_column_of_the_lesson_is_filled_in_its_own_points_and_nothing_else_is_given(roster):
    made = canvas(graded(work("ada", "11"), work("jane", "14", scores={})), NONE_GIVEN, roster())
    assert table(made) == [
        [*WHO, "Lesson 2 (77)"],
        ["    Points Possible", "", "", "", "", "18"],
        ["Lovelace, Ada", "11", "u11", "ada", "10b", "9"],
        ["Noether, Emmy", "12", "u12", "emmy", "10b", "5"],
        ["Doe, Jane", "13", "u13", "jane", "10b", ""],
        ["Doe, Jane", "14", "u14", "jane2", "10c", "0"],
    ]
    assert any("scaled from 12 to 18" in said for said in made.notices)


def test_there_is_no_mark_of_utf_8_which_canvas_does_not_take_for_sure(roster):
    assert canvas(graded(work("ada", "11")), NONE_GIVEN, roster()).data.startswith(b"Student,ID")


def test_a_lesson_without_a_column_gets_a_new_one_and_the_teacher_is_told(roster):
    made = canvas(graded(work("ada", "11", lesson=OTHER)), NONE_GIVEN, roster())
    assert [row[5] for row in table(made)] == ["Lesson 3: Who says so", "6", "3", "", "", ""]
    assert any("Canvas will offer to make a new one" in said for said in made.notices)


@pytest.mark.parametrize("kept", ["EX", "N/A"])
def test_who_is_excused_or_was_not_assigned_stays_so(roster, kept):
    made = canvas(graded(work("emmy", "12")), NONE_GIVEN, roster(CANVAS_CSV.replace("5.00", kept)))
    assert table(made)[3][5] == kept


def test_two_columns_that_name_the_lesson_are_both_left_alone(roster):
    made = canvas(graded(work("ada", "11")), NONE_GIVEN, roster(CANVAS_CSV.replace("Final Score", "Lesson 2 again")))
    assert table(made)[0][5] == "Lesson 2: Claim or view"


def test_a_column_of_totals_is_no_assignment(roster):
    text = CANVAS_CSV.replace("Lesson 2 (77)", "Other").replace("Final Score", "Lesson 2 Final Score")
    assert table(canvas(graded(work("ada", "11")), NONE_GIVEN, roster(text)))[0][5] == "Lesson 2: Claim or view"


def test_a_column_that_says_no_points_is_filled_with_ours(roster):
    made = canvas(graded(work("ada", "11")), NONE_GIVEN, roster(CANVAS_CSV.replace("18.00", "")))
    assert [row[5] for row in table(made)][:3] == ["Lesson 2 (77)", "12", "6"]


def test_a_teachers_points_count(roster):
    points = TeacherPoints(given={("id 11", LESSON, "why"): Given(3.0)})
    assert [row[5] for row in table(canvas(graded(work("ada", "11")), points, roster()))][1:3] == ["18", "10.8"]


def test_no_name_in_the_roster_begins_a_formula(roster):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows(
        [
            WHO,
            *(
                [name.replace("\ud800", ""), str(n), name[:9].replace("\ud800", ""), "", ""]
                for n, name in enumerate(HOSTILE)
            ),
        ]
    )
    made = canvas(graded(work("x", "0")), NONE_GIVEN, roster(text.getvalue()))
    for delimiter in ",;\t":
        assert not [value for value in cells_as_read(made.data, delimiter) if begins_with_a_formula(value)]
