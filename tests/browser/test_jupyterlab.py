"""The course in a real JupyterLab in a real browser: the way through a lesson, and the traps beside it."""

import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from real_jupyterlab import (
    BEGINS_LATE,
    CODE_CELLS,
    NOTEBOOK,
    choose_in_menu,
    copy_course,
    go_to_cell,
    jupyterlab,
    kernel_is_idle,
    notebook_is_open,
    open_notebook,
    restart_kernel,
    run_all_cells,
    run_cell,
    shut_down_kernels,
    write_notebook,
)

from unspin.answers.schema import ANSWERS_MIME
from unspin.desk.grade.grade import grade

pytestmark = pytest.mark.browser

LESSON = "02-claim-or-view"
ARTICLE = re.compile("^Tagger: US withdrawal")
WHILE_THERE = "import time\nfrom pathlib import Path\nwhile Path(hold).exists():\n    time.sleep(0.05)"
NOBODY = 65534
CONTEXT = "jupyterapp.shell.currentWidget.context"


@pytest.fixture(scope="module")
def course():
    """A copy of the course that every user of the computer can enter (pytest's own folders are closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="unspin-course-"))
    folder.chmod(0o755)
    yield copy_course(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def url(course):
    with jupyterlab(course) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser):
    """The browser's memory, shared by all tests so that JupyterLab's scripts are read once."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def open_page(new_page, context):
    """Open one more page of the same browser."""
    return functools.partial(new_page, context=context, but_for=BEGINS_LATE)


@pytest.fixture(autouse=True)
def kernels_end(url):
    yield
    shut_down_kernels(url)


class Trap:
    """A small notebook with answers of its own."""

    def __init__(self, course, name, *cells):
        self.path = f"notebooks/{name}.ipynb"
        self.file = course / self.path
        self.answers = course / "own" / name
        self.hold = course / "own" / f"{name}.hold"
        self.answers.mkdir(parents=True, exist_ok=True)
        setting = f'import os\nos.environ["UNSPIN_ANSWERS"] = {str(self.answers)!r}\nhold = {str(self.hold)!r}'
        lesson = f'from unspin import open_lesson\nlesson = open_lesson("{LESSON}")'
        write_notebook(self.file, f"{setting}\n{lesson}", *cells)

    def on_disk(self, kind="labels"):
        file = self.answers / "notebooks" / f"{LESSON}.json"
        answers = json.loads(file.read_text(encoding="utf-8"))["answers"] if file.exists() else {}
        return answers.get(f"icpa-withdrawal-{kind}", {}).get("value", {})


TAG = 'tagger = lesson.tag("icpa-withdrawal", alone=False)\ntagger'


@pytest.fixture
def trap(course):
    def make(name, *cells):
        return Trap(course, name, *(cells or (TAG,)))

    return make


@pytest.fixture
def open_trap(open_page, url):
    """Open a small notebook and run its cells, as far as the one with the tagger."""

    def open_it(trap):
        page = open_page()
        open_notebook(page, url, trap.path)
        run_all_cells(page)
        go_to_cell(page, 1)
        expect(page.locator(".unspin-tagger").first).to_be_visible()
        return page

    return open_it


def marker(within, number):
    return within.locator(".marker").nth(number - 1)


def button(within, name):
    return within.get_by_role("button", name=name, exact=True)


def says(within, text):
    expect(within.locator(".status-text").first).to_contain_text(text)


def is_saved(within):
    expect(within.locator(".status-text").first).to_have_text("Saved")


def given(within, number):
    return within.locator(".sentence").nth(number - 1).locator(".given")


def label(within, number, name):
    marker(within, number).click()
    button(within, name).click()


def save_notebook(page):
    """Press Ctrl+S, and again for what a widget's readable form changed while that was written."""
    page.evaluate(
        f"""() => {{
            window.written ??= 0;
            {CONTEXT}.saveState.connect((_, state) => {{ window.written += state === "completed"; }});
        }}"""
    )
    while page.evaluate(f"{CONTEXT}.model.dirty"):
        written = page.evaluate("window.written")
        page.keyboard.press("Control+s")
        page.wait_for_function("(before) => window.written > before", arg=written)


