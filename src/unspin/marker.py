"""Mark the answers of one lesson: find what each answer is marked against, and read that once."""

from collections.abc import Callable, Collection
from functools import cache, cached_property

from unspin import library, tables
from unspin.answers import Answer, ChoiceAnswer, FigureAnswer, LabelsAnswer, NumberAnswer, SpansAnswer, TableAnswer
from unspin.article import Article
from unspin.given import article_name, is_tags
from unspin.key_file import Check, LessonKey
from unspin.marking import (
    Feedback,
    labels_given,
    mark_labels,
    mark_rewrite,
    mark_spans,
    mark_value,
    only_saved,
    score_value,
    spans_given,
    unanswered,
)
from unspin.marking_figures import mark_figure
from unspin.marking_tables import mark_table
from unspin.scoring import LabelScorer, SpanScorer
from unspin.tagset import TagSet


class Marker:
    """Marks answers by the key of a lesson (None: there is none), by articles, tables and sentences to be rewritten.

    What it read once it keeps, so a class of any size is marked by the same keys.
    """

    def __init__(self, key: LessonKey | None, tagset: TagSet) -> None:
        """Read nothing yet."""
        self.key, self._tagset = key, tagset
        self._article, self._layout = cache(library.article), cache(tables.read_layout)
        self._task, self._is_tags = cache(library.rewrite_task), cache(is_tags)
        self._way = cache(self._new_way)
        self._label_scorer, self._span_scorer = cache(self._new_label_scorer), cache(self._new_span_scorer)

    def mark(self, name: str, answer: Answer | None, check: Check) -> Feedback:
        """Return points and sentences for the answer under `name`; None for one that is not there."""
        if answer is None:
            return unanswered(check)
        if self._is_tags(name):
            return self._mark_tags(name, answer, check)
        if task := self._task(name):
            return mark_rewrite(answer, task, self._loaded_words, check)
        if name in self._tables:
            return self._mark_table(name, answer, check)
        wanted = self.key.answers.get(name) if self.key else None
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
        scorer = self._scorer(name, check) if self._is_tags(name) else None
        if isinstance(scorer, LabelScorer):
            return lambda given: scorer.score(labels_given(given)) if isinstance(given, LabelsAnswer) else 0.0
        if isinstance(scorer, SpanScorer):
            return lambda given: scorer.score(spans_given(given)) if isinstance(given, SpansAnswer) else 0.0
        wanted = self.key.answers.get(name) if self.key else None
        if isinstance(wanted, NumberAnswer | ChoiceAnswer):
            return lambda given: score_value(given, wanted, check)
        return lambda given: _share(self.mark(name, given, check))

    def _mark_tags(self, name: str, answer: Answer, check: Check) -> Feedback:
        scorer, article = self._scorer(name, check), self._article(article_name(name))
        if scorer is None:
            return only_saved()
        if isinstance(answer, LabelsAnswer) and isinstance(scorer, LabelScorer):
            return mark_labels(answer, article, self._tagset, check, scorer)
        if isinstance(answer, SpansAnswer) and isinstance(scorer, SpanScorer):
            return mark_spans(answer, article, check, scorer)
        return Feedback(0.0, check.points, ("The answer should be given in the tagger. Give it there again.",))

    def _scorer(self, name: str, check: Check) -> LabelScorer | SpanScorer | None:
        labels = name.endswith("-labels")
        return self._label_scorer(article_name(name)) if labels else self._span_scorer(article_name(name), check.spans)

    def _new_label_scorer(self, name: str) -> LabelScorer | None:
        article = self._article(name)
        return LabelScorer(article.key, self._tagset.labels) if article.key and article.key.labels else None

    def _new_span_scorer(self, name: str, labels: Collection[str]) -> SpanScorer | None:
        article = self._article(name)
        return SpanScorer(article.key, article, labels) if article.key and article.key.spans else None

    def _mark_table(self, name: str, answer: Answer, check: Check) -> Feedback:
        layout = self._layout(name)
        if layout.key is None:
            return only_saved()
        if isinstance(answer, TableAnswer):
            return mark_table(answer, layout, check)
        return Feedback(0.0, check.points, ("The answer should be given in the table. Fill it in again.",))

    @cached_property
    def _tables(self) -> frozenset[str]:
        return frozenset(tables.names())

    @cached_property
    def _loaded_words(self) -> dict[str, str]:
        return library.loaded_words()


def _share(feedback: Feedback) -> float | None:
    return None if feedback.points is None else feedback.points / (feedback.out_of or 1)
