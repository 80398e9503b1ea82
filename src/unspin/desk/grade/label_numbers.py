"""What a hand-in's labels show beside their points: the four numbers, the two slants, and how well confidence fits."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from unspin.desk.grade.graded import NONE, Work
from unspin.marks.key_table import KeyRow, KeyTable, Tally, total
from unspin.marks.scoring import LabelScore, Scale
from unspin.marks.slant import SLANTS
from unspin.text.article import Article
from unspin.text.tagset import TagSet
from unspin.words.errors import UnspinError


@dataclass(frozen=True, slots=True)
class LabelNumbers:
    """The numbers on all the texts that one hand-in labels. `of` counts the sentences that the keys have a label for.

    `slants` holds what was made of the texts of each slant; `pairs` are (confidence, credit), both from 0.0 to 1.0, of
    every label that has a confidence.
    """

    score: LabelScore
    of: int
    slants: dict[str, Tally]
    pairs: list[tuple[float, float]]


class LabelCounter:
    """Works out the numbers for any number of hand-ins; what does not depend on the student is worked out once."""

    def __init__(self, tagset: TagSet, article: Callable[[str], Article]) -> None:
        """Take the tag set, and what returns an article by its id."""
        self._tagset, self._article = tagset, article
        self._text, self._scale = cache(self._new_text), cache(self._new_scale)

    def of(self, work: Work, articles: Collection[str] | None = None) -> LabelNumbers | None:
        """Return the numbers of a hand-in; None where it labels no text that has a key to tell by.

        `articles` are the ids of the texts that count; without it, all do.
        """
        counted = work.labels if articles is None else {name: work.labels.get(name, b"") for name in articles}
        names = tuple(sorted(name for name, row in counted.items() if row.strip(bytes([NONE]))))
        scale = self._scale(names) if names else None
        if scale is None:
            return None
        by_slant: dict[str, list[Tally]] = {}
        pairs = []
        for name in names:
            text, row = self._text(name), work.labels[name]
            given = [(place, label) for place, label in enumerate(row) if label != NONE and text.tallies[place]]
            by_slant.setdefault(text.slant, []).extend([text.tallies[place][label] for place, label in given])
            if sure := work.sure.get(name):
                pairs += [(sure[at] / 5, text.credits[at][label]) for at, label in given if sure[at] != NONE]
        sums = {slant: total(by_slant[slant]) for slant in SLANTS if slant in by_slant}
        slants = {slant: found for slant, found in sums.items() if found.sentences}
        return LabelNumbers(scale.score(total(sums.values())), scale.sentences, slants, pairs)

    def _new_text(self, name: str) -> "_Text":
        article = self._article(name)
        table = KeyTable(article.key, self._tagset) if article.key else {}
        rows = [table.get(sentence.id) for sentence in article.sentences]
        labels = [*self._tagset.labels]
        return _Text(
            slant=article.slant,
            rows=tuple(row for row in rows if row),
            tallies=[[row.tally(label) for label in labels] if row else [] for row in rows],
            credits=[[row.credit(label) for label in labels] if row else [] for row in rows],
        )

    def _new_scale(self, names: tuple[str, ...]) -> Scale | None:
        """Return what these texts can be told by; None without a key, or with one that shows a habit and no skill."""
        try:
            return Scale([row for name in names for row in self._text(name).rows], self._tagset.labels)
        except UnspinError:
            return None


@dataclass(frozen=True, slots=True)
class _Text:
    """What each label adds and earns, by place and label; empty lists where the key leaves a sentence out."""

    slant: str
    rows: tuple[KeyRow, ...]
    tallies: list[list[Tally]]
    credits: list[list[float]]
