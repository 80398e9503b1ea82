"""How far people agree: measures on counts, a row a sentence and a column a category.

Fleiss' kappa is after Fleiss 1971, Cohen's after Cohen 1960 and (weighted) 1968, alpha after Krippendorff, "Computing
Krippendorff's Alpha-Reliability" (2011). Counts may be lists or a pandas table, such as `pd.crosstab` makes.
"""

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from unspin import bootstrap
from unspin.bootstrap import NONE, Counts, Interval, Numbers, Parts
from unspin.errors import UnspinError, did_you_mean

NOBODY_SHARES = "No sentence was labelled by two people, so there is nothing to compare."
ONE_CATEGORY = "Everybody used one and the same category, so agreement beyond chance cannot be told from habit."
UNEQUAL = "Fleiss' kappa needs equally many labels for every sentence. Use alpha, which can do with missing ones."
NOTHING = "There are no counts, so there is nothing to compare."
NO_STANDARD = "No sentence has both a label of the class and a label of the key, so there is nothing to compare."


@dataclass(frozen=True, slots=True)
class Agreement:
    """A measure of agreement: 1.0 is perfect. `value` is None where it is not defined; `why` then says why."""

    value: float | None
    why: str = ""

    def __repr__(self) -> str:
        """Return the value to three decimals, or why there is none."""
        return self.why if self.value is None else f"{self.value:.3f}"


def counts(ratings: Iterable[Sequence[Any]], categories: Sequence[Any]) -> Counts:
    """Return counts of `ratings`: a row a person, a value for each sentence, None where there is none.

    Raises UnspinError for a value that is none of the categories, and for people with sentences of other numbers.
    """
    return _counts(_as_numbers(ratings, categories), len(categories))


def table(first: Sequence[Any], second: Sequence[Any], categories: Sequence[Any]) -> Counts:
    """Return how often two people chose each pair of categories: a row for the first's, a column for the second's."""
    pairs = [pair for pair in zip(*_as_numbers([first, second], categories), strict=True) if NONE not in pair]
    places = range(len(categories))
    return [[pairs.count((row, column)) for column in places] for row in places]


def percent(counts: Any) -> Agreement:
    """Return the share of pairs of people who chose alike, for each sentence, as a mean over the sentences."""
    return _value(_PERCENT, counts)


def cohen(table: Any, weights: str | None = None) -> Agreement:
    """Return Cohen's kappa of two people from their table of pairs; `weights`: None, "linear" or "quadratic".

    Weights count a near miss as less wrong than a far one, in the order of the categories.
    """
    rows = _rows(table)
    if weights not in (None, "linear", "quadratic"):
        raise UnspinError(f"There are no weights {weights!r}. {did_you_mean(str(weights), ['linear', 'quadratic'])}")
    if any(len(row) != len(rows) for row in rows):
        raise UnspinError("The table of two people needs the same categories as rows and as columns, in one order.")
    total = sum(map(sum, rows))
    if not total:
        return Agreement(None, NOBODY_SHARES)
    far = {None: operator.ne, "linear": lambda r, c: abs(r - c), "quadratic": lambda r, c: (r - c) ** 2}
    return _agreement(*_against_chance(rows, far[weights]))


def fleiss(counts: Any) -> Agreement:
    """Return Fleiss' kappa of equally many people for every sentence."""
    if len({sum(row) for row in _rows(counts)}) > 1:
        return Agreement(None, UNEQUAL)
    return _value(_FLEISS, counts)


def alpha(counts: Any, level: str = "nominal", values: Sequence[float] | None = None) -> Agreement:
    """Return Krippendorff's alpha; labels may be missing.

    `level`: "nominal" (alike or not), "ordinal" (an order) or "interval" (numbers). `values` are the numbers of the
    categories for "interval": 0, 1, 2 and so on unless given.
    """
    return _value(_alpha(level, values), counts)


def accuracy(counts: Any, standard: Any) -> Agreement:
    """Return how well people meet a standard, such as a key, beyond chance: Krippendorff's accuracy (nominal).

    `standard` holds counts too: a row a sentence. Where it names two categories, each takes its share of the labels.
    1 - observed / expected disagreement with the standard, as github.com/jucor/krippendorff (MIT) reads the draft of
    Krippendorff's four measures (2020), whose example it reproduces.
    """
    return _value(_accuracy(standard), counts)


def interval(measure: str, counts: Any, *, draws: int = 1000, seed: int = 1, **options: Any) -> Interval:
    """Return between which values a measure lies in 95 of 100 draws, when the sentences are drawn again.

    Whole sentences are drawn, with the labels of everybody. So it says how much the choice of the sentences matters,
    for these same people.

    `measure`: "percent", "fleiss", "alpha" or "accuracy"; `options` are those of its function.
    """
    rows = _rows(counts)
    found = _measure(measure, options)(rows)
    if found.value is None:
        return Interval(None, None, found.why)
    parts = _parts(measure, options)
    terms = [parts.terms(row, row, place) for place, row in enumerate(rows)]
    return bootstrap.over_sentences(terms, parts.finish, draws=draws, seed=seed)