def dismiss_dialog(page):
    """Say OK to JupyterLab's "the kernel appears to have died", which may still be on its way."""
    page.get_by_role("dialog").get_by_role("button", name="Ok").click()


# The way through a lesson


def test_a_lesson_is_opened_run_tagged_reloaded_restarted_and_the_tags_are_there(open_page, url, course, screenshot):
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    open_notebook(page, url, f"notebooks/{LESSON}.ipynb")
    screenshot(page, "lesson-1-opened")
    run_all_cells(page)

    def to_the_tagger():
        cells = page.evaluate(f"{NOTEBOOK}.widgets.map((cell) => cell.model.sharedModel.source)")
        go_to_cell(page, next(n for n, cell in enumerate(cells) if 'lesson.tag("icpa-withdrawal"' in cell))
        found = page.get_by_role("group", name=ARTICLE)
        expect(found).to_be_visible()
        return found

    tagger = to_the_tagger()
    screenshot(page, "lesson-2-run")
    first = int(re.search(r"\d+", tagger.locator(".editor .title").inner_text())[0])
    button(tagger, "Claim").click()
    button(tagger, "Confidence 3 of 5").click()
    is_saved(tagger)
    screenshot(page, "lesson-3-labelled-by-mouse")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("v")
    page.keyboard.press("5")
    is_saved(tagger)
    second = int(re.search(r"\d+", tagger.locator(".editor .title").inner_text())[0])
    page.keyboard.press("Shift+V")
    screenshot(page, "lesson-4-rule-card")
    page.keyboard.press("Escape")
    button(tagger, "Whole article").click()
    expect(tagger.locator(".count")).to_have_text("2 of 21 labelled")

    file = course / "answers" / "notebooks" / f"{LESSON}.json"
    labels = json.loads(file.read_text(encoding="utf-8"))["answers"]["icpa-withdrawal-labels"]["value"]
    wanted = {f"s{first:02}": {"label": "CLAIM", "confidence": 3}, f"s{second:02}": {"label": "VIEW", "confidence": 5}}
    assert labels == wanted

    save_notebook(page)
    page.reload()
    notebook_is_open(page)
    tagger = to_the_tagger()
    expect(tagger.locator(".count")).to_have_text("2 of 21 labelled")
    button(tagger, "Whole article").click()
    expect(given(tagger, first)).to_have_text("CLAIM ●●●○○")
    expect(given(tagger, second)).to_have_text("VIEW ●●●●●")

    restart_kernel(page)
    run_all_cells(page)
    tagger = to_the_tagger()
    expect(tagger.locator(".count")).to_have_text("2 of 21 labelled")
    button(tagger, "Whole article").click()
    expect(given(tagger, first)).to_have_text("CLAIM ●●●○○")
    screenshot(page, "lesson-5-whole-article-after-restart")
    label(tagger, first, "Reported")
    is_saved(tagger)
    button(tagger, "Compare with the key").click()
    expect(tagger.locator(".made-by")).to_be_visible()
    screenshot(page, "lesson-6-compared")
    assert json.loads(file.read_text(encoding="utf-8"))["answers"]["icpa-withdrawal-labels"]["value"] == {
        **wanted,
        f"s{first:02}": {"label": "REPORTED", "confidence": 3, "compared": True},
    }
    assert {urlsplit(address).hostname for address in asked if not address.startswith(("data:", "blob:"))} == {
        "127.0.0.1"
    }


def test_a_lesson_is_done_with_the_keyboard_alone(open_page, url, trap, screenshot):
    small = trap("by-keyboard", TAG, "1 + 1")
    page = open_page()
    open_notebook(page, url, small.path)
    for _ in range(3):
        page.keyboard.press("Shift+Enter")
    kernel_is_idle(page)
    expect(page.locator(".unspin-tagger")).to_be_visible()
    page.keyboard.press("Escape")  # out of the new cell that stands at the end
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.marker')"):
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("m")
    page.keyboard.press("2")
    page.keyboard.press("Tab")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    screenshot(page, "keyboard-1-words-chosen")
    page.keyboard.press("l")
    is_saved(page)
    screenshot(page, "keyboard-2-marked")
    assert small.on_disk() == {"s02": {"label": "MIXED", "confidence": 2}}
    assert small.on_disk("spans") == {"s02": [{"start": 26, "end": 41, "label": "LOADED"}]}
    page.keyboard.press("Control+s")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    for _ in range(30):
        page.keyboard.press("Tab")
        if not page.evaluate("document.activeElement.closest('.unspin-tagger')"):
            break
    else:
        pytest.fail("The focus does not come out of the widget with Tab.")


