"""A class from hand-ins to its result table."""

import io
import os
import sys

import pytest
from hand_ins import ARTICLE, LESSON, archive, computed, hand_in, labels, notebook, write

from unspin.answers.schema import ChoiceAnswer, LabelsAnswer, NumberAnswer, Tag, TextAnswer
from unspin.desk.all_cores import FEW
from unspin.desk.grade.grade import grade, score_all
from unspin.desk.grade.graded import NONE, labels_of, sure_of
from unspin.desk.grade.score import Scorer
from unspin.text import library
from unspin.words.errors import UnspinError

FILE = f"{LESSON}--x.json"


def points(graded):
    return {work.student: round(graded.points(work), 2) for work in graded.works}


def test_right_answers_earn_all_points_and_an_untouched_file_none(tmp_path):
    nothing = hand_in("Zoe", share=0)
    for name in computed():
        nothing = nothing.replace(name.encode(), b"not-asked-" + name.encode())
    graded = grade([write(tmp_path, {"a.json": hand_in("Ada"), "z.json": nothing})])
    assert points(graded) == {"Ada": 18.0, "Zoe": 0.0}
    assert graded.out_of(LESSON) == 18.0
    assert list(graded.lessons) == [LESSON]
    assert graded.works[1].scores["share-of-claims"] is None


def test_a_part_earns_a_part(tmp_path):
    wrong = {"share-of-claims": NumberAnswer(0.99), "number-of-claims": ChoiceAnswer("lots")}
    graded = grade([write(tmp_path, {"a.json": hand_in(share=0.7, **wrong)})])
    (work,) = graded.works
    assert 0 < work.scores[f"{ARTICLE}-labels"] < 1
    assert (work.scores["share-of-claims"], work.scores["number-of-claims"]) == (0.0, 0.0)


@pytest.mark.parametrize("label", list(library.tagset().labels))
def test_one_label_for_everything_earns_nothing(label, tmp_path):
    same = LabelsAnswer({s.id: Tag(label) for s in library.article(ARTICLE).sentences})
    graded = grade([write(tmp_path, {"a.json": hand_in(**{f"{ARTICLE}-labels": same})})])
    assert graded.works[0].scores[f"{ARTICLE}-labels"] == 0.0


def test_labels_and_confidence_can_be_read_again(tmp_path):
    given = LabelsAnswer({"s01": Tag("MIXED", 3), "s21": Tag("GUESS"), "s02": Tag("no such label", 1)})
    graded = grade([write(tmp_path, {"a.json": hand_in(**{f"{ARTICLE}-labels": given})})])
    (work,), article, tagset = graded.works, library.article(ARTICLE), library.tagset()
    assert labels_of(work, article, tagset) == {"s01": "MIXED", "s21": "GUESS"}
    assert sure_of(work, article) == {"s01": 3, "s02": 1}
    assert graded.ratings(LESSON, ARTICLE, tagset)[0][:3] == ["MIXED", None, None]
    assert len(work.labels[ARTICLE]) == 21
    assert work.labels[ARTICLE][1] == NONE


def test_open_answers_are_noted_for_the_teacher(tmp_path):
    graded = grade([write(tmp_path, {"a.json": hand_in(why=TextAnswer("Because.")).replace(b"flip-it", b"flop-it")})])
    assert graded.works[0].open_answered == {"flip-it": False, "why": True}


def test_the_newest_hand_in_of_a_student_counts_and_the_others_are_named(tmp_path):
    folder = write(tmp_path / "c", {"old.json": hand_in(share=0.3), "new.json": hand_in(), "half.json": hand_in()[:90]})
    os.utime(folder / "old.json", (1_000, 1_000))
    os.utime(folder / "new.json", (2_000, 2_000))
    os.utime(folder / "half.json", (3_000, 3_000))
    graded = grade([folder])
    assert points(graded) == {"Ada": 18.0}
    assert [(one.file, one.student, one.lesson) for one in graded.set_aside] == [("c/old.json", "Ada", LESSON)]
    assert graded.set_aside[0].why.startswith("A newer hand-in of this student counts: c/new.json.")
    assert [one.file for one in graded.refused] == ["c/half.json"]


def test_a_resubmission_in_canvas_counts_by_its_upload_not_by_its_time(tmp_path):
    files = {f"doejane_12_{upload}_{FILE}": hand_in(share=share) for upload, share in ((900, 0.3), (1000, 1.0))}
    folder = write(tmp_path / "c", files)
    os.utime(folder / f"doejane_12_900_{FILE}", (9_000_000_000, 9_000_000_000))
    assert points(grade([folder])) == {"doejane": 18.0}


def test_who_takes_anothers_name_takes_nobodys_place(tmp_path):
    files = {f"doejane_12_1_{FILE}": hand_in("Ben"), f"lidben_13_2_{FILE}": hand_in("Ben", share=0.5)}
    graded = grade([write(tmp_path / "c", files)])
    assert sorted(work.student for work in graded.works) == ["doejane", "lidben"]
    assert graded.notices[0].startswith("2 people handed in under the name 'Ben', and each was graded: c/doejane")


