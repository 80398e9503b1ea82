"""The shipped material: the article byte for byte, its tables, the practice sentences and the data files."""

import ast
import csv
import datetime
import hashlib
import re
import tomllib

import lesson_notebooks
import pytest
from paths import ROOT

from unspin.marks.scoring import score_labels, score_spans
from unspin.text import library

DATA = ROOT / "data"
FOLDER = DATA / "articles" / "icpa-withdrawal"
TEXT = (ROOT / "seeds" / "000_f50bee4d5cf2123a.txt").read_bytes()
SHA256 = "7a7ae4691d805ba622ce9b1eb996231d9b42e11933af4bf473aaf2fee58b0006"
QUALIFIERS = {"exact", "at_least", "approximately"}
VERDICTS = {"supported", "supported-with-context", "misleading", "contradicted", "unverifiable"}


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def article():
    return library.article("icpa-withdrawal")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, strict=True))
    assert found, f"{path.name} has no rows"
    assert all(None not in row and None not in row.values() for row in found), f"{path.name} has a row of another width"
    return found


def known(group):
    return {row["id"] for row in tomllib.loads((DATA / "tagset.toml").read_text(encoding="utf-8"))[group]}


def known_rules():
    return set(tomllib.loads((DATA / "tagset.toml").read_text(encoding="utf-8"))["rules"])


# The article


def test_the_article_is_the_one_that_was_supplied_byte_for_byte():
    assert hashlib.sha256(TEXT).hexdigest() == SHA256


def test_git_never_changes_the_line_ends_of_the_article():
    assert b"\r" not in TEXT and TEXT.count(b"\n") == 16
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert re.search(r"^/?seeds/\*+\s+-text", attributes, re.MULTILINE)


def test_the_article_has_21_units(article):
    assert [sentence.id for sentence in article.sentences] == [f"s{number:02}" for number in range(1, 22)]


def test_the_units_with_what_lies_between_give_back_the_whole_article(article):
    made, end = "", 0
    for sentence in article.sentences:
        between = article.text[end : sentence.start]
        assert between in ("", " ", "\n", "\n• "), f"before {sentence.id} lies {between!r}"
        made, end = made + between + sentence.text, sentence.end
    assert made.encode("utf-8") == TEXT


def test_no_unit_begins_or_ends_with_white_space(article):
    assert [s.id for s in article.sentences if s.text != s.text.strip()] == []


def test_the_paragraph_of_a_unit_is_its_line_of_the_text(article):
    assert [s.id for s in article.sentences if article.text.count("\n", 0, s.start) + 1 != s.paragraph] == []


def test_every_kind_of_unit_is_one_that_the_tagger_draws(article):
    assert {s.kind for s in article.sentences} == {"lede", "list-label", "bullet", "heading", "body"}


def test_the_article_says_all_that_must_be_said_of_it():
    about = tomllib.loads((FOLDER / "article.toml").read_text(encoding="utf-8"))
    for name in ("id", "title", "published", "language", "text", "sha256", "rights", "content_note", "slant"):
        assert isinstance(about[name], str) and about[name].strip(), name
    assert about["id"] == FOLDER.name and about["sha256"] == SHA256
    assert about["slant"] in {"a", "b", "none"}
    assert (ROOT / about["text"]).read_bytes() == TEXT


@pytest.mark.parametrize(
    "path", [FOLDER / "article.toml", DATA / "practice" / "practice.toml"], ids=lambda path: path.stem
)
def test_a_key_says_who_coded_it_when_and_by_which_rules_and_never_expert(path):
    about = tomllib.loads(path.read_text(encoding="utf-8"))["key"]
    assert about["kind"] in {"kit authors", "teacher", "class", "panel"}
    assert about["raters"] >= 1 and isinstance(about["coded_on"], datetime.date) and about["rules"].strip()
    assert "expert" not in path.read_text(encoding="utf-8").lower()


# The key


def test_the_key_labels_every_unit_once():
    assert [row["sentence_id"] for row in rows(FOLDER / "key_labels.csv")] == [f"s{n:02}" for n in range(1, 22)]


def test_every_label_of_the_key_is_in_the_tag_set():
    for row in rows(FOLDER / "key_labels.csv"):
        assert {row["label"], *row["accepted"].split(), *row["near"].split()} <= known("label"), row["sentence_id"]


