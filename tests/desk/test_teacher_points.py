import csv
import io
from pathlib import Path

import pytest
from small_class import HOSTILE, LESSON, OTHER, graded, work
from test_spreadsheet import begins_with_a_formula, cells_as_read

from unspin.answers.schema import ChartFacts, FigureAnswer, TableAnswer, TextAnswer
from unspin.desk.gradebooks import teacher_points
from unspin.desk.gradebooks.teacher_points import COLUMNS, NO_ANSWER, Given, merged, save, without_hand_in, words_of
from unspin.words.errors import UnspinError
from unspin.words.names import same_person

ADA, EMMY = work("Ada Lovelace", "11"), work("Emmy Noether")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "teacher-points.csv"


def read(path, graded):
    """Return the points in the file, for the questions of the lessons of a class."""
    return teacher_points.read(path, {lesson: key.open for lesson, key in graded.lessons.items()})


def texts(*works, said="Because it says “must”."):
    return {(same_person(w.student_id, w.student), w.lesson, name): said for w in works for name in w.open_answered}


def update(path, *works, said="Because it says “must”."):
    """Add what is new to the file, as a re-grade does, and return whether there was anything."""
    old = read(path, graded(*works))
    data = merged(old, graded(*works), texts(*works, said=said))
    if data is not None:
        save(path, old, data)
    return data is not None


def rows(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def fill(path, student, question, points, note=""):
    """Type points and a note into the row of a student, as a teacher does."""
    header, *below = rows(path)
    for row in below:
        if (row[0], row[3]) == (student, question):
            row[6], row[7] = points, note
    write(path, [header, *below])


def write(path, table, *, delimiter=",", encoding="utf-8-sig"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    path.write_bytes(text.getvalue().encode(encoding, errors="replace"))


def test_a_class_gets_a_row_for_each_open_question_with_points(path):
    assert update(path, ADA, EMMY)
    header, *below = rows(path)
    assert tuple(header) == COLUMNS
    assert [row[:4] for row in below] == [
        ["Ada Lovelace", "11", LESSON, "why"],
        ["Ada Lovelace", "11", LESSON, "flip-it"],
        ["Emmy Noether", "", LESSON, "why"],
        ["Emmy Noether", "", LESSON, "flip-it"],
    ]
    assert below[0][4:] == ["Because it says “must”.", "3", "", ""]


def test_nothing_is_written_when_nothing_is_new(path):
    update(path, ADA)
    before = path.stat().st_mtime_ns, path.read_bytes()
    assert not update(path, ADA)
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before


def test_points_and_notes_survive_a_class_that_grows_and_one_that_shrinks(path):
    update(path, ADA)
    fill(path, "Ada Lovelace", "why", "2,5", "- good; which rule?")
    assert update(path, ADA, EMMY)
    assert read(path, graded(ADA)).of(ADA) == {"why": Given(2.5, "- good; which rule?")}
    assert update(path, EMMY, work("Jane Doe"))
    assert rows(path)[1][6:] == ["2,5", "- good; which rule?"]


def test_a_teacher_may_sort_add_columns_and_save_from_excel(path):
    jurgen = work("Jürgen Größe")
    update(path, ADA, jurgen)
    fill(path, "Jürgen Größe", "why", "1,5", "schön")
    header, *below = rows(path)
    table = [["mine", *header[::-1]], *(["=A1", *row[::-1]] for row in sorted(below, reverse=True))]
    write(path, table, delimiter=";", encoding="cp1252")
    assert read(path, graded(jurgen)).of(jurgen) == {"why": Given(1.5, "schön")}
    assert update(path, ADA, jurgen, EMMY)
    after = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert after[: len(table)] == table and len(after) == len(table) + 2
    assert dict(zip(after[0], after[-1], strict=True))["student"] == "Emmy Noether"


def test_a_student_is_known_by_the_id_whatever_the_name_becomes(path):
    update(path, ADA)
    fill(path, "Ada Lovelace", "why", "3")
    renamed = work("Lovelace, Ada", "11")
    assert not update(path, renamed)
    assert read(path, graded(renamed)).of(renamed) == {"why": Given(3.0)}


@pytest.mark.parametrize("student_id", ["00123", "1e5", "12345678901234567", "3-4", "mar-1", "MAI 4"])
def test_an_id_is_written_so_that_no_spreadsheet_makes_a_date_or_another_number_of_it(path, student_id):
    one = work("Ada", student_id)
    update(path, one)
    assert rows(path)[1][1] == "'" + student_id
    fill(path, "Ada", "why", "1")
    assert read(path, graded(one)).of(one) == {"why": Given(1.0)}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("4", "Row 2 gives 4 points where 3 are the most"),
        ("good", "Row 2 gives 'good', which is no number of points"),
        ("-1", "'-1'"),
        ("nan", "'nan'"),
        ("1e1", "'1e1'"),
        ("2/3", "'2/3'"),
        ("=2", "'=2'"),
    ],
)
def test_what_are_no_points_is_named_by_its_row_and_counts_as_not_given(path, typed, said):
    update(path, ADA)
    fill(path, "Ada Lovelace", "why", typed, "note")
    found = read(path, graded(ADA))
    assert said in found.notices[0] and found.of(ADA) == {"why": Given(None, "note")}
    assert update(path, ADA, EMMY) and rows(path)[1][6] == typed


