import math

import pytest

from unspin import library, open_lesson
from unspin.answers import Tag, TextAnswer, with_answer, with_article, with_tag
from unspin.answers_file import AnswersFile
from unspin.article import KeyLabel
from unspin.progress import (
    NOTHING,
    Course,
    Labelled,
    Occasion,
    change,
    change_in_words,
    from_rows,
    invented_student,
    numbers,
    read_course,
    share,
)

SIX = ("CLAIM", "REPORTED", "VIEW", "GUESS", "MIXED", "NONE")


def one(key, label, confidence=None, accepted=(), near=()):
    return Labelled(KeyLabel(key, accepted, near, ("V1",), ""), label, confidence)


def right(count):
    """That many labels, all of them right, over the six labels in turn."""
    return [one(SIX[n % 6], SIX[n % 6]) for n in range(count)]


def save(home, lesson, article, labels, folder="exercises", fingerprint=None):
    """Save labels by sentence id, as a tagger does."""
    file = AnswersFile(home / folder / f"{lesson}.json", lesson)
    fingerprint = fingerprint or library.article(article).fingerprint

    def edit(answers):
        answers = with_article(answers, article, fingerprint)
        for sentence, label in labels.items():
            answers = with_tag(answers, f"{article}-labels", sentence, Tag(label, confidence=4))
        return answers

    file.edit(edit)


def key_of(article):
    return {sentence: label.label for sentence, label in library.article(article).key.labels.items()}


# Reading what is saved


def test_without_any_work_there_is_nothing_and_no_problem(tmp_path):
    course = read_course(tmp_path / "nowhere")
    assert (course.occasions, course.problems) == ((), ())
    assert repr(course) == NOTHING and NOTHING in course._repr_html_()


def test_labels_of_lessons_are_read_in_the_order_of_the_course(tmp_path):
    save(tmp_path, "02-claim-or-view", "icpa-withdrawal", key_of("icpa-withdrawal"))
    save(tmp_path, "01-first-read", "01-baseline", {"s01": "CLAIM"})
    course = read_course(tmp_path)
    assert [(o.name, o.slant, len(o.labelled), o.total) for o in course.stations] == [
        ("Lesson 1, before any rule", "none", 1, 12),
        ("Lesson 2, the article", "a", 21, 21),
    ]


def test_of_work_in_class_and_at_home_the_longer_one_counts(tmp_path):
    save(tmp_path, "02-claim-or-view", "icpa-withdrawal", {"s01": "NONE"})
    save(tmp_path, "02-claim-or-view", "icpa-withdrawal", {"s01": "MIXED", "s04": "CLAIM"}, folder="notebooks")
    (station,) = read_course(tmp_path).stations
    assert [label.label for label in station.labelled] == ["MIXED", "CLAIM"]


def test_a_solution_is_nobodys_own_work(tmp_path):
    save(tmp_path, "02-claim-or-view", "icpa-withdrawal", key_of("icpa-withdrawal"), folder="solutions")
    assert read_course(tmp_path).occasions == ()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"format": "unspin-answers/9"}', b"[1]", b"null"])
def test_a_file_that_cannot_be_read_is_named_and_left_alone_and_the_rest_counts(tmp_path, content):
    save(tmp_path, "01-first-read", "01-baseline", key_of("01-baseline"))
    broken = tmp_path / "exercises" / "02-claim-or-view.json"
    broken.write_bytes(content)
    course = read_course(tmp_path)
    assert len(course.stations) == 1
    (problem,) = course.problems
    assert "02-claim-or-view.json" in problem and "not counted here" in problem
    assert broken.read_bytes() == content and problem in repr(course)


def test_a_folder_in_the_place_of_a_file_is_a_sentence_too(tmp_path):
    (tmp_path / "exercises" / "02-claim-or-view.json").mkdir(parents=True)
    (problem,) = read_course(tmp_path).problems
    assert "02-claim-or-view.json cannot be read" in problem


