import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from threading import Timer

import pytest
from filelock import FileLock

from unspin.answers import file as answers_file
from unspin.answers.file import AnswersFile
from unspin.answers.schema import (
    FORMAT,
    MAX_TEXT,
    Answers,
    ChoiceAnswer,
    LabelsAnswer,
    Mark,
    NewerAnswers,
    NumberAnswer,
    SpansAnswer,
    Tag,
    TextAnswer,
    parse,
    with_answer,
    with_marks,
    with_tag,
)
from unspin.words.errors import UnspinError

LESSON = "02-claim-or-view"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has neither these limits nor these permissions")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "answers" / f"{LESSON}.json"


def open_file(path):
    return AnswersFile(path, LESSON)


def tagged(sentence_id, label, **more):
    return lambda answers: with_tag(answers, "text-labels", sentence_id, Tag(label, **more))


def file_text(**changes):
    return json.dumps({"format": FORMAT, "lesson": LESSON, **changes})


def answers_text(**answers):
    return file_text(answers=answers)


def run_python(code, *arguments):
    """Run code in a process of its own; `as_ordinary_user()` gives up the rights of root there."""
    prelude = """
        import filelock, os, sys  # the lock while its files can still be read
        from pathlib import Path
        from unspin.answers.schema import *
        from unspin.answers.file import AnswersFile
        from unspin.words.errors import UnspinError

        def as_ordinary_user():
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)

        def try_to_save(path, change):
            try:
                AnswersFile(Path(path), "02-claim-or-view").edit(change)
                print("saved")
            except UnspinError as error:
                print(error)
    """
    source = textwrap.dedent(prelude) + textwrap.dedent(code)
    command = [sys.executable, "-c", source, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


# What is saved is read again


def test_nothing_is_written_before_the_first_change(path):
    open_file(path)
    assert not path.parent.exists()


def test_every_kind_of_answer_comes_back_as_it_was(path):
    given = {
        "text-labels": LabelsAnswer({"s01": Tag("MIXED", 3, "“Stark” judges.", True), "s02": Tag("VIEW")}),
        "text-spans": SpansAnswer({"s02": [Mark(26, 31, "LOADED"), Mark(26, 40, "HEDGE")]}),
        "share": NumberAnswer(0.381, 4),
        "why": TextAnswer("Because … \n<b>می‌گوید</b> 😀\x00"),
        "which": ChoiceAnswer("Registered, not proven", 0),
    }

    def change(answers):
        for name, answer in given.items():
            answers = with_answer(answers, name, answer)
        return answers

    open_file(path).edit(change)
    assert open_file(path).read().answers == given


def test_the_file_is_indented_json_in_utf_8_that_names_its_format(path):
    open_file(path).edit(lambda answers: with_answer(answers, "why", TextAnswer("Crème")))
    text = path.read_bytes().decode("utf-8")
    assert json.loads(text)["format"] == "unspin-answers/1"
    assert json.loads(text)["lesson"] == LESSON
    assert '\n  "answers": {' in text and "Crème" in text and text.endswith("}\n")


def test_an_empty_confidence_reason_and_comparison_are_left_out_of_the_file(path):
    open_file(path).edit(tagged("s01", "CLAIM"))
    assert json.loads(path.read_text())["answers"]["text-labels"]["value"] == {"s01": {"label": "CLAIM"}}


def test_an_answer_can_be_taken_out(path):
    file = open_file(path)
    file.edit(lambda answers: with_answer(answers, "why", TextAnswer("Because")))
    file.edit(lambda answers: with_answer(answers, "why", None))
    assert open_file(path).read().answers == {}


def test_taking_out_what_is_not_there_changes_nothing(path):
    answers = Answers(FORMAT, LESSON)
    assert with_answer(answers, "why", None).answers == {}
    assert with_tag(answers, "text-labels", "s01", None).answers == {"text-labels": LabelsAnswer()}


def test_a_label_can_be_taken_out_and_the_others_stay(path):
    file = open_file(path)
    file.edit(tagged("s01", "CLAIM"))
    file.edit(tagged("s02", "VIEW"))
    file.edit(lambda answers: with_tag(answers, "text-labels", "s01", None))
    assert open_file(path).read().answers["text-labels"].value == {"s02": Tag("VIEW")}


def test_no_marks_take_the_sentence_out(path):
    file = open_file(path)
    file.edit(lambda answers: with_marks(answers, "text-spans", "s01", [Mark(0, 3, "LOADED")]))
    file.edit(lambda answers: with_marks(answers, "text-spans", "s01", []))
    assert open_file(path).read().answers["text-spans"].value == {}


# Never save what could not be read again


def test_an_answer_needs_a_name_that_a_file_can_hold(path):
    file = open_file(path)
    file.edit(tagged("s01", "CLAIM"))
    before = path.read_bytes()
    for name in ("My answer", "Why", "why\n", "", "a" * 101, "größe"):
        with pytest.raises(UnspinError, match="small letters, digits and hyphens"):
            file.edit(lambda answers, name=name: with_answer(answers, name, NumberAnswer(1.0)))
    assert path.read_bytes() == before


def test_an_answer_that_would_make_the_file_unreadable_is_not_saved(path):
    file = open_file(path)
    file.edit(tagged("s01", "CLAIM"))
    before = path.read_bytes()
    with pytest.raises(UnspinError, match="Not saved"):
        file.edit(lambda answers: with_answer(answers, "why", TextAnswer("x" * (MAX_TEXT + 1))))
    with pytest.raises(UnspinError, match="Not saved"):
        file.edit(lambda answers: with_answer(answers, "share", NumberAnswer(float("nan"))))
    assert path.read_bytes() == before
    assert open_file(path).notices == []


def test_a_file_never_grows_beyond_what_can_be_read(path):
    file = open_file(path)

    def many(answers):
        for number in range(600):
            answers = with_answer(answers, f"why-{number}", TextAnswer("x" * MAX_TEXT))
        return answers

    with pytest.raises(UnspinError, match=r"Not saved: .*larger than 10 MB"):
        file.edit(many)
    assert not path.exists()


def test_half_a_character_is_refused_with_a_sentence(path):
    with pytest.raises(UnspinError, match="half of a character"):
        open_file(path).edit(lambda answers: with_answer(answers, "why", TextAnswer("\ud83d")))
    assert not path.exists()


def test_tags_are_never_replaced_by_another_kind_of_answer(path):
    file = open_file(path)
    file.edit(tagged("s01", "CLAIM"))
    before = path.read_bytes()
    with pytest.raises(UnspinError, match="kind 'labels' under 'text-labels'"):
        file.edit(lambda answers: with_answer(answers, "text-labels", NumberAnswer(3.0)))
    with pytest.raises(UnspinError, match="kind 'labels' under 'text-labels'"):
        file.edit(lambda answers: with_marks(answers, "text-labels", "s01", [Mark(0, 3, "LOADED")]))
    assert path.read_bytes() == before


@pytest.mark.parametrize("answer", [NumberAnswer(3.0), TextAnswer("Because"), SpansAnswer({"s01": []})])
def test_labels_are_not_put_into_another_kind_of_answer(path, answer):
    file = open_file(path)
    file.edit(lambda answers: with_answer(answers, "text-labels", answer))
    with pytest.raises(UnspinError, match="under 'text-labels'"):
        file.edit(tagged("s01", "CLAIM"))
    assert open_file(path).read().answers == {"text-labels": answer}


# Two at once


def test_two_notebooks_on_one_file_keep_each_others_sentences(path):
    first, second = open_file(path), open_file(path)
    first.edit(tagged("s01", "CLAIM"))
    second.edit(tagged("s02", "VIEW"))
    first.edit(lambda answers: with_marks(answers, "text-spans", "s01", [Mark(0, 3, "LOADED")]))
    second.edit(lambda answers: with_marks(answers, "text-spans", "s02", [Mark(0, 4, "HEDGE")]))
    first.edit(lambda answers: with_answer(answers, "share", NumberAnswer(0.5)))
    assert second.read().answers == {
        "text-labels": LabelsAnswer({"s01": Tag("CLAIM"), "s02": Tag("VIEW")}),
        "text-spans": SpansAnswer({"s01": [Mark(0, 3, "LOADED")], "s02": [Mark(0, 4, "HEDGE")]}),
        "share": NumberAnswer(0.5),
    }


def test_the_later_of_two_changes_of_one_sentence_holds(path):
    first, second = open_file(path), open_file(path)
    first.edit(tagged("s01", "CLAIM"))
    second.edit(tagged("s01", "VIEW"))
    assert first.read().answers["text-labels"].value == {"s01": Tag("VIEW")}


def test_processes_that_save_at_the_same_time_lose_nothing(path):
    code = """
        first = int(sys.argv[2])
        file = AnswersFile(Path(sys.argv[1]), "02-claim-or-view")
        for number in range(first, first + 100):
            tag = Tag("CLAIM", reason=str(number))
            while True:
                try:
                    file.edit(lambda answers: with_tag(answers, "text-labels", f"s{number:03}", tag))
                    break
                except UnspinError as error:
                    assert "Another program holds" in str(error), error
        assert not file.notices, file.notices
    """
    source = "import sys\nfrom pathlib import Path\nfrom unspin.answers.schema import *\n"
    source += "from unspin.answers.file import AnswersFile\nfrom unspin.words.errors import UnspinError\n"
    source += textwrap.dedent(code)
    writers = [
        subprocess.Popen([sys.executable, "-c", source, str(path), start], stderr=subprocess.PIPE, text=True)
        for start in ("100", "200", "300")
    ]
    assert [writer.communicate()[1] for writer in writers] == ["", "", ""]
    saved = open_file(path).read().answers["text-labels"].value
    assert {sid: tag.reason for sid, tag in saved.items()} == {f"s{n:03}": str(n) for n in range(100, 400)}
    assert [other.name for other in path.parent.glob("*.json")] == [path.name]


# Damaged files

DAMAGED = {
    "empty": b"",
    "only white space": b" \n\t ",
    "cut off": file_text(answers={"why": {"kind": "text", "value": "Because"}}).encode()[:-20],
    "not UTF-8": file_text(student="Ren\xe9").replace("\\u00e9", "\xe9").encode("latin-1"),
    "UTF-16": file_text().encode("utf-16"),
    "no JSON": b"<!DOCTYPE html><title>Log in</title>",
    "a notebook": json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode(),
    "a list": b"[1, 2, 3]",
    "a number": b"3",
    "null": b"null",
    "zero bytes": bytes(4096),
    "deeply nested": b'{"format": "unspin-answers/1", "lesson": "x", "answers": ' + b"[" * 100_000,
    "deeply nested and unknown": b'{"format": "unspin-answers/1", "lesson": "x", "more": '
    + b"[" * 100_000
    + b"]" * 100_000
    + b"}",
    "another format": json.dumps({"format": "nbformat", "lesson": LESSON}).encode(),
    "no format": json.dumps({"lesson": LESSON}).encode(),
    "no lesson": json.dumps({"format": FORMAT}).encode(),
    "a lesson that is no name": json.dumps({"format": FORMAT, "lesson": "../../etc/passwd"}).encode(),
    "a lesson name with a line feed": json.dumps({"format": FORMAT, "lesson": f"{LESSON}\n"}).encode(),
    "a name of 10,000 letters": file_text(student="a" * 10_000).encode(),
    "answers in a list": file_text(answers=[]).encode(),
    "an unknown kind": answers_text(why={"kind": "virus", "value": 1}).encode(),
    "no kind": answers_text(why={"value": "Because"}).encode(),
    "a number as text": answers_text(share={"kind": "number", "value": "0.5"}).encode(),
    "a text as number": answers_text(why={"kind": "text", "value": 5}).encode(),
    "NaN": answers_text(share={"kind": "number", "value": float("nan")}).encode(),
    "Infinity": answers_text(share={"kind": "number", "value": float("inf")}).encode(),
    "1e999": answers_text(share={"kind": "number", "value": 1}).replace('"value": 1', '"value": 1e999').encode(),
    "a text that is too long": answers_text(why={"kind": "text", "value": "x" * (MAX_TEXT + 1)}).encode(),
    "a confidence of 6": answers_text(share={"kind": "number", "value": 1, "confidence": 6}).encode(),
    "a label that is a list": answers_text(a={"kind": "labels", "value": {"s01": {"label": ["CLAIM"]}}}).encode(),
    "a sentence that is no id": answers_text(a={"kind": "labels", "value": {"1": {"label": "CLAIM"}}}).encode(),
    "a mark before the sentence": answers_text(
        a={"kind": "spans", "value": {"s01": [{"start": -1, "end": 3, "label": "LOADED"}]}}
    ).encode(),
    "51 marks": answers_text(
        a={"kind": "spans", "value": {"s01": [{"start": 0, "end": 3, "label": "LOADED"}] * 51}}
    ).encode(),
    "half a character": answers_text(why={"kind": "text", "value": "\ud83d"}).encode(),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_set_aside_as_it_is_and_said_aloud(path, data):
    path.parent.mkdir()
    path.write_bytes(data)
    file = open_file(path)
    aside = path.with_name(f"{LESSON}.damaged-1.json")
    assert aside.read_bytes() == data
    assert not path.exists()
    assert len(file.notices) == 1
    assert f"{LESSON}.damaged-1.json" in file.notices[0] and str(path.parent) in file.notices[0]


def test_a_file_of_50_mb_is_set_aside_without_being_read(path):
    path.parent.mkdir()
    with path.open("wb") as big:
        big.write(file_text().encode())
        big.truncate(50_000_000)
    file = open_file(path)
    assert path.with_name(f"{LESSON}.damaged-1.json").stat().st_size == 50_000_000
    assert "larger than 10 MB" in file.notices[0]


def test_new_answers_go_into_a_new_file_beside_the_damaged_one(path):
    path.parent.mkdir()
    path.write_bytes(b"{")
    open_file(path).edit(tagged("s01", "CLAIM"))
    assert open_file(path).read().answers["text-labels"].value == {"s01": Tag("CLAIM")}
    assert path.with_name(f"{LESSON}.damaged-1.json").read_bytes() == b"{"


def test_a_second_damaged_file_does_not_overwrite_the_first(path):
    path.parent.mkdir()
    for data in (b"{", b"["):
        path.write_bytes(data)
        open_file(path)
    assert path.with_name(f"{LESSON}.damaged-1.json").read_bytes() == b"{"
    assert path.with_name(f"{LESSON}.damaged-2.json").read_bytes() == b"["


def test_a_file_that_is_damaged_while_it_is_open_loses_nothing_that_was_known(path):
    file = open_file(path)
    file.edit(tagged("s01", "CLAIM"))
    path.write_bytes(b"{")
    file.edit(tagged("s02", "VIEW"))
    assert open_file(path).read().answers["text-labels"].value == {"s01": Tag("CLAIM"), "s02": Tag("VIEW")}
    assert path.with_name(f"{LESSON}.damaged-1.json").read_bytes() == b"{"
    assert len(file.notices) == 1


def test_a_whole_file_that_took_the_damaged_ones_place_is_not_set_aside(path):
    path.parent.mkdir()
    path.write_bytes(b"{")
    code = """
        import filelock
        path = Path(sys.argv[1])
        with filelock.FileLock(path.with_name(f".{path.name}.lock")):
            print("held", flush=True)
            sys.stdin.readline()
            path.with_name("02-claim-or-view.damaged-1.json").write_bytes(path.read_bytes())
            whole = path.with_name("whole")
            whole.write_text('{"format": "unspin-answers/1", "lesson": "02-claim-or-view", "student": "Ada"}')
            whole.replace(path)
    """
    source = textwrap.dedent("import sys\nfrom pathlib import Path\n") + textwrap.dedent(code)
    command = [sys.executable, "-c", source, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        Timer(0.5, lambda: (other.stdin.write("go on\n"), other.stdin.flush())).start()
        student = open_file(path).read().student  # reads the damaged file, then waits for the lock
    assert student == "Ada"
    assert path.with_name(f"{LESSON}.damaged-1.json").read_bytes() == b"{"
    assert not path.with_name(f"{LESSON}.damaged-2.json").exists()


# Files of a newer version


@pytest.mark.parametrize("version", ["unspin-answers/2", "unspin-answers/10"])
def test_a_file_of_a_newer_version_is_left_as_it_is_and_said_aloud(path, version):
    data = json.dumps({"format": version, "lesson": {"name": LESSON}, "answers": [1, 2]}).encode()
    path.parent.mkdir()
    path.write_bytes(data)
    file = open_file(path)
    assert f"02-claim-or-view.json was written by a newer version of unspin ({version})" in file.notices[0]
    with pytest.raises(NewerAnswers):
        file.read()
    with pytest.raises(NewerAnswers):
        file.edit(tagged("s01", "CLAIM"))
    assert path.read_bytes() == data
    assert [other.name for other in path.parent.glob("*.json")] == [path.name]


# Deleted, unreadable, full, read-only, killed


def test_a_file_that_is_deleted_while_it_is_open_comes_back_with_the_next_change(path):
    file = open_file(path)
    file.edit(tagged("s01", "CLAIM"))
    path.unlink()
    file.edit(tagged("s02", "VIEW"))
    assert open_file(path).read().answers["text-labels"].value == {"s01": Tag("CLAIM"), "s02": Tag("VIEW")}


def test_a_folder_that_is_deleted_while_a_file_is_open_comes_back_too(path):
    file = open_file(path)
    file.edit(tagged("s01", "CLAIM"))
    for child in path.parent.iterdir():
        child.unlink()
    path.parent.rmdir()
    file.edit(tagged("s02", "VIEW"))
    assert open_file(path).read().answers["text-labels"].value == {"s01": Tag("CLAIM"), "s02": Tag("VIEW")}


def test_a_folder_in_the_place_of_the_file_is_said_in_a_sentence(path):
    path.mkdir(parents=True)
    with pytest.raises(UnspinError, match=r"02-claim-or-view\.json"):
        open_file(path)


def test_a_file_in_the_place_of_the_folder_is_said_in_a_sentence(path):
    path.parent.write_text("I am no folder.")
    with pytest.raises(UnspinError, match=r"02-claim-or-view\.json|Not saved"):
        open_file(path).edit(tagged("s01", "CLAIM"))
    assert path.parent.read_text() == "I am no folder."


@posix
def test_a_full_disk_is_said_and_the_old_file_stays_whole(path):
    open_file(path).edit(tagged("s01", "CLAIM"))
    before = path.read_bytes()
    code = """
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try_to_save(sys.argv[1], lambda answers: with_answer(answers, "why", TextAnswer("x" * 5000)))
    """
    run = run_python(code, path)
    assert run.stdout.startswith("Not saved: the disk is full."), run.stderr
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == [f".{path.name}.lock", path.name]


@posix
def test_a_folder_that_cannot_be_written_to_is_said_and_the_old_file_stays_whole(open_folder):
    path = open_folder / f"{LESSON}.json"
    open_file(path).edit(tagged("s01", "CLAIM"))
    before = path.read_bytes()
    open_folder.chmod(0o555)
    path.with_name(f".{path.name}.lock").unlink()
    run = run_python(f"as_ordinary_user()\ntry_to_save({str(path)!r}, lambda answers: answers)")
    assert run.stdout.startswith(f"Not saved: the folder '{open_folder}' cannot be written to."), run.stderr
    assert path.read_bytes() == before


@posix
def test_a_folder_that_cannot_be_made_is_said(open_folder):
    open_folder.chmod(0o555)
    path = open_folder / "answers" / f"{LESSON}.json"
    run = run_python(f"as_ordinary_user()\ntry_to_save({str(path)!r}, lambda answers: answers)")
    assert run.stdout.startswith(f"Not saved: the folder '{open_folder / 'answers'}' cannot be written to."), run.stderr


@posix
def test_a_file_that_cannot_be_read_is_said(open_folder):
    path = open_folder / f"{LESSON}.json"
    open_file(path).edit(tagged("s01", "CLAIM"))
    path.chmod(0o000)
    run = run_python(f"as_ordinary_user()\ntry_to_save({str(path)!r}, lambda answers: answers)")
    assert run.stdout.startswith(f"{path.name} cannot be read: Permission denied"), run.stderr


@posix
def test_a_damaged_file_that_cannot_be_set_aside_is_said(open_folder):
    path = open_folder / f"{LESSON}.json"
    path.write_bytes(b"{")
    open_folder.chmod(0o555)
    run = run_python(f"as_ordinary_user()\ntry_to_save({str(path)!r}, lambda answers: answers)")
    assert "It could not be set aside either" in run.stdout, run.stderr
    assert path.read_bytes() == b"{"


def test_a_process_that_dies_in_the_middle_of_saving_leaves_the_old_file_whole(path):
    open_file(path).edit(tagged("s01", "CLAIM"))
    before = path.read_bytes()
    code = """
        os.fsync = lambda _: os._exit(9)  # the bytes are written, not yet in the place of the file
        AnswersFile(Path(sys.argv[1]), "02-claim-or-view").edit(
            lambda answers: with_answer(answers, "why", TextAnswer("Because"))
        )
    """
    assert run_python(code, path).returncode == 9
    assert path.read_bytes() == before
    open_file(path).edit(tagged("s02", "VIEW"))
    assert open_file(path).read().answers["text-labels"].value == {"s01": Tag("CLAIM"), "s02": Tag("VIEW")}


def test_a_process_that_is_killed_at_any_moment_leaves_all_that_it_called_saved(path):
    source = textwrap.dedent("""
        import sys
        from pathlib import Path
        from unspin.answers.schema import *
        from unspin.answers.file import AnswersFile
        file = AnswersFile(Path(sys.argv[1]), "02-claim-or-view")
        for number in range(10_000):
            text = TextAnswer("x" * 10_000 + f" {number}")
            file.edit(lambda answers: with_answer(answers, "why", text))
            print(number, flush=True)
    """)
    for _ in range(8):
        command = [sys.executable, "-c", source, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            said = [writer.stdout.readline() for _ in range(7)]
            writer.kill()
            said += writer.stdout.read().split("\n")[:-1]
        kept = parse(path.read_bytes()).answers["why"].value
        assert int(kept.split()[1]) in (int(said[-1]), int(said[-1]) + 1)


def test_a_file_that_another_program_holds_too_long_is_said(path, monkeypatch):
    monkeypatch.setattr(answers_file, "LOCK_SECONDS", 0.2)
    file = open_file(path)
    file.edit(tagged("s01", "CLAIM"))
    with (
        FileLock(path.with_name(f".{path.name}.lock")),
        pytest.raises(UnspinError, match=r"Another program holds '02-claim-or-view\.json'"),
    ):
        file.edit(tagged("s02", "VIEW"))
    assert file.edit(tagged("s03", "NONE")).answers["text-labels"].value.keys() == {"s01", "s03"}


def test_a_path_with_spaces_and_other_scripts_works(tmp_path):
    path = Path(tmp_path) / "Ma leçon – درس 😀" / f"{LESSON}.json"
    open_file(path).edit(tagged("s01", "CLAIM"))
    assert open_file(path).read().answers["text-labels"].value == {"s01": Tag("CLAIM")}


def test_pythons_in_a_browser_take_no_lock_that_a_closed_tab_would_leave_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr("filelock.FileLock", None)
    path = tmp_path / "lesson.json"
    (tmp_path / ".lesson.json.lock").write_text("left behind by a tab that was closed while it saved")
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, "why", TextAnswer("Because.")))
    assert AnswersFile(path, LESSON).read().answers == {"why": TextAnswer("Because.")}
    path.write_text("{")
    assert "damaged" in AnswersFile(path, LESSON).notices[0]
