import re
from dataclasses import FrozenInstanceError

import pytest
from paths import ROOT

from unspin.text import sources
from unspin.text.library import here
from unspin.text.sources import Source, SourceCards, source_cards, source_pack
from unspin.words.errors import UnspinError

HOSTILE = "<img src=x onerror=alert(1)>\"'&"


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def source(**changes):
    usual = {
        "id": "S01",
        "publisher": "Harbour Post",
        "title": "Ferry stops",
        "url": "https://post.example/ferry",
        "published": "2025-03-17",
        "kind": "newspaper",
        "tier": "secondary",
        "note": "A note.",
        "passes_on": "",
    }
    return Source(**{**usual, **changes})


def test_every_source_of_the_table_has_a_card_of_a_known_kind_and_tier():
    known = sources.sources(here())
    assert len(known) == 197
    for one in known.values():
        assert one.kind in sources.KINDS and one.tier in sources.TIERS, one.id
        assert one.name and one.lines[-1].startswith("http"), one.id


def test_a_card_says_who_when_what_which_tier_where_and_the_note():
    said = repr(source_cards("S26"))
    assert "S26. EU4Ukraine / Eurojust, 3 July 2023" in said and "“History in the making" in said
    assert "Primary" in said and "https://eu4ukraine.eu/" in said and "Note: Official launch text" in said


def test_a_card_says_plainly_that_only_a_relay_was_read():
    for shown in (repr(source_cards("S07")), source_cards("S07")._repr_html_()):
        assert "it passes on The New York Times. We read this page, not what it passes on." in shown


def test_a_card_of_an_original_page_speaks_of_no_relay():
    assert "passes on" not in repr(source_cards("S27"))


@pytest.mark.parametrize("word", ["copy", "citing", "mirrored", "reproduc", "paraphrase", "translation", "relay"])
def test_every_publisher_that_calls_itself_a_copy_or_relay_says_what_it_passes_on(word):
    found = [one for one in sources.sources(here()).values() if word in one.publisher]
    assert found
    assert [one.id for one in found if not one.passes_on] == []


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2025-03-17", "17 March 2025"),
        ("2025-03", "March 2025 (day not known)"),
        ("2025", "2025 (day not known)"),
        ("", "date not known"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(published, said):
    assert source(published=published).when == said


def test_a_title_in_parentheses_is_called_our_description():
    assert source(title="(Ferry stops)").headline == "Our description: Ferry stops"
    assert source(title="Ferry (old) stops").headline == "“Ferry (old) stops”"


def test_cards_stand_in_the_order_asked_for_and_once_each():
    assert [one.id for one in source_cards("S26", "S13", "S26").sources] == ["S26", "S13"]


@pytest.mark.parametrize(("wrong", "nearest"), [("S7", "S07"), ("s13", "S13"), ("13", "S13"), ("S1974", "S197")])
def test_an_unknown_id_gets_one_sentence_that_names_the_nearest(wrong, nearest):
    with pytest.raises(UnspinError) as said:
        source_cards("S13", wrong)
    assert str(said.value) == f"There is no source called {wrong!r}. Did you mean {nearest!r}?"


@pytest.mark.parametrize("wrong", ["wikipedia", "", "²", None, ["S13", "S26"]])
def test_what_is_near_no_id_gets_the_range_and_not_197_names(wrong):
    with pytest.raises(UnspinError) as said:
        source_cards(wrong)
    assert len(str(said.value)) < 120


def test_no_id_at_all_gets_a_sentence():
    with pytest.raises(UnspinError, match="Which source"):
        source_cards()


@pytest.mark.parametrize("number", [1, sources.MANY + 1])
def test_what_a_table_holds_is_text_and_never_html(number):
    hostile = {name: HOSTILE for name in ("id", "publisher", "title", "url", "kind", "tier", "note", "passes_on")}
    page = SourceCards(tuple(source(**hostile) for _ in range(number)))._repr_html_()
    assert "<img" not in page and page.count("&lt;img") >= 7 * number


def test_many_cards_are_folded_and_few_are_open():
    known = list(sources.sources(here()))
    assert source_cards(*known[: sources.MANY])._repr_html_().count("<details") == 0
    assert source_cards(*known[: sources.MANY + 1])._repr_html_().count("<details") == sources.MANY + 1


def test_the_address_is_text_and_no_link():
    page = source_cards("S13")._repr_html_()
    assert "https://global.espreso.tv/" in page and not re.search("<a[ >]|href", page)


def test_a_source_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        source().tier = "primary"


def test_the_pack_holds_every_source_that_the_table_of_verdicts_offers_by_number():
    ids = [one.id for one in source_pack().sources]
    assert len(ids) == 21 and ids == sorted(ids, key=lambda name: int(name[1:]))
    assert {"S01", "S13", "S195"} <= set(ids)


def test_a_pack_of_a_table_that_does_not_exist_gets_a_sentence():
    with pytest.raises(UnspinError, match="no table 'verdict' in data/tables"):
        source_pack("verdict")
