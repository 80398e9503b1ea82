"""Serve the lessons in JupyterLab, on this machine and for this machine only."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from contextlib import suppress
from pathlib import Path

from unspin.text.library import LESSON_FOLDERS, Library
from unspin.words.errors import UnspinError

HOST = "127.0.0.1"

# Quiet, and nothing fetched or sent: no news, no look for updates or extensions, no search for language servers.
# The pop-up that offers news is drawn by the page all the same: page_config.json in that folder takes it out.
OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--Application.log_level=ERROR",
    f"--LabApp.app_settings_dir={Path(__file__).with_name('lab-settings')}",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--ServerApp.jpserver_extensions=jupyter_lsp=False",
    "--KernelManager.transport_encryption=auto",  # without it each kernel prints a warning about eavesdropping
)


def serve(library: Library, lesson: str = "", *, port: int | None = None, browser: bool = True) -> int:
    """Serve the course with `lesson` open until it is stopped, and return JupyterLab's exit code.

    Without a lesson the course opens with its first. Without a port any free one is taken. Raises UnspinError when
    there is no such lesson, or when `port` cannot be had.
    """
    root = library.root
    path = _lesson_path(root, library.lesson_name(lesson or library.plan().first_lesson))
    port = _free_port(port)
    token = secrets.token_hex(16)  # in the environment: other people on the machine can read a command line
    options = (*OPTIONS, f"--ServerApp.root_dir={root}", f"--ServerApp.ip={HOST}", f"--ServerApp.port={port}")
    command = (sys.executable, "-m", "jupyterlab", *options, "--ServerApp.port_retries=0")
    with subprocess.Popen(command, cwd=root, env={**os.environ, "JUPYTER_TOKEN": token}) as server:
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        if _is_up(server, port):
            # A workspace of the course's own: the usual one would bring back the tabs of other projects.
            address = f"http://{HOST}:{port}/lab/workspaces/unspin/tree/{path}?token={token}"
            print(f"The lesson is open at {address} (to stop: Ctrl-C here)", flush=True)
            if browser:
                webbrowser.open(address)
        return _wait(server)


def _lesson_path(root: Path, lesson: str) -> str:
    paths = (*(f"{folder}/{lesson}.ipynb" for folder in LESSON_FOLDERS), f"{lesson}.ipynb")
    return next(path for path in paths if (root / path).is_file())


def _free_port(wanted: int | None) -> int:
    # Not JupyterLab's usual port first: of two lessons that start at once, both would find it free.
    with suppress(OSError, OverflowError), socket.create_server((HOST, wanted or 0)) as listener:
        return listener.getsockname()[1]
    raise UnspinError(
        f"Port {wanted} is taken by another program, or this machine does not allow it. "
        "Choose another, or leave out --port and a free one is found."
    )


def _is_up(server: subprocess.Popen, port: int) -> bool:
    """Wait until the server answers; False when it ended instead."""
    while server.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return True
        time.sleep(0.05)
    return False


def _wait(server: subprocess.Popen) -> int:
    while True:
        with suppress(KeyboardInterrupt):  # JupyterLab was told too, and asks whether to stop
            return server.wait()
