"""The same student's labels on texts that lean one way and on texts that lean the other way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from unspin.article import Article, KeyLabel
from unspin.scoring import SUSPICIOUS, label_credit

SLANTS = ("a", "b", "none")
OPINIONS = {"VIEW", "GUESS"}
FEW = 50


@dataclass(frozen=True, slots=True)
class SlantScore:
    """What a student made of the texts of one slant. Counts are of labelled sentences; one without a label is no error.

    `recognised_claims` and `recognised_views` are credits (a near label earns 1/2). `suspected` are claims that were
    called a view, a guess or mixed; `trusted` are views and guesses that were called a claim.
    """

    sentences: int
    claims: int
    views: int
    recognised_claims: float
    recognised_views: float
    suspected: int
    trusted: int

    @property
    def claims_recognised(self) -> float | None:
        """Share of the claims; None where there are none."""
        return _share(self.recognised_claims, self.claims)

    @property
    def views_recognised(self) -> float | None:
        """Share of the views and guesses; None where there are none."""
        return _share(self.recognised_views, self.views)

    @property
    def over_tagging(self) -> float | None:
        """Share of the claims that were suspected without need; None where there are none."""
        return _share(self.suspected, self.claims)


def by_slant(work: Iterable[tuple[Article, Mapping[str, str]]], labels: Collection[str]) -> dict[str, SlantScore]:
    """Return a score for each slant ("a", "b", "none") that has a labelled sentence, in this order.

    `work` holds articles with the labels given to them (label by sentence id); those of one slant are added up. Texts
    without a key, sentences that the key leaves out and labels that are not among `labels` do not count.
    """
    found: dict[str, list[tuple[KeyLabel, str]]] = {}
    for article, given in work:
        wanted = article.key.labels if article.key else {}
        pairs = [(key, given[sid]) for sid, key in wanted.items() if given.get(sid) in labels]
        found.setdefault(article.slant, []).extend(pairs)
    return {slant: score_pairs(found[slant]) for slant in SLANTS if found.get(slant)}


def score_pairs(pairs: Sequence[tuple[KeyLabel, str]]) -> SlantScore:
    """Return the score for sentences of one slant, each given by what the key says and by its label."""
    claims = [(key, label) for key, label in pairs if key.label == "CLAIM"]
    views = [(key, label) for key, label in pairs if key.label in OPINIONS]
    return SlantScore(
        sentences=len(pairs),
        claims=len(claims),
        views=len(views),
        recognised_claims=sum(label_credit(key, label) for key, label in claims),
        recognised_views=sum(label_credit(key, label) for key, label in views),
        suspected=sum(label in SUSPICIOUS - set(key.accepted) for key, label in claims),
        trusted=sum(label in {"CLAIM"} - set(key.accepted) for key, label in views),
    )


def slant_sentences(found: Mapping[str, SlantScore]) -> tuple[str, ...]:
    """Return sentences for the student that put the errors on the two directions of slant side by side.

    No sentence where no text leans either way.
    """
    a, b = found.get("a"), found.get("b")
    if a is None and b is None:
        return ()
    if a is None or b is None:
        return ("All the texts with a slant that you have labelled lean the same way: nothing to compare yet.",)
    return (
        *_side_by_side("suspected {} of {} claims without need", (a.suspected, a.claims), (b.suspected, b.claims)),
        *_side_by_side("took {} of {} views and guesses for claims", (a.trusted, a.views), (b.trusted, b.views)),
        *_few(a, b),
    )


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def _side_by_side(did: str, a: tuple[int, int], b: tuple[int, int]) -> tuple[str, ...]:
    if not a[1] or not b[1]:
        return ()
    said = did.format(*a)
    return (f"In texts that lean like the article, you {said}; in texts that lean the other way, {b[0]} of {b[1]}.",)


def _few(a: SlantScore, b: SlantScore) -> tuple[str, ...]:
    if min(a.sentences, b.sentences) >= FEW:
        return ()
    return (
        f"This stands on {a.sentences} sentences and on {b.sentences}: a difference of one or two may be chance, "
        "a larger one is worth a second look.",
    )
