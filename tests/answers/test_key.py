import json

import pytest

from unspin.answers.key import LessonKey, key_bytes, read_key
from unspin.answers.schema import ChoiceAnswer, LabelsAnswer, NumberAnswer, Tag
from unspin.lesson.check import Check
from unspin.words.errors import UnspinError

KEY = LessonKey(
    lesson="02-claim-or-view",
    checks={"share": Check(2.0, 0.005), "which": Check()},
    open={"why": 3.0},
    answers={
        "share": NumberAnswer(0.381),
        "which": ChoiceAnswer("Registered"),
        "text-labels": LabelsAnswer({"s01": Tag("CLAIM")}),
    },
)


def test_a_key_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "02-claim-or-view.json"
    path.write_bytes(key_bytes(KEY))
    assert read_key(path) == KEY


def test_a_key_is_indented_json_that_names_its_format():
    text = key_bytes(KEY).decode("utf-8")
    assert json.loads(text)["format"] == "unspin-key/1"
    assert text.startswith('{\n  "format"') and text.endswith("}\n")


def test_the_same_key_is_always_the_same_bytes():
    assert key_bytes(KEY) == key_bytes(KEY)


def test_where_there_is_no_key_there_is_none(tmp_path):
    assert read_key(tmp_path / "no.json") is None


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"checks": 3}', b'{"lesson": "\xff"}', b'{"more": ' + b"[" * 100_000]
)
def test_a_damaged_key_names_the_command_that_makes_it_again(tmp_path, data):
    path = tmp_path / "02-claim-or-view.json"
    path.write_bytes(data)
    with pytest.raises(UnspinError, match=r"'02-claim-or-view\.json' cannot be read .* unspin build"):
        read_key(path)


def test_a_key_of_another_version_is_said(tmp_path):
    path = tmp_path / "02.json"
    path.write_bytes(key_bytes(LessonKey(lesson="02")).replace(b"unspin-key/1", b"unspin-key/2"))
    with pytest.raises(UnspinError, match=r"'02\.json' is of another version \(unspin-key/2\)\. Make it again with"):
        read_key(path)
