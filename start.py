# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""Set unspin up in this folder, then open a lesson or run every test. Needs only Python: `python3 start.py`."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import venv
from pathlib import Path

OLDEST_PYTHON = (3, 11)
UV = "uv==0.13.9"  # the series that pyproject.toml builds with: uv brings that builder along, so nothing is fetched

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OWN_UV = VENV / "uv"  # out of sight of the packages, which `uv pip sync` keeps to the lock
STAMP = VENV / "set-up-complete"
LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"  # all of LOCK, and the tools that the tests need
FETCHED = {LOCK: "110 MB", TEST_LOCK: "260 MB"}

TESTS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("basedpyright",),
    ("unspin.cli", "build", "--check"),
    ("pytest", "-n", "2", "--dist", "loadfile", "--nbval", "tests", "notebooks", "solutions"),
    ("pytest", "--nbval-lax", "exercises"),
)
QUICK = (*TESTS[:3], ("pytest", "-n", "2", "-m", "not browser and not slow", "tests"))

USAGE = """\
usage: python3 start.py [LESSON] [--port N] [--no-browser]
       python3 start.py test [--quick] [PYTEST-OPTION ...]

Sets everything up, then opens lesson 1, or LESSON, in JupyterLab; or runs every test.

  --port N      serve at this port
  --no-browser  only print the address
  --quick       leave out what needs a browser, runs whole notebooks or sets up a copy: less than two minutes

On Windows write `py` in place of `python3`. With uv, `uv run start.py` does the same."""


class Problem(Exception):
    """Say what went wrong while setting up, and the way out."""


def main(words: list) -> int:
    """Set up what is missing, then do what `words`, the command line, ask for; return the exit code."""
    if {"-h", "--help"} & set(words):
        print(USAGE)
        return 0
    try:
        check_python(sys.version_info)
        check_words(words)
        if words[:1] == ["test"]:
            set_up(TEST_LOCK)
            return run_tests(words[1:])
        set_up(LOCK)
        return open_lesson(words)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130


def check_python(version: tuple) -> None:
    """Raise Problem when `version` is too old for the course."""
    if tuple(version[:2]) < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        raise Problem(
            f"unspin needs Python {oldest} or newer, and this is Python {version[0]}.{version[1]}. Install a newer "
            f"Python and start with it, for example: python{oldest} start.py (Windows: py -{oldest} start.py)."
        )


def check_words(words: list) -> None:
    """Raise Problem when the first word is neither a command nor a lesson: better now than after the set-up."""
    if not LOCK.is_file():
        raise Problem(
            f"The folder {str(ROOT)!r} holds start.py but not the course. Unpack the whole course (on Windows: "
            "right-click the ZIP file, 'Extract All') and start there."
        )
    folders = ("notebooks", "exercises")  # an edition for tests has no guided lessons
    lessons = sorted({path.stem for name in folders for path in ROOT.glob(f"{name}/[0-9][0-9]-*.ipynb")})
    known = ["test", *lessons] if (ROOT / "tests").is_dir() else lessons  # a student edition has no tests
    if words and not words[0].startswith("-") and words[0] not in known:
        raise Problem(
            f"There is no lesson or command called {words[0]!r}. There is: {', '.join(known)}. "
            "More with: python3 start.py --help"
        )


def set_up(lock: Path) -> None:
    """Make `.venv` hold exactly what the lock says, unless the last set-up still fits."""
    try:
        if fits(lock):
            return
        about = FETCHED[lock]
        print(f"Setting up: about {about} are fetched once, which takes from seconds to some minutes.", flush=True)
        STAMP.unlink(missing_ok=True)  # first, so that an interrupted set-up is never taken for a complete one
        venv.create(VENV, clear=True, symlinks=os.name != "nt")
        install_packages(lock)
        STAMP.write_text(fingerprint(lock))
    except (OSError, ValueError) as error:  # a file called .venv is a ValueError
        raise Problem(
            f"The folder {str(VENV)!r} cannot be written: {getattr(error, 'strerror', None) or error}. Close what "
            "runs from it, or copy the course to a folder of your own with 1 GB of free space; then run this again."
        ) from error
    print("Everything is set up. The next start fetches nothing.", flush=True)


def fits(lock: Path) -> bool:
    """Tell whether the last set-up holds what a lock says; that of the tests holds everything."""
    return STAMP.is_file() and STAMP.read_text() in [fingerprint(one) for one in {lock, TEST_LOCK} if one.is_file()]