@pytest.mark.parametrize(("typed", "points"), [("0", 0.0), (" 3 ", 3.0), ("1.25", 1.25), ("1,", 1.0)])
def test_points_are_read_with_a_point_or_a_comma(path, typed, points):
    update(path, ADA)
    fill(path, "Ada Lovelace", "why", typed)
    assert read(path, graded(ADA)).of(ADA) == {"why": Given(points)}


def test_two_rows_for_one_answer_that_differ_count_as_none(path):
    update(path, ADA)
    header, first, *others = rows(path)
    write(path, [header, [*first[:6], "1", ""], [*first[:6], "2", ""], *others])
    found = read(path, graded(ADA))
    assert "Rows 2 and 3 are for the same answer and differ" in found.notices[0] and found.of(ADA) == {}


def test_points_without_a_hand_in_are_named_and_kept(path):
    update(path, ADA, EMMY)
    fill(path, "Emmy Noether", "why", "2")
    assert without_hand_in(read(path, graded(ADA)), graded(ADA)) == (
        "teacher-points.csv: No hand-in was found for the points in row 4. They are kept.",
    )
    other = graded(work("Ada", "11", lesson=OTHER))
    assert without_hand_in(read(path, other), other) == ()


def test_the_answer_follows_a_newer_hand_in_until_it_has_points_or_a_note(path):
    update(path, ADA)
    fill(path, "Ada Lovelace", "why", "2")
    assert update(path, ADA, said="Now I know better.")
    assert [row[4] for row in rows(path)[1:]] == ["Because it says “must”.", "Now I know better."]


def test_an_answer_that_a_spreadsheet_spoiled_is_no_new_one(path):
    update(path, ADA, said="Почему? Because – “must”.")
    write(path, rows(path), encoding="cp1252")
    assert not update(path, ADA, said="Почему? Because – “must”.")


def test_an_answer_that_is_missing_says_so_and_a_long_one_is_shortened(path):
    old, some = read(path, graded(ADA)), {("id 11", LESSON, "why"): "word\n" * 5_000}
    save(path, old, merged(old, graded(ADA), some))
    long, none = (row[4] for row in rows(path)[1:])
    assert len(long) == 1_000 and long.startswith("word word") and long.endswith("…") and none == NO_ANSWER


def test_a_hand_in_without_a_name_gets_no_row(path):
    assert not update(path, work("", ""))


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"", b"a,b\n1,2\n", b"student,lesson,question\n"])
def test_a_file_that_cannot_be_understood_is_left_as_it_is(path, data):
    path.write_bytes(data)
    with pytest.raises(UnspinError, match=r"teacher-points\.csv"):
        update(path, ADA)
    assert path.read_bytes() == data


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(path):
    update(path, ADA)
    old = read(path, graded(ADA))
    fill(path, "Ada Lovelace", "why", "3")
    with pytest.raises(UnspinError, match="was changed while"):
        save(path, old, merged(old, graded(ADA, EMMY), {}))
    assert rows(path)[1][6] == "3" and [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path):
    path = tmp_path / "missing" / "teacher-points.csv"
    with pytest.raises(UnspinError, match="cannot be written"):
        save(path, read(path, graded(ADA)), b"x")


def test_no_student_begins_a_formula_and_each_is_found_again(path):
    everyone = [work(text, file=str(number)) for number, text in enumerate(HOSTILE)]
    update(path, *everyone, said="=1")
    for delimiter in ",;\t":
        assert not [v for v in cells_as_read(path.read_bytes(), delimiter) if begins_with_a_formula(v)]
    assert not update(path, *everyone, said="=1")


def test_an_apostrophe_that_a_spreadsheet_dropped_is_set_again(path):
    update(path, work("=1"), said="=2")
    write(path, [[value.removeprefix("'") for value in row] for row in rows(path)])
    assert update(path, work("=1"), EMMY, said="=2")
    assert rows(path)[1][0] == "'=1" and rows(path)[1][4] == "'=2"


def test_the_words_of_texts_and_tables_are_shown():
    assert words_of(TextAnswer("a\nb")) == "a\nb"
    assert words_of(TableAnswer({"r1": {"x": "one", "y": ""}, "r2": {"x": "two", "y": "three"}})) == "one\ntwo | three"
    assert words_of(FigureAnswer(ChartFacts())) == "(not a text)"


def test_a_folder_that_may_not_be_opened_holds_no_points():
    no_folder = Path("x" * 300)  # as good as a folder that may not be opened, which nothing keeps from the root user
    assert read(no_folder / "teacher-points.csv", graded(ADA)).given == {}
