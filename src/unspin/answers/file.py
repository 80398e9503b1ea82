"""An answers file on disk: read it, change it, save it atomically, and set it aside when it is damaged."""

import errno
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from unspin.answers.schema import FORMAT, MAX_BYTES, Answers, DamagedAnswers, NewerAnswers, parse, to_bytes
from unspin.disk import locked, write_file
from unspin.words.errors import UnspinError

LOCK_SECONDS = 5


class AnswersFile:
    """An answers file on disk. Every change is merged into what is there now, so two notebooks can share a file.

    `notices` collects sentences that the student must see, such as a damaged file that was set aside.
    """

    def __init__(self, path: Path, lesson: str) -> None:
        """Read the file at `path`, or begin an empty one; nothing is written before the first change."""
        self.path = path
        self.notices: list[str] = []
        self._last_known = Answers(FORMAT, lesson)
        try:
            self.read()
        except NewerAnswers as error:
            self.notices.append(str(error))

    def read(self) -> Answers:
        """Return what is on disk; a damaged file is set aside and what was last known is used.

        Raises NewerAnswers, and UnspinError when the file cannot be read.
        """
        try:
            self._last_known = self._on_disk()
        except DamagedAnswers as error:
            try:
                with self._alone():
                    self._read_or_set_aside()
            except OSError as reason:
                raise UnspinError(f"{error} It could not be set aside either: {reason.strerror or reason}.") from None
        return self._last_known

    def edit(self, change: Callable[[Answers], Answers]) -> Answers:
        """Apply `change` to what is on disk now, save the result, and return it.

        Raises UnspinError, with the file as it was, when the result cannot be saved.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._alone():
                changed = change(self._read_or_set_aside())
                write_file(self.path, to_bytes(changed))
        except OSError as error:
            raise UnspinError(_why_not_saved(error, self.path)) from None
        except UnicodeEncodeError:
            raise UnspinError("Not saved: the answer holds half of a character. Delete it and type it again.") from None
        self._last_known = changed
        return changed

    def _on_disk(self) -> Answers:
        try:
            return parse(_read_bytes(self.path), self.path.name)
        except FileNotFoundError:
            return self._last_known
        except OSError as error:
            raise UnspinError(
                f"{self.path.name} cannot be read: {error.strerror or error}. It is in {str(self.path.parent)!r}; "
                "ask for the right to read it, or move it away to begin again."
            ) from None

    def _alone(self) -> AbstractContextManager[None]:
        """Keep other notebooks away from the file meanwhile. Raises UnspinError where one holds it too long."""
        busy = f"Another program holds {self.path.name!r}. Close it and try again."
        return locked(self.path.with_name(f".{self.path.name}.lock"), LOCK_SECONDS, busy)

    def _read_or_set_aside(self) -> Answers:
        """Return what is on disk; a damaged file gets another name. To be called by whoever is alone with the file."""
        try:
            self._last_known = self._on_disk()
        except DamagedAnswers as error:
            self._rename(error)
        return self._last_known

    def _rename(self, error: DamagedAnswers) -> None:
        number = 1
        while (aside := self.path.with_name(f"{self.path.stem}.damaged-{number}.json")).exists():
            number += 1
        self.path.rename(aside)
        self.notices.append(
            f"{error} It was kept as {aside.name!r} in {str(aside.parent)!r}, so nothing in it is lost; "
            "ask your teacher to look at it. New answers go into a new file."
        )


def _read_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _why_not_saved(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "Not saved: the disk is full. Free some space and try again; what is on the screen is kept until then."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Not saved: the folder {str(path.parent)!r} cannot be written to. Ask for the right to write there."
    return f"Not saved: {error.strerror or error}. What is on the screen is kept; try again."
