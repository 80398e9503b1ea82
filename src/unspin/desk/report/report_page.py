"""One self-contained HTML page: text, tables, bars and charts, without a single request to a network.

A content security policy lets only the page's own two scripts run.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from unspin.page import html
from unspin.page.chart import Figure
from unspin.page.html import Html, each, join, tag, void

HERE = Path(__file__).parent
NOT_DRAWN = "The chart is not drawn yet. It needs scripts; its text stands below."


def page_of(title: str, parts: Iterable[str], contents: Iterable[tuple[str, str]]) -> str:
    """Return the page; `contents` are pairs of the id of a section and what to call it, for the links at the top."""
    from plotly.offline import get_plotlyjs

    scripts = [get_plotlyjs(), _static("report.js")]
    links = join(tag("li", tag("a", name, href=f"#{place}")) for place, name in contents)
    head = [
        void("meta", charset="utf-8"),
        void("meta", http_equiv="Content-Security-Policy", content=Html(_policy(scripts))),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", name="color-scheme", content="light dark"),
        void("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Html(_static("report.css"))),
    ]
    body = [
        tag("a", "To the report", class_="skip", href="#report"),
        tag("nav", tag("ul", links), aria_label="Parts of this page"),
        tag("main", tag("h1", title), *parts, id="report", tabindex="-1"),
        *(tag("script", Html(script)) for script in scripts),
    ]
    return f"<!doctype html>\n{tag('html', tag('head', *head), tag('body', *body), lang='en')}\n"


def section(title: str, *parts: str, level: int, id: str = "") -> Html:
    """Return a section with a heading of a level from 2 to 6."""
    return tag("section", tag(f"h{level}", title), *parts, class_=f"level-{level}", id=id)


def said(sentences: Sequence[str]) -> Html:
    """Return sentences, the first of them large: it is the sum of the others."""
    first, *others = sentences
    return join([tag("p", first, class_="sum"), each("p", others)])


def folded(title: str, *parts: str) -> Html:
    """Return parts that are shown when somebody opens them."""
    return tag("details", tag("summary", title), *parts)


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> Html:
    """Return a table whose first column names the rows; a wide one can be scrolled in its own box. `kind`: for CSS."""
    made = html.table(head, rows, before=tag("caption", tag("span", caption)))
    return tag("div", made, class_=f"wide {kind}".strip(), tabindex="0", role="group", aria_label=caption)


def bar(share: float) -> Html:
    """Return a bar for a share from 0.0 to 1.0; its number must stand beside it."""
    return Html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="all" width="100" height="10"/><rect class="part" width="{100 * share:.1f}" height="10"/></svg>'
    )  # of numbers alone


def chart(figure: Figure) -> Html:
    """Return a chart with its words below it: caption, source, and the same as text."""
    first, *facts = figure.text.split("\n")
    as_text = folded("Read this chart as text", tag("p", first), tag("ul", each("li", facts)))
    words = [each("p", figure.caption.split("\n")), tag("p", f"Source: {figure.source}")]
    data = json.dumps(figure.plain_values(), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return tag(
        "figure",
        tag("div", NOT_DRAWN, class_="chart", role="img", aria_label=first),
        tag("script", Html(data), type="application/json"),
        tag("figcaption", *words, as_text),
    )


def _static(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _policy(scripts: Iterable[str]) -> str:
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in scripts)
    # Plotly sets styles, and draws heat maps as images of its own.
    allowed = f"script-src {hashes}; style-src 'unsafe-inline'; img-src data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
