"""The tag set: sentence labels, span labels, and the rules that decide between them (`data/tagset.toml`)."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from unspin.errors import UnspinError, did_you_mean


@dataclass(frozen=True, slots=True)
class Label:
    """One label and its rule card. `key` is the letter that gives it; `rules` are rule ids."""

    id: str
    key: str
    name: str
    definition: str
    example: str
    not_this: str
    not_this_label: str = ""
    rule: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagSet:
    """Labels by id, in the order of their buttons; rule texts by rule id; the questions behind the labels."""

    labels: dict[str, Label]
    spans: dict[str, Label]
    rules: dict[str, str]
    questions: tuple[str, ...]

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
    """Read a tag set from a TOML file."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return TagSet(
        labels={row["id"]: _label(row) for row in raw["label"]},
        spans={row["id"]: _label(row) for row in raw["span"]},
        rules=raw["rules"],
        questions=tuple(row["text"] for row in raw["question"]),
    )


def _label(row: dict) -> Label:
    return Label(**{**row, "rules": tuple(row.get("rules", ()))})


def _check(label: str, known: dict[str, Label], what: str) -> None:
    if label not in known:
        raise UnspinError(f"There is no {what} {label!r}. {did_you_mean(str(label), known)} Nothing was saved.")
