"""Write a folder all at once: a run that is killed leaves the old folder or the new one, never half of each."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from unspin.words.errors import UnspinError

MARK = "made-by-unspin.txt"
SAID = "This folder is made anew each time by `{}`. Keep nothing of your own in it. What it made:"
BY_THEMSELVES = (".", "~$", "Thumbs.db", "desktop.ini")  # what computers put into folders: names begin so


@contextlib.contextmanager
def whole_folder(to: Path, made_by: str) -> Iterator[Path]:
    """Yield an empty folder, which takes the place of `to` once it is full; `made_by` is the command to name in it.

    Where `to` is a link, what it leads to is made anew. Raises UnspinError when there is something that this command
    did not make, and when it cannot be written.
    """
    place = Path(os.path.realpath(to))
    old = place.parent / f".{place.name}.old"
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


def leavings(to: Path) -> tuple[Path, ...]:
    """Return what may stand beside a folder while it is made: it belongs to nobody."""
    place = Path(os.path.realpath(to))
    return tuple(place.parent / f".{place.name}.{ending}" for ending in ("new", "old", "lock"))


@contextlib.contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Yield an empty folder beside `place`, and take away what a killed run left of it. Raises UnspinError when another
    run is at work there.
    """
    new = place.parent / f".{place.name}.new"
    lock = FileLock(place.parent / f".{place.name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise UnspinError(f"Another run writes {place.name!r} just now. Wait until it has ended.") from None
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)
        lock.release()
        with contextlib.suppress(OSError):
            Path(lock.lock_file).unlink()


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
