import re

import pytest
from graded_class import ARTICLE, LESSON, a_class, key_labels, simulated, work
from paths import ROOT

from unspin.agreement.shares import Estimate
from unspin.desk.report import class_sentences as sentences
from unspin.desk.report.class_numbers import Missed, agreed, disputed, label_counts
from unspin.desk.report.class_skill import Paired, changes
from unspin.text import library

TRANSFER = {"lesson": "08-write-it-straight", "article": "transfer"}
START = {"lesson": "01-first-read", "article": "01-baseline"}


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def said_of(*works):
    graded = a_class(*works)
    return sentences.agreement(agreed(graded, LESSON, library.article(ARTICLE), library.tagset()))


def test_a_class_is_told_how_far_it_agrees_in_words_and_numbers():
    said = sentences.agreement(agreed(simulated(), LESSON, library.article(ARTICLE), library.tagset()))
    assert said[0] == "The class often disagrees."
    text = " ".join(said)
    assert re.search(r"in \d\d of 100 cases they chose the same label \(\d\d to \d\d\)\. Luck alone would give", text)
    assert re.search(
        r"alpha takes luck off\. It is 0\.\d\d, where 0 is luck and 1 is always \(0\.\d\d to 0\.\d\d\)", text
    )
    assert "To agree is not to be right" in text


def test_with_one_student_nothing_is_said_of_agreement():
    said = said_of(work("Ada", key_labels()))
    assert said[0] == "It takes two to agree." and "cannot be known" in said[1]


@pytest.mark.parametrize("students", [2, 3, 4])
def test_few_students_are_described_and_nothing_more(students):
    said = said_of(*(work(f"S{n}", [*key_labels()[n:], *key_labels()[:n]]) for n in range(students)))
    assert said[0] == f"{students} students are too few to speak of a class."
    assert "With so few students it cannot be known" in " ".join(said) and "brackets" not in " ".join(said)


def test_one_label_for_everything_is_called_a_habit_that_cannot_be_told_from_agreement():
    said = " ".join(said_of(*(work(f"S{n}", "CLAIM") for n in range(6))))
    assert "agrees or has a habit" in said and "one and the same category" in said and "nan" not in said.lower()


def test_students_who_labelled_different_sentences_cannot_be_compared():
    said = said_of(work("Ada", ["CLAIM"]), work("Ben", [None, "VIEW"]))
    assert said[0] == "How far the class agrees cannot be known."


def test_luck_is_called_luck():
    rows = [[label] * 21 for label in ("CLAIM", "VIEW", "GUESS", "NONE", "MIXED", "REPORTED")]
    assert said_of(*(work(f"S{n}", row) for n, row in enumerate(rows)))[0].endswith("no more than luck would have it.")


def test_a_class_that_agrees_throughout_is_asked_for_reasons():
    said = said_of(*(work(f"S{n}", key_labels()) for n in range(8)))
    assert said[0] == "The class mostly agrees." and "reason behind" in " ".join(said) and "1.00" in " ".join(said)


def test_two_who_differ_are_not_called_a_share():
    article, tagset = library.article(ARTICLE), library.tagset()
    (one,) = disputed(label_counts([work("A", ["CLAIM"]), work("B", ["VIEW"])], article, tagset), article, tagset)
    assert sentences.differ(one) == "Two students labelled it, each in another way."


def test_a_mean_without_an_interval_says_why():
    assert sentences.mean(Estimate(0.5, 0.4, 0.612, 9)) == ("50 of 100", "40 to 61")
    assert sentences.mean(Estimate(0.5, None, None, 2, "Too few.")) == ("50 of 100", "Too few.")
    assert sentences.mean(Estimate(None, None, None, 0, "Nobody.")) == ("not known", "Nobody.")


@pytest.mark.parametrize(("low", "high", "said"), [(-0.1, 0.2, "chance alone could do"), (0.02, 0.1, "a hint only")])
def test_a_difference_is_called_chance_where_none_lies_in_its_range(low, high, said):
    known = Estimate(0.2, 0.1, 0.3, 9)
    pair = Paired(known, known, Estimate(0.05, low, high, 9))
    assert said in sentences.slants(pair, pair)[1]


def test_change_is_told_with_a_real_minus_and_its_range():
    said = sentences.change(changes(simulated(), library.here())[0])
    assert re.fullmatch(r"Lesson 2: Claim or view: the score went from \d\d to \d\d of 100\.", said[0])
    assert re.search(
        r"29 students labelled enough in both lessons\. The difference is [−+]\d+ points; it may be", said[1]
    )


@pytest.mark.parametrize(
    ("works", "said"),
    [
        ([("Ada", {})], "Lesson 1 is not among these hand-ins"),
        ([("Ada", START)], "Only lesson 1"),
        ([("Ada", START), ("Ben", {})], "No student labelled the text of lesson 1 and"),
    ],
)
def test_why_there_is_no_change_is_said(works, said):
    graded = a_class(*(work(name, "CLAIM", **others) for name, others in works))
    assert said in sentences.no_change(graded, START["lesson"])


def test_late_hand_ins_and_single_students_are_counted_in_words():
    assert sentences.handed_in([work("Ada", "CLAIM", late=True)]) == "1 student handed in, 1 of them late."
    assert sentences.handed_in([work("Ada", "CLAIM"), work("Ben", "CLAIM")]) == "2 students handed in."


def test_answers_that_many_missed_are_counted():
    low, high = Missed("a", 0.2, 1, 0, 5), Missed("b", 0.8, 4, 0, 5)
    assert sentences.missed([low, high]) == "1 of 2 answers earned less than half on average."
    assert sentences.missed([high]) == "None of 1 answer earned less than half on average."
