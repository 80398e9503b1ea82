import pytest
from graded_class import ARTICLE, LESSON, a_class, key_labels, simulated, work
from paths import ROOT

from unspin import agreement
from unspin.desk.report.class_numbers import agreed, disputed, label_counts, labelled_articles, labellers, missed
from unspin.text import library


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def article():
    return library.article(ARTICLE)


@pytest.fixture
def tagset():
    return library.tagset()


def test_the_counts_are_those_of_the_labels(article, tagset):
    graded = simulated()
    counts = label_counts(labellers(graded, LESSON, article), article, tagset)
    assert counts == agreement.counts(graded.ratings(LESSON, ARTICLE, tagset), [*tagset.labels])
    assert sum(map(sum, counts)) > 500


def test_only_students_who_gave_a_label_count(article, tagset):
    graded = a_class(work("Ada", "CLAIM"), work("Ben", [None]), work("Cem", ["VIEW"]))
    assert [one.student for one in labellers(graded, LESSON, article)] == ["Ada", "Cem"]
    assert agreed(graded, LESSON, article, tagset).students == 2
    assert labelled_articles(a_class(work("Ben", [None])), LESSON, library.here()) == []


def test_agreement_is_the_librarys_with_an_interval_over_students(article, tagset):
    graded, labels = simulated(), [*tagset.labels]
    ratings = graded.ratings(LESSON, ARTICLE, tagset)
    found = agreed(graded, LESSON, article, tagset)
    assert found.students == 30
    assert found.alpha.found == agreement.alpha(agreement.counts(ratings, labels))
    assert found.alpha.interval == agreement.interval_over_people("alpha", ratings, labels)
    assert found.percent.interval == agreement.interval_over_people("percent", ratings, labels)
    assert found.alpha.interval.low < found.alpha.found.value < found.alpha.interval.high


def test_accuracy_is_one_where_all_follow_the_key_or_what_it_accepts(article, tagset):
    accepting = [(*article.key.labels[s.id].accepted, article.key.labels[s.id].label)[0] for s in article.sentences]
    assert accepting != key_labels()
    for labels in (key_labels(), accepting):
        found = agreed(a_class(*(work(f"S{n}", labels) for n in range(6))), LESSON, article, tagset)
        assert found.accuracy.found.value == pytest.approx(1)
    assert agreed(a_class(work("Ada", "NONE"), work("Ben", "VIEW")), LESSON, article, tagset).accuracy.found.value < 0.1


def test_four_students_have_no_interval_and_five_have(article, tagset):
    for students, known in ((4, False), (5, True)):
        works = [work(f"S{n}", [*key_labels()[n:], *key_labels()[:n]]) for n in range(students)]
        interval = agreed(a_class(*works), LESSON, article, tagset).alpha.interval
        assert (interval.low is not None) is known and bool(interval.why) is not known


def test_the_most_disputed_sentences_come_first_with_who_chose_what(article, tagset):
    works = [
        work("Ada", ["CLAIM", "VIEW", "CLAIM", "CLAIM"]),
        work("Ben", ["CLAIM", "CLAIM", "CLAIM", "VIEW"]),
        work("Cem", ["CLAIM", "CLAIM", "CLAIM", "MIXED"]),
    ]
    found = disputed(label_counts(works, article, tagset), article, tagset)
    assert [one.number for one in found] == [4, 2]
    assert found[1].chosen == {"CLAIM": 2, "VIEW": 1} and [*found[1].chosen] == ["CLAIM", "VIEW"]
    assert [one.differ for one in found] == [pytest.approx(1), pytest.approx(2 / 3)]
    assert len(disputed(label_counts(works, article, tagset), article, tagset, most=1)) == 1


def test_where_one_student_labelled_nothing_is_disputed(article, tagset):
    assert disputed(label_counts([work("Ada", key_labels())], article, tagset), article, tagset) == []


def test_answers_come_by_their_mean_score_and_what_is_not_answered_counts_as_0():
    scores = [{"number-of-claims": 1.0, "share-of-claims": 0.5}, {"number-of-claims": 1.0}]
    found = missed(a_class(*(work(f"S{n}", "CLAIM", scores=one) for n, one in enumerate(scores))), LESSON)
    by_name = {one.name: one for one in found}
    assert by_name["number-of-claims"].score == 1.0 and by_name["number-of-claims"].right == 2
    share = by_name["share-of-claims"]
    assert (share.score, share.right, share.unanswered, share.students) == (0.25, 0, 1, 2)
    assert [one.score for one in found] == sorted(one.score for one in found)
    assert f"{ARTICLE}-labels" not in by_name