def interval_over_people(
    measure: str,
    ratings: Iterable[Sequence[Any]],
    categories: Sequence[Any],
    *,
    draws: int = 1000,
    seed: int = 1,
    **options: Any,
) -> Interval:
    """Return between which values a measure lies in 95 of 100 draws, when the people are drawn again.

    Whole people are drawn, with all their labels; whoever is drawn twice does not agree with themselves. So it says how
    much the choice of the people matters, for these same sentences.

    `ratings` holds a row a person, as for `counts`; the rest is as for `interval`.
    """
    answers = _as_numbers(ratings, categories)
    found = _measure(measure, options)(_counts(answers, len(categories)))
    if found.value is None:
        return Interval(None, None, found.why)
    parts = _parts(measure, options)

    def of_draws(counts: Counts, selves: Counts) -> Parts:
        return parts.finish(_sums(map(parts.terms, counts, selves, range(len(counts)))))

    return bootstrap.over_people(answers, len(categories), of_draws, draws=draws, seed=seed)


@dataclass(frozen=True, slots=True)
class _Parts:
    """How a measure is made: `terms` of one sentence, which are added up, and `finish`, which makes it of the sums.

    `terms` is told a row of counts, how many pairs in each count are of a person with themselves (the counts again,
    where nobody was drawn twice), and the place of the sentence. `finish` returns the observed and the expected
    disagreement, 0 where it is not known; `nothing` says why, should all sums be 0. Any number may be an array, with a
    number for each draw: so there are no conditions on numbers.
    """

    terms: Callable[[Numbers, Numbers, int], Numbers]
    finish: Callable[[Numbers], Parts]
    nothing: str = NOBODY_SHARES


def _value(parts: _Parts, counts: Any) -> Agreement:
    rows = _rows(counts)
    if not rows:
        return Agreement(None, NOTHING)
    sums = _sums(parts.terms(row, row, place) for place, row in enumerate(rows))
    return _agreement(*parts.finish(sums), why=ONE_CATEGORY if any(sums) else parts.nothing)


def _agreement(observed: float, expected: float, why: str = ONE_CATEGORY) -> Agreement:
    return Agreement(1 - observed / expected) if expected else Agreement(None, why)


def _measure(name: str, options: dict[str, Any]) -> Callable[[Any], Agreement]:
    known = {"percent": percent, "fleiss": fleiss, "alpha": alpha, "accuracy": accuracy}
    if name not in known:
        raise UnspinError(f"There is no measure called {name!r}. {did_you_mean(name, known)}")
    return lambda counts: known[name](counts, **options)


def _parts(name: str, options: dict[str, Any]) -> _Parts:
    if name == "accuracy":
        return _accuracy(**options)
    return _alpha(**options) if name == "alpha" else {"percent": _PERCENT, "fleiss": _FLEISS}[name]


def _rows(counts: Any) -> Counts:
    """Return counts as lists, also from a pandas table."""
    rows = counts.to_numpy().tolist() if hasattr(counts, "to_numpy") else [list(row) for row in counts]
    if any(number < 0 or number != number for row in rows for number in row):
        raise UnspinError("A count cannot be below 0 or missing. Put 0 where nobody chose a category.")
    if len({len(row) for row in rows}) > 1:
        raise UnspinError("Every sentence needs a count for each category: the rows are of different lengths.")
    return rows


def _as_numbers(ratings: Iterable[Sequence[Any]], categories: Sequence[Any]) -> list[bytes]:
    """Return a row a person: for each sentence the number of a category, or NONE where there is None or nan."""
    if len(categories) > NONE:
        raise UnspinError(f"There are {len(categories)} categories. Agreement can be told for {NONE} at the most.")
    places = _Places({category: place for place, category in enumerate(categories)} | {None: NONE})
    rows = [bytes(map(places.__getitem__, row)) for row in ratings]
    if len(set(map(len, rows))) > 1:
        raise UnspinError("Every person needs a label or None for each sentence: the rows are of different lengths.")
    return rows


class _Places(dict):
    """The number of each category, and of what is missing."""

    def __missing__(self, value: Any) -> int:
        """Return NONE for nan; raise UnspinError for anything else."""
        if value != value:
            return NONE
        known = map(str, self.keys() - {None})
        raise UnspinError(f"{value!r} is none of the categories. {did_you_mean(str(value), known)}")


def _counts(answers: list[bytes], categories: int) -> Counts:
    together, sentences = b"".join(answers), len(answers[0]) if answers else 0
    columns = (together[place::sentences] for place in range(sentences))
    return [[column.count(place) for place in range(categories)] for column in columns]


def _sums(terms: Iterable[Numbers]) -> Numbers:
    return [sum(column) for column in zip(*terms, strict=True)]