def test_no_label_of_a_sentence_stands_twice_in_the_key():
    for row in rows(FOLDER / "key_labels.csv"):
        labels = [row["label"], *row["accepted"].split(), *row["near"].split()]
        assert len(labels) == len(set(labels)), row["sentence_id"]


def test_every_label_of_the_key_names_its_rules_and_a_reason():
    for row in rows(FOLDER / "key_labels.csv"):
        assert row["rules"].split() and set(row["rules"].split()) <= known_rules(), row["sentence_id"]
        assert row["why"].strip(), row["sentence_id"]


def test_contested_means_that_an_alternative_is_accepted():
    for row in rows(FOLDER / "key_labels.csv"):
        assert row["contested"] == ("1" if row["accepted"] else "0"), row["sentence_id"]


def test_every_span_of_the_key_stands_on_whole_words_and_quotes_them(article):
    for row in rows(FOLDER / "key_spans.csv"):
        sentence, start, end = article.by_id[row["sentence_id"]], int(row["start"]), int(row["end"])
        assert sentence.text[start:end] == row["words"]
        assert start in {a for a, _ in sentence.words} and end in {b for _, b in sentence.words}, row["words"]
        assert start < end


def test_every_span_of_the_key_has_a_label_of_the_tag_set_and_a_reason():
    for row in rows(FOLDER / "key_spans.csv"):
        assert row["label"] in known("span") and row["why"].strip(), row


def test_no_sentence_of_the_key_has_more_spans_than_a_student_may_give(article):
    assert max(len(spans) for spans in article.key.spans.values()) <= 6


def test_the_key_tells_skill_from_a_habit(article):
    labels = {sid: label.label for sid, label in article.key.labels.items()}
    assert score_labels(article.key, labels, library.tagset()).constant < 0.6
    assert score_spans(article.key, article.key.spans, article).blanket < 0.2


# Claims and spin


def test_every_claim_belongs_to_a_sentence_and_cites_known_sources(article):
    sources = {row["source_id"] for row in rows(DATA / "sources.csv")}
    claims = rows(FOLDER / "claims.csv")
    assert len({row["claim_id"] for row in claims}) == len(claims) == 31
    for row in claims:
        cited = {source for source in row["sources"].split(";") if source}
        assert row["sentence_id"] in article.by_id and cited <= sources, row["claim_id"]
        assert cited or row["verdict"] == "unverifiable", row["claim_id"]
        assert row["verdict"] in VERDICTS and row["claim"].strip() and row["rationale"].strip(), row["claim_id"]
        assert datetime.date.fromisoformat(row["date_checked"])


def test_every_trigger_of_spin_is_found_in_its_sentence(article):
    for row in rows(FOLDER / "spin.csv"):
        text, found = article.by_id[row["sentence_id"]].text, 0
        for words in re.split(r"\s*(?:\.\.\.|…)\s*", row["trigger_words"]):
            found = text.find(words, found)
            assert words and found >= 0, row
            found += len(words)
        assert row["technique"].strip() and row["why"].strip() and row["neutral_wording"].strip(), row


# The practice sentences


def test_every_practice_sentence_has_a_label_rules_and_a_reason():
    for row in rows(DATA / "practice" / "practice.csv"):
        assert {row["label"], *row["accepted"].split(), *row["near"].split()} <= known("label"), row["text"]
        assert row["rules"].split() and set(row["rules"].split()) <= known_rules(), row["text"]
        assert row["text"].strip() == row["text"] != "" and row["why"].strip(), row


def test_every_practice_set_can_be_opened_and_tells_skill_from_a_habit():
    names = {row["set"] for row in rows(DATA / "practice" / "practice.csv")}
    for name in names:
        assert re.fullmatch("[a-z0-9-]+", name)
        key = library.article(name).key
        right = {sid: label.label for sid, label in key.labels.items()}
        assert score_labels(key, right, library.tagset()).score == 1.0


def test_no_practice_sentence_stands_twice_or_in_the_article(article):
    texts = [row["text"] for row in rows(DATA / "practice" / "practice.csv")]
    assert len(texts) == len(set(texts))
    assert not any(text in article.text for text in texts)


