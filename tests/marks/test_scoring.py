import random
from itertools import combinations

import pytest
from paths import ROOT

from unspin.marks.key_table import label_credit
from unspin.marks.scoring import corrected, overlap, score_labels, score_number, score_spans
from unspin.text import library
from unspin.text.article import Article, Key, KeyLabel, Sentence, Span
from unspin.words.errors import UnspinError

TAGSET = library.read_tagset(ROOT / "data" / "tagset.toml")
LABELS = ("CLAIM", "REPORTED", "VIEW", "GUESS", "MIXED", "NONE")
SPAN_LABELS = ("NUMBER", "SOURCE", "VAGUE", "HEDGE", "LOADED", "SWEEPING")


@pytest.fixture
def article(course):
    return library.article("icpa-withdrawal")


def key_label(label, accepted="", near=""):
    return KeyLabel(label, tuple(accepted.split()), tuple(near.split()), ("V1",), "")


def key_of(*labels):
    return Key({f"s{number:02}": label for number, label in enumerate(labels, 1)}, {}, "")


def made_of_words(count, *spans):
    """Return an article of one sentence with so many words of one letter, and a key with spans given in words."""
    text = " ".join("w" * count)
    key = Key({}, {"s01": tuple(in_letters(span) for span in spans)}, "")
    return Article("a", "A", "en", text, (Sentence("s01", "body", 1, 0, len(text), text),), key=key)


def in_letters(span):
    first, end, label = span
    return Span(2 * first, 2 * end - 1, label)


# Labels


def test_the_keys_label_earns_full_credit():
    assert label_credit(key_label("MIXED", "CLAIM", "GUESS VIEW"), "MIXED") == 1.0


def test_an_accepted_label_earns_full_credit():
    assert label_credit(key_label("MIXED", "CLAIM", "GUESS VIEW"), "CLAIM") == 1.0


def test_a_near_label_earns_half():
    assert label_credit(key_label("MIXED", "CLAIM", "GUESS VIEW"), "VIEW") == 0.5


def test_another_label_earns_nothing():
    assert label_credit(key_label("MIXED", "CLAIM", "GUESS VIEW"), "NONE") == 0.0


def test_no_label_earns_nothing():
    assert label_credit(key_label("MIXED", "CLAIM", "GUESS VIEW"), None) == 0.0


def test_a_contested_sentence_weighs_half():
    key = key_of(key_label("CLAIM"), key_label("VIEW"), key_label("GUESS", "VIEW"))
    assert score_labels(key, {"s01": "CLAIM"}, TAGSET).raw == pytest.approx(1 / 2.5)
    assert score_labels(key, {"s03": "GUESS"}, TAGSET).raw == pytest.approx(0.5 / 2.5)


def test_the_best_habit_is_taken_off():
    key = key_of(key_label("CLAIM"), key_label("CLAIM"), key_label("VIEW"), key_label("NONE"))
    score = score_labels(key, {"s01": "CLAIM", "s02": "CLAIM", "s03": "VIEW"}, TAGSET)
    assert (score.raw, score.constant, score.score) == (0.75, 0.5, 0.5)


def test_no_labels_at_all_score_nothing(article):
    score = score_labels(article.key, {}, TAGSET)
    assert (score.score, score.raw, score.answered) == (0.0, 0.0, 0)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("name", ["icpa-withdrawal", "practice-one"])
def test_one_label_for_everything_scores_nothing(course, name, label):
    key = library.article(name).key
    assert score_labels(key, dict.fromkeys(key.labels, label), TAGSET).score == 0.0


@pytest.mark.parametrize("label", LABELS)
def test_one_label_for_everything_scores_nothing_where_it_is_accepted_or_near(label):
    first, second, third, *_ = (other for other in LABELS if other != label)
    key = key_of(key_label(first, label), key_label(second, "", label), key_label(third), key_label(label))
    assert score_labels(key, dict.fromkeys(key.labels, label), TAGSET).score == 0.0


@pytest.mark.parametrize("label", LABELS)
def test_one_label_for_a_part_of_the_article_scores_nothing(article, label):
    for count in range(1, len(article.sentences) + 1):
        given = dict.fromkeys(list(article.key.labels)[:count], label)
        assert score_labels(article.key, given, TAGSET).score == 0.0


def test_the_keys_own_labels_score_everything(article):
    given = {sid: label.label for sid, label in article.key.labels.items()}
    score = score_labels(article.key, given, TAGSET)
    assert (score.score, score.raw, score.answered) == (1.0, 1.0, 21)
    assert (score.claims_recognised, score.views_recognised, score.over_tagging) == (1.0, 1.0, 0.0)


