"""How well confidence fits what was right: sums and shares over pairs of (confidence, credit), both from 0.0 to 1.0."""

from collections.abc import Sequence
from dataclasses import dataclass

from unspin.words.errors import UnspinError

Pairs = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Bin:
    """All answers given with one confidence: `said` it, `was` the mean credit, `count` how many there are."""

    said: float
    was: float
    count: int


@dataclass(frozen=True, slots=True)
class Murphy:
    """The parts of a Brier score (Murphy 1973): it equals reliability - resolution + uncertainty, for credits 0 and 1.

    `reliability` is the distance from what was said to what was right, the smaller the better; `resolution` how far
    answers differ by confidence, the larger the better; `uncertainty` how hard it is to foresee what is right.
    """

    reliability: float
    resolution: float
    uncertainty: float


def foster(pairs: Pairs) -> float:
    """Return right minus wrong, weighted by confidence: from minus to plus the number of pairs, 0.0 for no pairs."""
    return sum(said * (2 * credit - 1) for said, credit in _checked(pairs))


def brier(pairs: Pairs) -> float:
    """Return the mean squared distance from confidence to credit: 0.0 is best, 1.0 is sure and wrong each time.

    Raises UnspinError where there are no pairs.
    """
    return _mean([(said - credit) ** 2 for said, credit in _some(pairs)])


def reliability(pairs: Pairs) -> list[Bin]:
    """Return a bin for each confidence that was given, from the lowest to the highest."""
    credits: dict[float, list[float]] = {}
    for said, credit in _checked(pairs):
        credits.setdefault(said, []).append(credit)
    return [Bin(said, _mean(given), len(given)) for said, given in sorted(credits.items())]


def murphy(pairs: Pairs) -> Murphy:
    """Return the three parts of the Brier score, by the confidences that were given.

    Raises UnspinError where there are no pairs.
    """
    base = _mean([credit for _, credit in _some(pairs)])
    bins = reliability(pairs)
    return Murphy(
        reliability=sum(b.count * (b.said - b.was) ** 2 for b in bins) / len(pairs),
        resolution=sum(b.count * (b.was - base) ** 2 for b in bins) / len(pairs),
        uncertainty=base * (1 - base),
    )


def _some(pairs: Pairs) -> Pairs:
    if not pairs:
        raise UnspinError("No answer has both a confidence and a mark yet. Say how sure you are of some answers first.")
    return _checked(pairs)


def _checked(pairs: Pairs) -> Pairs:
    for pair in pairs:
        if not all(0 <= number <= 1 for number in pair):
            raise UnspinError(
                f"{pair!r} is no pair of a confidence and a credit from 0 to 1. Divide a confidence of 0 to 5 by 5."
            )
    return pairs


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)
