import csv
import io
import json
from collections import Counter

import pytest
from paths import ROOT

from unspin import agreement
from unspin.desk.simulated_class import class_file
from unspin.text import library

FILE = ROOT / "data" / "class" / "class-simulated.csv"


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def rows():
    return list(csv.DictReader(io.StringIO(FILE.read_text(encoding="utf-8"))))


def test_the_file_is_what_the_generator_makes():
    assert FILE.read_bytes() == class_file(library.article("icpa-withdrawal"), library.tagset())


def test_every_row_says_that_its_student_is_simulated(rows):
    assert {row["student"] for row in rows} == {f"simulated-{number:02}" for number in range(1, 31)}


def test_rows_hold_labels_rounds_sentences_and_confidences_that_exist(rows):
    assert {row["label"] for row in rows} <= set(library.tagset().labels)
    assert {row["sentence_id"] for row in rows} == set(library.article("icpa-withdrawal").by_id)
    assert {row["round"] for row in rows} == {"1", "2"}
    assert {row["confidence"] for row in rows} <= set("012345")


def test_nobody_labels_a_sentence_twice_in_a_round_and_some_labels_are_missing(rows):
    times = Counter((row["student"], row["round"], row["sentence_id"]) for row in rows)
    assert set(times.values()) == {1}
    assert 0.9 * 30 * 2 * 21 < len(rows) < 30 * 2 * 21


def test_the_readme_of_the_data_says_that_the_class_is_simulated():
    (row,) = [
        line for line in (ROOT / "data" / "README.md").read_text("utf-8").splitlines() if "class-simulated" in line
    ]
    assert "do not exist" in row


# What lesson 7 says of the class


def chosen(rows, turn, sentence="s21"):
    return Counter(row["label"] for row in rows if row["round"] == turn and row["sentence_id"] == sentence)


def test_on_sentence_21_the_talk_leads_away_from_the_label_that_the_key_puts_first(rows):
    assert library.article("icpa-withdrawal").key.labels["s21"].label == "GUESS"
    assert chosen(rows, "2")["GUESS"] < chosen(rows, "1")["GUESS"]
    assert chosen(rows, "2")["VIEW"] > chosen(rows, "1")["VIEW"]


def test_the_alphas_that_the_assignment_asks_for_are_not_those_that_the_lesson_shows(rows):
    key = library.here().root / "data" / "keys" / "07-do-we-agree.json"
    answers = json.loads(key.read_text(encoding="utf-8"))["answers"]
    labels = list(library.tagset().labels)
    for turn, name in (("1", "alpha-before"), ("2", "alpha-after")):
        counts = [
            [chosen(rows, turn, sentence)[label] for label in labels] for sentence in {r["sentence_id"] for r in rows}
        ]
        assert abs(agreement.alpha(counts).value - answers[name]["value"]) > 0.001
