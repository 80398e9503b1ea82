"""A student's own labels over the course: scores, the four numbers and confidence, each with what it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass

from unspin.agreement import bootstrap
from unspin.agreement.shares import Estimate, change, share
from unspin.marks.key_table import KeyRow, Tally, total
from unspin.marks.scoring import Scale, corrected
from unspin.marks.slant import slant_sentences
from unspin.page.html import Html, each, join, table, tag
from unspin.words.errors import UnspinError

SLANTS = {
    "a": "texts that lean as the article does",
    "b": "texts that lean the other way",
    "none": "texts that lean to no side",
}
FEWEST = 5  # labelled sentences for a score
DRAWS = 1000
NOTHING = "There is nothing to show yet. Label a text in lesson 1, 2 or 8, then run this cell again."
COLUMNS = ("Score", "Claims recognised", "Views and guesses recognised", "Over-tagging")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence that was labelled: its row of the key table, the label, and how sure the student was (0 to 5)."""

    row: KeyRow
    label: str
    confidence: int | None = None

    @property
    def credit(self) -> float:
        """What the label earns: 1.0, 0.5 or 0.0."""
        return self.row[self.label].credit


@dataclass(frozen=True, slots=True)
class Occasion:
    """The labels of one text in one lesson. `total` counts all sentences of the text, labelled or not."""

    name: str
    slant: str
    labelled: tuple[Labelled, ...]
    total: int
    is_station: bool = True


@dataclass(frozen=True, slots=True)
class FourNumbers:
    """The numbers that describe a student's labels; `score` is corrected for what one label for all would earn."""

    score: Estimate
    claims: Estimate
    views: Estimate
    over_tagging: Estimate

    @property
    def all(self) -> tuple[Estimate, ...]:
        """The four, in the order of a table's columns."""
        return (self.score, self.claims, self.views, self.over_tagging)


@dataclass(frozen=True)
class Record:
    """All that a student labelled, in the order of the lessons, and sentences on what could not be read."""

    occasions: tuple[Occasion, ...]
    problems: tuple[str, ...] = ()

    @property
    def stations(self) -> tuple[Occasion, ...]:
        """The occasions at which progress is looked at: the same kind of work, early and late."""
        return tuple(occasion for occasion in self.occasions if occasion.is_station)

    @property
    def pairs(self) -> list[tuple[float, float]]:
        """(confidence from 0.0 to 1.0, credit) of every label of the course that has a confidence."""
        every = (one for occasion in self.occasions for one in occasion.labelled)
        return [(one.confidence / 5, one.credit) for one in every if one.confidence is not None]

    def by_slant(self) -> dict[str, FourNumbers]:
        """Return the numbers for all texts of each slant together, by slant; slants without labels are left out."""
        found = {slant: [o for o in self.occasions if o.slant == slant] for slant in SLANTS}
        return {slant: numbers([x for o in some for x in o.labelled]) for slant, some in found.items() if some}

    def slant_sentences(self) -> tuple[str, ...]:
        """Return sentences that put the errors on texts of the two slants side by side; none without such texts."""
        found: dict[str, list[Tally]] = {}
        for occasion in self.occasions:
            found.setdefault(occasion.slant, []).extend(one.row.tally(one.label) for one in occasion.labelled)
        return slant_sentences({slant: total(some) for slant, some in found.items() if some})

    def __repr__(self) -> str:
        """Return what there is in words, a line each."""
        return "\n".join([*self.problems, *self._lines()])

    def _repr_html_(self) -> Html:
        problems = join(tag("p", tag("strong", problem)) for problem in self.problems)
        if not self.stations:
            return join([problems, tag("p", NOTHING)])
        stations = {f"{o.name} ({len(o.labelled)} of {o.total})": numbers(o.labelled) for o in self.stations}
        slants = {SLANTS[slant].capitalize(): found for slant, found in self.by_slant().items()}
        tables = (_table("When", stations), _table("All labels of the course", slants))
        return join([problems, *tables, each("p", self.slant_sentences())])

    def _lines(self) -> list[str]:
        if not self.stations:
            return [NOTHING]
        scores = (
            f"{o.name} ({len(o.labelled)} of {o.total}): score {numbers(o.labelled).score!r}" for o in self.stations
        )
        return [*scores, *self.slant_sentences()]


