"""Open questions and the hand-in form in a real browser, without a kernel."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from unspin.answers.file import AnswersFile
from unspin.answers.schema import TextAnswer, count_words, with_answer
from unspin.widgets.hand_in import HandIn
from unspin.widgets.question import Question

pytestmark = pytest.mark.browser

LESSON = "02-claim-or-view"
PAYLOAD = "<img src=x onerror=hacked=1><script>hacked=1</script>"
CHOICES = ["exact", "at least", "approximate"]
KINDS = {"text": {}, "choices": {"choices": CHOICES}, "words": {"words": (90, 130)}}


@pytest.fixture
def path(tmp_path):
    return tmp_path / f"{LESSON}.json"


@pytest.fixture
def question(wire, path):
    """Ask a question on the answers file, as each run of the cell does."""

    def ask(**settings):
        return Question(AnswersFile(path, LESSON), "why", **{"prompt": "Why did you choose it?", **settings})

    return ask


@pytest.fixture
def form(wire, path):
    """Open the hand-in form on the answers file; it counts the answers."""

    def open_form(student=""):
        file = AnswersFile(path, LESSON)
        return HandIn(file, where=str(path), student=student, summary=lambda: [f"{len(file.read().answers)} answers"])

    return open_form


@pytest.fixture
def on_disk(path):
    def read():
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"answers": {}, "student": ""}

    return read


def box(page):
    return page.get_by_role("textbox", name="Why did you choose it?")


def says(page, text):
    expect(page.locator(".status-text")).to_have_text(text)


def sent(page):
    return page.evaluate("sent.filter(({ type }) => type === 'change').length")


# Open questions


def test_what_is_typed_is_saved_after_a_pause_and_not_said_to_be_saved_before(show, question, on_disk):
    page = show(question(), timed=True)
    box(page).click()
    page.keyboard.type("Because it")
    says(page, "Saving…")
    page.clock.run_for(300)
    assert sent(page) == 0
    page.clock.run_for(400)
    says(page, "Saved")
    assert sent(page) == 1
    assert on_disk()["answers"] == {"why": {"kind": "text", "value": "Because it"}}
    expect(box(page)).to_be_focused()


def test_what_is_typed_is_saved_at_once_when_one_leaves_the_box(show, question, on_disk):
    page = show(question(), timed=True)
    box(page).click()
    page.keyboard.type("Because it says so.")
    page.keyboard.press("Tab")
    says(page, "Saved")
    assert on_disk()["answers"]["why"]["value"] == "Because it says so."
    page.clock.run_for(5000)
    assert sent(page) == 1


def test_a_box_that_is_emptied_takes_the_answer_away(show, question, on_disk):
    asked = question()
    asked.fill("An old answer.")
    page = show(asked)
    expect(box(page)).to_have_value("An old answer.")
    box(page).fill("")
    box(page).blur()
    says(page, "Saved")
    assert on_disk()["answers"] == {}


def test_what_was_typed_just_before_a_reload_is_there_again(show, question, on_disk):
    page = show(question())
    box(page).click()
    page.keyboard.type("Half a sent")
    page = show(question(), page=page)
    expect(box(page)).to_have_value("Half a sent")
    says(page, "Saved")
    assert on_disk()["answers"]["why"]["value"] == "Half a sent"


def test_what_was_typed_just_before_the_cell_is_run_again_is_saved(show, question, on_disk):
    page = show(question())
    box(page).click()
    page.keyboard.type("Half a sent")
    page.evaluate("remove[0]()")
    page.wait_for_function("sent.length === 1")
    assert on_disk()["answers"]["why"]["value"] == "Half a sent"


def test_an_earlier_text_is_not_put_over_a_newer_one(show, question, on_disk):
    page = show(question())
    page.evaluate("window.silent = true")
    box(page).fill("The older text.")
    newer = question()
    newer.fill("The newer text.")
    page.evaluate("(held) => run_cell_again({ held })", newer.held)
    expect(box(page)).to_have_value("The newer text.")
    expect(page.locator(".notice")).to_contain_text("something newer is saved")
    assert on_disk()["answers"]["why"]["value"] == "The newer text."


def test_what_arrives_while_one_types_does_not_overwrite_it(show, question, on_disk):
    page = show(question())
    box(page).click()
    page.keyboard.type("My own wo")
    page.evaluate("say({ type: 'saved', page: 'another', revision: 1, changes: { why: 'Other words' } })")
    page.keyboard.type("rds")
    expect(box(page)).to_have_value("My own words")
    box(page).blur()
    says(page, "Saved")
    assert on_disk()["answers"]["why"]["value"] == "My own words"


def test_letters_and_text_shortcuts_in_the_box_are_text(show, question, on_disk):
    page = show(question())
    box(page).click()
    page.keyboard.type("add a b x")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+x")
    expect(box(page)).to_have_value("")
    page.keyboard.press("Control+z")
    expect(box(page)).to_have_value("add a b x")


def test_words_are_counted_with_each_letter_and_read_out_only_when_the_typing_rests(show, question):
    page = show(question(words=(3, 5)), timed=True)
    count, heard = page.locator(".word-count"), page.locator(".unspin-box [role=status]")
    expect(count).to_have_text("0 of 3 to 5 words: 3 to go")
    expect(box(page)).to_have_accessible_description("0 of 3 to 5 words: 3 to go")
    box(page).click()
    page.keyboard.type("Prosecutors – counted ")
    expect(count).to_have_text("2 of 3 to 5 words: 1 to go")
    page.clock.run_for(1500)
    page.keyboard.type("150,447")
    expect(count).to_have_text("3 of 3 to 5 words: a good length")
    page.clock.run_for(1500)
    expect(heard).to_have_text("")
    page.clock.run_for(1000)
    expect(heard).to_have_text("3 of 3 to 5 words: a good length")


def test_a_text_that_is_too_long_is_saved_and_its_words_are_counted(show, question, on_disk):
    page = show(question(words=(1, 2)))
    box(page).fill("one two three")
    box(page).blur()
    expect(page.locator(".word-count")).to_have_text("3 of 1 to 2 words: 1 too many")
    says(page, "Saved")
    assert on_disk()["answers"]["why"]["value"] == "one two three"


def test_the_words_of_a_saved_text_are_counted_before_anything_is_typed(show, question):
    asked = question(words=(1, 5))
    asked.fill("two words")
    expect(show(asked).locator(".word-count")).to_have_text("2 of 1 to 5 words: a good length")


def test_a_question_that_asks_for_no_number_of_words_counts_none(show, question):
    expect(show(question()).locator(".word-count")).to_have_count(0)


@pytest.mark.parametrize("text", ["“Over 150,000” – it’s so.", "a\u00a0b\tc\n\n d", "می‌گوید 50 % €", "", " … "])
def test_the_browser_counts_words_as_the_kit_does(show, question, text):
    asked = question(words=(1, 9))
    asked.fill(text)
    expect(show(asked).locator(".word-count")).to_contain_text(f"{count_words(text)} of 1 to 9 words")


def test_a_choice_is_saved_and_another_takes_its_place_by_mouse_and_by_keyboard(show, question, on_disk):
    page = show(question(choices=CHOICES))
    page.get_by_role("radio", name="at least").click()
    says(page, "Saved")
    assert on_disk()["answers"] == {"why": {"kind": "choice", "value": "at least"}}
    page.keyboard.press("ArrowDown")
    says(page, "Saved")
    assert on_disk()["answers"] == {"why": {"kind": "choice", "value": "approximate"}}
    page = show(question(choices=CHOICES), page=page)
    expect(page.get_by_role("radio", name="approximate")).to_be_checked()


def test_two_views_of_one_question_stay_in_step(show, question):
    page = show(question(choices=CHOICES), views=2)
    page.get_by_role("radio", name="exact").nth(0).click()
    expect(page.get_by_role("radio", name="exact").nth(1)).to_be_checked()


def test_silence_is_said_and_the_text_is_kept(show, question, on_disk):
    page = show(question(), timed=True)
    page.evaluate("window.silent = true")
    box(page).fill("Nobody hears me.")
    page.clock.fast_forward(3000)
    expect(page.locator(".status-text")).to_contain_text("Not saved yet: Python does not answer.")
    page.evaluate("window.silent = false")
    page.get_by_role("button", name="Try again").click()
    says(page, "Saved")
    assert on_disk()["answers"]["why"]["value"] == "Nobody hears me."
    expect(box(page)).to_have_value("Nobody hears me.")


def test_what_others_wrote_is_shown_as_text(show, question):
    asked = question(prompt=PAYLOAD, choices=[PAYLOAD, "no"])
    asked.notice = PAYLOAD
    page = show(asked)
    expect(page.locator(".prompt")).to_have_text(PAYLOAD)
    expect(page.locator(".notice")).to_have_text(PAYLOAD)
    expect(page.locator(".choice").first).to_have_text(PAYLOAD)
    assert page.evaluate("[typeof hacked, document.images.length]") == ["undefined", 0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["text", "choices", "words", "hand-in"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_320_pixels(show, question, form, screenshot, scheme, kind):
    widget = form() if kind == "hand-in" else question(**KINDS[kind])
    page = show(widget, color_scheme=scheme, viewport={"width": 320, "height": 640})
    page.get_by_role("radio" if kind == "choices" else "textbox").first.focus()
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if scheme == "light":
        screenshot(page, f"page-320-{kind}")


# Handing in


def give_name(page, name):
    page.get_by_role("textbox", name="Your name").fill(name)


def hand_in(page):
    page.get_by_role("button", name="Download my answers").click()


def test_a_click_downloads_the_answers_under_the_students_name(show, form, path):
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, "why", TextAnswer("Because.")))
    page = show(form())
    give_name(page, "Ada Löve/../lace")
    with page.expect_download() as download:
        hand_in(page)
    assert download.value.suggested_filename == "02-claim-or-view--ada-löve-lace.json"
    handed_in = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert handed_in["student"] == "Ada Löve/../lace"
    assert handed_in["answers"] == {"why": {"kind": "text", "value": "Because."}}
    expect(page.get_by_role("status")).to_contain_text("02-claim-or-view--ada-löve-lace.json is in your downloads")
    says(page, "Saved")


def test_one_click_downloads_one_file(show, form):
    page = show(form())
    files = []
    page.on("download", lambda download: files.append(download.suggested_filename))
    give_name(page, "Ada")
    for _ in range(2):
        with page.expect_download():
            hand_in(page)
        expect(page.get_by_role("status")).to_contain_text("is in your downloads")
    assert files == ["02-claim-or-view--ada.json"] * 2


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "Type your name first."),
        ("   ", "Type your name first."),
        ("x" * 10_000, "A name can have at most 100 letters; this one has 10000."),
        ("A\u202eda", "cannot be seen"),
    ],
    ids=["none", "spaces", "10,000 letters", "unseen"],
)
def test_a_name_that_cannot_be_one_is_refused_and_nothing_is_downloaded(show, form, on_disk, name, why):
    page = show(form())
    files = []
    page.on("download", lambda download: files.append(download))
    give_name(page, name)
    hand_in(page)
    expect(page.locator(".status-text")).to_contain_text(why)
    assert on_disk()["student"] == ""
    give_name(page, "Ada")
    with page.expect_download():
        hand_in(page)
    assert len(files) == 1


def test_the_form_knows_the_name_and_what_was_answered_since(show, form, path):
    widget = form("Ada")
    page = show(widget)
    expect(page.get_by_role("textbox")).to_have_value("Ada")
    expect(page.get_by_role("listitem")).to_have_text("0 answers")
    page.set_viewport_size({"width": 600, "height": 100})
    page.evaluate("document.querySelector('main').style.paddingBottom = '2000px'; scrollTo(0, 2000)")
    page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go))))")
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, "why", TextAnswer("Because.")))
    page.evaluate("scrollTo(0, 0)")
    expect(page.get_by_role("listitem")).to_have_text("1 answers")


def test_the_form_says_when_python_has_stopped(show, form):
    page = show(form("Ada"))
    page.evaluate("window.silent = true")
    hand_in(page)
    expect(page.get_by_role("status")).to_contain_text("If nothing happens, Python has stopped: run all cells again.")
    page.evaluate("window.gone = true")
    hand_in(page)
    expect(page.get_by_role("status")).to_contain_text("Python has stopped")


def test_the_name_that_the_form_shows_is_in_the_file_that_is_downloaded(show, form):
    page = show(form("Ada"))
    expect(page.get_by_role("textbox")).to_have_value("Ada")
    with page.expect_download() as download:
        hand_in(page)
    assert download.value.suggested_filename == "02-claim-or-view--ada.json"
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["student"] == "Ada"


def test_a_field_that_was_cleared_stays_empty_and_nothing_is_downloaded_under_the_old_name(show, form):
    page = show(form("Ada"))
    give_name(page, "")
    page.keyboard.press("Tab")
    expect(page.locator(".status-text")).to_contain_text("Type your name first.")
    hand_in(page)
    expect(page.get_by_role("textbox")).to_have_value("")
    expect(page.get_by_role("status")).to_have_text("")
    give_name(page, "Grace")
    with page.expect_download() as download:
        hand_in(page)
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["student"] == "Grace"


def test_a_name_that_python_could_not_save_is_taken_up_when_the_page_comes_back(show, form, on_disk):
    page = show(form())
    page.evaluate("window.silent = true")
    give_name(page, "Ada")
    page.keyboard.press("Tab")
    expect(page.locator(".status-text")).to_contain_text("kept in this browser", timeout=10_000)
    show(form(), page=page)
    expect(page.get_by_role("textbox")).to_have_value("Ada")
    says(page, "Saved")
    assert on_disk()["student"] == "Ada"
