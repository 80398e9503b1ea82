import re
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from key_content import found_in
from small_class import ARTICLE, HOSTILE, LESSON

from unspin.answers.home import keys_home
from unspin.answers.key import read_key
from unspin.answers.schema import (
    FORMAT,
    Answers,
    ChoiceAnswer,
    LabelsAnswer,
    NumberAnswer,
    TableAnswer,
    Tag,
    TextAnswer,
)
from unspin.desk.feedback.page import FeedbackPages, file_stem
from unspin.desk.grade.graded import NONE, Work
from unspin.desk.gradebooks.teacher_points import Given
from unspin.marks.marker import Marker
from unspin.text import library

LABELS = [*library.tagset().labels]
PAYLOAD = "<img src=x onerror=hacked=1><script>hacked=1</script><svg onload=hacked=1>\"'&</blockquote></style>{{1}}"
PHONE = {"viewport": {"width": 320, "height": 640}}


@cache
def marker(lesson=LESSON):
    return Marker(library.here(), read_key(keys_home(library.here()) / f"{lesson}.json"))


@cache
def pages(lesson=LESSON, *, open_=False):
    return FeedbackPages(marker(lesson).key, library.tagset(), marker(lesson).article, open_=open_)


def wrong_by(step):
    """Return labels with a reason and a confidence; every third one is `step` places beside the key's."""
    article = library.article(ARTICLE)
    keys = [article.key.labels[sentence.id].label for sentence in article.sentences]
    names = [LABELS[(LABELS.index(key) + step * (at % 3 == 0)) % len(LABELS)] for at, key in enumerate(keys)]
    return LabelsAnswer({f"s{at:02}": Tag(name, at % 6, f"I think {at}") for at, name in enumerate(names, 1)})


def given(lesson=LESSON, **more):
    """Return answers: labels of which some are wrong, one number that is a percentage, and an open answer."""
    some = {
        f"{ARTICLE}-labels": wrong_by(2),
        "share-of-claims": NumberAnswer(99.5),
        "most-frequent-label": ChoiceAnswer("REPORTED"),
        "why": TextAnswer("It judges.\nFair people can differ."),
    }
    own = some if lesson == LESSON else {}
    return Answers(FORMAT, lesson, "Ada", {}, {**own, **{name.replace("_", "-"): one for name, one in more.items()}})


def rows_of(name, answer):
    """Return labels and confidence as a graded hand-in holds them."""
    tags = [answer.value.get(sid) for sid in library.article(name.removesuffix("-labels")).by_id]
    sure = [NONE if tag is None or tag.confidence is None else tag.confidence for tag in tags]
    return bytes(LABELS.index(tag.label) if tag else NONE for tag in tags), bytes(sure)


def page(answers, student="Ada Lovelace", *, open_=False, teacher=None, late=False, remarks=()):
    """Return the page and the text for a hand-in with these answers, as grading makes them."""
    key = marker(answers.lesson).key
    rows = {
        n.removesuffix("-labels"): rows_of(n, one)
        for n, one in answers.answers.items()
        if isinstance(one, LabelsAnswer)
    }
    feedback = {n: marker(answers.lesson).mark(n, answers.answers.get(n), check) for n, check in key.checks.items()}
    work = Work(
        student=student,
        student_id="",
        alias=student,
        lesson=answers.lesson,
        file="f.json",
        late=late,
        scores={},
        open_answered={name: name in answers.answers for name in key.open},
        labels={name: labels for name, (labels, _) in rows.items()},
        sure={name: sure for name, (_, sure) in rows.items()},
        remarks=remarks,
    )
    return pages(answers.lesson, open_=open_).page(work, answers, feedback, teacher or {})


def shown(new_page, html, tmp_path, **options):
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    opened = new_page(**options)
    opened.goto((tmp_path / "page.html").as_uri())
    return opened


def test_the_page_says_the_points_by_answer_with_the_sentences_of_marking():
    name = f"{ARTICLE}-labels"
    html, text = page(given(share_of_claims=NumberAnswer(38.1)))
    points = marker().mark(name, given().answers[name], marker().key.checks[name]).points
    assert f'<p class="points">{points:.2f} of 10</p>' in html and html.count("Not answered yet.") == 6
    assert "Share of claims: 0 of 1\n- 38.1 looks like a percentage." in text
    assert f"{points:.2f} of 18 points for what is marked automatically." in text


@pytest.mark.parametrize("open_", [True, False])
def test_the_four_numbers_stand_in_one_place_only(open_):
    html, text = page(given(), open_=open_)
    for said in (html, text):
        assert "Claims you recognised" in said and "Claims recognised:" not in said
        assert "Claims you suspected without need" in said


