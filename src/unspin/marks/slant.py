"""The same student's labels on texts that lean one way and on texts that lean the other way."""

from collections.abc import Iterable, Mapping

from unspin.marks.key_table import KeyTable, Tally, labelled_rows, total
from unspin.text.article import Article
from unspin.text.tagset import TagSet

SLANTS = ("a", "b", "none")
FEW = 50


def by_slant(work: Iterable[tuple[Article, Mapping[str, str]]], tagset: TagSet) -> dict[str, Tally]:
    """Return what labels add up to for each slant ("a", "b", "none") that has a labelled sentence, in this order.

    `work` holds articles with the labels given to them (label by sentence id); those of one slant are added up. Texts
    without a key, sentences that the key leaves out and labels that the tag set does not have do not count.
    """
    found: dict[str, list[Tally]] = {}
    for article, given in work:
        rows = labelled_rows(KeyTable(article.key, tagset), given) if article.key else []
        found.setdefault(article.slant, []).extend(row.tally(label) for row, label in rows)
    return {slant: total(found[slant]) for slant in SLANTS if found.get(slant)}


def slant_sentences(found: Mapping[str, Tally]) -> tuple[str, ...]:
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


def _side_by_side(did: str, a: tuple[int, int], b: tuple[int, int]) -> tuple[str, ...]:
    if not a[1] or not b[1]:
        return ()
    said = did.format(*a)
    return (f"In texts that lean like the article, you {said}; in texts that lean the other way, {b[0]} of {b[1]}.",)


def _few(a: Tally, b: Tally) -> tuple[str, ...]:
    if min(a.sentences, b.sentences) >= FEW:
        return ()
    return (
        f"This stands on {a.sentences} sentences and on {b.sentences}: a difference of one or two may be chance, "
        "a larger one is worth a second look.",
    )
