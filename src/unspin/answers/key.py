"""What the build keeps of a solution, for checking: the answers, their points, and the names of open questions."""

from pathlib import Path

import msgspec
from msgspec import Struct

from unspin.answers.schema import Answer
from unspin.lesson.check import Check
from unspin.words.errors import UnspinError

FORMAT = "unspin-key/1"


class LessonKey(Struct, frozen=True, rename={"format_": "format"}):
    """Checks and answers by answer name, and open questions with the points that a teacher can give for them."""

    format_: str = FORMAT
    lesson: str = ""
    checks: dict[str, Check] = {}
    open: dict[str, float] = {}
    answers: dict[str, Answer] = {}


def read_key(path: Path) -> LessonKey | None:
    """Return the key at `path`, or None where there is none. Raises UnspinError when it cannot be read."""
    try:
        key = msgspec.json.decode(path.read_bytes(), type=LessonKey)
    except FileNotFoundError:
        return None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnspinError(f"The key {path.name!r} cannot be read ({error}). Make it again with: unspin build") from None
    if key.format_ != FORMAT:
        raise UnspinError(
            f"The key {path.name!r} is of another version ({key.format_}). Make it again with: unspin build"
        )
    return key


def key_bytes(key: LessonKey) -> bytes:
    """Return the key as indented JSON, with a line feed at its end."""
    return msgspec.json.format(msgspec.json.encode(key)) + b"\n"
