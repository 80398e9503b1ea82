"""Write the lessons as the course folder of nbgrader, for those who use it."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from unspin.disk import put, write_files
from unspin.editions.build import notebook_bytes
from unspin.editions.handout import data_with_keys
from unspin.editions.keyless import exercise_without_key, files_without_keys
from unspin.editions.nbgrader.metadata import make_source
from unspin.lesson.cells import TEACHER_TAG, Notebook, read_cells, without_tagged
from unspin.text.library import Library
from unspin.words.errors import UnspinError, did_you_mean

CONFIG = "nbgrader_config.py"
OURS = "made by `unspin nbgrader`"
TEACHER = "teacher"  # the folder with the keys: nbgrader's commands mark with it, and nothing in it is handed out
SETTINGS = f'''\
"""The settings of this nbgrader course, {OURS}. They are yours to change: they are not written again."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
LESSONS = sorted(folder.name for folder in (HERE / "source").glob("[0-9]*"))

c = get_config()  # noqa: F821, nbgrader gives it
c.CourseDirectory.root = str(HERE)
c.CourseDirectory.course_id = "unspin"

# A student's answers are in a file beside the notebook. It is what is graded: no other file may take its place.
c.Autograde.exclude_overwriting = {{name: [os.path.join("answers", "exercises", name + ".json")] for name in LESSONS}}
os.environ.pop("UNSPIN_ANSWERS", None)  # it would let all students share one file

# What nbgrader runs here is marked with these keys, whatever the folder of a student holds.
os.environ["UNSPIN_COURSE"] = str(HERE / "{TEACHER}")
os.environ.pop("UNSPIN_KEYS", None)

# Students start from the line above a solution; no line that raises an error stands for what was taken out.
c.ClearSolutions.code_stub = {{"python": ""}}
c.Execute.timeout = 120  # seconds for a cell: the first one loads pandas
c.KernelManager.transport_encryption = "auto"  # without it each kernel prints a warning about eavesdropping
'''


def write_course(library: Library, course: Path, names: Sequence[str] = (), *, keys: bool = True) -> tuple[str, ...]:
    """Write the course folder for these lessons, without any for all; return what to tell the teacher, in sentences.

    Written again, the sources and the teacher's keys are renewed. What nbgrader makes (release, submitted, autograded,
    gradebook.db), the settings, and files that somebody added stay as they are. Without `keys` the assignments hold no
    key, and what works with the key is left out of them.

    Raises UnspinError when there is no such lesson, when there are no solutions to make it from, or when the folder
    holds something else.
    """
    root, course = library.root, course.absolute()
    paths = _solutions(root, names)
    _refuse_other_folders(root, course)
    data = data_with_keys(root) if keys else files_without_keys(root)
    assignments = {path.stem: _assignment(read_cells(path), path.stem, data, keys=keys) for path in paths}
    try:
        _write(root, course, assignments)
    except OSError as error:
        why = error.strerror or error
        raise UnspinError(f"The folder {str(course)!r} cannot be written: {why}. Name another one.") from None
    return _said(course, list(assignments), keys=keys)


def _solutions(root: Path, names: Sequence[str]) -> list[Path]:
    """Return the solution notebooks of these lessons, or of all of them, in the order of their numbers."""
    known = {path.stem: path for path in sorted((root / "solutions").glob("[0-9][0-9]-*.ipynb"))}
    if not known:
        raise UnspinError(
            f"There are no solutions in {str(root)!r}, and an nbgrader course is made from them. Run this in the "
            "teacher's copy of the course, the one that holds 'solutions'."
        )
    for name in names:
        if name not in known:
            raise UnspinError(f"There is no lesson called {name!r}. {did_you_mean(name, known)}")
    return [path for name, path in known.items() if not names or name in names]


def _refuse_other_folders(root: Path, course: Path) -> None:
    """Raise UnspinError for a folder that is in use for something else, or that would be copied into itself."""
    inside = [name for name in ("data", "seeds") if course.resolve().is_relative_to((root / name).resolve())]
    if inside:
        raise UnspinError(f"{str(course)!r} lies in the course's own {inside[0]!r}. Name a folder outside of it.")
    if course.exists() and not course.is_dir():
        raise UnspinError(f"{str(course)!r} is a file. Name a folder: a new one, or one that this command made before.")
    settings = course / CONFIG
    ours = settings.is_file() and OURS in settings.read_text(encoding="utf-8", errors="replace")
    if course.is_dir() and any(course.iterdir()) and not ours:
        raise UnspinError(
            f"{str(course)!r} is not empty and was not made by this command. Name a new folder; its parts can be moved "
            "into another nbgrader course by hand."
        )


def _assignment(solution: Notebook, name: str, data: dict[str, bytes], *, keys: bool) -> dict[str, bytes]:
    """Return the files of an assignment by their path in it: notebook and data, and no key of another lesson."""
    asked = without_tagged(solution, TEACHER_TAG)
    source = make_source(asked if keys else exercise_without_key(asked))
    others = {path for path in data if path.startswith("data/keys/") and path != f"data/keys/{name}.json"}
    read = {path: content for path, content in data.items() if path.startswith(("data/", "seeds/"))}
    kept = {path: content for path, content in read.items() if path not in others}
    return {f"{name}.ipynb": notebook_bytes(source), **kept}


def _write(root: Path, course: Path, assignments: dict[str, dict[str, bytes]]) -> None:
    course.mkdir(parents=True, exist_ok=True)
    if not (course / CONFIG).exists():
        (course / CONFIG).write_text(SETTINGS, encoding="utf-8")  # first: it says that the folder is ours
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=course) as folder:
        made = Path(folder)
        for part in ("data", "seeds", "exercises"):
            shutil.copytree(root / part, made / TEACHER / part, ignore=shutil.ignore_patterns(".*"))
        for name, files in assignments.items():
            write_files(made / "source" / name, files)
        for whole in (made / TEACHER, *(made / "source").iterdir()):
            for part in whole.iterdir():
                put(part, course / part.relative_to(made))


def _said(course: Path, names: list[str], *, keys: bool) -> tuple[str, ...]:
    return (
        f"The nbgrader course in {str(course)!r} holds the source of {', '.join(names)}. Next, in that folder: "
        f"nbgrader generate_assignment {names[0]}",
        "The keys are in the data of each assignment, as in a student's copy: this is for practice. For work that "
        "counts, add --no-keys."
        if keys
        else "No assignment holds a key. What works with the key is left out of them; it costs no points.",
        f"The keys for marking are in {TEACHER!r}, which nbgrader hands to nobody. But nbgrader runs the code of "
        "students with your rights; to mark answers without running code: unspin grade",
    )
