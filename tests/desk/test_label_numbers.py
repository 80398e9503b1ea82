import random
from dataclasses import replace

import pytest
from small_class import ARTICLE, labelled, work

from unspin.desk.grade.graded import NONE, labels_of, sure_of
from unspin.desk.grade.label_numbers import LabelCounter
from unspin.marks.key_table import label_credit
from unspin.marks.scoring import score_labels
from unspin.marks.slant import by_slant
from unspin.text import library

TEXTS = [ARTICLE, "mirror", "transfer", "wire"]
LABELS = [*library.tagset().labels]


@pytest.fixture(scope="module")
def numbers():
    return LabelCounter(library.tagset(), library.article)


def at_random(seed, *names):
    """Return a hand-in that labels these texts at random, with gaps."""
    pick = random.Random(seed)

    def label(_, right):
        return pick.choice([*LABELS, right, right, None])

    found = [labelled(label, lambda _: pick.choice([*range(6), NONE]), name) for name in names]
    return work(**{what: {k: row for one in found for k, row in one[what].items()} for what in ("labels", "sure")})


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("seed", range(20))
def test_the_numbers_of_a_text_are_those_of_the_modules_that_define_them(numbers, name, seed):
    one, article, tagset = at_random(seed, name), library.article(name), library.tagset()
    given, sure = labels_of(one, article, tagset), sure_of(one, article)
    found = numbers.of(one)
    wanted = score_labels(article.key, given, library.tagset())
    for field in wanted.__slots__:
        assert getattr(found.score, field) == pytest.approx(getattr(wanted, field)), field
    assert found.slants == by_slant([(article, given)], library.tagset())
    assert found.pairs == [(sure[s] / 5, label_credit(article.key.labels[s], given[s])) for s in sure if s in given]
    assert found.of == len(article.key.labels)


def test_the_slants_of_several_texts_are_kept_apart(numbers):
    one = at_random(1, *TEXTS)
    texts = [library.article(name) for name in TEXTS]
    assert numbers.of(one).slants == by_slant(
        [(text, labels_of(one, text, library.tagset())) for text in texts], library.tagset()
    )


def test_several_texts_are_scored_as_one_long_text(numbers):
    right = work(**{what: {n: labelled(article=n)[what][n] for n in TEXTS} for what in ("labels", "sure")})
    found = numbers.of(right)
    assert (found.score.score, found.score.answered, found.of) == (pytest.approx(1.0), found.of, found.of)


@pytest.mark.parametrize("label", LABELS)
def test_one_label_for_every_sentence_of_every_text_has_the_score_0(numbers, label):
    same = [labelled(lambda *_: label, article=name) for name in TEXTS[:2]]
    found = numbers.of(work(**{what: {**same[0][what], **same[1][what]} for what in ("labels", "sure")}))
    assert found.score.score == 0.0


def test_only_the_texts_that_are_asked_for_count(numbers):
    one = at_random(2, *TEXTS)
    assert numbers.of(one, [ARTICLE]) == numbers.of(work(labels={ARTICLE: one.labels[ARTICLE]}, sure=one.sure))
    assert numbers.of(one, ["not-there"]) is None


def test_without_a_label_there_are_no_numbers(numbers):
    assert numbers.of(work()) is None
    assert numbers.of(work(**labelled(lambda *_: None))) is None


def test_sentences_that_the_key_leaves_out_do_not_count():
    whole = library.article(ARTICLE)
    keys = {sid: key for sid, key in whole.key.labels.items() if sid != "s01"}
    partly = replace(whole, key=replace(whole.key, labels=keys))
    of_the_first = labelled(lambda place, label: label if place == 0 else None, lambda place: 5)
    found = LabelCounter(library.tagset(), lambda name: partly).of(work(**of_the_first))
    assert (found.score.answered, found.of, found.slants, found.pairs) == (0, len(keys), {}, [])


def test_without_a_key_there_are_no_numbers():
    bare = replace(library.article(ARTICLE), key=None)
    assert LabelCounter(library.tagset(), lambda name: bare).of(work(**labelled())) is None
