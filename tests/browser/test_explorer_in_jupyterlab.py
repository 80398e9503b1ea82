"""The sliders of lesson 6 in a real JupyterLab: the chart below them follows."""

import pytest
from playwright.sync_api import expect
from real_jupyterlab import BEGINS_LATE, copy_course, jupyterlab, open_notebook, run_all_cells, shut_down_kernels

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with jupyterlab(copy_course(tmp_path_factory.mktemp("course"))) as address:
        yield address


@pytest.fixture
def page(new_page, url):
    page = new_page(viewport={"width": 1280, "height": 16_000}, but_for=BEGINS_LATE)
    yield page
    page.close()  # first: a page whose kernel is gone says so in its console
    shut_down_kernels(url)


def test_the_chart_and_its_words_follow_the_sliders_and_the_axis(page, url, screenshot):
    open_notebook(page, url, "notebooks/06-numbers-under-suspicion.ipynb")
    run_all_cells(page)
    since = page.get_by_role("slider", name="From the beginning of")
    output = page.locator(".jp-OutputArea").filter(has=since)
    expect(output.locator(".unspin-figure")).to_contain_text("No report is left out.")
    page.get_by_role("radio", name="cut off below").check()
    expect(output.locator(".unspin-figure")).to_contain_text("not at zero: heights cannot be compared.")
    expect(output.locator(".ytitle")).to_contain_text("axis begins at")
    since.focus()
    page.keyboard.press("End")
    expect(output.locator(".unspin-figure")).to_contain_text("28 more reports lie outside of this window.")
    expect(since).to_be_focused()
    screenshot(page, "explorer-in-jupyterlab")