def test_an_assignment_is_run_untouched_answered_handed_in_and_graded(open_page, url, course, screenshot, tmp_path):
    page = open_page()
    open_notebook(page, url, f"exercises/{LESSON}.ipynb")
    run_all_cells(page)
    cells = page.evaluate(f"{NOTEBOOK}.widgets.map((cell) => cell.model.sharedModel.source)")
    errors = page.evaluate(
        f"{NOTEBOOK}.widgets.filter(({{ model }}) => model.type === 'code' && model.outputs.toJSON()"
        ".some((output) => output.output_type === 'error' || output.name === 'stderr')).length"
    )
    assert errors == 0

    def to_cell(text):
        go_to_cell(page, next(number for number, cell in enumerate(cells) if text in cell))

    to_cell('lesson.answer("why"')
    box = page.get_by_role("textbox", name=re.compile("Which sentence, and which label"))
    box.fill("Sentence 2: MIXED, by rule T3.")
    box.blur()
    is_saved(page.locator(".unspin-box").filter(has=box))
    screenshot(page, "exercise-1-open-question")
    to_cell("lesson.hand_in()")
    form = page.get_by_role("group", name="Hand in")
    form.hover()
    expect(form.get_by_role("listitem").filter(has_text=re.compile("answered.*6 words"))).to_have_count(1)
    form.get_by_role("textbox").fill("Ada L.")
    with page.expect_download() as download:
        button(form, "Download my answers").click()
    assert download.value.suggested_filename == f"{LESSON}--ada-l.json"
    handed_in = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert handed_in["student"] == "Ada L."
    assert handed_in["answers"]["why"]["value"] == "Sentence 2: MIXED, by rule T3."
    screenshot(page, "exercise-2-handed-in")

    carried = f"{CODE_CELLS}.at(-1).model.outputs.toJSON().map((output) => output.data?.['{ANSWERS_MIME}']?.student)"
    page.wait_for_function(f"{carried}.includes('Ada L.')")
    choose_in_menu(page, "File", "Save Notebook")
    notebook = course / "exercises" / f"{LESSON}.ipynb"
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    shutil.copy(download.value.path(), tmp_path / "handed-in.json")
    by_file, by_notebook = grade([tmp_path]).works, grade([notebook]).works
    assert [(work.student, work.open_answered["why"]) for work in by_notebook] == [("Ada L.", True)]
    assert [work.scores for work in by_notebook] == [work.scores for work in by_file]


def test_the_tagger_fits_a_phone(new_page, url, trap, screenshot):
    small = trap("on-a-phone", 'lesson.tag("icpa-withdrawal")')
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    open_notebook(page, url, small.path)
    page.keyboard.press("Control+b")
    run_all_cells(page)
    go_to_cell(page, 1)
    tagger = page.locator(".unspin-tagger")
    expect(tagger).to_be_visible()
    screenshot(page, "phone-1-alone")
    button(tagger, "Mixed").tap()
    is_saved(tagger)
    button(tagger, "Rule card: Mixed").tap()
    screenshot(page, "phone-2-rule-card")
    button(tagger, "Close").tap()
    tagger.locator(".sentence.current .word").nth(3).tap()
    tagger.locator(".sentence.current .word").nth(4).tap()
    button(tagger, "Hedge").tap()
    is_saved(tagger)
    screenshot(page, "phone-3-marked")
    button(tagger, "Compare with the key").tap()
    expect(tagger.locator(".made-by")).to_be_visible()
    screenshot(page, "phone-4-compared")
    outside = tagger.evaluate(
        """(tagger) => [...tagger.querySelectorAll("button, select, textarea")].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width && (box.right > innerWidth || box.left < 0);
        }).map((element) => element.outerHTML.slice(0, 100))"""
    )
    assert outside == []