def _percent_terms(row: Numbers, selves: Numbers, place: int) -> Numbers:
    """Return the share of the pairs of people who chose alike, and 1 for the sentence; zeros where nobody is paired."""
    pairs = sum(row) ** 2 - sum(selves)
    return [_share(sum(number**2 for number in row) - sum(selves), pairs), pairs > 0]


def _finish_percent(sums: Numbers) -> Parts:
    alike, sentences = sums
    return sentences - alike, sentences


def _fleiss_terms(row: Numbers, selves: Numbers, place: int) -> Numbers:
    alike, paired = _percent_terms(row, selves, place)
    return [alike, paired, *(number * paired for number in row)]


def _finish_fleiss(sums: Numbers) -> Parts:
    """Return both parts times the square of the number of labels."""
    alike, sentences, *chosen = sums
    labels = sum(chosen) ** 2
    return (sentences - alike) * labels, sentences * (labels - sum(number**2 for number in chosen))


def _nominal_terms(row: Numbers, selves: Numbers, place: int) -> Numbers:
    """Return what nominal alpha needs of the coincidences of one sentence: their diagonal, and each row, as a sum."""
    total = sum(row)
    weight = _share(total, total**2 - sum(selves))
    alike = sum(number**2 for number in row) - sum(selves)
    return [alike * weight, *((number * total - own) * weight for number, own in zip(row, selves, strict=True))]


def _finish_nominal(sums: Numbers) -> Parts:
    """Return both parts times the number of pairs of labels."""
    alike, *chosen = sums
    labels = sum(chosen)
    return (labels - alike) * (labels - 1), labels**2 - sum(number**2 for number in chosen)


_PERCENT, _FLEISS = _Parts(_percent_terms, _finish_percent), _Parts(_fleiss_terms, _finish_fleiss)
_NOMINAL = _Parts(_nominal_terms, _finish_nominal)


def _alpha(level: str = "nominal", values: Sequence[float] | None = None) -> _Parts:
    if level == "nominal":
        return _NOMINAL
    return _Parts(_coincidences, lambda sums: _finish_alpha(_square(sums), level, values))


def _coincidences(row: Numbers, selves: Numbers, place: int) -> Numbers:
    """Return the coincidences of one sentence, row after row: its pairs of labels, each label counted once."""
    total = sum(row)
    weight = _share(total, total**2 - sum(selves))
    return [
        (number * other - (selves[c] if c == k else 0)) * weight
        for c, number in enumerate(row)
        for k, other in enumerate(row)
    ]


def _share(part: Any, whole: Any) -> Any:
    """Return part / whole, and for nothing of nothing 0."""
    return part / (whole + (whole == 0))


def _finish_alpha(pairs: Counts, level: str, values: Sequence[float] | None) -> Parts:
    chosen = [sum(row) for row in pairs]
    return _against_chance(pairs, _distance(level, values or range(len(chosen)), chosen), paired=1)


def _distance(level: str, values: Sequence[float], chosen: Numbers) -> Callable[[int, int], float]:
    """Return how far two categories lie apart, squared; for an order, by how many labels lie between them."""

    def between(c: int, k: int) -> float:
        low, high = sorted((c, k))
        return (sum(chosen[low : high + 1]) - (chosen[low] + chosen[high]) / 2) ** 2

    known = {"ordinal": between, "interval": lambda c, k: (values[c] - values[k]) ** 2}
    if level not in known:
        raise UnspinError(f"There is no level {level!r}. {did_you_mean(level, ['nominal', *known])}")
    if len(values) != len(chosen):
        raise UnspinError(f"There are {len(chosen)} categories, and {len(values)} values for them. Give one for each.")
    return known[level]


def _accuracy(standard: Any) -> _Parts:
    wanted = _rows(standard)

    def terms(row: Numbers, selves: Numbers, place: int) -> Numbers:
        if place >= len(wanted) or len(row) != len(wanted[place]):
            raise UnspinError("Counts and standard need the same sentences and the same categories, in one order.")
        total = sum(wanted[place])
        return [label * weight / total if total else 0.0 for weight in wanted[place] for label in row]

    return _Parts(terms, lambda sums: _against_chance(_square(sums), operator.ne), NO_STANDARD)


def _against_chance(pairs: Counts, far: Callable[[int, int], float], paired: int = 0) -> Parts:
    """Return the observed and the expected distance in a square of pairs, both times the number of pairs by chance.

    `paired`: 1 where chance never pairs a label with itself, as in alpha; otherwise 0.
    """
    rows, columns = [sum(row) for row in pairs], [sum(column) for column in zip(*pairs, strict=True)]
    boxes = [(r, c) for r in range(len(rows)) for c in range(len(columns))]
    observed = sum(pairs[r][c] * far(r, c) for r, c in boxes)
    return observed * (sum(rows) - paired), sum(rows[r] * columns[c] * far(r, c) for r, c in boxes)


def _square(sums: Numbers) -> Counts:
    side = round(len(sums) ** 0.5)
    return [sums[start : start + side] for start in range(0, len(sums), side)]
