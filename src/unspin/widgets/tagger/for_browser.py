"""What the tagger tells the browser: an article, a tag set and the key of one sentence, as plain data."""

import random
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from unspin.text.article import Article, Key, Sentence
from unspin.text.tagset import TagSet


def article(found: Article) -> dict[str, Any]:
    """Return the article without its key. `shuffled` is an order of the sentences, the same at every start."""
    order = [sentence.id for sentence in found.sentences]
    random.Random(found.id).shuffle(order)
    return {
        "id": found.id,
        "title": found.title,
        "language": found.language,
        "note": found.note,
        "madeBy": found.key.made_by if found.key else "",
        "shuffled": order,
        "sentences": [
            {"id": s.id, "number": s.number, "kind": s.kind, "paragraph": s.paragraph, "pieces": _pieces(s)}
            for s in found.sentences
        ],
    }


def tagset(found: TagSet, most_spans: int) -> dict[str, Any]:
    """Return the labels, the span labels and the rules, and how many marks a sentence can hold."""
    return {
        "labels": [asdict(label) for label in found.labels.values()],
        "spans": [asdict(label) for label in found.spans.values()],
        "rules": found.rules,
        "mostSpans": most_spans,
    }


def key(found: Key, sentence_id: str) -> dict[str, Any]:
    """Return what the key says of one sentence; its `spans` are None where the key says nothing of marked words."""
    said = found.labels[sentence_id]
    spans = [asdict(span) for span in found.spans.get(sentence_id, ())] if found.spans else None
    return {**asdict(said), "contested": said.contested, "spans": spans}


def _pieces(sentence: Sentence) -> list[str]:
    """Return the sentence cut at its words: every second piece, from the second on, is a word."""
    cuts = [0, *(cut for word in sentence.words for cut in word), len(sentence.text)]
    return [sentence.text[a:b] for a, b in pairwise(cuts)]