def test_confidence_is_set_beside_what_was_right():
    _, text = page(given())
    assert re.search(r"- When you said 5 of 5: \d+% \(3 sentences\)", text)
    assert "On the whole you were" in text and "When you were sure (4 or 5)" not in text and "near counts" not in text
    near = LabelsAnswer({**wrong_by(2).value, "s07": Tag("REPORTED", 3)})
    assert "comes near counts half" in page(given(**{f"{ARTICLE}-labels": near}))[1]
    sure = {sid: Tag("NONE", 5) for sid in library.article(ARTICLE).by_id}
    assert "you were surer than you were right" in page(given(**{f"{ARTICLE}-labels": LabelsAnswer(sure)}))[1]


def test_the_teachers_points_and_notes_stand_beside_the_students_own_words():
    html, text = page(given(), teacher={"why": Given(2.5, "Which rule decides?"), "flip-it": Given(None, "Try it.")})
    assert "It judges.\nFair people can differ.</blockquote>" in html and "2.5 of 3 points from your teacher." in html
    assert "Why: 2.5 of 3\n“It judges.\nFair people can differ.”\n- Your teacher: Which rule decides?" in text
    assert "Flip it\n- Your teacher: Try it.\n- Not answered." in text


def test_an_open_answer_without_points_says_that_they_are_to_come():
    assert "Your teacher has not given points for this yet." in page(given())[1]


def test_where_student_and_key_differ_the_key_gives_its_rule_and_its_reason():
    html, text = page(given())
    article = library.article(ARTICLE)
    key = article.key.labels["s04"]
    assert f"Sentence 4\n“{article.by_id['s04'].text}”\n- Your label: View\n- The key: Claim\n" in text
    assert f"- Rule {key.rules[0]}: " in text and f"- Reason: {key.why}" in text and "- You wrote: I think 4" in text
    assert article.key.made_by in text and article.note in text
    assert "Sentence 2\n" not in text
    assert "so it weighs half" in html and "- Accepted too: " in text


def test_a_label_that_is_accepted_too_is_no_difference_to_explain():
    key = library.article(ARTICLE).key.labels
    accepted = next((sid, one.accepted[0]) for sid, one in key.items() if one.accepted)
    tags = {sid: Tag(accepted[1] if sid == accepted[0] else one.label) for sid, one in key.items()}
    _, text = page(given(**{f"{ARTICLE}-labels": LabelsAnswer(tags)}))
    assert f"is accepted just as well in sentence {int(accepted[0][1:])}." in text and "- The key:" not in text


def test_while_an_exercise_is_open_nothing_of_the_key_is_on_the_page():
    closed, still_open = (page(given(), open_=open_, teacher={"why": Given(1.0)}) for open_ in (False, True))
    assert found_in({"html": closed[0].encode(), "text": closed[1].encode()})
    assert found_in({"html": still_open[0].encode(), "text": still_open[1].encode()}) == []
    for said in still_open:
        assert library.article(ARTICLE).key.made_by not in said and "The key" not in said
        assert not [why for key in library.article(ARTICLE).key.labels.values() if (why := key.why) and why in said]
        assert not [s.text for s in library.article(ARTICLE).sentences if s.text in said]
        assert "When you said" not in said


def test_while_an_exercise_is_open_a_change_of_one_label_shows_in_shares_alone():
    one, other = (page(given(**{f"{ARTICLE}-labels": wrong_by(step)}), open_=True)[1] for step in (2, 3))
    plain = [re.sub(r"\d+(\.\d+)?", "#", re.sub(r"- Worth reading.*\n", "", text)) for text in (one, other)]
    assert plain[0] == plain[1] and one != other


@pytest.mark.parametrize("lesson", library.here().lessons())
@pytest.mark.parametrize("open_", [True, False])
def test_every_lesson_has_a_page_for_work_that_is_empty_and_for_the_solution(lesson, open_):
    for answers in ({}, marker(lesson).key.answers):
        html, text = page(Answers(FORMAT, lesson, "Ada", {}, answers), open_=open_)
        assert html.startswith("<!DOCTYPE html>") and text.startswith(f"Lesson {int(lesson[:2])}: ")


def test_the_first_lesson_keeps_its_labels_for_the_last_and_tells_nothing_of_them():
    tags = LabelsAnswer({f"s{n:02}": Tag("VIEW", 5, "my reason") for n in range(1, 13)})
    html, text = page(Answers(FORMAT, "01-first-read", "Ada", {}, {"01-baseline-labels": tags}))
    assert "kept for a later lesson" in text
    assert "The key" not in text and "recognised" not in text and found_in({"html": html.encode()}) == []


