"""How far people agree: measures on counts, a row a sentence and a column a category.

Fleiss' kappa is after Fleiss 1971, Cohen's after Cohen 1960 and (weighted) 1968, alpha after Krippendorff, "Computing
Krippendorff's Alpha-Reliability" (2011). Counts may be lists or a pandas table, such as `pd.crosstab` makes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from unspin import bootstrap
from unspin.bootstrap import Counts, Interval, Numbers
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
    pairs = [pair for pair in zip(*_as_numbers([first, second], categories), strict=True) if None not in pair]
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
    far = {None: lambda r, c: r != c, "linear": lambda r, c: abs(r - c), "quadratic": lambda r, c: (r - c) ** 2}
    return _against_chance(rows, far[weights])


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

    `measure`: "percent", "fleiss", "alpha" or "accuracy"; `options` are those of its function.
    """
    found = _measure(measure, options)(counts)
    if found.value is None:
        return Interval(None, None, found.why)
    parts, rows = _parts(measure, options), _rows(counts)
    terms = [parts.terms(row, row, place) for place, row in enumerate(rows)]
    return bootstrap.over_sentences(terms, lambda sums: parts.finish(sums).value, draws=draws, seed=seed)


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

    `ratings` holds a row a person, as for `counts`; the rest is as for `interval`.
    """
    answers = _as_numbers(ratings, categories)
    found = _measure(measure, options)(_counts(answers, len(categories)))
    if found.value is None:
        return Interval(None, None, found.why)
    parts = _parts(measure, options)
    return bootstrap.over_people(
        answers,
        len(categories),
        lambda drawn, selves: parts.finish(_sums(map(parts.terms, drawn, selves, range(len(drawn))))).value,
        draws=draws,
        seed=seed,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """A measure in two parts: `terms` of one sentence, which are added up, and `finish`, which makes it of the sums.

    `terms` is told a row of counts, how many pairs in each count are of a person with themselves (the counts again,
    where nobody was drawn twice), and the place of the sentence.
    """

    terms: Callable[[Numbers, Numbers, int], Numbers]
    finish: Callable[[Numbers], Agreement]


def _value(parts: _Parts, counts: Any) -> Agreement:
    rows = _rows(counts)
    if not rows:
        return Agreement(None, NOTHING)
    return parts.finish(_sums(parts.terms(row, row, place) for place, row in enumerate(rows)))


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


def _as_numbers(ratings: Iterable[Sequence[Any]], categories: Sequence[Any]) -> list[list[int | None]]:
    """Return ratings as numbers of categories; None and nan stay missing."""
    places = {category: place for place, category in enumerate(categories)}
    found = [[None if value is None or value != value else value for value in row] for row in ratings]
    strange = next((value for row in found for value in row if value is not None and value not in places), None)
    if strange is not None:
        raise UnspinError(f"{strange!r} is none of the categories. {did_you_mean(str(strange), map(str, categories))}")
    rows = [[places.get(value) for value in row] for row in found]
    if len({len(row) for row in rows}) > 1:
        raise UnspinError("Every person needs a label or None for each sentence: the rows are of different lengths.")
    return rows


def _counts(answers: list[list[int | None]], categories: int) -> Counts:
    return [[column.count(place) for place in range(categories)] for column in zip(*answers, strict=True)]


def _sums(terms: Iterable[Numbers]) -> Numbers:
    return [sum(column) for column in zip(*terms, strict=True)]


def _percent_terms(row: Numbers, selves: Numbers, place: int) -> Numbers:
    """Return the share of the pairs of people who chose alike, and 1 for the sentence; zeros where nobody is paired."""
    pairs = sum(row) ** 2 - sum(selves)
    return [(sum(number**2 for number in row) - sum(selves)) / pairs, 1] if pairs else [0, 0]


def _finish_percent(sums: Numbers) -> Agreement:
    alike, sentences = sums
    return Agreement(alike / sentences) if sentences else Agreement(None, NOBODY_SHARES)


def _fleiss_terms(row: Numbers, selves: Numbers, place: int) -> Numbers:
    return [*_percent_terms(row, selves, place), *row]


def _finish_fleiss(sums: Numbers) -> Agreement:
    alike, sentences, *chosen = sums
    if not sentences:
        return Agreement(None, NOBODY_SHARES)
    if sum(number > 0 for number in chosen) == 1:
        return Agreement(None, ONE_CATEGORY)
    expected = sum((number / sum(chosen)) ** 2 for number in chosen)
    return Agreement((alike / sentences - expected) / (1 - expected))


_PERCENT, _FLEISS = _Parts(_percent_terms, _finish_percent), _Parts(_fleiss_terms, _finish_fleiss)


def _alpha(level: str = "nominal", values: Sequence[float] | None = None) -> _Parts:
    return _Parts(_alpha_terms, lambda sums: _finish_alpha(_square(sums), level, values))


def _alpha_terms(row: Numbers, selves: Numbers, place: int) -> Numbers:
    """Return the coincidences of one sentence, row after row: its pairs of labels, each label counted once."""
    total = sum(row)
    pairs = total**2 - sum(selves)
    if not pairs:
        return [0.0] * len(row) ** 2
    return [
        (number * other - (selves[c] if c == k else 0)) * total / pairs
        for c, number in enumerate(row)
        for k, other in enumerate(row)
    ]


def _finish_alpha(pairs: Counts, level: str, values: Sequence[float] | None) -> Agreement:
    chosen = [sum(row) for row in pairs]
    far = _distance(level, values or range(len(chosen)), chosen)
    return _against_chance(pairs, far, paired=1) if sum(chosen) else Agreement(None, NOBODY_SHARES)


def _distance(level: str, values: Sequence[float], chosen: Numbers) -> Callable[[int, int], float]:
    """Return how far two categories lie apart, squared; for an order, by how many labels lie between them."""

    def between(c: int, k: int) -> float:
        low, high = sorted((c, k))
        return (sum(chosen[low : high + 1]) - (chosen[low] + chosen[high]) / 2) ** 2

    known = {"nominal": lambda c, k: c != k, "ordinal": between, "interval": lambda c, k: (values[c] - values[k]) ** 2}
    if level not in known:
        raise UnspinError(f"There is no level {level!r}. {did_you_mean(level, known)}")
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

    return _Parts(terms, _finish_accuracy)


def _finish_accuracy(sums: Numbers) -> Agreement:
    return _against_chance(_square(sums), lambda c, k: c != k) if sum(sums) else Agreement(None, NO_STANDARD)


def _against_chance(pairs: Counts, far: Callable[[int, int], float], paired: int = 0) -> Agreement:
    """Return 1 - observed / expected distance in a square of pairs.

    `paired`: 1 where chance never pairs a label with itself, as in alpha; otherwise 0.
    """
    rows, columns = [sum(row) for row in pairs], [sum(column) for column in zip(*pairs, strict=True)]
    boxes = [(r, c) for r in range(len(rows)) for c in range(len(columns))]
    observed = sum(pairs[r][c] * far(r, c) for r, c in boxes)
    expected = sum(rows[r] * columns[c] * far(r, c) for r, c in boxes) / (sum(rows) - paired)
    return Agreement(1 - observed / expected) if expected else Agreement(None, ONE_CATEGORY)


def _square(sums: Numbers) -> Counts:
    side = round(len(sums) ** 0.5)
    return [sums[start : start + side] for start in range(0, len(sums), side)]
