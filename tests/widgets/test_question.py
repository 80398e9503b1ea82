import json

import pytest

from unspin.answers.file import AnswersFile
from unspin.answers.schema import MAX_TEXT, ChoiceAnswer, NumberAnswer, TextAnswer, with_answer
from unspin.widgets.question import Question
from unspin.words.errors import UnspinError

LESSON = "02-claim-or-view"
CHOICES = ("Registered", "Proven")


@pytest.fixture
def path(tmp_path):
    return tmp_path / f"{LESSON}.json"


@pytest.fixture
def ask(wire, path):
    """Ask a question on the answers file, as each run of the cell does."""
    return lambda **settings: Question(AnswersFile(path, LESSON), "why", **settings)


def change(value, unit="why"):
    return {"type": "change", "page": "p1", "revision": 1, "changes": {unit: value}}


def answer_in(path):
    return AnswersFile(path, LESSON).read().answers.get("why")


def test_what_is_typed_is_saved_as_text(ask, wire, path):
    assert wire.receive(ask(), change("Because …\n<b>می‌گوید</b>"))["type"] == "saved"
    assert answer_in(path) == TextAnswer("Because …\n<b>می‌گوید</b>")


def test_what_is_chosen_is_saved_as_a_choice(ask, wire, path):
    assert wire.receive(ask(choices=CHOICES), change("Proven"))["type"] == "saved"
    assert answer_in(path) == ChoiceAnswer("Proven")


def test_a_new_question_begins_with_what_was_saved(ask, wire):
    wire.receive(ask(), change("Because"))
    assert ask().get_state()["held"] == {"value": "Because"}


def test_the_state_of_a_question_holds_the_newest_answer(ask, wire):
    question = ask()
    wire.receive(question, change("Because"))
    assert question.value == question.get_state()["held"]["value"] == "Because"


def test_what_is_typed_is_not_sent_back_to_the_browser_that_may_be_ahead(ask, wire):
    wire.receive(ask(), change("Because"))
    assert not any("held" in update for update in wire.updates())


@pytest.mark.parametrize("blank", ["", "  \n "])
def test_an_answer_that_is_emptied_is_taken_out(ask, wire, path, blank):
    question = ask()
    wire.receive(question, change("Because"))
    assert wire.receive(question, change(blank))["type"] == "saved"
    assert answer_in(path) is None


def test_emptying_what_was_never_answered_is_no_error(ask, wire, path):
    assert wire.receive(ask(), change(""))["type"] == "saved"
    assert answer_in(path) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (change("x" * (MAX_TEXT + 1)), "at most 20000 characters; this one has 20001"),
        (change(3), "was not understood"),
        (change(None), "was not understood"),
        (change(["Because"]), "was not understood"),
        (change("Because", unit="how"), "was not understood"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_saved(ask, wire, path, content, said):
    reply = wire.receive(ask(), content)
    assert reply["type"] == "refused" and said in reply["problem"]
    assert not path.exists()


def test_a_text_of_the_greatest_length_is_saved(ask, wire, path):
    assert wire.receive(ask(), change("😀" * MAX_TEXT))["type"] == "saved"
    assert answer_in(path) == TextAnswer("😀" * MAX_TEXT)


def test_what_is_none_of_the_choices_is_refused(ask, wire, path):
    reply = wire.receive(ask(choices=CHOICES), change("Perhaps"))
    assert reply["type"] == "refused" and "'Perhaps' is none of the choices" in reply["problem"]
    assert not path.exists()


def test_an_answer_of_another_kind_under_the_name_is_not_shown(ask, path):
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, "why", NumberAnswer(3.0)))
    assert ask().value == ""


def test_an_answer_can_be_given_from_python_and_is_told_to_the_browser(ask, wire, path):
    question = ask()
    question.fill("Because")
    assert answer_in(path) == TextAnswer("Because")
    assert question.value == "Because"
    assert [update["held"] for update in wire.updates() if "held" in update] == [{"value": "Because"}]


def test_a_choice_that_there_is_not_is_refused_from_python_too(ask, path):
    with pytest.raises(UnspinError, match="none of the choices"):
        ask(choices=CHOICES).fill("Perhaps")
    assert not path.exists()


def test_two_questions_on_one_file_keep_each_others_answers(wire, path):
    first, second = (Question(AnswersFile(path, LESSON), name) for name in ("why", "how"))
    wire.receive(first, change("Because"))
    wire.receive(second, change("Slowly", unit="how"))
    assert set(json.loads(path.read_text())["answers"]) == {"why", "how"}


def test_the_output_has_a_readable_form_with_question_choices_and_answer(ask, monkeypatch):
    shown = []
    monkeypatch.setattr("unspin.widgets.autosave.display", lambda bundle, **_: shown.append(bundle))
    question = ask(prompt="Why <b>so</b>?", choices=("<u>Registered</u>", "Proven"))
    question.fill("<u>Registered</u>")
    question._ipython_display_()
    readable, widget = shown
    assert "<p>Why &lt;b&gt;so&lt;/b&gt;?</p>" in readable["text/html"]
    assert readable["text/html"].count("&lt;u&gt;Registered&lt;/u&gt;") == 2 and "<u>" not in readable["text/html"]
    assert readable["text/plain"] == "Why <b>so</b>?\n- <u>Registered</u>\n- Proven\n<u>Registered</u>"
    assert widget["application/vnd.jupyter.widget-view+json"]["model_id"] == question.model_id


def test_a_question_without_an_answer_says_so_where_no_widget_runs(ask, monkeypatch):
    shown = []
    monkeypatch.setattr("unspin.widgets.autosave.display", lambda bundle, **_: shown.append(bundle))
    ask(prompt="Why?")._ipython_display_()
    assert "(not answered yet)" in shown[0]["text/html"]


def test_where_no_widget_runs_the_words_are_counted_too(ask, monkeypatch):
    shown = []
    monkeypatch.setattr("unspin.widgets.autosave.display", lambda bundle, **_: shown.append(bundle))
    question = ask(prompt="Why?", words=(90, 130))
    question.fill("Because it – says so.")
    question._ipython_display_()
    assert "<p>4 of 90 to 130 words</p>" in shown[0]["text/html"]
    assert shown[0]["text/plain"].endswith("says so.\n4 of 90 to 130 words")
