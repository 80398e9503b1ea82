"""What an answers file holds: one student's work on one lesson, as JSON.

Every kind of answer has its schema here, once; reading validates against it. Nothing in a file is ever executed.
"""

import re
from functools import lru_cache
from itertools import filterfalse
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from unspin.lesson.answer_name import AnswerName
from unspin.lesson.tables import MAX_CELL
from unspin.words.errors import UnspinError

FORMAT = "unspin-answers/1"
MAX_BYTES = 10_000_000
# Where a notebook carries what is handed in, so that a notebook that was handed in can be graded too.
ANSWERS_MIME = "application/vnd.unspin.answers+json"
MAX_TEXT = 20_000

# Patterns would take half of the time of reading, so `parse` looks at these two itself.
Slug = Annotated[str, Meta(max_length=100)]
SentenceId = Annotated[str, Meta(max_length=7)]
Confidence = Annotated[int, Meta(ge=0, le=5)]
Text = Annotated[str, Meta(max_length=MAX_TEXT)]
CellName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{1,100}\Z")]
Cell = Annotated[str, Meta(max_length=MAX_CELL)]
Words = Annotated[str, Meta(max_length=1_000)]
Count = Annotated[int, Meta(ge=0)]
AxisScale = Literal["zero", "log", "cut"]


class Tag(Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True):
    """A student's label for one sentence. `confidence` runs from 0 to 5; `compared`: the key was shown for it."""

    label: str
    confidence: Confidence | None = None
    reason: Text = ""
    compared: bool = False


