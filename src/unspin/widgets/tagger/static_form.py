"""An article and its tags as plain HTML and text: what is seen where no widget can run."""

from collections.abc import Mapping

from unspin.answers.schema import Mark, Tag
from unspin.page.html import Html, tag
from unspin.text.article import Article, Sentence, block_style


def article_html(article: Article, tags: Mapping[str, Tag], marks: Mapping[str, list[Mark]]) -> Html:
    """Return the article as HTML with each sentence's label and marked words beside it, everything escaped.

    JupyterLab hides it (by `tagger.css`) while the live widget stands in the same output.
    """
    rows = (_row(sentence, tags.get(sentence.id), marks.get(sentence.id, [])) for sentence in article.sentences)
    progress = tag("strong", article.title), f" {_progress(article, tags)} To label and mark, run this cell."
    return tag("div", tag("p", *progress), *rows, class_="unspin-static", lang=article.language)


def article_text(article: Article, tags: Mapping[str, Tag], marks: Mapping[str, list[Mark]]) -> str:
    """Return the article as plain text, one sentence a line, with its label and marked words."""
    lines = [f"{article.title}. {_progress(article, tags)}"]
    for sentence in article.sentences:
        said = _said(sentence, tags.get(sentence.id), marks.get(sentence.id, []))
        lines.append(f"{sentence.number}. {sentence.text}" + (f"  [{said}]" if said else ""))
    return "\n".join(lines)


def _progress(article: Article, tags: Mapping[str, Tag]) -> str:
    return f"{len(tags)} of {len(article.sentences)} sentences labelled."


def _row(sentence: Sentence, given: Tag | None, marks: list[Mark]) -> Html:
    bullet = "• " if sentence.kind == "bullet" else ""
    said = _said(sentence, given, marks)
    note = [" ", tag("em", f"[{said}]")] if said else []
    return tag("p", bullet, sentence.text, *note, style=block_style(sentence.kind))


def _said(sentence: Sentence, given: Tag | None, marks: list[Mark]) -> str:
    sure = f", confidence {given.confidence} of 5" if given and given.confidence is not None else ""
    label = [given.label + sure] if given else []
    return "; ".join([*label, *(f"{m.label}: “{sentence.text[m.start : m.end]}”" for m in marks)])
