import pytest
from paths import ROOT

from unspin.answers.schema import NumberAnswer, TextAnswer
from unspin.lesson.check import Check
from unspin.marks.feedback import mark_rewrite
from unspin.text import library, stored
from unspin.text.article import Sentence, Span
from unspin.text.rewrites import compare, has, make_task

TAGSET = library.read_tagset(ROOT / "data" / "tagset.toml")
TEXT = "In a reckless move, the club stubbornly sold “Kim’s” boat for 150,000 euros in May 2024, as everyone knows."
GOOD = "The club sold Kim's boat for 150 000 euros in May 2024."
FACTS = "club|Kim|150,000=150 000=150000|May 2024"
LOADED = {"flog": "sell", "slam": "criticise", "hand over": "give", "rage": "object", "club": ""}


def span(words, label):
    start = TEXT.index(words)
    return Span(start, start + len(words), label)


@pytest.fixture
def task():
    marked = [("reckless", "LOADED"), ("stubbornly", "LOADED"), ("everyone knows", "SWEEPING"), ("150,000", "NUMBER")]
    sentence = Sentence("s01", "body", 1, 0, len(TEXT), TEXT)
    return make_task("boat", sentence, [span(*one) for one in marked], FACTS, TAGSET)


def test_a_neutral_sentence_with_all_facts_earns_everything(task):
    found = compare(task, GOOD, LOADED)
    assert (found.score, found.missing, found.left, found.new) == (1.0, (), (), ())


def test_the_unchanged_sentence_earns_nothing_however_it_is_typed(task):
    typed = TEXT.upper().replace("’", "'").replace("“", '"').replace("”", '"').replace(" ", "\u00a0 ")
    assert compare(task, TEXT, LOADED).score == compare(task, typed, LOADED).score == 0.0


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "."])
def test_an_empty_rewrite_earns_nothing_and_is_told_so(task, text):
    found = compare(task, text, LOADED)
    assert found.score == 0.0 and found.problem


def test_a_fact_that_is_missing_costs_its_share(task):
    found = compare(task, GOOD.replace(" in May 2024", " in the spring"), LOADED)
    assert (found.score, found.missing) == (0.75, ("May 2024",))


def test_a_number_inside_a_longer_one_is_not_the_fact(task):
    assert compare(task, GOOD.replace("150 000", "1,150,000"), LOADED).missing == ("150,000",)


def test_a_tagged_word_that_stays_costs_its_share(task):
    found = compare(task, GOOD.replace("club", "reckless club"), LOADED)
    assert (round(found.score, 3), found.left) == (0.667, ("reckless",))


def test_numbers_and_hedges_need_not_go(task):
    assert "150,000" not in [words for _, words in task.spans]


@pytest.mark.parametrize("text", ["flogged it", "slams it", "is slamming it", "was handing over", "raged"])
def test_a_new_loaded_word_is_found_by_its_endings(task, text):
    assert len(compare(task, f"{GOOD} He {text}.", LOADED).new) == 1


def test_a_new_loaded_word_costs_a_quarter_and_a_fact_is_none(task):
    found = compare(task, GOOD.replace("sold", "flogged"), {"flogged": "sold", "club": ""})
    assert (found.score, found.new) == (0.75, (("flogged", "sold"),))


def test_a_list_of_the_facts_earns_half_at_most(task):
    found = compare(task, "Club, Kim, 150,000, May 2024", LOADED)
    assert found.score == 0.5 and "list of facts" in found.problem


def test_most_of_a_tagged_phrase_still_counts_as_the_phrase():
    text = "Critics are losing their collective minds over the plan."
    start = text.index("losing")
    task = make_task("p", Sentence("s01", "body", 1, 0, 56, text), [Span(start, start + 29, "LOADED")], "plan", TAGSET)
    assert compare(task, "Critics are losing collective sleep and minds over the plan.", {}).left
    assert not compare(task, "Critics have said that they are against the plan.", {}).left


def test_the_feedback_names_facts_words_and_new_words_as_text(task):
    feedback = mark_rewrite(TextAnswer("<b>The reckless club slams"), task, LOADED, Check(4))
    said = " ".join(feedback.sentences)
    assert "Missing: “Kim”" in said and "Still there: “reckless”" in said and "“slam” (neutral: criticise)" in said
    assert "<b>" not in feedback._repr_html_()


def test_an_answer_of_another_kind_earns_nothing(task):
    assert mark_rewrite(NumberAnswer(1.0), task, LOADED, Check(4)).points == 0.0


def test_every_rewrite_of_the_course_keeps_facts_of_its_sentence_and_has_words_to_lose(course):
    names = [row["name"] for row in stored.read_rows(course / "data" / "rewrites.csv")]
    assert names
    for name in names:
        task = library.here().rewrite_task(name)
        found = compare(task, task.sentence, {})
        assert found.left and not found.missing and found.score == 0.0, name


def test_a_loaded_word_without_a_neutral_one_is_named_alone(task):
    said = mark_rewrite(TextAnswer(f"{GOOD} How glorious."), task, {"glorious": ""}, Check(4)).sentences
    assert "New loaded words: “glorious”." in said


def test_no_neutral_word_of_the_course_is_loaded_itself(course):
    loaded = library.here().loaded_words()
    assert (
        loaded
        and [(w, n) for w, n in loaded.items() if n and any(has(n, other, endings=True) for other in loaded)] == []
    )


@pytest.mark.parametrize(
    "plain_words",
    [
        "She claims a refund and insists on a receipt.",
        "The hero of the film has a weak plot and a scheme of bold print.",
        "A major storm, the first victory, a significant number, a sweeping brush.",
        "They finally abandoned the search. The patient was admitted and exposed to light.",
    ],
)
def test_words_in_common_plain_use_are_not_called_loaded(course, task, plain_words):
    assert compare(task, f"{GOOD} {plain_words}", library.here().loaded_words()).new == ()
