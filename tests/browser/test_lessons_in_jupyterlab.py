"""Each lesson, opened and run in a real JupyterLab in a real browser, on a wide screen and at a phone's width."""

import pytest
from playwright.sync_api import expect
from real_jupyterlab import (
    BEGINS_LATE,
    CODE_CELLS,
    ROOT,
    copy_course,
    go_to_cell,
    jupyterlab,
    open_notebook,
    run_all_cells,
    shut_down_kernels,
)

pytestmark = pytest.mark.browser

LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
FOLDERS = ("notebooks", "exercises")
WIDE = {"width": 1280, "height": 900}
TALL = {"width": 1280, "height": 16000}  # so that one picture shows a whole lesson
PHONE = {"width": 390, "height": 16000}
ERRORS = f"""{CODE_CELLS}.flatMap(({{ model }}) => model.outputs.toJSON())
    .filter((output) => output.output_type === "error").map((output) => output.evalue)"""
WIDGETS = ".unspin-tagger, .unspin-box"
TOO_WIDE = """(selector) => [...document.querySelectorAll(selector)]
    .filter((box) => box.isConnected && box.scrollWidth > box.clientWidth + 1)
    .map((box) => box.className + ": " + box.innerText.slice(0, 60))"""


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with jupyterlab(copy_course(tmp_path_factory.mktemp("course"))) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(viewport=WIDE)
    yield context
    context.close()


@pytest.fixture
def page(new_page, context, url):
    page = new_page(context=context, but_for=BEGINS_LATE)
    yield page
    page.close()  # first: a page whose kernel is gone says so in its console
    shut_down_kernels(url)


def test_there_are_lessons_to_open():
    assert LESSONS


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_and_shows_all_its_widgets(page, url, screenshot, folder, lesson):
    open_notebook(page, url, f"{folder}/{lesson}.ipynb")
    run_all_cells(page)
    assert page.evaluate(ERRORS) == []
    page.set_viewport_size(TALL)
    go_to_cell(page, 0)
    expect(page.locator(WIDGETS).first).to_be_visible()
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)
    screenshot(page, f"{folder}-{lesson}-wide")
    page.evaluate("jupyterapp.shell.collapseLeft()")
    page.set_viewport_size(PHONE)
    go_to_cell(page, 0)
    expect(page.locator(WIDGETS).first).to_be_visible()
    screenshot(page, f"{folder}-{lesson}-phone")
    assert page.evaluate(TOO_WIDE, WIDGETS) == []
    page.set_viewport_size(WIDE)
