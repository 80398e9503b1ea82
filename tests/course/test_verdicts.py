"""The table of verdicts, held to claims.csv; and the ranking beside it."""

import csv
import tomllib

import pytest
from paths import ROOT

from unspin.text import library
from unspin.text.claims import BESIDE, LADDER, UNDER_STUDY, claims
from unspin.text.sources import sources

TABLES = ROOT / "data" / "tables"
ELSEWHERE = "W01"  # the one claim that is not the article's


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def known():
    return claims(library.here(), "icpa-withdrawal")


def layout(name):
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))


def offered(row):
    return [choice.split()[0] for choice in row["choices"]["sources"]]


def key():
    with (TABLES / "verdicts-key.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert rows
    return {(row["row"], row["column"]): row for row in rows}


def slug(verdict):
    return verdict.replace(" ", "-")


def test_there_are_ten_claims_and_every_verdict_of_the_ladder_occurs():
    rows = [row["id"] for row in layout("verdicts")["row"]]
    verdicts = [slug(key()[row, "verdict"]["accepted"]) for row in rows]
    assert len(rows) == len(set(rows)) == 10
    assert set(verdicts) == {*LADDER, BESIDE} and max(map(verdicts.count, verdicts)) <= 3


def test_the_key_gives_the_verdict_and_the_reason_of_claims_csv(known):
    for row in (row["id"] for row in layout("verdicts")["row"] if row["id"] != ELSEWHERE):
        cell = key()[row, "verdict"]
        assert slug(cell["accepted"]) == known[row].verdict, row
        assert cell["why"] == known[row].reason, row


def test_the_sources_of_the_key_are_all_those_offered_that_the_claim_lists_but_the_article(known):
    for row in (row for row in layout("verdicts")["row"] if row["id"] != ELSEWHERE):
        accepted = [one for one in key()[row["id"], "sources"]["accepted"].split("|") if one != "-"]
        listed = set(known[row["id"]].sources) - {UNDER_STUDY}
        assert accepted and accepted == [one for one in offered(row) if one in listed], row["id"]


def test_only_an_unverifiable_claim_may_cite_nothing():
    for row in layout("verdicts")["row"]:
        verdict, cited = key()[row["id"], "verdict"]["accepted"], key()[row["id"], "sources"]["accepted"].split("|")
        assert ("-" in cited) == (verdict == BESIDE), row["id"]


def test_the_claim_of_another_page_rests_on_the_sources_that_claims_csv_gives_for_the_date(known):
    accepted = set(key()[ELSEWHERE, "sources"]["accepted"].split("|"))
    assert accepted <= set(known["C07"].sources) and "2023" in known["C07"].claim
    assert "puts the US joining in 2022" in sources(library.here())["S195"].note


def test_near_is_a_neighbour_on_the_ladder_and_unverifiable_stands_beside_it():
    for row in layout("verdicts")["row"]:
        cell = key()[row["id"], "verdict"]
        near = {slug(one) for one in cell["near"].split("|") if one}
        place = LADDER.index(slug(cell["accepted"])) if slug(cell["accepted"]) in LADDER else None
        beside = set() if place is None else {LADDER[i] for i in (place - 1, place + 1) if 0 <= i < len(LADDER)}
        assert near == beside, row["id"]


def test_every_row_offers_the_article_and_at_least_four_sources_that_do_not_bear_on_it():
    for row in layout("verdicts")["row"]:
        accepted = set(key()[row["id"], "sources"]["accepted"].split("|"))
        assert UNDER_STUDY in offered(row) and len(set(offered(row)) - accepted) >= 4, row["id"]
        assert len(offered(row)) == len(set(offered(row))) == 7, row["id"]


def test_what_is_shown_of_a_source_is_on_its_card():
    for row in layout("verdicts")["row"]:
        for choice in row["choices"]["sources"]:
            source, _, shown = choice.partition(" ")
            assert shown and shown in sources(library.here())[source].publisher, choice


def test_the_quoted_words_of_a_row_stand_in_its_sentence(known):
    for row in layout("verdicts")["row"]:
        if row["id"] != ELSEWHERE:
            words = row["text"].split("“")[1].split("”")[0]
            assert words in known[row["id"]].words, row["id"]
            assert f"sentence {int(known[row['id']].sentence[1:])}" in row["name"], row["id"]


def test_no_claim_of_the_table_needs_a_content_note(known):
    assert not {"s17", "s18"} & {known[row["id"]].sentence for row in layout("verdicts")["row"] if row["id"] in known}


def test_the_ranking_has_no_key_and_ranks_claims_of_the_article(known):
    rows = layout("worth-checking")["row"]
    ranks = next(column for column in layout("worth-checking")["column"] if column["id"] == "rank")
    assert not (TABLES / "worth-checking-key.csv").exists()
    assert {row["id"] for row in rows} <= set(known) and len(ranks["choices"]) == len(rows) == 6
