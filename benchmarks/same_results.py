"""Prove that a change of structure changes nothing that people see: what two revisions make, compared byte by byte.

Both make the editions, the nbgrader course, the answers of all solutions, and the results of a simulated class; then
both grade the hand-ins that the old one made. What may differ is named below: files that moved, and nothing else.
"""

import difflib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import ROOT, command_line

MOVED = {  # what was renamed since, in paths and wherever it is named
    **{f"data/{name}": f"data/practice/{name}" for name in ("practice.csv", "practice.toml", "practice_spans.csv")},
    "data/minimal_pairs.csv": "data/practice/minimal_pairs.csv",
    **{f"data/{name}.csv": f"data/numbers/{name}.csv" for name in ("investigations", "civilian_harm")},
    **{f"data/{name}.csv": f"data/numbers/{name}.csv" for name in ("timeline", "coverage")},
    **{f"data/{name}.csv": f"data/class/{name}.csv" for name in ("class-simulated", "invented-student", "talk")},
}
PYTHON = getattr(sys, "_base_executable", sys.executable)  # not the one of .venv: it has no pip
CODE = ("src/", "pyproject.toml", "start.py", "requirements.lock")  # of an edition: this is what changed
SOLVE = """
import os, sys, nbformat
from nbclient import NotebookClient
from pathlib import Path
for path in sorted(Path("solutions").glob("[0-9]*.ipynb")):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": "solutions"}}).execute(env={**os.environ})
"""


def main() -> int:
    """Compare a revision with the working tree; print what differs, and return 1 where anything does."""
    parser = command_line(__doc__, runs=1)
    parser.add_argument("revision", help="what to compare the working tree with")
    revision = parser.parse_args().revision
    with tempfile.TemporaryDirectory() as folder:
        old, made = Path(folder) / "course", {}
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(old)], check=True)
        subprocess.run(["git", "checkout", "--quiet", revision], cwd=old, check=True)
        for name, course in (("old", old), ("new", ROOT)):
            subprocess.run([PYTHON, "-c", "import start; start.set_up()"], cwd=course, check=True)
            made[name] = make_all(course, Path(folder) / name)
        hand_ins = made["old"] / "try" / "simulated-hand-ins"
        run(ROOT, "grade", str(hand_ins), "--to", "again", cwd=made["new"])
        run(old, "grade", str(hand_ins), "--to", "again", cwd=made["old"])
        return report(*(dict(files_of(made[name])) for name in ("old", "new")))


def make_all(course: Path, into: Path) -> Path:
    """Let a course make all that people get, into a folder."""
    (into / "try").mkdir(parents=True)
    run(course, "handout", str(into / "edition"))
    run(course, "handout", str(into / "edition-for-tests"), "--no-keys")
    run(course, "nbgrader", str(into / "nbgrader"))
    run(course, "grade", "--try", cwd=into / "try", UNSPIN_COURSE=str(course))
    python(course, "-c", SOLVE, cwd=course, UNSPIN_ANSWERS=str(into / "answers"))
    return into


def run(course: Path, *words: str, cwd: Path | None = None, **env: str) -> None:
    """Run a command of the course."""
    python(course, "-m", "unspin.cli", *words, cwd=cwd or course, **env)


def python(course: Path, *words: str, cwd: Path, **env: str) -> None:
    """Run the Python of a course."""
    folder = "Scripts" if os.name == "nt" else "bin"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UNSPIN_", "PYTHON"))}
    command = [str(course / ".venv" / folder / "python"), *words]
    subprocess.run(command, cwd=cwd, env={**kept, "UNSPIN_COURSE": str(course), **env}, check=True, capture_output=True)


def files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file below a folder with its content, under the names that things have now."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        inside = name.partition("/")[2]
        if path.is_file() and path.suffix != ".lock" and not inside.startswith(CODE):
            yield renamed(name), content_of(path, str(folder))


def content_of(path: Path, folder: str) -> bytes:
    """Return what a file holds, with the names of today; of a notebook, all but the metadata of this course."""
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        notebook = json.loads(data)
        for cell in notebook["cells"]:
            cell["metadata"].pop("unspin", None)
        data = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True).encode("utf-8")
    try:
        return renamed(data.decode("utf-8").replace(folder, "")).encode("utf-8")
    except UnicodeDecodeError:
        return data


def renamed(text: str) -> str:
    """Return a text with the names that things have now."""
    for old, new in MOVED.items():
        text = text.replace(old, new)
    return text


def report(old: dict[str, bytes], new: dict[str, bytes]) -> int:
    """Print what differs, with the first line of each difference."""
    differ = [name for name in sorted(old.keys() & new.keys()) if old[name] != new[name]]
    for name in sorted(old.keys() - new.keys()):
        print(f"gone: {name}")
    for name in sorted(new.keys() - old.keys()):
        print(f"new: {name}")
    for name in differ:
        before, after = (side[name].decode("utf-8", "replace").splitlines() for side in (old, new))
        lines = [line for line in difflib.unified_diff(before, after, lineterm="", n=0) if line[:2] not in ("--", "++")]
        print(f"differs: {name}", *(f"    {line[:200]}" for line in lines[:6]), sep="\n")
    print(f"{len(old.keys() & new.keys()) - len(differ)} files are the same, byte for byte; {len(differ)} differ.")
    return 1 if differ or old.keys() != new.keys() else 0


if __name__ == "__main__":
    sys.exit(main())
