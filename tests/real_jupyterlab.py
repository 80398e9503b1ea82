"""A copy of the course, a real JupyterLab on it, and what a person does there. Used by browser tests and benchmarks."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from paths import ROOT

from unspin.editions.serve import OPTIONS

COURSE_FOLDERS = ("data", "seeds", "notebooks", "exercises", "solutions")
NOTEBOOK = "jupyterapp.shell.currentWidget.content"
CODE_CELLS = f"{NOTEBOOK}.widgets.filter(({{ model }}) => model.type === 'code')"
BEGINS_LATE = "[anywidget] Failed to initialize model."  # on a busy machine; the widgets cope with it (`late.js`)
SECONDS = 120  # until a test fails that waits; on a good day it waits for a few
NOT_PASSED_ON = ("UNSPIN_ANSWERS", "UNSPIN_KEYS", "PYTHONDONTWRITEBYTECODE")


def copy_course(folder: Path) -> Path:
    """Copy what students get into `folder`; return it."""
    for name in COURSE_FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return folder


@contextlib.contextmanager
def jupyterlab(course: Path, *, answers: Path | None = None) -> Iterator[str]:
    """Serve `course` with JupyterLab as `start.py` does; yield its address. Answers go to `answers`, else into it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    if answers:
        env["UNSPIN_ANSWERS"] = str(answers)
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        env[name] = str(course / ".jupyter" / name.lower())  # nothing of this machine's own settings
    command = [
        *(sys.executable, "-m", "jupyterlab", *OPTIONS, f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *(f"--ServerApp.root_dir={course}", "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"),
        "--LabApp.expose_app_in_browser=True",  # cells that are not on the screen have no element to wait for
    ]
    with (
        (course / "server.log").open("wb") as log,
        subprocess.Popen(command, cwd=course, env=env, stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/api", course / "server.log")
            yield url
        finally:
            server.terminate()


def _wait_for(url: str, log: Path) -> None:
    last = time.monotonic() + SECONDS
    while time.monotonic() < last:
        with contextlib.suppress(OSError), urllib.request.urlopen(url) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start. Its log ends:\n{log.read_text(errors='replace')[-2000:]}")


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook of code cells."""
    code = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {},
            "source": cell,
            "outputs": [],
            "execution_count": None,
        }
        for number, cell in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = {"cells": code, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def open_notebook(page, url: str, path: str) -> None:
    """Open a notebook, and nothing that was open before, and wait until its kernel is idle."""
    page.goto(f"{url}/lab/tree/{path}?reset")
    notebook_is_open(page)


def notebook_is_open(page) -> None:
    """Wait until the notebook of this page is there and its kernel is idle."""
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=1000 * SECONDS)
    kernel_is_idle(page)


def kernel_is_idle(page) -> None:
    """Wait until the kernel is there and has nothing left to do."""
    page.wait_for_function(
        """() => {
            const session = jupyterapp.shell.currentWidget?.sessionContext;
            const kernel = session?.isReady && session.session?.kernel;
            return kernel && kernel.connectionStatus === "connected" && kernel.status === "idle";
        }""",
        timeout=1000 * SECONDS,
    )


def run_all_cells(page) -> None:
    """Choose "Run All Cells" in the menu and wait until the last cell has run."""
    page.evaluate(f"{CODE_CELLS}.forEach((cell) => (cell.model.executionCount = null))")
    choose_in_menu(page, "Run", "Run All Cells")
    cells_have_run(page)


def cells_have_run(page) -> None:
    """Wait until every code cell has a number and the current cell, usually the last, is drawn.

    JupyterLab draws the cells one after another, which moves the page, and then gives the focus to the current one.
    """
    page.wait_for_function(f"{CODE_CELLS}.every((cell) => cell.model.executionCount)", timeout=2000 * SECONDS)
    kernel_is_idle(page)
    page.evaluate(f"{NOTEBOOK}.activeCell.ready")


def run_cell(page, index: int, *, wait: bool = True) -> None:
    """Run one cell, counted from 0, and wait until it has run."""
    go_to_cell(page, index)
    page.locator(f".jp-Cell[data-windowed-list-index='{index}'] .jp-InputPrompt").click()
    page.evaluate(f"{NOTEBOOK}.activeCell.model.executionCount = null")
    choose_in_menu(page, "Run", "Run Selected Cell and Do not Advance")
    if wait:
        page.wait_for_function(f"{NOTEBOOK}.widgets[{index}].model.executionCount", timeout=1000 * SECONDS)


def go_to_cell(page, index: int) -> None:
    """Bring a cell, counted from 0, onto the screen and make it the current one."""
    page.wait_for_function(
        f"""() => {{
            const cell = {NOTEBOOK}.widgets[{index}];
            const {{ top, bottom }} = cell.node.getBoundingClientRect();
            const isThere = cell.node.isConnected && bottom > 0 && top < innerHeight / 2;
            if (!isThere) {NOTEBOOK}.scrollToItem({index}, "start");
            {NOTEBOOK}.activeCellIndex = {index};
            return isThere;
        }}"""
    )


def restart_kernel(page) -> None:
    """Choose "Restart Kernel" in the menu, say yes, and wait until it has."""
    choose_in_menu(page, "Kernel", "Restart Kernel…")
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.wait_for_selector(".jp-Dialog", state="detached")
    kernel_is_idle(page)


def choose_in_menu(page, menu: str, entry: str) -> None:
    """Choose an entry of one of the menus at the top."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menu").get_by_text(entry, exact=True).click()


def shut_down_kernels(url: str) -> None:
    """End every session of the server, as "Shut Down All Kernels" does."""
    with urllib.request.urlopen(f"{url}/api/sessions") as answer:
        sessions = json.load(answer)
    for session in sessions:
        urllib.request.urlopen(urllib.request.Request(f"{url}/api/sessions/{session['id']}", method="DELETE"))