# Keys that JupyterLab listens to


def test_letters_typed_anywhere_in_the_widget_leave_the_cells_alone(open_trap, trap):
    page = open_trap(trap("letters", TAG, 'lesson.answer("why", prompt="Why?")', "kept = 1"))
    before = page.evaluate(f"{NOTEBOOK}.model.sharedModel.toJSON().cells.map((cell) => cell.source)")
    label(page, 21, "View")
    page.get_by_text("Mark with a form").click()
    button(page, "Compare with the key").click()
    expect(page.locator(".made-by")).to_be_visible()
    label(page, 2, "Mixed")
    page.locator(".sentence.current .word").nth(4).click()
    page.keyboard.press("l")
    is_saved(page)
    kinds = [
        ".marker[tabindex='0']", ".word[role]", ".label", ".card-button", ".sure", ".step", ".span-label",
        ".marks button", ".form summary", ".form select", ".form button", ".compare-button", ".bar button",
        ".keys summary", ".status", ".unspin-tagger", ".unspin-box", ".unspin-box textarea",
    ]  # fmt: skip
    for kind in kinds:
        page.locator(kind).first.focus()
        assert page.evaluate("(kind) => document.activeElement.matches(kind)", kind), kind
        for key in "ddabx00yz":
            page.keyboard.press(key)
        after = page.evaluate(f"{NOTEBOOK}.model.sharedModel.toJSON().cells.map((cell) => cell.source)")
        assert after == before, f"after letters typed on {kind}"
    assert page.evaluate(f"{NOTEBOOK}.mode") == "command"
    page.locator(".sentence").nth(20).locator(".text").click()
    page.get_by_label("Why did you choose").click()
    for key in "ddabx00yz":
        page.keyboard.press(key)
    expect(page.get_by_label("Why did you choose")).to_have_value("ddabx00yz")
    kernel_is_idle(page)
    assert page.evaluate(f"{NOTEBOOK}.model.sharedModel.toJSON().cells.map((cell) => cell.source)") == before


def test_shortcuts_that_are_not_the_widgets_own_still_reach_the_notebook(open_trap, trap):
    small = trap("shortcuts", TAG, 'lesson.answer("why", prompt="Why?")')
    page = open_trap(small)
    label(page, 4, "Claim")
    is_saved(page)
    marker(page, 4).focus()
    save_notebook(page)
    assert "CLAIM" in page.locator(".unspin-tagger").inner_text()
    assert json.loads(small.file.read_text())["cells"][1]["outputs"]
    page.evaluate(f"{NOTEBOOK}.model.sharedModel.addCell({{ cell_type: 'code', source: 'new = 1' }})")
    box = page.get_by_role("textbox", name="Why?")
    box.click()
    page.keyboard.type("Some words.")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+x")
    page.keyboard.press("Control+v")
    expect(box).to_have_value("Some words.")
    page.keyboard.press("Control+z")  # JupyterLab's pages do not undo in a text box; they must not undo cells either
    assert page.evaluate(f"{NOTEBOOK}.widgets.length") == 4
    box.fill("Some words.")
    save_notebook(page)
    page.keyboard.press("Shift+Enter")
    kernel_is_idle(page)
    expect(page.get_by_role("textbox", name="Why?")).to_have_value("Some words.")
    assert page.evaluate(f"{NOTEBOOK}.activeCellIndex") == 3


# When saving does not go through


def test_a_kernel_killed_between_click_and_save_is_said_and_nothing_is_lost(open_trap, trap, screenshot):
    small = trap("killed", TAG, "print(os.getpid())")
    page = open_trap(small)
    pid = int(page.evaluate(f"{NOTEBOOK}.widgets[2].model.outputs.get(0).toJSON().text"))
    label(page, 4, "Claim")
    is_saved(page)
    if hasattr(signal, "SIGSTOP"):
        os.kill(pid, signal.SIGSTOP)
    else:
        os.kill(pid, signal.SIGTERM)  # on Windows this ends the process
    label(page, 5, "View")
    if hasattr(signal, "SIGKILL"):
        os.kill(pid, signal.SIGKILL)
    says(page, "Not saved yet: Python does not answer. 1 change kept in this browser.")
    expect(given(page, 5)).to_have_text("VIEW")
    dismiss_dialog(page)
    screenshot(page, "trap-kernel-killed")
    assert small.on_disk() == {"s04": {"label": "CLAIM"}}
    label(page, 6, "Guess")
    says(page, "2 changes kept in this browser")
    run_all_cells(page)
    go_to_cell(page, 1)
    is_saved(page)
    expect(page.locator(".count")).to_have_text("3 of 21 labelled")
    assert small.on_disk() == {"s04": {"label": "CLAIM"}, "s05": {"label": "VIEW"}, "s06": {"label": "GUESS"}}


