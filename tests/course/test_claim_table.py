"""The claim table and the model answers of lesson 8: every source exists, and the brief is one."""

import ast
import re

import pytest
from lesson_notebooks import sources
from paths import ROOT

from unspin.answers.key import read_key
from unspin.answers.schema import count_words
from unspin.lesson import tables
from unspin.text import library, stored
from unspin.text.claims import claims
from unspin.text.tagset import SUSPICIOUS

CLAIMS_OF_THE_MODEL = ("C07", "C19", "C11", "C08", "C21", "C14")


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def answers():
    return read_key(ROOT / "data" / "keys" / "08-write-it-straight.json").answers


def model_table():
    """What the solution fills into the claim table, by row."""
    tree = ast.parse(sources("solutions", "08-write-it-straight", "code"))
    (call,) = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "table.fill")
    return ast.literal_eval(call.args[0])


def source_ids():
    return {row["source_id"]: row["publisher"] for row in stored.read_rows(ROOT / "data" / "sources.csv")}


def test_every_source_that_can_be_chosen_is_offered_by_its_id_and_its_name():
    columns = tables.read_layout(library.here(), "claim-table").columns_by_id
    known = source_ids()
    assert columns["source"].choices == columns["second"].choices
    assert [
        choice for choice in columns["source"].choices if known[choice.split()[0]] != choice.partition(" ")[2]
    ] == []


def test_the_sources_that_the_model_answers_name_can_be_chosen():
    offered = {
        choice.split()[0]
        for choice in tables.read_layout(library.here(), "claim-table").columns_by_id["source"].choices
    }
    assert set(re.findall(r"S\d+", answers()["brief"].value)) <= offered


def test_the_model_table_gives_our_verdicts_by_sources_that_bear_on_the_claims():
    known = claims(library.here(), "icpa-withdrawal")
    rows = model_table()
    assert len(rows) == len(CLAIMS_OF_THE_MODEL)
    listed = {row["claim_id"]: row for row in stored.read_rows(ROOT / "data/articles/icpa-withdrawal/claims.csv")}
    for row, claim in zip(rows.values(), CLAIMS_OF_THE_MODEL, strict=True):
        assert claim in known and row["verdict"].replace(" ", "-") == listed[claim]["verdict"]
        assert int(row["sentences"]) == int(listed[claim]["sentence_id"][1:])
        cited = {row[column].split()[0] for column in ("source", "second") if row.get(column)}
        assert cited <= set(listed[claim]["sources"].split(";"))


def test_the_model_brief_has_the_length_that_is_asked_for():
    (words,) = set(re.findall(r"words=(\(\d+, \d+\))", sources("solutions", "08-write-it-straight", "code")))
    fewest, most = ast.literal_eval(words)
    assert fewest <= count_words(answers()["brief"].value) <= most


def test_no_sentence_of_the_model_brief_but_the_last_is_without_a_source():
    *told, last = re.split(r"(?<=[.)])\s+(?=[A-Z])", answers()["brief"].value)
    assert told and [sentence for sentence in told if not re.search(r"\(S\d+", sentence)] == []
    assert "not known" in last


def test_the_model_brief_and_table_hold_no_word_of_the_list_of_loaded_words():
    listed = {word.lower() for word in library.here().loaded_words()}
    text = answers()["brief"].value + " ".join(row["claim"] for row in model_table().values())
    assert listed and [word for word in listed if re.search(rf"\b{re.escape(word)}\b", text.lower())] == []


def test_the_new_text_leans_the_other_way_and_has_fifteen_sentences():
    transfer, article = library.article("transfer"), library.article("icpa-withdrawal")
    assert (transfer.slant, article.slant, len(transfer.sentences)) == ("b", "a", 15)


def test_the_over_tagging_that_is_asked_for_can_be_counted_by_the_label_alone():
    rows = [r for r in stored.read_rows(ROOT / "data" / "class" / "invented-student.csv") if r["key"] == "CLAIM"]
    assert rows and all(not row["accepted"] for row in rows)
    suspicious = library.tagset().labels_of(SUSPICIOUS)
    early = [row["label"] in suspicious for row in rows if row["occasion"].startswith("Lesson 1")]
    assert sum(early) / len(early) == answers()["over-tagging-early"].value
