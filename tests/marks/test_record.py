import math

import pytest

from unspin.agreement.shares import change, share
from unspin.marks.key_table import key_row
from unspin.marks.record import (
    Labelled,
    Occasion,
    Record,
    change_in_words,
    numbers,
)
from unspin.text import library
from unspin.text.article import KeyLabel

SIX = ("CLAIM", "REPORTED", "VIEW", "GUESS", "MIXED", "NONE")


def one(key, label, confidence=None, accepted=(), near=()):
    return Labelled(key_row(KeyLabel(key, accepted, near, ("V1",), ""), library.tagset()), label, confidence)


def right(count):
    """That many labels, all of them right, over the six labels in turn."""
    return [one(SIX[n % 6], SIX[n % 6]) for n in range(count)]


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
    course = Record((Occasion("x", "a", (one("CLAIM", "VIEW"),), 1), Occasion("y", "b", (one("CLAIM", "CLAIM"),), 1)))
    assert {slant: n.over_tagging.value for slant, n in course.by_slant().items()} == {"a": 1.0, "b": 0.0}


def test_a_change_is_late_minus_early_with_an_interval_from_both():
    early, late = share([1.0] * 5 + [0.0] * 5), share([1.0] * 9 + [0.0])
    moved, low, high = change(early, late)
    assert math.isclose(moved, 0.4)
    # Wilson: 5 of 10 is .2366 to .7634, 9 of 10 is .5958 to .9821; then hypot(.3042, .2634) and hypot(.0821, .2634)
    assert (round(low, 3), round(high, 3)) == (-0.002, 0.676)


def test_a_change_that_chance_can_make_is_called_that():
    course = Record(
        (
            Occasion("early", "none", (*right(10), one("CLAIM", "VIEW")), 11),
            Occasion("late", "b", tuple(right(12)), 12),
        )
    )
    assert "chance alone could do this" in change_in_words(course)


def test_a_great_change_is_not_put_down_to_chance_nor_to_the_student_alone():
    wrong = tuple(one(SIX[n % 6], SIX[(n + 1) % 6]) for n in range(30))
    said = change_in_words(Record((Occasion("early", "none", wrong, 30), Occasion("late", "b", tuple(right(30)), 30))))
    assert "moved by +100 points" in said and "it is not only you" in said


def test_one_text_is_no_change():
    assert "You have 1 so far" in change_in_words(Record((Occasion("early", "none", tuple(right(12)), 12),)))


def test_confidence_is_paired_with_credit_over_all_occasions():
    course = Record(
        (
            Occasion("x", "a", (one("CLAIM", "VIEW", 5), one("CLAIM", "CLAIM")), 2),
            Occasion("y", "b", (one("VIEW", "MIXED", 2, near=("MIXED",)),), 1, is_station=False),
        )
    )
    assert course.pairs == [(1.0, 0.0), (0.4, 0.5)]


# The student who does not exist


def test_what_is_shown_escapes_what_was_read(tmp_path):
    course = Record((Occasion("<b>x</b>", "a", tuple(right(6)), 6),), ("<script>",))
    html = course._repr_html_()
    assert "<script>" not in html and "&lt;b&gt;x" in html


def test_errors_on_texts_of_the_two_slants_are_put_side_by_side():
    fair = tuple(one("CLAIM", "CLAIM") for _ in range(4))
    suspicious = tuple(one("CLAIM", "VIEW") for _ in range(3))
    course = Record((Occasion("one", "a", suspicious, 3), Occasion("other", "b", fair, 4)))
    said = (
        "In texts that lean like the article, you suspected 3 of 3 claims without need; "
        "in texts that lean the other way, 0 of 4."
    )
    assert course.slant_sentences()[0] == said
    assert said in repr(course) and said in course._repr_html_()


def test_without_texts_that_lean_nothing_is_said_of_slants():
    assert Record((Occasion("one", "none", tuple(right(6)), 6),)).slant_sentences() == ()
