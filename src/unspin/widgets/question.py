"""An open question: a box for the student's own words, or a few choices; saved like tags are."""

from collections.abc import Callable, Sequence
from typing import Any

import traitlets

from unspin.answers.file import AnswersFile
from unspin.answers.schema import MAX_TEXT, Answers, ChoiceAnswer, TextAnswer, count_words, with_answer
from unspin.page.html import each, tag
from unspin.widgets.autosave import SAVING, Autosave, Refused
from unspin.widgets.front_end import front_end


class Question(Autosave):
    """Ask one question. `held` is {"value": the answer on disk}, "" where there is none."""

    _esm = front_end(*SAVING, "question.js")
    _css = front_end("base.css", "question.css")
    _hint = "Run this cell to answer."

    prompt = traitlets.Unicode().tag(sync=True)
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)
    held = traitlets.Dict().tag(sync=True)
    most = traitlets.Int(MAX_TEXT).tag(sync=True)
    words = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(
        self,
        file: AnswersFile,
        name: str,
        *,
        prompt: str = "",
        choices: Sequence[str] = (),
        words: tuple[int, int] | None = None,
    ) -> None:
        """Restore what `file` holds under `name`. With `choices`, one of them is the answer; otherwise any text.

        With `words`, the fewest and the most that are asked for, the words are counted; no text is refused for them.
        """
        self._name = name
        answer = file.read().answers.get(name)
        value = answer.value if isinstance(answer, TextAnswer | ChoiceAnswer) else ""
        super().__init__(
            file, name, prompt=prompt, choices=list(choices), held={"value": value}, words=list(words or ())
        )

    @property
    def value(self) -> str:
        """The answer on disk."""
        return self.held["value"]

    def fill(self, value: str) -> None:
        """Give an answer from Python, as typing or choosing it would. Raises UnspinError for a choice there is not."""
        self.save({self._name: value})
        self.send_state("held")

    def change(self, unit: str, value: Any) -> Callable[[Answers], Answers]:
        """Return the edit for a new answer. Raises Refused for what is no text, too long, or none of the choices."""
        if unit != self._name or not isinstance(value, str):
            raise Refused("The answer was not understood, so nothing was saved. Reload the page and try again.")
        if len(value) > MAX_TEXT:
            raise Refused(f"An answer can have at most {MAX_TEXT} characters; this one has {len(value)}. Shorten it.")
        if self.choices and value and value not in self.choices:
            raise Refused(f"{value!r} is none of the choices. Nothing was saved.")
        kind = ChoiceAnswer if self.choices else TextAnswer
        answer = kind(value) if value.strip() else None
        if answer is None:
            return lambda answers: with_answer(answers, unit, None) if unit in answers.answers else answers
        return lambda answers: with_answer(answers, unit, answer)

    def saved(self, unit: str, value: Any) -> dict[str, Any]:
        """Follow what is on disk. The dict is edited in place: the browser may be a few letters ahead."""
        self.held["value"] = value
        self.refresh_static_form_soon()
        return {}

    def _static_bundle(self) -> dict[str, str]:
        said = self.value or "(not answered yet)"
        counted = [words_said(self.value, self.words)] if self.words else []
        lines = [tag("p", self.prompt), tag("ul", each("li", self.choices)), each("p", [said, *counted])]
        html = tag("div", *lines, class_="unspin-static")
        text = "\n".join([self.prompt, *(f"- {choice}" for choice in self.choices), said, *counted])
        return {"text/html": html, "text/plain": text}


def words_said(text: str, wanted: Sequence[int]) -> str:
    """Return how many words there are of those that are asked for: "84 of 90 to 130 words"."""
    fewest, most = wanted
    return f"{count_words(text)} of {fewest} to {most} words"
