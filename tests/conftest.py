"""What the browser tests share: one browser a module, pages that fail the test on any error, and pictures."""

from collections.abc import Callable, Iterator

import pytest
from browsers import launch
from paths import ROOT
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from widget_page import connect, write_page

PATIENCE = 120_000  # milliseconds until a test fails that waits for something; on a good day it waits for nothing
DESKTOP = {"width": 1280, "height": 900}
SCREENSHOTS = ROOT / "screenshots"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a real browser, one for the tests of a module."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Note on the test whether it failed, for `new_page`."""
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    return report


@pytest.fixture
def new_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of its own storage, or one more page of a `context`; options are those of a browser context.

    Errors on it fail the test, but for those that begin with `but_for`.
    """
    pages, own, errors = [], [], []

    def open_page(*, context: BrowserContext | None = None, but_for: str | tuple[str, ...] = "\0", **options) -> Page:
        if context is None:
            context = browser.new_context(**{"viewport": DESKTOP, **options})
            own.append(context)
        page = context.new_page()
        pages.append(page)
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: note(str(error)))
        page.on("console", lambda message: note(message.text) if message.type == "error" else None)

        def note(error: str) -> None:
            if not error.startswith(but_for):
                errors.append(error)

        return page

    yield open_page
    for page in pages:
        if not page.is_closed():
            page.evaluate("0")  # what it has said by now is heard by now
    found = [*errors]  # what it says while it is closed is no fault of what it showed
    for number, page in enumerate(pages):
        if request.node.failed and not page.is_closed():
            SCREENSHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENSHOTS / f"failed-{request.node.name[:80]}-{number}.png")
        page.close()
    for context in own:
        context.close()
    assert found == []


@pytest.fixture
def show(new_page, wire, tmp_path) -> Callable[..., Page]:
    """Show a widget on a page without a kernel; the widget itself answers, in this process.

    `before` prepares the page; with `timed`, time stands still on it until the test moves it.
    """

    def show_widget(widget, *, views: int = 1, page: Page | None = None, before=None, timed=False, **options) -> Page:
        if page is None:
            page = new_page(**options)
            connect(page, widget, wire)
        if before:
            before(page)
        if timed:
            page.clock.install(time=0)
        page.goto(write_page(widget, tmp_path / "widget.html", views=views))
        page.wait_for_selector(".unspin-tagger, .unspin-box")
        if timed:
            page.clock.pause_at(3_600_000)
        return page

    return show_widget


@pytest.fixture
def screenshot() -> Callable[..., None]:
    """Keep a picture of a page in `screenshots/`, to be looked at by people."""

    def keep(page: Page, name: str, **options) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", **options)

    return keep
