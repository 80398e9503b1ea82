"""The tagger in a real browser, without a kernel: what it looks like and how it answers to mouse, keys and fingers."""

import json
import re
from dataclasses import replace

import another_tag_set
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from unspin.answers.file import AnswersFile
from unspin.text import library
from unspin.text.article import Article, Key, KeyLabel, Sentence, Span
from unspin.text.library import Library
from unspin.text.tagset import Label, TagSet
from unspin.widgets.tagger.tagger import Tagger

pytestmark = pytest.mark.browser

LESSON = "02-claim-or-view"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NARROW = {"viewport": {"width": 320, "height": 640}}
ZOOMED = {"viewport": {"width": 320, "height": 256}}  # 1280 x 1024 at 400 %
PAYLOAD = "<img src=x onerror=hacked=1><script>hacked=1</script>"


@pytest.fixture
def path(course):
    return course / "answers" / "notebooks" / f"{LESSON}.json"


@pytest.fixture
def tagger(wire, path):
    """Make a tagger on the answers file, in the layout of the whole article unless the test wants another."""

    def make(of=None, *, alone=False, marking=True, comparing=True, tagset=None):
        of, tagset = of or library.article("icpa-withdrawal"), tagset or library.tagset()
        file = AnswersFile(path, LESSON)
        return Tagger(of, tagset, file, alone=alone, marking=marking, comparing=comparing)

    return make


@pytest.fixture
def on_disk(path):
    """Return what the answers file holds: labels or spans by sentence id."""

    def read(kind="labels", article="icpa-withdrawal"):
        answers = json.loads(path.read_text(encoding="utf-8"))["answers"] if path.exists() else {}
        return answers.get(f"{article}-{kind}", {}).get("value", {})

    return read


def article_of(*texts, id="own", language="en", kinds=None, key=None):
    sentences, start = [], 0
    for number, text in enumerate(texts, 1):
        kind = kinds[number - 1] if kinds else "body"
        sentences.append(Sentence(f"s{number:02}", kind, number, start, start + len(text), text))
        start += len(text) + 1
    return Article(id, "A text of one's own", language, "\n".join(texts), tuple(sentences), key=key)


def marker(page, number):
    return page.locator(".marker").nth(number - 1)


def sentence(page, number):
    return page.locator(".sentence").nth(number - 1)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def words(page):
    return page.locator(".sentence.current .word[role]")


def is_saved(page):
    expect(page.locator(".status-text").first).to_have_text("Saved")


def is_heard(page, text):
    expect(page.locator(".unspin-tagger > [role=status]")).to_have_text(text)


def count_is(page, number, total=21):
    expect(page.locator(".count")).to_have_text(f"{number} of {total} labelled")


def current(page):
    return page.locator(".sentence.current").get_attribute("data-id")


def focused(page):
    """Return what has the focus, as one would name it; None when it is not in the widget."""
    return page.evaluate(
        """() => {
            const it = document.activeElement;
            if (!it.closest(".unspin-tagger")) return null;
            return it.getAttribute("aria-label") ?? it.textContent;
        }"""
    )


def mark_names(within):
    return within.locator(".mark-name").evaluate_all("names => names.map((name) => name.dataset.name)")


def leave_widget(page):
    """Put the focus before the widget, as on a page that was just opened."""
    page.evaluate("() => { const top = document.querySelector('h1'); top.tabIndex = -1; top.focus(); }")


def drag(page, first, last):
    """Drag from the middle of one box to the middle of another."""
    a, b = first.bounding_box(), last.bounding_box()
    drag_between(page, a["x"] + a["width"] / 2, a["y"] + a["height"] / 2, b["x"] + b["width"] / 2, b["y"] + 8)


def drag_between(page, x1, y1, x2, y2):
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move(x2, y2, steps=8)
    page.mouse.up()


def place_of(page, number, text, *, scroll=True):
    """Return the middle, in pixels, of a piece of a sentence's text."""
    return page.evaluate(
        """([number, text, scroll]) => {
            const element = document.querySelectorAll(".sentence .text")[number - 1];
            if (scroll) element.scrollIntoView({ block: "center" });
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const start = node.data.indexOf(text);
                if (start < 0) continue;
                const range = document.createRange();
                range.setStart(node, start);
                range.setEnd(node, start + text.length);
                const box = range.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }
        }""",
        [number, text, scroll],
    )


# Labels and confidence


def test_a_click_gives_a_label_and_it_is_on_disk(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 4).click()
    button(page, "Claim").click()
    is_saved(page)
    assert on_disk() == {"s04": {"label": "CLAIM"}}
    expect(button(page, "Claim")).to_have_attribute("aria-pressed", "true")
    expect(sentence(page, 4).locator(".given")).to_have_text("CLAIM")


def test_a_key_gives_a_label_and_a_digit_says_how_sure(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 4).focus()
    page.keyboard.press("c")
    page.keyboard.press("3")
    is_saved(page)
    assert on_disk() == {"s04": {"label": "CLAIM", "confidence": 3}}
    expect(button(page, "Confidence 3 of 5")).to_have_attribute("aria-pressed", "true")


def test_a_finger_gives_a_label_and_says_how_sure(show, tagger, on_disk):
    page = show(tagger(), **PHONE)
    page.touchscreen.tap(*place_of(page, 4, "withdrawing"))
    button(page, "Reported").tap()
    button(page, "Confidence 0 of 5").tap()
    is_saved(page)
    assert on_disk() == {"s04": {"label": "REPORTED", "confidence": 0}}


def test_another_label_keeps_the_confidence_and_delete_takes_both_away(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 4).focus()
    page.keyboard.type("c4v")
    is_saved(page)
    assert on_disk() == {"s04": {"label": "VIEW", "confidence": 4}}
    page.keyboard.press("Delete")
    is_saved(page)
    assert on_disk() == {}
    count_is(page, 0)


def test_confidence_without_a_label_asks_for_the_label_until_there_is_one(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 4).focus()
    page.keyboard.press("3")
    asked = page.get_by_text("Choose a label first; then say how sure you are.")
    expect(asked).to_be_in_viewport()
    assert on_disk() == {}
    page.keyboard.press("c")
    expect(asked).to_be_hidden()


