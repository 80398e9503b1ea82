"""What each label of each sentence would earn: the arithmetic of labels, worked out once for a key and a tag set.

A student sums rows, a class indexes arrays, a page without Python carries the table as data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from unspin.text.article import Key, KeyLabel
from unspin.text.tagset import CLAIMS, OPINIONS, SUSPICIOUS, TagSet

NEAR_CREDIT = 0.5
CONTESTED_WEIGHT = 0.5


class Earned(NamedTuple):
    """What one label of one sentence earns: `credit` (1.0, 0.5 or 0.0) times `weight` (1.0; contested 0.5).

    `suspected`: a claim that is called a view, a guess or mixed without need; `trusted`: a view or guess that is called
    a claim.
    """

    weight: float
    credit: float
    suspected: bool
    trusted: bool


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One sentence of a key. `is_claim` and `is_view` (a view or a guess) say what the key's own label means."""

    weight: float
    is_claim: bool
    is_view: bool
    earned: dict[str, Earned]

    def __getitem__(self, label: str) -> Earned:
        """Return what a label earns."""
        return self.earned[label]

    def credit(self, label: str | None) -> float:
        """Return what a label earns before it is weighted; 0.0 for none, and for one that the tag set does not have."""
        return self.earned[label].credit if label in self.earned else 0.0

    def tally(self, label: str) -> "Tally":
        """Return what a label adds to the sums over a student's labels."""
        one = self.earned[label]
        return Tally(
            earned=one.weight * one.credit,
            sentences=1,
            claims=int(self.is_claim),
            views=int(self.is_view),
            recognised_claims=one.credit * self.is_claim,
            recognised_views=one.credit * self.is_view,
            suspected=int(one.suspected),
            trusted=int(one.trusted),
        )


class Tally(NamedTuple):
    """What a student's labels add up to. Counts are of labelled sentences; one without a label is no error.

    `earned` is the sum of weighted credits; `recognised_claims` and `recognised_views` are sums of credits (a near
    label earns 1/2). `suspected` are claims that were called a view, a guess or mixed; `trusted` are views and guesses
    that were called a claim.
    """

    earned: float = 0.0
    sentences: int = 0
    claims: int = 0
    views: int = 0
    recognised_claims: float = 0.0
    recognised_views: float = 0.0
    suspected: int = 0
    trusted: int = 0

    @property
    def claims_recognised(self) -> float | None:
        """Share of the claims; None where there are none."""
        return self.recognised_claims / self.claims if self.claims else None

    @property
    def views_recognised(self) -> float | None:
        """Share of the views and guesses; None where there are none."""
        return self.recognised_views / self.views if self.views else None

    @property
    def over_tagging(self) -> float | None:
        """Share of the claims that were suspected without need; None where there are none."""
        return self.suspected / self.claims if self.claims else None


class KeyTable(dict[str, KeyRow]):
    """The rows of a key by sentence id, in the order of the key."""

    def __init__(self, key: Key, tagset: TagSet) -> None:
        """Work out what every label of the tag set earns for every sentence of the key."""
        self.labels = tuple(tagset.labels)
        super().__init__({sid: key_row(of_one, tagset) for sid, of_one in key.labels.items()})


def key_row(key: KeyLabel, tagset: TagSet) -> KeyRow:
    """Return what every label of the tag set earns for one sentence."""
    weight = CONTESTED_WEIGHT if key.contested else 1.0
    is_claim, is_view = key.label in tagset.labels_of(CLAIMS), key.label in tagset.labels_of(OPINIONS)
    suspicious: frozenset[str] = tagset.labels_of(SUSPICIOUS) - set(key.accepted) if is_claim else frozenset()
    trusting: frozenset[str] = tagset.labels_of(CLAIMS) - set(key.accepted) if is_view else frozenset()
    earned = {
        label: Earned(weight, label_credit(key, label), label in suspicious, label in trusting)
        for label in tagset.labels
    }
    return KeyRow(weight, is_claim, is_view, earned)


def label_credit(key: KeyLabel, label: str | None) -> float:
    """Return 1.0 for the key's label or an accepted one, 0.5 for a near one, otherwise 0.0."""
    if label == key.label or label in key.accepted:
        return 1.0
    return NEAR_CREDIT if label in key.near else 0.0


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies, each number for itself."""
    return Tally(*map(sum, zip(Tally(), *tallies, strict=True)))


def labelled_rows(table: KeyTable, given: Mapping[str, str]) -> list[tuple[KeyRow, str]]:
    """Return the row of each sentence that has a label of the tag set, and that label, in the order of the key."""
    return [(row, given[sid]) for sid, row in table.items() if given.get(sid) in row.earned]