def test_accepted_labels_score_everything_too(article):
    given = {sid: (label.accepted or (label.label,))[0] for sid, label in article.key.labels.items()}
    assert score_labels(article.key, given, TAGSET).score == 1.0


def test_a_random_half_of_the_key_scores_more_than_nothing_and_less_than_everything(article):
    given = {sid: label.label for sid, label in article.key.labels.items()}
    for seed in range(50):
        half = random.Random(seed).sample(sorted(given), 18)
        assert 0.0 < score_labels(article.key, {sid: given[sid] for sid in half}, TAGSET).score < 1.0


def test_one_more_right_label_never_lowers_the_score(article):
    given, before = {}, 0.0
    for sid, label in article.key.labels.items():
        given[sid] = label.label
        after = score_labels(article.key, given, TAGSET).score
        assert after >= before
        before = after


def test_guessing_scores_next_to_nothing_on_average(article):
    scores = []
    for seed in range(300):
        dice = random.Random(seed)
        scores.append(score_labels(article.key, {sid: dice.choice(LABELS) for sid in article.key.labels}, TAGSET).score)
    assert sum(scores) / len(scores) < 0.05


def test_labels_for_sentences_that_the_key_does_not_have_change_nothing():
    key = key_of(key_label("CLAIM"), key_label("VIEW"))
    assert score_labels(key, {"s01": "CLAIM", "s99": "VIEW"}, TAGSET) == score_labels(key, {"s01": "CLAIM"}, TAGSET)


def test_a_label_that_does_not_exist_earns_nothing():
    key = key_of(key_label("CLAIM"), key_label("VIEW"))
    assert score_labels(key, {"s01": "TRUE", "s02": "TRUE"}, TAGSET).raw == 0.0


def test_a_key_that_rewards_a_habit_with_full_marks_is_refused():
    key = key_of(key_label("CLAIM"), key_label("VIEW", "CLAIM"))
    with pytest.raises(UnspinError, match="One and the same answer for everything earns full marks with this key"):
        score_labels(key, {"s01": "CLAIM"}, TAGSET)


def test_a_key_without_labels_is_refused():
    with pytest.raises(UnspinError, match="no labels"):
        score_labels(key_of(), {}, TAGSET)


def test_claims_are_over_tagged_by_what_the_key_does_not_accept():
    key = key_of(key_label("CLAIM"), key_label("CLAIM", "MIXED"), key_label("CLAIM", "", "MIXED"), key_label("VIEW"))
    given = {"s01": "VIEW", "s02": "MIXED", "s03": "MIXED", "s04": "VIEW"}
    assert score_labels(key, given, TAGSET).over_tagging == pytest.approx(2 / 3)


def test_calling_a_claim_reported_is_no_over_tagging():
    key = key_of(key_label("CLAIM"), key_label("VIEW"))
    assert score_labels(key, {"s01": "REPORTED"}, TAGSET).over_tagging == 0.0


def test_guesses_count_among_the_views():
    key = key_of(key_label("GUESS"), key_label("VIEW"), key_label("CLAIM"))
    assert score_labels(key, {"s01": "GUESS", "s02": "CLAIM"}, TAGSET).views_recognised == 0.5


def test_what_the_key_has_no_sentence_for_is_none():
    score = score_labels(key_of(key_label("REPORTED"), key_label("NONE")), {"s01": "REPORTED"}, TAGSET)
    assert (score.claims_recognised, score.views_recognised, score.over_tagging) == (None, None, None)


# Spans


def test_overlap_gives_the_published_example():
    student, key = {"s01": [(0, 10, "LOADED"), (30, 35, "LOADED")]}, {"s01": [(0, 5, "LOADED"), (28, 40, "LOADED")]}
    precision, recall = overlap(student, key)
    assert (precision, round(recall, 4)) == (0.75, 0.7083)


def test_the_score_of_spans_gives_the_published_example():
    article = made_of_words(60, (0, 5, "LOADED"), (28, 40, "LOADED"))
    given = {"s01": [in_letters((0, 10, "LOADED")), in_letters((30, 35, "LOADED"))]}
    score = score_spans(article.key, given, article)
    assert (score.precision, round(score.recall, 4), round(score.f1, 4)) == (0.75, 0.7083, 0.7286)


def test_words_under_another_label_do_not_overlap():
    assert overlap({"s01": [(0, 5, "HEDGE")]}, {"s01": [(0, 5, "LOADED")]}) == (0.0, 0.0)


