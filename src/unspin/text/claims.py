"""The claims of an article with our verdicts: shown as ours, with who gave them, when, and on which sources."""

from dataclasses import dataclass

from unspin.page.html import Html, each, tag
from unspin.text.library import Library, here
from unspin.text.sources import SourceCards, in_words, source_cards
from unspin.words.errors import UnspinError, did_you_mean

LADDER = ("supported", "supported-with-context", "misleading", "contradicted")
BESIDE = "unverifiable"  # stands beside the ladder: nothing that was found can settle it
UNDER_STUDY = "S01"  # the article itself; it cannot vouch for itself
SINGLE = str.maketrans("“”", "‘’")  # a quotation within a quotation
MADE_BY = "This verdict is ours: one of the kit's authors gave it, and no panel has checked it."


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of an article's claims.csv. `sources` are the ids that its verdict rests on."""

    id: str
    sentence: str
    words: str
    claim: str
    kind: str
    verdict: str
    reason: str
    sources: tuple[str, ...]
    checked: str

    def cards(self) -> SourceCards:
        """Return the cards of its sources. Raises UnspinError where it cites none."""
        if not self.sources:
            raise UnspinError(f"Claim {self.id!r} cites no source: nothing that was found can settle it.")
        return source_cards(*self.sources)

    @property
    def lines(self) -> tuple[str, ...]:
        """The verdict in text, a line for each part, the words of the article first."""
        cited = ", ".join(self.sources) or "none: nothing that was found can settle it"
        return (
            f"The article's words: “{self.words.translate(SINGLE)}”",
            f"The claim in them: {self.claim}",
            f"Our verdict: {self.verdict.replace('-', ' ')}. {self.reason}",
            f"Sources: {cited}.",
            f"{MADE_BY} Checked on {in_words(self.checked)}.",
        )

    def __repr__(self) -> str:
        """Return the verdict as text."""
        return "\n".join(self.lines)

    def _repr_html_(self) -> Html:
        return tag("div", each("p", self.lines), class_="unspin-verdict", style="max-width:45em")


def claims(library: Library, article: str) -> dict[str, Claim]:
    """Return the claims of an article by their id, in the order of the table.

    Raises UnspinError when nobody has made a table of claims for it.
    """
    sentences = library.article(article).by_id
    place = ("articles", article, "claims.csv")
    if not library.data.joinpath(*place).exists():
        raise UnspinError(f"Nobody has made a table of claims for {article!r}.")
    return {row["claim_id"]: _claim(row, sentences[row["sentence_id"]].text) for row in library.rows(*place)}


def our_verdict(claim: str, article: str = "") -> Claim:
    """Return one claim of an article, to be shown with our verdict; without an article, of the one under study.

    Raises UnspinError, naming the nearest, for an unknown id.
    """
    library = here()
    known = claims(library, article or library.plan().under_study)
    if claim not in known:
        raise UnspinError(f"There is no claim called {claim!r}. {did_you_mean(claim, known)}")
    return known[claim]


def _claim(row: dict[str, str], words: str) -> Claim:
    return Claim(
        id=row["claim_id"],
        sentence=row["sentence_id"],
        words=words,
        claim=row["claim"],
        kind=row["check_type"],
        verdict=row["verdict"],
        reason=row["rationale"],
        sources=tuple(filter(None, row["sources"].split(";"))),
        checked=row["date_checked"],
    )
