"""Find hand-ins where they really arrive: files, folders and the archives of learning platforms, by their names alone.

No link is followed, nothing is unpacked, and no name from a hand-in is ever used as a path.
"""

import io
import os
import stat
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from zipfile import ZipFile

from msgspec import Struct

from unspin.answers.schema import MAX_BYTES
from unspin.desk.arrive.archives import open_archive, read_member, seconds
from unspin.words.errors import UnspinError
from unspin.words.names import clean_name

MAX_DEPTH = 3  # archives within archives
MAX_INSIDE = 2_000  # files of an archive within an archive, with those of the archives in it
RUBBISH = ("__MACOSX", ".ipynb_checkpoints", "Thumbs.db", "desktop.ini", "timestamp.txt")
COURSE = "data/tagset.toml"  # what only a copy of the course holds
DEEPEST = 10  # folders around a copy of the course in an archive
ANSWERS = "answers"  # where the work is in a copy of the course
OF_THE_COURSE = "This belongs to a copy of the course and holds no answers, so it was not opened."


class Found(Struct, frozen=True, gc=False):
    """One file: where it lies, through which members of archives, and its path below what the teacher named."""

    path: str
    members: tuple[int, ...]
    parts: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The path as it can be shown to a teacher."""
        return "/".join(map(clean_name, self.parts))


class RefusedFile(Struct, frozen=True, gc=False):
    """A file that cannot be counted, and a sentence that says why."""

    file: str
    why: str


def find(paths: Sequence[Path], *, leave_out: Sequence[Path] = ()) -> Iterator[Found | RefusedFile]:
    """Yield every file below `paths`, in the order of their names, but for those in `leave_out`.

    Raises UnspinError when one of the paths is not there.
    """
    _archive.cache_clear()  # what lies at a path may have changed since
    for path in paths:
        if not os.path.exists(path):  # which, other than `path.exists()`, takes any name
            raise UnspinError(
                f"There is no file or folder {str(path)!r}. Name a file, a folder or a ZIP with hand-ins."
            )
    left_out = {path.resolve() for path in leave_out}
    for path in paths:
        top = (path.resolve().name,)
        yield from _in_folder(path, top, left_out) if path.is_dir() else _in_file(str(path), top)
    _archive.cache_clear()  # the list of a large archive is much memory, and whoever reads may be another process


def bytes_of(found: Found) -> tuple[bytes, float]:
    """Return what a file holds, and when it was last changed, in seconds. Raises UnspinError when it cannot be read."""
    try:
        return _member(found.path, found.members) if found.members else _file(found.path)
    except OSError as error:
        raise UnspinError(_unreadable(error)) from None


def _in_folder(folder: Path, parts: tuple[str, ...], left_out: set[Path]) -> Iterator[Found | RefusedFile]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield RefusedFile(_shown(parts), _unreadable(error))
        return
    is_course = (folder / COURSE).is_file()
    opened = _opened_in_course({entry.name for entry in found})
    names_left_out = {path.name for path in left_out}
    for entry in found:
        below = (*parts, entry.name)
        if entry.name in names_left_out and Path(entry.path).resolve() in left_out:
            continue
        if problem := _by_its_name(entry.name) or (is_course and not opened(entry.name) and OF_THE_COURSE):
            yield RefusedFile(_shown(below), problem)
        elif entry.is_symlink():
            yield RefusedFile(_shown(below), "This is a link, which is not followed. Name its target.")
        elif entry.is_dir(follow_symlinks=False):
            yield from _in_folder(Path(entry.path), below, left_out)
        else:
            yield from _in_file(entry.path, below)


def _in_file(path: str, parts: tuple[str, ...]) -> Iterator[Found | RefusedFile]:
    found = Found(path, (), parts)
    if _is_archive(path):
        yield from _in_archive(found)
    else:
        yield found


def _in_archive(found: Found, seen: Counter[str] | None = None) -> Iterator[Found | RefusedFile]:
    """Yield the files of an archive. `seen` counts those of the same hand-in so far; None: it may be a whole class."""
    try:
        members = _archive(found.path, found.members).infolist()
    except UnspinError as error:
        yield RefusedFile(found.shown, str(error))
        return
    except OSError as error:
        yield RefusedFile(found.shown, _unreadable(error))
        return
    if seen is not None:
        seen["files"] += len(members)
        if seen["files"] > MAX_INSIDE:
            yield RefusedFile(found.shown, f"This hand-in holds more than {MAX_INSIDE:,} files. Ask for the right one.")
            return
    if all(member.is_dir() for member in members):
        yield RefusedFile(found.shown, "This ZIP file holds no files. Ask for it again.")
    closed = _closed_folders([member.filename for member in members])
    counts = Counter[str]()
    for place, member in enumerate(members):
        inside = Found(found.path, (*found.members, place), (*found.parts, *_parts(member.filename)))
        if member.is_dir():
            continue
        if folder := closed(member.filename):
            counts[folder] += 1
        elif problem := next(filter(None, map(_by_its_name, inside.parts[len(found.parts) :])), ""):
            yield RefusedFile(inside.shown, problem)
        elif not _is_archive(member.filename):
            yield inside
        elif len(inside.members) >= MAX_DEPTH:
            yield RefusedFile(
                inside.shown, "This is an archive within archives, too deep to be opened. Unpack it first."
            )
        else:
            yield from _in_archive(inside, Counter() if seen is None else seen)
    for folder, count in counts.items():
        yield RefusedFile(_shown((*found.parts, *_parts(folder))), f"{OF_THE_COURSE} Files: {count}.")


def _closed_folders(names: Sequence[str]) -> Callable[[str], str]:
    """Return a function that tells in which part of a copy of the course a member lies, but for where work may be."""
    courses = {name.removesuffix(COURSE): set[str]() for name in names if f"/{name}".endswith(f"/{COURSE}")}
    for name in names if courses else ():
        for around in _folders(name):
            if around in courses:
                courses[around].add(_first(name, around))
    opened = {course: _opened_in_course(entries) for course, entries in courses.items()}

    def closed(name: str) -> str:
        for around in _folders(name) if courses else ():
            if around in opened and not opened[around](_first(name, around)):
                return around + _first(name, around)
        return ""

    return closed


def _folders(name: str) -> Iterable[str]:
    """Return the folders around a member, outermost first and as far as a course may lie; the first is ""."""
    return accumulate((f"{part}/" for part in name.split("/", DEEPEST)[:-1]), initial="")


def _first(name: str, folder: str) -> str:
    return name[len(folder) :].partition("/")[0]


def _opened_in_course(entries: Collection[str]) -> Callable[[str], bool]:
    """Return which files and folders of a copy of the course may hold work: the answers, else what was worked in."""
    if ANSWERS in entries:
        return lambda name: name == ANSWERS
    return lambda name: name == "exercises" or name.endswith((".ipynb", ".json", ".zip"))


def _by_its_name(name: str) -> str:
    """Return why a file or folder of this name is nobody's work, or ""."""
    if name in RUBBISH or (name.startswith(".") and name != ".."):
        return "The computer or a platform made this by itself; it holds no answers."
    return ""


