import json
from dataclasses import replace

import pandas as pd
import pytest

from unspin.answers.file import AnswersFile
from unspin.answers.schema import Answers, Mark, NumberAnswer, Tag, TextAnswer, with_answer, with_article, with_tag
from unspin.text import library
from unspin.text.article import Article, Key, Sentence
from unspin.widgets.tagger.tagger import MOST_SPANS, Tagger
from unspin.words.errors import UnspinError

LESSON = "02-claim-or-view"
LABELS, SPANS = "icpa-withdrawal-labels", "icpa-withdrawal-spans"
STARK = {"start": 26, "end": 31, "label": "LOADED"}  # in s02: "The decision represents a stark departure from"


@pytest.fixture
def article(course):
    return library.article("icpa-withdrawal")


@pytest.fixture
def path(course):
    return course / "answers" / "notebooks" / f"{LESSON}.json"


@pytest.fixture
def make(wire, article, path):
    """Make a tagger on the answers file, as each run of the cell does."""

    def make_tagger(of=article, tagset=None, **settings):
        settings = {"alone": True, "marking": True, "comparing": True, **settings}
        return Tagger(of, tagset or library.tagset(), AnswersFile(path, LESSON), **settings)

    return make_tagger


def change(unit, value, page="p1", revision=1):
    return {"type": "change", "page": page, "revision": revision, "changes": {unit: value}}


def on_disk(path, name):
    return json.loads(path.read_text(encoding="utf-8"))["answers"].get(name, {}).get("value")


# What the browser sends


def test_a_label_is_saved_and_answered(make, wire, path):
    tag = {"label": "MIXED", "confidence": 3}
    reply = wire.receive(make(), change(f"{LABELS}/s02", tag, "p7", 12))
    assert reply == {"type": "saved", "page": "p7", "revision": 12, "changes": {f"{LABELS}/s02": tag}}
    assert on_disk(path, LABELS) == {"s02": tag}


def test_marks_are_saved_and_answered(make, wire, path):
    reply = wire.receive(make(), change(f"{SPANS}/s02", [STARK]))
    assert reply["type"] == "saved"
    assert on_disk(path, SPANS) == {"s02": [STARK]}


def test_the_text_is_named_by_its_fingerprint_with_the_first_change(make, wire, path, article):
    wire.receive(make(), change(f"{LABELS}/s02", {"label": "MIXED"}))
    assert json.loads(path.read_text())["articles"] == {"icpa-withdrawal": article.fingerprint}


def test_a_label_can_be_taken_away(make, wire, path):
    tagger = make()
    wire.receive(tagger, change(f"{LABELS}/s02", {"label": "MIXED"}))
    assert wire.receive(tagger, change(f"{LABELS}/s02", None))["type"] == "saved"
    assert on_disk(path, LABELS) == {} and tagger.labels == {}


def test_marks_can_be_taken_away(make, wire, path):
    tagger = make()
    wire.receive(tagger, change(f"{SPANS}/s02", [STARK]))
    assert wire.receive(tagger, change(f"{SPANS}/s02", []))["type"] == "saved"
    assert on_disk(path, SPANS) == {} and tagger.spans == {}


def test_six_marks_that_overlap_are_saved(make, wire):
    labels = ("NUMBER", "SOURCE", "VAGUE", "HEDGE", "LOADED", "SWEEPING")
    marks = [{**STARK, "label": label} for label in labels]
    assert wire.receive(make(), change(f"{SPANS}/s02", marks))["type"] == "saved"


