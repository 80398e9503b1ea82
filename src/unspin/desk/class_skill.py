"""What a class did beside the key: what it recognised, how sure it was, how slants fared, what changed since lesson 1.

Every number is a mean over students of each student's own share, so that its interval is one over students.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from unspin.article import Article, KeyLabel
from unspin.calibration import Bin
from unspin.desk.class_numbers import FEWEST, TOO_FEW, labelled_articles, labellers, rows_of
from unspin.desk.graded import Graded, Work
from unspin.names import same_person
from unspin.scoring import CONTESTED_WEIGHT, SUSPICIOUS, label_credit
from unspin.slant import OPINIONS
from unspin.tagset import TagSet

if TYPE_CHECKING:
    import numpy as np

BASELINE = ("01-first-read", "01-baseline")  # the lesson and the sentences that later labels are compared with
FEWEST_LABELS = 5  # of a student, for a score
Z = 1.959964  # standard deviations on each side of 95 of 100
NOBODY = "No student labelled such a sentence."
ALL_ALIKE = "All these students have the same value, so it cannot be seen how far others would differ."


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over `count` students, and where it may lie in 95 of 100 cases; None where `why` says why not."""

    value: float | None
    low: float | None
    high: float | None
    count: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Shares: credit of all labels, claims and views that were recognised, claims that were suspected without need."""

    credit: Mean
    claims: Mean
    views: Mean
    over_tagging: Mean


@dataclass(frozen=True, slots=True)
class Paired:
    """The same students' shares on two occasions, and the mean of each student's difference."""

    first: Mean
    second: Mean
    moved: Mean


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
    credits = _credits(works, article, tagset)
    return Recognised(
        credit=mean(_known(_shares(credits))),
        claims=mean(_known(_shares(credits[:, _places(article, {"CLAIM"})]))),
        views=mean(_known(_shares(credits[:, _places(article, OPINIONS)]))),
        over_tagging=mean(_known(_over_tagging(works, article, tagset))),
    )


def confidence(works: Sequence[Work], article: Article, tagset: TagSet) -> list[Bin]:
    """Return what share of all labels was right for each confidence, from the lowest; none without a key."""
    if article.key is None:
        return []
    credits, sure = _credits(works, article, tagset), rows_of([work.sure for work in works], article)
    groups = [(said, credits[(sure == said) & (credits == credits)]) for said in range(6)]
    return [Bin(said / 5, float(group.mean()), len(group)) for said, group in groups if len(group)]


def by_slant(graded: Graded, tagset: TagSet) -> tuple[Paired, Paired] | None:
    """Return over-tagging, and views taken for claims, of the students who labelled texts of both slants.

    First comes the slant of the article ("a"), second the other one ("b"). None where nobody labelled both.
    """
    found: dict[str, dict[str, list[float]]] = {"a": {}, "b": {}}
    for lesson in graded.lessons:
        for article in labelled_articles(graded, lesson):
            if article.key and article.slant in found:
                by_student = _by_student(labellers(graded, lesson, article))
                _add(found[article.slant], by_student, _errors([*by_student.values()], article, tagset))
    both = [name for name in found["a"] if name in found["b"]]
    if not both:
        return None
    sides = [[found[slant][name] for name in both] for slant in found]
    suspected, trusted = ([[_share(*row[at : at + 2]) for row in side] for side in sides] for at in (0, 2))
    return _paired(*suspected), _paired(*trusted)


def changes(graded: Graded, tagset: TagSet) -> list[Change]:
    """Return what changed since lesson 1, for each article with a key that its students labelled in another lesson."""
    first, baseline = BASELINE
    start = next((one for one in labelled_articles(graded, first) if one.id == baseline), None)
    others = [
        (lesson, article)
        for lesson in graded.lessons
        if lesson != first
        for article in labelled_articles(graded, lesson)
        if article.key
    ]
    early = _by_student(labellers(graded, first, start)) if start else {}
    found = []
    for lesson, article in others:
        late = _by_student(labellers(graded, lesson, article))
        both = [name for name in early if name in late]
        if both:
            sides = (([early[name] for name in both], start), ([late[name] for name in both], article))
            score, over_tagging = (
                _paired(*(measure(works, text, tagset) for works, text in sides))
                for measure in (_scores, _over_tagging)
            )
            found.append(Change(lesson, article, score, over_tagging))
    return found


def mean(values: Sequence[float], least: float = 0.0) -> Mean:
    """Return the mean of a value a student, from `least` to 1.0, with Student's t interval where there are enough."""
    count = len(values)
    if not count:
        return Mean(None, None, None, 0, NOBODY)
    middle = fmean(values)
    if count < FEWEST:
        return Mean(middle, None, None, count, TOO_FEW)
    half = _t(count - 1) * stdev(values) / sqrt(count)
    if not half:
        return Mean(middle, None, None, count, ALL_ALIKE)
    return Mean(middle, max(least, middle - half), min(1.0, middle + half), count)


