import csv
import io

import pytest
from small_class import ARTICLE, HOSTILE, LESSON, OTHER, graded, labelled, work
from test_roster import CANVAS_CSV
from test_spreadsheet import begins_with_a_formula, cells_as_read

from unspin.desk.grade.graded import labels_of, lesson_title
from unspin.desk.grade.label_numbers import LabelCounter
from unspin.desk.gradebooks.gradebook import by_student, on_teacher_points, out_of, place_of, tidy, total, unmatched
from unspin.desk.gradebooks.roster import match, read_roster
from unspin.desk.gradebooks.teacher_points import Given, TeacherPoints
from unspin.marks.scoring import score_labels
from unspin.marks.slant import by_slant
from unspin.text import library

NONE_GIVEN = TeacherPoints()


@pytest.fixture(scope="module")
def numbers():
    return LabelCounter(library.tagset(), library.article)


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def given(**points):
    """Return a teacher's points for Ada's lesson 2, by question."""
    return TeacherPoints(
        given={("name ada lovelace", LESSON, q.replace("_", "-")): Given(p) for q, p in points.items()}
    )


def test_the_tidy_table_has_a_row_for_each_student_and_answer():
    one = work(scores={"share-of-claims": 1.0}, student_id="")
    found = rows(tidy(graded(one), given(why=2.5)))
    assert [(r["answer"], r["answered"], r["points"], r["out_of"], r["score"], r["marked_by"]) for r in found] == [
        (f"{ARTICLE}-labels", "no", "0", "10", "0", "unspin"),
        ("share-of-claims", "yes", "2", "2", "1", "unspin"),
        ("why", "yes", "2.5", "3", "0.8333", "teacher"),
        ("flip-it", "yes", "", "3", "", ""),
        ("not-marked", "yes", "", "0", "", ""),
    ]
    assert {(r["student"], r["lesson"]) for r in found} == {("Ada Lovelace", LESSON)}


def test_the_table_of_students_says_what_the_modules_on_scores_say(numbers):
    suspicious = labelled(lambda place, label: "VIEW" if place % 2 else label, lambda place: place % 6)
    one = work(**suspicious, late=True)
    article, tagset = library.article(ARTICLE), library.tagset()
    score = score_labels(article.key, labels_of(one, article, tagset), tagset)
    slant = by_slant([(article, labels_of(one, article, tagset))], tagset)["a"]
    (row,) = rows(by_student(graded(one), NONE_GIVEN, numbers))
    for name in ("claims_recognised", "views_recognised", "over_tagging"):
        assert float(row[name]) == pytest.approx(getattr(score, name), abs=1e-4)
        assert float(row[f"{name}_a"]) == pytest.approx(getattr(slant, name), abs=1e-4)
        assert row[f"{name}_b"] == ""
    assert float(row["label_score"]) == pytest.approx(score.score, abs=1e-4)
    assert (row["points"], row["out_of"], row["late"], row["labelled"], row["confidences"]) == (
        "6",
        "12",
        "yes",
        "21",
        "21",
    )


def test_the_two_slants_stand_side_by_side(numbers):
    trusting = labelled(lambda place, label: "CLAIM")
    suspicious = labelled(lambda place, label: "VIEW", article="mirror")
    both = {what: {**trusting[what], **suspicious[what]} for what in ("labels", "sure")}
    (row,) = rows(by_student(graded(work(**both)), NONE_GIVEN, numbers))
    assert (row["over_tagging_a"], row["over_tagging_b"]) == ("0", "1")


def test_one_label_for_all_sentences_has_the_score_0_and_no_labels_have_none(numbers):
    habit, nothing = (
        work("A", **labelled(lambda place, label: "CLAIM")),
        work("B", **labelled(lambda place, label: None)),
    )
    assert [row["label_score"] for row in rows(by_student(graded(habit, nothing), NONE_GIVEN, numbers))] == ["0", ""]


def test_confidence_that_fits_is_better_than_confidence_that_does_not(numbers):
    right, wrong = labelled(sure=lambda place: 5), labelled(lambda place, label: "NONE", lambda place: 5)
    first, second = rows(by_student(graded(work("A", **right), work("B", **wrong)), NONE_GIVEN, numbers))
    assert (first["brier"], first["foster"]) == ("0", "21")
    assert float(second["brier"]) > 0.8 and float(second["foster"]) < -10


def test_a_total_counts_an_open_question_once_the_teacher_began_to_give_points_for_it():
    ada, emmy = work(), work("Emmy Noether")
    both = graded(ada, emmy)
    assert (total(both, NONE_GIVEN, ada), out_of(both, NONE_GIVEN, LESSON)) == (6.0, 12.0)
    assert (total(both, given(why=2.5), ada), out_of(both, given(why=2.5), LESSON)) == (8.5, 15.0)
    assert total(both, given(why=2.5), emmy) == 6.0


def test_what_a_total_lacks_is_said():
    both = graded(work(), work("Emmy Noether"))
    assert on_teacher_points(both, given(why=2.5)) == (
        f"{LESSON}: the total leaves out flip-it, for which you gave no points yet.",
        f"{LESSON}: 1 of 2 totals lack points of yours; they count as 0 until then.",
    )


def test_the_unmatched_of_both_sides_are_listed_with_a_reason(tmp_path):
    (tmp_path / "list.csv").write_text(CANVAS_CSV)
    some = graded(work("ada", "11"), work("Nobody"))
    found = rows(unmatched(some, NONE_GIVEN, match(read_roster(tmp_path / "list.csv"), some.works)))
    assert [(row["student"], row["points"], row["file"]) for row in found] == [
        ("Nobody", "6", "Nobody.json"),
        ("Noether, Emmy", "", ""),
        ("Doe, Jane", "", ""),
        ("Doe, Jane", "", ""),
    ]
    assert all(row["why"].endswith(".") for row in found)


def test_no_table_lets_a_student_begin_a_formula(numbers, tmp_path):
    (tmp_path / "list.csv").write_text(CANVAS_CSV)
    everyone = graded(*(work(text, text, file=text) for text in HOSTILE))
    roster = read_roster(tmp_path / "list.csv")
    tables = [
        tidy(everyone, NONE_GIVEN),
        by_student(everyone, NONE_GIVEN, numbers),
        unmatched(everyone, NONE_GIVEN, match(roster, everyone.works)),
    ]
    for table in tables:
        for delimiter in ",;\t":
            assert not [value for value in cells_as_read(table, delimiter) if begins_with_a_formula(value)]


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (["Quiz 2", "Lesson 2 (77)"], 1),
        (["Lesson 12", "LEKTION 02"], 1),
        (["Lesson 2", "Claim or View? (8)"], 1),
        (["Homework: 02-claim-or-view", "Lesson 2"], 0),
        (["Lesson 2", "Lesson 2, again"], None),
        (["Claim or view", "Claim or view, again", "Lesson 2"], None),
        (["Quiz 2", "2", "Homework 2", "Lesson 20", "claims or views"], None),
    ],
)
def test_a_column_is_found_only_when_it_alone_names_the_lesson(names, place):
    assert place_of(LESSON, enumerate(names)) == place


def test_a_lesson_has_a_title_people_can_read():
    assert [lesson_title(name) for name in (LESSON, OTHER, "own")] == [
        "Lesson 2: Claim or view",
        "Lesson 3: Who says so",
        "own",
    ]
