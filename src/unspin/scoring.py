"""What an answer earns against a key. Scores are shares from 0.0 to 1.0; an unanswered question earns 0.

The rules are in CONTRIBUTING.md under "How answers are scored". Label and span scores are corrected for what the best
habit would earn (one label for everything, one kind of mark on every word), so that suspicion is not rewarded.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from operator import itemgetter

from unspin.article import Article, Key, KeyLabel, Span
from unspin.errors import UnspinError

NEAR_CREDIT = 0.5
CONTESTED_WEIGHT = 0.5
SUSPICIOUS = {"VIEW", "GUESS", "MIXED"}
_start, _end = itemgetter(0), itemgetter(1)


@dataclass(frozen=True, slots=True)
class LabelScore:
    """What a student's labels earn. Every number is a share; None where no sentence of the key counts for it.

    `score` is `raw` corrected by `constant`, the best that one label for everything would earn.
    """

    score: float
    raw: float
    constant: float
    answered: int
    claims_recognised: float | None
    views_recognised: float | None
    over_tagging: float | None


@dataclass(frozen=True, slots=True)
class SpanScore:
    """What a student's spans earn: `f1` of word overlap, corrected by `blanket`, the best blanket marking's."""

    score: float
    precision: float
    recall: float
    f1: float
    blanket: float


def label_credit(key: KeyLabel, label: str | None) -> float:
    """Return 1.0 for the key's label or an accepted one, 0.5 for a near one, otherwise 0.0."""
    if label == key.label or label in key.accepted:
        return 1.0
    return NEAR_CREDIT if label in key.near else 0.0


class LabelScorer:
    """Scores labels against one key. What does not depend on the student is worked out once."""

    def __init__(self, key: Key, labels: Collection[str]) -> None:
        """Take a key and all labels of the tag set.

        Raises UnspinError when the key has no labels, or when one label for everything already earns full marks: such
        a key measures nothing.
        """
        if not key.labels:
            raise UnspinError("This key has no labels, so there is nothing to mark by. Add labels to the key.")
        self._key = key
        self._earned = {
            sid: {label: _weight(k) * label_credit(k, label) for label in labels} for sid, k in key.labels.items()
        }
        self._most = sum(map(_weight, key.labels.values()))
        self.constant = max(self._raw(dict.fromkeys(key.labels, label)) for label in labels)
        corrected(0.0, self.constant)

    def score(self, given: Mapping[str, str]) -> float:
        """Return what `given` (label by sentence id) earns, corrected for the best constant answer."""
        return corrected(self._raw(given), self.constant)

    def numbers(self, given: Mapping[str, str]) -> LabelScore:
        """Return the score with the numbers that say more than it does."""
        return LabelScore(
            score=self.score(given),
            raw=self._raw(given),
            constant=self.constant,
            answered=sum(1 for sentence in self._key.labels if given.get(sentence)),
            claims_recognised=_recognised(self._key, given, {"CLAIM"}),
            views_recognised=_recognised(self._key, given, {"VIEW", "GUESS"}),
            over_tagging=_over_tagging(self._key, given),
        )

    def _raw(self, given: Mapping[str, str]) -> float:
        earned = self._earned
        return sum([earned[sid].get(label, 0.0) for sid, label in given.items() if sid in earned]) / self._most


class SpanScorer:
    """Scores marked words by word overlap (Da San Martino et al. 2019): a part of a span earns a part of the credit.

    C(s, t) = words that s and t share, if their labels match; precision is the mean of C / |s| over the student's
    spans, recall the mean of C / |t| over the key's. Spans of one label that touch or overlap count as one.
    """

    def __init__(self, key: Key, article: Article, labels: Collection[str] = ()) -> None:
        """Take a key and its article; only spans with one of `labels` count, or all where none is named."""
        self._article, self._labels = article, labels
        self._wanted = {sid: found for sid, spans in key.spans.items() if (found := self._in_words(sid, spans))}
        self.blanket = _best_blanket(article, self._wanted)

    def score(self, given: Mapping[str, Iterable[Span]]) -> float:
        """Return what `given` (spans by sentence id) earns, corrected for the best blanket marking."""
        return self.numbers(given).score

    def numbers(self, given: Mapping[str, Iterable[Span]]) -> SpanScore:
        """Return the score with precision, recall and F1."""
        marked = {sid: self._in_words(sid, spans) for sid, spans in given.items() if sid in self._article.by_id}
        precision, recall = overlap(marked, self._wanted)
        f1 = _f1(precision, recall)
        return SpanScore(corrected(f1, self.blanket), precision, recall, f1, self.blanket)

    def _in_words(self, sentence_id: str, spans: Iterable[Span]) -> list[tuple[int, int, str]]:
        counted = [span for span in spans if not self._labels or span.label in self._labels]
        return _in_words(self._article, sentence_id, counted)


