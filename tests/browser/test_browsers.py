import os
import shutil
import sys
from pathlib import Path

import browsers
import pytest
from browsers import NoBrowser, find_browser, launch
from playwright.sync_api import sync_playwright


@pytest.fixture(autouse=True)
def afresh():
    """Look for the browser anew in each test, and forget what was found for the sake of the test."""
    find_browser.cache_clear()
    yield
    find_browser.cache_clear()


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A machine without a browser, and without a way to get one."""
    monkeypatch.delenv("UNSPIN_BROWSER", raising=False)
    monkeypatch.setattr(browsers, "USUAL_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    for name in ("HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


def make_program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(sys.executable, path)
    return path


def test_this_machine_has_a_browser_or_gets_one():
    assert Path(find_browser()).is_file()


@pytest.mark.browser
def test_the_browser_shows_a_page():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.goto("data:text/html,<title>Seen</title><p>A page")
        assert page.title() == "Seen"
        assert page.locator("p").inner_text() == "A page"
        browser.close()


def test_a_setting_names_the_browser(nowhere, monkeypatch, tmp_path):
    program = make_program(tmp_path / "my browser.exe")
    monkeypatch.setenv("UNSPIN_BROWSER", str(program))
    assert find_browser() == str(program)


def test_a_setting_that_names_no_program_is_said_not_passed_over(monkeypatch):
    monkeypatch.setenv("UNSPIN_BROWSER", "/no/such/browser")
    with pytest.raises(NoBrowser, match="UNSPIN_BROWSER names '/no/such/browser'"):
        find_browser()


@pytest.mark.parametrize("name", ["chromium", "google-chrome", "msedge"])
def test_a_browser_on_the_path_is_found(nowhere, monkeypatch, tmp_path, name):
    suffix = ".exe" if os.name == "nt" else ""
    program = make_program(tmp_path / "bin" / f"{name}{suffix}")
    monkeypatch.setenv("PATH", str(program.parent))
    assert Path(find_browser()) == program


def test_a_browser_in_its_usual_place_is_found(nowhere, monkeypatch, tmp_path):
    program = make_program(tmp_path / "Google Chrome")
    monkeypatch.setattr(browsers, "USUAL_PLACES", (tmp_path / "not here", program))
    assert Path(find_browser()) == program


def test_what_playwright_keeps_is_found(nowhere):
    program = make_program(Path(browsers._download()))
    assert Path(find_browser()) == program


def test_without_a_browser_one_sentence_says_what_to_run(nowhere):
    with pytest.raises(NoBrowser) as said:
        find_browser()
    assert "python -m playwright install chromium" in str(said.value)
    assert len(str(said.value).splitlines()) == 1


def test_an_install_that_takes_too_long_is_given_up():
    assert browsers._try(sys.executable, "-c", "import time; time.sleep(60)", seconds=0.1) == ""
    assert browsers._try(sys.executable, "-c", "print('done')", seconds=60) == "done"