REFUSED = {
    "a label that does not exist": (f"{LABELS}/s02", {"label": "TRUE"}, "There is no label 'TRUE'"),
    "a span label as a label": (f"{LABELS}/s02", {"label": "LOADED"}, "There is no label 'LOADED'"),
    "no label": (f"{LABELS}/s02", {"confidence": 3}, "label"),
    "a label that is a list": (f"{LABELS}/s02", {"label": ["CLAIM"]}, "label"),
    "a tag that is a text": (f"{LABELS}/s02", "CLAIM", "object"),
    "more than a tag has": (f"{LABELS}/s02", {"label": "CLAIM", "points": 5}, "points"),
    "a confidence of 6": (f"{LABELS}/s02", {"label": "CLAIM", "confidence": 6}, "confidence"),
    "a confidence of -1": (f"{LABELS}/s02", {"label": "CLAIM", "confidence": -1}, "confidence"),
    "a confidence that is a text": (f"{LABELS}/s02", {"label": "CLAIM", "confidence": "3"}, "confidence"),
    "a reason of 20,001 letters": (f"{LABELS}/s02", {"label": "CLAIM", "reason": "x" * 20_001}, "reason"),
    "a sentence that does not exist": (f"{LABELS}/s22", {"label": "CLAIM"}, "There is no sentence 's22'"),
    "marks on a sentence that does not exist": (f"{SPANS}/s22", [STARK], "There is no sentence 's22'"),
    "no sentence": (LABELS, {"label": "CLAIM"}, "There is no sentence ''"),
    "another article": ("practice-one-labels/s02", {"label": "CLAIM"}, "no answer called 'practice-one-labels'"),
    "another answer": ("share/s02", 0.5, "no answer called 'share'"),
    "a span label that does not exist": (f"{SPANS}/s02", [{**STARK, "label": "LIE"}], "There is no span label 'LIE'"),
    "a label as a span label": (f"{SPANS}/s02", [{**STARK, "label": "CLAIM"}], "There is no span label 'CLAIM'"),
    "the first half of a word": (f"{SPANS}/s02", [{**STARK, "end": 29}], "Mark whole words of sentence s02"),
    "the second half of a word": (f"{SPANS}/s02", [{**STARK, "start": 28}], "Mark whole words of sentence s02"),
    "a mark with the space behind it": (f"{SPANS}/s02", [{**STARK, "end": 32}], "Mark whole words of sentence s02"),
    "a mark beyond the sentence": (f"{SPANS}/s02", [{**STARK, "end": 9999}], "Mark whole words of sentence s02"),
    "a mark before the sentence": (f"{SPANS}/s02", [{**STARK, "start": -3}], "start"),
    "a mark that ends before it starts": (f"{SPANS}/s02", [{**STARK, "end": 25}], "Mark whole words of sentence s02"),
    "a mark of nothing": (f"{SPANS}/s02", [{**STARK, "end": 26}], "Mark whole words of sentence s02"),
    "seven marks": (f"{SPANS}/s02", [STARK] * (MOST_SPANS + 1), "at most 6 marks"),
    "a mark that is no mark": (f"{SPANS}/s02", [5], "object"),
    "marks that are no list": (f"{SPANS}/s02", {"s02": [STARK]}, "array"),
    "an offset that is a fraction": (f"{SPANS}/s02", [{**STARK, "start": 26.5}], "start"),
    "an offset that is huge": (f"{SPANS}/s02", [{**STARK, "start": 10**30}], "Mark whole words of sentence s02"),
}


