"""Mark the answers of one lesson: find what each answer is marked against, and read that once."""

from collections.abc import Callable
from functools import cache, cached_property

from unspin.answers.key import LessonKey
from unspin.answers.schema import (
    Answer,
    ChoiceAnswer,
    FigureAnswer,
    LabelsAnswer,
    NumberAnswer,
    SpansAnswer,
    TableAnswer,
)
from unspin.lesson.answer_name import LABELS, AnswerName, tagged
from unspin.lesson.check import Check
from unspin.lesson.tables import Layout, read_layout, table_names
from unspin.marks.charts import mark_figure
from unspin.marks.feedback import (
    Feedback,
    labels_given,
    mark_labels,
    mark_rewrite,
    mark_spans,
    mark_value,
    only_saved,
    score_value,
    spans_given,
    told,
    unanswered,
)
from unspin.marks.key_table import KeyTable
from unspin.marks.scoring import LabelScorer, SpanScorer
from unspin.marks.tables import mark_table
from unspin.text.article import Article
from unspin.text.library import Library


class Marker:
    """Marks answers by the key of a lesson (None: there is none), by articles, tables and sentences to be rewritten.

    What it read once it keeps, so a class of any size is marked by the same keys.
    """

    def __init__(self, library: Library, key: LessonKey | None) -> None:
        """Read nothing yet but the tag set."""
        self.key, self._library, self._tagset = key, library, library.tagset()
        self._article, self._task = cache(library.article), cache(library.rewrite_task)
        self._layout, self._tagged = cache(self._new_layout), cache(self._new_tagged)
        self._way, self._scorer = cache(self._new_way), cache(self._new_scorer)

    def mark(self, name: str, answer: Answer | None, check: Check) -> Feedback:
        """Return points and sentences for the answer under `name`; None for one that is not there."""
        if answer is None:
            return unanswered(check)
        if found := self._tagged(name):
            return self._mark_tags(found, answer, check)
        if task := self._task(name):
            return mark_rewrite(answer, task, self._loaded_words, check)
        if layout := self._layout(name):
            return self._mark_table(layout, answer, check)
        wanted = self._wanted(name)
        if isinstance(wanted, FigureAnswer):
            return mark_figure(answer, wanted, check)
        return mark_value(answer, wanted, check) if wanted else only_saved()

    def score(self, name: str, answer: Answer, check: Check) -> float | None:
        """Return what `mark` gives as a share of the points, from 0.0 to 1.0, without a word; None without a key."""
        return self._way(name, check)(answer)

    def article(self, name: str) -> Article:
        """Return an article by its id. Raises UnspinError when there is none."""
        return self._article(name)

    def _new_way(self, name: str, check: Check) -> Callable[[Answer], float | None]:
        """Return the quickest way to score the answers to one question."""
        found = self._tagged(name)
        scorer = self._scorer(found, check.spans) if found else None
        if isinstance(scorer, LabelScorer):
            return lambda given: scorer.score(labels_given(given)) if isinstance(given, LabelsAnswer) else 0.0
        if isinstance(scorer, SpanScorer):
            return lambda given: scorer.score(spans_given(given)) if isinstance(given, SpansAnswer) else 0.0
        wanted = self._wanted(name)
        if isinstance(wanted, NumberAnswer | ChoiceAnswer):
            return lambda given: score_value(given, wanted, check)
        return lambda given: self.mark(name, given, check).share

    def _wanted(self, name: str) -> Answer | None:
        """Return the answer of the solution, where there is one."""
        return self.key.answers.get(name) if self.key else None

    def _mark_tags(self, name: AnswerName, answer: Answer, check: Check) -> Feedback:
        scorer = self._scorer(name, check.spans)
        if scorer is None:
            return only_saved()
        if isinstance(answer, LabelsAnswer) and isinstance(scorer, LabelScorer):
            return mark_labels(answer, self._article(name.of), self._tagset, check, scorer)
        if isinstance(answer, SpansAnswer) and isinstance(scorer, SpanScorer):
            return mark_spans(answer, check, scorer)
        return Feedback(0.0, check.points, told("The answer should be given in the tagger. Give it there again."))

    def _mark_table(self, layout: Layout, answer: Answer, check: Check) -> Feedback:
        if layout.key is None:
            return only_saved()
        if isinstance(answer, TableAnswer):
            return mark_table(answer, layout, check)
        return Feedback(0.0, check.points, told("The answer should be given in the table. Fill it in again."))

    def _new_tagged(self, name: str) -> AnswerName | None:
        return tagged(name, self._library)

    def _new_layout(self, name: str) -> Layout | None:
        return read_layout(self._library, name) if name in self._tables else None

    def _new_scorer(self, name: AnswerName, spans: tuple[str, ...]) -> LabelScorer | SpanScorer | None:
        """Return what scores the labels or the marked words of a text; None where its key says nothing of them."""
        article = self._article(name.of)
        key = article.key
        if name.kind == LABELS:
            return LabelScorer(KeyTable(key, self._tagset)) if key and key.labels else None
        return SpanScorer(key, article, spans) if key and key.spans else None

    @cached_property
    def _tables(self) -> frozenset[str]:
        return frozenset(table_names(self._library))

    @cached_property
    def _loaded_words(self) -> dict[str, str]:
        return self._library.loaded_words()
