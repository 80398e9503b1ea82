"""Texts that we invented: they say so wherever they are shown, and their tables point into them."""

import csv
import datetime
import hashlib
import re
import tomllib
from collections import Counter

import pytest
from paths import ROOT

from unspin.marks.scoring import score_labels, score_spans
from unspin.text import library

DATA = ROOT / "data"
FOLDERS = sorted(path.parent for path in DATA.glob("articles/*/text.txt"))
NAMES = [folder.name for folder in FOLDERS]
KEYED = [folder.name for folder in FOLDERS if (folder / "key_labels.csv").exists()]
VERDICTS = {"supported", "supported-with-context", "misleading", "contradicted", "unverifiable"}


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def rows(name, table):
    with (DATA / "articles" / name / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, strict=True))
    assert found, f"{table} of {name} has no rows"
    return found


def about(name):
    return tomllib.loads((DATA / "articles" / name / "article.toml").read_text(encoding="utf-8"))


def known(group):
    return {row["id"] for row in tomllib.loads((DATA / "tagset.toml").read_text(encoding="utf-8"))[group]}


def test_there_are_invented_texts():
    assert "mirror" in NAMES and set(KEYED) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_invented_text_says_so_in_title_place_rights_and_note(name):
    for field in ("title", "published", "rights", "content_note"):
        assert "invented" in about(name)[field].lower(), field


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_sees_that_the_text_is_invented(name):
    assert "Published: nowhere" in library.article(name)._repr_html_()


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_the_one_that_its_tables_were_made_for_on_every_system(name):
    text = (DATA / "articles" / name / "text.txt").read_bytes()
    assert about(name)["sha256"] == hashlib.sha256(text).hexdigest() and b"\r" not in text
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert re.search(r"^data/articles/\*/text\.txt\s+-text", attributes, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_the_units_with_what_lies_between_give_back_the_whole_text(name):
    text, made, end = library.article(name).text, "", 0
    for number, sentence in enumerate(library.article(name).sentences, 1):
        between = text[end : sentence.start]
        assert between in ("", " ", "\n", "\n• ") and sentence.id == f"s{number:02}", sentence.id
        assert text.count("\n", 0, sentence.start) + 1 == sentence.paragraph
        assert sentence.text == sentence.text.strip()
        made, end = made + between + sentence.text, sentence.end
    assert made == text


@pytest.mark.parametrize("name", KEYED)
def test_every_unit_has_a_label_with_rules_and_a_reason(name):
    rules = set(tomllib.loads((DATA / "tagset.toml").read_text(encoding="utf-8"))["rules"])
    found = rows(name, "key_labels")
    assert [row["sentence_id"] for row in found] == [s.id for s in library.article(name).sentences]
    for row in found:
        labels = [row["label"], *row["accepted"].split(), *row["near"].split()]
        assert set(labels) <= known("label") and len(labels) == len(set(labels)), row["sentence_id"]
        assert row["rules"].split() and set(row["rules"].split()) <= rules and row["why"].strip(), row["sentence_id"]
        assert row["contested"] == ("1" if row["accepted"] else "0"), row["sentence_id"]


@pytest.mark.parametrize("name", KEYED)
def test_every_mark_stands_on_whole_words_and_quotes_them(name):
    for row in rows(name, "key_spans"):
        sentence, start, end = library.article(name).by_id[row["sentence_id"]], int(row["start"]), int(row["end"])
        assert sentence.text[start:end] == row["words"] and row["label"] in known("span") and row["why"].strip()
        assert start in {a for a, _ in sentence.words} and end in {b for _, b in sentence.words}, row["words"]


@pytest.mark.parametrize("name", KEYED)
def test_the_key_tells_skill_from_a_habit(name):
    article = library.article(name)
    labels = {sid: label.label for sid, label in article.key.labels.items()}
    score = score_labels(article.key, labels, library.tagset())
    assert score.score == 1.0 and score.constant < 0.6
    assert score_spans(article.key, article.key.spans, article).blanket < 0.25
    assert max(len(spans) for spans in article.key.spans.values()) <= 6


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_belongs_to_a_sentence_and_cites_known_sources(name):
    with (DATA / "sources.csv").open(encoding="utf-8", newline="") as file:
        sources = {row["source_id"] for row in csv.DictReader(file)}
    claims = rows(name, "claims")
    assert len({row["claim_id"] for row in claims}) == len(claims)
    for row in claims:
        cited = {source for source in row["sources"].split(";") if source}
        assert row["sentence_id"] in library.article(name).by_id and cited <= sources, row["claim_id"]
        assert cited or row["verdict"] == "unverifiable", row["claim_id"]
        assert row["verdict"] in VERDICTS and row["claim"].strip() and row["rationale"].strip(), row["claim_id"]
        assert datetime.date.fromisoformat(row["date_checked"])


@pytest.mark.parametrize("name", [name for name in NAMES if (DATA / "articles" / name / "spin.csv").exists()])
def test_every_trigger_of_spin_is_found_in_its_sentence(name):
    for row in rows(name, "spin"):
        text, found = library.article(name).by_id[row["sentence_id"]].text, 0
        for words in re.split(r"\s*(?:\.\.\.|…)\s*", row["trigger_words"]):
            found = text.find(words, found)
            assert words and found >= 0, row
            found += len(words)
        assert row["technique"].strip() and row["why"].strip() and row["neutral_wording"].strip(), row


# The texts that are not sentence-parallel


def numbers(text):
    return {found.replace(",", "") for found in re.findall(r"\d[\d,]*\d|\d", text)}


def what_the_sources_hold(ids):
    """Return every number in the rows of the data that rest on these sources; dates as day and year."""
    found = set()
    for table, column in (
        ("sources", "source_id"),
        ("numbers/timeline", "source_id"),
        ("numbers/investigations", "source_id"),
    ):
        with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row[column] in ids:
                    dates = re.findall(r"(\d{4})-(\d\d)(?:-(\d\d))?", " ".join(row.values()))
                    found |= {str(int(part)) for date in dates for part in (date[0], date[2]) if part}
                    found |= numbers(re.sub(r"\d{4}-\d\d(-\d\d)?|https?://\S+", " ", " ".join(row.values())))
    return found


@pytest.mark.parametrize("name", [name for name in NAMES if name != "mirror"])
def test_every_number_of_a_sentence_stands_in_a_source_that_its_claims_cite(name):
    cited = {}
    for row in rows(name, "claims"):
        cited.setdefault(row["sentence_id"], set()).update(row["sources"].split(";"))
    found = {s.id: numbers(s.text) for s in library.article(name).sentences}
    assert len(set().union(*found.values())) > 6
    for sentence, wanted in found.items():
        assert wanted <= what_the_sources_hold(cited.get(sentence, set())), sentence


@pytest.mark.parametrize("name", NAMES)
def test_no_invented_text_puts_words_into_anybodys_mouth(name):
    article = library.article("icpa-withdrawal").text
    for quotation in re.findall("“([^”]*)”", library.article(name).text):
        assert quotation.rstrip(",.") in article, quotation
    assert '"' not in library.article(name).text


def test_the_transfer_text_has_fifteen_units_most_of_them_running_sentences():
    sentences = library.article("transfer").sentences
    assert len(sentences) == 15 and sum(s.kind in ("lede", "body") for s in sentences) >= 12


def test_the_transfer_text_leans_the_other_way_than_the_article_without_repeating_it():
    transfer, article = library.article("transfer"), library.article("icpa-withdrawal")
    assert (transfer.slant, article.slant) == ("b", "a")
    known_sentences = {s.text for name in ("icpa-withdrawal", "mirror") for s in library.article(name).sentences}
    assert not known_sentences & {s.text for s in transfer.sentences}


def test_the_transfer_key_uses_every_label_at_least_twice():
    counts = Counter(row["label"] for row in rows("transfer", "key_labels"))
    assert set(counts) == known("label") and min(counts.values()) >= 2 and max(counts.values()) <= 4


@pytest.mark.parametrize("label", sorted(known("label")))
def test_one_label_for_the_whole_transfer_text_earns_nothing(label):
    key = library.article("transfer").key
    score = score_labels(key, dict.fromkeys(key.labels, label), library.tagset())
    assert score.score == 0.0 and score.constant < 0.4


def test_the_wire_text_only_states_and_reports():
    article = library.article("wire")
    assert article.slant == "none" and 12 <= len(article.sentences) <= 18
    given = {row[column] for row in rows("wire", "key_labels") for column in ("label", "accepted", "near")} - {""}
    assert given == {"CLAIM", "REPORTED", "NONE"}


def test_the_wire_text_has_no_loaded_or_sweeping_word():
    assert {row["label"] for row in rows("wire", "key_spans")}.isdisjoint({"LOADED", "SWEEPING"})
    words, text = library.here().loaded_words(), library.article("wire").text.lower()
    assert words and [word for word in words if re.search(rf"\b{re.escape(word.lower())}\b", text)] == []


@pytest.mark.parametrize("page", ["NOTICE.md", "data/README.md"])
def test_notice_and_readme_name_every_invented_text(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    section = text[text.index("The texts that we invented") :]
    assert all(re.search(rf"\b{name}\b", section) for name in [*NAMES, "practice"])


def test_the_mirror_s_slogan_is_called_invented_wherever_its_tables_explain_it():
    found = [row for table in ("key_labels", "key_spans", "spin") for row in rows("mirror", table)]
    about_slogan = [row["why"] for row in found if "slogan" in row["why"].lower()]
    assert len(about_slogan) == 3 and all("invented" in why for why in about_slogan)