def numbers(labelled: Sequence[Labelled]) -> FourNumbers:
    """Return the score and the shares of these labels, each with its interval."""
    claims = [one for one in labelled if one.row.is_claim]
    return FourNumbers(
        score=_score(labelled),
        claims=share([one.credit for one in claims]),
        views=share([one.credit for one in labelled if one.row.is_view]),
        over_tagging=share([float(one.row[one.label].suspected) for one in claims]),
    )


def change_in_words(record: Record) -> str:
    """Return a sentence on what changed between the first and the last station, and whether chance can do as much."""
    scores = [(o.name, numbers(o.labelled).score) for o in record.stations]
    known = [(name, score) for name, score in scores if score.value is not None]
    changed = change(known[0][1], known[-1][1]) if len(known) > 1 else None
    if changed is None:
        return f"For a change it takes two texts with at least {FEWEST} labels each. You have {len(known)} so far."
    (first, early), (last, late) = known[0], known[-1]
    moved, low, high = (round(100 * number) for number in changed)
    verdict = (
        "No change at all lies in that range, so chance alone could do this."
        if low <= 0 <= high
        else "No change at all does not lie in that range. The two texts differ, though, so it is not only you."
    )
    return (
        f"From “{first}” to “{last}” the score moved by {moved:+d} points of 100. With so few sentences "
        f"({early.count} and {late.count}) it may be anything from {low:+d} to {high:+d}. {verdict}"
    )


def _score(labelled: Sequence[Labelled]) -> Estimate:
    count = len(labelled)
    if count < FEWEST:
        return Estimate(None, None, None, count, f"too few labels for a score ({count}; it takes {FEWEST})")
    try:
        scale = Scale([one.row for one in labelled], labelled[0].row.earned)
    except UnspinError:
        return Estimate(None, None, None, count, "one label fits all of these sentences, so they show no skill")
    score = scale.share(total(one.row.tally(one.label) for one in labelled).earned)
    low, high = _interval(labelled, scale.constant)
    if low is None or high is None:
        return Estimate(None, None, None, count, "too much alike for an interval, so no score is shown")
    return Estimate(score, min(low, score), max(high, score), count)


def _interval(labelled: Sequence[Labelled], habit: float) -> tuple[float | None, float | None]:
    """Return where the score lies when sentences are drawn again.

    Where every label earns the same, each draw does too. Then the rule of three says how much may have been missed.
    """
    missed = 3 / len(labelled)
    if len({one.credit for one in labelled}) == 1:
        right = labelled[0].credit
        return corrected(max(0.0, right - missed), habit), corrected(min(1.0, right + missed), habit)
    found = bootstrap.over_sentences([*map(_terms, labelled)], _from_terms, draws=DRAWS, seed=1)
    return (None, None) if found.low is None or found.high is None else (max(0.0, found.low), max(0.0, found.high))


def _terms(one: Labelled) -> list[float]:
    """Return weight, what the label earns, and what each label of the tag set would earn, all weighted."""
    weight = one.row.weight
    return [weight, weight * one.credit, *(weight * other.credit for other in one.row.earned.values())]


def _from_terms(sums: bootstrap.Terms) -> bootstrap.Disagreement:
    """Return what was missed, and what the best label for everything would have missed."""
    import numpy as np

    weight, earned, *habits = sums
    return weight - earned, weight - np.max(habits, axis=0)


def _table(first: str, rows: dict[str, FourNumbers]) -> Html:
    made = table((first, *COLUMNS), [(name, *map(repr, found.all)) for name, found in rows.items()])
    return tag("div", made, style="overflow-x:auto")