def test_a_file_that_was_set_aside_is_mentioned(tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "01-first-read.damaged-1.json").write_text("{")
    (problem,) = read_course(tmp_path).problems
    assert "01-first-read.damaged-1.json" in problem and "Show it to your teacher" in problem


def test_labels_of_another_version_of_a_text_are_not_counted(tmp_path):
    save(tmp_path, "02-claim-or-view", "icpa-withdrawal", {"s01": "MIXED"}, fingerprint="sha256:other")
    course = read_course(tmp_path)
    assert course.occasions == () and "another version of its text" in course.problems[0]


def test_answers_that_are_no_labels_of_a_text_are_passed_over(tmp_path):
    file = AnswersFile(tmp_path / "exercises" / "02-claim-or-view.json", "02-claim-or-view")
    file.edit(lambda answers: with_answer(answers, "why", TextAnswer("Because.")))
    file.edit(lambda answers: with_tag(answers, "gone-labels", "s01", Tag("CLAIM")))
    file.edit(lambda answers: with_tag(answers, "icpa-withdrawal-labels", "s99", Tag("CLAIM")))
    (occasion,) = read_course(tmp_path).occasions
    assert occasion.labelled == () and read_course(tmp_path).problems == ()


def test_a_lesson_finds_the_work_on_the_others(tmp_path, monkeypatch):
    monkeypatch.setenv("UNSPIN_ANSWERS", str(tmp_path))
    save(tmp_path, "01-first-read", "01-baseline", key_of("01-baseline"))
    assert [o.name for o in open_lesson("02-claim-or-view").progress().stations] == ["Lesson 1, before any rule"]


# The numbers


@pytest.mark.parametrize("label", SIX)
def test_one_label_for_everything_has_the_score_0_whatever_the_label(label):
    assert numbers([one(key, label) for key in SIX * 2]).score.value == 0.0


def test_all_right_is_100_per_cent_and_still_not_certain():
    score = numbers(right(12)).score
    assert score.value == 1.0 and score.high == 1.0 and 0.5 < score.low < 0.8


def test_all_wrong_is_0_and_still_not_certain():
    score = numbers([one(SIX[n % 6], SIX[(n + 1) % 6]) for n in range(12)]).score
    assert score.value == 0.0 == score.low and 0.0 < score.high < 0.2


def test_more_sentences_make_the_interval_narrower():
    few, many = (numbers(right(3 * n) + [one("CLAIM", "VIEW") for _ in range(n)]).score for n in (4, 16))
    assert few.count == 16 and many.count == 64
    assert many.high - many.low < few.high - few.low
    assert few.low < few.value < few.high


def test_the_same_labels_give_the_same_interval_each_time():
    labels = [*right(10), one("CLAIM", "VIEW"), one("VIEW", "CLAIM")]
    assert numbers(labels) == numbers(labels)


def test_a_score_needs_five_labels_and_says_so():
    assert repr(numbers(right(4)).score) == "too few labels for a score (4; it takes 5)"


def test_sentences_of_one_kind_show_no_skill():
    assert "show no skill" in numbers([one("CLAIM", "CLAIM")] * 6).score.why


def test_claims_views_and_over_tagging_are_counted_over_their_own_sentences():
    found = numbers(
        [
            one("CLAIM", "CLAIM"),
            one("CLAIM", "VIEW"),
            one("CLAIM", "MIXED", accepted=("MIXED",)),
            one("CLAIM", "REPORTED", near=("REPORTED",)),
            one("VIEW", "VIEW"),
            one("GUESS", "CLAIM"),
            one("NONE", "VIEW"),
        ]
    )
    assert (found.claims.value, found.claims.count) == (2.5 / 4, 4)
    assert (found.views.value, found.views.count) == (0.5, 2)
    assert (found.over_tagging.value, found.over_tagging.count) == (0.25, 4)


def test_a_share_of_nothing_is_said_and_no_number():
    assert repr(share([])) == "no such sentence yet"