def test_a_message_and_the_state_of_saving_are_on_the_screen_of_the_last_sentence_too(show, tagger):
    page = show(tagger(), viewport={"width": 1280, "height": 600})
    marker(page, 21).click()
    button(page, "Confidence 3 of 5").click(force=True)  # it is marked as disabled
    expect(page.get_by_text("Choose a label first")).to_be_in_viewport()
    expect(page.locator(".status-text")).to_be_in_viewport()


def test_a_screen_reader_hears_the_sentence_the_label_the_confidence_and_that_it_is_saved(show, tagger):
    page = show(tagger())
    marker(page, 4).focus()
    page.keyboard.press("c")
    is_heard(page, "Sentence 4 of 21, label CLAIM, saved")
    page.keyboard.press("3")
    is_heard(page, "Sentence 4 of 21, label CLAIM, confidence 3, saved")


def test_buttons_are_called_what_they_say_without_their_key(show, tagger):
    page = show(tagger())
    names = [label.name for label in library.tagset().labels.values()]
    assert names
    for name in names:
        expect(button(page, name)).to_have_count(1)
    expect(button(page, "Claim")).to_have_attribute("aria-keyshortcuts", "c")


def test_the_progress_is_said_in_words_and_by_a_meter(show, tagger):
    widget = tagger()
    for number in range(1, 15):
        widget.tag(f"s{number:02}", "CLAIM")
    page = show(widget)
    count_is(page, 14)
    meter = page.get_by_role("progressbar", name="Sentences labelled")
    assert meter.evaluate("meter => [meter.value, meter.max]") == [14, 21]


def test_the_same_label_again_is_no_step_to_undo(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 4).focus()
    page.keyboard.type("vccc")
    page.keyboard.press("Control+z")
    is_saved(page)
    assert on_disk() == {"s04": {"label": "VIEW"}}


# Undo and redo


@pytest.mark.parametrize("way", ["buttons", "keys", "other keys"])
def test_a_step_is_taken_back_and_done_again(show, tagger, on_disk, way):
    ways = {"buttons": None, "keys": ("Control+z", "Control+Shift+z"), "other keys": ("Control+z", "Control+y")}
    page = show(tagger())

    def go(index):
        if ways[way]:
            page.keyboard.press(ways[way][index])
        else:
            button(page, ["Undo", "Redo"][index]).click()
        is_saved(page)

    marker(page, 4).focus()
    page.keyboard.type("c2")
    go(0)
    assert on_disk() == {"s04": {"label": "CLAIM"}}
    go(0)
    assert on_disk() == {}
    expect(button(page, "Undo")).to_have_attribute("aria-disabled", "true")
    go(1)
    go(1)
    assert on_disk() == {"s04": {"label": "CLAIM", "confidence": 2}}
    expect(button(page, "Redo")).to_have_attribute("aria-disabled", "true")


def test_undo_goes_to_the_sentence_that_it_changes_and_takes_the_focus_along(show, tagger, on_disk):
    page = show(tagger(alone=True))
    first = current(page)
    page.locator(".sentence.current .marker").focus()
    page.keyboard.press("c")
    page.keyboard.press("ArrowDown")
    assert current(page) != first
    page.keyboard.press("Control+z")
    assert current(page) == first
    assert focused(page).endswith("no label yet")
    page.keyboard.press("v")
    is_saved(page)
    assert on_disk() == {first: {"label": "VIEW"}}


def test_marks_are_undone_like_labels(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 2).click()
    words(page).nth(3).focus()
    page.keyboard.press("l")
    is_saved(page)
    assert on_disk("spans") == {"s02": [{"start": 24, "end": 25, "label": "LOADED"}]}
    page.keyboard.press("Control+z")
    is_saved(page)
    assert on_disk("spans") == {}


# What is seen of the article


def test_one_at_a_time_shows_one_sentence_in_shuffled_order(show, tagger):
    widget = tagger(alone=True)
    page = show(widget)
    seen = [current(page)]
    expect(page.locator(".sentence:visible")).to_have_count(1)
    while not page.get_by_text("This is the last one.").is_visible():
        button(page, "Next").click()
        expect(page.locator(".sentence:visible")).to_have_count(1)
        seen.append(current(page))
    assert seen[:-1] == widget.article["shuffled"]
    assert sorted(seen[:-1]) == sorted(library.article("icpa-withdrawal").by_id) != seen[:-1]


def test_the_whole_article_looks_like_an_article_and_is_exposed_as_one(show, tagger):
    page = show(tagger(alone=True))
    button(page, "Whole article").click()
    expect(page.locator(".sentence:visible")).to_have_count(21)
    headings = page.locator(".article").get_by_role("heading", level=3)
    expect(headings).to_have_count(3)
    expect(page.locator(".article").get_by_role("listitem")).to_have_count(5)
    expect(page.locator(".stretch > ul:not(.editor *)").get_by_role("listitem")).to_have_count(5)
    sizes = page.evaluate(
        """() => [".block.heading", ".block.list-label", ".block.bullet", ".block.body"].map((kind) => {
            const style = getComputedStyle(document.querySelector(kind));
            return [parseFloat(style.fontSize), Number(style.fontWeight), style.display, style.listStyleType];
        })"""
    )
    heading, label, bullet, body = sizes
    assert heading[0] > 1.2 * body[0] and heading[1] >= 600 > body[1] and label[1] >= 600
    assert bullet[2:] == ["list-item", "disc"]
    bullets = page.locator(".stretch > ul:not(.editor *)").bounding_box()
    edge = {"x": bullets["x"], "y": bullets["y"], "width": 24, "height": bullets["height"]}
    drawn = page.screenshot(clip=edge)
    page.add_style_tag(content=".unspin-tagger .article ul { list-style: none !important; }")
    assert page.screenshot(clip=edge) != drawn  # the bullets are really there to be seen


