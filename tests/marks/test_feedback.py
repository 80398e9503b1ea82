from dataclasses import replace

import pytest

from unspin.answers.schema import ChoiceAnswer, LabelsAnswer, Mark, NumberAnswer, SpansAnswer, Tag, TextAnswer
from unspin.lesson.check import Check
from unspin.marks.feedback import Feedback, mark_labels, mark_spans, mark_value, only_saved, told, unanswered
from unspin.marks.key_table import KeyTable
from unspin.marks.scoring import LabelScorer, SpanScorer
from unspin.text import library

SHARE = NumberAnswer(0.381)


@pytest.fixture
def article(course):
    return library.article("icpa-withdrawal")


def by_the_key(article):
    return LabelsAnswer({sid: Tag(label.label) for sid, label in article.key.labels.items()})


def test_the_text_form_of_feedback_is_the_number_of_points_alone():
    assert [repr(Feedback(points, 3, told("Said."))) for points in (0.0, 2.0, 1.5, 2 / 3, 3)] == [
        "0",
        "2",
        "1.5",
        "0.67",
        "3",
    ]


def test_the_text_form_of_feedback_without_a_key_is_no_points():
    assert repr(only_saved()) == "0"


def test_the_page_says_points_and_sentences():
    html = Feedback(1.5, 3, told("Nearly.", "Read rule T3."))._repr_html_()
    assert "1.5 of 3 points." in html and "<p><strong>" in html and "<li>Read rule T3.</li>" in html


def test_the_page_says_no_points_where_there_is_no_key():
    assert "points" not in only_saved()._repr_html_()
    assert "Saved." in only_saved()._repr_html_()


def test_what_a_student_typed_is_text_in_the_page():
    assert "<script>" not in Feedback(0, 1, told("<script>", "<script>"))._repr_html_()


def test_a_question_without_an_answer_earns_nothing():
    feedback = unanswered(Check(points=2))
    assert (repr(feedback), feedback.out_of, feedback.sentences) == ("0", 2, ("Not answered yet.",))


def test_a_right_number_earns_all_points():
    feedback = mark_value(NumberAnswer(0.38), SHARE, Check(2, 0.005))
    assert (feedback.points, feedback.sentences) == (2.0, ("Right.",))


def test_a_wrong_number_earns_none_and_does_not_tell_the_right_one():
    feedback = mark_value(NumberAnswer(0.5), SHARE, Check(2, 0.005))
    assert feedback.points == 0.0
    assert "0.5 is not it yet" in feedback.sentences[0] and "0.38" not in feedback.sentences[0]


def test_a_percentage_in_place_of_a_share_is_named():
    feedback = mark_value(NumberAnswer(38.1), SHARE, Check(2, 0.005))
    assert feedback.points == 0.0
    assert feedback.sentences == ("38.1 looks like a percentage. Give a share between 0 and 1: divide by 100.",)


def test_a_choice_is_right_or_not():
    wanted = ChoiceAnswer("Registered")
    assert mark_value(ChoiceAnswer("Registered"), wanted, Check(2)).points == 2.0
    wrong = mark_value(ChoiceAnswer("Proven"), wanted, Check(2))
    assert wrong.points == 0.0 and "Registered" not in wrong.sentences[0]


@pytest.mark.parametrize("answer", [ChoiceAnswer("0.381"), TextAnswer("0.381"), LabelsAnswer()])
def test_another_kind_of_answer_than_a_number_is_named(answer):
    feedback = mark_value(answer, SHARE, Check(2))
    assert (feedback.points, feedback.sentences) == (
        0.0,
        ("The answer should be a number. Give it again as a number.",),
    )


def test_a_number_in_place_of_a_choice_is_named():
    feedback = mark_value(NumberAnswer(1.0), ChoiceAnswer("Registered"), Check(2))
    assert feedback.points == 0.0 and "one of the choices" in feedback.sentences[0]


def marked(answer, article, check):
    tagset = library.tagset()
    return mark_labels(answer, article, tagset, check, LabelScorer(KeyTable(article.key, tagset)))


def marked_words(answer, article, check):
    return mark_spans(answer, check, SpanScorer(article.key, article, check.spans))


