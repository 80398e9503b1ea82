"""How far people agree: measures on counts, a row a sentence and a column a category.

Fleiss' kappa is after Fleiss 1971, Cohen's after Cohen 1960 and (weighted) 1968, alpha after Krippendorff, "Computing
Krippendorff's Alpha-Reliability" (2011). Counts may be lists or a pandas table, such as `pd.crosstab` makes.
"""

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from unspin.agreement import bootstrap, measures
from unspin.agreement.bootstrap import NONE, Counts, Disagreement, Interval, Terms
from unspin.agreement.measures import Measure
from unspin.words.errors import UnspinError, did_you_mean

ONE_CATEGORY = "Everybody used one and the same category, so agreement beyond chance cannot be told from habit."
NOTHING = "There are no counts, so there is nothing to compare."


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


def percent(counts: Any, over: str = "sentences") -> Agreement:
    """Return the share of pairs of people who chose alike, from 0.0 to 1.0.

    `over`: the mean over "sentences", each of which counts the same; or over "pairs" of labels, as alpha counts them,
    so that each label counts the same and a sentence with more labels counts more. Where everybody labelled everything,
    both are the same. For the example with gaps in Krippendorff 2011 they are .818 and, as published, .800.
    """
    return _value(measures.percent(over), counts)


def cohen(table: Any, weights: str | None = None) -> Agreement:
    """Return Cohen's kappa of two people from their table of pairs; `weights`: None, "linear" or "quadratic".

    Weights count a near miss as less wrong than a far one, in the order of the categories.
    """
    rows = measures.rows_of(table)
    if weights not in (None, "linear", "quadratic"):
        raise UnspinError(f"There are no weights {weights!r}. {did_you_mean(str(weights), ['linear', 'quadratic'])}")
    if any(len(row) != len(rows) for row in rows):
        raise UnspinError("The table of two people needs the same categories as rows and as columns, in one order.")
    total = sum(map(sum, rows))
    if not total:
        return Agreement(None, measures.NOBODY_SHARES)
    far: dict[str | None, Callable[[int, int], float]] = {
        None: operator.ne,
        "linear": lambda r, c: abs(r - c),
        "quadratic": lambda r, c: (r - c) ** 2,
    }
    return _agreement(*measures.against_chance(rows, far[weights]))


def fleiss(counts: Any) -> Agreement:
    """Return Fleiss' kappa of equally many people for every sentence."""
    return _value(measures.fleiss(), counts)


def alpha(counts: Any, level: str = "nominal", values: Sequence[float] | None = None) -> Agreement:
    """Return Krippendorff's alpha; labels may be missing.

    `level`: "nominal" (alike or not), "ordinal" (an order) or "interval" (numbers). `values` are the numbers of the
    categories for "interval": 0, 1, 2 and so on unless given.
    """
    return _value(measures.alpha(level, values), counts)


def accuracy(counts: Any, standard: Any) -> Agreement:
    """Return how well people meet a standard, such as a key, beyond chance: Krippendorff's accuracy (nominal).

    `standard` holds counts too: a row a sentence. Where it names two categories, each takes its share of the labels.
    1 - observed / expected disagreement with the standard, as github.com/jucor/krippendorff (MIT) reads the draft of
    Krippendorff's four measures (2020), whose example it reproduces.
    """
    return _value(measures.accuracy(standard), counts)


def interval(measure: str, counts: Any, *, draws: int = 1000, seed: int = 1, **options: Any) -> Interval:
    """Return between which values a measure lies in 95 of 100 draws, when the sentences are drawn again.

    Whole sentences are drawn, with the labels of everybody. So it says how much the choice of the sentences matters,
    for these same people.

    `measure`: "percent", "fleiss", "alpha" or "accuracy"; `options` are those of its function.
    """
    rows = measures.rows_of(counts)
    made = _made(measure, options)
    terms = made.all_terms(rows, rows)
    found = _found(made, rows, terms)
    if found.value is None:
        return Interval(None, None, found.why)
    return bootstrap.over_sentences(terms, made.finish, draws=draws, seed=seed)


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
    made = _made(measure, options)
    found = _value(made, _counts(answers, len(categories)))
    if found.value is None:
        return Interval(None, None, found.why)

    def of_draws(counts: Counts, selves: Counts) -> Disagreement:
        return made.finish(measures.add_up(made.all_terms(counts, selves)))

    return bootstrap.over_people(answers, len(categories), of_draws, draws=draws, seed=seed)


def _value(measure: Measure, counts: Any) -> Agreement:
    rows = measures.rows_of(counts)
    return _found(measure, rows, measure.all_terms(rows, rows))


def _found(measure: Measure, counts: Counts, terms: list[Terms]) -> Agreement:
    why = measure.unfit(counts) if counts else NOTHING
    if why:
        return Agreement(None, why)
    sums = measures.add_up(terms)
    return _agreement(*measure.finish(sums), why=ONE_CATEGORY if any(sums) else measure.nothing)


def _agreement(observed: float, expected: float, why: str = ONE_CATEGORY) -> Agreement:
    return Agreement(1 - observed / expected) if expected else Agreement(None, why)


def _made(measure: str, options: dict[str, Any]) -> Measure:
    known = {
        "percent": measures.percent,
        "fleiss": measures.fleiss,
        "alpha": measures.alpha,
        "accuracy": measures.accuracy,
    }
    if measure not in known:
        raise UnspinError(f"There is no measure called {measure!r}. {did_you_mean(measure, known)}")
    return known[measure](**options)


def _as_numbers(ratings: Iterable[Sequence[Any]], categories: Sequence[Any]) -> list[bytes]:
    """Return a row a person: for each sentence the number of a category, or NONE where there is None or nan."""
    if len(categories) > NONE:
        raise UnspinError(f"There are {len(categories)} categories, and {NONE} can be told apart. Join some of them.")
    places = _Places({category: place for place, category in enumerate(categories)} | {None: NONE})
    rows = [bytes(map(places.__getitem__, row)) for row in ratings]
    if len(set(map(len, rows))) > 1:
        raise UnspinError("Every person needs a label or None for each sentence: the rows are of different lengths.")
    return rows


class _Places(dict[Any, int]):
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
