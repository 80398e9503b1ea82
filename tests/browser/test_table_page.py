"""The table in a real browser, without a kernel."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from small_table import KEY, LAYOUT

from unspin.answers.file import AnswersFile
from unspin.lesson.tables import read_layout
from unspin.text import library
from unspin.widgets.table import Table

pytestmark = pytest.mark.browser

LESSON = "02-claim-or-view"


@pytest.fixture
def path(tmp_path):
    return tmp_path / f"{LESSON}.json"


@pytest.fixture
def table(wire, path, course):
    """Make the table on the answers file, as each run of the cell does."""
    folder = course / "data" / "tables"
    folder.mkdir(exist_ok=True)
    (folder / "who.toml").write_text(LAYOUT, encoding="utf-8")
    (folder / "who-key.csv").write_text(KEY, encoding="utf-8")
    return lambda: Table(AnswersFile(path, LESSON), read_layout(library.here(), "who"))


def cells(path):
    return AnswersFile(path, LESSON).read().answers["who"].value


def says(page, text):
    expect(page.locator(".status-text")).to_have_text(text)


def test_a_row_is_filled_in_by_keyboard_alone_and_is_there_after_a_reload(show, table, path, screenshot):
    page = show(table())
    page.get_by_role("textbox", name="The ferry, Who?").focus()
    page.keyboard.type("The captain")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="The ferry, Is it so?")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("4")
    says(page, "Saved")
    expect(page.locator(".progress")).to_have_text("4 of 16 cells filled in.")
    assert cells(path) == {"r1": {"source": "The captain", "so": "yes", "cards": "K1 K3", "sure": "4"}}
    page = show(table(), page=page)
    expect(page.get_by_role("textbox", name="The ferry, Who?")).to_have_value("The captain")
    expect(page.get_by_role("combobox", name="The ferry, Is it so?")).to_have_value("yes")
    expect(page.get_by_role("checkbox", name="The ferry, Cards: K3 A poster")).to_be_checked()
    expect(page.get_by_role("combobox", name="The ferry, How sure?")).to_have_value("4")
    says(page, "Saved")
    screenshot(page, "table", full_page=True)


def test_what_python_did_not_take_is_offered_again_after_a_reload(show, table, path):
    page = show(table())
    page.evaluate("window.silent = true")
    page.get_by_role("combobox", name="The ferry, Is it so?").select_option("no")
    says(page, "Saving…")
    page = show(table(), page=page)
    expect(page.get_by_role("combobox", name="The ferry, Is it so?")).to_have_value("no")
    says(page, "Saved")
    assert cells(path) == {"r1": {"so": "no"}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_table_is_accessible_and_fits_its_page(show, table, scheme, width, screenshot):
    made = table()
    made.fill({"r1": {"source": "<b>The captain</b> of the ferry", "so": "yes", "cards": "K1"}})
    page = show(made, viewport={"width": width, "height": 800}, color_scheme=scheme)
    screenshot(page, f"table-{width}-{scheme}", full_page=True)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    snapshot = page.locator(".unspin-table").aria_snapshot()
    assert "- table" in snapshot and "- columnheader" in snapshot and "- rowheader" in snapshot
