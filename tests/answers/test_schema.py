import pytest

from unspin.answers.schema import (
    FORMAT,
    Answers,
    DamagedAnswers,
    LabelsAnswer,
    SpansAnswer,
    Tag,
    count_words,
    parse,
    to_bytes,
    with_article,
    with_tag,
)
from unspin.words.errors import UnspinError

LESSON = "02-claim-or-view"


def test_a_change_makes_a_new_value_and_leaves_the_old_one_alone():
    before = Answers(FORMAT, LESSON)
    after = with_tag(before, "text-labels", "s01", Tag("CLAIM"))
    assert before.answers == {} and after.answers["text-labels"].value == {"s01": Tag("CLAIM")}


def test_the_text_that_was_tagged_is_named_by_its_fingerprint():
    answers = with_article(Answers(FORMAT, LESSON), "text", "sha256:1")
    assert answers.articles == {"text": "sha256:1"}
    assert with_article(answers, "text", "sha256:1") == answers


def test_tags_of_another_version_of_a_text_are_not_tagged_over():
    answers = with_article(Answers(FORMAT, LESSON), "text", "sha256:1")
    with pytest.raises(UnspinError, match="Your saved tags of 'text' were made on another version of its text"):
        with_article(answers, "text", "sha256:2")


def test_what_was_wrong_is_named():
    with pytest.raises(DamagedAnswers, match=r"ada\.json is empty"):
        parse(b"", "ada.json")
    with pytest.raises(DamagedAnswers, match=r"^ada\.json is damaged: it breaks off, or unspin did not write it\.$"):
        parse(b"{", "ada.json")
    with pytest.raises(
        DamagedAnswers, match=r"^ada\.json is damaged: a part of it is missing, too long or of the wrong kind\.$"
    ):
        parse(b'{"lesson": "x"}', "ada.json")
    with pytest.raises(DamagedAnswers, match=r"ada\.json is not an answers file"):
        parse(b'{"format": "other", "lesson": "x"}', "ada.json")


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), (" \n … – ", 0), ("one", 1), ("Over 150,000 cases – registered.", 4), ("“It’s so,” she\u00a0said", 4)],
)
def test_words_are_what_stands_between_spaces_and_holds_a_letter_or_a_digit(text, count):
    assert count_words(text) == count


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"02-claim-or-view", b"02 claim"),
        (b"02-claim-or-view", b""),
        (b"02-claim-or-view", b"02-claim-or-view\\n"),
        (b"text-a", b"../text-a"),
        (b"text-labels", b"Text-Labels"),
        (b"s01", b"s1"),
        (b"s01", b"s01\\n"),
        (b"s02", b"x02"),
        (b"s02", "s\u0660\u0661".encode()),
    ],
)
def test_a_name_that_no_file_of_ours_holds_is_refused(right, wrong):
    answers = {"text-labels": LabelsAnswer({"s01": Tag("CLAIM")}), "text-spans": SpansAnswer({"s02": []})}
    data = to_bytes(Answers(FORMAT, LESSON, articles={"text-a": "f"}, answers=answers))
    assert parse(data).answers == answers
    with pytest.raises(DamagedAnswers, match="a part of it is missing, too long or of the wrong kind"):
        parse(data.replace(right, wrong))
