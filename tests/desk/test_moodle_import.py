import csv
import io

import pytest
from small_class import LESSON, OTHER, graded, work
from test_roster import EXPORT_CSV, GERMAN_CSV, WORKSHEET_CSV

from unspin.desk.gradebooks.moodle import moodle as moodle_of
from unspin.desk.gradebooks.roster import match, read_roster
from unspin.desk.gradebooks.teacher_points import TeacherPoints

NONE_GIVEN = TeacherPoints()


def moodle(graded, points, roster):
    """Return the file for a class whose hand-ins are matched with a roster."""
    return moodle_of(graded, points, match(roster, graded.works))


@pytest.fixture
def roster(tmp_path):
    def read(text, name="list.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_roster(tmp_path / name)

    return read


def table(made):
    return list(csv.reader(io.StringIO(made.data.decode("utf-8-sig"))))


def test_a_worksheet_comes_back_row_by_row_with_grades_in_the_assignments_points(roster):
    made = moodle(graded(work("x", "501")), NONE_GIVEN, roster(WORKSHEET_CSV))
    header, ada, emmy = table(made)
    assert header[0] == "Identifier" and len(header) == len(ada) == 10
    assert (ada[:2], ada[4:7], ada[9]) == (
        ["Participant 501", "Ada Lovelace"],
        ["25", "50.00", "Yes"],
        "unspin: 6 of 12 points.",
    )
    assert ada[7] == "Monday, 3 March 2025, 9:00 AM"
    assert (emmy[4], emmy[9]) == ("7.00", "Well done")


def test_a_comment_of_the_teachers_is_kept_and_an_old_one_of_ours_renewed(roster):
    kept = moodle(graded(work("x", "502")), NONE_GIVEN, roster(WORKSHEET_CSV))
    assert (table(kept)[2][4], table(kept)[2][9]) == ("25", "Well done")
    renewed = moodle(
        graded(work("x", "502")), NONE_GIVEN, roster(WORKSHEET_CSV.replace("Well done", "unspin: 1 of 12 points."))
    )
    assert table(renewed)[2][9] == "unspin: 6 of 12 points."


def test_a_german_worksheet_keeps_its_words_so_that_moodle_finds_its_columns(roster):
    made = moodle(graded(work("Jürgen Größe")), NONE_GIVEN, roster(GERMAN_CSV))
    header, row = table(made)
    assert (header[0], header[4], row[0], row[4], row[5]) == ("ID", "Bewertung", "Teilnehmer/in501", "25", "50,00")


def test_a_grade_that_moodle_does_not_let_change_is_left_and_said(roster):
    made = moodle(graded(work("x", "501")), NONE_GIVEN, roster(WORKSHEET_CSV.replace("Yes", "No")))
    assert table(made)[1][4] == "" and any("does not let 1 of the grades" in said for said in made.notices)


def test_a_row_without_a_maximum_is_left_and_said(roster):
    made = moodle(graded(work("x", "501")), NONE_GIVEN, roster(WORKSHEET_CSV.replace("50.00", "-")))
    assert table(made)[1][4] == "" and any("1 of the rows name no maximum" in said for said in made.notices)


def test_a_worksheet_by_a_scale_is_left_alone(roster):
    made = moodle(graded(work("x", "501")), NONE_GIVEN, roster(WORKSHEET_CSV.replace("Maximum Grade", "Scale")))
    assert made.data is None and "by a scale" in made.notices[0]


def test_a_worksheet_takes_the_lesson_that_its_file_name_holds(roster):
    both = graded(work("x", "501"), work("x", "501", lesson=OTHER, scores={"two-checks": 1.0}))
    made = moodle(both, NONE_GIVEN, roster(WORKSHEET_CSV, "Grades-Media-Who says so-123.csv"))
    assert table(made)[1][4] == "50"


def test_a_worksheet_that_could_be_of_either_lesson_is_not_filled(roster):
    both = graded(work("x", "501"), work("x", "501", lesson=OTHER))
    made = moodle(both, NONE_GIVEN, roster(WORKSHEET_CSV))
    assert made.data is None and made.notices[0].endswith(f"such as '{LESSON}.csv'.")


def test_a_list_gets_a_column_a_lesson_and_an_empty_cell_where_nothing_was_handed_in(roster):
    some = graded(work("Ada Lovelace"), work("Noether, Emmy", lesson=OTHER))
    assert table(moodle(some, NONE_GIVEN, roster(EXPORT_CSV))) == [
        [
            *("First name", "Last name", "ID number", "Email address"),
            *("Lesson 2: Claim or view (of 12 points)", "Lesson 3: Who says so (of 6 points)"),
        ],
        ["Ada", "Lovelace", "", "ada@example.org", "6", ""],
        ["Emmy", "Noether", "", "emmy@example.org", "", "3"],
    ]