def test_the_filter_shows_what_has_no_label_yet(show, tagger):
    widget = tagger()
    for sentence_id in widget.article["shuffled"][:19]:
        widget.tag(sentence_id, "CLAIM")
    left = sorted(widget.article["shuffled"][19:])
    page = show(widget)
    marker(page, int(next(iter(widget.labels))[1:])).click()
    button(page, "Only without a label").click()
    expect(page.locator(".sentence:visible")).to_have_count(2)
    assert [row.get_attribute("data-id") for row in page.locator(".sentence:visible").all()] == left
    expect(page.locator("li:visible")).to_have_count(page.locator("li:visible:has(.sentence:visible)").count())
    marker(page, int(left[0][1:])).focus()
    page.keyboard.press("c")
    expect(page.locator(".sentence:visible")).to_have_count(2)  # what was just labelled stays until one moves on
    page.keyboard.press("ArrowDown")
    expect(page.locator(".sentence:visible")).to_have_count(1)
    button(page, "Only without a label").click()
    expect(page.locator(".sentence:visible")).to_have_count(21)


@pytest.mark.parametrize("anchoring", ["auto", "none"])
def test_a_sentence_that_is_chosen_stays_where_it_is_on_the_screen(show, tagger, anchoring):
    page = show(tagger())
    page.add_style_tag(content=f"html {{ overflow-anchor: {anchoring}; }}")  # some browsers help, some do not
    marker(page, 1).click()
    marker(page, 13).scroll_into_view_if_needed()
    place = place_of(page, 13, "contribution")
    before = marker(page, 13).bounding_box()["y"]
    page.mouse.click(*place)
    assert current(page) == "s13"
    assert abs(marker(page, 13).bounding_box()["y"] - before) < 2


# Rule cards


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
@pytest.mark.parametrize("way", ["button", "keys"])
def test_the_rule_card_of_a_label_is_one_step_away_on_the_same_screen(show, tagger, way, size):
    page = show(tagger(alone=True), viewport={"width": size[0], "height": size[1]})
    page.locator(".sentence.current .marker").focus()
    if way == "button":
        button(page, "Rule card: Mixed").click()
    else:
        page.keyboard.press("Shift+M")
    card = page.get_by_role("region", name="Rule card: Mixed")
    expect(card).to_contain_text("A claim and a judgement in one sentence.")
    expect(card).to_contain_text("If a loaded word can be cut")  # rule T3 in full
    expect(card).to_be_in_viewport(ratio=0.99)
    expect(page.locator(".sentence.current .text")).to_be_in_viewport(ratio=0.99)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_shift_and_the_letter_again_or_another_closes_or_changes_the_card(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 1).focus()
    page.keyboard.press("Shift+C")
    expect(page.get_by_role("region", name="Rule card: Claim")).to_be_visible()
    page.keyboard.press("Shift+V")
    expect(page.get_by_role("region", name="Rule card: View")).to_be_visible()
    expect(button(page, "Rule card: View")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Shift+V")
    expect(page.locator(".card")).to_be_hidden()
    assert on_disk() == {}


# Marks


def test_a_drag_that_begins_and_ends_within_words_marks_whole_words(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 2).click()
    drag(page, words(page).nth(4), words(page).nth(5))
    expect(page.get_by_text("Chosen: “stark departure”")).to_be_visible()
    button(page, "Loaded").click()
    is_saved(page)
    assert on_disk("spans") == {"s02": [{"start": 26, "end": 41, "label": "LOADED"}]}


def test_a_drag_backwards_marks_the_same_words(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 2).click()
    drag(page, words(page).nth(5), words(page).nth(4))
    page.keyboard.press("l")
    is_saved(page)
    assert on_disk("spans") == {"s02": [{"start": 26, "end": 41, "label": "LOADED"}]}


@pytest.mark.parametrize("before", [1, 21])
def test_a_drag_may_begin_in_a_sentence_that_is_not_the_current_one(show, tagger, on_disk, before):
    page = show(tagger())
    marker(page, before).click()
    first, last = place_of(page, 17, "150,000"), place_of(page, 17, "potential")
    drag_between(page, *first, *last)
    assert current(page) == "s17"
    expect(page.get_by_text("Chosen: “150,000 potential”")).to_be_visible()
    assert focused(page) is not None
    page.keyboard.press("n")
    is_saved(page)
    text = library.article("icpa-withdrawal").by_id["s17"].text
    start = text.index("150,000 potential")
    assert on_disk("spans") == {"s17": [{"start": start, "end": start + 17, "label": "NUMBER"}]}
    assert on_disk() == {}


def test_a_drag_that_runs_on_into_another_sentence_ends_with_its_own(show, tagger):
    page = show(tagger())
    marker(page, 21).click()
    first, last = place_of(page, 16, "overseas"), place_of(page, 17, "investigating", scroll=False)
    drag_between(page, *first, *last)
    assert current(page) == "s16"
    expect(page.get_by_text("Chosen: “overseas conflicts”")).to_be_visible()


def test_words_are_marked_one_by_one_with_the_keyboard(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 2).focus()
    page.keyboard.press("Tab")
    assert focused(page) == "The"
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".word[aria-selected=true]")).to_have_text(["stark", "departure"])
    page.keyboard.press("l")
    is_saved(page)
    assert on_disk("spans") == {"s02": [{"start": 26, "end": 41, "label": "LOADED"}]}
    assert focused(page) == "departure"
    page.keyboard.press("Delete")
    is_saved(page)
    assert on_disk("spans") == {}


def test_words_are_marked_with_the_form(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 2).click()
    page.get_by_text("Mark with a form").click()
    page.get_by_label("From word").select_option(label="5 stark")
    page.get_by_label("to word").select_option(label="6 departure")
    page.get_by_label("as", exact=True).select_option("SWEEPING")
    button(page, "Mark").click()
    is_saved(page)
    assert on_disk("spans") == {"s02": [{"start": 26, "end": 41, "label": "SWEEPING"}]}
    expect(page.get_by_label("From word")).to_have_value("4")


def test_the_form_keeps_what_was_chosen_when_something_is_saved(show, tagger):
    page = show(tagger())
    marker(page, 2).click()
    page.get_by_text("Mark with a form").click()
    page.get_by_label("From word").select_option(label="5 stark")
    button(page, "Mixed").click()
    is_saved(page)
    expect(page.get_by_label("From word")).to_have_value("4")


