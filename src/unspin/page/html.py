"""The one maker of HTML: what is not `Html` is text, and is escaped. Nothing that was typed can become a tag."""

from collections.abc import Iterable, Sequence
from html import escape


class Html(str):
    """Text that is HTML already, made by the functions of this module."""

    __slots__ = ()


def tag(name: str, /, *parts: str, **attributes: str) -> Html:
    """Return an element; `class_` and `aria_label` stand for `class` and `aria-label`.

    An attribute that is empty is left out.
    """
    return Html(f"{void(name, **attributes)}{join(parts)}</{name}>")


def void(name: str, /, **attributes: str) -> Html:
    """Return an element that holds nothing, such as `meta`."""
    named = [f'{key.rstrip("_").replace("_", "-")}="{join([value])}"' for key, value in attributes.items() if value]
    return Html(f"<{' '.join([name, *named])}>")


def join(parts: Iterable[str], between: str = "") -> Html:
    """Return parts one after the other; what is not HTML is escaped."""
    return Html(between.join(part if isinstance(part, Html) else escape(part) for part in parts))


def each(name: str, parts: Iterable[str], /, **attributes: str) -> Html:
    """Return an element of the same name for each of the parts: paragraphs, list items."""
    return join(tag(name, part, **attributes) for part in parts)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], before: str = "") -> Html:
    """Return a table whose first row names the columns and whose first column names the rows; `before`: a caption."""
    columns = tag("tr", *(tag("th", name, scope="col") for name in head))
    body = join(tag("tr", tag("th", first, scope="row"), each("td", cells)) for first, *cells in rows)
    return tag("table", before, tag("thead", columns), tag("tbody", body))
