"""The student edition of the course, as a new folder or one ZIP file: without solutions, or without any key at all."""

import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from unspin.answers.key import key_bytes, read_key
from unspin.answers.schema import TextAnswer
from unspin.disk import new_place, write_files
from unspin.editions.keyless import files_without_keys
from unspin.lesson.cells import TEACHER_TAG, Notebook, cells_as_bytes, clean, read_cells, without_tagged
from unspin.lesson.exercise import left_out, make_exercise
from unspin.text.library import Library
from unspin.words.errors import UnspinError

FILES = ("start.py", "pyproject.toml", "requirements.lock", "LICENSE", "NOTICE.md")
LESSONS = "[0-9][0-9]-*.ipynb"
# Folders of a course in which an edition would become a part of the course, or of somebody's work.
OWN_FOLDERS = ("answers", "benchmarks", "data", "docs", "exercises", "notebooks", "seeds", "solutions", "src", "tests")
CACHES = ("__pycache__",)
DATE = (2026, 1, 1, 0, 0, 0)  # of every file in the ZIP, so that the same course gives the same bytes
README = """\
# unspin: {edition}

Learn to tell claims from spin in a real news article. You need not have written Python before. Two commands:

```
python3 start.py {blank}    sets everything up and opens the first lesson in your browser
python3 start.py {lesson}    opens another lesson
```

On Windows write `py` in place of `python3`. You need Python 3.11 or newer. The first start fetches about 110 MB; later
ones need no network. Ctrl+C in the terminal ends it.

{folders}
- Your work is saved on this computer as you go, in the folder `answers`, and sent nowhere.
- The last cell of an exercise gives you one file. That file is what you hand in.
- The article is about a war. Where a lesson comes near its hard sentences, it says so and offers another way.

The licences are in `LICENSE`. The article is not ours: `NOTICE.md` says whose it is and why it is here.
"""
WITH_KEY = ("the student edition", "- `notebooks/` are for class, `exercises/` are what you hand in.")
WITHOUT_KEY = (
    "the edition for tests",
    "- The lessons are in `exercises/`. Your answers are saved; your teacher marks them.",
)


@dataclass(frozen=True)
class Edition:
    """The files of an edition by their path in it, with `/`, and sentences that the teacher should read."""

    files: dict[str, bytes]
    notices: tuple[str, ...]


def handout(library: Library, out: Path, *, keys: bool = True) -> tuple[str, ...]:
    """Write the student edition as the new folder `out`, or as one ZIP file where its name ends in .zip.

    Returns what to tell the teacher, sentence by sentence. A run that is stopped half-way leaves nothing under that
    name. Without `keys` no file holds the content of a key.

    Raises UnspinError, with nothing written, when something is there already or the place is inside the course.
    """
    root, out = library.root.resolve(), Path(os.path.abspath(out.expanduser()))
    edition = make_edition(Library(root), keys=keys)
    try:
        _must_be_free(out, root)
        _write(edition.files, out)
    except OSError as error:
        raise UnspinError(
            f"{str(out)!r} cannot be written ({error.strerror or error}). Nothing was handed out. Name another place."
        ) from None
    size = sum(map(len, edition.files.values())) / 1e6
    return (f"The student edition is in {str(out)!r}: {len(edition.files)} files, {size:.1f} MB.", *edition.notices)


def make_edition(library: Library, *, keys: bool) -> Edition:
    """Return the student edition of a course. Raises UnspinError when a part of the course is missing."""
    root = library.root
    lessons = sorted(path.stem for path in root.glob(f"exercises/{LESSONS}"))
    missing = [name for name in (*FILES, "src/unspin/cli.py") if not (root / name).is_file()]
    if missing or not lessons:
        gone = [*missing, "exercises"][0]
        raise UnspinError(f"The course in {str(root)!r} has no {gone!r}. Make the edition from a fresh copy.")
    try:
        files = {name: (root / name).read_bytes() for name in FILES} | _folder(root, "src")
        files |= _with_keys(root) if keys else files_without_keys(root)
    except OSError as error:
        raise UnspinError(f"{error.filename!r} cannot be read ({error.strerror}). Nothing was handed out.") from None
    files["README.md"] = _readme(lessons, keys).encode("utf-8")
    notices = (*_on_content(library, lessons, keys), *_on_changed_exercises(root, lessons))
    return Edition(dict(sorted(files.items())), notices)