def test_a_busy_kernel_is_waited_for_and_an_interrupted_one_saves(open_trap, trap):
    small = trap("busy", TAG, WHILE_THERE)
    page = open_trap(small)
    start_long_cell(page, small)
    label(page, 4, "Claim")
    says(page, "Not saved yet: Python does not answer.")
    assert small.on_disk() == {}
    choose_in_menu(page, "Kernel", "Interrupt Kernel")
    is_saved(page)
    assert small.on_disk() == {"s04": {"label": "CLAIM"}}
    # By now JupyterLab has opened a side door ("subshell") for widgets: what follows need not wait.
    start_long_cell(page, small)
    label(page, 5, "View")
    is_saved(page)
    assert small.on_disk() == {"s04": {"label": "CLAIM"}, "s05": {"label": "VIEW"}}
    small.hold.unlink()
    kernel_is_idle(page)


def start_long_cell(page, small):
    small.hold.touch()
    run_cell(page, 2, wait=False)
    page.wait_for_function("jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'busy'")
    go_to_cell(page, 1)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a process's files")
def test_a_full_disk_is_said_in_the_widget_and_nothing_is_lost(open_trap, trap, screenshot):
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))"
    small = trap("full", TAG, "import resource", "import resource")
    page = open_trap(small)
    label(page, 4, "Claim")
    is_saved(page)
    change_cell(page, 2, full)
    label(page, 5, "View")
    says(page, "Not saved: the disk is full.")
    expect(given(page, 5)).to_have_text("VIEW")
    screenshot(page, "trap-disk-full")
    assert small.on_disk() == {"s04": {"label": "CLAIM"}}
    change_cell(page, 3, full.replace("(0,", "(resource.RLIM_INFINITY,"))
    button(page, "Try again").click()
    is_saved(page)
    assert small.on_disk() == {"s04": {"label": "CLAIM"}, "s05": {"label": "VIEW"}}


@pytest.mark.skipif(os.name == "nt", reason="On Windows a folder cannot be made read-only in this way")
def test_a_folder_that_turns_read_only_is_said_in_the_widget_and_nothing_is_lost(open_trap, trap, screenshot):
    # Permissions mean nothing to root, so there the kernel becomes an ordinary user first, who owns the folder.
    ordinary = (
        "from pathlib import Path\nhome = Path(os.environ['UNSPIN_ANSWERS']) / 'notebooks'\n"
        f"if os.geteuid() == 0:\n    for path in (home, *home.iterdir()):\n        os.chown(path, {NOBODY}, -1)\n"
        f"    os.seteuid({NOBODY})"
    )
    small = trap("read-only", TAG, "1")
    page = open_trap(small)
    label(page, 4, "Claim")
    is_saved(page)
    change_cell(page, 2, ordinary)
    (small.answers / "notebooks").chmod(0o555)
    label(page, 5, "View")
    says(page, "cannot be written to")
    expect(given(page, 5)).to_have_text("VIEW")
    screenshot(page, "trap-read-only")
    assert small.on_disk() == {"s04": {"label": "CLAIM"}}
    (small.answers / "notebooks").chmod(0o755)
    button(page, "Try again").click()
    is_saved(page)
    assert small.on_disk() == {"s04": {"label": "CLAIM"}, "s05": {"label": "VIEW"}}


def change_cell(page, index, source):
    """Type another source into a cell, run it, and go back to the tagger."""
    page.evaluate(
        f"(source) => {{ {NOTEBOOK}.widgets[{index}].model.sharedModel.source = source; }}",
        source,
    )
    run_cell(page, index)
    go_to_cell(page, 1)