def test_words_of_another_sentence_do_not_overlap():
    assert overlap({"s01": [(0, 5, "HEDGE")]}, {"s02": [(0, 5, "HEDGE")]}) == (0.0, 0.0)


def test_no_spans_score_nothing(article):
    score = score_spans(article.key, {}, article)
    assert (score.score, score.precision, score.recall, score.f1) == (0.0, 0.0, 0.0, 0.0)


def test_the_keys_own_spans_score_everything(article):
    score = score_spans(article.key, article.key.spans, article)
    assert (score.score, score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0, 1.0)


def test_half_of_the_keys_spans_score_more_than_nothing_and_less_than_everything(article):
    half = {sid: spans for number, (sid, spans) in enumerate(sorted(article.key.spans.items())) if number % 2}
    assert 0.0 < score_spans(article.key, half, article).score < 1.0


def sets_of_labels():
    return [chosen for size in range(1, 7) for chosen in combinations(SPAN_LABELS, size)]


@pytest.mark.parametrize("labels", sets_of_labels(), ids="+".join)
def test_marking_every_sentence_whole_scores_nothing(article, labels):
    given = {s.id: [Span(0, len(s.text), label) for label in labels] for s in article.sentences}
    assert score_spans(article.key, given, article).score == 0.0


@pytest.mark.parametrize("labels", sets_of_labels(), ids="+".join)
def test_marking_every_word_by_itself_scores_nothing(article, labels):
    given = {s.id: [Span(a, b, label) for label in labels for a, b in s.words] for s in article.sentences}
    assert score_spans(article.key, given, article).score == 0.0


def test_marking_everything_in_every_way_at_once_scores_nothing(article):
    given = {
        s.id: [Span(a, b, label) for label in SPAN_LABELS for a, b in (*s.words, (0, len(s.text)), (0, len(s.text)))]
        for s in article.sentences
    }
    assert score_spans(article.key, given, article).score == 0.0


def test_the_best_blanket_may_need_two_labels():
    article = made_of_words(10, (0, 5, "LOADED"), (5, 10, "HEDGE"))
    score = score_spans(article.key, {"s01": [in_letters((0, 10, label)) for label in ("LOADED", "HEDGE")]}, article)
    assert (score.f1, score.blanket, score.score) == (pytest.approx(2 / 3), pytest.approx(2 / 3), 0.0)


def test_a_span_cut_into_its_words_counts_as_one():
    article = made_of_words(20, (0, 4, "LOADED"))
    pieces = {"s01": [in_letters((number, number + 1, "LOADED")) for number in range(4)]}
    assert score_spans(article.key, pieces, article).score == 1.0


def test_a_span_given_twice_counts_once():
    article = made_of_words(20, (0, 4, "LOADED"))
    assert score_spans(article.key, {"s01": [in_letters((0, 4, "LOADED"))] * 2}, article).score == 1.0


def test_a_span_longer_than_needed_earns_a_part():
    article = made_of_words(20, (0, 2, "LOADED"))
    score = score_spans(article.key, {"s01": [in_letters((0, 4, "LOADED"))]}, article)
    assert (score.precision, score.recall) == (0.5, 1.0)


def test_marks_on_sentences_that_the_article_does_not_have_change_nothing(article):
    given = {**article.key.spans, "s99": (Span(0, 5, "LOADED"),)}
    assert score_spans(article.key, given, article).score == 1.0


def test_spans_beyond_the_end_of_a_sentence_touch_no_words(article):
    given = {"s01": [Span(100_000, 100_005, "LOADED")]}
    assert score_spans(article.key, given, article).f1 == 0.0


def test_a_span_key_that_rewards_a_habit_with_full_marks_is_refused():
    article = made_of_words(10, (0, 10, "LOADED"))
    with pytest.raises(UnspinError, match="One and the same answer"):
        score_spans(article.key, {"s01": [in_letters((0, 10, "LOADED"))]}, article)


# Numbers


@pytest.mark.parametrize(("value", "score"), [(0.38, 1.0), (0.381, 1.0), (0.382, 1.0), (0.379, 0.0), (0.384, 0.0)])
def test_a_number_is_right_within_its_tolerance(value, score):
    assert score_number(0.381, value, 0.0015) == score


def test_rounding_of_the_computer_is_forgiven():
    assert score_number(0.3, 0.1 + 0.2, 0.0) == 1.0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_wrong(value):
    assert score_number(0.5, value, 1.0) == 0.0


def test_the_correction_runs_from_the_habit_to_full_marks():
    assert [corrected(score, 0.4) for score in (0.0, 0.4, 0.7, 1.0)] == [0.0, 0.0, pytest.approx(0.5), 1.0]
