"""The two checks of lesson 3: the key keeps to our verdicts, and the invented case asks as much as sentence 18."""

import csv
import re

import pytest
from real_jupyterlab import ROOT

from unspin.lesson import tables
from unspin.text import library, sources


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def layout():
    return tables.read_layout(library.here(), "two-checks")


def claims():
    with (ROOT / "data" / "articles" / "icpa-withdrawal" / "claims.csv").open(encoding="utf-8", newline="") as file:
        return {row["claim_id"]: row for row in csv.DictReader(file)}


def test_each_answer_rests_on_a_claim_of_its_sentence_or_on_a_source(layout):
    for (row, _), cell in layout.key.items():
        named = re.findall(r"\bC\d\d\b", cell.why)
        assert {claims()[claim]["sentence_id"] for claim in named} <= {row[:3]}, row
        assert re.search(r"\b[CS]\d\d\b", cell.why) or layout.rows_by_id[row].instead_of, row


def test_an_answer_never_contradicts_our_verdict_on_its_claim(layout):
    held = {"yes, the record supports it": {"supported", "supported-with-context"}}
    failed = {"no, the record says otherwise": {"misleading", "contradicted"}}
    for (row, column), cell in layout.key.items():
        verdicts = {claims()[claim]["verdict"] for claim in re.findall(r"\bC\d\d\b", cell.why)}
        if column == "so":
            assert verdicts <= (held | failed).get(cell.accepted[0], verdicts), row


def test_a_row_tells_which_cards_it_needs_and_they_exist(layout):
    for row in layout.rows:
        cards = set(re.findall(r"\bS\d\d\b", row.text))
        assert cards <= set(sources.sources(library.here())) and (cards or row.instead_of), row.id


def test_the_invented_case_has_the_answers_of_the_sentence_that_it_stands_for(layout):
    for column in ("said", "so"):
        one, other = layout.key["s18-other", column], layout.key["s18", column]
        assert (one.accepted, one.near) == (other.accepted, other.near)


@pytest.mark.parametrize("name", ["two-checks", "source-cue-content"])
def test_the_invented_case_comes_before_the_sentence_that_it_stands_for(name):
    rows = [row.id for row in tables.read_layout(library.here(), name).rows]
    assert rows.index("s18-other") < rows.index("s18") == len(rows) - 1


def test_the_words_about_torture_are_in_no_row(layout):
    quoted = library.article("icpa-withdrawal").by_id["s18"].text.partition("“")[2]
    assert quoted and all(quoted[:20] not in row.text for row in layout.rows)
    assert not any("tortur" in row.text.lower() for row in layout.rows)