# More than one of it


def test_two_notebooks_on_one_lesson_both_save(open_trap, trap, course):
    one = trap("one")
    other = trap("other")
    other.file.write_text(one.file.read_text())  # the same answers file
    pages = [open_trap(one), open_trap(other)]
    label(pages[0], 4, "Claim")
    label(pages[1], 5, "View")
    label(pages[0], 6, "Guess")
    for page in pages:
        is_saved(page)
    assert one.on_disk() == {"s04": {"label": "CLAIM"}, "s05": {"label": "VIEW"}, "s06": {"label": "GUESS"}}
    run_all_cells(pages[1])
    go_to_cell(pages[1], 1)
    expect(pages[1].locator(".count")).to_have_text("3 of 21 labelled")


def test_two_views_and_a_second_page_of_one_widget_stay_in_step(open_trap, trap, open_page, url):
    small = trap("views", TAG, "display(tagger)")
    page = open_trap(small)
    save_notebook(page)
    first = page.locator(".unspin-tagger").first
    label(first, 4, "Claim")
    is_saved(first)
    go_to_cell(page, 2)
    second = page.locator(".unspin-tagger").last
    expect(given(second, 4)).to_have_text("CLAIM")
    label(second, 5, "View")
    is_saved(second)
    assert second.evaluate("(view) => view.contains(document.activeElement)")
    go_to_cell(page, 1)
    expect(given(first, 5)).to_have_text("VIEW")

    another = open_page()
    open_notebook(another, url, small.path)
    go_to_cell(another, 1)
    expect(another.locator(".unspin-tagger .count").first).to_have_text("2 of 21 labelled")
    label(another.locator(".unspin-tagger").first, 6, "Guess")
    is_saved(another)
    expect(given(first, 6)).to_have_text("GUESS")
    assert set(small.on_disk()) == {"s04", "s05", "s06"}


# A slow computer

LATE = """from pathlib import Path
from unspin.answers.file import AnswersFile
from unspin.widgets.question import Question
class Late(Question):
    _esm = "await new Promise((done) => setTimeout(done, 2500));" + str(Question._esm)
late = Late(AnswersFile(Path(os.environ["UNSPIN_ANSWERS"], "late.json"), "late"), "why", prompt="Why?")
late"""


def test_a_widget_that_takes_long_to_begin_hears_that_its_answer_is_saved(open_page, url, trap):
    small = trap("late", LATE, 'late.fill("From Python.")')
    page = open_page()
    open_notebook(page, url, small.path)
    run_cell(page, 0)
    run_cell(page, 1)
    go_to_cell(page, 1)
    box = page.get_by_role("textbox", name="Why?")
    expect(box).to_be_visible()
    box.fill("By hand.")
    is_saved(page)
    assert json.loads((small.answers / "late.json").read_text())["answers"]["why"]["value"] == "By hand."
    run_cell(page, 2)
    expect(box).to_have_value("From Python.")


# Without Python


