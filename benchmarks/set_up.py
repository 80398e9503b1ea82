"""From nothing to a served lesson: `python3 start.py`, beside venv and pip with the same lock; then the second start.

Each run takes a fresh copy of the files in git and empty caches, and ends at HTTP 200 from JupyterLab. Last, `jupyter
lab` with and without the package rfc3987-syntax, which the lock leaves out. Needs git and the package index.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import measure

PYTHON = getattr(sys, "_base_executable", sys.executable)  # not the one of .venv: a newcomer has none
SERVED_WITHIN = 900  # seconds
STARTS = 5
HEAVY = "rfc3987-syntax"


def main() -> None:
    runs = measure.command_line(__doc__, runs=3).parse_args().runs
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        easy, usual = Course(Path(folder, "start")), Course(Path(folder, "pip"))
        ways = {"python -m venv, pip install, jupyter lab": usual.pip_from_nothing, "start.py": easy.start_from_nothing}
        first = measure.in_turn(runs, ways)
        second = measure.in_turn(runs * STARTS, {"jupyter lab": usual.jupyter_lab, "start.py": easy.start})
        heavy = usual.copy_with(HEAVY)
        ways = {f"without {HEAVY}": usual.jupyter_lab, f"with {HEAVY}": heavy.jupyter_lab}
        for start in ways.values():
            start()  # so that bytecode is there
        lab = measure.in_turn(runs * STARTS, ways)
    measure.print_table("From nothing to HTTP 200", first, unit="s", base="python -m venv, pip install, jupyter lab")
    measure.print_table("The second start, to HTTP 200", second, unit="s", base="jupyter lab")
    measure.print_table("`jupyter lab` to HTTP 200", lab, unit="s", base=f"without {HEAVY}")
    measure.print_machine()


class Course:
    """A copy of the course with an environment and caches of its own."""

    def __init__(self, folder: Path, venv: str = ".venv") -> None:
        self.folder = folder
        self.python = folder / venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        caches = {name: folder / ".caches" / name for name in ("UV_CACHE_DIR", "PIP_CACHE_DIR", "JUPYTER_CONFIG_DIR")}
        self.env = measure.environment(**caches)

    def start_from_nothing(self) -> float:
        """Return how long `start.py` takes in a fresh copy."""
        self._copy()
        return self.start()

    def start(self) -> float:
        """Return how long `start.py` takes to serve the lesson at the address that it prints."""
        return self._until_served(PYTHON, "start.py", "--no-browser", "--port", free_port())

    def pip_from_nothing(self) -> float:
        """Return how long the usual way takes in a fresh copy."""
        self._copy()
        return measure.seconds(self._install) + self.jupyter_lab()

    def jupyter_lab(self) -> float:
        """Return how long `jupyter lab` takes to serve."""
        port = free_port()
        options = ("--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=")
        address = f"http://127.0.0.1:{port}/lab"
        return self._until_served(self.python, "-m", "jupyterlab", *options, address=address)

    def copy_with(self, package: str) -> "Course":
        """Return this course with a second environment that holds one package more."""
        more = Course(self.folder, venv=".venv-more")
        shutil.copytree(self.folder / ".venv", self.folder / ".venv-more", symlinks=True)
        measure.run(more.python, "-m", "pip", "install", package, cwd=self.folder, env=self.env)
        return more

    def _copy(self) -> None:
        """Put a fresh copy of the course's files in the place of this one."""
        shutil.rmtree(self.folder, ignore_errors=True)
        tracked = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        for name in measure.run(*tracked, cwd=measure.ROOT).split("\0"):
            if name and (measure.ROOT / name).is_file():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(measure.ROOT / name, self.folder / name)

    def _install(self) -> None:
        run = {"cwd": self.folder, "env": self.env}
        measure.run(PYTHON, "-m", "venv", ".venv", **run)
        # The lock leaves a package out that another one asks for; pip goes along only if it looks after none.
        measure.run(self.python, "-m", "pip", "install", "--no-deps", "-r", "requirements.lock", **run)
        measure.run(self.python, "-m", "pip", "install", "--no-deps", "-e", ".", **run)

    def _until_served(self, *command: object, address: str = "") -> float:
        """Return how long a command takes to serve `address`, or else the one that it prints; then stop it."""
        begin = time.perf_counter()
        log = self.folder / "server.log"
        with started([str(word) for word in command], log, cwd=self.folder, env=self.env) as process:
            while time.perf_counter() < begin + SERVED_WITHIN and process.poll() is None:
                found = address or "".join(re.findall(r"http://\S+", log.read_text(encoding="utf-8"))[:1])
                if found and answers(found):
                    return time.perf_counter() - begin
                time.sleep(0.02)
        raise RuntimeError(f"{command} did not serve. It said:\n{log.read_text(encoding='utf-8')[-2000:]}")


@contextlib.contextmanager
def started(command: list[str], log: Path, **options) -> Iterator[subprocess.Popen]:
    """Run a command, its output in `log`, and stop it at the end."""
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def answers(address: str) -> bool:
    """Tell whether an address answers with HTTP 200."""
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=30) as answer:
        return answer.status == 200
    return False


def free_port() -> int:
    """Return a port that nobody uses at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


if __name__ == "__main__":
    main()