def test_a_form_whose_words_stand_the_wrong_way_round_marks_from_the_first_to_the_second(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 2).click()
    page.get_by_text("Mark with a form").click()
    page.get_by_label("From word").select_option(label="6 departure")
    page.get_by_label("to word").select_option(label="5 stark")
    button(page, "Mark").click()
    is_saved(page)
    assert on_disk("spans")["s02"][0] | {"label": ""} == {"start": 26, "end": 41, "label": ""}


def test_words_are_marked_with_two_taps_and_a_third_begins_again(show, tagger, on_disk):
    page = show(tagger(), **PHONE)
    page.touchscreen.tap(*place_of(page, 2, "decision"))
    words(page).nth(1).tap()
    words(page).nth(3).tap()
    expect(page.get_by_text("Chosen: “decision represents a”")).to_be_visible()
    words(page).nth(4).tap()
    words(page).nth(5).tap()
    expect(page.get_by_text("Chosen: “stark departure”")).to_be_visible()
    button(page, "Loaded").tap()
    is_saved(page)
    assert on_disk("spans") == {"s02": [{"start": 26, "end": 41, "label": "LOADED"}]}


def test_a_mark_without_words_says_what_to_do(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 2).click()
    button(page, "Loaded").click(force=True)  # it is marked as disabled
    expect(page.get_by_role("alert").filter(has_text="Choose the words first")).to_be_in_viewport()
    assert on_disk("spans") == {}


def test_marks_that_overlap_have_a_line_a_name_and_an_entry_each(show, tagger, screenshot):
    widget = tagger()
    for words_marked, label in [
        ("represents a stark departure", "SWEEPING"),
        ("a stark", "VAGUE"),
        ("stark departure", "LOADED"),
        ("decision represents a stark departure from", "HEDGE"),
        ("stark", "SOURCE"),
        ("The decision represents a stark", "NUMBER"),
    ]:
        widget.mark("s02", words_marked, label)
    page = show(widget)
    marker(page, 2).click()
    stark = words(page).nth(4)
    heights = [line.bounding_box()["y"] for line in stark.locator(".line").all()]
    assert len(heights) == 6
    assert min(b - a for a, b in zip(sorted(heights), sorted(heights)[1:], strict=False)) >= 3
    names = page.locator(".sentence.current .mark-name")
    expect(names).to_have_count(6)
    assert sorted(mark_names(page.locator(".sentence.current"))) == sorted(library.tagset().spans)
    expect(page.get_by_role("list", name="Marks in this sentence").get_by_role("listitem")).to_have_count(6)
    tops = [row.bounding_box()["y"] for row in words(page).all()]
    rows = sorted({round(top) for top in tops})
    lowest = max(heights) + 3
    below = [row for row in rows if row > stark.bounding_box()["y"] + 5]
    assert all(lowest <= row + 8 for row in below)  # no line runs through the words below
    screenshot(page, "page-six-marks")


def test_a_mark_is_removed_by_its_button_and_the_focus_stays_near(show, tagger, on_disk):
    widget = tagger()
    widget.mark("s02", "stark", "LOADED")
    widget.mark("s02", "could indicate", "HEDGE")
    page = show(widget)
    marker(page, 2).click()
    button(page, "Remove LOADED “stark”").focus()
    page.keyboard.press("Enter")
    is_saved(page)
    assert [mark["label"] for mark in on_disk("spans")["s02"]] == ["HEDGE"]
    assert focused(page) == "Remove HEDGE “could indicate”"
    page.keyboard.press("Enter")
    is_saved(page)
    assert on_disk("spans") == {}
    assert focused(page) is not None


def test_a_seventh_mark_is_not_made_and_the_widget_says_why(show, tagger, on_disk):
    widget = tagger()
    for word in ("decision", "represents", "stark", "departure", "Biden", "approach"):
        widget.mark("s02", word if word != "Biden" else "Biden administration’s", "LOADED")
    page = show(widget)
    marker(page, 2).click()
    words(page).last.focus()
    page.keyboard.press("h")
    expect(page.get_by_text("A sentence can hold at most 6 marks. Remove one first.")).to_be_visible()
    assert len(on_disk("spans")["s02"]) == 6


def test_offsets_are_counted_in_code_points_where_browsers_count_otherwise(show, tagger, on_disk):
    text = "😀 The 𝒮tark truth 👩‍👩‍👧 is “here” 🎉."
    widget = tagger(article_of(text))
    page = show(widget)
    drag(page, words(page).filter(has_text="𝒮tark"), words(page).filter(has_text="truth"))
    page.keyboard.press("l")
    is_saved(page)
    words(page).filter(has_text="here").click()
    page.keyboard.press("v")
    is_saved(page)
    marks = on_disk("spans", "own")["s01"]
    assert [text[mark["start"] : mark["end"]] for mark in marks] == ["𝒮tark truth", "here"]
    expect(page.get_by_role("list", name="Marks in this sentence")).to_contain_text("LOADED “𝒮tark truth”")


# Comparing with the key


def test_the_key_is_nowhere_on_the_page_before_one_has_answered(show, tagger):
    tagger().tag("s04", "VIEW")
    page = show(tagger())
    key = library.article("icpa-withdrawal").key
    expect(button(page, "Compare with the key")).to_be_hidden()
    marker(page, 4).click()
    expect(button(page, "Compare with the key")).to_be_visible()
    everything = page.content() + json.dumps(page.evaluate("JSON.parse(document.getElementById('state').textContent)"))
    reasons = [row.why for row in key.labels.values()] + [span.why for spans in key.spans.values() for span in spans]
    assert reasons and not [why for why in reasons if why in everything]


