"""What a class did beside the key: what it recognised, how sure it was, how slants fared, what changed since lesson 1.

Every number is a mean over students of each student's own share, so that its interval is one over students.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unspin.agreement.calibration import Bin
from unspin.agreement.shares import Estimate, mean
from unspin.desk.grade.graded import Graded, Work
from unspin.desk.report.class_numbers import labelled_articles, labellers, rows_of
from unspin.marks.key_table import Earned, KeyTable
from unspin.text.article import Article
from unspin.text.library import Library
from unspin.text.tagset import TagSet
from unspin.words.names import same_person

if TYPE_CHECKING:
    import numpy as np

FEWEST_LABELS = 5  # of a student, for a score


@dataclass(frozen=True, slots=True)
class Recognised:
    """Shares: credit of all labels, claims and views that were recognised, claims that were suspected without need."""

    credit: Estimate
    claims: Estimate
    views: Estimate
    over_tagging: Estimate


@dataclass(frozen=True, slots=True)
class Paired:
    """The same students' shares on two occasions, and the mean of each student's difference."""

    first: Estimate
    second: Estimate
    moved: Estimate


@dataclass(frozen=True, slots=True)
class Change:
    """From lesson 1 to an article of another lesson, by the students who labelled both."""

    lesson: str
    article: Article
    score: Paired
    over_tagging: Paired


def recognised(works: Sequence[Work], article: Article, tagset: TagSet) -> Recognised | None:
    """Return what students recognised in an article; None where nobody has made a key."""
    if article.key is None:
        return None
    table = _Table(article, tagset)
    credits = table.of(works, table.credits)
    return Recognised(
        credit=mean(_known(_shares(credits))),
        claims=mean(_known(_shares(credits[:, table.claims]))),
        views=mean(_known(_shares(credits[:, table.views]))),
        over_tagging=mean(_known(_over_tagging(works, article, tagset))),
    )


def confidence(works: Sequence[Work], article: Article, tagset: TagSet) -> list[Bin]:
    """Return what share of all labels was right for each confidence, from the lowest; none without a key."""
    if article.key is None:
        return []
    table = _Table(article, tagset)
    credits, sure = table.of(works, table.credits), rows_of([work.sure for work in works], article)
    groups = [(said, credits[(sure == said) & (credits == credits)]) for said in range(6)]
    return [Bin(said / 5, float(group.mean()), len(group)) for said, group in groups if len(group)]


def by_slant(graded: Graded, library: Library) -> tuple[Paired, Paired] | None:
    """Return over-tagging, and views taken for claims, of the students who labelled texts of both slants.

    First comes the slant of the article ("a"), second the other one ("b"). None where nobody labelled both.
    """
    found: dict[str, dict[str, list[float]]] = {"a": {}, "b": {}}
    tagset = library.tagset()
    for lesson in graded.lessons:
        for article in labelled_articles(graded, lesson, library):
            if article.key and article.slant in found:
                by_student = _by_student(labellers(graded, lesson, article))
                _add(found[article.slant], by_student, _errors([*by_student.values()], article, tagset))
    both = [name for name in found["a"] if name in found["b"]]
    if not both:
        return None
    sides = [[found[slant][name] for name in both] for slant in found]
    suspected, trusted = ([[_share(*row[at : at + 2]) for row in side] for side in sides] for at in (0, 2))
    return _paired(*suspected), _paired(*trusted)


def changes(graded: Graded, library: Library) -> list[Change]:
    """Return what changed since the baseline, for each article with a key that its students labelled in another lesson.

    The baseline is the first station of the course.
    """
    baseline, tagset = library.plan().stations[0], library.tagset()
    texts = {article.id: article for article in labelled_articles(graded, baseline.lesson, library)}
    start = texts.get(baseline.text)
    early = _by_student(labellers(graded, baseline.lesson, start)) if start else {}
    found = []
    for lesson in graded.lessons:
        for article in labelled_articles(graded, lesson, library) if lesson != baseline.lesson else ():
            late = _by_student(labellers(graded, lesson, article)) if article.key else {}
            both = [name for name in early if name in late]
            if start and both:
                first = ([early[name] for name in both], start, tagset)
                second = ([late[name] for name in both], article, tagset)
                score, over_tagging = (_paired(of(*first), of(*second)) for of in (_scores, _over_tagging))
                found.append(Change(lesson, article, score, over_tagging))
    return found


def _by_student(works: Sequence[Work]) -> dict[str, Work]:
    """Return hand-ins by who made them; those of nobody in particular are left out."""
    named = [work for work in works if work.student_id or work.student.strip()]
    return {same_person(work.student_id, work.student): work for work in named}


def _add(counts: dict[str, list[float]], by_student: Iterable[str], errors: "np.ndarray") -> None:
    for name, row in zip(by_student, errors.tolist(), strict=True):
        counts[name] = [a + b for a, b in zip(counts.get(name, [0.0] * len(row)), row, strict=True)]


class _Table:
    """A key as arrays with a row a sentence and a column a label; nan where the key leaves a sentence out.

    `claims` and `views` are the places of the sentences that the key calls so.
    """

    def __init__(self, article: Article, tagset: TagSet) -> None:
        self._article = article
        rows = KeyTable(article.key, tagset) if article.key else {}
        self._rows = [rows.get(sentence.id) for sentence in article.sentences]
        self._labels = [*tagset.labels]
        self.claims = [place for place, row in enumerate(self._rows) if row and row.is_claim]
        self.views = [place for place, row in enumerate(self._rows) if row and row.is_view]
        self.weights = [row.weight if row else 0 for row in self._rows]

    @property
    def credits(self) -> "np.ndarray":
        return self._of_labels(lambda earned: earned.credit)

    @property
    def suspected(self) -> "np.ndarray":
        return self._of_labels(lambda earned: earned.suspected)

    @property
    def trusted(self) -> "np.ndarray":
        return self._of_labels(lambda earned: earned.trusted)

    def of(self, works: Sequence[Work], table: "np.ndarray") -> "np.ndarray":
        """Return what `table` says of each student's labels, a row a student and a column a sentence; nan for none."""
        import numpy as np

        return table[np.arange(len(table)), rows_of([work.labels for work in works], self._article)]

    def _of_labels(self, value: Callable[[Earned], float]) -> "np.ndarray":
        import numpy as np

        table = np.full((len(self._rows), 256), np.nan)
        for line, row in zip(table, self._rows, strict=True):
            if row:
                line[: len(self._labels)] = [value(row[label]) for label in self._labels]
        return table


