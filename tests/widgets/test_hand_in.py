import json
import os
import re

import pytest

from unspin.answers.file import AnswersFile
from unspin.answers.schema import FORMAT, TextAnswer, parse, with_answer
from unspin.widgets.autosave import Refused
from unspin.widgets.hand_in import HandIn, check_name, file_name

LESSON = "02-claim-or-view"
PERSIAN = "می\u200cنا رضایی"


@pytest.fixture
def path(tmp_path):
    return tmp_path / f"{LESSON}.json"


@pytest.fixture
def form(wire, path):
    """Open the form on the answers file, as each run of the cell does."""

    def open_form(student=""):
        file = AnswersFile(path, LESSON)
        return HandIn(file, where=str(path), student=student, summary=lambda: [f"{len(file.read().answers)} answers"])

    return open_form


def name_given(value):
    return {"type": "change", "page": "p1", "revision": 1, "changes": {"student": value}}


# Names


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "  Ada Lovelace\n",
        "O’Neill-Müller",
        PERSIAN,
        "👩\u200d🚀",
        "प्रिया",
        "李小龙",
        "a" * 100,
        "Ada 2nd (7b)",
        "🫩",
    ],
)
def test_a_name_in_any_script_is_kept_without_the_space_around_it(name):
    assert check_name(name) == name.strip()


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "\u200d", " \u200c\u200d ", None, 3, ["Ada"], {"name": "Ada"}])
def test_no_name_asks_for_one(name):
    with pytest.raises(Refused, match="Type your name first"):
        check_name(name)


def test_a_name_of_10000_letters_is_refused():
    with pytest.raises(Refused, match="at most 100 letters; this one has 10000"):
        check_name("a" * 10_000)


@pytest.mark.parametrize(
    "letter",
    [
        "\x00",
        "\x07",
        "\n",
        "\r",
        "\t",
        "\x1b",
        "\x7f",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\ud800",
        "\u2028",
        "\u2029",
    ],
    ids=lambda letter: f"U+{ord(letter):04X}",
)
def test_a_name_with_letters_that_cannot_be_seen_is_refused(letter):
    with pytest.raises(Refused, match="cannot be seen"):
        check_name(f"Ada{letter}Lovelace")


def test_a_name_with_path_separators_is_a_name():
    assert check_name("../../etc/passwd") == "../../etc/passwd"


# File names

STRANGE = [
    "../../etc/passwd",
    "C:\\Windows\\system32",
    "..",
    ".",
    "/",
    "",
    "CON",
    'a:b*c?d"e<f>g|h',
    "Ada\x00Lovelace",
    "Ada\u202ecod.exe",
    "a" * 10_000,
    "𠀀" * 10_000,
    "ﷺ" * 100,
    "İİİ",
    "👩\u200d🚀",
    PERSIAN,
    "प्रिया",
    "-rf",
    "~root",
    "$(reboot)",
    "%2e%2e%2f",
    "ada.json.exe",
    "\ud800",
]


@pytest.mark.parametrize("student", STRANGE, ids=lambda name: repr(name[:20]))
def test_a_file_name_is_safe_on_every_system(student):
    name = file_name(LESSON, student)
    assert name.startswith(f"{LESSON}--") and name.endswith(".json")
    stem = name.removesuffix(".json")
    assert all(letter.isalnum() or letter == "-" for letter in stem)
    assert len(name.encode("utf-8")) <= 255
    assert stem.removeprefix(f"{LESSON}--").strip("-")


def test_a_file_name_can_be_written(tmp_path):
    for student in STRANGE:
        path = tmp_path / file_name(LESSON, student)
        path.write_text("x")
        assert path.resolve().parent == tmp_path.resolve()


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("Ada Lovelace", "ada-lovelace"),
        ("O’Neill-Müller", "o-neill-müller"),
        (PERSIAN, "می-نا-رضایی"),
        ("", "student"),
        ("👩\u200d🚀", "student"),
        ("../../etc/passwd", "etc-passwd"),
        ("Ada_Lovelace", "ada-lovelace"),
        ("ＡＤＡ", "ada"),
    ],
)
def test_a_file_is_named_after_the_lesson_and_the_student(student, name):
    assert file_name(LESSON, student) == f"{LESSON}--{name}.json"


