"""Write a file or a folder all at once: whoever is cut off, by whatever, leaves the old one or the new one, never half.

A file is made beside its place, under a hidden name, and put there when it is on the disk. A folder likewise.
"""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from unspin.words.errors import UnspinError

MARK = "made-by-unspin.txt"
SAID = "This folder is made anew each time by `{}`. Keep nothing of your own in it. What it made:"
BY_THEMSELVES = (".", "~$", "Thumbs.db", "desktop.ini")  # what computers put into folders: names begin so


def write_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file at `path`, and make sure that it is on the disk. Raises OSError."""
    beside = path.with_name(f".{path.stem}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder that nobody sees yet, by their path in it, with `/`. Raises OSError."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@contextlib.contextmanager
def locked(path: Path, seconds: float, busy: str) -> Iterator[None]:
    """Keep other programs away from what the lock file at `path` stands for; wait so long for the one that holds it.

    Raises UnspinError with the sentence `busy` when it is held for longer. Python in a browser is alone with its files,
    and a lock there would be a file that a closed tab leaves behind for ever: so there is none.
    """
    if sys.platform == "emscripten":
        yield
        return
    from filelock import FileLock, Timeout  # here: `import unspin` should not wait for it

    lock = FileLock(path, timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        raise UnspinError(busy) from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def new_place(place: Path) -> Iterator[Path]:
    """Yield a path for a new file or folder, which is put at `place` once it is whole; an empty folder gives way.

    What is made lies beside its place under a hidden name of its own. Raises OSError.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{place.name[:50]}-unfinished-", dir=place.parent) as beside:
        made = Path(beside) / "made"
        yield made
        if place.is_dir():
            place.rmdir()  # Windows gives no folder the name of another one, not even of an empty one
        made.rename(place)


def put(new: Path, place: Path) -> None:
    """Move a file or folder to its place, instead of what is there. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    new.replace(place)


@contextlib.contextmanager
def whole_folder(to: Path, made_by: str) -> Iterator[Path]:
    """Yield an empty folder, which takes the place of `to` once it is full; `made_by` is the command to name in it.

    Where `to` is a link, what it leads to is made anew. Raises UnspinError when there is something that this command
    did not make, and when it cannot be written.
    """
    place = Path(os.path.realpath(to))
    _, old, _ = leavings(to)
    try:
        _leave_alone(old, f"{old.name!r} beside it", made_by)
        if old.exists() and not place.exists():
            old.rename(place)  # a run was killed in the one moment between the two
        _leave_alone(place, repr(str(to)), made_by)
        if Path.cwd().is_relative_to(place):
            raise UnspinError(f"{str(to)!r} is the folder that you are in, or around it. Go to another folder first.")
        place.parent.mkdir(parents=True, exist_ok=True)
        with _beside(place) as new:
            yield new
            made = "\n".join(sorted(path.name for path in new.iterdir()))
            (new / MARK).write_text(f"{SAID.format(made_by)}\n{made}\n", encoding="utf-8")
            _take_place(new, place, old)
    except OSError as error:
        raise UnspinError(
            f"{str(to)!r} cannot be written ({error.strerror or error}), so it is as it was. Name another folder."
        ) from None


def leavings(to: Path) -> tuple[Path, Path, Path]:
    """Return what may stand beside a folder while it is made: the new one, the old one and a lock. Nobody's own."""
    place = Path(os.path.realpath(to))
    new, old, lock = (place.parent / f".{place.name}.{ending}" for ending in ("new", "old", "lock"))
    return new, old, lock


@contextlib.contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Yield an empty folder beside `place`, and take away what a killed run left of it. Raises UnspinError when another
    run is at work there.
    """
    new, _, lock = leavings(place)
    with locked(lock, 0, f"Another run writes {place.name!r} just now. Wait until it has ended."):
        shutil.rmtree(new, ignore_errors=True)
        try:
            new.mkdir()
            yield new
        finally:
            shutil.rmtree(new, ignore_errors=True)
            with contextlib.suppress(OSError):  # Windows keeps a file that is open, and takes the lock away itself
                lock.unlink()


def _leave_alone(place: Path, shown: str, made_by: str) -> None:
    """Raise UnspinError where there is anything that this command did not make."""
    if not place.exists():
        return
    found = {entry.name for entry in place.iterdir()} if place.is_dir() else {place.name}
    other = sorted(name for name in found - _made(place, made_by) if not name.startswith(BY_THEMSELVES))
    if other:
        raise UnspinError(
            f"{shown} is there already and holds other things, such as {other[0]!r}, so nothing was written. "
            "Name a new folder."
        )


def _made(place: Path, made_by: str) -> set[str]:
    """Return the names of what this command put into a folder."""
    mark = place / MARK
    said, *names = mark.read_text(encoding="utf-8", errors="replace").splitlines() if mark.is_file() else [""]
    return {MARK, *names} if said == SAID.format(made_by) else set()


def _take_place(new: Path, to: Path, old: Path) -> None:
    _remove(old)
    if to.exists():
        to.rename(old)
    try:
        new.rename(to)
    except OSError:
        if old.exists():
            old.rename(to)
        raise
    _remove(old)


def _remove(old: Path) -> None:
    """Delete an old folder, its mark last: where that is stopped half-way, the next run still knows whose it was."""
    with contextlib.suppress(OSError):
        for path in old.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != MARK:
                path.unlink()
        shutil.rmtree(old)
