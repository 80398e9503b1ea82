"""What a class gave, in numbers: who chose what, how far it agrees, where it differs, and which answers it missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from unspin import agreement
from unspin.agreement import Agreement
from unspin.agreement.bootstrap import NONE, Counts, Interval
from unspin.agreement.shares import FEWEST, TOO_FEW, differ
from unspin.desk.grade.graded import Graded, Work
from unspin.lesson.answer_name import LABELS, answer_name
from unspin.text.article import Article, Key, Sentence
from unspin.text.library import Library
from unspin.text.tagset import TagSet

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of agreement and where it may lie with other students, in 95 of 100 draws."""

    found: Agreement
    interval: Interval


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far `students` agree over an article; `accuracy`: with its key, beyond luck (None where there is no key)."""

    students: int
    percent: Measured
    alpha: Measured
    accuracy: Measured | None


@dataclass(frozen=True, slots=True)
class Disputed:
    """A sentence, its number, how many chose each label (most first), and how often two students differ (0 to 1)."""

    number: int
    sentence: Sentence
    chosen: dict[str, int]
    differ: float


@dataclass(frozen=True, slots=True)
class Missed:
    """An answer: its mean score (0 to 1), and of how many students it was all right, or not given."""

    name: str
    score: float
    right: int
    unanswered: int
    students: int


def labelled_articles(graded: Graded, lesson: str, library: Library) -> list[Article]:
    """Return the articles that somebody labelled in a lesson, by id; texts of other courses are left out."""
    found = {name for work in graded.of(lesson) for name, row in work.labels.items() if _gave_any(row)}
    return [library.article(name) for name in sorted(found.intersection(library.articles()))]


def labellers(graded: Graded, lesson: str, article: Article) -> list[Work]:
    """Return the hand-ins of a lesson that hold a label of the article."""
    return [work for work in graded.of(lesson) if _gave_any(work.labels.get(article.id, b""))]


def rows_of(given: Sequence[Mapping[str, bytes]], article: Article) -> "np.ndarray":
    """Return a row a student and a column a sentence, as in `Work.labels` and `Work.sure`."""
    import numpy as np

    blank = bytes([NONE]) * len(article.sentences)
    rows = b"".join(one.get(article.id) or blank for one in given)
    return np.frombuffer(rows, dtype=np.uint8).reshape(len(given), len(article.sentences))


def label_counts(works: Sequence[Work], article: Article, tagset: TagSet) -> Counts:
    """Return how many chose each label, a row a sentence and a column a label of the tag set."""
    rows = rows_of([work.labels for work in works], article)
    columns = [(rows == place).sum(axis=0).tolist() for place in range(len(tagset.labels))]
    return [list(row) for row in zip(*columns, strict=True)]


def agreed(graded: Graded, lesson: str, article: Article, tagset: TagSet) -> Agreed:
    """Return how far the class agrees over an article, with intervals over its students where there are enough.

    For accuracy a label that the key accepts counts as the key's.
    """
    labels = [*tagset.labels]
    ratings = [row for row in graded.ratings(lesson, article.id, tagset) if any(row)]
    return Agreed(
        students=len(ratings),
        percent=_measured("percent", ratings, labels),
        alpha=_measured("alpha", ratings, labels),
        accuracy=_accuracy(ratings, article, article.key, labels) if article.key else None,
    )


def disputed(counts: Counts, article: Article, tagset: TagSet, most: int = 5) -> list[Disputed]:
    """Return the sentences on which students differ most; at most `most`, and none on which all chose alike."""
    numbered = enumerate(zip(article.sentences, counts, strict=True), 1)
    found = [Disputed(number, sentence, _chosen(row, tagset), differ(row)) for number, (sentence, row) in numbered]
    return sorted((one for one in found if one.differ), key=lambda one: (-one.differ, one.number))[:most]


def missed(graded: Graded, lesson: str) -> list[Missed]:
    """Return the marked answers of a lesson but for labels, the lowest mean score first; not answered counts as 0."""
    works = graded.of(lesson)
    names = [name for name in graded.lessons[lesson].checks if answer_name(name).kind != LABELS]
    found = [_missed(name, [work.scores.get(name) for work in works]) for name in names if works]
    return sorted(found, key=lambda one: one.score)


def _gave_any(row: bytes) -> bool:
    return bool(row.strip(bytes([NONE])))


def _measured(measure: str, ratings: list[list[str | None]], labels: list[str], **options: Any) -> Measured:
    found = getattr(agreement, measure)(agreement.counts(ratings, labels), **options)
    if len(ratings) < FEWEST:
        return Measured(found, Interval(None, None, TOO_FEW))
    return Measured(found, agreement.interval_over_people(measure, ratings, labels, **options))


def _accuracy(ratings: list[list[str | None]], article: Article, key: Key, labels: list[str]) -> Measured:
    keys = [key.labels.get(sentence.id) for sentence in article.sentences]
    met = [
        [one.label if one and label in one.accepted else label for one, label in zip(keys, row, strict=True)]
        for row in ratings
    ]
    standard = [[int(one is not None and one.label == label) for label in labels] for one in keys]
    return _measured("accuracy", met, labels, standard=standard)


def _chosen(row: Sequence[float], tagset: TagSet) -> dict[str, int]:
    pairs = zip(tagset.labels, row, strict=True)
    return dict(sorted(((label, int(count)) for label, count in pairs if count), key=lambda pair: -pair[1]))


def _missed(name: str, scores: list[float | None]) -> Missed:
    given = [score for score in scores if score is not None]
    right = sum(score > 1 - 1e-9 for score in given)
    return Missed(name, sum(given) / len(scores), right, len(scores) - len(given), len(scores))
