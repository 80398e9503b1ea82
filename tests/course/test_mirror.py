"""The mirror text: the article with its sides swapped. What holds for one side holds for the other."""

import csv
import re
from collections import Counter

import pytest
from paths import ROOT

from unspin.marks.scoring import score_labels, score_spans
from unspin.text import library
from unspin.text.tagset import SUSPICIOUS

SIDES = ("icpa-withdrawal", "mirror")
LABELS = {"CLAIM", "REPORTED", "VIEW", "GUESS", "MIXED", "NONE"}
FORECASTS = {"C28", "C29", "C31"}


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def both():
    return [library.article(name) for name in SIDES]


def tables(name):
    found = []
    for side in SIDES:
        with (ROOT / "data" / "articles" / side / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found.append(list(csv.DictReader(file)))
    assert all(found), f"{name} is empty"
    return found


def by_sentence(rows, column):
    found = {}
    for row in rows:
        found.setdefault(row["sentence_id"], []).append(row[column])
    return found


# The same text but for its slant


def test_one_side_leans_one_way_and_the_other_the_other_way(both):
    assert [article.slant for article in both] == ["a", "b"]


def test_both_have_the_same_units_of_the_same_kinds_in_the_same_paragraphs(both):
    article, mirror = ([(s.id, s.kind, s.paragraph) for s in text.sentences] for text in both)
    assert article == mirror


def test_the_keys_are_equal_label_for_label():
    article, mirror = (
        [tuple(row[c] for c in ("sentence_id", "label", "accepted", "near", "rules", "contested")) for row in rows]
        for rows in tables("key_labels")
    )
    assert article == mirror


def test_each_sentence_has_the_same_kinds_of_marks_in_the_same_order():
    article, mirror = (by_sentence(rows, "label") for rows in tables("key_spans"))
    assert article == mirror


def test_each_sentence_has_the_same_spin_devices():
    article, mirror = (
        {sid: Counter(techniques) for sid, techniques in by_sentence(rows, "technique").items()}
        for rows in tables("spin")
    )
    assert article == mirror


def test_each_sentence_has_the_same_numbers_and_dates(both):
    figures = re.compile(r"\$?\d[\d,]*(?: million)?|November")
    article, mirror = ([figures.findall(s.text) for s in text.sentences] for text in both)
    assert article == mirror and sum(map(len, article)) == 7


def test_the_only_quotations_are_the_two_real_ones_word_for_word(both):
    article, mirror = (re.findall("“[^”]+”", text.text) for text in both)
    assert article == mirror and len(article) == 2


def test_the_length_of_the_two_is_about_the_same(both):
    article, mirror = (sum(len(s.words) for s in text.sentences) for text in both)
    assert abs(article - mirror) / article < 0.05


def test_wherever_the_article_is_loaded_the_mirror_says_it_in_other_words():
    article, mirror = (
        [(row["sentence_id"], row["words"]) for row in rows if row["label"] == "LOADED"] for rows in tables("key_spans")
    )
    assert set(article) & set(mirror) == {("s21", "aggressor")}, "each side puts this charge into the other's mouth"


def test_the_mirror_makes_the_same_claims_with_the_same_verdicts_from_the_same_sources():
    article, mirror = tables("claims")
    same = ("sentence_id", "check_type", "verdict")
    assert [row["same_as"] for row in mirror] == [row["claim_id"] for row in article]
    for ours, theirs in zip(mirror, article, strict=True):
        assert [ours[column] for column in same] == [theirs[column] for column in same], ours["claim_id"]
        assert ours["sources"] == theirs["sources"] or ours["same_as"] == "C31", ours["claim_id"]


def test_only_forecasts_and_thoughts_are_turned_round_and_none_of_them_can_be_checked():
    turned = [row for row in tables("claims")[1] if row["turned"] == "1"]
    assert {row["same_as"] for row in turned} == FORECASTS
    assert {row["verdict"] for row in turned} == {"unverifiable"}


# Swap the sides


def perfect(article):
    return {sid: key.label for sid, key in article.key.labels.items()}


def constant(label):
    return lambda article: dict.fromkeys(article.key.labels, label)


def suspicious_of(slant):
    """Return a student who suspects every plain claim of the texts on one side, and reads the other side fairly."""

    def student(article):
        fair = perfect(article)
        if article.slant != slant:
            return fair
        return {sid: "VIEW" if label == "CLAIM" else label for sid, label in fair.items()}

    return student


def scores(student, texts):
    return [score_labels(text.key, student(text), library.tagset()) for text in texts]


@pytest.mark.parametrize(
    "student", [perfect, *(constant(label) for label in sorted(LABELS))], ids=["perfect", *sorted(LABELS)]
)
def test_a_student_who_treats_both_sides_alike_earns_the_same_on_both(both, student):
    article, mirror = scores(student, both)
    assert article == mirror


def test_a_perfect_student_earns_everything_on_both_sides_and_a_constant_one_nothing(both):
    assert [score.score for score in scores(perfect, both)] == [1.0, 1.0]
    for label in LABELS:
        assert [score.score for score in scores(constant(label), both)] == [0.0, 0.0]


def test_suspicion_of_one_side_costs_the_same_whichever_side_it_is(both):
    against_a, against_b = scores(suspicious_of("a"), both), scores(suspicious_of("b"), both)
    assert against_a == against_b[::-1]
    assert against_a[0].score < against_a[1].score == 1.0


def test_suspicion_of_one_side_shows_as_over_tagging_of_that_side_alone(both):
    found = [score.over_tagging for score in scores(suspicious_of("b"), both)]
    plain = [key for key in both[0].key.labels.values() if key.label == "CLAIM"]
    assert found == [0.0, 1.0] and library.tagset().labels_of(SUSPICIOUS).isdisjoint({key.label for key in plain})


def test_the_key_s_own_marks_earn_everything_on_both_sides(both):
    assert [score_spans(text.key, text.key.spans, text).score for text in both] == [1.0, 1.0]


def test_marking_every_word_is_worth_about_the_same_on_both_sides(both):
    article, mirror = (score_spans(text.key, {}, text).blanket for text in both)
    assert abs(article - mirror) < 0.02
