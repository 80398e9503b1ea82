"""The course served in JupyterLab by `unspin start`, in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from one_lesson import LESSON, write_course

pytestmark = pytest.mark.slow

START_SECONDS = 120
needs_signals = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one program on Windows")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a browser of the system's would open")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one lesson, from within a folder of it."""
    write_course(tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / ".jupyter"))
    monkeypatch.chdir(tmp_path / "data")
    return tmp_path


def run(*words):
    """Run unspin in a process of its own, to its end."""
    command = [sys.executable, "-m", "unspin.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=START_SECONDS)


@contextmanager
def started(*words, **changes):
    """Run `unspin start` in a process of its own; yield the process, and the address that it printed."""
    command = [sys.executable, "-m", "unspin.cli", "start", *words]
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "text": True, "start_new_session": True}
    if os.name != "nt":
        options["preexec_fn"] = hear_ctrl_c
    with subprocess.Popen(command, env={**os.environ, **changes}, **options) as process:
        too_long = threading.Timer(START_SECONDS, stop, [process])
        too_long.start()
        try:
            line = process.stdout.readline()
            too_long.cancel()
            yield process, next(word for word in line.split() if word.startswith("http://"))
        finally:
            stop(process)


def hear_ctrl_c():
    """Undo what a shell does to what it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def stop(process):
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=True)
    else:
        process.terminate()


def status(address):
    with urllib.request.urlopen(address) as page:
        return page.status if "/login" not in page.url else "asks for a password"


def is_served(address):
    try:
        return status(address) == 200
    except OSError:
        return False


def test_a_port_in_use_is_named_with_the_way_out(course):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("start", "--no-browser", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {port} is taken") and "leave out --port" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_port_that_cannot_be_is_named_with_the_way_out(course):
    done = run("start", "--no-browser", "--port", "70000")
    assert done.returncode == 2
    assert done.stderr.startswith("Port 70000") and len(done.stderr.splitlines()) == 1


def test_the_lesson_is_served_at_the_port_that_was_asked_for_to_whoever_has_the_address(course):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with started(LESSON, "--no-browser", "--port", str(port)) as (_, address):
        assert address.startswith(f"http://127.0.0.1:{port}/lab/")
        assert f"/tree/notebooks/{LESSON}.ipynb" in address
        assert status(address) == 200
        with pytest.raises(urllib.error.HTTPError, match="403"):
            status(f"http://127.0.0.1:{port}/api/contents")
    assert not is_served(address)


def test_two_lessons_can_be_served_at_once(course):
    with started("--no-browser") as (_, one), started("--no-browser") as (_, other):
        assert status(one) == status(other) == 200
        assert one.partition("/lab")[0] != other.partition("/lab")[0]


@needs_signals
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_stopping_it_stops_jupyterlab(course, sign):
    with started("--no-browser") as (process, address):
        if sign == signal.SIGINT:
            os.killpg(process.pid, sign)  # as a terminal does it
        else:
            process.send_signal(sign)
        process.wait(timeout=START_SECONDS)
        assert not is_served(address)


def test_the_browser_is_opened_at_the_address(course):
    opened, script = course / "opened.txt", course / "browser.py"
    script.write_text(f"import sys\nopen({str(opened)!r}, 'w').write(sys.argv[1])")
    browser = f'"{sys.executable}" "{script}" %s'.replace("\\", "/")
    with started(BROWSER=browser) as (_, address):
        assert status(address) == 200
    assert opened.read_text() == address


@on_linux
def test_without_a_browser_the_lesson_is_served_all_the_same(course):
    with started(PATH="", BROWSER="", DISPLAY="", WAYLAND_DISPLAY="") as (process, address):
        assert status(address) == 200
    assert process.returncode == 0


@pytest.mark.browser
def test_the_page_asks_nothing_sends_nothing_away_and_runs_cells(course, new_page):
    page = new_page()
    page.set_default_timeout(60_000)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    with started("--no-browser") as (_, address):
        page.goto(address)
        page.get_by_text("| Idle").wait_for()  # in the status bar; the notebook's own sign says so too early
        page.locator(".jp-CodeCell").first.click()
        page.keyboard.press("Shift+Enter")
        page.locator(".jp-OutputArea-output", has_text="42").wait_for()
        here = address.partition("//")[2].partition("/")[0]
        assert {url.partition("//")[2].partition("/")[0] for url in asked if url.startswith(("http", "ws"))} == {here}
        assert not [url for url in asked if "/lab/api/news" in url or "/lab/api/update" in url]
        assert page.get_by_text("official Jupyter news").count() == 0
        assert page.get_by_role("tab", name="Extension Manager").count() == 0
        page.goto("about:blank")