def test_the_interval_of_a_share_is_wilsons():
    half = share([1.0] * 5 + [0.0] * 5)
    assert (round(half.low, 3), round(half.high, 3)) == (0.237, 0.763)
    none = share([0.0] * 10)
    assert (none.low, round(none.high, 3)) == (0.0, 0.278)


def test_the_numbers_are_split_by_the_slant_of_the_texts():
    course = Course((Occasion("x", "a", (one("CLAIM", "VIEW"),), 1), Occasion("y", "b", (one("CLAIM", "CLAIM"),), 1)))
    assert {slant: n.over_tagging.value for slant, n in course.by_slant().items()} == {"a": 1.0, "b": 0.0}


def test_a_change_is_late_minus_early_with_an_interval_from_both():
    early, late = share([1.0] * 5 + [0.0] * 5), share([1.0] * 9 + [0.0])
    moved, low, high = change(early, late)
    assert math.isclose(moved, 0.4)
    # Wilson: 5 of 10 is .2366 to .7634, 9 of 10 is .5958 to .9821; then hypot(.3042, .2634) and hypot(.0821, .2634)
    assert (round(low, 3), round(high, 3)) == (-0.002, 0.676)


def test_a_change_that_chance_can_make_is_called_that():
    course = Course(
        (
            Occasion("early", "none", (*right(10), one("CLAIM", "VIEW")), 11),
            Occasion("late", "b", tuple(right(12)), 12),
        )
    )
    assert "chance alone could do this" in change_in_words(course)


def test_a_great_change_is_not_put_down_to_chance_nor_to_the_student_alone():
    wrong = tuple(one(SIX[n % 6], SIX[(n + 1) % 6]) for n in range(30))
    said = change_in_words(Course((Occasion("early", "none", wrong, 30), Occasion("late", "b", tuple(right(30)), 30))))
    assert "moved by +100 points" in said and "it is not only you" in said


def test_one_text_is_no_change():
    assert "You have 1 so far" in change_in_words(Course((Occasion("early", "none", tuple(right(12)), 12),)))


def test_confidence_is_paired_with_credit_over_all_occasions():
    course = Course(
        (
            Occasion("x", "a", (one("CLAIM", "VIEW", 5), one("CLAIM", "CLAIM")), 2),
            Occasion("y", "b", (one("VIEW", "MIXED", 2, near=("MIXED",)),), 1, is_station=False),
        )
    )
    assert course.pairs == [(1.0, 0.0), (0.4, 0.5)]


# The student who does not exist


def test_the_invented_student_has_a_credit_in_each_row_that_its_label_earns():
    rows = list(library.read_rows(library.course_root() / "data" / "invented-student.csv"))
    labelled = [x for o in from_rows(rows).occasions for x in o.labelled]
    assert [float(row["credit"]) for row in rows] == [x.credit for x in labelled]


def test_the_invented_student_has_been_to_three_stations():
    assert [(len(o.labelled), o.slant) for o in invented_student().stations] == [(12, "none"), (21, "a"), (15, "b")]


def test_what_is_shown_escapes_what_was_read(tmp_path):
    course = Course((Occasion("<b>x</b>", "a", tuple(right(6)), 6),), ("<script>",))
    html = course._repr_html_()
    assert "<script>" not in html and "&lt;b&gt;x" in html


def test_errors_on_texts_of_the_two_slants_are_put_side_by_side():
    fair = tuple(one("CLAIM", "CLAIM") for _ in range(4))
    suspicious = tuple(one("CLAIM", "VIEW") for _ in range(3))
    course = Course((Occasion("one", "a", suspicious, 3), Occasion("other", "b", fair, 4)))
    said = (
        "In texts that lean like the article, you suspected 3 of 3 claims without need; "
        "in texts that lean the other way, 0 of 4."
    )
    assert course.slant_sentences()[0] == said
    assert said in repr(course) and said in course._repr_html_()


def test_without_texts_that_lean_nothing_is_said_of_slants():
    assert Course((Occasion("one", "none", tuple(right(6)), 6),)).slant_sentences() == ()