@pytest.mark.parametrize(("unit", "value", "said"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_exist_is_refused_and_nothing_is_saved(make, wire, path, unit, value, said):
    tagger = make()
    reply = wire.receive(tagger, change(unit, value, "p7", 12))
    assert (reply["type"], reply["page"], reply["revision"]) == ("refused", "p7", 12)
    assert said in reply["problem"]
    assert not path.exists() and tagger.labels == {} and tagger.spans == {}


def test_a_refusal_leaves_what_was_saved_before(make, wire, path):
    tagger = make()
    wire.receive(tagger, change(f"{LABELS}/s02", {"label": "MIXED"}))
    before = path.read_bytes()
    wire.receive(tagger, change(f"{LABELS}/s02", {"label": "TRUE"}))
    assert path.read_bytes() == before and tagger.labels == {"s02": {"label": "MIXED"}}


def test_offsets_count_code_points_also_behind_an_emoji(make, wire):
    text = "😀 so bad"
    article = Article("emoji", "Emoji", "en", text, (Sentence("s01", "body", 1, 0, len(text), text),))
    tagger = make(article)
    assert (
        wire.receive(tagger, change("emoji-spans/s01", [{"start": 5, "end": 8, "label": "LOADED"}]))["type"] == "saved"
    )
    assert (
        wire.receive(tagger, change("emoji-spans/s01", [{"start": 6, "end": 9, "label": "LOADED"}]))["type"]
        == "refused"
    )


def test_what_cannot_be_saved_fails_and_the_widget_keeps_what_is_on_disk(make, wire, path):
    tagger = make()
    wire.receive(tagger, change(f"{LABELS}/s02", {"label": "MIXED"}))
    path.unlink()
    path.mkdir()
    reply = wire.receive(tagger, change(f"{LABELS}/s02", {"label": "VIEW"}, "p7", 12))
    assert (reply["type"], reply["page"], reply["revision"]) == ("failed", "p7", 12)
    assert tagger.labels == {"s02": {"label": "MIXED"}}


# What the browser is given


def test_the_browser_gets_the_article_cut_into_words(make, article):
    sentences = make().get_state()["article"]["sentences"]
    assert ["".join(sentence["pieces"]) for sentence in sentences] == [s.text for s in article.sentences]
    assert sentences[2]["pieces"] == ["", "At", " ", "a", " ", "glance", ":"]
    assert sentences[3]["kind"] == "bullet"


def test_the_browser_gets_the_sentences_shuffled_and_always_alike(make, article):
    first, second = (make().get_state()["article"]["shuffled"] for _ in range(2))
    ids = [sentence.id for sentence in article.sentences]
    assert first == second != ids and sorted(first) == ids


def test_the_browser_gets_the_tag_set(make):
    tagset = make().get_state()["tagset"]
    assert [label["key"] for label in tagset["labels"]] == ["c", "r", "v", "g", "m", "n"]
    assert tagset["spans"][0]["id"] == "NUMBER"
    assert tagset["rules"]["V2"].startswith("Someone else's voice")
    assert tagset["mostSpans"] == 6


def test_the_state_of_a_tagger_holds_the_newest_tags(make, wire):
    tagger = make()
    wire.receive(tagger, change(f"{LABELS}/s02", {"label": "MIXED", "confidence": 3}))
    wire.receive(tagger, change(f"{SPANS}/s02", [STARK]))
    state = tagger.get_state()
    assert state["labels"] == {"s02": {"label": "MIXED", "confidence": 3}}
    assert state["spans"] == {"s02": [STARK]}


def test_a_new_tagger_begins_with_what_was_saved(make, wire):
    wire.receive(make(), change(f"{LABELS}/s02", {"label": "MIXED", "confidence": 0, "reason": "“Stark” judges."}))
    wire.receive(make(), change(f"{SPANS}/s02", [STARK]))
    state = make().get_state()
    assert state["labels"] == {"s02": {"label": "MIXED", "confidence": 0, "reason": "“Stark” judges."}}
    assert state["spans"] == {"s02": [STARK]}


def test_two_taggers_on_one_file_keep_each_others_tags(make, wire, path):
    first, second = make(), make()
    wire.receive(first, change(f"{LABELS}/s01", {"label": "CLAIM"}))
    wire.receive(second, change(f"{LABELS}/s02", {"label": "MIXED"}))
    wire.receive(first, change(f"{SPANS}/s02", [STARK]))
    assert on_disk(path, LABELS) == {"s01": {"label": "CLAIM"}, "s02": {"label": "MIXED"}}
    assert on_disk(path, SPANS) == {"s02": [STARK]}


def test_tags_of_sentences_that_the_article_does_not_have_stay_in_the_file_and_out_of_the_widget(make, wire, path):
    file = AnswersFile(path, LESSON)
    file.edit(lambda answers: with_tag(answers, LABELS, "s99", Tag("CLAIM", compared=True)))
    tagger = make()
    assert tagger.labels == {} and tagger.key == {}
    wire.receive(tagger, change(f"{LABELS}/s01", {"label": "CLAIM"}))
    assert set(on_disk(path, LABELS)) == {"s99", "s01"}


def test_tags_of_another_text_are_not_tagged_over(make, path):
    file = AnswersFile(path, LESSON)
    file.edit(
        lambda answers: with_article(with_tag(answers, LABELS, "s01", Tag("VIEW")), "icpa-withdrawal", "sha256:0")
    )
    before = path.read_bytes()
    with pytest.raises(UnspinError, match="made on another version of its text, so nothing was changed"):
        make()
    assert path.read_bytes() == before


@pytest.mark.parametrize("answer", [NumberAnswer(3.0), TextAnswer("Because")])
@pytest.mark.parametrize("name", [LABELS, SPANS])
def test_another_kind_of_answer_under_the_name_of_the_tags_is_said(make, path, name, answer):
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, name, answer))
    before = path.read_bytes()
    with pytest.raises(UnspinError, match=f"under '{name}'"):
        make()
    assert path.read_bytes() == before


