"""Where a student's answers and the keys of the lessons lie."""

import os
from pathlib import Path

from unspin.text.library import Library


def answers_home(file: str, course: Path) -> tuple[Path, str]:
    """Return the folder for answers of a course, and a sentence for the student where it is not the usual one.

    Where the course folder could not be written to before, `file` is in the home folder, and stays there.
    """
    if moved := os.environ.get("UNSPIN_ANSWERS"):
        return Path(moved), ""
    usual, home = _usual_answers(course), _home_answers()
    begun_at_home = home is not None and (home / file).exists() and not (usual / file).exists()
    if not begun_at_home and _can_write(usual):
        return usual, ""
    if home and _can_write(home):
        why = "You began this lesson in your home folder" if begun_at_home else "The course folder cannot be written to"
        return home, f"{why}, so your work is saved in {str(home)!r} instead."
    return usual, (
        f"Neither the course folder nor your home folder can be written to, so your work cannot be saved: "
        f"copy the course to a folder of your own. (Tried: {str(usual)!r}.)"
    )


def _usual_answers(course: Path) -> Path:
    """Return the course's own folder for answers.

    What lies in `source` and `release` of an nbgrader course is handed out: the teacher's own answers stay out of them.
    """
    step = course.parent
    if step.name in ("source", "release") and (step.parent / "nbgrader_config.py").is_file():
        return step.parent / "answers" / step.name
    return course / "answers"


def _home_answers() -> Path | None:
    try:
        return Path.home() / "unspin-answers"
    except RuntimeError:
        return None  # a user without a home folder


def _can_write(folder: Path) -> bool:
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def keys_home(library: Library) -> Path:
    """Return the folder of the keys; the build points it at the keys that it is making."""
    return Path(os.environ.get("UNSPIN_KEYS") or library.data / "keys")
