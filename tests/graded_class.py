"""A class as the tests need it: hand-ins made by hand, and the simulated class through the real grading."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from unspin.answers.home import keys_home
from unspin.answers.key import read_key
from unspin.desk import simulated_hand_ins
from unspin.desk.grade.grade import grade
from unspin.desk.grade.graded import NONE, Graded, Work
from unspin.text import library

LESSON, ARTICLE = "02-claim-or-view", "icpa-withdrawal"


def work(student, labels, *, lesson=LESSON, article=ARTICLE, sure=None, scores=None, file="a.json", late=False, id=""):
    """A hand-in; `labels` is one label for all sentences, or labels in the order of the sentences (None: no label)."""
    names, sentences = [*library.tagset().labels], library.article(article).sentences
    given = [labels] * len(sentences) if isinstance(labels, str) else [*labels]
    given += [None] * (len(sentences) - len(given))
    places = bytes(NONE if label is None else names.index(label) for label in given)
    confidence = bytes([NONE if sure is None else sure]) * len(sentences)
    checks = dict.fromkeys(read_key(keys_home(library.here()) / f"{lesson}.json").checks)
    return Work(
        student,
        id,
        student,
        lesson,
        file,
        late,
        {**checks, **(scores or {})},
        {},
        {article: places},
        {article: confidence},
    )


def a_class(*works, **others):
    lessons = sorted({one.lesson for one in works})
    keys = {lesson: read_key(keys_home(library.here()) / f"{lesson}.json") for lesson in lessons}
    return Graded(keys, tuple(sorted(works, key=lambda one: (one.lesson, one.student))), **others)


def key_labels(article=ARTICLE):
    found = library.article(article)
    return [found.key.labels[sentence.id].label for sentence in found.sentences]


@cache
def simulated(students=30):
    with TemporaryDirectory() as folder:
        return grade([simulated_hand_ins.write(library.here(), Path(folder), students=students)])