def test_comparing_shows_the_rule_keeps_the_answer_and_cannot_be_undone(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 2).focus()
    page.keyboard.press("v")
    words(page).nth(4).click()
    page.keyboard.press("l")
    button(page, "Compare with the key").click()
    shown = page.get_by_role("region", name="Compare with the key")
    expect(shown).to_contain_text("VIEW (half credit)")
    expect(shown).to_contain_text("The change of approach can be checked")
    expect(shown).to_contain_text("If a loaded word can be cut")  # rule T3
    expect(shown).to_contain_text("LOADED “stark”: you marked it too")
    expect(shown).to_contain_text("HEDGE “could indicate”: not marked by you")
    is_saved(page)
    compared = {"s02": {"label": "VIEW", "compared": True}}
    assert on_disk() == compared
    button(page, "Claim").click(force=True)  # it is marked as disabled
    expect(page.get_by_text("Sentence 2 was compared with the key")).to_be_visible()
    for press in ("Control+z", "c", "3", "Delete"):
        page.keyboard.press(press)
    is_saved(page)
    assert on_disk() == compared
    expect(button(page, "Undo")).to_have_attribute("aria-disabled", "true")


def test_a_key_that_says_nothing_of_marked_words_says_nothing_of_a_students_marks(show, tagger):
    article = library.article("icpa-withdrawal")
    page = show(tagger(replace(article, key=replace(article.key, spans={}))))
    marker(page, 2).focus()
    page.keyboard.press("v")
    words(page).nth(4).click()
    page.keyboard.press("l")
    button(page, "Compare with the key").click()
    shown = page.get_by_role("region", name="Compare with the key")
    expect(shown).to_contain_text("VIEW (half credit)")
    expect(shown).not_to_contain_text("only you marked this")
    expect(shown).not_to_contain_text("marks no words")


def test_what_the_comparison_says_is_on_the_screen(show, tagger):
    page = show(tagger(), viewport={"width": 1280, "height": 720})
    marker(page, 2).focus()
    page.keyboard.press("v")
    button(page, "Compare with the key").click()
    expect(page.locator(".made-by")).to_be_in_viewport(ratio=0.99)
    expect(page.locator(".compare .title").first).to_be_in_viewport(ratio=0.99)
    page.keyboard.press("Escape")
    expect(marker(page, 2)).to_be_focused()


def test_a_contested_sentence_asks_for_a_reason_and_keeps_it(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 21).focus()
    page.keyboard.press("v")
    button(page, "Compare with the key").click()
    reason = page.get_by_label("Why did you choose")
    reason.fill("It mocks the other side.")
    button(page, "Previous").click()
    is_saved(page)
    assert on_disk()["s21"] == {"label": "VIEW", "reason": "It mocks the other side.", "compared": True}
    marker(page, 17).focus()
    page.keyboard.press("c")
    button(page, "Compare with the key").click()
    expect(page.get_by_text("Your label holds")).to_be_visible()
    expect(page.get_by_label("Why did you choose")).to_be_hidden()


def test_a_reason_that_is_being_typed_survives_what_arrives_meanwhile(show, tagger):
    page = show(tagger())
    marker(page, 21).focus()
    page.keyboard.press("v")
    button(page, "Compare with the key").click()
    reason = page.get_by_label("Why did you choose")
    reason.click()
    page.keyboard.type("Because it mo")
    change = {"icpa-withdrawal-labels/s21": {"label": "VIEW", "compared": True}}
    page.evaluate("changes => say({ type: 'saved', page: 'python', revision: 0, changes })", change)
    page.keyboard.type("cks")
    expect(reason).to_have_value("Because it mocks")


def test_where_nobody_made_a_key_nothing_offers_one(show, tagger):
    page = show(tagger(article_of("The harbour closed in May.")))
    marker(page, 1).focus()
    page.keyboard.press("c")
    is_saved(page)
    expect(page.get_by_text("Compare")).to_have_count(0)


# Focus and the keyboard

WITH_FOCUS = {
    "a label": lambda page: button(page, "View").click(),
    "a confidence": lambda page: button(page, "Confidence 2 of 5").click(),
    "next": lambda page: button(page, "Next").click(),
    "previous": lambda page: button(page, "Previous").click(),
    "one at a time": lambda page: button(page, "One at a time").click(),
    "the filter": lambda page: button(page, "Only without a label").click(),
    "undo": lambda page: button(page, "Undo").click(),
    "the rule card closed by its button": lambda page: (
        button(page, "Rule card: View").click(),
        button(page, "Close").click(),
    ),
    "the rule card changed from within": lambda page: (
        button(page, "Rule card: View").click(),
        button(page, "Close").focus(),
        page.keyboard.press("Shift+C"),
        page.keyboard.press("Shift+C"),
    ),
    "a word": lambda page: words(page).nth(2).click(),
    "a mark": lambda page: (words(page).nth(2).click(), button(page, "Hedge").click()),
    "the form": lambda page: (page.get_by_text("Mark with a form").click(), button(page, "Mark").click()),
    "remove": lambda page: button(page, "Remove LOADED “major shift”").click(),
    "compare": lambda page: button(page, "Compare with the key").click(),
    "another label given on the compare button": lambda page: (
        button(page, "Compare with the key").focus(),
        page.keyboard.press("g"),
    ),
    "a label taken back on the compare button": lambda page: (
        marker(page, 2).focus(),
        page.keyboard.press("v"),
        button(page, "Compare with the key").focus(),
        page.keyboard.press("Control+z"),
    ),
    "another sentence": lambda page: sentence(page, 13).locator(".text").click(),
    "the space beside the buttons": lambda page: page.locator(".editor").click(position={"x": 3, "y": 3}),
    "the sentence that says saved": lambda page: page.locator(".status-text").click(),
    "a heading": lambda page: sentence(page, 9).locator(".text").click(),
}


@pytest.mark.parametrize("action", WITH_FOCUS)
def test_the_focus_stays_in_the_widget_after(show, tagger, action):
    widget = tagger()
    widget.tag("s01", "CLAIM")
    widget.mark("s01", "major shift", "LOADED")
    page = show(widget)
    marker(page, 1).click()
    page.keyboard.press("m")
    is_saved(page)
    WITH_FOCUS[action](page)
    is_saved(page)
    assert focused(page) is not None


