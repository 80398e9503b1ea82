"""Two texts side by side, sentence by sentence, with marked words: HTML for the page, and the same as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from unspin.page.html import Html, each, join, tag
from unspin.text.article import Article, Sentence, Span

Spans = Mapping[str, Sequence[Span]]

STYLE = Html("""<style>
.unspin-pair { max-width: 64rem; line-height: 1.55; overflow-wrap: anywhere; }
.unspin-pair .two { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5rem; }
.unspin-pair .names { font-weight: 600; border-bottom: 2px solid currentColor; padding-bottom: .3rem; }
.unspin-pair h4 { font-size: .9em; margin: .9rem 0 .2rem; }
.unspin-pair .two p { margin: 0 0 .3rem; }
.unspin-pair mark { background: none; color: inherit; text-decoration: underline 2px; text-underline-offset: 3px; }
.unspin-pair mark small { font-size: .72em; font-weight: 600; border: 1px solid; border-radius: 3px; padding: 0 .25em;
  margin-inline-start: .25em; white-space: nowrap; }
.unspin-pair .which { display: none; font-weight: 600; }
@media (max-width: 700px) {
  .unspin-pair .two { grid-template-columns: 1fr; }
  .unspin-pair .which { display: inline; }
}
</style>""")


@dataclass(frozen=True)
class SideBySide:
    """Two articles whose sentences share their ids, and the marks of each by sentence id."""

    first: Article
    second: Article
    marks: tuple[Spans, Spans] = field(default=({}, {}))

    def _repr_html_(self) -> Html:
        """Return the pairs under a heading each; colours are the page's own, so light and dark both hold."""
        names = each("p", (f"{letter}: {article.title}" for letter, article, _ in self._sides()))
        rows = (self._row_html(int(sid[1:]), sid) for sid in self._ids())
        pairs = tag("div", names, class_="two names"), *rows
        return join(
            [STYLE, tag("div", *pairs, class_="unspin-pair", role="region", aria_label="Two texts side by side")]
        )

    def __repr__(self) -> str:
        """Return the pairs as lines of text, marked words in square brackets."""
        lines = [f"A: {self.first.title}", f"B: {self.second.title}"]
        for sid in self._ids():
            lines.append(f"Sentence {int(sid[1:])}")
            for letter, article, spans in self._sides():
                lines.append(f"  {letter}: {_text(article.by_id.get(sid), spans.get(sid, ()))}")
        return "\n".join(lines)

    def _ids(self) -> list[str]:
        return list({s.id: None for article in (self.first, self.second) for s in article.sentences})

    def _sides(self) -> tuple[tuple[str, Article, Spans], ...]:
        return (("A", self.first, self.marks[0]), ("B", self.second, self.marks[1]))

    def _row_html(self, number: int, sid: str) -> Html:
        cells = (
            tag(
                "p",
                tag("span", f"{letter}: ", class_="which"),
                _html(article.by_id.get(sid), spans.get(sid, ())),
                lang=article.language,
            )
            for letter, article, spans in self._sides()
        )
        return join([tag("h4", f"Sentence {number}"), tag("div", *cells, class_="two")])


def _html(sentence: Sentence | None, spans: Sequence[Span]) -> Html:
    if sentence is None:
        return Html("(no such sentence)")
    return join(
        tag("mark", text, tag("small", labels)) if labels else text for text, labels in _pieces(sentence, spans)
    )


def _text(sentence: Sentence | None, spans: Sequence[Span]) -> str:
    if sentence is None:
        return "(no such sentence)"
    return "".join(f"[{text} {labels}]" if labels else text for text, labels in _pieces(sentence, spans))


def _pieces(sentence: Sentence, spans: Sequence[Span]) -> list[tuple[str, str]]:
    """Return the sentence cut where a mark begins or ends, each piece with the labels that lie over it."""
    length = len(sentence.text)
    cuts = sorted({0, length, *(min(cut, length) for span in spans for cut in (span.start, span.end))})
    return [
        (sentence.text[a:b], ", ".join(sorted({s.label for s in spans if s.start <= a and b <= s.end})))
        for a, b in pairwise(cuts)
    ]