def _by_student(works: Sequence[Work]) -> dict[str, Work]:
    """Return hand-ins by who made them; those of nobody in particular are left out."""
    named = [work for work in works if work.student_id or work.student.strip()]
    return {same_person(work.student_id, work.student): work for work in named}


def _add(counts: dict[str, list[float]], by_student: Iterable[str], errors: "np.ndarray") -> None:
    for name, row in zip(by_student, errors.tolist(), strict=True):
        counts[name] = [a + b for a, b in zip(counts.get(name, [0.0] * len(row)), row, strict=True)]


def _credits(works: Sequence[Work], article: Article, tagset: TagSet) -> "np.ndarray":
    """Return what each label earns, a row a student and a column a sentence; nan without a label or a key."""
    return _looked_up(works, article, tagset, label_credit)


def _looked_up(
    works: Sequence[Work], article: Article, tagset: TagSet, value: Callable[[KeyLabel, str], float]
) -> "np.ndarray":
    import numpy as np

    table = np.full((len(article.sentences), 256), np.nan)
    for row, key in zip(table, _keys(article), strict=True):
        if key:
            row[: len(tagset.labels)] = [value(key, label) for label in tagset.labels]
    return table[np.arange(len(table)), rows_of([work.labels for work in works], article)]


def _keys(article: Article) -> list[KeyLabel | None]:
    return [article.key.labels.get(sentence.id) for sentence in article.sentences]


def _places(article: Article, labels: Collection[str]) -> list[int]:
    """Return the places of the sentences to which the key gives one of these labels."""
    return [place for place, key in enumerate(_keys(article)) if key and key.label in labels]


def _over_tagging(works: Sequence[Work], article: Article, tagset: TagSet) -> list[float | None]:
    return [_share(row[0], row[1]) for row in _errors(works, article, tagset)]


def _errors(works: Sequence[Work], article: Article, tagset: TagSet) -> "np.ndarray":
    """Return four counts a student: claims suspected, claims, views and guesses taken for claims, views and guesses."""
    import numpy as np

    suspected = _looked_up(works, article, tagset, lambda key, label: label in SUSPICIOUS - {*key.accepted})
    trusted = _looked_up(works, article, tagset, lambda key, label: label in {"CLAIM"} - {*key.accepted})
    sides = (suspected[:, _places(article, {"CLAIM"})], trusted[:, _places(article, OPINIONS)])
    return np.stack([n for side in sides for n in (np.nansum(side, axis=1), (side == side).sum(axis=1))], axis=1)


def _scores(works: Sequence[Work], article: Article, tagset: TagSet) -> list[float | None]:
    """Return each student's score over the sentences with a label, corrected for the best single label for these."""
    import numpy as np

    weights = np.array([0 if key is None else CONTESTED_WEIGHT if key.contested else 1 for key in _keys(article)])
    credits = _credits(works, article, tagset)
    weighted = (credits == credits) * weights
    of_labels = [[label_credit(key, label) if key else 0.0 for label in tagset.labels] for key in _keys(article)]
    totals = np.maximum(weighted.sum(axis=1), 1e-9)
    raw = (np.nan_to_num(credits) * weights).sum(axis=1) / totals
    habit = (weighted @ np.array(of_labels)).max(axis=1) / totals
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


def _t(degrees: int) -> float:
    """Return Student's t for 95 of 100, by the expansion of Cornish and Fisher (within 0.01 from 4 degrees on)."""
    first = (Z**3 + Z) / 4
    second = (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96
    third = (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384
    return Z + first / degrees + second / degrees**2 + third / degrees**3
