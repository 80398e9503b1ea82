"""Read one hand-in: an answers file, or a notebook that carries one. It is only ever parsed; nothing is executed."""

import msgspec
from msgspec import Struct

from unspin.answers.schema import ANSWERS_MIME, Answers, DamagedAnswers, NewerAnswers, parse
from unspin.desk.arrive.arrivals import Found, bytes_of
from unspin.desk.arrive.senders import Sender, sender
from unspin.words.errors import UnspinError

NO_HAND_IN = "This is no answers file and no notebook. Ask for the file that the last cell of the exercise offers."
BOM = b"\xef\xbb\xbf"  # what some editors put first


class Received(Struct, frozen=True, gc=False):
    """A hand-in that could be read. `rank` is larger for what counts: exercises over lessons, then later ones."""

    found: Found
    sender: Sender
    rank: tuple[bool, int, float]
    answers: Answers


def read(found: Found) -> Received:
    """Return the answers in one file. Raises UnspinError, saying why, when it holds none or cannot be read."""
    data, when = bytes_of(found)
    is_exercise = "notebooks" not in found.parts[-2:-1]
    who = sender(found.parts)
    return Received(found, who, (is_exercise, who.version, when), _answers_in(data.removeprefix(BOM)))


def _answers_in(data: bytes) -> Answers:
    """Return the answers of an answers file, or those that a notebook carries."""
    try:
        return parse(data, "This file")
    except NewerAnswers:
        raise UnspinError("This was made with a newer version of the course. Get that version to grade it.") from None
    except DamagedAnswers as error:
        carried = _carried(data, error)
    if not carried:
        raise UnspinError("This notebook carries no answers. Ask for the file that its last cell offers.")
    if len(carried) > 1:
        raise UnspinError("This notebook carries two hand-ins that differ. Ask for the file that its last cell offers.")
    return parse(carried.pop(), "What this notebook carries")


class _Output(Struct):
    data: dict[str, msgspec.Raw] = {}


class _Cell(Struct):
    outputs: list[_Output] = []


class _Notebook(Struct):
    nbformat: int
    cells: list[_Cell]


def _carried(data: bytes, error: DamagedAnswers) -> set[bytes]:
    """Return the answers in the outputs of a notebook. Raises `error` for what is no notebook."""
    try:
        notebook = msgspec.json.decode(data, type=_Notebook)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise (error if data.lstrip()[:1] in (b"{", b"") else UnspinError(NO_HAND_IN)) from None
    outputs = (output for cell in notebook.cells for output in cell.outputs)
    return {bytes(output.data[ANSWERS_MIME]) for output in outputs if ANSWERS_MIME in output.data}
