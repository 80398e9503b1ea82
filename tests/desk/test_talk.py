import re
from itertools import combinations

import pytest
from paths import ROOT

from unspin.desk.report.talk import questions
from unspin.text import library, stored

PAIRS = [*combinations(library.read_tagset(ROOT / "data" / "tagset.toml").labels, 2)]


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def rows():
    return [*stored.read_rows(ROOT / "data" / "class" / "talk.csv")]


def test_each_pair_of_labels_has_one_question(rows):
    assert sorted(frozenset((row["first"], row["second"])) for row in rows) == sorted(map(frozenset, PAIRS))
    assert len(rows) == len(PAIRS) == 15


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_question_is_found_in_either_order_and_asks(first, second):
    assert "?" in questions(library.here())[frozenset((second, first))].text


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_question_rests_on_a_rule_of_each_label(first, second):
    tagset, rules = library.tagset(), questions(library.here())[frozenset((first, second))].rules
    assert set(rules) <= set(tagset.rules)
    for label in (first, second):
        assert set(rules) & set(tagset.labels[label].rules), label


def test_no_question_presupposes_who_is_right(rows):
    for row in rows:
        said = row["question"]
        assert not re.search(r"(?i)\b(right|wrong|correct|mistaken?|really|actually|obvious\w*|why is|isn't)\b", said)
        assert not any(label in said for label in library.tagset().labels)


def test_labels_of_another_tag_set_have_no_question():
    assert not {frozenset(("CLAIM", "IRONY")), frozenset(("CLAIM", "CLAIM"))} & questions(library.here()).keys()


def test_a_course_without_the_table_has_no_questions(tmp_path):
    assert questions(library.Library(tmp_path)) == {}
