"""How far a measure may move by chance: draw again from the same data, many times, and see between which it lies.

A measure is 1 - observed / expected, where nothing is expected it is not defined. All draws are worked out at once: in
what is told to `finish` or `measure`, each number is an array, with a number for each draw.
"""

import itertools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np

Number: TypeAlias = Any  # a float; or an array, with a float for each draw. No type says: all alike, whichever it is
Terms = list[Number]
Counts = list[Terms]
Disagreement = tuple[Number, Number]  # observed, expected

NONE = 255  # in a person's row: no category was chosen
SHARE = 0.95
FEWEST = 0.5  # the least share of the draws for which the measure must be defined
AT_ONCE = 2_000_000  # how many draws x people are held at a time
BLOCK = 256  # people at the most that are taken at a time: as many as a random byte can tell apart
SLICE = 8  # draws that are multiplied at a time: so few that numpy starts no threads, which hinder each other


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
    terms: Sequence[Sequence[float]], finish: Callable[[Terms], Disagreement], *, draws: int, seed: int
) -> Interval:
    """Draw sentences again, with all that people said about them; each draw takes as many as there are.

    `terms` are the numbers of one sentence a row; `finish` makes observed and expected of their sums.
    """
    import numpy as np

    if len(terms) < 2:
        return Interval(None, None, "There is only one sentence, so it cannot be seen how much the choice matters.")
    times = _times_drawn(np.random.default_rng(seed), np.full(draws, len(terms)), len(terms))
    return _interval(*finish([*(np.array(terms, float).T @ times.T)]))


def over_people(
    answers: Sequence[bytes],
    categories: int,
    measure: Callable[[Counts, Counts], Disagreement],
    *,
    draws: int,
    seed: int,
) -> Interval:
    """Draw people again, with all that they said; each draw takes as many as there are.

    `answers` holds a row a person: for each sentence the number of a category, or NONE. `measure` is told the counts, a
    row a sentence, and how many of the pairs in each count are of a person with themselves: somebody who is drawn twice
    does not agree with another person. Only counts are kept, so memory grows with the people and with the draws, never
    with the one times the other.
    """
    if len(answers) < 2:
        return Interval(None, None, "There is only one person, so it cannot be seen how much people differ.")
    return _interval(*measure(*_counts_of_draws(answers, categories, draws, seed)))


def _counts_of_draws(answers: Sequence[bytes], categories: int, draws: int, seed: int) -> "np.ndarray":
    """Return counts, and pairs of a person with themselves; both by sentence, category and draw.

    People are taken in blocks: how many of a draw fall into each block first, and who they are then.
    """
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    chance, people, slices = np.random.default_rng(seed), len(answers), -(-draws // SLICE)
    size = max(1, min(AT_ONCE // draws, BLOCK))
    blocks = [answers[start : start + size] for start in range(0, people, size)]
    taken = chance.multinomial(people, [len(block) / people for block in blocks], size=slices * SLICE)
    found = np.zeros((2, slices * SLICE, len(answers[0]) * categories))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        told = (chance.spawn(len(blocks)), blocks, taken.T, itertools.repeat(categories))
        # A browser has no threads, and for one block they do not pay.
        for sums in pool.map(_sums, *told) if len(blocks) > 1 else map(_sums, *told):
            found += sums
    by_category = np.ascontiguousarray(found[:, :draws].transpose(0, 2, 1))
    return by_category.reshape(2, -1, categories, draws)


def _sums(
    chance: "np.random.Generator", block: Sequence[bytes], how_many: "np.ndarray", categories: int
) -> "np.ndarray":
    """Return counts and pairs with oneself over a block of people, a row a draw, for each category of each sentence.

    Somebody who is drawn t times adds t to a count, and t**2 to the pairs of a person with themselves.
    """
    import numpy as np

    chosen = np.frombuffer(b"".join(block), np.uint8).reshape(len(block), -1, 1)
    marks = (chosen == np.arange(categories, dtype=np.uint8)).reshape(len(block), -1).astype(np.float32)
    times = _times_drawn(chance, how_many, len(block))
    each = np.stack([times, times**2]).reshape(-1, SLICE, len(block))
    return (each @ marks).reshape(2, len(times), -1)


def _times_drawn(chance: "np.random.Generator", how_many: "np.ndarray", count: int) -> "np.ndarray":
    """Return how often each of `count` is drawn, a row a draw; draw d takes `how_many[d]` of them.

    As float32: it multiplies fastest, and holds whole numbers of 24 bits.
    """
    import numpy as np

    draws = len(how_many)
    drawn = np.repeat(np.arange(draws) * count, how_many.astype(np.intp))  # in a browser an index has 32 bits
    drawn += chance.integers(0, count, len(drawn), dtype=np.min_scalar_type(count - 1))
    return np.bincount(drawn, minlength=draws * count).reshape(draws, count).astype(np.float32)


def _interval(observed: "np.ndarray", expected: "np.ndarray") -> Interval:
    import numpy as np

    known = expected != 0
    if known.sum() < max(1, FEWEST * len(known)):
        return Interval(None, None, "In most draws the measure is not defined, so no interval can be given.")
    ordered = np.sort(1 - observed[known] / expected[known])
    rest, last = (1 - SHARE) / 2, len(ordered) - 1
    low, high = np.interp([rest * last, (1 - rest) * last], np.arange(last + 1), ordered).tolist()
    return Interval(low, high)
