"""Whose a hand-in is, by the names that platforms give."""

import pytest

from unspin.desk.arrive.senders import Sender, sender

FILE = "02-claim-or-view--ada.json"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"doejane_1234_5678_{FILE}", Sender("1234", "doejane", 5678)),
        (f"doejane_LATE_1234_5678_{FILE}", Sender("1234", "doejane", 5678, late=True)),
        (f"Jane Doe_991_assignsubmission_file/{FILE}", Sender("991", "Jane Doe")),
        (f"Jane Doe_991_assignsubmission_file_{FILE}", Sender("991", "Jane Doe")),
        (f"Jean_Luc Doe_991_assignsubmission_file_/answers/{FILE}", Sender("991", "Jean_Luc Doe")),
        (f"Jane Doe - {FILE}", Sender(name="Jane Doe")),
        (f"submitted/jane/02-claim-or-view/{FILE}", Sender("jane", "jane")),
        (f"submitted/jane/02-claim-or-view/answers/exercises/{FILE}", Sender("jane", "jane")),
        (f"class/{FILE}", Sender()),
        ("submitted/02.json", Sender()),
        ("submitted/jane/02/Some One_1_assignsubmission_file_x.json", Sender("jane", "jane")),
        ("submitted/jane/02/someone_1_2_x.json", Sender("jane", "jane")),
        (f"drive.zip/Lesson 2 - Claim or view/Jane Doe - work.zip/Some One - {FILE}", Sender(name="Jane Doe")),
        (f"Lesson 2 - Claim or view.zip/{FILE}", Sender()),
        ("02-claim-or-view--student-07.json", Sender()),
    ],
)
def test_the_path_says_whose_it_is(path, expected):
    assert sender(path.split("/")) == expected


@pytest.mark.parametrize(
    "outer",
    ["Jane Doe_991_assignsubmission_file", "doejane_991_7_work.zip"],
)
def test_what_the_platform_named_counts_more_than_what_the_student_named(outer):
    assert sender(["class.zip", outer, "someoneelse_1_2_file.json"]).id == "991"
    assert sender(["class.zip", outer, "Some One_1_assignsubmission_file", "file.json"]).id == "991"


def test_the_name_of_the_teachers_own_archive_makes_nobody_the_sender_of_all():
    assert sender(["art_101_2026_essays.zip", FILE]) == Sender()


def test_a_name_from_a_path_can_be_shown():
    assert sender(["J\u202eane\x00 Doe_991_assignsubmission_file", "x.json"]).name == "Jane Doe"
    assert len(sender(["J" * 190 + "_991_assignsubmission_file", "x.json"]).name) == 100
