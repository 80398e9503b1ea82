"""A widget that saves as the student works: each change is on disk before the widget says "saved".

The browser sends `{"type": "change", "page", "revision", "changes": {unit: value}}` and gets back `saved` (with what
was saved, so that other pages can follow), or `refused` (the change makes no sense) or `failed` (it could not be
saved), each with the same page and revision and, for the last two, a sentence for the student. What is not answered
stays in the browser, which offers it again; `autosave.js` is that half.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import traitlets
from IPython.display import DisplayHandle, display, update_display

from unspin.answers.file import AnswersFile
from unspin.answers.schema import Answers
from unspin.page.html import join
from unspin.widgets.front_end import NO_ERROR_BELOW, Widget
from unspin.words.errors import UnspinError

SAVING = ("dom.js", "late.js", "unsaved.js", "autosave.js")
STATIC_FORM_DELAY = 1.0  # seconds


class Autosave(Widget):
    """The part that the widgets share. `place` names what is saved here, `notice` is a sentence for the student."""

    _hint = "Run this cell."  # stands in the place of the widget where none can run

    place = traitlets.Unicode().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)

    def __init__(self, file: AnswersFile, place: str, **traits: Any) -> None:
        """Save into `file`; `place` is the part of it that this widget edits."""
        self._file = file
        self._static: DisplayHandle | None = None
        self._refresh: asyncio.TimerHandle | None = None
        super().__init__(place=f"{file.path}#{place}", notice=" ".join(file.notices), **traits)
        self.on_msg(lambda _, content, __: self._receive(content))

    def change(self, unit: str, value: Any) -> Callable[[Answers], Answers]:
        """Return the edit that a change of `unit` to `value` means. Raises UnspinError when it makes no sense."""
        raise NotImplementedError

    def saved(self, unit: str, value: Any) -> dict[str, dict[str, Any]]:
        """Note that a change is on disk; return what else the browser should know of it, as dicts by name."""
        return {}

    def save(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Save the new value of each unit, all or none. Raises UnspinError."""
        edits = [self.change(unit, value) for unit, value in changes.items()]

        def all_edits(answers: Answers) -> Answers:
            for edit in edits:
                answers = edit(answers)
            return answers

        self._file.edit(all_edits)
        more: dict[str, Any] = {}
        for unit, value in changes.items():
            for name, found in self.saved(unit, value).items():
                more.setdefault(name, {}).update(found)
        return more

    def refresh_static_form_soon(self) -> None:
        """Bring the readable form up to date once a burst of changes is over (only where a kernel's loop runs)."""
        if self._static is None:
            return
        if self._refresh:
            self._refresh.cancel()  # a burst of changes goes on: the whole article need not be sent each second
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._refresh = loop.call_later(STATIC_FORM_DELAY, self._refresh_static_form)

    def _refresh_static_form(self) -> None:
        self._refresh = None
        if self._static is not None:
            update_display(self._static_output(), raw=True, display_id=self._static.display_id)

    def _static_bundle(self) -> dict[str, str]:
        """Return the readable form, by MIME type: HTML in an element of the class `unspin-static`, and text."""
        raise NotImplementedError

    def _static_output(self) -> dict[str, str]:
        bundle = self._static_bundle()
        return {**bundle, "text/html": join([bundle["text/html"], NO_ERROR_BELOW])}

    def _ipython_display_(self) -> None:
        """Show the readable form and the widget; the style sheet hides the first while the second is alive."""
        self._static = display(self._static_output(), raw=True, display_id=True)
        display(self._live_bundle(self._hint), raw=True)

    def _receive(self, content: Any) -> None:
        if not isinstance(content, dict) or content.get("type") != "change":
            return
        reply = {"page": content.get("page"), "revision": content.get("revision")}
        changes = content.get("changes")
        try:
            if not isinstance(changes, dict):
                raise Refused("The change was not understood, so nothing was saved. Reload the page and try again.")
            more = self.save(changes)
        except Refused as error:
            self.send({**reply, "type": "refused", "problem": str(error)})
        except UnspinError as error:
            self.send({**reply, "type": "failed", "problem": str(error)})
        else:
            self.send({**reply, "type": "saved", "changes": changes, **more})
        if self._file.notices:
            self.notice = " ".join(self._file.notices)


class Refused(UnspinError):
    """The change makes no sense for this text or tag set; offering it again would not help."""
