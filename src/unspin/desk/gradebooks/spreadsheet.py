"""Tables that spreadsheets and learning platforms read and write, as CSV in which what people typed stays text."""

import csv
import io
import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from unspin.words.errors import UnspinError

MAX_BYTES = 50_000_000
DELIMITERS = ",;\t"
ROUNDED = 4  # decimals

Value = str | float | bool | None

# What a spreadsheet may read as =, +, - or @: these, the characters that Unicode folds into them, and the minus sign.
_SIGNS = "=+\\-@⁺⁼₊₌⩵⩶﬩﹢﹣﹦﹫＋－＝＠−"
_SKIPPED = '\\s"\u00ad\u115f\u180e\u200b-\u200f\u2060-\u2064\ufeff'
_STARTS_FORMULA = f"(?=[{_SKIPPED}]*[{_SIGNS}])"
_UNSAFE = re.compile(f"(^|[,;|\n])({_STARTS_FORMULA})")
_MADE_SAFE = re.compile(f"(^|[,;|\n])'({_STARTS_FORMULA})")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read: its header, the rows below it (each as long as the header), and what separated cells.

    `lines` are the numbers that a spreadsheet shows beside the rows.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    lines: tuple[int, ...] = ()


@lru_cache(maxsize=4096)  # names and lessons stand in many rows
def cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, without characters that cannot be seen.

    An apostrophe is set before what could begin a formula: at the start, and after anything that a spreadsheet with
    other settings may take for the end of a cell (comma, semicolon, bar, line end). See OWASP, "CSV Injection".
    """
    return _UNSAFE.sub(r"\1'", text if text.isprintable() else _visible(text))


def text_of(written: str) -> str:
    """Return the text that `cell` made safe."""
    return _MADE_SAFE.sub(r"\1", written)


def rows_as_csv(
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    delimiter: str = ",",
    bom: bool = True,
    as_is: Collection[int] = (),
) -> bytes:
    """Return a table as CSV in UTF-8: text made safe, numbers as numbers, yes and no for a truth, None as nothing.

    `bom` is the mark by which Excel knows UTF-8. Moodle takes it; Canvas takes a file for sure only without it. `as_is`
    are the places of columns that a teacher typed, which are not touched; what students typed never stands there.
    """
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow([name if place in as_is else cell(name) for place, name in enumerate(header)])
    if as_is:
        rows = ([v if p in as_is else _written(v) for p, v in enumerate(row)] for row in rows)
        writer.writerows(rows)
    else:
        writer.writerows([_written(value) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig" if bom else "utf-8", errors="replace")


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file as spreadsheets and platforms save it, as `parse_sheet` says."""
    return parse_sheet(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """Return what is in a file. Raises UnspinError when it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = error.strerror or error
        raise UnspinError(f"{path.name!r} cannot be read ({why}). Check its place and its name.") from None
    if len(data) > MAX_BYTES:
        raise UnspinError(f"{path.name!r} is larger than {MAX_BYTES // 1_000_000} MB, which no class list is.")
    return data


def parse_sheet(data: bytes, name: str) -> Sheet:
    """Return the table in `data`: UTF-8, UTF-16, Windows-1252 or Mac Roman, with commas, semicolons or tabs.

    Rows without any text are left out. Raises UnspinError, naming the file as `name`, when it holds no table.
    """
    if data.startswith(b"PK"):
        raise UnspinError(f"{name!r} is an Excel or ZIP file. Open it and save it as CSV.")
    text = _decoded(data)
    delimiter, text = _delimiter(text)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnspinError(f"{name!r} is no CSV file ({error}). Save it again as CSV, or download it again.") from None
    rows = [(number, row) for number, row in enumerate(lines, 1) if any(value.strip() for value in row)]
    if not rows:
        raise UnspinError(f"{name!r} is empty. Download it again, or give another file.")
    (_, header), *below = rows
    width = max(len(row) for _, row in rows)
    header, *full = (tuple((row + [""] * width)[:width]) for _, row in rows)
    return Sheet(header, tuple(full), delimiter, tuple(number for number, _ in below))


def _visible(text: str) -> str:
    """Return text without control characters and overrides of the writing direction, with plain line ends."""
    text = _BIDI.sub("", re.sub("\r\n?|[\u2028\u2029\u0085\v\f]", "\n", text)).replace("\t", " ")
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs"))


def _written(value: Value) -> str | int:
    if isinstance(value, str):
        return cell(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value
    return f"{round(value, ROUNDED) + 0.0:.12g}" if math.isfinite(value) else ""


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "mac-roman" if _is_mac(data) else "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("mac-roman")


def _is_mac(data: bytes) -> bool:
    """Whether accented letters stand where Mac Roman has them and Windows-1252 has hardly any letters."""
    mac = sum(0x81 <= byte <= 0x9F and byte != 0x85 and not 0x91 <= byte <= 0x97 for byte in data)
    return mac > sum(byte >= 0xC0 for byte in data)


def _delimiter(text: str) -> tuple[str, str]:
    """Return what separates the cells, and the text without the line by which Excel may say so."""
    if said := re.match(r"sep=([,;\t])\r?\n", text):
        return said[1], text[said.end() :]
    first = io.StringIO(text[:100_000], newline="")

    def width(delimiter: str) -> int:
        first.seek(0)
        try:
            return len(next((row for row in csv.reader(first, delimiter=delimiter) if row), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=width), text
