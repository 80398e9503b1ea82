"""Source cards: who published what and when, how near to the event it is, and whether we read it only in a copy."""

import datetime
import tomllib
from dataclasses import dataclass

from unspin.page.html import Html, each, join, tag
from unspin.text.library import Library, here
from unspin.words.errors import UnspinError, did_you_mean

TIERS = {
    "primary": "Primary: it comes from someone who took part, decided or collected the facts.",
    "secondary": "Secondary: it reports on what others did, said or found.",
    "tertiary": "Tertiary: it copies, collects or retells what others reported.",
}
KINDS = {
    "academic": "law school or research site",
    "aggregator": "site that collects or copies texts",
    "news-agency": "news agency report",
    "newspaper": "news outlet",
    "ngo-report": "report of an organisation",
    "primary-official": "official body",
}
MANY = 5  # above this number of cards, each is folded to its first line
LINE = "margin:.2em 0"
CARD = "border-left:4px solid #0072B2;padding:.1em 0 .1em .8em;margin:.9em 0;max-width:45em;overflow-wrap:anywhere"


@dataclass(frozen=True, slots=True)
class Source:
    """One row of data/sources.csv. `published` is an ISO day, month or year, or ""; `passes_on` whose report it is."""

    id: str
    publisher: str
    title: str
    url: str
    published: str
    kind: str
    tier: str
    note: str
    passes_on: str

    @property
    def when(self) -> str:
        """When it was published, in words; a day that is not known is said."""
        return in_words(self.published)

    @property
    def headline(self) -> str:
        """The title in quotation marks, or our own description where we have not seen one."""
        described = self.title.startswith("(") and self.title.endswith(")")
        return f"Our description: {self.title[1:-1]}" if described else f"“{self.title}”"

    @property
    def relay(self) -> str:
        """A sentence where it passes on someone else's report or words, else ""."""
        if not self.passes_on:
            return ""
        return f"A relay or copy: it passes on {self.passes_on}. We read this page, not what it passes on."

    @property
    def lines(self) -> tuple[str, ...]:
        """The card below its first line, a fact a line; the address is the last."""
        kind = KINDS.get(self.kind, self.kind)
        facts = (self.headline, f"{TIERS.get(self.tier, self.tier)} Kind: {kind}.", self.relay, f"Note: {self.note}")
        return (*filter(None, facts), self.url)

    @property
    def name(self) -> str:
        """The first line of the card."""
        return f"{self.id}. {self.publisher}, {self.when}"


@dataclass(frozen=True, slots=True)
class SourceCards:
    """Cards to read, in the order in which they were asked for."""

    sources: tuple[Source, ...]

    def __repr__(self) -> str:
        """Return the cards as text, a blank line between two."""
        return "\n\n".join("\n  ".join((source.name, *source.lines)) for source in self.sources)

    def _repr_html_(self) -> Html:
        folded = len(self.sources) > MANY
        return tag("div", *(_card(source, folded) for source in self.sources), class_="unspin-sources")


def source_cards(*ids: str) -> SourceCards:
    """Return the cards of some sources of this course, such as `source_cards("S13", "S26")`.

    Raises UnspinError, naming the nearest, for an id that data/sources.csv does not have.
    """
    if not ids:
        raise UnspinError('Which source? Give at least one id, for example source_cards("S13").')
    known = sources(here())
    for wanted in ids:
        if str(wanted) not in known:
            raise UnspinError(f"There is no source called {wanted!r}. {_nearest(wanted, known)}")
    return SourceCards(tuple(known[wanted] for wanted in dict.fromkeys(map(str, ids))))


def source_pack(table: str = "verdicts") -> SourceCards:
    """Return the cards of the frozen pack: every source that a table of `data/tables` offers, by number."""
    path = here().data / "tables" / f"{table}.toml"
    if not path.exists():
        raise UnspinError(f"There is no table {table!r} in data/tables, so there is no pack of sources for it.")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["row"]
    ids = {choice.split()[0] for row in rows for choice in row.get("choices", {}).get("sources", [])}
    return source_cards(*sorted(ids, key=lambda name: int(name[1:])))


def sources(library: Library) -> dict[str, Source]:
    """Return all sources of the course by their id, in the order of the table."""
    rows = ({"id": row.pop("source_id"), **row} for row in library.rows("sources.csv"))
    return {row["id"]: Source(**row) for row in rows}


def _nearest(wanted: object, known: dict[str, Source]) -> str:
    """Return a sentence with the id that is meant, or the range of ids: the whole list would be no help."""
    number = "".join(filter(str.isdecimal, str(wanted)))
    if number and (same := f"S{int(number):02}") in known:
        return f"Did you mean {same!r}?"
    first, *_, last = known
    near = did_you_mean(wanted, known)
    return near if near.startswith("Did") else f"The ids run from {first!r} to {last!r}."


def in_words(published: str) -> str:
    """Return "17 March 2025" for "2025-03-17"."""
    if not published:
        return "date not known"
    year, month, day = (*map(int, published.split("-")), 1, 1)[:3]
    name = f"{datetime.date(year, month, day):%B}"
    return {4: f"{year} (day not known)", 7: f"{name} {year} (day not known)"}.get(
        len(published), f"{day} {name} {year}"
    )


def _card(source: Source, folded: bool) -> Html:
    *lines, url = source.lines
    address = tag("p", tag("small", f"Address: {url}"), style=LINE)
    body = join([each("p", lines[1:] if folded else lines, style=LINE), address])
    name = tag("strong", source.name)
    if folded:
        return tag("details", tag("summary", name, f". {lines[0]}"), body, style=CARD)
    return tag("div", tag("p", name, style=LINE), body, role="group", aria_label=f"Source {source.id}", style=CARD)