def test_without_a_kernel_and_as_a_web_page_the_article_and_the_tags_are_readable(
    open_trap, trap, open_page, url, browser, screenshot
):
    small = trap("static", TAG, 'lesson.answer("why", prompt="Why?")')
    page = open_trap(small)
    label(page, 4, "Claim")
    button(page, "Confidence 3 of 5").click()
    is_saved(page)
    expect(page.get_by_text("[CLAIM, confidence 3 of 5]")).to_be_hidden()  # the live widget stands in its place
    go_to_cell(page, 2)
    page.get_by_role("textbox", name="Why?").fill("It can be looked up.")
    for cell, text in ((1, "confidence 3 of 5"), (2, "It can be looked up.")):
        page.wait_for_function(f"{NOTEBOOK}.widgets[{cell}].model.outputs.get(0).data['text/html'].includes('{text}')")
    save_notebook(page)
    page.close()
    shut_down_kernels(url)

    # What JupyterLab notes of every widget of yesterday:
    page = open_page(but_for=("Error: widget model not found", BEGINS_LATE))
    open_notebook(page, url, small.path)
    article_is_readable(page)
    go_to_cell(page, 2)
    expect(page.get_by_text("It can be looked up.")).to_be_visible()
    error = page.locator(".jupyter-widgets", has_text="Error displaying widget").first
    expect(error).to_be_attached()
    expect(error).to_be_hidden()
    screenshot(page, "static-opened-again")
    page.close()
    shut_down_kernels(url)

    saved = json.loads(small.file.read_text(encoding="utf-8"))
    saved["metadata"] = {"kernelspec": {"name": "elsewhere", "display_name": "Elsewhere", "language": "elsewhere"}}
    elsewhere = small.file.with_stem("elsewhere")
    elsewhere.write_text(json.dumps(saved), encoding="utf-8")
    page = open_page()
    page.goto(f"{url}/lab/tree/notebooks/elsewhere.ipynb?reset")
    page.get_by_role("dialog").get_by_role("button", name="No Kernel").click()
    article_is_readable(page.get_by_role("tabpanel", name="elsewhere.ipynb"))
    screenshot(page, "static-without-kernel")

    convert = [sys.executable, "-m", "nbconvert", "--to", "html", str(elsewhere)]
    subprocess.run(convert, check=True, capture_output=True)
    offline = browser.new_context(offline=True).new_page()
    offline.goto(elsewhere.with_suffix(".html").as_uri())
    article_is_readable(offline)
    screenshot(offline, "static-as-web-page", full_page=True)
    offline.context.close()


def article_is_readable(within):
    expect(within.get_by_text("President Donald Trump has officially withdrawn")).to_be_visible()
    expect(within.get_by_text("Agnès Callamard had previously described")).to_be_visible()
    expect(within.get_by_text("[CLAIM, confidence 3 of 5]")).to_be_visible()
    expect(within.get_by_text("1 of 21 sentences labelled.")).to_be_visible()


# Dark


def test_axe_finds_nothing_in_the_widgets_in_jupyterlabs_dark_and_light_themes(open_trap, trap, course, screenshot):
    small = trap("themes", TAG, 'lesson.answer("why", prompt="Why?")', "lesson.hand_in()")
    settings = course / ".jupyter/jupyter_config_dir/lab/user-settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    for number, theme in enumerate(("Dark", "Light"), 1):
        (settings / "themes.jupyterlab-settings").write_text(json.dumps({"theme": f"JupyterLab {theme}"}))
        page = open_trap(small)
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", str(theme == "Light").lower())
        tagger = page.locator(".unspin-tagger")
        label(tagger, number, "View")
        page.keyboard.press("Shift+V")
        tagger.locator(".sentence.current .word").nth(4).click()
        is_saved(tagger)
        assert faults(page, ".unspin-tagger") == []
        screenshot(page, f"theme-{theme.lower()}-1")
        page.keyboard.press("l")
        button(tagger, "Compare with the key").click()
        expect(tagger.locator(".made-by")).to_be_visible()
        assert faults(page, ".unspin-tagger") == []
        screenshot(page, f"theme-{theme.lower()}-2-compared")
        go_to_cell(page, 3)
        expect(page.get_by_role("group", name="Hand in")).to_be_visible()
        assert faults(page, ".unspin-box") == []
        screenshot(page, f"theme-{theme.lower()}-3-forms")
    (settings / "themes.jupyterlab-settings").unlink()


def faults(page, where):
    violations = Axe().run(page, context=where).response["violations"]
    return [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in violations]


def test_a_chart_keeps_its_height_when_the_window_changes(open_page, url, trap):
    show = 'figures.registered_cases(pd.read_csv("../data/numbers/investigations.csv"))'
    notebook = trap("chart", f"import pandas as pd\nfrom unspin import figures\n{show}")
    page = open_page()
    open_notebook(page, url, notebook.path)
    run_all_cells(page)
    go_to_cell(page, 1)
    chart = page.locator(".js-plotly-plot").first
    expect(chart).to_be_visible()
    before = chart.bounding_box()
    for width, height in ((1280, 1300), (1000, 700)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(1000)  # Plotly waits a moment before it draws again, or does not draw at all
        assert chart.bounding_box()["height"] == before["height"] > 300
    assert chart.bounding_box()["width"] < before["width"]
