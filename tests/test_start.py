import ast
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
import venv
from pathlib import Path

import pytest
from real_jupyterlab import ROOT, copy_course

pytestmark = pytest.mark.slow

START = ROOT / "start.py"
WITH_PIP = getattr(sys, "_base_executable", sys.executable)  # the Python that a person starts with
NOWHERE = "http://127.0.0.1:9/simple"
OFFLINE = {
    **{name: NOWHERE for name in ("HTTPS_PROXY", "HTTP_PROXY", "PIP_INDEX_URL", "UV_DEFAULT_INDEX")},
    **{"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1"},
    **{"UV": "no-such-uv", "UV_NO_CACHE": "1"},
}
START_SECONDS = 600
NO_UV = {"PATH": "", "UV": ""}

needs_signals = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one program on Windows")


def copy_of_the_course(folder: Path) -> Path:
    """Copy what a person unpacks, with nothing set up in it, into a new folder with a blank in its name."""
    course = folder / "my course"
    course.mkdir()
    shutil.copytree(ROOT / "src", course / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("start.py", "pyproject.toml", "requirements.lock", "README.md", "LICENSE", "NOTICE.md"):
        shutil.copy(ROOT / name, course)
    return copy_course(course)


@pytest.fixture
def fresh(tmp_path):
    return copy_of_the_course(tmp_path)


def environment(course, **changes):
    return {**os.environ, "JUPYTER_CONFIG_DIR": str(course / ".jupyter"), **changes}


def start(course, *words, python=WITH_PIP, **changes):
    """Run `start.py` to its end; return what it said, and its exit code."""
    command = [python, course / "start.py", *words]
    options = {"cwd": course.parent, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    return subprocess.run(command, env=environment(course, **changes), **options)


def run_inside(course, code, **changes):
    """Run code against the `start.py` of a course; return what it printed."""
    command = [WITH_PIP, "-c", f"import os, sys, start\n{code}"]
    options = {"cwd": course, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    done = subprocess.run(command, env=environment(course, **changes), **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def serve_once(course, **changes):
    """Start the course as a person does, read the page, and stop; return what was said and the page's status."""
    command = [WITH_PIP, course / "start.py", "--no-browser"]
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "text": True}
    said = []
    with subprocess.Popen(command, cwd=course.parent, env=environment(course, **changes), **options) as process:
        too_long = threading.Timer(START_SECONDS, stop, [process])
        too_long.start()
        for line in process.stdout:
            said.append(line)
            if "http://" in line:
                address = next(word for word in line.split() if word.startswith("http://"))
                with urllib.request.urlopen(address) as page:
                    status = page.status if "/login" not in page.url else "asks for a password"
                stop(process)
    too_long.cancel()
    return "".join(said), status


def hear_ctrl_c():
    """Undo what a shell does to what it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def stop(process):
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=True)
    else:
        process.terminate()


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A course that was set up once, with what its first start said."""
    course = copy_of_the_course(tmp_path_factory.mktemp("ready"))
    return course, *serve_once(course)


@pytest.fixture(scope="module")
def start_module():
    spec = importlib.util.spec_from_file_location("start", START)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_first_start_sets_everything_up_and_serves_the_lesson(ready):
    _, said, status = ready
    assert "Everything is set up." in said
    assert "/tree/notebooks/01-first-read.ipynb" in said
    assert status == 200


def test_the_set_up_holds_exactly_what_the_lock_and_the_course_name(ready):
    course = ready[0]
    names = "import importlib.metadata as m; print(sorted(d.name.lower().replace('_', '-') for d in m.distributions()))"
    installed = run_inside(
        course, f"import subprocess; subprocess.run([str(start.VENV_PYTHON), '-c', {names!r}], check=True)"
    )
    locked = {line.split("==")[0] for line in (course / "requirements.lock").read_text().splitlines() if "==" in line}
    found = set(ast.literal_eval(installed))
    assert found - locked == {"unspin"}
    assert {"jupyterlab", "plotly", "pandas"} <= found
    assert not found & {"pytest", "nbval", "hypothesis", "playwright", "axe-playwright-python", "ruff", "basedpyright"}


def test_a_second_start_needs_no_network_and_installs_nothing(ready):
    said, status = serve_once(ready[0], **OFFLINE)
    assert "Setting up" not in said
    assert status == 200


def test_an_interrupted_set_up_is_made_anew_also_when_the_uv_of_the_machine_does_not_work(fresh):
    lock = fresh / "requirements.lock"
    lock.write_text(re.search(r"^six==[^\\\n]*(\\\n[^\\\n]*)+", lock.read_text(), re.MULTILINE).group())
    half = fresh / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    half.mkdir(parents=True)
    (half / "python").write_text("half a file")
    (half / "left-over").write_text("")
    assert "Everything is set up." in run_inside(fresh, "start.set_up(start.LOCK)", UV="no-such-uv")
    assert run_inside(fresh, "start.set_up(start.LOCK)") == ""
    assert not (half / "left-over").exists()
    run_inside(fresh, "import subprocess; subprocess.run([str(start.VENV_PYTHON), '-c', 'import six'], check=True)")


def test_a_set_up_does_not_fit_another_folder_another_lock_or_another_python(ready, tmp_path):
    course = ready[0]
    fits = "print(start.fits(start.LOCK))"
    assert run_inside(course, fits) == "True\n"
    assert run_inside(course, "print(start.fits(start.ROOT / 'LICENSE'))") == "False\n"
    assert run_inside(course, f"start.VENV_PYTHON = sys.executable + '-gone'\n{fits}") == "False\n"
    moved = course.rename(tmp_path / "moved")
    assert run_inside(moved, fits) == "False\n"
    moved.rename(course)


def test_the_set_up_of_the_tests_serves_the_course_too_and_the_other_way_round_it_does_not(fresh):
    shutil.copy(ROOT / "requirements-test.lock", fresh)
    both = "print(start.fits(start.LOCK), start.fits(start.TEST_LOCK))"
    (fresh / ".venv").mkdir()
    stamp = "start.STAMP.write_text(start.fingerprint(start.{}))\n" + both
    assert run_inside(fresh, stamp.format("TEST_LOCK")) == "True True\n"
    assert run_inside(fresh, stamp.format("LOCK")) == "True False\n"


def test_the_lock_of_the_tests_holds_the_other_one():
    course, tests = (pins(ROOT / name) for name in ("requirements.lock", "requirements-test.lock"))
    assert course < tests
    assert {"pytest", "nbval", "hypothesis", "playwright", "ruff", "basedpyright", "oxlint"} <= {
        pin.split("==")[0] for pin in tests - course
    }


def pins(lock):
    return {line.split(" ")[0] for line in lock.read_text().splitlines() if "==" in line}


def test_without_network_one_sentence_says_so_and_a_second_run_goes_on(fresh):
    done = start(fresh, **OFFLINE)
    assert done.returncode == 1
    sentence, _, details = done.stderr.partition("\n\n")
    assert "package index on the internet cannot be reached" in sentence
    assert "run the same command again" in sentence
    assert "uv==" in details
    assert "Traceback" not in done.stderr
    assert not (fresh / ".venv" / "set-up-complete").exists()


def test_without_pip_and_uv_one_sentence_says_how_to_get_them(fresh, tmp_path):
    venv.create(tmp_path / "bare", symlinks=os.name != "nt")
    bare = next(path for path in tmp_path.glob("bare/*/python*") if path.stem == "python")
    done = start(fresh, python=bare, **NO_UV)
    assert done.returncode == 1
    assert "has no pip" in done.stderr and "ensurepip" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_named_in_one_sentence(fresh):
    (fresh / ".venv").write_text("in the way")
    done = start(fresh)
    assert done.returncode == 1
    assert repr(str(fresh / ".venv")) in done.stderr and "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_start_py_without_the_course_says_to_unpack_it(tmp_path):
    shutil.copy(START, tmp_path)
    done = start(tmp_path)
    assert done.returncode == 1
    assert "Unpack the whole course" in done.stderr
    assert not (tmp_path / ".venv").exists()


@needs_signals
def test_ctrl_c_during_the_set_up_ends_it_in_one_sentence(fresh):
    with socket.create_server(("127.0.0.1", 0)) as silent_index:
        silent_index.settimeout(60)
        index = f"http://127.0.0.1:{silent_index.getsockname()[1]}/simple"
        command = [WITH_PIP, fresh / "start.py"]
        options = {"stderr": subprocess.PIPE, "text": True, "start_new_session": True, "preexec_fn": hear_ctrl_c}
        changes = {**OFFLINE, **NO_UV, "PIP_INDEX_URL": index, "HTTP_PROXY": ""}
        with subprocess.Popen(command, env=environment(fresh, **changes), **options) as process:
            connection, _ = silent_index.accept()  # pip waits for an answer
            os.killpg(process.pid, signal.SIGINT)
            _, complaint = process.communicate(timeout=60)
            connection.close()
    assert process.returncode == 130
    assert complaint.strip() == "Stopped. Run the same command again to go on."


def test_an_old_python_is_told_so_and_can_read_the_file(start_module):
    ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 6))
    with pytest.raises(start_module.Problem, match=r"needs Python 3\.11 or newer, and this is Python 3\.8\. Install"):
        start_module.check_python((3, 8, 10, "final", 0))
    start_module.check_python((3, 11, 0, "final", 0))


@pytest.mark.parametrize("word", ["tset", "lesson", "99-none"])
def test_an_unknown_word_is_answered_with_the_known_ones_before_anything_is_set_up(fresh, word):
    (fresh / "tests").mkdir()
    done = start(fresh, word)
    assert done.returncode == 1
    assert repr(word) in done.stderr and "There is: test, 01-first-read, 02-claim-or-view" in done.stderr
    assert not (fresh / ".venv").exists()


def test_a_student_edition_knows_its_lessons_also_by_their_exercises_and_has_no_tests(fresh):
    shutil.rmtree(fresh / "notebooks")
    done = start(fresh, "test")
    assert done.returncode == 1
    assert "'test'" in done.stderr and "There is: 01-first-read, 02-claim-or-view" in done.stderr
    assert not (fresh / ".venv").exists()


@pytest.mark.parametrize("words", [["-h"], ["--help"], ["test", "--help"]])
def test_help_is_given_before_anything_is_set_up(fresh, words):
    done = start(fresh, *words)
    assert done.returncode == 0
    assert "start.py [LESSON]" in done.stdout and "start.py test" in done.stdout
    assert not (fresh / ".venv").exists()


def test_what_is_started_is_spared_the_settings_of_another_python(start_module, monkeypatch):
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    for name in left_out:
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    environment = start_module.environment()
    assert not set(left_out) & set(environment)
    assert environment["LANG"] == "de_DE.UTF-8"


def test_the_package_index_that_pip_is_set_to_serves_uv_as_well(fresh):
    mirror = "print(start.mirror())"
    unset = {"UV_DEFAULT_INDEX": None, "UV_INDEX_URL": None}
    assert not set(unset) & set(os.environ)
    assert run_inside(fresh, mirror, PIP_INDEX_URL=NOWHERE) == f"['--index-url', '{NOWHERE}']\n"
    assert run_inside(fresh, mirror, PIP_INDEX_URL=NOWHERE, UV_DEFAULT_INDEX="http://127.0.0.1:1/simple") == "[]\n"


@pytest.fixture
def with_pytest(ready):
    """The course that was set up once, where `python -m pytest` only says what it was called with."""
    stand_in = ready[0] / "pytest.py"
    stand_in.write_text("import sys\nprint('pytest', *sys.argv[1:])")
    yield ready[0]
    stand_in.unlink()


def test_every_test_command_runs_also_after_one_failed(with_pytest):
    tests = (("json.tool", "absent"), ("pytest", "one"), ("pytest", "two"))
    said = run_inside(with_pytest, f"start.TESTS = {tests}\nprint('code', start.run_tests(['--no-header', '-q']))")
    assert said.splitlines() == [
        *("", "$ python -m json.tool absent"),
        *("", "$ python -m pytest one --no-header -q", "pytest one --no-header -q"),
        *("", "$ python -m pytest two", "pytest two"),
        *("", "failed: python -m json.tool absent"),
        "code 1",
    ]


def test_the_test_run_passes_when_every_command_does(with_pytest):
    tests = (("pytest", "--version"), ("json.tool", "--help"))
    said = run_inside(with_pytest, f"start.TESTS = {tests}\nprint('code', start.run_tests([]))")
    assert said.endswith("Every test command passed.\ncode 0\n")


def test_the_quick_test_run_leaves_out_what_is_slow_and_hands_on_other_options(with_pytest):
    quick = "start.QUICK = (start.QUICK[-1],)\nprint('code', start.run_tests(['--quick', '-x']))"
    said = run_inside(with_pytest, quick)
    assert "pytest -n 2 -m not browser and not slow tests -x\n" in said
    assert "--quick" not in said
