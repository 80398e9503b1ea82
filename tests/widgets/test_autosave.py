import json

import pytest
import traitlets

from unspin.answers.file import AnswersFile
from unspin.answers.schema import TextAnswer, with_answer
from unspin.widgets.autosave import Autosave, Refused

LESSON = "02-claim-or-view"


class Notes(Autosave):
    """The smallest widget that saves: a text for every unit; "no" makes no sense."""

    _esm = "export default {}"
    heard = traitlets.List()

    def change(self, unit, value):
        if value == "no":
            raise Refused("That makes no sense.")
        return lambda answers: with_answer(answers, unit, TextAnswer(value))

    def saved(self, unit, value):
        self.heard = [*self.heard, unit]
        return {"length": {unit: len(value)}}


@pytest.fixture
def path(tmp_path):
    return tmp_path / f"{LESSON}.json"


@pytest.fixture
def notes(wire, path):
    return Notes(AnswersFile(path, LESSON), "notes")


def message(page="p1", revision=1, **changes):
    return {"type": "change", "page": page, "revision": revision, "changes": changes}


def saved_on(path):
    return {name: answer["value"] for name, answer in json.loads(path.read_text())["answers"].items()}


def test_a_change_is_on_disk_before_the_browser_hears_that_it_is_saved(notes, wire, path, monkeypatch):
    on_disk_when_sent = []
    monkeypatch.setattr(Notes, "send", lambda _, reply: on_disk_when_sent.append((reply["type"], saved_on(path))))
    wire.receive(notes, message(why="Because"))
    assert on_disk_when_sent == [("saved", {"why": "Because"})]


def test_the_reply_names_the_page_the_revision_and_what_was_saved(notes, wire):
    reply = wire.receive(notes, message("p7", 12, why="Because"))
    assert reply == {
        "type": "saved",
        "page": "p7",
        "revision": 12,
        "changes": {"why": "Because"},
        "length": {"why": 7},
    }


def test_what_the_browser_should_know_of_several_changes_is_told_of_each(notes, wire):
    reply = wire.receive(notes, message(why="Because", how="Slowly"))
    assert reply["length"] == {"why": 7, "how": 6}


def test_a_change_that_makes_no_sense_is_refused_and_nothing_is_saved(notes, wire, path):
    reply = wire.receive(notes, message("p7", 12, why="no"))
    assert reply == {"type": "refused", "page": "p7", "revision": 12, "problem": "That makes no sense."}
    assert not path.exists() and notes.heard == []


def test_of_several_changes_all_are_saved_or_none(notes, wire, path):
    assert wire.receive(notes, message(why="Because", how="no"))["type"] == "refused"
    assert not path.exists() and notes.heard == []


def test_a_change_that_cannot_be_saved_is_said_and_can_be_offered_again(notes, wire, path):
    path.mkdir()
    reply = wire.receive(notes, message("p7", 12, why="Because"))
    assert (reply["type"], reply["page"], reply["revision"]) == ("failed", "p7", 12)
    assert LESSON in reply["problem"] and notes.heard == []
    path.rmdir()
    assert wire.receive(notes, message("p7", 12, why="Because"))["type"] == "saved"
    assert saved_on(path) == {"why": "Because"}


@pytest.mark.parametrize("changes", [None, [], "why", 3])
def test_changes_that_are_not_understood_are_refused(notes, wire, path, changes):
    reply = wire.receive(notes, {"type": "change", "page": "p1", "revision": 1, "changes": changes})
    assert reply["type"] == "refused" and "was not understood" in reply["problem"]
    assert not path.exists()


@pytest.mark.parametrize("content", [None, [], "change", {}, {"type": "hello"}, {"changes": {"why": "Because"}}])
def test_other_messages_are_left_alone(notes, wire, path, content):
    wire.receive(notes, content)
    assert wire.replies() == [] and not path.exists()


def test_the_same_change_offered_twice_is_saved_twice_and_answered_twice(notes, wire, path):
    for _ in range(2):
        assert wire.receive(notes, message(why="Because"))["type"] == "saved"
    assert saved_on(path) == {"why": "Because"}


def test_a_file_that_was_set_aside_is_said_when_the_widget_opens(wire, path):
    path.write_bytes(b"{")
    notes = Notes(AnswersFile(path, LESSON), "notes")
    assert f"{LESSON}.damaged-1.json" in notes.notice


def test_a_file_that_was_set_aside_since_is_said_with_the_next_change(notes, wire, path):
    path.write_bytes(b"{")
    wire.receive(notes, message(why="Because"))
    assert f"{LESSON}.damaged-1.json" in notes.notice
    assert [update["notice"] for update in wire.updates() if "notice" in update] == [notes.notice]


def test_widgets_on_other_files_or_of_other_answers_have_other_places(wire, path):
    file, other = AnswersFile(path, LESSON), AnswersFile(path.with_name("other.json"), LESSON)
    places = [Notes(file, "a").place, Notes(file, "b").place, Notes(other, "a").place]
    assert len(set(places)) == 3
    assert Notes(file, "a").place == places[0]
