"""Write a folder all at once: a run that is killed leaves the old folder or the new one, never half of each."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from unspin.errors import UnspinError

MARK = "made-by-unspin.txt"
SAID = "This folder is made anew each time by `{}`. Keep nothing of your own in it.\n"


@contextlib.contextmanager
def whole_folder(to: Path, made_by: str) -> Iterator[Path]:
    """Yield an empty folder, which takes the place of `to` once it is full; `made_by` is the command to name in it.

    Raises UnspinError when `to` is something that this command did not make, or when it cannot be written.
    """
    old = to.with_name(f".{to.name}.old")
    try:
        if old.exists() and not to.exists():
            old.rename(to)  # a run was killed in the one moment between the two
        if to.exists() and not _is_ours(to, made_by):
            raise UnspinError(
                f"{str(to)!r} is there already and holds other things, so nothing was written. Name a new folder."
            )
        to.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{to.name}.", dir=to.parent))
        try:
            (new / MARK).write_text(SAID.format(made_by), encoding="utf-8")
            yield new
            new.chmod(0o777 & ~_umask())
            _take_place(new, to, old)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise UnspinError(
            f"{str(to)!r} cannot be written ({error.strerror or error}), so it is as it was. Name another folder."
        ) from None


def _is_ours(to: Path, made_by: str) -> bool:
    if not to.is_dir():
        return False
    mark = to / MARK
    return not any(to.iterdir()) or (mark.is_file() and mark.read_text(encoding="utf-8") == SAID.format(made_by))


def _take_place(new: Path, to: Path, old: Path) -> None:
    shutil.rmtree(old, ignore_errors=True)
    if to.exists():
        to.rename(old)
    try:
        new.rename(to)
    except OSError:
        if old.exists():
            old.rename(to)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
