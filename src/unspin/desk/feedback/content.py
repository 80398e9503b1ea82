"""What a student is told about one hand-in, as sections of plain text; `feedback_page` makes a page of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from unspin.agreement.calibration import reliability
from unspin.answers.key import LessonKey
from unspin.answers.schema import Answers, LabelsAnswer
from unspin.desk.grade.graded import Work, labels_of, lesson_title
from unspin.desk.grade.label_numbers import LabelCounter, LabelNumbers
from unspin.desk.gradebooks.teacher_points import Given, words_of
from unspin.lesson.answer_name import LABELS, answer_name
from unspin.marks.feedback import SHARES, SURE, Feedback
from unspin.marks.key_table import label_credit
from unspin.marks.slant import slant_sentences
from unspin.text.article import Article, KeyLabel, Sentence
from unspin.text.tagset import TagSet

LONGEST_REASON = 400  # characters of what a student wrote beside a label
CLOSE = 0.1  # how far confidence and credit may lie apart and still fit
WELCOME = "Each line below says what counted, so that you can check it. If you see one differently, bring it to class."
NOT_YET = "Your teacher has not given points for this yet."


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a section tells: a heading with points beside it, a quotation, facts with their names, sentences."""

    heading: str
    points: str = ""
    quote: str = ""
    language: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences below it, a table (its first row is its header), and parts."""

    heading: str
    lines: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    parts: tuple[Part, ...] = ()


class FeedbackContent:
    """What the hand-ins of one lesson are told. What does not depend on the student is worked out once."""

    def __init__(self, key: LessonKey, tagset: TagSet, article: Callable[[str], Article], *, open_: bool) -> None:
        """Take the lesson's key, the tag set, what returns an article by its id, and whether an exercise still runs."""
        self._key, self._tagset, self._open = key, tagset, open_
        self._numbers = LabelCounter(tagset, article)
        tags = {name: found for name in key.checks if (found := answer_name(name)).kind}
        self._texts = {name: article(found.of) for name, found in tags.items() if found.kind == LABELS}
        self._names = {name: _shown(name) for name in (*key.checks, *key.open)}
        for name, found in tags.items():
            what = "Labels of" if found.kind == LABELS else "Marks in"
            self._names[name] = f"{what} “{_title(article(found.of))}”"

    def sections(
        self, work: Work, answers: Answers, feedback: Mapping[str, Feedback], teacher: Mapping[str, Given]
    ) -> list[Section]:
        """Return the sections for one hand-in. Nothing of the key is in them while an exercise still runs."""
        numbers = self._numbers.of(work, {text.id for text in self._texts.values()})
        found = [
            self._summary(work, feedback, teacher),
            self._marked(feedback),
            *(self._open_answers(answers, teacher) if self._key.open else ()),
            *(_labels_show(numbers, self._open) if numbers else ()),
        ]
        if not self._open:
            found += [self._differences(work, answers, name, text) for name, text in self._texts.items()]
        return [section for section in found if section.lines or section.table or section.parts]

    def _summary(self, work: Work, feedback: Mapping[str, Feedback], teacher: Mapping[str, Given]) -> Section:
        marked = [feedback[name] for name in self._key.checks if name in feedback]
        lines = []
        if any(one.points is not None for one in marked):
            earned, most = sum(one.points or 0.0 for one in marked), sum(one.out_of for one in marked)
            lines.append(f"{_points(earned)} of {most:g} points for what is marked automatically.")
        given = {name: one.points for name, one in teacher.items() if one.points is not None}
        if given:
            most = sum(self._key.open.get(name, 0.0) for name in given)
            lines.append(f"{_points(sum(given.values()))} of {most:g} points from your teacher.")
        lines += ["Handed in late."] if work.late else []
        return Section(lesson_title(work.lesson), (*lines, *work.remarks, WELCOME))

    def _marked(self, feedback: Mapping[str, Feedback]) -> Section:
        parts = []
        for name in self._key.checks:
            if name in feedback:
                one = feedback[name]
                points = "" if one.points is None else f"{_points(one.points)} of {one.out_of:g}"
                elsewhere = {SHARES} if self._open else {SHARES, SURE}  # a table of its own stands below
                lines = tuple(note.text for note in one.notes if note.kind not in elsewhere)
                parts.append(Part(self._names[name], points, lines=lines))
        return Section("Answer by answer", parts=tuple(parts))

    def _open_answers(self, answers: Answers, teacher: Mapping[str, Given]) -> Iterable[Section]:
        parts = []
        for name, most in self._key.open.items():
            answer, given = answers.answers.get(name), teacher.get(name, Given(None))
            points = "" if given.points is None else f"{_points(given.points)} of {most:g}"
            note = (("Your teacher", given.note),) if given.note else ()
            if answer is None:
                said = "Not answered."
            elif isinstance(answer, LabelsAnswer):
                said = "Saved, and not marked: it is kept for a later lesson."
            else:
                said = NOT_YET if most and given.points is None else "" if most else "Saved, and not marked."
            quote = "" if answer is None or isinstance(answer, LabelsAnswer) else words_of(answer)
            parts.append(Part(self._names[name], points, quote, facts=note, lines=(said,) if said else ()))
        yield Section("In your own words", parts=tuple(parts))

    def _differences(self, work: Work, answers: Answers, name: str, text: Article) -> Section:
        """Return the sentences on which student and key differ; the section is empty where there is none."""
        if text.key is None:
            return Section("")
        keys, labels = text.key.labels, labels_of(work, text, self._tagset)
        tags = answers.answers.get(name)
        reasons = {sid: tag.reason for sid, tag in tags.value.items()} if isinstance(tags, LabelsAnswer) else {}
        parts, accepted = [], []
        for number, sentence in enumerate(text.sentences, 1):
            label, key = labels.get(sentence.id), keys.get(sentence.id)
            if label and key and label in key.accepted and label != key.label:
                accepted.append(number)
            elif label and key and label != key.label:
                parts.append(self._difference(number, sentence, label, key, reasons.get(sentence.id, ""), text))
        if not parts and not accepted:
            return Section("")
        lines = [f"Content note: {text.note}"] if text.note and parts else []
        lines.append(f"{text.key.made_by} A key is one reading. With a rule and a reason you can argue against it.")
        if accepted:
            lines.append(f"Yours differs and is accepted just as well in {_numbered(accepted)}.")
        return Section(f"Where you and the key differ: “{_title(text)}”", tuple(lines), parts=tuple(parts))

    def _difference(
        self, number: int, sentence: Sentence, label: str, key: KeyLabel, reason: str, text: Article
    ) -> Part:
        names = {name: one.name for name, one in self._tagset.labels.items()}
        facts = [("Your label", names[label]), ("The key", names[key.label])]
        if key.accepted:
            facts.append(("Accepted too", ", ".join(names[name] for name in key.accepted)))
        facts += [(f"Rule {rule}", self._tagset.rules[rule]) for rule in key.rules]
        if key.why:
            facts.append(("Reason", key.why))
        if reason.strip():
            facts.append(("You wrote", reason.strip()[:LONGEST_REASON]))
        lines = ["Your label earns half here."] if label_credit(key, label) else []
        lines += ["People can read this sentence in more than one way, so it weighs half."] if key.contested else []
        return Part(f"Sentence {number}", "", sentence.text, text.language, tuple(facts), tuple(lines))


