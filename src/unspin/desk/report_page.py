"""One self-contained HTML page: text, tables, bars and charts, without a single request to a network.

What is not `Html` is text, and is escaped. A content security policy lets only the page's own two scripts run.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from unspin.chart import Figure

STATIC = Path(__file__).parents[1] / "static"
NOT_DRAWN = "The chart is not drawn yet. It needs scripts; its text stands below."


class Html(str):
    """Text that is HTML already, made by the functions of this module."""

    __slots__ = ()


def page_of(title: str, parts: Iterable[str], contents: Iterable[tuple[str, str]]) -> str:
    """Return the page; `contents` are pairs of the id of a section and what to call it, for the links at the top."""
    from plotly.offline import get_plotlyjs

    scripts = [get_plotlyjs(), _static("report.js")]
    links = join(tag("li", tag("a", name, href=f"#{place}")) for place, name in contents)
    head = join(
        [
            tag("a", "To the report", class_="skip", href="#report"),
            tag("nav", tag("ul", links), aria_label="Parts of this page"),
        ]
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{_static('report.css')}</style></head><body>"
        f'{head}<main id="report" tabindex="-1"><h1>{escape(title)}</h1>'
        f"{join(parts)}</main>" + "".join(f"<script>{script}</script>" for script in scripts) + "</body></html>\n"
    )


def tag(name: str, *parts: str, **attributes: str) -> Html:
    """Return an element; `class_` and `aria_label` stand for `class` and `aria-label`."""
    named = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{named}>{join(parts)}</{name}>")


def join(parts: Iterable[str]) -> Html:
    """Return parts one after the other; what is not HTML is escaped."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts))


def section(title: str, *parts: str, level: int, id: str = "") -> Html:
    """Return a section with a heading of a level from 2 to 6."""
    return tag("section", tag(f"h{level}", title), *parts, class_=f"level-{level}", **({"id": id} if id else {}))


def said(sentences: Sequence[str]) -> Html:
    """Return sentences, the first of them large: it is the sum of the others."""
    first, *others = sentences
    return join([tag("p", first, class_="sum"), *(tag("p", sentence) for sentence in others)])


def folded(title: str, *parts: str) -> Html:
    """Return parts that are shown when somebody opens them."""
    return tag("details", tag("summary", title), *parts)


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> Html:
    """Return a table whose first column names the rows; a wide one can be scrolled in its own box. `kind`: for CSS."""
    columns = tag("tr", *(tag("th", name, scope="col") for name in head))
    body = join(tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in rows)
    made = tag("table", tag("caption", tag("span", caption)), tag("thead", columns), tag("tbody", body))
    return tag("div", made, class_=f"wide {kind}".strip(), tabindex="0", role="group", aria_label=caption)


def bar(share: float) -> Html:
    """Return a bar for a share from 0.0 to 1.0; its number must stand beside it."""
    return Html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="all" width="100" height="10"/><rect class="part" width="{100 * share:.1f}" height="10"/></svg>'
    )


def chart(figure: Figure) -> Html:
    """Return a chart with its words below it: caption, source, and the same as text."""
    first, *facts = figure.text.split("\n")
    as_text = folded("Read this chart as text", tag("p", first), tag("ul", *(tag("li", fact) for fact in facts)))
    words = [*(tag("p", line) for line in figure.caption.split("\n")), tag("p", f"Source: {figure.source}")]
    told = json.loads(figure.chart.to_json())
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return tag(
        "figure",
        tag("div", NOT_DRAWN, class_="chart", role="img", aria_label=first),
        Html(f'<script type="application/json">{data}</script>'),
        tag("figcaption", *words, as_text),
    )


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _policy(scripts: Iterable[str]) -> str:
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in scripts)
    # Plotly sets styles, and draws heat maps as images of its own.
    allowed = f"script-src {hashes}; style-src 'unsafe-inline'; img-src data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