# The tag set


def test_every_letter_gives_one_label_only():
    tagset = tomllib.loads((DATA / "tagset.toml").read_text(encoding="utf-8"))
    for group in ("label", "span"):
        keys = [row["key"] for row in tagset[group]]
        assert len(keys) == len(set(keys)) == 6
        assert all(re.fullmatch("[a-z]", key) for key in keys)


def test_every_rule_that_a_label_names_exists_and_every_rule_is_named():
    tagset = tomllib.loads((DATA / "tagset.toml").read_text(encoding="utf-8"))
    named = {rule for row in tagset["label"] for rule in row["rules"]}
    assert named <= set(tagset["rules"])
    assert set(tagset["rules"]) - named == {"T2"}, "T2 (judge the sentence alone) belongs to no label"


def test_every_label_has_a_whole_rule_card():
    tagset = tomllib.loads((DATA / "tagset.toml").read_text(encoding="utf-8"))
    for row in tagset["label"]:
        for name in ("id", "name", "definition", "rule", "example", "not_this"):
            assert row[name].strip(), (row["id"], name)
        assert row["not_this_label"] in known("label") - {row["id"]}
    for row in tagset["span"]:
        for name in ("id", "name", "definition", "example", "not_this"):
            assert row[name].strip(), (row["id"], name)


# The data files


@pytest.mark.parametrize("name", ["investigations", "civilian_harm"])
def test_every_number_says_whether_it_is_exact(name):
    for row in rows(DATA / "numbers" / f"{name}.csv"):
        assert row["value_qualifier"] in QUALIFIERS, row
        assert float(row["value"]) >= 0 and datetime.date.fromisoformat(row["date"])
        assert row["metric"] and row["definition"] and row["as_reported_by"], row


@pytest.mark.parametrize("name", ["investigations", "civilian_harm", "coverage", "timeline"])
def test_every_row_names_a_known_source(name):
    sources = {row["source_id"] for row in rows(DATA / "sources.csv")}
    for row in rows(DATA / "numbers" / f"{name}.csv"):
        assert set(row["source_id"].split(";")) <= sources, row


def test_every_source_has_an_id_of_its_own_and_an_address():
    sources = rows(DATA / "sources.csv")
    assert len({row["source_id"] for row in sources}) == len(sources) == 197
    assert [row["source_id"] for row in sources if not row["url"].startswith("http")] == []


def test_every_marked_word_of_a_practice_set_stands_on_whole_words_of_its_sentence():
    rows_ = rows(ROOT / "data" / "practice" / "practice_spans.csv")
    assert rows_
    for row in rows_:
        sentence = library.article(row["set"]).by_id[row["sentence_id"]]
        spans = library.article(row["set"]).key.spans[row["sentence_id"]]
        assert row["label"] in library.tagset().spans and row["why"]
        assert all(s.start in {a for a, _ in sentence.words} and s.end in {b for _, b in sentence.words} for s in spans)


def test_every_text_that_a_lesson_lets_students_mark_and_compare_has_marks_in_its_key():
    marked = {
        ast.literal_eval(call.args[0])
        for call in calls_of("tag")
        if is_set(call, "marking") and is_set(call, "comparing")
    }
    assert {"03-faded", "03-exit", "04-faded", "04-exit"} <= marked
    for name in marked:
        assert library.article(name).key.spans, name


def calls_of(verb):
    """Every `lesson.<verb>(...)` in a guided lesson or a solution."""
    for folder in ("notebooks", "solutions"):
        for lesson in library.here().lessons():
            yield from (call for name, call in lesson_notebooks.calls(folder, lesson, "lesson") if name == verb)


def is_set(call, option):
    """Whether an option that is on unless it is said otherwise is on."""
    return all(ast.literal_eval(k.value) for k in call.keywords if k.arg == option)


def test_a_minimal_pair_differs_and_its_words_stand_in_the_first_sentence():
    pairs = rows(ROOT / "data" / "practice" / "minimal_pairs.csv")
    assert pairs
    for pair in pairs:
        assert pair["words"] in pair["first"] and pair["words"] not in pair["second"]
        assert pair["label"] in library.tagset().spans and pair["why"]