def test_what_is_reached_by_keyboard_shows_that_it_has_the_focus(show, tagger):
    widget = tagger()
    widget.tag("s01", "CLAIM")
    widget.mark("s01", "major shift", "LOADED")
    page = show(widget)
    page.get_by_text("Mark with a form").click()
    page.keyboard.press("Shift+M")
    leave_widget(page)
    stops = []
    while True:
        page.keyboard.press("Tab")
        if focused(page) is None:
            break
        stops.append(
            page.evaluate(
                """() => {
                    const style = getComputedStyle(document.activeElement);
                    const name = document.activeElement.textContent.slice(0, 20);
                    return [name, style.outlineStyle, parseFloat(style.outlineWidth)];
                }"""
            )
        )
    assert len(stops) > 10
    assert not [stop for stop in stops if stop[1] == "none" or stop[2] < 2]


def test_everything_is_reached_with_tab_and_arrow_keys_alone(show, tagger):
    widget = tagger()
    widget.tag("s01", "CLAIM")
    widget.mark("s01", "major shift", "LOADED")
    page = show(widget)
    marker(page, 1).click()
    page.get_by_text("Mark with a form").click()
    page.keyboard.press("Shift+M")
    page.get_by_text("Keys", exact=True).click()
    leave_widget(page)
    note = """() => {
        document.activeElement.dataset.reached = "yes";
        return document.activeElement.matches(".marker, .word");
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) is None:
            break
        many = page.evaluate(note)
        group = page.evaluate(
            "document.activeElement.closest('.row[role=group]')?.querySelectorAll('button').length ?? 0"
        )
        is_word = page.evaluate("document.activeElement.matches('.word')")
        for _ in range(words(page).count() if is_word else group if not many else 0):
            page.keyboard.press("ArrowRight")
            page.evaluate(note)
    assert focused(page) is None
    left = page.locator(
        ":is(button, summary, select, textarea, input, .word[role]):not([data-reached]):not(.marker):visible"
    )
    assert left.all_inner_texts() == []
    marker(page, 1).focus()
    for number in range(2, 22):
        page.keyboard.press("ArrowDown")
        expect(marker(page, number)).to_be_focused()


def test_a_whole_sentence_is_done_without_a_mouse(show, tagger, on_disk):
    page = show(tagger(alone=True))
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.marker')"):
            break
    first = current(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.label')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("4")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("h")
    is_saved(page)
    assert on_disk() == {first: {"label": "REPORTED", "confidence": 4}}
    assert [mark["label"] for mark in on_disk("spans")[first]] == ["HEDGE"]


def test_typing_in_a_field_does_not_label(show, tagger, on_disk):
    page = show(tagger())
    marker(page, 21).focus()
    page.keyboard.press("v")
    button(page, "Compare with the key").click()
    page.get_by_label("Why did you choose").click()
    page.keyboard.type("charm 123")
    page.keyboard.press("Control+z")
    is_saved(page)
    saved = on_disk()["s21"]  # the words typed so far may be saved already
    assert {name: value for name, value in saved.items() if name != "reason"} == {"label": "VIEW", "compared": True}


# Two views of one widget


def test_two_views_of_one_widget_stay_in_step_and_leave_each_other_the_focus(show, tagger, on_disk):
    page = show(tagger(), views=2)
    one, two = page.locator("#widget-0"), page.locator("#widget-1")
    one.locator(".marker").nth(3).click()
    page.keyboard.press("c")
    expect(two.locator(".sentence").nth(3).locator(".given")).to_have_text("CLAIM")
    expect(two.locator(".count")).to_have_text("1 of 21 labelled")
    two.locator(".marker").nth(3).click()
    expect(two.get_by_role("button", name="Claim", exact=True)).to_have_attribute("aria-pressed", "true")
    for view in (one, two):
        view.locator(".sentence.current .word[role]").nth(1).click()
        page.keyboard.press("n" if view is one else "s")
        is_saved(page)
        assert view.evaluate("view => view.contains(document.activeElement)")
    assert [mark["label"] for mark in on_disk("spans")["s04"]] == ["NUMBER", "SOURCE"]
    for view in (one, two):
        assert mark_names(view.locator(".sentence").nth(3)) == ["NUMBER", "SOURCE"]
    page.keyboard.press("Control+z")
    assert mark_names(one.locator(".sentence").nth(3)) == ["NUMBER"]


def test_a_view_that_is_removed_leaves_the_other_at_work(show, tagger, on_disk):
    page = show(tagger(), views=2)
    page.evaluate("() => { remove[0](); document.getElementById('widget-0').replaceChildren(); }")
    marker(page, 4).click()
    page.keyboard.press("c")
    is_saved(page)
    assert on_disk() == {"s04": {"label": "CLAIM"}}


# When Python does not answer


def silence(page):
    page.evaluate("window.silent = true")


def kept(page):
    return page.evaluate("Object.assign({}, ...Object.values(localStorage).map((text) => JSON.parse(text)))")


def test_silence_is_said_kept_and_ended_when_python_answers_again(show, tagger, on_disk):
    page = show(tagger(), timed=True)
    silence(page)
    marker(page, 4).click()
    page.keyboard.press("c")
    expect(page.locator(".status-text")).to_have_text("Saving…")
    page.clock.fast_forward(3000)
    expect(page.locator(".status-text")).to_contain_text(
        "Not saved yet: Python does not answer. 1 change kept in this browser."
    )
    expect(page.get_by_role("alert").filter(has_text="Not saved yet")).to_have_count(1)
    expect(sentence(page, 4).locator(".given")).to_have_text("CLAIM")
    assert kept(page) == {"icpa-withdrawal-labels/s04": {"value": {"label": "CLAIM"}, "base": None}}
    assert on_disk() == {}
    page.evaluate("window.silent = false")
    button(page, "Try again").click()
    is_saved(page)
    assert focused(page) is not None
    assert on_disk() == {"s04": {"label": "CLAIM"}}
    assert kept(page) == {}


def test_silence_ends_without_a_click_as_well(show, tagger, on_disk):
    page = show(tagger(), timed=True)
    silence(page)
    marker(page, 4).click()
    page.keyboard.press("c")
    page.clock.fast_forward(3000)
    page.evaluate("window.silent = false")
    page.clock.fast_forward(5000)
    is_saved(page)
    assert on_disk() == {"s04": {"label": "CLAIM"}}


def test_a_closed_connection_is_said_like_silence(show, tagger, on_disk):
    page = show(tagger(), timed=True)
    page.evaluate("window.gone = true")
    marker(page, 4).click()
    page.keyboard.press("c")
    expect(page.locator(".status-text")).to_contain_text("Not saved yet")
    page.evaluate("window.gone = false")
    page.clock.fast_forward(5000)
    is_saved(page)
    assert on_disk() == {"s04": {"label": "CLAIM"}}


def test_a_reload_offers_again_what_was_not_saved(show, tagger, on_disk):
    page = show(tagger())
    silence(page)
    marker(page, 4).click()
    page.keyboard.press("c")
    words(page).nth(1).click()
    page.keyboard.press("n")
    page = show(tagger(), page=page)
    is_saved(page)
    expect(sentence(page, 4).locator(".given")).to_have_text("CLAIM")
    count_is(page, 1)
    assert on_disk() == {"s04": {"label": "CLAIM"}}
    assert [mark["label"] for mark in on_disk("spans")["s04"]] == ["NUMBER"]
    assert kept(page) == {}


def test_a_change_from_an_earlier_visit_is_not_put_over_something_newer(show, tagger, on_disk):
    page = show(tagger())
    silence(page)
    marker(page, 4).click()
    page.keyboard.press("c")
    tagger().tag("s04", "VIEW")
    page = show(tagger(), page=page)
    expect(page.get_by_text("Sentence 4: a change from an earlier visit was not used")).to_be_visible()
    expect(sentence(page, 4).locator(".given")).to_have_text("VIEW")
    assert on_disk() == {"s04": {"label": "VIEW"}}
    assert kept(page) == {}


def test_where_the_browser_keeps_nothing_the_widget_asks_to_leave_the_page_open(show, tagger):
    forget = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    page = show(tagger(), timed=True, before=lambda page: page.add_init_script(forget))
    silence(page)
    marker(page, 4).click()
    page.keyboard.press("c")
    page.clock.fast_forward(3000)
    expect(page.locator(".status-text")).to_contain_text("kept on this page only, so leave it open")


def test_what_cannot_be_saved_is_said_and_kept(show, tagger, path, on_disk):
    page = show(tagger())
    path.parent.parent.mkdir(exist_ok=True)
    path.parent.write_text("a file in the place of the folder")
    marker(page, 4).click()
    page.keyboard.press("c")
    expect(page.locator(".status-text")).to_contain_text("Not saved")
    expect(page.locator(".status-text")).to_contain_text("(1 change kept.)")
    expect(sentence(page, 4).locator(".given")).to_have_text("CLAIM")
    path.parent.unlink()
    button(page, "Try again").click()
    is_saved(page)
    assert on_disk() == {"s04": {"label": "CLAIM"}}


def test_what_is_refused_is_taken_back_and_said(show, tagger):
    page = show(tagger())
    silence(page)
    marker(page, 4).click()
    page.keyboard.press("c")
    problem = "There is no label 'CLAIM' any more. Nothing was saved."
    page.evaluate("problem => say({ ...sent.at(-1), type: 'refused', problem })", problem)
    expect(page.locator(".status-text")).to_have_text(problem)
    expect(sentence(page, 4).locator(".given")).to_have_text("")
    count_is(page, 0)
    assert kept(page) == {}


def test_a_change_from_another_page_is_shown_here_too(show, tagger):
    page = show(tagger())
    marker(page, 4).click()
    changes = {
        "icpa-withdrawal-labels/s04": {"label": "GUESS", "confidence": 5},
        "icpa-withdrawal-spans/s05": [{"start": 0, "end": 5, "label": "SOURCE"}],
    }
    page.evaluate("changes => say({ type: 'saved', page: 'another', revision: 1, changes })", changes)
    expect(sentence(page, 4).locator(".given")).to_have_text("GUESS ●●●●●")
    expect(button(page, "Guess")).to_have_attribute("aria-pressed", "true")
    assert mark_names(sentence(page, 5)) == ["SOURCE"]


def test_a_reply_to_an_older_change_does_not_put_back_the_newer(show, tagger, on_disk):
    page = show(tagger())
    silence(page)
    marker(page, 4).click()
    page.keyboard.type("cv")
    page.evaluate("say({ ...sent[0], type: 'saved' })")
    expect(sentence(page, 4).locator(".given")).to_have_text("VIEW")
    expect(page.locator(".status-text")).to_have_text("Saving…")
    page.evaluate("say({ ...sent[1], type: 'saved' })")
    is_saved(page)


def test_a_notice_from_python_is_shown(show, tagger, path):
    path.parent.mkdir(parents=True)
    path.write_text("{ cut off")
    page = show(tagger())
    marker(page, 4).click()
    page.keyboard.press("c")
    expect(page.locator(".notice")).to_contain_text("02-claim-or-view.damaged-1.json")
    is_saved(page)


# Everybody can use it


def open_everything(page):
    """Show the editor of a labelled sentence with its rule card, its form, its marks and the list of keys."""
    page.locator(".sentence.current .marker").focus()
    page.keyboard.press("m")
    page.keyboard.press("Shift+M")
    page.get_by_text("Mark with a form").click()
    page.get_by_text("Keys", exact=True).click()
    words(page).nth(2).click()
    page.keyboard.press("l")
    words(page).nth(3).click()
    is_saved(page)


def compare(page):
    button(page, "Compare with the key").click()
    expect(page.locator(".made-by")).to_be_visible()
    is_saved(page)


def faults(page):
    return [
        (fault["id"], [node["html"][:200] for node in fault["nodes"]])
        for fault in Axe().run(page).response["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("alone", [True, False], ids=["one at a time", "whole article"])
def test_axe_finds_nothing_at_320_pixels(show, tagger, screenshot, scheme, alone):
    widget = tagger(alone=alone)
    page = show(widget, color_scheme=scheme, **NARROW)
    name = f"page-320-{scheme}-{'alone' if alone else 'whole'}"
    open_everything(page)
    assert faults(page) == []
    screenshot(page, name, full_page=True)
    compare(page)
    assert faults(page) == []
    screenshot(page, f"{name}-compared", full_page=True)
    silence(page)
    button(page, "Next").click()
    button(page, "Guess").click()
    expect(page.locator(".status-text")).to_contain_text("Not saved yet")
    assert faults(page) == []


@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["320 px", "400 %"])
def test_nothing_scrolls_sideways(show, tagger, size):
    page = show(tagger(), **size)
    open_everything(page)
    for step in (lambda: None, lambda: compare(page), lambda: button(page, "One at a time").click()):
        step()
        width, outside = page.evaluate(
            """() => [document.documentElement.scrollWidth,
                [...document.querySelectorAll(".unspin-tagger *:not(.unseen)")].filter((element) => {
                    const box = element.getBoundingClientRect();
                    return box.width && (box.right > 320.5 || box.left < -0.5);
                }).map((element) => element.outerHTML.slice(0, 100))]"""
        )
        assert width <= 320
        assert outside == []


def test_controls_are_large_enough_for_a_finger(show, tagger):
    page = show(tagger(), **PHONE)
    open_everything(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll(".unspin-tagger :is(button, select, summary)")]
            .map((element) => [element.textContent.slice(0, 20), element.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([text]) => text)"""
    )
    assert small == []


