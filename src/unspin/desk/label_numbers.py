"""What a hand-in's labels show beside their points: the four numbers, the two slants, and how well confidence fits."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache

from unspin.article import Article, Key, KeyLabel
from unspin.desk.graded import NONE, Work
from unspin.errors import UnspinError
from unspin.scoring import CONTESTED_WEIGHT, LabelScore, LabelScorer, corrected, label_credit
from unspin.slant import SLANTS, SlantScore, score_pairs
from unspin.tagset import TagSet

Counted = tuple[float, ...]  # what one label adds: its weighted credit, then the numbers of a SlantScore in their order
NOTHING: Counted = (0.0, 0, 0, 0, 0.0, 0.0, 0, 0)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers on all the texts that one hand-in labels. `of` counts the sentences that the keys have a label for.

    `slants` holds what was made of the texts of each slant; `pairs` are (confidence, credit), both from 0.0 to 1.0, of
    every label that has a confidence.
    """

    score: LabelScore
    of: int
    slants: dict[str, SlantScore]
    pairs: list[tuple[float, float]]


class LabelNumbers:
    """Works out the numbers for any number of hand-ins; what does not depend on the student is worked out once."""

    def __init__(self, tagset: TagSet, article: Callable[[str], Article]) -> None:
        """Take the tag set, and what returns an article by its id."""
        self._labels, self._article = [*tagset.labels], article
        self._texts, self._key = cache(self._new_text), cache(self._new_key)

    def of(self, work: Work, articles: Collection[str] | None = None) -> Numbers | None:
        """Return the numbers of a hand-in; None where it labels no text that has a key to tell by.

        `articles` are the ids of the texts that count; without it, all do.
        """
        counted = work.labels if articles is None else {name: work.labels.get(name, b"") for name in articles}
        names = tuple(sorted(name for name, row in counted.items() if row.strip(bytes([NONE]))))
        key = self._key(names) if names else None
        if key is None:
            return None
        by_slant: dict[str, list[Counted]] = {}
        pairs = []
        for name in names:
            text, row = self._texts(name), work.labels[name]
            given = [(place, label) for place, label in enumerate(row) if label != NONE and text.counted[place]]
            by_slant.setdefault(text.slant, []).extend([text.counted[place][label] for place, label in given])
            if sure := work.sure.get(name):
                pairs += [(sure[at] / 5, text.credits[at][label]) for at, label in given if sure[at] != NONE]
        sums = {
            slant: [*map(sum, zip(NOTHING, *by_slant[slant], strict=True))] for slant in SLANTS if slant in by_slant
        }
        slants = {slant: SlantScore(*found[1:]) for slant, found in sums.items() if found[1]}
        return Numbers(key.score(_sums(sums.values())), key.sentences, slants, pairs)

    def _new_text(self, name: str) -> "_Text":
        article = self._article(name)
        known = article.key.labels if article.key else {}
        keys = [known.get(sentence.id) for sentence in article.sentences]
        return _Text(
            slant=article.slant,
            keys=tuple(key for key in keys if key),
            counted=[[_counted(key, label) for label in self._labels] if key else [] for key in keys],
            credits=[[label_credit(key, label) for label in self._labels] if key else [] for key in keys],
        )

    def _new_key(self, names: tuple[str, ...]) -> "_Key | None":
        """Return what these texts can be told by; None without a key, or with one that shows a habit and no skill."""
        keys = [key for name in names for key in self._texts(name).keys]
        try:
            constant = LabelScorer(Key({str(at): key for at, key in enumerate(keys)}, {}, ""), self._labels).constant
        except UnspinError:
            return None
        whole = [sum(parts) for parts in zip(*(_counted(key, key.label) for key in keys), strict=True)]
        return _Key(constant, most=whole[0], sentences=len(keys), claims=whole[2], views=whole[3])


@dataclass(frozen=True, slots=True)
class _Text:
    """What each label adds and earns, by place and label; empty lists where the key leaves a sentence out."""

    slant: str
    keys: tuple[KeyLabel, ...]
    counted: list[list[Counted]]
    credits: list[list[float]]


@dataclass(frozen=True, slots=True)
class _Key:
    """What the scores of some texts are measured by: the best single label for all, and the sums of the key itself."""

    constant: float
    most: float
    sentences: int
    claims: float
    views: float

    def score(self, sums: Counted) -> LabelScore:
        """Return the score for the sums over a hand-in's labels; a sentence without a label earns nothing."""
        weighted, answered, _, _, claims, views, suspected, _ = sums
        return LabelScore(
            score=corrected(weighted / self.most, self.constant),
            raw=weighted / self.most,
            constant=self.constant,
            answered=int(answered),
            claims_recognised=claims / self.claims if self.claims else None,
            views_recognised=views / self.views if self.views else None,
            over_tagging=suspected / self.claims if self.claims else None,
        )


def _counted(key: KeyLabel, label: str) -> Counted:
    one = score_pairs([(key, label)])
    credit = label_credit(key, label) * (CONTESTED_WEIGHT if key.contested else 1.0)
    recognised, errors = (one.recognised_claims, one.recognised_views), (one.suspected, one.trusted)
    return (credit, one.sentences, one.claims, one.views, *recognised, *errors)


def _sums(counted: Iterable[Counted]) -> Counted:
    return tuple(map(sum, zip(NOTHING, *counted, strict=True)))
