import pytest
from paths import ROOT

from unspin.text.tagset import read_tagset
from unspin.words.errors import UnspinError

TAGSET = read_tagset(ROOT / "data" / "tagset.toml")


def test_labels_stand_in_the_order_of_their_buttons():
    assert list(TAGSET.labels) == ["CLAIM", "REPORTED", "VIEW", "GUESS", "MIXED", "NONE"]
    assert list(TAGSET.spans) == ["NUMBER", "SOURCE", "VAGUE", "HEDGE", "LOADED", "SWEEPING"]


def test_a_label_carries_its_rule_card():
    card = TAGSET.labels["VIEW"]
    assert (card.key, card.name, card.rules) == ("v", "View", ("J1", "T3"))
    assert card.definition and card.rule and card.example and card.not_this
    assert card.not_this_label == "REPORTED"


def test_a_known_label_passes():
    TAGSET.check_label("CLAIM")
    TAGSET.check_span("LOADED")


def test_a_misspelt_label_gets_the_nearest_one():
    with pytest.raises(UnspinError, match=r"There is no label 'CLAIMS'\. Did you mean 'CLAIM'\? Nothing was saved\."):
        TAGSET.check_label("CLAIMS")


def test_a_span_label_is_no_sentence_label():
    with pytest.raises(UnspinError, match="There is no label 'LOADED'"):
        TAGSET.check_label("LOADED")


def test_a_sentence_label_is_no_span_label():
    with pytest.raises(UnspinError, match="There is no span label 'CLAIM'"):
        TAGSET.check_span("CLAIM")


def test_the_three_questions_come_in_the_order_in_which_they_are_asked():
    assert [question.split(":")[0].split()[0] for question in TAGSET.questions] == ["Whose", "Is", "Could"]


def test_a_tag_set_can_be_cut_down_to_some_span_labels():
    assert list(TAGSET.with_spans(["VAGUE", "SOURCE"]).spans) == ["SOURCE", "VAGUE"]
    assert TAGSET.with_spans([]).spans == TAGSET.spans
