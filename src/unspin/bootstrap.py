"""How far a measure may move by chance: draw again from the same data, many times, and see between which it lies."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

Numbers = list[float]
Counts = list[list[float]]

SHARE = 0.95
FEWEST = 0.5  # the least share of the draws for which the measure must be defined
AT_ONCE = 2_000_000  # how many draws x people are held at a time


@dataclass(frozen=True, slots=True)
class Interval:
    """Where 95 of 100 draws lie: from `low` to `high`, both None where `why` says that this cannot be known."""

    low: float | None
    high: float | None
    why: str = ""

    def __repr__(self) -> str:
        """Return the interval in words."""
        return self.why if self.low is None else f"{self.low:.3f} to {self.high:.3f}"


def over_sentences(
    terms: Sequence[Numbers], finish: Callable[[Numbers], float | None], *, draws: int, seed: int
) -> Interval:
    """Draw sentences again. `terms` are the numbers of one sentence a row, `finish` makes a measure of their sums."""
    pick = random.Random(seed)
    if len(terms) < 2:
        return Interval(None, None, "There is only one sentence, so it cannot be seen how much the choice matters.")
    drawn = (pick.choices(terms, k=len(terms)) for _ in range(draws))
    return _interval([finish([sum(column) for column in zip(*rows, strict=True)]) for rows in drawn])


def over_people(
    answers: Sequence[Sequence[int | None]],
    categories: int,
    measure: Callable[[Counts, Counts], float | None],
    *,
    draws: int,
    seed: int,
) -> Interval:
    """Draw people again. `answers` holds a row a person: the number of a category for each sentence, None for none.

    `measure` is told the counts of a draw, and how many of the pairs in each count are of a person with themselves:
    somebody who is drawn twice does not agree with another person. Only counts are kept, so memory grows with the
    people and with the draws, never with the one times the other.
    """
    if len(answers) < 2:
        return Interval(None, None, "There is only one person, so it cannot be seen how much people differ.")
    drawn = _counts_of_draws(answers, categories, draws, seed)
    return _interval([measure(counts.tolist(), selves.tolist()) for counts, selves in zip(*drawn, strict=True)])


def _counts_of_draws(
    answers: Sequence[Sequence[int | None]], categories: int, draws: int, seed: int
) -> "tuple[np.ndarray, np.ndarray]":
    """Return counts, and pairs of a person with themselves, by draw, sentence and category.

    Each draw takes as many people as there are, some more than once. They are taken in blocks: how many of a draw fall
    into each block first, and who they are then.
    """
    import numpy as np

    chance = np.random.default_rng(seed)
    people, sentences = len(answers), len(answers[0])
    size = max(1, min(people, AT_ONCE // draws))
    blocks = [answers[start : start + size] for start in range(0, people, size)]
    taken = chance.multinomial(people, [len(block) / people for block in blocks], size=draws)
    counts, selves = np.zeros((2, draws, sentences * categories))
    for block, how_many in zip(blocks, taken.T, strict=True):
        times, marks = _times_taken(chance, how_many, len(block)), _marks(block, categories)
        counts += times @ marks
        selves += times**2 @ marks
    return counts.reshape(draws, sentences, categories), selves.reshape(draws, sentences, categories)


def _times_taken(chance: "np.random.Generator", how_many: "np.ndarray", people: int) -> "np.ndarray":
    """Return how often each person of a block is taken, by draw; draw d takes `how_many[d]` of them."""
    import numpy as np

    draws = len(how_many)
    who = chance.integers(0, people, how_many.sum()) + np.repeat(np.arange(draws) * people, how_many)
    return np.bincount(who, minlength=draws * people).reshape(draws, people).astype(np.float32)


def _marks(block: Sequence[Sequence[int | None]], categories: int) -> "np.ndarray":
    """Return a row a person with a one for each category chosen, sentence after sentence."""
    import numpy as np

    chosen = np.array([[-1 if answer is None else answer for answer in row] for row in block])
    return (chosen[:, :, None] == np.arange(categories)).reshape(len(block), -1).astype(np.float32)


def _interval(values: list[float | None]) -> Interval:
    known = sorted(value for value in values if value is not None)
    if not known or len(known) < FEWEST * len(values):
        return Interval(None, None, "In most draws the measure is not defined, so no interval can be given.")
    rest = (1 - SHARE) / 2
    return Interval(_quantile(known, rest), _quantile(known, 1 - rest))


def _quantile(ordered: list[float], share: float) -> float:
    """Return the value below which `share` of the ordered values lie, on the line between its two neighbours."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
