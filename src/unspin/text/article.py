"""An article under study: its sentences, its words, and the key that somebody made for it."""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

from unspin.page.html import Html, tag
from unspin.words.errors import UnspinError, did_you_mean


@dataclass(frozen=True)
class Sentence:
    """One unit of an article. `start` and `end` are code points into the article's text, end exclusive."""

    id: str
    kind: str
    paragraph: int
    start: int
    end: int
    text: str

    @property
    def number(self) -> int:
        """The place of the sentence in its article, counted from 1."""
        return int(self.id[1:])

    @cached_property
    def words(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each word in `text`, in code points, end exclusive; punctuation around it left out."""
        return tuple(_words(self.text))


@dataclass(frozen=True, slots=True)
class Span:
    """Marked words of a sentence: code points into its text, end exclusive; `why` only in a key."""

    start: int
    end: int
    label: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class KeyLabel:
    """What the key says of one sentence: credit 1 for `label` and `accepted`, one half for `near`."""

    label: str
    accepted: tuple[str, ...]
    near: tuple[str, ...]
    rules: tuple[str, ...]
    why: str

    @property
    def contested(self) -> bool:
        """Whether an alternative is accepted; a contested sentence weighs half."""
        return bool(self.accepted)


@dataclass(frozen=True, slots=True)
class Key:
    """Labels and spans by sentence id, with who coded them, when and by which rules (one sentence).

    A key without any spans says nothing of marked words; one with some says of every other sentence that it has none.
    """

    labels: dict[str, KeyLabel]
    spans: dict[str, tuple[Span, ...]]
    made_by: str

    def of_spans(self, labels: Collection[str]) -> "Key":
        """Return this key with the spans of these labels only."""
        kept = {sid: tuple(span for span in spans if span.label in labels) for sid, spans in self.spans.items()}
        return replace(self, spans={sid: spans for sid, spans in kept.items() if spans})


@dataclass(frozen=True)
class Article:
    """A text that is studied, split into sentences in reading order. `key` is None where nobody has made one.

    `hard` are the ids of the sentences that are hard to read; `note` says why, before anybody meets them.
    """

    id: str
    title: str
    language: str
    text: str
    sentences: tuple[Sentence, ...]
    note: str = ""
    source: str = ""
    slant: str = "none"
    hard: tuple[str, ...] = field(default=(), repr=False)
    key: Key | None = field(default=None, repr=False)

    @cached_property
    def fingerprint(self) -> str:
        """`sha256:` and the hash of the text in UTF-8; an answers file names the text it was made on by it."""
        return "sha256:" + hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def without(self, sentences: Collection[str]) -> "Article":
        """Return the article without these sentences, by id: neither they nor what the key says of them is shown.

        Raises UnspinError for a sentence that it does not have, and where none would be left.
        """
        sentences = [sentences] if isinstance(sentences, str) else sentences  # ("s17") is one id and no tuple
        for sentence in sentences:
            if sentence not in self.by_id:
                raise UnspinError(f"There is no sentence {sentence!r} here. {did_you_mean(sentence, self.by_id)}")
        if set(sentences) == set(self.by_id):
            raise UnspinError("Without these sentences there is nothing left to show. Leave out fewer.")
        key = self.key and replace(
            self.key,
            labels={sid: label for sid, label in self.key.labels.items() if sid not in sentences},
            spans={sid: spans for sid, spans in self.key.spans.items() if sid not in sentences},
        )
        return replace(self, sentences=tuple(s for s in self.sentences if s.id not in sentences), key=key)

    def _repr_html_(self) -> Html:
        """Return the text in its own layout, to be read, with where it was published."""
        rows: list[Html] = []
        for _, group in groupby(self.sentences, key=lambda sentence: (sentence.paragraph, sentence.kind)):
            block = list(group)
            bullet = "• " if block[0].kind == "bullet" else ""
            text = " ".join(sentence.text for sentence in block)
            rows.append(tag("p", bullet, text, style=block_style(block[0].kind)))
        source = [tag("p", tag("em", f"Published: {self.source}."))] if self.source else []
        return tag("div", *rows, *source, lang=self.language, style="max-width:45em")

    def __str__(self) -> str:
        """Return the text."""
        return self.text

    @cached_property
    def by_id(self) -> dict[str, Sentence]:
        """Sentences by their id."""
        return {sentence.id: sentence for sentence in self.sentences}


def block_style(kind: str) -> str:
    """Return the CSS of a block of an article, by the kind of its sentences."""
    return _STYLES.get(kind, "margin:.5em 0")


_STYLES = {
    "heading": "font-weight:bold;font-size:1.15em;margin:.8em 0 .3em",
    "list-label": "font-weight:bold;margin:.8em 0 .3em",
    "bullet": "margin:.2em 0 .2em 1.2em",
}
_OPENING = "“\"‘'«‹([{–—-•*"
_CLOSING = "”\"’'»›)]}.,;:!?…–—-"
_ABBREVIATION = re.compile(r"(?:\w\.){2,}")


def _words(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"\S+", text):
        start, end = match.span()
        while start < end and text[start] in _OPENING:
            start += 1
        while start < end and text[end - 1] in _CLOSING and not _ABBREVIATION.fullmatch(text, start, end):
            end -= 1
        if start < end:
            yield start, end