# Comparing with the key


def everything_but_the_front_end(wire):
    return "".join(
        json.dumps({**data, "state": {**data.get("state", {}), "_esm": "", "_css": ""}}) for data in wire.sent
    )


def test_the_key_of_no_sentence_reaches_the_browser_before_it_was_compared(make, wire, article):
    tagger = make()
    for sid in article.by_id:
        wire.receive(tagger, change(f"{LABELS}/{sid}", {"label": "CLAIM", "confidence": 5}))
        wire.receive(tagger, change(f"{SPANS}/{sid}", []))
    sent = everything_but_the_front_end(wire) + json.dumps(tagger.get_state()["key"])
    assert tagger.key == {}
    for sid, label in article.key.labels.items():
        assert json.dumps(label.why)[1:-1] not in sent, sid
    for span in (span for spans in article.key.spans.values() for span in spans):
        assert json.dumps(span.why)[1:-1] not in sent, span


def test_the_key_of_a_sentence_comes_with_the_reply_once_it_is_compared(make, wire, article):
    tagger = make()
    wire.receive(tagger, change(f"{LABELS}/s02", {"label": "VIEW"}))
    reply = wire.receive(tagger, change(f"{LABELS}/s02", {"label": "VIEW", "compared": True}))
    assert set(reply["key"]) == {"s02"}
    key = reply["key"]["s02"]
    assert (key["label"], key["accepted"], key["near"], key["rules"]) == ("MIXED", [], ["GUESS", "VIEW"], ["T3", "T5"])
    assert key["why"] == article.key.labels["s02"].why and key["contested"] is False
    assert [span["label"] for span in key["spans"]] == ["LOADED", "HEDGE"]
    assert article.key.labels["s01"].why not in json.dumps(reply)


def test_a_key_speaks_of_the_kinds_of_marks_that_can_be_made_and_of_no_other(make, wire, article):
    compared = change(f"{LABELS}/s02", {"label": "VIEW", "compared": True})
    only_hedges = make(tagset=library.tagset().with_spans(["HEDGE"]))
    reply = wire.receive(only_hedges, compared)
    assert [span["label"] for span in reply["key"]["s02"]["spans"]] == ["HEDGE"]
    silent = make(replace(article, key=replace(article.key, spans={})))
    assert wire.receive(silent, compared)["key"]["s02"]["spans"] is None


