"""Make everything that is derived: outputs of notebooks, exercises and keys. Or check that it is all fresh."""

import json
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from unspin.answers.key import LessonKey, key_bytes, read_key
from unspin.answers.schema import Answer, InPieces, parse
from unspin.desk.simulated_class import CLASS_FILE, class_file
from unspin.disk import write_file
from unspin.lesson.cells import Notebook, clean
from unspin.lesson.exercise import find_checks, make_exercise
from unspin.lesson.points import points_by_part, with_points
from unspin.lesson.tables import read_layout, table_names
from unspin.marks.scoring import score_labels
from unspin.marks.tables import score_table
from unspin.text.library import Library
from unspin.words.errors import UnspinError

LESSONS = "[0-9][0-9]-*.ipynb"
MOST_RUNS = 3
CELL_SECONDS = 300


def build(library: Library, check: bool) -> list[str]:
    """Make all that is derived, write it unless `check`, and return the paths (from the course) that were stale.

    Raises UnspinError when a notebook does not run, or a key cannot tell skill from a habit.
    """
    root = library.root
    _refuse_empty_keys(library)
    stale = []
    for path, data in _make_all(library).items():
        if not path.exists() or path.read_bytes() != data:
            stale.append(path.relative_to(root).as_posix())
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_file(path, data)
    return sorted(stale)


def _refuse_empty_keys(library: Library) -> None:
    for article in map(library.article, library.articles()):
        try:
            if article.key:
                score_labels(article.key, {}, library.tagset())
        except UnspinError as error:
            raise UnspinError(f"The key of {article.id!r}: {error}") from None
    for name in table_names(library):
        layout = read_layout(library, name)
        try:
            if layout.key:
                score_table({}, layout)
        except UnspinError as error:
            raise UnspinError(f"The key of the table {name!r}: {error}") from None


def _make_all(library: Library) -> dict[Path, bytes]:
    """Return the content of every derived file by its path. Notebooks run side by side, each in a kernel of its own."""
    made: dict[Path, bytes] = {}
    labelled = library.article(library.plan().under_study)
    if labelled.key:  # an edition for tests has none
        made[library.data.joinpath(*CLASS_FILE)] = class_file(labelled, library.tagset())
    solutions = sorted((library.root / "solutions").glob(LESSONS))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        keys = Path(folder)
        for files in pool.map(lambda path: _from_solution(library, path, keys), solutions):
            made |= files
        others = set((library.root / "solutions").glob("*.ipynb")) - made.keys()  # for the teacher: no exercise of them
        guided = sorted([*(library.root / "notebooks").glob("*.ipynb"), *others])
        runs = pool.map(lambda path: _run_afresh(read_notebook(path), path, keys), guided)
        made |= {path: notebook_bytes(executed) for path, (executed, _) in zip(guided, runs, strict=True)}
    return made


def _from_solution(library: Library, path: Path, keys: Path) -> dict[Path, bytes]:
    """Return the key, the exercise, and the solution with its outputs, by path; the key is put into `keys` too."""
    notebook = read_notebook(path)
    notebook["cells"] = with_points(notebook["cells"], points_by_part(notebook["cells"]))
    key, executed = _solve(library, notebook, path, keys)
    return {
        library.data / "keys" / f"{path.stem}.json": key_bytes(key),
        library.root / "exercises" / path.name: notebook_bytes(make_exercise(notebook)),
        path: notebook_bytes(executed),
    }


def _solve(library: Library, notebook: Notebook, path: Path, keys: Path) -> tuple[LessonKey, Notebook]:
    """Run a solution until its key holds still: the first run makes the answers, the next one is marked by them."""
    checks, questions = find_checks(notebook)
    old = read_key(library.data / "keys" / f"{path.stem}.json")
    key = LessonKey(lesson=path.stem, checks=checks, open=questions, answers=old.answers if old else {})
    for _ in range(MOST_RUNS):
        (keys / f"{path.stem}.json").write_bytes(key_bytes(key))
        executed, answers = _run_afresh(notebook, path, keys)
        before, key = key, msgspec.structs.replace(key, answers=answers)
        if key == before:
            break
    return key, executed


def _run_afresh(notebook: Notebook, path: Path, keys: Path) -> tuple[Notebook, dict[str, Answer]]:
    """Run a notebook with an empty folder for answers; return it clean, and the answers it gave.

    Labels, marks and tables are left out of the answers: their keys are tables of their own.
    """
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder)
        executed = run_notebook(notebook, path, keys=keys, answers=answers)
        saved = answers / path.parent.name / path.with_suffix(".json").name
        given = parse(saved.read_bytes()).answers if saved.exists() else {}
    values: dict[str, Answer] = {name: a for name, a in sorted(given.items()) if not isinstance(a, InPieces)}
    return clean(executed), values


def run_notebook(notebook: Notebook, path: Path, *, keys: Path, answers: Path) -> Notebook:
    """Return `notebook`, run in a clean kernel as if it stood at `path`, with these folders for keys and answers.

    Raises UnspinError, naming the cell, when it does not run.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    client = NotebookClient(
        nbformat.from_dict(notebook),
        timeout=CELL_SECONDS,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        return client.execute(env={**os.environ, "UNSPIN_ANSWERS": str(answers), "UNSPIN_KEYS": str(keys)})
    except CellExecutionError as error:
        failed = next(c["id"] for c in client.nb.cells for o in c.get("outputs", []) if o["output_type"] == "error")
        raise UnspinError(
            f"{path.parent.name}/{path.name} does not run: cell {failed!r} ends with {error.ename}: {error.evalue}. "
            "Open it in JupyterLab and mend the cell."
        ) from None


def read_notebook(path: Path) -> Notebook:
    """Return a notebook with each cell's source as one text. Raises UnspinError when it cannot be read."""
    import nbformat

    return nbformat.read(path, as_version=4)


def notebook_bytes(notebook: Notebook) -> bytes:
    """Return a notebook as it is kept in git."""
    import nbformat

    text = nbformat.writes(nbformat.from_dict(notebook))
    return (json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n").encode("utf-8")
