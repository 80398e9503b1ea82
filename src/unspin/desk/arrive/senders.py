"""Whose hand-in a file is, as far as its path says: the names that learning platforms give to what they collect.

Canvas: `doejane_LATE_1234_5678_file.json`; Moodle: `Jane Doe_1234_assignsubmission_file/file.json` (or `_file_` and the
file's name, without a folder); Google Drive: `Jane Doe - file.json`; nbgrader: `submitted/jane/assignment/file`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from unspin.words.names import clean_name

CANVAS = re.compile(r"(?P<name>[^_]{1,200})(?P<late>_LATE)?_(?P<id>\d{1,20})_(?P<upload>\d{1,20})_.+")
MOODLE = re.compile(r"(?P<name>.{1,200}?)_(?P<id>\d{1,20})_assignsubmission_(?:file|onlinetext)(?:_.*)?")
DRIVE = re.compile(r"(?P<name>.{1,100}?) - .+")
NBGRADER = "submitted"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who handed a file in. `version` is larger for a later upload; `name` and `id` are "" where the path is silent."""

    id: str = ""
    name: str = ""
    version: int = 0
    late: bool = False


def sender(parts: Sequence[str]) -> Sender:
    """Return the sender of a file by the parts of its path, folders first.

    An outer name counts more than an inner one: the platform gave it, and the student the other. The outermost is the
    teacher's own, which may look like Canvas's by chance (`art_101_2026_essays.zip`).
    """
    in_archive = False
    for place, part in enumerate(parts):
        if part == NBGRADER and place < len(parts) - 3:
            student = clean_name(parts[place + 1])
            return Sender(student, student)
        if found := MOODLE.fullmatch(part):
            return Sender(found["id"], clean_name(found["name"]))
        if (found := CANVAS.fullmatch(part)) and (place or len(parts) == 1):
            return Sender(found["id"], clean_name(found["name"]), int(found["upload"]), bool(found["late"]))
        is_archive = part.lower().endswith(".zip")
        if ((in_archive and is_archive) or place == len(parts) - 1) and (found := DRIVE.fullmatch(part)):
            return Sender(name=clean_name(found["name"]))
        in_archive |= is_archive
    return Sender()
