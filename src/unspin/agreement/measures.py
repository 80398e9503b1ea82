"""What each measure of agreement adds up over the sentences, and what it makes of the sums.

Each is 1 - observed / expected disagreement. Any number here may be an array, with a number for each draw of a
bootstrap, which takes all draws at once; so there are no conditions on numbers.
"""

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from unspin.agreement.bootstrap import Counts, Disagreement, Terms
from unspin.words.errors import UnspinError, did_you_mean

NOBODY_SHARES = "No sentence was labelled by two people, so there is nothing to compare."
UNEQUAL = "Fleiss' kappa needs equally many labels for every sentence. Use alpha, which can do with missing ones."
NO_STANDARD = "No sentence has both a label of the class and a label of the key, so there is nothing to compare."


@dataclass(frozen=True, slots=True)
class Measure:
    """How a measure is made: `terms` of one sentence, which are added up, and `finish`, which makes it of the sums.

    `terms` is told a row of counts, how many pairs in each count are of a person with themselves (the counts again,
    where nobody was drawn twice), and the place of the sentence. `finish` returns the observed and the expected
    disagreement, in any one unit; nothing is expected where it is not known. `nothing` says why, should all sums be 0;
    `unfit` says for which counts the measure is not made at all.
    """

    terms: Callable[[Terms, Terms, int], Terms]
    finish: Callable[[Terms], Disagreement]
    nothing: str = NOBODY_SHARES
    unfit: Callable[[Counts], str] = lambda counts: ""

    def all_terms(self, counts: Iterable[Terms], selves: Iterable[Terms]) -> list[Terms]:
        """Return the terms of each sentence."""
        return [*map(self.terms, counts, selves, count())]


def add_up(terms: Iterable[Terms]) -> Terms:
    """Return the sum of each term over the sentences."""
    return [sum(column) for column in zip(*terms, strict=True)]


def percent(over: str = "sentences") -> Measure:
    """Return the measure behind `agreement.percent`."""
    known = {"sentences": _percent_terms, "pairs": _pair_terms}
    if over not in known:
        raise UnspinError(f"Per cent agreement is over sentences or pairs, not {over!r}. {did_you_mean(over, known)}")
    return Measure(known[over], _finish_percent)


def fleiss() -> Measure:
    """Return the measure behind `agreement.fleiss`."""
    return Measure(_fleiss_terms, _finish_fleiss, unfit=lambda counts: UNEQUAL if len({*map(sum, counts)}) > 1 else "")


def alpha(level: str = "nominal", values: Sequence[float] | None = None) -> Measure:
    """Return the measure behind `agreement.alpha`."""
    if level == "nominal":
        return Measure(_nominal_terms, _finish_nominal)
    return Measure(_coincidences, lambda sums: _finish_alpha(_square(sums), level, values))


def accuracy(standard: Any) -> Measure:
    """Return the measure behind `agreement.accuracy`."""
    wanted = rows_of(standard)

    def terms(row: Terms, selves: Terms, place: int) -> Terms:
        if place >= len(wanted) or len(row) != len(wanted[place]):
            raise UnspinError("Counts and standard need the same sentences and the same categories, in one order.")
        total = sum(wanted[place])
        return [label * weight / total if total else 0.0 for weight in wanted[place] for label in row]

    return Measure(terms, lambda sums: against_chance(_square(sums), operator.ne), NO_STANDARD)


def rows_of(counts: Any) -> Counts:
    """Return counts as lists, also from a pandas table. Raises UnspinError where they are none."""
    rows = counts.to_numpy().tolist() if hasattr(counts, "to_numpy") else [list(row) for row in counts]
    if any(number < 0 or number != number for row in rows for number in row):
        raise UnspinError("A count cannot be below 0 or missing. Put 0 where nobody chose a category.")
    if len({len(row) for row in rows}) > 1:
        raise UnspinError("Every sentence needs a count for each category: the rows are of different lengths.")
    return rows