def _title(text: Article) -> str:
    return text.title.partition(" (")[0]


def _shown(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _points(points: float) -> str:
    return f"{round(points, 2):g}"


def _labels_show(numbers: LabelNumbers, open_: bool) -> Iterable[Section]:
    score = numbers.score
    rows = (
        ("Claims you recognised", score.claims_recognised, "The more, the better you see what can be checked."),
        ("Views and guesses you recognised", score.views_recognised, "The more, the better you see what is judged."),
        ("Claims you suspected without need", score.over_tagging, "The fewer, the better: a claim is not spin."),
    )
    known = [(name, f"{share:.0%}", means) for name, share, means in rows if share is not None]
    table = (("What", "Share", "How to read it"), *known) if known else ()
    both = slant_sentences(numbers.slants) if {"a", "b"} <= numbers.slants.keys() else ()
    yield Section("What your labels show", both, table)
    if numbers.pairs and not open_:
        yield _confidence(numbers.pairs)


def _confidence(pairs: Sequence[tuple[float, float]]) -> Section:
    rows = [
        (f"When you said {5 * one.said:.0f} of 5", f"{one.was:.0%}", f"{one.count} sentence{'s' * (one.count > 1)}")
        for one in reliability(pairs)
    ]
    said, was = (sum(pair[part] for pair in pairs) / len(pairs) for part in (0, 1))
    if abs(said - was) <= CLOSE:
        line = "On the whole you were about as sure as you were right. That is what confidence is for."
    elif said > was:
        line = "On the whole you were surer than you were right. Before a 5, look for the rule that says so."
    else:
        line = "On the whole you were right more often than you thought. You can trust your rules a little more."
    lines = (line, "A label that comes near counts half.") if any(0 < credit < 1 for _, credit in pairs) else (line,)
    return Section("How sure you were", lines, (("How sure", "Right", "Of"), *rows))


def _numbered(numbers: Sequence[int]) -> str:
    *others, last = map(str, numbers)
    return f"sentences {', '.join(others)} and {last}" if others else f"sentence {last}"
