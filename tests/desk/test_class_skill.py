import random
from statistics import fmean

import pytest
from graded_class import ARTICLE, LESSON, a_class, key_labels, simulated, work
from paths import ROOT

from unspin.agreement.shares import ALL_ALIKE, NOBODY, mean
from unspin.desk.grade.graded import labels_of
from unspin.desk.report.class_skill import by_slant, changes, confidence, recognised
from unspin.marks.key_table import KeyTable, label_credit
from unspin.marks.record import Labelled, numbers
from unspin.marks.slant import by_slant as of_one_student
from unspin.text import library

BASELINE = {"lesson": "01-first-read", "article": "01-baseline"}
TRANSFER = {"lesson": "08-write-it-straight", "article": "transfer"}


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def article():
    return library.article(ARTICLE)


@pytest.fixture
def tagset():
    return library.tagset()


def test_the_means_are_those_of_the_students_own_shares(article, tagset):
    works = simulated().of(LESSON)
    found = recognised(works, article, tagset)
    own = [of_one_student([(article, labels_of(one, article, tagset))], tagset)["a"] for one in works]
    assert found.claims.value == pytest.approx(fmean(one.claims_recognised for one in own))
    assert found.views.value == pytest.approx(fmean(one.views_recognised for one in own))
    assert found.over_tagging.value == pytest.approx(fmean(one.over_tagging for one in own))
    assert found.claims.low < found.claims.value < found.claims.high and found.claims.count == 30


def test_who_follows_the_key_recognises_all_and_who_suspects_all_over_tags(article, tagset):
    found = recognised([work("Ada", key_labels()), work("Ben", key_labels())], article, tagset)
    assert (found.credit.value, found.claims.value, found.over_tagging.value) == (1, 1, 0)
    suspicious = recognised([work("Ada", "VIEW")], article, tagset)
    assert suspicious.over_tagging.value == 1.0 and suspicious.claims.value == 0.0


def test_each_confidence_has_its_share_and_its_count(article, tagset):
    works = [work("Ada", key_labels(), sure=5), work("Ben", "NONE", sure=1), work("Cem", "NONE")]
    low, high = confidence(works, article, tagset)
    assert (low.said, low.count, high.said, high.was, high.count) == (0.2, 21, 1.0, 1.0, 21)
    keys = article.key.labels.values()
    assert low.was == pytest.approx(fmean(label_credit(key, "NONE") for key in keys))


def test_slants_are_compared_by_those_who_labelled_both(tagset):
    works = [work(f"S{n}", "VIEW" if n < 6 else "CLAIM") for n in range(8)]
    works += [work(f"S{n}", "CLAIM", **TRANSFER) for n in range(6)]
    suspected, trusted = by_slant(a_class(*works), library.here())
    assert (suspected.first.value, suspected.second.value, suspected.moved.value) == (1.0, 0.0, -1.0)
    assert (suspected.moved.count, trusted.moved.value) == (6, 1.0)
    assert by_slant(a_class(*works[:8]), library.here()) is None


def test_a_student_is_known_by_the_platforms_id_else_by_the_name(tagset):
    labels = {"early": work("Ada Li", key_labels("01-baseline"), **BASELINE), "late": work("ADA  LI", key_labels())}
    assert len(changes(a_class(*labels.values()), library.here())) == 1
    ids = [work("Ada", key_labels("01-baseline"), id="1", **BASELINE), work("Ada", key_labels(), id="2")]
    assert changes(a_class(*ids), library.here()) == []
    nobody = [work("", key_labels("01-baseline"), **BASELINE), work("", key_labels())]
    assert changes(a_class(*nobody), library.here()) == []


def test_change_is_the_mean_of_each_students_own_difference(article, tagset):
    graded, start = simulated(), library.article("01-baseline")
    early = {one.student: one for one in graded.of("01-first-read")}
    late = {one.student: one for one in graded.of(LESSON)}

    def score(one, text):
        table = KeyTable(text.key, tagset)
        return numbers([Labelled(table[s], x) for s, x in labels_of(one, text, tagset).items()]).score.value

    wanted = [score(late[name], article) - score(early[name], start) for name in early]
    found = changes(graded, library.here())[0]
    assert found.score.moved.value == pytest.approx(fmean(wanted)) and found.score.moved.count == len(early) == 29
    assert found.score.moved.low < found.score.moved.value < found.score.moved.high


def test_without_lesson_1_there_is_no_change(tagset):
    assert changes(a_class(work("Ada", key_labels())), library.here()) == []


def test_what_is_not_known_says_why():
    assert mean([]).why == NOBODY and mean([]).value is None
    assert mean([0.2, 0.4]).low is None and "few students" in mean([0.2, 0.4]).why
    assert mean([0.5] * 9).low is None and mean([0.5] * 9).why == ALL_ALIKE
    assert mean([0.0, 1.0, 0.0, 0.0, 0.0]).low == 0.0


@pytest.mark.parametrize("students", [5, 30])
def test_the_interval_holds_the_true_mean_in_95_of_100_samples(students):
    pick = random.Random(1)
    samples = [[pick.gauss(0.5, 0.1) for _ in range(students)] for _ in range(2000)]
    held = sum(found.low <= 0.5 <= found.high for found in map(mean, samples))
    assert 0.94 <= held / len(samples) <= 0.96
