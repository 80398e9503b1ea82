"""The tag set: sentence labels, span labels, and the rules that decide between them (`data/tagset.toml`).

What a label means is its role, which is data too: no other module names a label.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from unspin.words.errors import UnspinError, did_you_mean

CLAIMS = frozenset({"claim"})  # roles of labels that say: evidence could show it true or false
OPINIONS = frozenset({"view", "guess"})  # of labels that say: it could not
SUSPICIOUS = OPINIONS | {"mixed"}  # of labels that suspect a sentence of judging
LABEL_ROLES = ("claim", "reported", "view", "guess", "mixed", "none")
NUMBER = "number"  # the role of spans that can be looked up
LOADED = "loaded"  # of spans that are left where a part of them stays
TO_GO = frozenset({"push", LOADED})  # of spans that a neutral rewrite does without; a hedge is tagged, not condemned
SPAN_ROLES = ("number", "source", "hedge", "push", "loaded")


@dataclass(frozen=True, slots=True)
class Label:
    """One label and its rule card. `key` is the letter that gives it; `rules` are rule ids; `line` is of a span."""

    id: str
    key: str
    name: str
    role: str
    definition: str
    example: str
    not_this: str
    not_this_label: str = ""
    rule: str = ""
    rules: tuple[str, ...] = ()
    colour: str = "#888888"
    line: str = "solid"


@dataclass(frozen=True, slots=True)
class TagSet:
    """Labels by id, in the order of their buttons; rule texts by rule id; the questions behind the labels."""

    labels: dict[str, Label]
    spans: dict[str, Label]
    rules: dict[str, str]
    questions: tuple[str, ...]

    def labels_of(self, roles: Collection[str]) -> frozenset[str]:
        """Return the ids of the sentence labels that have one of these roles."""
        return frozenset(name for name, label in self.labels.items() if label.role in roles)

    def spans_of(self, roles: Collection[str]) -> frozenset[str]:
        """Return the ids of the span labels that have one of these roles."""
        return frozenset(name for name, label in self.spans.items() if label.role in roles)

    def check_label(self, label: str) -> None:
        """Raise UnspinError unless `label` is a sentence label of this tag set."""
        _check(label, self.labels, "label")

    def check_span(self, label: str) -> None:
        """Raise UnspinError unless `label` is a span label of this tag set."""
        _check(label, self.spans, "span label")

    def with_spans(self, labels: Sequence[str]) -> "TagSet":
        """Return this tag set with these span labels only, or with all where none is given. Raises UnspinError."""
        for label in labels:
            self.check_span(label)
        return replace(self, spans={name: one for name, one in self.spans.items() if not labels or name in labels})


def read_tagset(path: Path) -> TagSet:
    """Read a tag set from a TOML file. Raises UnspinError for a role that there is not."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return TagSet(
        labels={row["id"]: _label(row, LABEL_ROLES) for row in raw["label"]},
        spans={row["id"]: _label(row, SPAN_ROLES) for row in raw["span"]},
        rules=raw["rules"],
        questions=tuple(row["text"] for row in raw["question"]),
    )


def _label(row: Mapping[str, Any], roles: Sequence[str]) -> Label:
    if row.get("role") not in roles:
        raise UnspinError(
            f"The label {row['id']!r} of the tag set has the role {row.get('role')!r}. "
            f"The roles are {', '.join(roles)}. Mend data/tagset.toml."
        )
    fields: dict[str, Any] = {**row, "rules": tuple(row.get("rules", ()))}
    return Label(**fields)


def _check(label: str, known: Mapping[str, Label], what: str) -> None:
    if label not in known:
        raise UnspinError(f"There is no {what} {label!r}. {did_you_mean(str(label), known)} Nothing was saved.")
