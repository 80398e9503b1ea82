"""The real nbgrader in an environment of its own, made once: nbgrader changes JupyterLab, so students don't get it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock
from paths import ROOT

FOLDER = ROOT / ".venv-nbgrader"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements-nbgrader.lock"

SET_UP = """
import sys, start
from pathlib import Path
start.VENV, start.VENV_PYTHON, lock = map(Path, sys.argv[1:])
start.STAMP, start.FETCHED = start.VENV / start.STAMP.name, {lock: "110 MB"}
try:
    start.set_up(lock)
except start.Problem as problem:
    sys.exit(str(problem))
"""


def make_environment() -> None:
    """Make the environment with `start.py`'s own means, where it is not there yet or the lock has changed.

    Raises RuntimeError in one sentence when it cannot be made.
    """
    base = getattr(sys, "_base_executable", sys.executable)  # the Python that a person starts with: it has pip
    with FileLock(ROOT / ".venv-nbgrader.lock"):  # tests run in several processes
        command = [base, "-c", SET_UP, FOLDER, PYTHON, LOCK]
        done = subprocess.run(command, cwd=ROOT, env=_with_fetched_uv(), capture_output=True, text=True)
    if done.returncode:
        why = done.stderr.partition("\n\n")[0].strip()
        raise RuntimeError(f"The environment of nbgrader cannot be made, so nbgrader cannot be tried. {why}")


def nbgrader(course: Path, *words: str | Path) -> subprocess.CompletedProcess:
    """Run an nbgrader command in a folder, with nothing of this machine's own Jupyter settings."""
    own = course / ".jupyter"
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    path = os.pathsep.join([str(PYTHON.parent), os.environ.get("PATH", "")])  # nbgrader calls alembic by its name
    env = {**kept, **{name: str(own / name.lower()) for name in names}, "PATH": path}
    command = [PYTHON, "-W", "ignore", "-m", "nbgrader", *map(str, words)]
    return subprocess.run(command, cwd=course, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def _with_fetched_uv() -> dict[str, str]:
    """Return the environment, with the uv that `start.py` fetched where this machine has none."""
    places = os.pathsep.join(str(ROOT / ".venv" / "uv" / name) for name in ("bin", "Scripts"))
    fetched = shutil.which("uv", path=places)
    is_needed = fetched and "UV" not in os.environ and not shutil.which("uv")
    return {**os.environ, **({"UV": fetched} if is_needed else {})}
