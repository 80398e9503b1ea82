from dataclasses import replace

import pytest
from paths import ROOT

from unspin.marks.slant import by_slant, slant_sentences
from unspin.text import library
from unspin.text.tagset import read_tagset

TAGSET = read_tagset(ROOT / "data" / "tagset.toml")
LABELS = tuple(TAGSET.labels)


@pytest.fixture
def both(course):
    return [library.article(name) for name in ("icpa-withdrawal", "mirror")]


def perfect(article):
    return {sid: key.label for sid, key in article.key.labels.items()}


def suspicious(article):
    return {sid: "VIEW" if label == "CLAIM" else label for sid, label in perfect(article).items()}


def trusting(article):
    return {sid: "CLAIM" if label in ("VIEW", "GUESS") else label for sid, label in perfect(article).items()}


def score(*work):
    return by_slant(work, TAGSET)


def test_a_perfect_student_has_the_same_perfect_numbers_on_both_sides(both):
    found = score(*((text, perfect(text)) for text in both))
    assert list(found) == ["a", "b"] and found["a"] == found["b"]
    a = found["a"]
    assert (a.claims_recognised, a.views_recognised, a.over_tagging, a.sentences) == (1.0, 1.0, 0.0, 21)
    assert (a.claims, a.views, a.suspected, a.trusted) == (8, 3, 0, 0)


@pytest.mark.parametrize("label", LABELS)
def test_one_label_for_everything_looks_the_same_on_both_sides(both, label):
    found = score(*((text, dict.fromkeys(text.key.labels, label)) for text in both))
    assert found["a"] == found["b"]


@pytest.mark.parametrize(("label", "suspected"), [("VIEW", 8), ("GUESS", 8), ("MIXED", 6), ("CLAIM", 0), ("NONE", 0)])
def test_only_a_label_that_doubts_a_claim_and_is_not_accepted_is_suspicion(both, label, suspected):
    assert score((both[0], dict.fromkeys(both[0].key.labels, label)))["a"].suspected == suspected


@pytest.mark.parametrize("slant", ["a", "b"])
def test_suspicion_of_one_side_shows_on_that_side_alone(both, slant):
    found = score(*((text, (suspicious if text.slant == slant else perfect)(text)) for text in both))
    other = {"a": "b", "b": "a"}[slant]
    assert (found[slant].over_tagging, found[slant].claims_recognised) == (1.0, 0.0)
    assert (found[other].over_tagging, found[other].claims_recognised) == (0.0, 1.0)
    assert found[slant].views_recognised == found[other].views_recognised == 1.0


def test_texts_of_one_slant_are_added_up(both):
    found = score((both[0], perfect(both[0])), (both[0], suspicious(both[0])))
    assert list(found) == ["a"]
    assert (found["a"].sentences, found["a"].claims, found["a"].over_tagging) == (42, 16, 0.5)


def test_texts_that_lean_no_way_stand_apart(both):
    found = score((replace(both[0], slant="none"), perfect(both[0])), (both[1], perfect(both[1])))
    assert list(found) == ["b", "none"]


def test_a_sentence_without_a_label_is_no_error(both):
    (number,) = score((both[0], {"s05": "CLAIM", "s06": ""})).values()
    assert (number.sentences, number.claims, number.claims_recognised, number.views_recognised) == (1, 1, 1.0, None)


def test_unknown_labels_and_sentences_and_texts_without_a_key_do_not_count(both):
    assert score((both[0], {"s05": "RUBBISH", "s99": "CLAIM"}), (replace(both[1], key=None), perfect(both[1]))) == {}


def test_a_near_label_counts_half_as_recognised_and_still_as_suspicion(both):
    found = score((both[0], {"s06": "MIXED"}))["a"]
    assert (found.claims_recognised, found.suspected) == (0.5, 1)


def test_the_sentences_put_both_sides_side_by_side(both):
    said = slant_sentences(score((both[0], suspicious(both[0])), (both[1], trusting(both[1]))))
    assert said == (
        "In texts that lean like the article, you suspected 8 of 8 claims without need; "
        "in texts that lean the other way, 0 of 8.",
        "In texts that lean like the article, you took 0 of 3 views and guesses for claims; "
        "in texts that lean the other way, 3 of 3.",
        "This stands on 21 sentences and on 21: a difference of one or two may be chance, "
        "a larger one is worth a second look.",
    )


def test_many_sentences_need_no_warning(both):
    many = [(text, perfect(text)) for text in both for _ in range(3)]
    assert len(slant_sentences(score(*many))) == 2


def test_where_all_texts_lean_the_same_way_nothing_is_compared(both):
    (said,) = slant_sentences(score((both[1], suspicious(both[1]))))
    assert "nothing to compare yet" in said and "of 8" not in said


def test_views_are_not_compared_where_one_side_has_none(both):
    said = slant_sentences(score((both[0], {"s05": "VIEW"}), (both[1], perfect(both[1]))))
    assert "1 of 1 claims" in said[0] and len(said) == 2


def test_where_no_text_leans_nothing_is_said(both):
    assert slant_sentences(score((replace(both[0], slant="none"), perfect(both[0])))) == slant_sentences({}) == ()
