"""An article and its tags as plain HTML and text: what is seen where no widget can run."""

from collections.abc import Mapping
from html import escape

from unspin.answers import Mark, Tag
from unspin.article import Article, Sentence, block_style


def article_html(article: Article, tags: Mapping[str, Tag], marks: Mapping[str, list[Mark]]) -> str:
    """Return the article as HTML with each sentence's label and marked words beside it, everything escaped.

    JupyterLab hides it (by `tagger.css`) while the live widget stands in the same output.
    """
    rows = "".join(_row(sentence, tags.get(sentence.id), marks.get(sentence.id, [])) for sentence in article.sentences)
    return (
        f'<div class="unspin-static" lang="{escape(article.language)}">'
        f"<p><strong>{escape(article.title)}</strong> {_progress(article, tags)} "
        "To label and mark, run this cell.</p>"
        f"{rows}</div>"
    )


def article_text(article: Article, tags: Mapping[str, Tag], marks: Mapping[str, list[Mark]]) -> str:
    """Return the article as plain text, one sentence a line, with its label and marked words."""
    lines = [f"{article.title}. {_progress(article, tags)}"]
    for sentence in article.sentences:
        said = _said(sentence, tags.get(sentence.id), marks.get(sentence.id, []))
        lines.append(f"{sentence.number}. {sentence.text}" + (f"  [{said}]" if said else ""))
    return "\n".join(lines)


def _progress(article: Article, tags: Mapping[str, Tag]) -> str:
    return f"{len(tags)} of {len(article.sentences)} sentences labelled."


def _row(sentence: Sentence, tag: Tag | None, marks: list[Mark]) -> str:
    bullet = "• " if sentence.kind == "bullet" else ""
    said = _said(sentence, tag, marks)
    note = f" <em>[{escape(said)}]</em>" if said else ""
    return f'<p style="{block_style(sentence.kind)}">{bullet}{escape(sentence.text)}{note}</p>'


def _said(sentence: Sentence, tag: Tag | None, marks: list[Mark]) -> str:
    label = [tag.label + (f", confidence {tag.confidence} of 5" if tag.confidence is not None else "")] if tag else []
    return "; ".join([*label, *(f"{m.label}: “{sentence.text[m.start : m.end]}”" for m in marks)])