class Mark(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A student's span: code points into the sentence, end exclusive."""

    start: Annotated[int, Meta(ge=0)]
    end: Annotated[int, Meta(ge=1)]
    label: str


class LabelsAnswer(Struct, frozen=True, gc=False, tag_field="kind", tag="labels"):
    """Labels by sentence id."""

    value: dict[SentenceId, Tag] = {}


class SpansAnswer(Struct, frozen=True, gc=False, tag_field="kind", tag="spans"):
    """Spans by sentence id."""

    value: dict[SentenceId, Annotated[list[Mark], Meta(max_length=50)]] = {}


class NumberAnswer(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="kind", tag="number"):
    """A computed number."""

    value: float
    confidence: Confidence | None = None


class TextAnswer(Struct, frozen=True, gc=False, tag_field="kind", tag="text"):
    """An open answer in the student's words."""

    value: Text


class ChoiceAnswer(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="kind", tag="choice"):
    """One of several choices."""

    value: Annotated[str, Meta(max_length=500)]
    confidence: Confidence | None = None


class TableAnswer(Struct, frozen=True, gc=False, tag_field="kind", tag="table"):
    """What stands in the cells of a table, by row id and column id; several choices are joined by a space."""

    value: Annotated[dict[CellName, Annotated[dict[CellName, Cell], Meta(max_length=50)]], Meta(max_length=500)] = {}


class ChartFacts(Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True):
    """What can be read off a chart. `axis` is that of the numbers: from "zero", on a "log" scale, or "cut".

    `numbers`: whether any stand on that axis; `filled`: the share of it below the highest point. `points` and `first`
    to `last` are what can be seen, `all_points` and `lowest` to `highest` what is drawn at all.
    """

    axis: AxisScale = "cut"
    numbers: bool = False
    filled: Annotated[float, Meta(ge=0, le=1)] = 0.0
    title: Words = ""
    unit: Words = ""
    words: Annotated[list[Words], Meta(max_length=50)] = []
    source: Words = ""
    first: Annotated[str, Meta(max_length=40)] = ""
    last: Annotated[str, Meta(max_length=40)] = ""
    points: Count = 0
    all_points: Count = 0
    lowest: float = 0.0
    highest: float = 0.0


class FigureAnswer(Struct, frozen=True, gc=False, tag_field="kind", tag="figure"):
    """A chart that the student drew: not the chart itself, but the facts that can be read off it."""

    value: ChartFacts


Answer = LabelsAnswer | SpansAnswer | NumberAnswer | TextAnswer | ChoiceAnswer | TableAnswer | FigureAnswer
_TAGS = (LabelsAnswer, SpansAnswer)
InPieces = LabelsAnswer | SpansAnswer | TableAnswer  # given piece by piece: no other kind can take their place
Pieces = TypeVar("Pieces", bound=InPieces)
Value = TypeVar("Value")


class Answers(Struct, frozen=True, gc=False, rename={"format_": "format"}):
    """A whole answers file. `articles` holds the fingerprint of every text that was tagged."""

    format_: str
    lesson: Slug
    student: Annotated[str, Meta(max_length=100)] = ""
    articles: dict[Slug, str] = {}
    answers: dict[Slug, Answer] = {}


_decoder = msgspec.json.Decoder(Answers)
_is_slug = lru_cache(10_000)(re.compile("[a-z0-9-]{1,100}").fullmatch)
_is_sentence_id = lru_cache(10_000)(re.compile("s[0-9]{2,6}").fullmatch)


class _Envelope(Struct):
    format: str = ""


class DamagedAnswers(UnspinError):
    """The file is not an answers file: empty, cut off, not UTF-8, too large, or of wrong shape."""


class NewerAnswers(UnspinError):
    """The file was written by a newer version of unspin, which may know more than this one."""


def parse(data: bytes, name: str = "the file") -> Answers:
    """Return the answers in `data`. Raises DamagedAnswers or NewerAnswers, each naming `name`."""
    if len(data) > MAX_BYTES:
        raise DamagedAnswers(f"{name} is larger than {MAX_BYTES // 1_000_000} MB, which no answers file is.")
    if not data.strip():
        raise DamagedAnswers(f"{name} is empty.")
    try:
        answers = _decoder.decode(data)
        _check_names(answers)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        _refuse_newer(data, name)
        raise DamagedAnswers(f"{name} is damaged: {_in_words(error)}.") from None
    if answers.format_ != FORMAT:
        _refuse_newer(data, name)
        raise DamagedAnswers(f"{name} is not an answers file.")
    return answers


def _check_names(answers: Answers) -> None:
    """Raise ValidationError for a name of a lesson, text, answer or sentence that can be none."""
    names = (answers.lesson, *answers.articles, *answers.answers)
    sentences = (sid for answer in answers.answers.values() if isinstance(answer, _TAGS) for sid in answer.value)
    for strange in (*filterfalse(_is_slug, names), *filterfalse(_is_sentence_id, sentences)):
        raise msgspec.ValidationError(f"{strange!r} cannot be a name here")


def _in_words(error: Exception) -> str:
    """Return what is wrong without the decoder's own words, which mean nothing to a student and may quote the file."""
    if isinstance(error, msgspec.ValidationError):
        return "a part of it is missing, too long or of the wrong kind"
    return "it breaks off, or unspin did not write it"


def _refuse_newer(data: bytes, name: str) -> None:
    """Raise NewerAnswers where the data say that they are of another version of the format."""
    try:
        version = msgspec.json.decode(data, type=_Envelope).format
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return
    if re.fullmatch(r"unspin-answers/\d+", version) and version != FORMAT:
        raise NewerAnswers(
            f"{name} was written by a newer version of unspin ({version}). It was left as it is, and nothing is "
            "saved to it. Get the newest version of the course, or rename the file to begin again."
        )


def to_bytes(answers: Answers) -> bytes:
    """Return the answers as the content of a file. Raises UnspinError when that could not be read again."""
    data = msgspec.json.format(msgspec.json.encode(answers)) + b"\n"
    try:
        parse(data, "with this change your file")
    except DamagedAnswers as error:
        raise UnspinError(f"Not saved: {error}") from None
    return data


def pieces_in(answers: Answers, name: AnswerName, kind: type[Pieces]) -> Pieces:
    """Return the labels, the spans or the table under `name`, an empty one where there is none yet. Raises UnspinError
    where another kind stands.
    """
    answer = answers.answers.get(str(name), kind())
    if not isinstance(answer, kind):
        raise _kept(str(name), answer)
    return answer


def with_answer(answers: Answers, name: object, answer: Answer | None) -> Answers:
    """Return `answers` with one answer set, or taken out where `answer` is None.

    Raises UnspinError for a name that no file can hold, and where the answer would replace tags or a table.
    """
    if not isinstance(name, str) or not re.fullmatch("[a-z0-9-]{1,100}", name):
        raise UnspinError(f"{name!r} cannot be the name of an answer. Use small letters, digits and hyphens.")
    old = answers.answers.get(name)
    if isinstance(old, InPieces) and not isinstance(answer, type(old) | None):
        raise _kept(name, old)
    return msgspec.structs.replace(answers, answers=_with(answers.answers, name, answer))


def with_tag(answers: Answers, name: AnswerName, sentence_id: str, tag: Tag | None) -> Answers:
    """Return `answers` with one sentence's label set, or taken out where `tag` is None."""
    old = pieces_in(answers, name, LabelsAnswer).value
    return with_answer(answers, str(name), LabelsAnswer(_with(old, sentence_id, tag)))


def with_marks(answers: Answers, name: AnswerName, sentence_id: str, marks: list[Mark]) -> Answers:
    """Return `answers` with one sentence's spans set, or taken out where `marks` is empty."""
    old = pieces_in(answers, name, SpansAnswer).value
    return with_answer(answers, str(name), SpansAnswer(_with(old, sentence_id, marks or None)))


def with_cell(answers: Answers, name: AnswerName, row: str, column: str, text: str) -> Answers:
    """Return `answers` with one cell of a table set, or taken out where `text` is empty."""
    old = pieces_in(answers, name, TableAnswer).value
    rows = _with(old, row, _with(old.get(row, {}), column, text or None) or None)
    return with_answer(answers, str(name), TableAnswer(rows) if rows else None)


def with_article(answers: Answers, article: str, fingerprint: str) -> Answers:
    """Return `answers` with the fingerprint of a text that is tagged in it.

    Raises UnspinError when the file holds tags for another version of that text.
    """
    known = answers.articles.get(article, fingerprint)
    if known != fingerprint:
        raise UnspinError(
            f"Your saved tags of {article!r} were made on another version of its text, so nothing was changed. "
            "Ask your teacher for the version that you began with, or rename your answers file to begin again."
        )
    return msgspec.structs.replace(answers, articles={**answers.articles, article: fingerprint})


def count_words(text: str) -> int:
    """Return the number of words: what stands between spaces and holds a letter or a digit, so that no dash counts."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _kept(name: str, answer: Answer) -> UnspinError:
    kind = answer.__struct_config__.tag
    return UnspinError(
        f"Your answers file holds an answer of the kind {kind!r} under {name!r}, and no other kind can take its place. "
        "Nothing was saved. To begin again, rename the file."
    )


def _with(old: dict[str, Value], name: str, value: Value | None) -> dict[str, Value]:
    return {known: kept for known, kept in {**old, name: value}.items() if kept is not None}
