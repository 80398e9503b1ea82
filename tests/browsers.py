"""Find a real browser for the tests, or get one; never skip a test for want of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from filelock import FileLock
from playwright.sync_api import Browser, Playwright

SETTING = "UNSPIN_BROWSER"
COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PROGRAM_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
USUAL_PLACES = (
    *(Path("/Applications", f"{name}.app", "Contents/MacOS", name) for name in ("Google Chrome", "Chromium")),
    Path("/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
    *(
        Path(os.environ[folder], program)
        for folder in PROGRAM_FOLDERS
        if folder in os.environ
        for program in ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
    ),
)
LOCK = Path(sys.prefix, "browser.lock")  # the tests run in two processes, an install only once
DOWNLOAD_SECONDS = 300
INSTALL_SECONDS = 600

ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowser(Exception):
    """Say how to get a browser."""


def launch(playwright: Playwright) -> Browser:
    """Return a headless browser that sends nothing of its own."""
    # A browser will not build its sandbox for root, as which containers often run.
    sandbox = ["--no-sandbox"] if _is_root() else []
    return playwright.chromium.launch(executable_path=find_browser(), args=[*ARGUMENTS, *sandbox])


@cache
def find_browser() -> str:
    """Return the path of a Chromium, Chrome or Edge; get one when there is none.

    Raises NoBrowser, with the command to run, when none can be had.
    """
    if wanted := os.environ.get(SETTING):
        if shutil.which(wanted):
            return wanted
        raise NoBrowser(f"{SETTING} names {wanted!r}, which is no program: correct it, or take {SETTING} away.")
    for browser in _browsers():
        if browser and Path(browser).is_file():
            return browser
    raise NoBrowser(
        "The browser tests need Chromium, Chrome or Edge: install one, for example with "
        f"'python -m playwright install chromium', or name its program in {SETTING}."
    )


def _browsers() -> Iterator[str | None]:
    """Yield what may be a browser's path, the cheapest ways first."""
    yield from map(shutil.which, COMMANDS)
    yield from map(str, USUAL_PLACES)
    yield _download()
    yield _install()


def _download() -> str:
    """Return where Playwright keeps its own browser; fetch it when it is not there yet."""
    # In a process of its own: whoever asks may be running Playwright already, and only one fits in a process.
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as p: print(p.chromium.executable_path)"
    browser = _try(sys.executable, "-c", ask, seconds=60)
    if not Path(browser).is_file():
        with FileLock(LOCK):
            _try(sys.executable, "-m", "playwright", "install", "chromium", seconds=DOWNLOAD_SECONDS)
    return browser


def _install() -> str | None:
    """Install the system's Chromium where that needs nobody's leave, and return its path."""
    if _is_root() and shutil.which("apt-get"):
        with FileLock(LOCK):
            _try("apt-get", "update", seconds=INSTALL_SECONDS)
            _try("apt-get", "install", "--yes", "chromium", seconds=INSTALL_SECONDS)
    return shutil.which("chromium")


def _try(*command: str, seconds: int) -> str:
    """Return what a command says, or nothing when it fails or takes too long."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
