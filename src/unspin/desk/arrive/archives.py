"""Read the files of a ZIP archive without unpacking it: nothing is ever written, and a bomb does not go off."""

import stat
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from unspin.words.errors import UnspinError

MAX_MEMBERS = 200_000
MAX_RATIO = 200  # bytes out of one byte in; an answers file has about 10
SMALL = 1_000_000  # bytes: below that the ratio does not matter
LOCKED = 0x1  # the bit that says that a member is encrypted
# As all platforms pack. Others (bzip2, LZMA) unpack a few bytes to gigabytes before anyone can say stop.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNKNOWN = "This file is damaged inside of its ZIP file, or packed in an unknown way."


class ArchiveProblem(UnspinError):
    """The archive, or one of its members, cannot be read, and the sentence says why."""


def open_archive(file: BinaryIO | str, *, most: int = MAX_MEMBERS) -> zipfile.ZipFile:
    """Return the archive at a path or in a file. Raises ArchiveProblem when it is none, or holds over `most` files."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, OverflowError):
        raise ArchiveProblem("This ZIP file is damaged. Download it again.") from None
    if len(archive.infolist()) > most:
        raise ArchiveProblem(f"This ZIP file holds more than {most:,} files. Split it into smaller ones.")
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, most: int) -> bytes:
    """Return at most `most` + 1 bytes of a member. Raises ArchiveProblem, also for a member that is no plain file."""
    if problem := _problem(member):
        raise ArchiveProblem(problem)
    try:
        with archive.open(member) as file:
            return file.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        raise ArchiveProblem(UNKNOWN) from None


def seconds(member: zipfile.ZipInfo) -> float:
    """Return when a member was last changed, in seconds as by a clock that knows no zones; 0.0 where it is no date."""
    try:
        return datetime(*member.date_time, tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0


def _problem(member: zipfile.ZipInfo) -> str:
    """Return why a member is not read, or ""."""
    if stat.S_ISLNK(member.external_attr >> 16):
        return "This is a link to another file, which is not followed. Ask for the file itself."
    if ".." in PurePosixPath(member.filename.replace("\\", "/")).parts or member.filename.startswith(("/", "\\")):
        return "Its name points outside of the ZIP file, so it was not opened. Ask for the file by another way."
    if member.flag_bits & LOCKED:
        return "This file is locked with a password. Ask for it without one."
    if member.compress_type not in PACKED:
        return UNKNOWN
    if member.file_size > SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size):
        return "This file would unpack to many times its size, as only a bomb does. It was not opened."
    return ""
