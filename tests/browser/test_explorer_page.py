"""The sliders above the growth figure, in a real browser without a kernel."""

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from paths import ROOT
from playwright.sync_api import expect

from unspin import figures

pytestmark = pytest.mark.browser

INVESTIGATIONS = ROOT / "data" / "numbers" / "investigations.csv"


@pytest.fixture
def explorer(wire):
    return figures.explore(pd.read_csv(INVESTIGATIONS))


def sliders(page):
    return page.get_by_role("slider", name="From the beginning of"), page.get_by_role("slider", name="To the end of")


def test_the_sliders_say_their_months_and_move_by_the_arrow_keys(show, explorer):
    page = show(explorer)
    since, until = sliders(page)
    expect(since).to_have_attribute("aria-valuetext", "April 2022")
    expect(until).to_have_attribute("aria-valuetext", "March 2026")
    since.focus()
    page.keyboard.press("ArrowRight")
    expect(since).to_have_attribute("aria-valuetext", "July 2022")
    expect(page.get_by_role("status")).to_contain_text("from approximately 26,000 by 7 Aug 2022")
    assert (explorer.first, explorer.last) == (1, 15)


def test_a_choice_of_axis_is_said_aloud(show, explorer):
    page = show(explorer)
    page.get_by_role("radio", name="log scale").check()
    expect(page.get_by_role("status")).to_contain_text("The axis has a log scale")
    assert explorer.axis == "log scale"


def test_a_window_cannot_end_before_it_begins(show, explorer):
    page = show(explorer)
    since, until = sliders(page)
    until.focus()
    page.keyboard.press("Home")
    since.focus()
    page.keyboard.press("End")
    expect(until).to_have_attribute("aria-valuetext", "March 2026")
    expect(page.get_by_role("status")).to_contain_text("from at least 210,000 by 24 Feb 2026")
    assert (explorer.first, explorer.last) == (15, 15)


def test_an_answer_that_comes_late_does_not_move_a_slider_back(show, explorer):
    page = show(explorer)
    since, _ = sliders(page)
    page.evaluate("window.silent = true")
    since.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    for step in (1, 2):
        page.evaluate("first => window.take({ method: 'update', state: { first } })", step)
        expect(since).to_have_value("3")
    for step in (3, 1):  # once Python has caught up, a window that it chooses is shown
        page.evaluate("first => window.take({ method: 'update', state: { first } })", step)
        expect(since).to_have_value(str(step))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_320_pixels(show, explorer, screenshot, scheme):
    page = show(explorer, color_scheme=scheme, viewport={"width": 320, "height": 640})
    sliders(page)[0].focus()
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    screenshot(page, f"page-320-explorer-{scheme}")