def _is_archive(name: str) -> bool:
    return name.lower().endswith(".zip")


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in name.replace("\\", "/").split("/") if part) or ("?",)


def _shown(parts: Iterable[str]) -> str:
    return "/".join(map(clean_name, parts))


@lru_cache(maxsize=4)
def _archive(path: str, members: tuple[int, ...]) -> ZipFile:
    """Return an archive, opened once; `members` lead to it through the archives around it."""
    return open_archive(io.BytesIO(_member(path, members)[0]), most=MAX_INSIDE) if members else open_archive(path)


def _member(path: str, members: tuple[int, ...]) -> tuple[bytes, float]:
    """Return what a member of an archive holds, and when it was last changed."""
    archive = _archive(path, members[:-1])
    member = archive.infolist()[members[-1]]
    return _not_too_large(read_member(archive, member, most=MAX_BYTES)), seconds(member)


def _file(path: str) -> tuple[bytes, float]:
    """Return what a file holds, and when it was last changed."""
    about = os.stat(path)
    if not stat.S_ISREG(about.st_mode):
        raise UnspinError("This is no plain file, so it was not opened.")
    with open(path, "rb", buffering=0) as file:
        return _not_too_large(file.read(min(about.st_size, MAX_BYTES) + 1)), about.st_mtime


def _not_too_large(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise UnspinError(f"This file is larger than {MAX_BYTES // 1_000_000} MB, which no hand-in is.")
    return data


def _unreadable(error: OSError) -> str:
    return f"It cannot be read: {error.strerror or error}. Look whether you may open it."