def against_chance(pairs: Counts, far: Callable[[int, int], Any], paired: int = 0) -> Disagreement:
    """Return the observed and the expected distance in a square of pairs, both times the number of pairs by chance.

    `far` tells how far two categories lie apart. `paired`: 1 where chance never pairs a label with itself, as in alpha;
    otherwise 0.
    """
    rows, columns = [sum(row) for row in pairs], [sum(column) for column in zip(*pairs, strict=True)]
    boxes = [(r, c) for r in range(len(rows)) for c in range(len(columns))]
    observed = sum(pairs[r][c] * far(r, c) for r, c in boxes)
    return observed * (sum(rows) - paired), sum(rows[r] * columns[c] * far(r, c) for r, c in boxes)


def _percent_terms(row: Terms, selves: Terms, place: int) -> Terms:
    """Return the share of the pairs of people who chose alike, and 1 for the sentence; zeros where nobody is paired."""
    pairs = _pairs(row, selves)
    return [_share(_alike(row, selves), pairs), pairs != 0]


def _pair_terms(row: Terms, selves: Terms, place: int) -> Terms:
    """Return how many of the coincidences of one sentence are alike, and how many there are: one a label."""
    alike, *chosen = _nominal_terms(row, selves, place)
    return [alike, sum(chosen)]


def _finish_percent(sums: Terms) -> Disagreement:
    alike, paired = sums
    return paired - alike, paired


def _fleiss_terms(row: Terms, selves: Terms, place: int) -> Terms:
    alike, paired = _percent_terms(row, selves, place)
    return [alike, paired, *(number * paired for number in row)]


def _finish_fleiss(sums: Terms) -> Disagreement:
    alike, sentences, *chosen = sums
    labels = sum(chosen)
    return (sentences - alike) * labels * labels, sentences * (labels * labels - _squares(chosen))


def _nominal_terms(row: Terms, selves: Terms, place: int) -> Terms:
    """Return what nominal alpha needs of the coincidences of one sentence: their diagonal, and each row, as a sum."""
    total = sum(row)
    weight = _share(total, _pairs(row, selves))
    chosen = ((number * total - own) * weight for number, own in zip(row, selves, strict=True))
    return [_alike(row, selves) * weight, *chosen]


def _finish_nominal(sums: Terms) -> Disagreement:
    alike, *chosen = sums
    labels = sum(chosen)
    return (labels - alike) * (labels - 1), labels * labels - _squares(chosen)


def _coincidences(row: Terms, selves: Terms, place: int) -> Terms:
    """Return the coincidences of one sentence, row after row: its pairs of labels, each label counted once."""
    weight = _share(sum(row), _pairs(row, selves))
    return [
        (number * other - (selves[c] if c == k else 0)) * weight
        for c, number in enumerate(row)
        for k, other in enumerate(row)
    ]


def _finish_alpha(pairs: Counts, level: str, values: Sequence[float] | None) -> Disagreement:
    chosen = [sum(row) for row in pairs]
    return against_chance(pairs, _distance(level, values or range(len(chosen)), chosen), paired=1)


def _distance(level: str, values: Sequence[float], chosen: Terms) -> Callable[[int, int], Any]:
    """Return how far two categories lie apart, squared; for an order, by how many labels lie between them."""

    def between(c: int, k: int) -> Any:
        low, high = sorted((c, k))
        return (sum(chosen[low : high + 1]) - (chosen[low] + chosen[high]) / 2) ** 2

    known: dict[str, Callable[[int, int], Any]] = {
        "ordinal": between,
        "interval": lambda c, k: (values[c] - values[k]) ** 2,
    }
    if level not in known:
        raise UnspinError(f"There is no level {level!r}. {did_you_mean(level, ['nominal', *known])}")
    if len(values) != len(chosen):
        raise UnspinError(f"There are {len(chosen)} categories, and {len(values)} values for them. Give one for each.")
    return known[level]


def _pairs(row: Terms, selves: Terms) -> Any:
    """Return how many pairs of different people there are, each counted from both sides."""
    total = sum(row)
    return total * total - sum(selves)


def _alike(row: Terms, selves: Terms) -> Any:
    """Return how many of those pairs chose alike."""
    return _squares(row) - sum(selves)


def _squares(numbers: Terms) -> Any:
    return sum(number * number for number in numbers)


def _share(part: Any, whole: Any) -> Any:
    """Return part / whole, and 0 for nothing of nothing."""
    return part / (whole + (whole == 0))


def _square(sums: Terms) -> Counts:
    side = round(len(sums) ** 0.5)
    return [sums[start : start + side] for start in range(0, len(sums), side)]
