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

from unspin.marks.key_table import KeyRow, KeyTable, Tally, labelled_rows, total
from unspin.text.article import Article, Key, Span
from unspin.text.tagset import TagSet
from unspin.words.errors import UnspinError

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


class Scale:
    """What labels of some sentences are measured by: full marks, and the best single label for all (`constant`)."""

    def __init__(self, rows: Collection[KeyRow], labels: Collection[str]) -> None:
        """Take the rows of one key table, or of several, and all labels of the tag set.

        Raises UnspinError when there are no rows, or when one label for everything already earns full marks: such a
        key measures nothing.
        """
        if not rows:
            raise UnspinError("This key has no labels, so there is nothing to mark by. Add labels to the key.")
        self.sentences = len(rows)
        self._most = sum(row.weight for row in rows)
        self._claims, self._views = sum(row.is_claim for row in rows), sum(row.is_view for row in rows)
        self.constant = max(sum(row.weight * row[label].credit for row in rows) for label in labels) / self._most
        corrected(0.0, self.constant)

    def share(self, earned: float) -> float:
        """Return the score of labels that earn so much in all, corrected for the best constant answer."""
        return corrected(earned / self._most, self.constant)

    def score(self, tally: Tally) -> LabelScore:
        """Return the score with the numbers that say more than it does. A sentence without a label earns nothing."""
        return LabelScore(
            score=self.share(tally.earned),
            raw=tally.earned / self._most,
            constant=self.constant,
            answered=tally.sentences,
            claims_recognised=tally.recognised_claims / self._claims if self._claims else None,
            views_recognised=tally.recognised_views / self._views if self._views else None,
            over_tagging=tally.suspected / self._claims if self._claims else None,
        )


class LabelScorer:
    """Scores labels against one key. What does not depend on the student is worked out once."""

    def __init__(self, table: KeyTable) -> None:
        """Take the table of a key. The errors are those of `Scale`."""
        self.table, self._scale = table, Scale(table.values(), table.labels)
        self._earned = {
            sid: {label: one.weight * one.credit for label, one in row.earned.items()} for sid, row in table.items()
        }

    def score(self, given: Mapping[str, str]) -> float:
        """Return what `given` (label by sentence id) earns, corrected for the best constant answer."""
        earned = self._earned
        return self._scale.share(sum([earned[sid].get(label, 0.0) for sid, label in given.items() if sid in earned]))

    def numbers(self, given: Mapping[str, str]) -> LabelScore:
        """Return the score with the numbers that say more than it does."""
        return self._scale.score(total(row.tally(label) for row, label in labelled_rows(self.table, given)))


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


def score_labels(key: Key, given: Mapping[str, str], tagset: TagSet) -> LabelScore:
    """Score `given` (label by sentence id) once; the errors are those of LabelScorer."""
    return LabelScorer(KeyTable(key, tagset)).numbers(given)


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
