"""Shares and means with the range in which they may lie: what tables, figures and reports say of a few sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from statistics import fmean, stdev

FEWEST = 5  # people: with fewer, no interval is given
Z = 1.96  # standard deviations on each side of 95 of 100
EXACT_Z = 1.959964
TOO_FEW = "With so few students it cannot be known how far other students would differ from these."
NOBODY = "No student labelled such a sentence."
ALL_ALIKE = "All these students have the same value, so it cannot be seen how far others would differ."


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share or a mean over `count` sentences or students, and where it may lie in 95 of 100 cases.

    What is not known is None, and `why` says why.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int
    why: str = ""

    def __repr__(self) -> str:
        """Return a share of sentences in words, with its interval and their number."""
        if self.value is None:
            return self.why
        said = f"{self.value:.0%} ({self.low:.0%} to {self.high:.0%})"
        return f"{said}, {self.count} sentence{'' if self.count == 1 else 's'}"

    @property
    def known(self) -> tuple[float, float, float] | None:
        """Value, low and high; None where one of them is not known."""
        if self.value is None or self.low is None or self.high is None:
            return None
        return self.value, self.low, self.high


def share(credits: Sequence[float]) -> Estimate:
    """Return the mean of credits from 0.0 to 1.0, with Wilson's interval, which fits small numbers."""
    count = len(credits)
    if not count:
        return Estimate(None, None, None, 0, "no such sentence yet")
    mean = sum(credits) / count
    middle = (mean + Z**2 / (2 * count)) / (1 + Z**2 / count)
    half = Z / (1 + Z**2 / count) * sqrt(mean * (1 - mean) / count + Z**2 / (4 * count**2))
    return Estimate(mean, min(mean, max(0.0, middle - half)), max(mean, min(1.0, middle + half)), count)


def change(early: Estimate, late: Estimate) -> tuple[float, float, float] | None:
    """Return late minus early and where the difference may lie (low, high); None where one of them is not known.

    From the two intervals, as Newcombe (1998) does it for shares: the sentences of the two texts are not the same.
    """
    if early.known is None or late.known is None:
        return None
    (before, before_low, before_high), (after, after_low, after_high) = early.known, late.known
    moved = after - before
    down = hypot(after - after_low, before_high - before)
    up = hypot(after_high - after, before - before_low)
    return moved, max(-1.0, moved - down), min(1.0, moved + up)


def mean(values: Sequence[float], least: float = 0.0) -> Estimate:
    """Return the mean of a value a student, from `least` to 1.0, with Student's t interval where there are enough."""
    count = len(values)
    if not count:
        return Estimate(None, None, None, 0, NOBODY)
    middle = fmean(values)
    if count < FEWEST:
        return Estimate(middle, None, None, count, TOO_FEW)
    half = _t(count - 1) * stdev(values) / sqrt(count)
    if not half:
        return Estimate(middle, None, None, count, ALL_ALIKE)
    return Estimate(middle, max(least, middle - half), min(1.0, middle + half), count)


def differ(row: Sequence[float]) -> float:
    """Return how often two people, drawn at random, chose different labels (0 to 1); 0 for fewer than two people.

    `row` holds how many chose each label.
    """
    pairs = sum(row) * (sum(row) - 1)
    return 1 - sum(count * (count - 1) for count in row) / pairs if pairs else 0.0


def _t(degrees: int) -> float:
    """Return Student's t for 95 of 100, by the expansion of Cornish and Fisher (within 0.01 from 4 degrees on)."""
    z = EXACT_Z
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / degrees + second / degrees**2 + third / degrees**3
