"""Mark one saved answer: points, and sentences that say why. Runs no student code; the grader uses it too."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unspin.answers.schema import Answer, ChoiceAnswer, LabelsAnswer, NumberAnswer, SpansAnswer, TextAnswer
from unspin.lesson.check import Check
from unspin.marks.key_table import KeyTable
from unspin.marks.scoring import LabelScore, LabelScorer, SpanScorer, score_number
from unspin.page.html import Html, each, tag
from unspin.text.article import Article, Span
from unspin.text.rewrites import Rewrite, Task, compare
from unspin.text.tagset import TagSet

MOST_RULES = 3
SURE_FROM = 4  # confidence, of 5


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence for the student. `kind` says what it is about, for those who show some kinds and not others."""

    kind: str
    text: str


PLAIN = "plain"
SHARES = "shares"  # the four numbers; a page that has them in a table leaves them out
SURE = "sure"  # how often the student was right when sure


@dataclass(frozen=True, slots=True)
class Feedback:
    """Points out of `out_of`, and notes for the student. None points: saved, with no key to mark it by.

    The text form is the number of points alone: nbgrader reads it as partial credit.
    """

    points: float | None
    out_of: float
    notes: tuple[Note, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The notes as sentences; the first is the sum of them."""
        return tuple(note.text for note in self.notes)

    @property
    def share(self) -> float | None:
        """The points as a share of those that can be had, from 0.0 to 1.0; None where nothing was marked."""
        return None if self.points is None else self.points / (self.out_of or 1)

    def __repr__(self) -> str:
        """Return the number of points as text."""
        return "0" if self.points is None else f"{round(self.points, 2):g}"

    def _repr_html_(self) -> Html:
        first, *rest = self.sentences
        score = [] if self.points is None else [tag("strong", f"{self!r} of {self.out_of:g} points."), " "]
        more = [tag("ul", each("li", rest))] if rest else []
        return tag("div", tag("p", *score, first), *more, class_="unspin-feedback")


def told(*sentences: str, kind: str = PLAIN) -> tuple[Note, ...]:
    """Return sentences as notes of one kind."""
    return tuple(Note(kind, sentence) for sentence in sentences)


def unanswered(check: Check) -> Feedback:
    """Return the feedback on a question without an answer."""
    return Feedback(0.0, check.points, told("Not answered yet."))


def only_saved() -> Feedback:
    """Return the feedback where there is no key to mark by."""
    return Feedback(None, 0.0, told("Saved."))


def on_open(points: float, answered: bool) -> Feedback:
    """Return the feedback on a question that is not marked here: the teacher's, or, without points, nobody's."""
    if not answered:
        return Feedback(None, points, told("Not answered yet."))
    if points:
        return Feedback(None, points, told(f"Saved. Your teacher reads it and can give {points:g} points."))
    said = "Saved, and not marked: it records what you think now, and you come back to it later."
    return Feedback(None, 0.0, told(said))


def mark_value(answer: Answer, wanted: Answer, check: Check) -> Feedback:
    """Mark a number or a choice against the answer of the solution."""
    score = score_value(answer, wanted, check)
    if isinstance(answer, NumberAnswer) and isinstance(wanted, NumberAnswer):
        said = _on_number(answer.value, wanted.value, check, score)
    elif isinstance(answer, ChoiceAnswer) and isinstance(wanted, ChoiceAnswer):
        said = "Right." if score else "Not this one. Read the question and the figure again, then choose again."
    else:
        kind = "a number" if isinstance(wanted, NumberAnswer) else "one of the choices"
        said = f"The answer should be {kind}. Give it again as {kind}."
    return Feedback(score * check.points, check.points, told(said))


def score_value(answer: Answer, wanted: Answer, check: Check) -> float:
    """Return 1.0 for a number within the check's tolerance or for the right choice, otherwise 0.0."""
    if isinstance(answer, NumberAnswer) and isinstance(wanted, NumberAnswer):
        return score_number(wanted.value, answer.value, check.tolerance)
    return float(isinstance(answer, ChoiceAnswer) and isinstance(wanted, ChoiceAnswer) and answer.value == wanted.value)


def mark_labels(answer: LabelsAnswer, article: Article, tagset: TagSet, check: Check, scorer: LabelScorer) -> Feedback:
    """Mark labels against the article's key, and name the rules that are worth reading again, never the key itself.

    `scorer` is that of the key.
    """
    given = labels_given(answer)
    score = scorer.numbers(given)
    return Feedback(
        score.score * check.points,
        check.points,
        (
            *told(
                f"You labelled {score.answered} of {len(scorer.table)} sentences. One label for everything earns "
                f"nothing; your labels go {score.score:.0%} of the way from there to full marks."
            ),
            *told(*_four_numbers(score), kind=SHARES),
            *told(*_on_slant(article), *_rules_to_read(scorer.table, article, given, tagset)),
            *told(*_when_sure(scorer.table, answer), kind=SURE),
        ),
    )


def mark_spans(answer: SpansAnswer, check: Check, scorer: SpanScorer) -> Feedback:
    """Mark marked words against the article's key by the words that they share; `scorer` is that of the key."""
    score = scorer.numbers(spans_given(answer))
    return Feedback(
        score.score * check.points,
        check.points,
        told(
            f"Of what you marked, {score.precision:.0%} is also in the key; of what the key marks, you found "
            f"{score.recall:.0%}. Marking every word earns nothing."
        ),
    )


def labels_given(answer: LabelsAnswer) -> dict[str, str]:
    """Return the labels of an answer by sentence id."""
    return {sid: tag.label for sid, tag in answer.value.items()}


def spans_given(answer: SpansAnswer) -> dict[str, list[Span]]:
    """Return the spans of an answer by sentence id."""
    return {sid: [Span(m.start, m.end, m.label) for m in marks] for sid, marks in answer.value.items()}


def mark_rewrite(answer: Answer, task: Task, loaded: Mapping[str, str], check: Check) -> Feedback:
    """Mark a rewritten sentence: facts kept, tagged words gone, loaded words that came in."""
    if not isinstance(answer, TextAnswer):
        return Feedback(0.0, check.points, told("The answer should be a sentence. Write it in the box."))
    found = compare(task, answer.value, loaded)
    if not answer.value.strip():
        return Feedback(0.0, check.points, told(found.problem))
    return Feedback(found.score * check.points, check.points, told(*_on_rewrite(found)))


def _on_rewrite(found: Rewrite) -> tuple[str, ...]:
    """Return a sentence each: the problem, facts, tagged words, new loaded words."""
    facts, words = len(found.kept) + len(found.missing), len(found.gone) + len(found.left)
    came_in = "; ".join(f"“{word}” (neutral: {neutral})" if neutral else f"“{word}”" for word, neutral in found.new)
    parts = (
        found.problem,
        f"Facts kept: {len(found.kept)} of {facts}.{_listed(' Kept: ', found.kept)}"
        f"{_listed(' Missing: ', found.missing)}",
        f"Tagged words gone: {len(found.gone)} of {words}.{_listed(' Gone: ', found.gone)}"
        f"{_listed(' Still there: ', found.left)}",
        f"New loaded words: {came_in}." if came_in else "New loaded words: none from our list.",
    )
    return tuple(part for part in parts if part)


def _listed(before: str, words: Sequence[str]) -> str:
    return before + ", ".join(f"“{word}”" for word in words) + "." if words else ""


def _on_number(value: float, wanted: float, check: Check, score: float) -> str:
    if score:
        return "Right."
    if score_number(wanted, value / 100, check.tolerance):
        return f"{value:g} looks like a percentage. Give a share between 0 and 1: divide by 100."
    return f"{value:g} is not it yet. Look at what is counted, and at what it is divided by."


def _four_numbers(score: LabelScore) -> tuple[str, ...]:
    parts = (
        ("Claims recognised", score.claims_recognised),
        ("views and guesses recognised", score.views_recognised),
        ("claims that were suspected without need", score.over_tagging),
    )
    said = "; ".join(f"{name}: {share:.0%}" for name, share in parts if share is not None)
    return (said + ".",) if said else ()


def _on_slant(article: Article) -> tuple[str, ...]:
    if article.slant == "none":
        return ()
    return ("This text leans one way; lesson 8 puts your numbers on texts that lean either way side by side.",)


def _rules_to_read(table: KeyTable, article: Article, given: Mapping[str, str], tagset: TagSet) -> tuple[str, ...]:
    keys = article.key.labels if article.key else {}
    missed = Counter(keys[sid].rules[0] for sid, row in table.items() if sid in given and row.credit(given[sid]) < 1.0)
    return tuple(
        f"Worth reading again, for {count} sentence{'s' if count > 1 else ''}: rule {rule}. {tagset.rules[rule]}"
        for rule, count in missed.most_common(MOST_RULES)
    )


def _when_sure(table: KeyTable, answer: LabelsAnswer) -> tuple[str, ...]:
    sure = [
        table[sid].credit(tag.label) == 1.0
        for sid, tag in answer.value.items()
        if sid in table and (tag.confidence or 0) >= SURE_FROM
    ]
    return (f"When you were sure (4 or 5), you were right in {sum(sure)} of {len(sure)}.",) if sure else ()