def test_forced_colours_still_tell_what_is_pressed_and_chosen(show, tagger, screenshot):
    page = show(tagger(), forced_colors="active", reduced_motion="reduce")
    open_everything(page)
    colour = "element => getComputedStyle(element).backgroundColor"
    assert button(page, "Mixed").evaluate(colour) != button(page, "Claim").evaluate(colour)
    chosen, other = page.locator(".word[aria-selected=true]"), words(page).nth(6)
    assert chosen.evaluate(colour) != other.evaluate(colour)
    assert page.locator(".status-text").evaluate("element => getComputedStyle(element).transitionDuration") == "0s"
    screenshot(page, "page-forced-colours")


ARABIC = ("أعلنت الحكومة القرار الجديد يوم الاثنين.", "قال الوزير إن القرار «كارثة» حقيقية.")


def test_an_article_that_runs_from_right_to_left_does_and_the_editor_does_not(show, tagger, on_disk, screenshot):
    page = show(tagger(article_of(*ARABIC, language="ar")))
    direction = "element => getComputedStyle(element).direction"
    assert page.locator(".sentence .text").first.evaluate(direction) == "rtl"
    assert words(page).nth(0).bounding_box()["x"] > words(page).nth(1).bounding_box()["x"]
    assert page.locator(".editor").evaluate(direction) == "ltr"
    assert page.locator(".editor").get_attribute("lang") == "en"
    words(page).nth(0).focus()
    page.keyboard.press("ArrowLeft")  # onwards, as the text runs
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("l")
    is_saved(page)
    (mark,) = on_disk("spans", "own")["s01"]
    assert ARABIC[0][mark["start"] : mark["end"]] == "الحكومة القرار"
    drag(page, words(page).nth(3), words(page).nth(4))
    expect(page.locator(".chosen")).to_contain_text("الجديد يوم")
    screenshot(page, "page-right-to-left")


