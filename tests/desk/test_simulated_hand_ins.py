import csv

import pytest
from another_tag_set import write_course
from paths import ROOT

from unspin.answers.schema import LabelsAnswer, NumberAnswer, parse
from unspin.desk import simulated_hand_ins
from unspin.desk.grade.grade import grade
from unspin.text import library
from unspin.words.errors import UnspinError


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def folder(tmp_path):
    return simulated_hand_ins.write(library.here(), tmp_path)


def hand_in(folder, lesson, number):
    return parse((folder / f"{lesson}--student-{number:02}.json").read_bytes())


def test_they_are_named_as_downloads_in_a_folder_that_says_they_are_simulated(folder, tmp_path):
    assert folder == tmp_path / "simulated-hand-ins"
    assert (folder / "02-claim-or-view--student-07.json").is_file()
    assert len([*folder.glob("02-claim-or-view--student-*.json")]) == 30
    assert hand_in(folder, "02-claim-or-view", 7).student == "Simulated student 07"


def test_lesson_2_holds_the_labels_of_the_simulated_class_before_its_talk(folder):
    with (ROOT / "data" / "class" / "class-simulated.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["student"] == "simulated-07" and r["round"] == "1"]
    tags = hand_in(folder, "02-claim-or-view", 7).answers["icpa-withdrawal-labels"].value
    assert {s: (tag.label, tag.confidence) for s, tag in tags.items()} == {
        row["sentence_id"]: (row["label"], int(row["confidence"])) for row in rows
    }


def test_there_is_a_baseline_and_there_are_computed_answers(folder):
    assert isinstance(hand_in(folder, "01-first-read", 2).answers["01-baseline-labels"], LabelsAnswer)
    numbers = [hand_in(folder, "02-claim-or-view", n).answers.get("number-of-claims") for n in range(1, 31)]
    right = [one for one in numbers if one == NumberAnswer(8.0)]
    assert 5 < len(right) < 28


def test_they_are_the_same_bytes_each_time(folder, tmp_path):
    again = simulated_hand_ins.write(library.here(), tmp_path / "again")
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {p.name: p.read_bytes() for p in again.iterdir()}


def test_a_larger_class_begins_with_the_same_students(folder, tmp_path):
    larger = simulated_hand_ins.write(library.here(), tmp_path / "larger", students=40)
    assert len([*larger.glob("02-*.json")]) == 40
    assert {p.name for p in folder.iterdir()} < {p.name for p in larger.iterdir()}
    for path in folder.iterdir():
        assert (larger / path.name).read_bytes() == path.read_bytes()


def test_the_grader_counts_every_one_of_them(folder):
    graded = grade([folder])
    assert len(graded.works) == len([*folder.iterdir()]) and not graded.refused and not graded.set_aside
    assert [*graded.lessons] == ["01-first-read", "02-claim-or-view", "08-write-it-straight"]
    points = [graded.points(one) / graded.out_of(one.lesson) for one in graded.of("02-claim-or-view")]
    assert 0.1 < min(points) < max(points) < 1.0
    assert library.article("transfer").id in graded.of("08-write-it-straight")[0].labels


def test_an_edition_without_keys_says_where_the_grading_can_be_tried_and_writes_nothing(tmp_path):
    course = write_course(tmp_path / "course")
    with pytest.raises(UnspinError, match=r"holds no keys, .* in the teacher's copy, the one that holds 'solutions'"):
        simulated_hand_ins.write(library.Library(course), tmp_path / "here")
    assert not (tmp_path / "here").exists()