def _over_tagging(works: Sequence[Work], article: Article, tagset: TagSet) -> list[float | None]:
    return [_share(row[0], row[1]) for row in _errors(works, article, tagset)]


def _errors(works: Sequence[Work], article: Article, tagset: TagSet) -> "np.ndarray":
    """Return four counts a student: claims suspected, claims, views and guesses taken for claims, views and guesses."""
    import numpy as np

    table = _Table(article, tagset)
    suspected, trusted = table.of(works, table.suspected), table.of(works, table.trusted)
    sides = (suspected[:, table.claims], trusted[:, table.views])
    return np.stack([n for side in sides for n in (np.nansum(side, axis=1), (side == side).sum(axis=1))], axis=1)


def _scores(works: Sequence[Work], article: Article, tagset: TagSet) -> list[float | None]:
    """Return each student's score over the sentences with a label, corrected for the best single label for these."""
    import numpy as np

    table = _Table(article, tagset)
    weights, credits = np.array(table.weights), table.of(works, table.credits)
    weighted = (credits == credits) * weights
    of_labels = np.nan_to_num(table.credits[:, : len(tagset.labels)])
    totals = np.maximum(weighted.sum(axis=1), 1e-9)
    raw = (np.nan_to_num(credits) * weights).sum(axis=1) / totals
    habit = (weighted @ of_labels).max(axis=1) / totals
    known = ((credits == credits).sum(axis=1) >= FEWEST_LABELS) & (habit < 1 - 1e-9)
    score = np.maximum(0, (raw - habit) / np.where(known, 1 - habit, 1))
    return [value if is_known else None for value, is_known in zip(score.tolist(), known.tolist(), strict=True)]


def _shares(credits: "np.ndarray") -> list[float | None]:
    import numpy as np

    counts = (credits == credits).sum(axis=1)
    return [_share(*pair) for pair in zip(np.nansum(credits, axis=1).tolist(), counts.tolist(), strict=True)]


def _share(part: float, whole: float) -> float | None:
    return float(part / whole) if whole else None


def _known(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _paired(first: Sequence[float | None], second: Sequence[float | None]) -> Paired:
    """Compare two values a student; a student of whom one is not known is left out of all three means."""
    both = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    return Paired(mean([a for a, _ in both]), mean([b for _, b in both]), mean([b - a for a, b in both], least=-1.0))
