"""What a notebook talks to: a lesson with six verbs, open_lesson, tag, table, check, answer and hand_in."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unspin.answers.file import AnswersFile
from unspin.answers.home import answers_home, keys_home
from unspin.answers.key import LessonKey, read_key
from unspin.answers.schema import Answer, Answers, SpansAnswer, parse, with_answer, with_article
from unspin.lesson.answer_name import answer_name, spans_of
from unspin.lesson.check import Check
from unspin.lesson.tables import read_layout
from unspin.marks.feedback import Feedback, on_open, told
from unspin.marks.marker import Marker
from unspin.notebook.given import NoAnswer, answered_in, as_answer, in_words, shown
from unspin.page.html import Html, join, tag
from unspin.text.article import Article, Span
from unspin.text.library import LESSON_FOLDERS, Library, here, nearest
from unspin.words.errors import UnspinError, did_you_mean
from unspin.words.plain_words import show_numbers_plainly

if TYPE_CHECKING:
    from unspin.marks.record import Record
    from unspin.widgets.hand_in import HandIn
    from unspin.widgets.question import Question
    from unspin.widgets.side_by_side import SideBySide, Spans
    from unspin.widgets.table import Table
    from unspin.widgets.tagger.tagger import Tagger

READY = "Ready. Your work is saved on this computer as you go, and sent nowhere."


def open_lesson(name: str) -> "Lesson":
    """Open a lesson by its name, such as "02-claim-or-view", with what was saved of it before.

    Raises UnspinError, naming the nearest lesson, when there is none of that name.
    """
    show_numbers_plainly()
    library = here()
    return Lesson(library, library.lesson_name(name))


class Lesson:
    """One lesson and the answers file that goes with it."""

    def __init__(self, library: Library, name: str) -> None:
        """Find the answers file: `answers/<notebooks, exercises or solutions>/<name>.json`.

        A folder of the lesson's own name is an nbgrader assignment, which holds the exercise.
        """
        self.name, self._library = name, library
        folder = _folder(Path.cwd().name, name)
        file = f"{folder}/{name}.json"
        home, notice = answers_home(file, nearest().root)
        self._file = AnswersFile(home / file, name)
        self._guided = Path.cwd().name == "notebooks"
        self._notices = [notice] if notice else []
        self._tagset = library.tagset()
        self._key = read_key(keys_home(library) / f"{name}.json")
        self._words: dict[str, tuple[int, int]] = {}

    def tag(
        self,
        article: str,
        *,
        alone: bool = True,
        marking: bool = True,
        comparing: bool = True,
        spans: Sequence[str] = (),
        leave_out: Sequence[str] = (),
    ) -> "Tagger":
        """Return the tagging widget for an article, with the tags that were saved before.

        It begins with one sentence at a time in shuffled order (`alone`) or with the whole article. `marking` allows
        marking words (with the span labels `spans` alone, where some are given), `comparing` allows comparing a
        labelled sentence with the key. Sentences with the ids `leave_out` are not shown; what is saved of them stays.

        Raises UnspinError when there is no such article, or when the saved tags belong to another version of its text.
        """
        from unspin.widgets.tagger.tagger import Tagger

        found = self._library.article(article).without(leave_out)
        return Tagger(
            found, self._tagset.with_spans(spans), self._file, alone=alone, marking=marking, comparing=comparing
        )

    def check(
        self, name: str, value: Any = None, *, points: float = 1, tolerance: float = 0, spans: Sequence[str] = ()
    ) -> Feedback:
        """Save `value` under `name` and mark it; without a value, mark what is saved.

        `tolerance` is how far a number may lie from the key's, in its own unit; of marked words only those with
        the labels `spans` count, where some are given. A value that cannot be an answer earns
        0 points and a sentence, and nothing is saved. Raises UnspinError for a name that the lesson does not have.
        """
        if self._key and name in self._key.open and (value is None or _is_widget(value)):
            return on_open(self._key.open[name], name in self._file.read().answers)
        check = self._check(name, Check(points, tolerance, tuple(spans)))
        try:
            if value is not None and not _is_widget(value):
                self._save(name, value)
        except NoAnswer as error:
            return Feedback(0.0, check.points, told(str(error)))
        return Marker(self._library, self._key).mark(name, self._file.read().answers.get(name), check)

    def answer(
        self,
        name: str,
        *,
        prompt: str = "",
        choices: Sequence[str] = (),
        words: tuple[int, int] | None = None,
        points: float = 0,
    ) -> "Question":
        """Return a box for an open answer, or for one of `choices`, with what was saved before.

        `words` are the fewest and the most words that are asked for: they are counted as the student types.
        `points` are what the teacher can give for it; answers to choices are marked by `check`.
        Raises UnspinError for a name that the lesson does not have.
        """
        from unspin.widgets.question import Question

        self._must_ask(name, f"There is no question called {name!r}.")
        if words:
            self._words[name] = words
        return Question(self._file, name, prompt=prompt, choices=choices, words=words)

    def side_by_side(
        self, first: str, second: str, *, key: bool = False, leave_out: Sequence[str] = ()
    ) -> "SideBySide":
        """Show two articles sentence by sentence, with the words that were marked in this lesson, or those of the key.

        Sentences with the ids `leave_out` are not shown. Raises UnspinError when there is no such article.
        """
        from unspin.widgets.side_by_side import SideBySide

        one, other = (self._library.article(name).without(leave_out) for name in (first, second))
        return SideBySide(one, other, (self._marks_of(one, key), self._marks_of(other, key)))

    def table(self, name: str, *, points: float = 0) -> "Table":
        """Return a table to fill in, by its name in `data/tables/`, with what was saved before.

        `points` are what the teacher can give for it where no `check` marks it. Raises UnspinError when there is no
        such table, when its layout has a mistake, or for a name that the lesson does not have.
        """
        from unspin.widgets.table import Table

        self._must_ask(name, f"This lesson has no table called {name!r}.")
        return Table(self._file, read_layout(self._library, name))

    def bring(self, *names: str) -> Feedback:
        """Copy answers of these names from the guided lesson, where none is given here yet, and say what was copied."""
        file = self._file.path.parents[1] / "notebooks" / self._file.path.name
        given = parse(file.read_bytes(), file.name) if file.exists() else None
        here = self._file.read().answers
        found = [name for name in names if given and name in given.answers and name not in here]
        if not given or not found:
            return Feedback(None, 0.0, told("There is nothing new to bring from class. You can answer here."))
        self._file.edit(lambda answers: _with_all(answers, given, found))
        return Feedback(None, 0.0, told(*(f"{self._said(n, given.answers[n], ', from class')}." for n in found)))

    def progress(self) -> "Record":
        """Return what the student has labelled over the whole course, in class and at home, as far as it is saved."""
        from unspin.notebook.progress import read_record

        return read_record(self._library, self._file.path.parent.parent)

    def hand_in(self) -> "HandIn":
        """Return a form with the student's name, what is answered so far, and the file to hand in."""
        from unspin.widgets.hand_in import HandIn

        return HandIn(self._file, where=str(self._file.path), student=self._known_student(), summary=self._summary)

    def _marks_of(self, article: Article, key: bool) -> "Spans":
        if key:
            return article.key.spans if article.key else {}
        answer = self._file.read().answers.get(str(spans_of(article.id)))
        marks = answer.value if isinstance(answer, SpansAnswer) else {}
        return {sid: [Span(m.start, m.end, m.label) for m in of_one] for sid, of_one in marks.items()}

    def _takes_any_name(self) -> bool:
        """Whether other questions than the exercise's may be asked: in a guided lesson, and where there is no key."""
        return self._guided or self._key is None

    def _must_ask(self, name: str, otherwise: str) -> None:
        """Raise UnspinError, with the nearest name, where the lesson asks nothing of this name."""
        known = {**self._key.open, **self._key.checks} if self._key else {}
        if name not in known and not self._takes_any_name():
            raise UnspinError(f"{otherwise} {did_you_mean(name, known)}")

    def _check(self, name: str, otherwise: Check) -> Check:
        """Return how the lesson checks an answer, or `otherwise`. Raises UnspinError for a name it does not have."""
        known = self._key.checks if self._key else {}
        if name not in known and not self._takes_any_name():
            raise UnspinError(f"There is no question called {name!r} to check. {did_you_mean(name, known)}")
        return known.get(name, otherwise)

    def _save(self, name: str, value: Any) -> None:
        """Save a value as the answer. Raises NoAnswer for what can be none, UnspinError when it cannot be saved."""
        if widget := answered_in(name, self._library):
            raise NoAnswer(f"This is answered in the {widget}: lesson.check({name!r}, {widget}). Nothing was saved.")
        answer = as_answer(value, self._key.answers.get(name) if self._key else None)
        self._file.edit(lambda answers: with_answer(answers, name, answer))

    def _said(self, name: str, answer: Answer | None, where: str = "") -> str:
        """Return what an answer is called, and how much of it there is."""
        return f"{shown(name, self._library)}{where}: {in_words(name, answer, self._library, self._words.get(name))}"

    def _summary(self) -> list[str]:
        """Return a line for each answer that the lesson asks for, and for each other one that is saved."""
        answers = self._file.read().answers
        key = self._key or LessonKey()
        names = {**key.checks, **key.open, **answers}
        return [self._said(name, answers.get(name)) for name in names]

    def _known_student(self) -> str:
        """Return the name that was given in another lesson, or ""."""
        for path in sorted(self._file.path.parent.glob("[0-9][0-9]-*.json")):
            try:
                student = parse(path.read_bytes(), path.name).student
            except (UnspinError, OSError):
                continue  # that lesson says so itself when it is opened
            if student:
                return student
        return ""

    def __repr__(self) -> str:
        """Return what is said when the lesson is shown: what the student must know, then that it is ready."""
        return " ".join([*self._notices, *self._file.notices, READY])

    def _repr_html_(self) -> Html:
        notices = (tag("p", tag("strong", notice)) for notice in self._notices + self._file.notices)
        return join([*notices, tag("p", READY)])


def _folder(here: str, name: str) -> str:
    """Return the folder for answers: that of the notebook; an nbgrader assignment holds the exercise."""
    return here if here in LESSON_FOLDERS else "exercises" if here == name else "notebooks"


def _with_all(answers: Answers, given: Answers, names: Sequence[str]) -> Answers:
    """Return `answers` with those of `given` under `names`, and with the texts that they belong to."""
    for article in {answer_name(name).of for name in names} & set(given.articles):
        answers = with_article(answers, article, given.articles[article])
    for name in names:
        answers = with_answer(answers, name, given.answers[name])
    return answers


def _is_widget(value: Any) -> bool:
    return hasattr(value, "save") and hasattr(value, "place")