def test_keys_of_sentences_that_are_compared_at_once_all_come(make, wire):
    tagger = make()
    both = {f"{LABELS}/{sid}": {"label": "CLAIM", "compared": True} for sid in ("s01", "s02")}
    reply = wire.receive(tagger, {"type": "change", "page": "p1", "revision": 1, "changes": both})
    assert set(reply["key"]) == {"s01", "s02"}


def test_a_new_tagger_knows_the_keys_of_the_compared_sentences_alone(make, wire):
    tagger = make()
    wire.receive(tagger, change(f"{LABELS}/s01", {"label": "CLAIM"}))
    wire.receive(tagger, change(f"{LABELS}/s02", {"label": "VIEW", "compared": True}))
    assert set(tagger.get_state()["key"]) == {"s02"} == set(make().get_state()["key"])


LOCKED = {
    "another label": (LABELS, {"label": "MIXED", "compared": True}),
    "no label": (LABELS, None),
    "the same label, not compared": (LABELS, {"label": "VIEW", "confidence": 2}),
    "another confidence": (LABELS, {"label": "VIEW", "confidence": 5, "compared": True}),
    "other marks": (SPANS, [{"start": 146, "end": 160, "label": "HEDGE"}]),
    "no marks": (SPANS, []),
}


@pytest.mark.parametrize(("name", "value"), LOCKED.values(), ids=LOCKED)
def test_a_compared_sentence_stays_as_it_was(make, wire, path, name, value):
    tagger = make()
    wire.receive(tagger, change(f"{SPANS}/s02", [STARK]))
    wire.receive(tagger, change(f"{LABELS}/s02", {"label": "VIEW", "confidence": 2, "compared": True}))
    before = path.read_bytes()
    reply = wire.receive(tagger, change(f"{name}/s02", value))
    assert (reply["type"], path.read_bytes()) == ("refused", before)
    assert reply["problem"] == "Sentence s02 was compared with the key, so your answer stays as it was."
    assert tagger.labels["s02"]["label"] == "VIEW" and tagger.spans["s02"] == [STARK]


def test_a_compared_sentence_stays_as_it_was_for_a_second_tagger_too(make, wire):
    first, second = make(), make()
    wire.receive(first, change(f"{LABELS}/s02", {"label": "VIEW", "compared": True}))
    assert wire.receive(second, change(f"{LABELS}/s02", {"label": "MIXED"}))["type"] == "refused"


def test_a_reason_can_be_given_after_comparing(make, wire, path):
    tagger = make()
    wire.receive(tagger, change(f"{LABELS}/s02", {"label": "VIEW", "compared": True}))
    tag = {"label": "VIEW", "reason": "It mocks.", "compared": True}
    assert wire.receive(tagger, change(f"{LABELS}/s02", tag))["type"] == "saved"
    assert on_disk(path, LABELS) == {"s02": tag}


def test_what_was_saved_before_comparing_can_be_offered_again(make, wire):
    tagger = make()
    tag = {"label": "VIEW", "confidence": 2, "compared": True}
    wire.receive(tagger, change(f"{SPANS}/s02", [STARK]))
    wire.receive(tagger, change(f"{LABELS}/s02", tag))
    assert wire.receive(tagger, change(f"{SPANS}/s02", [STARK]))["type"] == "saved"
    assert wire.receive(tagger, change(f"{LABELS}/s02", tag))["type"] == "saved"


def test_without_comparing_no_key_is_given(make, wire):
    tagger = make(comparing=False)
    reply = wire.receive(tagger, change(f"{LABELS}/s02", {"label": "VIEW", "compared": True}))
    assert "key" not in reply and tagger.key == {} and tagger.comparing is False
    assert make(comparing=False).key == {}


def test_an_article_without_a_key_offers_no_comparing(make, wire):
    article = Article("own", "Own", "en", "A day.", (Sentence("s01", "body", 1, 0, 6, "A day."),))
    tagger = make(article)
    assert tagger.comparing is False
    assert "key" not in wire.receive(tagger, change("own-labels/s01", {"label": "CLAIM", "compared": True}))