def fingerprint(lock: Path) -> str:
    """Return a hash of all that a set-up depends on: the lock, the metadata, the Python inside, the folder."""
    python = quiet([VENV_PYTHON, "-IS", "-c", "import sys; print(sys.version)"]).stdout
    parts = (lock.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), python.encode(), bytes(ROOT))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install_packages(lock: Path) -> None:
    """Install with the uv of this machine; where there is none, or it fails, with one of our own."""
    uv = os.environ.get("UV") or shutil.which("uv")  # `uv run` says in UV where it is
    if uv:
        try:
            return install_with(uv, lock)
        except Problem:
            if not has_pip():
                raise
    return install_with(fetch_uv(), lock)


def install_with(uv: str, lock: Path) -> None:
    """Install the locked packages and the course itself into `.venv`."""
    options = ["--python", VENV_PYTHON, *mirror()]
    fetch([uv, "pip", "sync", *options, "--require-hashes", lock])
    fetch([uv, "pip", "install", *options, "--no-deps", "--editable", ROOT])


def mirror() -> list:
    """Return the package index that pip is set to on this machine, if any, for uv: it does not read pip's settings."""
    settings = [line.partition("=") for line in quiet([*pip(), "config", "list"]).stdout.splitlines()]
    found = [value.strip("'\"") for name, _, value in settings if name.endswith(".index-url")]
    uv_is_set = "UV_DEFAULT_INDEX" in os.environ or "UV_INDEX_URL" in os.environ
    return ["--index-url", found[0]] if found and not uv_is_set else []


def fetch_uv() -> str:
    """Install uv beside the packages with this Python's pip, and return its path."""
    if not has_pip():
        raise Problem(
            "This Python has no pip, which is needed once to fetch the packages. Install it with 'python3 -m "
            "ensurepip' (Debian and Ubuntu: 'sudo apt install python3-pip') and run the same command again."
        )
    fetch([*pip(), "install", "--no-input", "--only-binary", ":all:", "--target", OWN_UV, UV])
    return shutil.which("uv", path=str(OWN_UV / "bin")) or str(OWN_UV / "Scripts" / "uv.exe")


def has_pip() -> bool:
    """Tell whether this Python can install packages."""
    return quiet([*pip(), "--version"]).returncode == 0


def pip() -> list:
    """Return the command of this Python's pip, or of the Python behind `.venv` if it is that one."""
    inside = Path(sys.prefix).resolve() == VENV
    return [getattr(sys, "_base_executable", sys.executable) if inside else sys.executable, "-m", "pip"]


def fetch(command: list) -> None:
    """Run a command that needs the network; raise Problem with its last lines when it fails."""
    result = quiet(command)
    if result.returncode:
        raise Problem(
            "The packages could not be fetched, most often because the package index on the internet cannot be "
            "reached: no connection, a proxy, a school filter. Once it can, run the same command again: it goes on "
            "from here.\n\nWhat was tried ended with:\n" + "\n".join(result.stdout.strip().splitlines()[-8:])
        )


def quiet(command: list) -> subprocess.CompletedProcess:
    """Run a command in the course folder, unseen; a program that is not there returns 127."""
    try:
        return subprocess.run(
            command,
            cwd=ROOT,
            env=environment(),
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, stdout=str(error))


def environment() -> dict:
    """Return the environment for everything that is started from here."""
    # Without bytecode each kernel takes a second longer; the others would mix in another Python's packages.
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    if sys.platform != "linux" or any(Path("/etc/ssl/certs").glob("*")):
        kept.setdefault("UV_SYSTEM_CERTS", "1")  # many schools' filters are known only to the system
    return kept


def run_tests(options: list) -> int:
    """Run every test command, or the quick ones, also after one failed; other `options` go to the first pytest."""
    failed = []
    tests, options = (QUICK if "--quick" in options else TESTS), [one for one in options if one != "--quick"]
    for test in tests:
        if test[0] == "pytest":
            test, options = [*test, *options], []
        command = " ".join(["python", "-m", *test])
        print(f"\n$ {command}", flush=True)
        if subprocess.call([str(VENV_PYTHON), "-m", *test], cwd=ROOT, env=environment()):
            failed.append(command)
    print("\n" + "\n".join([f"failed: {command}" for command in failed] or ["Every test command passed."]))
    return 1 if failed else 0


def open_lesson(words: list) -> int:
    """Open a lesson in JupyterLab and wait until it is stopped."""
    command = [str(VENV_PYTHON), "-m", "unspin.cli", "start", *words]
    with subprocess.Popen(command, cwd=ROOT, env=environment()) as process:
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # JupyterLab was told too, and asks whether to stop


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
