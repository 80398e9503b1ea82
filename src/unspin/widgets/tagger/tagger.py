"""The tagging widget: labels, confidence and marked words for every sentence of an article, saved as they are given."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
import traitlets

from unspin.answers.file import AnswersFile
from unspin.answers.schema import (
    Answers,
    LabelsAnswer,
    Mark,
    SpansAnswer,
    Tag,
    pieces_in,
    with_article,
    with_marks,
    with_tag,
)
from unspin.lesson.answer_name import labels_of, read_unit, spans_of
from unspin.text.article import Article, Sentence, Span
from unspin.text.tagset import TagSet
from unspin.widgets.autosave import SAVING, Autosave, Refused
from unspin.widgets.front_end import front_end
from unspin.widgets.tagger import for_browser, static_form
from unspin.words.errors import UnspinError

if TYPE_CHECKING:
    import pandas as pd

PARTS = (
    *("focus.js", "state.js", "steps.js", "answers.js", "article.js", "pointer.js", "words.js", "marking.js"),
    *("compare.js", "editor.js", "keys.js", "bar.js", "tagger.js"),
)
FRONT_END = (*SAVING, *(f"tagger/{part}" for part in PARTS))
MOST_SPANS = 6


class Tagger(Autosave):
    """Tag an article sentence by sentence. Each change is on disk before the widget says "saved".

    `labels` and `spans` hold, by sentence id, what was on disk when the widget was made or last heard of.
    `key` holds the key of those sentences alone that the student has compared.
    """

    _esm = front_end(*FRONT_END)
    _css = front_end("base.css", "tagger/tagger.css")
    _hint = "Run this cell to label and mark."

    article = traitlets.Dict().tag(sync=True)
    tagset = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    spans = traitlets.Dict().tag(sync=True)
    key = traitlets.Dict().tag(sync=True)
    alone = traitlets.Bool(True).tag(sync=True)
    marking = traitlets.Bool(True).tag(sync=True)
    comparing = traitlets.Bool(True).tag(sync=True)

    def __init__(
        self, article: Article, tagset: TagSet, file: AnswersFile, *, alone: bool, marking: bool, comparing: bool
    ) -> None:
        """Restore what `file` holds for `article`. Raises UnspinError when that was made on another text."""
        self._article, self._tagset = article, tagset
        self._labels, self._spans = labels_of(article.id), spans_of(article.id)
        self._key = article.key.of_spans(tagset.spans) if comparing and article.key else None
        answers = file.read()
        with_article(answers, article.id, article.fingerprint)
        labels = pieces_in(answers, self._labels, LabelsAnswer).value
        spans = pieces_in(answers, self._spans, SpansAnswer).value
        super().__init__(
            file,
            article.id,
            article=for_browser.article(article),
            tagset=for_browser.tagset(tagset, MOST_SPANS),
            labels={sid: msgspec.to_builtins(tag) for sid, tag in labels.items() if sid in article.by_id},
            spans={sid: msgspec.to_builtins(marks) for sid, marks in spans.items() if sid in article.by_id},
            key={sid: said for sid, tag in labels.items() if tag.compared and (said := self._key_of(sid))},
            alone=alone,
            marking=marking,
            comparing=self._key is not None,
        )

    def tag(self, sentence_id: str, label: str, *, confidence: int | None = None, reason: str = "") -> None:
        """Label one sentence, as a click would. Raises UnspinError, with nothing saved, for what does not exist."""
        if confidence is not None and confidence not in range(6):
            raise Refused(f"How sure is a whole number from 0 to 5, not {confidence!r}. Nothing was saved.")
        tag = {"label": label, "confidence": confidence, "reason": reason}
        given = {k: v for k, v in tag.items() if v not in (None, "")}
        self._save_from_python({self._labels.unit(sentence_id): given})

    def mark(self, sentence_id: str, words: str, label: str) -> None:
        """Mark `words` (as they stand in the sentence) with a span label. Raises UnspinError where they do not."""
        sentence = self._sentence(sentence_id)
        start = sentence.text.find(words) if words else -1
        if start < 0:
            raise Refused(f"Sentence {sentence_id!r} does not hold the words {words!r}. Copy them from the sentence.")
        mark = {"start": start, "end": start + len(words), "label": label}
        others = [one for one in self.spans.get(sentence_id, []) if one != mark]  # a cell may well be run twice
        self._save_from_python({self._spans.unit(sentence_id): [*others, mark]})

    def answer_from_key(self) -> None:
        """Give the key's labels and spans as the answer: what a solution notebook does. Compared sentences stay."""
        if self._article.key is None:
            raise UnspinError(f"Nobody has made a key for {self._article.id!r}, so there is nothing to answer from.")
        key = self._article.key.of_spans(self._tagset.spans)
        open_ = [sid for sid in self._article.by_id if not self.labels.get(sid, {}).get("compared")]
        changes = {self._labels.unit(sid): {"label": key.labels[sid].label} for sid in open_ if sid in key.labels}
        if self.marking:
            marked = {sid: key.spans[sid] for sid in open_ if sid in key.spans}
            changes |= {self._spans.unit(sid): [*map(_mark, spans)] for sid, spans in marked.items()}
        self._save_from_python(changes)

    def table(self) -> "pd.DataFrame":
        """Return the student's labels as a pandas DataFrame, one row a sentence in reading order.

        Columns: sentence (id), label (None where there is none yet), confidence (0 to 5), text.
        """
        import pandas as pd

        tags = {sid: self.labels.get(sid, {}) for sid in self._article.by_id}
        return pd.DataFrame(
            {
                "sentence": list(tags),
                "label": pd.Series([tag.get("label") for tag in tags.values()], dtype="object"),
                "confidence": pd.array([tag.get("confidence") for tag in tags.values()], dtype="Int64"),
                "text": [sentence.text for sentence in self._article.sentences],
            }
        )

    def change(self, unit: str, value: Any) -> Callable[[Answers], Answers]:
        """Return the edit for `<answer name>/<sentence id>`. Raises Refused for a label or words that do not exist."""
        name, place = read_unit(unit)
        sentence = self._sentence("/".join(place))
        try:
            if name == self._labels:
                return self._new_label(sentence, value)
            if name == self._spans:
                return self._new_marks(sentence, value)
        except msgspec.ValidationError as error:
            raise Refused(f"The change was not understood, so nothing was saved ({error}).") from None
        except UnspinError as error:
            raise Refused(str(error)) from None
        raise Refused(f"There is no answer called {str(name)!r} here. Nothing was saved.")

    def saved(self, unit: str, value: Any) -> dict[str, Any]:
        """Follow what is on disk. The dicts are edited in place: the browser has sent the change and needs no echo."""
        name, (sentence_id,) = read_unit(unit)
        held = self.labels if name == self._labels else self.spans
        if value:
            held[sentence_id] = value
        else:
            held.pop(sentence_id, None)
        self.refresh_static_form_soon()
        if held is self.labels and value and value.get("compared") and (said := self._key_of(sentence_id)):
            self.key[sentence_id] = said
            return {"key": {sentence_id: said}}
        return {}

    def _static_bundle(self) -> dict[str, str]:
        tags = msgspec.convert(self.labels, dict[str, Tag])
        marks = msgspec.convert(self.spans, dict[str, list[Mark]])
        return {
            "text/html": static_form.article_html(self._article, tags, marks),
            "text/plain": static_form.article_text(self._article, tags, marks),
        }

    def _save_from_python(self, changes: dict[str, Any]) -> None:
        more = self.save(changes)
        self.send_state(["labels", "spans"])  # for a view that is not drawn yet and would miss the message
        self.send({"type": "saved", "page": "python", "revision": 0, "changes": changes, **more})

    def _new_label(self, sentence: Sentence, value: Any) -> Callable[[Answers], Answers]:
        tag = None if value is None else msgspec.convert(value, Tag)
        if tag is not None:
            self._tagset.check_label(tag.label)
        return lambda answers: self._allow(sentence.id, answers, with_tag(answers, self._labels, sentence.id, tag))

    def _new_marks(self, sentence: Sentence, value: Any) -> Callable[[Answers], Answers]:
        marks = msgspec.convert(value or [], list[Mark])
        self._check_marks(sentence, marks)
        return lambda answers: self._allow(sentence.id, answers, with_marks(answers, self._spans, sentence.id, marks))

    def _allow(self, sentence_id: str, before: Answers, after: Answers) -> Answers:
        """Return `after`, for the text as it is. Raises Refused when it changes what was compared with the key."""
        tag, _ = committed = self._committed(before, sentence_id)
        if tag and tag[-1] and committed != self._committed(after, sentence_id):
            raise Refused(f"Sentence {sentence_id} was compared with the key, so your answer stays as it was.")
        return with_article(after, self._article.id, self._article.fingerprint)

    def _committed(self, answers: Answers, sentence_id: str) -> tuple[tuple[Any, ...] | None, list[Mark]]:
        """Return what comparing makes final: a sentence's tag without the reason, and its marks."""
        tag = pieces_in(answers, self._labels, LabelsAnswer).value.get(sentence_id)
        marks = pieces_in(answers, self._spans, SpansAnswer).value.get(sentence_id, [])
        return tag and (tag.label, tag.confidence, tag.compared), marks

    def _sentence(self, sentence_id: str) -> Sentence:
        if sentence_id not in self._article.by_id:
            first, last = self._article.sentences[0].id, self._article.sentences[-1].id
            raise Refused(f"There is no sentence {sentence_id!r}; they run from {first} to {last}. Nothing was saved.")
        return self._article.by_id[sentence_id]

    def _check_marks(self, sentence: Sentence, marks: list[Mark]) -> None:
        starts, ends = {start for start, _ in sentence.words}, {end for _, end in sentence.words}
        for mark in marks:
            self._tagset.check_span(mark.label)
            if mark.start not in starts or mark.end not in ends or mark.start >= mark.end:
                raise Refused(f"Mark whole words of sentence {sentence.id}; nothing was saved.")
        if len(marks) > MOST_SPANS:
            raise Refused(f"A sentence can hold at most {MOST_SPANS} marks. Take one away first; nothing was saved.")

    def _key_of(self, sentence_id: str) -> dict[str, Any] | None:
        """Return the key of a sentence for the browser; None where this widget may not show one."""
        if self._key is None or sentence_id not in self._article.by_id or sentence_id not in self._key.labels:
            return None
        return for_browser.key(self._key, sentence_id)


def _mark(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "label": span.label}