def test_a_sentence_that_the_key_leaves_out_can_still_be_compared(make, wire):
    sentence = Sentence("s01", "body", 1, 0, 6, "A day.")
    article = Article("own", "Own", "en", "A day.", (sentence,), key=Key({}, {}, "Key: a teacher."))
    reply = wire.receive(make(article), change("own-labels/s01", {"label": "CLAIM", "compared": True}))
    assert reply["type"] == "saved"
    assert make(article).key == {}


# From Python


def test_a_sentence_can_be_labelled_from_python(make, path):
    tagger = make()
    tagger.tag("s02", "MIXED", confidence=3, reason="“Stark” judges.")
    tag = {"label": "MIXED", "confidence": 3, "reason": "“Stark” judges."}
    assert on_disk(path, LABELS) == {"s02": tag} == tagger.labels


def test_words_can_be_marked_from_python(make, path):
    tagger = make()
    tagger.mark("s02", "stark", "LOADED")
    tagger.mark("s02", "could indicate", "HEDGE")
    assert on_disk(path, SPANS) == {"s02": [STARK, {"start": 146, "end": 160, "label": "HEDGE"}]}


def test_words_that_are_marked_twice_the_same_way_from_python_have_one_mark(make, path):
    tagger = make()
    tagger.mark("s02", "stark", "LOADED")
    tagger.mark("s02", "stark", "LOADED")
    assert on_disk(path, SPANS) == {"s02": [STARK]}


def test_what_python_changes_is_told_to_the_browser(make, wire):
    tagger = make()
    tagger.tag("s02", "MIXED")
    tagger.mark("s02", "stark", "LOADED")
    shown = {name: value for update in wire.updates() for name, value in update.items()}
    assert (shown["labels"], shown["spans"]) == ({"s02": {"label": "MIXED"}}, {"s02": [STARK]})
    assert [reply["changes"] for reply in wire.replies()] == [
        {f"{LABELS}/s02": {"label": "MIXED"}},
        {f"{SPANS}/s02": [STARK]},
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda tagger: tagger.tag("s02", "CLAIMS"), "There is no label 'CLAIMS'. Did you mean 'CLAIM'?"),
        (lambda tagger: tagger.tag("s22", "CLAIM"), "There is no sentence 's22'; they run from s01 to s21."),
        (lambda tagger: tagger.tag("s02", "CLAIM", confidence=7), "How sure is a whole number from 0 to 5, not 7."),
        (lambda tagger: tagger.mark("s02", "sharp", "LOADED"), "does not hold the words 'sharp'"),
        (lambda tagger: tagger.mark("s02", "star", "LOADED"), "Mark whole words of sentence s02"),
        (lambda tagger: tagger.mark("s02", "stark", "LIE"), "There is no span label 'LIE'"),
        (lambda tagger: tagger.mark("s22", "stark", "LOADED"), "There is no sentence 's22'"),
        (lambda tagger: tagger.mark("s02", "", "LOADED"), "does not hold the words ''"),
    ],
)
def test_what_does_not_exist_is_refused_from_python_too(make, path, wrong, said):
    with pytest.raises(UnspinError) as error:
        wrong(make())
    assert said in str(error.value)
    assert not path.exists()


def test_the_keys_own_answer_can_be_given_at_once(make, path, article):
    make().answer_from_key()
    assert {sid: tag["label"] for sid, tag in on_disk(path, LABELS).items()} == {
        sid: label.label for sid, label in article.key.labels.items()
    }
    assert {sid: len(marks) for sid, marks in on_disk(path, SPANS).items()} == {
        sid: len(spans) for sid, spans in article.key.spans.items()
    }


def test_the_keys_own_answer_shows_no_key(make, wire):
    tagger = make()
    tagger.answer_from_key()
    assert tagger.key == {}


