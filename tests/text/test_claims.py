import pytest
from paths import ROOT

from unspin.text import claims
from unspin.text.claims import Claim, our_verdict
from unspin.text.library import here
from unspin.text.sources import sources
from unspin.words.errors import UnspinError


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def test_every_verdict_is_on_the_ladder_or_beside_it_and_every_source_has_a_card():
    found = claims.claims(here(), "icpa-withdrawal")
    assert len(found) == 31
    for claim in found.values():
        assert claim.verdict in (*claims.LADDER, claims.BESIDE), claim.id
        assert set(claim.sources) <= set(sources(here())), claim.id


def test_the_words_of_the_article_stand_before_our_verdict():
    shown = our_verdict("C21")._repr_html_()
    assert shown.index("who leads the international body") < shown.index("Our verdict: misleading")


def test_a_verdict_says_that_it_is_ours_and_when_it_was_given_and_on_which_sources():
    said = repr(our_verdict("C21"))
    assert "This verdict is ours" in said and "Checked on 23 November 2026." in said and "S39, S17, S07, S22" in said


def test_a_quotation_in_the_articles_words_has_single_marks():
    words = our_verdict("C26").lines[0]
    assert words.count("“") == words.count("”") == 1
    assert words.endswith("every tenet of international law.’”")


def test_a_verdict_is_said_in_the_words_of_the_ladder():
    assert "Our verdict: supported with context." in repr(our_verdict("C22"))


def test_a_claim_without_a_source_says_so():
    assert "Sources: none" in repr(our_verdict("C28"))
    with pytest.raises(UnspinError, match="cites no source"):
        our_verdict("C28").cards()


def test_the_cards_of_a_claim_are_those_of_its_sources():
    assert [card.id for card in our_verdict("C11").cards().sources] == ["S37", "S38"]


def test_an_unknown_claim_gets_one_sentence_with_the_nearest():
    with pytest.raises(UnspinError) as said:
        our_verdict("C7")
    assert str(said.value).startswith("There is no claim called 'C7'. Did you mean 'C")


def test_a_text_without_a_table_of_claims_says_so():
    with pytest.raises(UnspinError, match="Nobody has made a table of claims for '02-review'"):
        claims.claims(here(), "02-review")


def test_what_a_table_holds_is_text_and_never_html():
    claim = Claim(*["<img src=x>"] * 7, sources=("<b>",), checked="2026")
    assert "<img" not in claim._repr_html_() and "<b>" not in claim._repr_html_()