def test_labels_as_in_the_key_earn_all_points(article):
    feedback = marked(by_the_key(article), article, Check(5))
    assert feedback.points == 5.0
    assert feedback.sentences[0].startswith("You labelled 21 of 21 sentences.")
    assert not any("rule" in sentence for sentence in feedback.sentences)


def test_no_labels_earn_nothing(article):
    feedback = marked(LabelsAnswer(), article, Check(5))
    assert feedback.points == 0.0 and feedback.sentences[0].startswith("You labelled 0 of 21 sentences.")


def test_feedback_on_labels_names_rules_to_read_and_keeps_the_key_to_itself(article):
    answer = LabelsAnswer({"s04": Tag("VIEW"), "s05": Tag("VIEW"), "s18": Tag("VIEW")})
    said = " ".join(marked(answer, article, Check(5)).sentences)
    assert "Worth reading again, for 2 sentences: rule V1. The author's own voice" in said
    assert "Worth reading again, for 1 sentence: rule V2." in said
    assert not any(label.why in said for label in article.key.labels.values())


def test_at_most_three_rules_are_named(article):
    answer = LabelsAnswer(dict.fromkeys(article.key.labels, Tag("GUESS")))
    sentences = marked(answer, article, Check(5)).sentences
    assert sum("Worth reading again" in sentence for sentence in sentences) == 3


def test_feedback_on_labels_says_what_was_recognised_and_what_was_suspected(article):
    answer = LabelsAnswer({"s04": Tag("CLAIM"), "s05": Tag("VIEW"), "s20": Tag("VIEW")})
    said = " ".join(marked(answer, article, Check(5)).sentences)
    assert "Claims recognised: 12%; views and guesses recognised: 33%" in said
    assert "claims that were suspected without need: 12%." in said


def test_feedback_on_a_text_that_leans_says_where_to_compare_it_with_one_that_leans_the_other_way(article):
    for slant, is_told in (("a", True), ("b", True), ("none", False)):
        text = replace(article, slant=slant)
        said = " ".join(marked(by_the_key(text), text, Check(5)).sentences)
        assert ("lesson 8 puts your numbers" in said) == is_told, slant


def test_feedback_on_labels_says_how_often_sure_was_right(article):
    answer = LabelsAnswer(
        {"s04": Tag("CLAIM", 5), "s05": Tag("VIEW", 4), "s12": Tag("CLAIM", 3), "s14": Tag("REPORTED")}
    )
    said = marked(answer, article, Check(5)).sentences
    assert "When you were sure (4 or 5), you were right in 1 of 2." in said


def test_labels_of_sentences_that_the_article_does_not_have_change_nothing(article):
    answer = by_the_key(article)
    more = LabelsAnswer({**answer.value, "s99": Tag("VIEW", 5)})
    assert marked(more, article, Check(5)) == marked(answer, article, Check(5))


def test_spans_as_in_the_key_earn_all_points(article):
    marks = {sid: [Mark(s.start, s.end, s.label) for s in spans] for sid, spans in article.key.spans.items()}
    feedback = marked_words(SpansAnswer(marks), article, Check(3))
    assert feedback.points == 3.0
    assert "100% is also in the key" in feedback.sentences[0] and "you found 100%" in feedback.sentences[0]


def test_marks_in_sentences_that_the_article_does_not_have_change_nothing(article):
    answer = SpansAnswer({"s02": [Mark(26, 31, "LOADED")]})
    more = SpansAnswer({**answer.value, "s99": [Mark(0, 3, "LOADED")]})
    assert marked_words(more, article, Check(3)) == marked_words(answer, article, Check(3))


def test_only_the_span_labels_that_a_check_names_count(article):
    wanted = ("SOURCE", "VAGUE")
    spans = {
        sid: [Mark(s.start, s.end, s.label) for s in found if s.label in wanted]
        for sid, found in article.key.spans.items()
    }
    answer = SpansAnswer(spans)
    assert marked_words(answer, article, Check(4, spans=wanted)).points == pytest.approx(4.0)
    assert marked_words(answer, article, Check(4)).points < 4.0
