"""What a student is told about a table of verdicts: sources that are missing, and how well confidence fits."""

import pytest
from paths import ROOT

from unspin.answers.schema import TableAnswer
from unspin.lesson.check import Check
from unspin.lesson.tables import read_layout
from unspin.marks.tables import mark_table
from unspin.text import library


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def said(cells):
    return mark_table(TableAnswer(cells), read_layout(library.here(), "verdicts"), Check(12, 0)).sentences


def about_sources(cells):
    return [sentence for sentence in said(cells) if "no source" in sentence]


def test_a_verdict_without_a_source_gets_one_sentence():
    (sentence,) = about_sources({"C06": {"verdict": "supported"}, "C01": {"verdict": "misleading", "sources": "S17"}})
    assert sentence.startswith("1 row gives an answer but no source")


def test_unverifiable_claims_may_cite_nothing():
    assert about_sources({"C05": {"verdict": "unverifiable"}}) == []


def test_rows_that_are_not_begun_are_not_blamed():
    assert about_sources({"C06": {"verdict": "supported", "sources": "S13"}}) == []


def test_the_brier_score_stands_beside_what_was_right_when_sure():
    sure = said({"C06": {"verdict": "supported", "sources": "S13", "confidence": "5"}})[-1]
    assert "right in 1 of 1" in sure and "Brier score is 0.00" in sure
    wrong = said({"C06": {"verdict": "contradicted", "sources": "S01", "confidence": "5"}})[-1]
    assert "right in 0 of 1" in wrong and "Brier score is 1.00" in wrong
