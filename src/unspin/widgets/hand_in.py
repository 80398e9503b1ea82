"""The end of an exercise: the student's name, what is still missing, and one file to hand in."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import traitlets

from unspin.answers.file import AnswersFile
from unspin.answers.schema import ANSWERS_MIME, Answers
from unspin.page.html import tag
from unspin.widgets.autosave import SAVING, Autosave, Refused
from unspin.widgets.front_end import front_end
from unspin.words.errors import UnspinError
from unspin.words.names import JOINERS, LONGEST_NAME, can_be_seen, file_name


class HandIn(Autosave):
    """Ask for a name once, show what is missing, and offer the answers file as a download."""

    _esm = front_end(*SAVING, "hand_in.js")
    _css = front_end("base.css", "question.css")
    _hint = "Here you hand in your work."

    student = traitlets.Unicode().tag(sync=True)
    where = traitlets.Unicode().tag(sync=True)
    summary = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, file: AnswersFile, *, where: str, student: str, summary: Callable[[], list[str]]) -> None:
        """Offer `file`, shown to the student as `where`; `summary()` says, a line an answer, what it holds now.

        A file without a name gets `student`, the name that is known from elsewhere: what is shown is what is handed in.
        """
        self._summary = summary
        super().__init__(file, "student", student=file.read().student, where=where, summary=summary())
        self.on_msg(lambda _, content, __: self._answer(content))
        if student and not self.student:
            self._take_known(student)

    def change(self, unit: str, value: Any) -> Callable[[Answers], Answers]:
        """Return the edit for a new name. Raises Refused for a name that is empty, too long or not printable."""
        name = check_name(value)
        return lambda answers: msgspec.structs.replace(answers, student=name)

    def saved(self, unit: str, value: Any) -> dict[str, Any]:
        """Follow the name that is on disk; the notebook's own copy too."""
        self.student = check_name(value)
        self.refresh_static_form_soon()
        return {}

    def _take_known(self, student: str) -> None:
        try:
            self.save({"student": student})
        except UnspinError as error:
            self.notice = f"Your name is not in the file yet. {error}"

    def _answer(self, content: Any) -> None:
        """Say what is answered by now when the form is looked at, and give the file when it is asked for."""
        wanted = content.get("type") if isinstance(content, dict) else None
        if wanted not in ("look", "download"):
            return
        try:
            answers = self._file.read()
            self.summary = self._summary()
            self.refresh_static_form_soon()
        except UnspinError as error:
            self.notice = str(error)
            return
        if wanted == "download":
            text = msgspec.json.format(msgspec.json.encode(answers)).decode()
            name = file_name(answers.lesson, answers.student)
            self.send({"type": "file", "page": content.get("page"), "name": name, "text": text})

    def _static_bundle(self) -> dict[str, Any]:
        text = "Run this cell to get the file that you hand in."
        readable = {"text/html": tag("p", text, class_="unspin-static"), "text/plain": text}
        return {**readable, ANSWERS_MIME: json.loads(msgspec.json.encode(self._file.read()))}


def check_name(name: Any) -> str:
    """Return the name without spaces around it. Raises Refused, saying what a name can be."""
    if not isinstance(name, str) or all(letter.isspace() or letter in JOINERS for letter in name):
        raise Refused("Type your name first. It can be an alias that your teacher knows.")
    if len(name.strip()) > LONGEST_NAME:
        raise Refused(f"A name can have at most {LONGEST_NAME} letters; this one has {len(name.strip())}.")
    if not all(map(can_be_seen, name.strip())):
        raise Refused("The name holds characters that cannot be seen. Type it again by hand.")
    return name.strip()
