"""What a hand-in's labels show beside their points: the four numbers, the two slants, and how well confidence fits."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from unspin.article import Article, Key
from unspin.errors import UnspinError
from unspin.graded import NONE, Work
from unspin.scoring import LabelScore, LabelScorer, label_credit
from unspin.slant import SLANTS, SlantScore, score_pairs
from unspin.tagset import TagSet


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
        self._texts = cache(self._new_texts)

    def of(self, work: Work, articles: Collection[str] | None = None) -> Numbers | None:
        """Return the numbers of a hand-in; None where it labels no text that has a key to tell by.

        `articles` are the ids of the texts that count; without it, all do.
        """
        counted = work.labels if articles is None else {name: work.labels.get(name, b"") for name in articles}
        names = tuple(sorted(name for name, row in counted.items() if row.strip(bytes([NONE]))))
        texts = self._texts(names) if names else None
        if texts is None:
            return None
        scorer, keys = texts
        given = {
            (name, place): self._labels[label]
            for name in names
            for place, label in enumerate(work.labels[name])
            if label != NONE
        }
        by_slant: dict[str, list] = {}
        pairs = []
        for at, label in given.items():
            if at in keys:
                slant, key = keys[at]
                by_slant.setdefault(slant, []).append((key, label))
                sure = work.sure[at[0]][at[1]] if at[0] in work.sure else NONE
                if sure != NONE:
                    pairs.append((sure / 5, label_credit(key, label)))
        slants = {slant: score_pairs(by_slant[slant]) for slant in SLANTS if slant in by_slant}
        return Numbers(scorer.numbers(given), len(keys), slants, pairs)

    def _new_texts(self, names: tuple[str, ...]) -> tuple[LabelScorer, dict] | None:
        """Return one scorer for all the texts, and slant and key of each sentence by (article id, place)."""
        keys = {}
        for article in map(self._article, names):
            known = article.key.labels if article.key else {}
            places = [(place, known.get(sentence.id)) for place, sentence in enumerate(article.sentences)]
            keys.update({(article.id, place): (article.slant, key) for place, key in places if key})
        try:
            return LabelScorer(Key({at: key for at, (_, key) in keys.items()}, {}, ""), self._labels), keys
        except UnspinError:
            return None  # no key, or one that cannot tell skill from a habit