def test_an_open_table_is_shown_row_by_row():
    table = TableAnswer({"r1": {"claim": "one", "source": "two"}})
    assert "“one | two”" in page(given("08-write-it-straight", claim_table=table))[1]


def test_late_work_and_remarks_are_said():
    _, text = page(given(), late=True, remarks=("Made on another version of the text.",))
    assert "Handed in late.\nMade on another version of the text.\n" in text


def test_the_page_needs_nothing_else_and_allows_no_script():
    html, _ = page(given())
    assert "default-src 'none'; style-src 'unsafe-inline'" in html
    assert not re.search(r"<script|<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import|\bon\w+=", html)


def test_the_same_work_gives_the_same_page():
    assert page(given()) == page(given())


def test_what_cannot_be_seen_is_left_out():
    html, text = page(given(why=TextAnswer("a\x00b\u202ec\x1bd\u2028e")), "A\x00da\u202e\nLove")
    assert "abcd\ne</blockquote>" in html and "<bdi>Ada Love</bdi>" in html and "Feedback for Ada Love\n" in text
    assert not {"\x00", "\u202e", "\x1b"} & {*html, *text}


def test_hand_ins_of_one_name_are_told_apart_and_no_file_is_renamed():
    stems = [file_stem(one) for one in map(named, ["A/da", "A:da", "Ada", "ada"], ["1", "2", "", ""])]
    assert stems[0] != stems[1] and stems[2] == stems[3]
    assert stems[2] == "02-claim-or-view--ada--fc1f779fb4d5", "a student's file has another name than before"
    nameless = [file_stem(named("", "", file=file)) for file in ("a.json", "b.json")]
    assert nameless[0] != nameless[1]


@pytest.mark.parametrize("name", [*HOSTILE, "CON", "a" * 300, "é" * 300, "..", "a.", "x:y*?"])
def test_file_names_are_safe_on_every_system(name):
    stem = file_stem(named(name))
    assert re.fullmatch(r"02-claim-or-view--[\w-]+--[0-9a-f]{12}", stem)
    assert len(stem.encode()) <= 200 and stem == stem.lower()


def named(student, student_id="", file="f.json"):
    return Work(student, student_id, student, LESSON, file, False, {}, {}, {}, {})


@pytest.mark.browser
def test_what_a_student_typed_is_shown_as_text_and_runs_nothing(new_page, tmp_path):
    tags = LabelsAnswer({sid: Tag("NONE", 3, PAYLOAD) for sid in library.article(ARTICLE).by_id})
    more = {f"{ARTICLE}-labels": tags, "why": TextAnswer(PAYLOAD), "most-frequent-label": ChoiceAnswer(PAYLOAD)}
    html, _ = page(given(**more), PAYLOAD, teacher={"why": Given(1.0, PAYLOAD)}, remarks=(PAYLOAD,))
    opened = shown(new_page, html, tmp_path)
    assert opened.evaluate("typeof hacked") == "undefined"
    assert opened.locator("img, script, svg").count() == 0
    assert opened.locator(".who bdi").inner_text() == PAYLOAD[:100]
    assert opened.locator("blockquote").first.inner_text() == PAYLOAD


@pytest.mark.browser
def test_the_policy_of_the_page_stops_a_script_that_got_in(new_page, tmp_path):
    html, _ = page(given())
    opened = shown(new_page, html.replace("<h2>", "<script>hacked=1</script><h2>", 1), tmp_path, but_for="")
    assert opened.evaluate("typeof hacked") == "undefined"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(new_page, tmp_path, screenshot, scheme, size):
    long = TextAnswer("x" * 2_000 + "\nمرحبا\n" + "word " * 50)
    html, _ = page(given(why=long), "L" * 3_000, teacher={"why": Given(2.5, "Which rule decides?")}, late=True)
    opened = shown(new_page, html, tmp_path, color_scheme=scheme, **size)
    assert [fault["id"] for fault in Axe().run(opened).response["violations"]] == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= opened.viewport_size["width"]
    screenshot(opened, f"feedback-{scheme}-{opened.viewport_size['width']}", full_page=True)


@pytest.mark.browser
def test_on_paper_the_page_is_black_on_white(new_page, tmp_path):
    opened = shown(new_page, page(given())[0], tmp_path, color_scheme="dark")
    opened.emulate_media(media="print", color_scheme="dark")
    colours = opened.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