def score_labels(key: Key, given: Mapping[str, str], labels: Collection[str]) -> LabelScore:
    """Score `given` (label by sentence id) once; the arguments and errors are those of LabelScorer."""
    return LabelScorer(key, labels).numbers(given)


def score_spans(key: Key, given: Mapping[str, Iterable[Span]], article: Article) -> SpanScore:
    """Score marked words (spans by sentence id) once, as SpanScorer does."""
    return SpanScorer(key, article).numbers(given)


def score_number(key: float, value: float, tolerance: float) -> float:
    """Return 1.0 when `value` lies within `tolerance` (absolute) of the key, otherwise 0.0."""
    return float(math.isfinite(value) and abs(value - key) <= tolerance + 1e-12)


def corrected(score: float, habit: float) -> float:
    """Return how much of the way from a habit's score to full marks was gone: 0.0 for the habit, 1.0 for full marks.

    Raises UnspinError when the habit alone earns full marks.
    """
    if habit >= 1.0:
        raise UnspinError(
            "One and the same answer for everything earns full marks with this key, so it cannot tell skill from a "
            "habit. Change the key, or add sentences with other labels."
        )
    return max(0.0, (score - habit) / (1.0 - habit))


def overlap(
    marked: Mapping[str, Iterable[tuple[int, int, str]]], wanted: Mapping[str, Iterable[tuple[int, int, str]]]
) -> tuple[float, float]:
    """Return precision and recall of spans `(first, last + 1, label)` by sentence id; 0.0 where there are no spans."""
    pairs = [
        (_shared(s, t), s, t)
        for sid in marked.keys() & wanted.keys()
        for s in marked[sid]
        for t in wanted[sid]
        if s[2] == t[2]
    ]
    n_marked = sum(len(list(spans)) for spans in marked.values())
    n_wanted = sum(len(list(spans)) for spans in wanted.values())
    precision = sum(shared / (s[1] - s[0]) for shared, s, _ in pairs) / n_marked if n_marked else 0.0
    recall = sum(shared / (t[1] - t[0]) for shared, _, t in pairs) / n_wanted if n_wanted else 0.0
    return precision, recall


def _weight(key: KeyLabel) -> float:
    return CONTESTED_WEIGHT if key.contested else 1.0


def _recognised(key: Key, given: Mapping[str, str], labels: set[str]) -> float | None:
    credits = [label_credit(k, given.get(sid)) for sid, k in key.labels.items() if k.label in labels]
    return sum(credits) / len(credits) if credits else None


def _over_tagging(key: Key, given: Mapping[str, str]) -> float | None:
    claims = {sid: k for sid, k in key.labels.items() if k.label == "CLAIM"}
    over = [given.get(sid) in SUSPICIOUS - set(k.accepted) for sid, k in claims.items()]
    return sum(over) / len(over) if over else None


def _in_words(article: Article, sentence_id: str, spans: Iterable[Span]) -> list[tuple[int, int, str]]:
    """Return spans as (first word, last word + 1, label), those of one label joined where they touch or overlap."""
    words = article.by_id[sentence_id].words
    found: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda s: (s.label, s.start)):
        first = bisect_right(words, span.start, key=_end)
        last = bisect_left(words, span.end, key=_start)
        if first >= last:
            continue
        if found and found[-1][2] == span.label and first <= found[-1][1]:
            first, last = found[-1][0], max(last, found[-1][1])
            found.pop()
        found.append((first, last, span.label))
    return found


def _best_blanket(article: Article, wanted: Mapping[str, list[tuple[int, int, str]]]) -> float:
    """Return the best F1 of marking every word of every sentence, with one label or with any set of labels."""
    labels = sorted({span[2] for spans in wanted.values() for span in spans})
    blankets = (set(chosen) for size in range(1, len(labels) + 1) for chosen in combinations(labels, size))
    lengths = {s.id: len(s.words) for s in article.sentences if s.words}
    return max(
        (
            _f1(*overlap({sid: [(0, n, label) for label in chosen] for sid, n in lengths.items()}, wanted))
            for chosen in blankets
        ),
        default=0.0,
    )


def _shared(s: tuple[int, int, str], t: tuple[int, int, str]) -> int:
    return max(0, min(s[1], t[1]) - max(s[0], t[0]))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