def test_the_keys_own_answer_can_be_given_again_after_comparing(make, wire, path):
    tagger = make()
    tagger.answer_from_key()
    wire.receive(tagger, change(f"{LABELS}/s02", {"label": "MIXED", "compared": True}))
    make(comparing=False).answer_from_key()
    assert on_disk(path, LABELS)["s02"] == {"label": "MIXED", "compared": True}
    assert on_disk(path, LABELS)["s01"] == {"label": "MIXED"}


def test_the_keys_own_answer_leaves_the_marks_out_where_marking_is_off(make, path):
    make(marking=False).answer_from_key()
    assert on_disk(path, SPANS) is None


def test_where_nobody_made_a_key_there_is_nothing_to_answer_from(make):
    article = Article("own", "Own", "en", "A day.", (Sentence("s01", "body", 1, 0, 6, "A day."),))
    with pytest.raises(UnspinError, match="Nobody has made a key for 'own'"):
        make(article).answer_from_key()


def test_the_table_has_a_row_for_every_sentence_in_reading_order(make, article):
    tagger = make()
    tagger.tag("s02", "MIXED", confidence=3)
    table = tagger.table()
    assert list(table.columns) == ["sentence", "label", "confidence", "text"]
    assert list(table["sentence"]) == list(article.by_id)
    assert list(table["text"]) == [sentence.text for sentence in article.sentences]
    assert (table.loc[1, "label"], table.loc[1, "confidence"]) == ("MIXED", 3)
    assert table.loc[0, "label"] is None and pd.isna(table.loc[0, "confidence"])


def test_an_empty_table_can_be_counted_too(make):
    table = make().table()
    assert table["label"].value_counts().sum() == 0
    assert table["confidence"].count() == 0


# Where no widget can run


def test_the_output_has_a_readable_form_and_the_widget(make, wire, capsys, monkeypatch):
    shown = []
    monkeypatch.setattr("unspin.widgets.autosave.display", lambda bundle, **_: shown.append(bundle))
    tagger = make()
    tagger.tag("s02", "MIXED")
    tagger._ipython_display_()
    readable, widget = shown
    assert "The decision represents a stark departure" in readable["text/html"] and "[MIXED]" in readable["text/html"]
    assert "1 of 21 sentences labelled." in readable["text/plain"]
    assert widget["application/vnd.jupyter.widget-view+json"]["model_id"] == tagger.model_id
    assert "text/html" not in widget


def test_nothing_in_a_text_becomes_html_in_the_readable_form(make):
    text = "<script>alert(1)</script> it said"
    article = Article("own", "<b>Own</b>", "en", text, (Sentence("s01", "body", 1, 0, len(text), text),))
    html = make(article)._static_bundle()["text/html"]
    assert "<script" not in html and "<b>" not in html


def test_the_readable_form_does_not_tell_the_key(make, article):
    tagger = make()
    tagger.answer_from_key()
    bundle = tagger._static_bundle()
    assert not any(label.why in part for label in article.key.labels.values() for part in bundle.values())


def test_the_readable_form_is_the_same_for_the_same_tags(make):
    tagger = make()
    tagger.tag("s02", "MIXED", confidence=3)
    tagger.mark("s02", "stark", "LOADED")
    assert tagger._static_bundle() == make()._static_bundle()


def test_a_tagger_writes_nothing_before_the_first_change(make, path):
    make().get_state()
    assert not path.exists()


def test_answers_that_a_tagger_does_not_know_stay_in_the_file(make, wire, path):
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, "why", TextAnswer("Because")))
    wire.receive(make(), change(f"{LABELS}/s02", {"label": "MIXED"}))
    kept = AnswersFile(path, LESSON).read()
    assert isinstance(kept, Answers) and kept.answers["why"] == TextAnswer("Because")
    assert Mark(26, 31, "LOADED").label in library.tagset().spans