# The form


def test_a_name_is_saved_into_the_answers_file(form, wire, path):
    assert wire.receive(form(), name_given(" Ada "))["type"] == "saved"
    assert AnswersFile(path, LESSON).read().student == "Ada"


def test_the_state_of_the_form_holds_the_name_that_is_on_disk(form, wire):
    hand_in = form()
    wire.receive(hand_in, name_given(" Ada "))
    assert hand_in.get_state()["student"] == "Ada"


@pytest.mark.parametrize("name", ["", None, "a" * 10_000, "Ada\u202e", 3])
def test_a_name_that_is_refused_is_not_saved(form, wire, path, name):
    assert wire.receive(form(), name_given(name))["type"] == "refused"
    assert not path.exists()


def test_the_form_begins_with_the_name_in_the_file_then_with_the_known_one(form, wire):
    assert form(student="Ada").student == "Ada"
    wire.receive(form(), name_given("Grace"))
    assert form(student="Ada").student == "Grace"


def test_the_name_that_is_known_from_another_lesson_is_in_the_file_as_soon_as_it_is_shown(form, wire, path):
    hand_in = form(student="Ada")
    assert (hand_in.student, AnswersFile(path, LESSON).read().student) == ("Ada", "Ada")
    reply = wire.receive(hand_in, {"type": "download"})
    assert (reply["name"], json.loads(reply["text"])["student"]) == (f"{LESSON}--ada.json", "Ada")


def test_a_known_name_that_cannot_be_saved_is_not_shown_as_if_it_were(form, path):
    path.with_name(f".{path.stem}.{os.getpid()}.tmp").mkdir()
    hand_in = form(student="Ada")
    assert hand_in.student == "" and hand_in.notice.startswith("Your name is not in the file yet. Not saved: ")


def test_a_download_is_the_answers_file_under_a_safe_name(form, wire, path):
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, "why", TextAnswer("Because …")))
    hand_in = form()
    wire.receive(hand_in, name_given("Ada / Lovelace"))
    reply = wire.receive(hand_in, {"type": "download", "page": "p7"})
    assert (reply["type"], reply["page"], reply["name"]) == ("file", "p7", "02-claim-or-view--ada-lovelace.json")
    assert parse(reply["text"].encode("utf-8")) == AnswersFile(path, LESSON).read()


def test_a_download_holds_what_was_answered_since_the_form_was_opened(form, wire, path):
    hand_in = form()
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, "why", TextAnswer("Because")))
    assert "Because" in wire.receive(hand_in, {"type": "download"})["text"]
    assert hand_in.summary == ["1 answers"]


def test_a_download_of_a_file_of_a_newer_version_says_why_there_is_none(form, wire, path):
    hand_in = form()
    path.write_text(json.dumps({"format": "unspin-answers/2"}))
    wire.receive(hand_in, {"type": "download"})
    assert not any(reply["type"] == "file" for reply in wire.replies())
    assert "newer version" in hand_in.notice


def test_before_the_first_answer_an_empty_answers_file_can_be_handed_in(form, wire):
    reply = wire.receive(form(), {"type": "download"})
    assert json.loads(reply["text"]) == {
        "format": FORMAT,
        "lesson": LESSON,
        "student": "",
        "articles": {},
        "answers": {},
    }
    assert reply["name"] == "02-claim-or-view--student.json"


def test_nothing_that_was_typed_becomes_html_where_no_widget_runs(form, monkeypatch):
    shown = []
    monkeypatch.setattr("unspin.widgets.autosave.display", lambda bundle, **_: shown.append(bundle))
    form(student="<script>")._ipython_display_()
    assert not re.search("<script", shown[0]["text/html"])
    assert "Run this cell" in shown[0]["text/plain"]