def test_names_differ_in_more_than_their_case(tmp_path):
    graded = grade(
        [write(tmp_path, {"a.json": hand_in("Ada  B"), "b.json": hand_in("ADA b"), "c.json": hand_in("Adab")})]
    )
    assert len(graded.works) == 2


def test_hand_ins_without_a_name_are_kept_apart_and_said(tmp_path):
    graded = grade([write(tmp_path / "c", {"a.json": hand_in(""), "b.json": hand_in("\u200b")})])
    assert len(graded.works) == 2
    assert graded.notices == (
        "No name stands in c/a.json, so it is nobody's yet. Ask whose it is.",
        "No name stands in c/b.json, so it is nobody's yet. Ask whose it is.",
    )


def test_a_late_hand_in_is_marked_as_late(tmp_path):
    graded = grade([write(tmp_path, {f"doejane_LATE_12_1_{FILE}": hand_in()})])
    assert graded.works[0].late


def test_a_lesson_that_the_course_does_not_have_is_refused_with_the_nearest(tmp_path):
    graded = grade([write(tmp_path, {"a.json": hand_in(lesson="02-claim-or-veiw")})])
    assert "Did you mean '02-claim-or-view'?" in graded.refused[0].why


def test_tags_of_another_version_of_the_text_do_not_count_and_the_rest_does(tmp_path):
    other = hand_in().replace(library.article(ARTICLE).fingerprint.encode(), b"sha256:" + b"0" * 64)
    (work,) = grade([write(tmp_path, {"a.json": other})]).works
    assert work.scores[f"{ARTICLE}-labels"] is None
    assert work.scores["share-of-claims"] == 1.0
    assert work.remarks == (f"Made on another version of the text {ARTICLE!r}: its tags do not count.",)


def test_questions_that_are_left_out_are_not_marked(tmp_path):
    folder = write(tmp_path, {"a.json": hand_in()})
    graded = grade([folder], questions_left_out={LESSON: ["share-of-claims", "why"]})
    assert graded.out_of(LESSON) == 17.0
    assert "share-of-claims" not in graded.works[0].scores
    assert "why" not in graded.lessons[LESSON].open


def test_what_is_left_out_is_not_looked_at(tmp_path):
    folder = write(tmp_path, {"a.json": hand_in(), "graded/students.csv": b"x"})
    assert grade([folder], leave_out=[folder / "graded"]).refused == ()


def test_one_late_student_changes_nothing_for_the_others(tmp_path):
    folder = write(tmp_path, {f"{n}.json": hand_in(f"Student {n}", share=n / 10) for n in range(3, 9)})
    before = grade([folder]).works
    write(folder, {"late.json": hand_in("Late")})
    assert [work for work in grade([folder]).works if work.student != "Late"] == list(before)


def test_a_large_class_in_several_processes_gives_what_one_process_gives(tmp_path):
    files = {f"{n:05}.json": hand_in(f"Student {n}", share=(n % 21) / 21) for n in range(42)}
    whole = {f"{copy}/{name}": data for copy in range(FEW // 42 + 1) for name, data in files.items()}
    few, many = write(tmp_path / "few", files), tmp_path / "many.zip"
    many.write_bytes(archive(whole))
    graded = grade([many])
    assert points(graded) == points(grade([few]))
    assert len(graded.set_aside) == len(whole) - 42


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_is_shown_on_a_terminal_alone(tmp_path, capfd, monkeypatch):
    folder = write(tmp_path, {"a.json": hand_in()})
    shown = {"leave_out": (), "progress": True}
    score_all([folder], Scorer, library.here(), {}, **shown)
    assert capfd.readouterr() == ("", "")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    grade([folder])
    assert terminal.getvalue() == ""
    score_all([folder], Scorer, library.here(), {}, **shown)
    assert "0/1" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r"), "it leaves nothing behind"


def test_a_tree_of_nbgrader_gives_each_students_own_answers(tmp_path):
    course = {
        "data/tagset.toml": b"x",
        "data/keys/k.json": hand_in("Key"),
        f"{LESSON}.ipynb": notebook(hand_in(share=0.1)),
    }
    files = {"ada": f"answers/exercises/{LESSON}.json", "ben": f"answers/notebooks/{LESSON}.json"}
    tree = {f"{who}/{LESSON}/{name}": data for who in files for name, data in course.items()}
    tree |= {f"{who}/{LESSON}/{file}": hand_in("an alias") for who, file in files.items()}
    tree |= {f"cem/{LESSON}/{LESSON}.ipynb": notebook(hand_in("C", share=0.1)), f"ada/{LESSON}/timestamp.txt": b"2026"}
    graded = grade([write(tmp_path / "submitted", tree)])
    assert {work.student: work.scores[f"{ARTICLE}-labels"] == 1.0 for work in graded.works} == {
        "ada": True,
        "ben": True,
        "cem": False,
    }


def test_hand_ins_that_are_not_there_are_said(tmp_path):
    with pytest.raises(UnspinError, match="There is no"):
        grade([tmp_path / "gone.zip"])
    assert labels().value
