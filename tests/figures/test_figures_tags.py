import json
from dataclasses import replace

import pandas as pd
import pytest
from tagged import key_labels, table

from unspin import figures
from unspin.marks.key_table import label_credit
from unspin.text import library
from unspin.text.article import Article, Sentence
from unspin.words.errors import UnspinError

LABELS = ["CLAIM", "REPORTED", "VIEW", "GUESS", "MIXED", "NONE"]


@pytest.fixture
def article():
    return library.article("icpa-withdrawal")


def bars(figure):
    (trace,) = json.loads(figure.chart.to_json())["data"]
    return dict(zip(trace["y"], trace["x"], strict=True))


def boxes(figure):
    """The count in each box of a confusion chart by (own label, label of the key)."""
    heat = json.loads(figure.chart.to_json())["data"][0]
    counts = {(y, x): heat["text"][r][c] for r, y in enumerate(heat["y"]) for c, x in enumerate(heat["x"])}
    return {box: int(count) for box, count in counts.items() if count}


def test_own_labels_are_counted_as_the_table_has_them(article):
    labels = {"s01": "CLAIM", "s02": "CLAIM", "s05": "VIEW", "s21": "GUESS"}
    figure = figures.label_counts(table(article, labels))
    assert bars(figure) == {"CLAIM": 2, "REPORTED": 0, "VIEW": 1, "GUESS": 1, "MIXED": 0, "NONE": 0}
    assert figure.chart.layout.title.text == "Your labels: 4 of 21 sentences"
    assert figure.text.splitlines()[:3] == ["You have labelled 4 of 21 sentences.", "CLAIM: 2", "REPORTED: 0"]


def test_the_bars_agree_with_value_counts(article):
    labels = table(article, key_labels(article))
    assert bars(figures.label_counts(labels)) == labels["label"].value_counts().to_dict()


def test_the_key_against_itself_fills_the_diagonal(article):
    figure = figures.confusion(table(article, key_labels(article)), article)
    assert boxes(figure) == {(label, label): n for label, n in zip(LABELS, [8, 4, 1, 2, 3, 3], strict=True)}
    assert figure.text.startswith("21 of your 21 labels are the same as the key, 0 of them as an alternative.")


def test_an_accepted_alternative_counts_as_the_same_and_is_said(article):
    figure = figures.confusion(table(article, {"s01": "CLAIM", "s02": "GUESS", "s04": "CLAIM"}), article)
    assert boxes(figure) == {("CLAIM", "CLAIM"): 2, ("GUESS", "MIXED"): 1}
    assert "that is so for 1 of your labels" in figure.caption and "the 3 of 21 sentences" in figure.caption
    first, differs, accepted, same = figure.text.splitlines()
    assert first == "2 of your 3 labels are the same as the key, 1 of them as an alternative."
    assert (
        differs.startswith("Sentence 2, “The decision represents") and "you say GUESS, the key says MIXED." in differs
    )
    assert "you say CLAIM (accepted, so it counts as the same), the key says MIXED." in accepted
    assert same.startswith("Sentence 4,") and same.endswith("you and the key say CLAIM.")


@pytest.mark.parametrize("label", LABELS)
def test_every_box_holds_what_the_key_says_of_those_sentences(article, label):
    figure = figures.confusion(table(article, dict.fromkeys(article.by_id, label)), article)
    expected = {}
    for key in article.key.labels.values():
        column = label if label_credit(key, label) == 1.0 else key.label
        expected[label, column] = expected.get((label, column), 0) + 1
    assert boxes(figure) == expected


def test_the_legend_of_the_confusion_chart_counts_same_and_different(article):
    figure = figures.confusion(table(article, {"s01": "CLAIM", "s02": "GUESS", "s04": "CLAIM"}), article)
    assert [trace.name for trace in figure.chart.data[1:]] == ["same as the key: 2", "different: 1"]
    assert figure.chart.layout.xaxis.title.text == "the key's label"
    assert figure.chart.layout.yaxis.title.text == "your label"


def test_the_reason_of_the_key_stands_with_every_difference_and_its_maker_with_the_source(article):
    figure = figures.confusion(table(article, dict.fromkeys(article.by_id, "VIEW")), article)
    for sid, key in article.key.labels.items():
        assert (key.why in figure.text) == (key.label != "VIEW"), sid
    assert article.key.made_by in figure.source and "one person" in figure.source


def test_without_a_key_there_is_nothing_to_compare_with():
    brought = Article("mine", "Mine", "en", "It rains.", (Sentence("s01", "body", 1, 0, 9, "It rains."),))
    with pytest.raises(UnspinError, match="Nobody has made a key for 'mine'"):
        figures.confusion(pd.DataFrame({"sentence": ["s01"], "label": ["CLAIM"]}), brought)


def test_a_key_of_a_part_of_the_sentences_is_compared_for_that_part(article):
    part = {sid: label for sid, label in article.key.labels.items() if sid in ("s01", "s02")}
    partly = replace(article, key=replace(article.key, labels=part))
    figure = figures.confusion(table(article, {"s01": "CLAIM", "s02": "MIXED", "s03": "CLAIM"}), partly)
    assert "Only the 2 of 21 sentences that you have labelled and the key speaks of are counted." in figure.caption
    assert len(figure.text.split("\n")) == 1 + 2
    nothing = figures.confusion(table(article, {"s03": "CLAIM"}), partly)
    assert nothing.text.startswith("The key says nothing of the sentences that you have labelled")