def _must_be_free(out: Path, root: Path) -> None:
    """Raise UnspinError unless an edition can be written there without touching anything that exists."""
    resolved = out.parent.resolve() / out.name
    inside = resolved.relative_to(root).parts if resolved.is_relative_to(root) else ()
    if inside and (inside[0] in OWN_FOLDERS or inside[0].startswith(".")):
        raise UnspinError(
            f"{str(out)!r} lies in {inside[0]!r}, which is a part of the course itself. "
            "Name a place beside the course, or a new folder or ZIP file directly in it."
        )
    if out.is_dir() and not out.is_symlink() and not _is_zip(out) and not any(out.iterdir()):
        return
    if os.path.lexists(out):
        raise UnspinError(f"{str(out)!r} is there already, and nothing in it was changed. Name a new folder or file.")


def _is_zip(out: Path) -> bool:
    return out.suffix.lower() == ".zip"


def _folder(root: Path, name: str) -> dict[str, bytes]:
    """Return all files of a folder of the course, but for hidden ones and caches."""
    files = {path.relative_to(root): path for path in sorted((root / name).rglob("*")) if path.is_file()}
    return {place.as_posix(): path.read_bytes() for place, path in files.items() if not _is_cache(place)}


def _is_cache(place: Path) -> bool:
    return any(part.startswith(".") or part in CACHES or part.endswith(".egg-info") for part in place.parts)


def _with_keys(root: Path) -> dict[str, bytes]:
    return _guided_lessons(root) | _exercises(root) | data_with_keys(root)


def _guided_lessons(root: Path) -> dict[str, bytes]:
    return {f"notebooks/{path.name}": _without_teacher(read_cells(path)) for path in root.glob(f"notebooks/{LESSONS}")}


def _without_teacher(notebook: Notebook) -> bytes:
    return cells_as_bytes(without_tagged(clean(notebook), TEACHER_TAG))


def _exercises(root: Path) -> dict[str, bytes]:
    """Return the exercises, without outputs that somebody's run left in them."""
    paths = root.glob(f"exercises/{LESSONS}")
    return {f"exercises/{path.name}": cells_as_bytes(make_exercise(read_cells(path))) for path in paths}


def data_with_keys(root: Path) -> dict[str, bytes]:
    """Return the data with the keys, but without the texts that solutions give for open questions and rewrites."""
    files = _folder(root, "data") | _folder(root, "seeds")
    for path in sorted(root.glob("data/keys/*.json")):
        if key := read_key(path):
            answers = {name: answer for name, answer in key.answers.items() if not isinstance(answer, TextAnswer)}
            files[f"data/keys/{path.name}"] = key_bytes(msgspec.structs.replace(key, answers=answers))
    return files


def _readme(lessons: list[str], keys: bool) -> str:
    edition, folders = WITH_KEY if keys else WITHOUT_KEY
    another = lessons[min(1, len(lessons) - 1)]
    return README.format(edition=edition, folders=folders, lesson=another, blank=" " * len(another))


def _on_content(library: Library, lessons: list[str], keys: bool) -> tuple[str, ...]:
    if keys:
        return (
            "It has no solutions, no tests and nothing for teachers. The keys that the checks need are in it, in "
            "'data': for work that counts, add --no-keys.",
        )
    shorter = [lesson for lesson in lessons if left_out(library, lesson)]
    return (
        "No file in it holds a key: checks say 'Saved' and nothing more. The guided lessons are left out, because they "
        "discuss the answers.",
        f"Left out as well is what works with the key, in {', '.join(shorter)}: it costs no points and gives none. To "
        "mark what comes back: unspin grade --no-keys"
        if shorter
        else "To mark what comes back: unspin grade --no-keys",
    )


def _on_changed_exercises(root: Path, lessons: list[str]) -> tuple[str, ...]:
    """Return a sentence for each exercise that is not what its solution makes: somebody may have answered in it."""
    changed = []
    for lesson in lessons:
        solution = root / "solutions" / f"{lesson}.ipynb"
        if solution.is_file():
            exercise = read_cells(root / "exercises" / solution.name)
            if _asked(exercise) != _asked(make_exercise(read_cells(solution))):
                changed.append(lesson)
    return tuple(
        f"exercises/{lesson}.ipynb is not what its solution makes. It was handed out as it is: look whether somebody "
        "answered in it. To renew it: unspin build"
        for lesson in changed
    )


def _asked(exercise: Notebook) -> list[tuple[str, str]]:
    return [(cell["cell_type"], cell["source"]) for cell in exercise["cells"]]


def _write(files: dict[str, bytes], out: Path) -> None:
    with new_place(out) as made:
        if _is_zip(out):
            made.write_bytes(_zip(files, out.stem))
        else:
            write_files(made, files)


def _zip(files: dict[str, bytes], folder: str) -> bytes:
    """Return a ZIP with one folder in it; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()