# What others wrote is text


def test_what_others_wrote_is_shown_as_text_and_never_run(show, tagger, path):
    label = Label("CLAIM", "c", PAYLOAD, "claim", PAYLOAD, PAYLOAD, PAYLOAD, "CLAIM", PAYLOAD, ("V1",))
    tagset = TagSet(
        {"CLAIM": label}, {"LOADED": Label("LOADED", "l", PAYLOAD, "loaded", "", "", "")}, {"V1": PAYLOAD}, (PAYLOAD,)
    )
    text = f"They wrote {PAYLOAD} again."
    key = Key(
        {"s01": KeyLabel("CLAIM", ("MIXED",), (), ("V1",), PAYLOAD)}, {"s01": (Span(0, 4, "LOADED", PAYLOAD),)}, PAYLOAD
    )
    widget = tagger(article_of(text, key=key), tagset=tagset)
    widget.tag("s01", "CLAIM", reason=PAYLOAD)
    widget.mark("s01", "wrote <img", "LOADED")
    widget.notice = PAYLOAD
    page = show(widget)
    expect(page.locator(".sentence .text")).to_contain_text("<script>")
    expect(page.locator(".notice")).to_have_text(PAYLOAD)
    marker(page, 1).focus()
    page.keyboard.press("Shift+C")
    compare(page)
    expect(page.get_by_label("Why did you choose")).to_have_value(PAYLOAD)
    page.evaluate("problem => say({ type: 'failed', page: sent[0].page, revision: 1, problem })", PAYLOAD)
    expect(page.locator(".status-text")).to_contain_text("<img")
    assert page.evaluate("[typeof hacked, document.images.length, document.scripts.length]") == ["undefined", 0, 2]
    assert not re.search("<img", page.locator(".unspin-tagger").inner_html())


# Another tag set


def test_labels_and_marks_of_another_tag_set_have_its_letters_names_and_colours(show, tagger, tmp_path, on_disk):
    own = Library(another_tag_set.write_course(tmp_path / "own"))
    page = show(tagger(own.article("pool"), tagset=own.tagset()))
    names = page.get_by_role("group", name="Label", exact=True).get_by_role("button").all_inner_texts()
    assert [name for name in names if name != "?"] == ["FFact", "OOpinion", "KLink"]
    marker(page, 2).click()
    page.keyboard.press("o")
    words(page).nth(2).click()
    page.keyboard.press("p")
    is_saved(page)
    assert on_disk(article="pool") == {"s02": {"label": "OPINION"}}
    assert on_disk("spans", "pool") == {"s02": [{"start": 7, "end": 12, "label": "PUSHY"}]}
    looks = "(element) => [getComputedStyle(element).borderBottomColor, getComputedStyle(element).borderBottomStyle]"
    assert page.locator(".sentence.current .line").evaluate(looks) == ["rgb(153, 0, 51)", "dotted"]
    edge = page.locator("button.label", has_text="Fact").evaluate("(it) => getComputedStyle(it).borderInlineStartColor")
    assert edge == "rgb(0, 51, 102)"
