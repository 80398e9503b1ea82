"""`unspin grade`, as a teacher uses it: a folder or an archive of hand-ins in, a folder of results out."""

import csv
import html
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hand_ins import ARTICLE, LESSON, archive, hand_in, write
from paths import ROOT

from unspin.answers.schema import LabelsAnswer, Tag, TextAnswer
from unspin.cli import main
from unspin.desk.grade_class import Wanted, grade_class
from unspin.text import library
from unspin.words.errors import UnspinError

FILE = f"{LESSON}--x.json"
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Claim or view (77)
    Points Possible,,,,,18
"Doe, Jane",12,j1,jane,A,
"Lid, Ben",13,b1,ben,A,
"Student, Test",99,,x,A,
"""
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=HYPERLINK(1)",
    "@SUM(1)",
    "+1",
    "-1",
    "\t=1",
    "＝1",
)


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture
def canvas_class(tmp_path):
    """Make an archive as Canvas gives it, and the gradebook of the class."""
    files = {
        f"doejane_12_501_{FILE}": hand_in("Jane", why=TextAnswer("Because it judges.")),
        f"lidben_LATE_13_502_{FILE}": hand_in("Ben", share=0.5),
        f"lidben_13_500_{FILE}": hand_in("Ben", share=0.2),
        "strange_14_503_homework.pdf": b"%PDF-1.7",
    }
    folder = write(tmp_path / "class", {"submissions.zip": archive(files), "gradebook.csv": CANVAS.encode()})
    return folder


def test_a_class_from_canvas_gets_its_gradebook_feedback_and_report(canvas_class, tmp_path):
    out = tmp_path / "graded"
    said = grade_class(
        [canvas_class / "submissions.zip"], Wanted(out, roster=canvas_class / "gradebook.csv"), library.here()
    )
    assert said[0] == f"Graded 2 hand-ins ({LESSON}: 2). Not counted: 2, each with its reason in hand-ins.csv."
    assert [row["Student"] for row in rows(out / "canvas.csv")] == ["    Points Possible", "Doe, Jane", "Lid, Ben"]
    assert rows(out / "canvas.csv")[1]["Claim or view (77)"] == "18"
    assert 0 < float(rows(out / "canvas.csv")[2]["Claim or view (77)"]) < 18
    assert [(row["student"], row["late"]) for row in rows(out / "students.csv")] == [
        ("Doe, Jane", "no"),
        ("Lid, Ben", "yes"),
    ]
    assert {row["what"] for row in rows(out / "hand-ins.csv")} == {"counted", "set aside", "refused"}
    assert len(rows(out / "hand-ins.csv")) == 4
    assert len(list((out / "feedback").glob("*.html"))) == len(list((out / "feedback").glob("*.txt"))) == 2
    assert "Class report" in (out / "class-report.html").read_text("utf-8")
    assert rows(out / "unmatched.csv") == []


def test_grading_again_gives_the_same_bytes(canvas_class, tmp_path):
    for name in ("one", "two"):
        grade_class([canvas_class / "submissions.zip"], Wanted(tmp_path / name), library.here())
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_late_student_changes_nothing_for_the_others(tmp_path):
    folder = write(tmp_path / "class", {f"{n}.json": hand_in(f"Student {n}", share=n / 9) for n in range(3, 9)})
    grade_class([folder], Wanted(tmp_path / "graded"), library.here())
    before = contents(tmp_path / "graded")
    write(folder, {"late.json": hand_in("Late")})
    grade_class([folder], Wanted(tmp_path / "graded"), library.here())
    after = contents(tmp_path / "graded")
    assert {name: after[name] for name in before if name.startswith("feedback/")} == {
        name: data for name, data in before.items() if name.startswith("feedback/")
    }
    assert set(before["students.csv"].splitlines()) < set(after["students.csv"].splitlines())
    assert set(before["grades.csv"].splitlines()) < set(after["grades.csv"].splitlines())


def test_points_of_the_teacher_survive_and_count(tmp_path):
    folder = write(tmp_path / "class", {"a.json": hand_in("Ada", why=TextAnswer("Because."))})
    grade_class([folder], Wanted(tmp_path / "graded"), library.here())
    own = folder / "teacher-points.csv"
    typed = own.read_text("utf-8-sig").replace("why,Because.,3,,", "why,Because.,3,2.5,Name the word.")
    own.write_text(typed, encoding="utf-8")
    write(folder, {"b.json": hand_in("Ben")})
    said = grade_class([folder], Wanted(tmp_path / "graded"), library.here())
    assert f"Your points or notes for 1 answers were read from {str(own)!r}." in said
    assert "2.5,Name the word." in own.read_text("utf-8-sig")
    assert [row["points"] for row in rows(own)] == ["", "2.5", "", ""]
    (page,) = (tmp_path / "graded" / "feedback").glob("*ada*.txt")
    assert "Name the word." in page.read_text("utf-8")
    given = {(row["student"], row["answer"]): row["points"] for row in rows(tmp_path / "graded" / "grades.csv")}
    assert given["Ada", "why"] == "2.5"


def test_while_an_exercise_is_open_nothing_says_what_the_key_is(tmp_path):
    wrong = LabelsAnswer({s.id: Tag("VIEW") for s in library.article(ARTICLE).sentences})
    files = {f"{n}.json": hand_in(f"Student {n}", **{f"{ARTICLE}-labels": wrong}) for n in range(6)}
    folder, key = write(tmp_path / "class", files), library.article(ARTICLE).key
    for open_ in (True, False):
        out = tmp_path / f"open-{open_}"
        grade_class([folder], Wanted(out, open_=open_), library.here())
        whole = "\n".join(data.decode("utf-8") for name, data in contents(out).items() if not name.endswith(".csv"))
        reasons = [one.why for one in key.labels.values() if one.why in html.unescape(whole)]
        assert bool(reasons) is not open_


def test_what_a_student_typed_is_text_in_every_output(tmp_path):
    files = {f"{n}.json": hand_in(f"{text} {n}"[:90], why=TextAnswer(text)) for n, text in enumerate(HOSTILE)}
    folder = write(
        tmp_path / "class", {**files, "=cmd()<script>.json": hand_in("Zed"), "<svg onload=alert(1)>.txt": b"x"}
    )
    grade_class([folder], Wanted(tmp_path / "graded"), library.here())
    for name, data in contents(tmp_path / "graded").items():
        text = data.decode("utf-8-sig")
        if name.endswith(".html"):
            assert not [tag for tag in ("<script>alert", "<img src=x", "<svg onload") if tag in text], name
        elif name.endswith(".csv"):
            for row in csv.reader(io.StringIO(text, newline="")):
                assert not [
                    cell
                    for cell in row
                    if cell.startswith(("=", "@", "+", "\t", "\r", "＝", "<svg onload=alert(1)>.txt=")) or cell == "-1"
                ]


def test_with_the_edition_without_keys_what_was_left_out_does_not_count(tmp_path):
    folder = write(tmp_path / "class", {"a.json": hand_in("Ada")})
    grade_class([folder], Wanted(tmp_path / "graded", keys=False), library.here())
    (row,) = rows(tmp_path / "graded" / "students.csv")
    assert 10 <= float(row["out_of"]) < 18
    assert row["points"] == row["out_of"]


def test_bad_hand_ins_alone_are_listed_and_nothing_else_is_lost(tmp_path):
    folder = write(tmp_path / "class", {"a.json": b"", "b.zip": b"PK"})
    said = grade_class([folder], Wanted(tmp_path / "graded"), library.here())
    assert said[0].startswith("Graded 0 hand-ins (none could be counted). Not counted: 2")
    assert len(rows(tmp_path / "graded" / "hand-ins.csv")) == 2


def test_results_inside_of_the_folder_of_hand_ins_are_no_hand_ins(tmp_path):
    folder = write(tmp_path / "class", {"a.json": hand_in("Ada")})
    for _ in range(2):
        said = grade_class([folder], Wanted(folder / "graded"), library.here())
        assert said[0] == f"Graded 1 hand-in ({LESSON}: 1)."


@pytest.mark.parametrize("named", ["graded", "graded/feedback", "graded/students.csv"])
def test_results_are_never_graded_in_their_own_place(named, tmp_path):
    grade_class([write(tmp_path / "class", {"a.json": hand_in("Ada")})], Wanted(tmp_path / "graded"), library.here())
    before = contents(tmp_path)
    with pytest.raises(UnspinError, match=r"lies in .*graded', where the results go\. Name another folder with --to\."):
        grade_class([tmp_path / named], Wanted(tmp_path / "graded"), library.here())
    assert contents(tmp_path) == before


def test_a_path_that_no_file_can_have_is_said():
    with pytest.raises(UnspinError, match=r"There is no file or folder"):
        grade_class([Path("x" * 5_000)], Wanted(Path("graded")), library.here())


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (lambda tmp: Wanted(tmp / "thesis"), "holds other things, such as 'notes.txt'"),
        (lambda tmp: Wanted(tmp / "graded", roster=tmp / "gone.csv"), "cannot be read"),
        (lambda tmp: Wanted(tmp / "graded", roster=tmp / "thesis" / "notes.txt"), "no class list that is known"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(wanted, why, tmp_path):
    write(tmp_path, {"thesis/notes.txt": b"mine,too\n1,2\n", "class/a.json": hand_in("Ada")})
    before = contents(tmp_path)
    with pytest.raises(UnspinError, match=why):
        grade_class([tmp_path / "class"], wanted(tmp_path), library.here())
    assert contents(tmp_path) == before


def test_a_run_that_is_killed_leaves_the_old_results_or_the_new(tmp_path):
    folder = write(tmp_path / "class", {f"{n}.json": hand_in(f"Student {n}", share=n / 9) for n in range(9)})
    command = [sys.executable, "-m", "unspin.cli", "grade", str(folder), "--to", str(tmp_path / "graded")]
    root = ROOT
    subprocess.run(command, check=True, cwd=root, capture_output=True)
    old = contents(tmp_path / "graded")
    for path in folder.glob("[0-4].json"):
        path.unlink()
    for seconds in (0.3, 0.5, 0.7, 0.9, 1.1):
        with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL) as run:
            try:
                run.wait(seconds)
            except subprocess.TimeoutExpired:
                run.kill()
        found = contents(tmp_path / "graded")
        assert found == old or len(found) < len(old) - 5, "half of each"
    assert os.listdir(tmp_path / "graded")


def test_the_command_says_what_it_did_and_what_it_needs(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UNSPIN_COURSE", str(ROOT))
    assert main(["grade"]) == 2
    assert "unspin grade --try" in capsys.readouterr().err
    assert main(["grade", "gone"]) == 2
    assert "There is no file or folder 'gone'" in capsys.readouterr().err
    assert main(["grade", "--try"]) == 0
    assert "For the next lesson: 'graded/class-report.html'" in capsys.readouterr().out
    assert (tmp_path / "simulated-hand-ins" / "teacher-points.csv").exists()
