"""The course folder, alone and with the real nbgrader: validated, released, handed in, autograded, exported."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader_environment import ROOT, make_environment, nbgrader

from unspin.answers.key import read_key
from unspin.cli import main
from unspin.editions.build import read_notebook
from unspin.editions.keyless import exercise_without_key, files_without_keys, read_cells
from unspin.editions.nbgrader.course import write_course
from unspin.lesson.exercise import BEGIN, END, TEACHER_TAG
from unspin.marks.scoring import score_labels
from unspin.text import library
from unspin.words.errors import UnspinError

pytestmark = pytest.mark.slow

LESSON = "02-claim-or-view"
NOTEBOOK = f"{LESSON}.ipynb"
LABELS = "icpa-withdrawal-labels"
SAVED = Path("answers", "exercises", f"{LESSON}.json")
KEY = read_key(ROOT / "data" / "keys" / f"{LESSON}.json")
ALL_CHECKS = sum(check.points for check in KEY.checks.values())
HALF_LABELLED = 16  # sentences of 21: with their labels, nearly half of the points for labels
os_has_exchange = pytest.mark.skipif(os.name == "nt", reason="nbgrader's exchange does not exist on Windows")


def run(course: Path, *words: str | Path) -> str:
    """Run an nbgrader command that must succeed; return what it said."""
    done = nbgrader(course, *words)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-3000:]
    return said


@pytest.fixture(scope="session")
def real_nbgrader() -> None:
    """Make the environment that nbgrader needs, or fail in one sentence."""
    problem = ""
    try:
        make_environment()
    except RuntimeError as error:
        problem = str(error)
    if problem:
        pytest.fail(problem, pytrace=False)


@pytest.fixture(scope="module")
def released(real_nbgrader, tmp_path_factory) -> Path:
    """A course with one lesson, which nbgrader validated and made a release of."""
    course = tmp_path_factory.mktemp("nbgrader") / "course"
    assert main(["nbgrader", str(course), LESSON]) == 0
    said = run(course, "validate", Path("source", LESSON, NOTEBOOK))
    assert "Success! Your notebook passes all the tests." in said
    run(course, "generate_assignment", LESSON)
    return course


@pytest.fixture(scope="module")
def graded(released) -> Path:
    """The same course after four students handed in and nbgrader graded them."""
    solved = json.loads(_solved(released).read_text(encoding="utf-8"))
    hand_in(released, "untouched")
    hand_in(released, "solved", answers=solved["answers"])
    hand_in(released, "half", answers=half_of(solved["answers"]))
    hand_in(released, "coder", code={"number-of-claims": "claims = (key['label'] == 'CLAIM').sum()"})
    in_the_way = released / "source" / LESSON / SAVED
    in_the_way.parent.mkdir(parents=True)
    shutil.copy(_solved(released), in_the_way)
    run(released, "autograde", LESSON)
    shutil.rmtree(in_the_way.parents[1])
    return released


def _solved(course: Path) -> Path:
    """Return the answers file of the teacher's own run of the source."""
    return course / "answers" / "source" / "exercises" / f"{LESSON}.json"


def half_of(answers: dict) -> dict:
    """Return some of the labels, and every other one of the short answers."""
    labels = answers[LABELS]["value"]
    some = dict(list(sorted(labels.items()))[:HALF_LABELLED])
    short = [name for name in sorted(KEY.checks) if name != LABELS][::2]
    return {LABELS: {**answers[LABELS], "value": some}, **{name: answers[name] for name in short}}


def hand_in(course: Path, student: str, *, answers: dict | None = None, code: dict[str, str] | None = None) -> None:
    """Put a release that a student worked on where nbgrader collects it."""
    folder = course / "submitted" / student / LESSON
    shutil.copytree(course / "release" / LESSON, folder)
    if answers:
        saved = json.loads(_solved(course).read_text(encoding="utf-8")) | {"answers": answers, "student": student}
        (folder / SAVED).parent.mkdir(parents=True)
        (folder / SAVED).write_text(json.dumps(saved), encoding="utf-8")
    notebook = json.loads((folder / NOTEBOOK).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if line := (code or {}).get(cell["id"]):
            cell["source"] = [*cell["source"], "\n", line]
    (folder / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")


def points(course: Path) -> dict[str, float]:
    """Return what nbgrader exports as CSV: points by student."""
    run(course, "export", "--to", course / "grades.csv")
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def cells_by_id(path: Path) -> dict[str, str]:
    return {cell["id"]: "".join(cell["source"]) for cell in read_notebook(path)["cells"]}


def test_the_release_holds_no_solution_no_teachers_cell_and_no_answers(released):
    release = released / "release" / LESSON
    found = cells_by_id(release / NOTEBOOK)
    solution = read_notebook(ROOT / "solutions" / NOTEBOOK)["cells"]
    regions = [cell["source"].split(BEGIN)[1].split(END)[0].strip() for cell in solution if BEGIN in cell["source"]]
    teachers = [cell["source"] for cell in solution if TEACHER_TAG in cell["metadata"].get("tags", [])]
    assert regions and teachers
    text = "\n".join(found.values())
    assert not [one for one in (*regions, *teachers, BEGIN, END, "NotImplementedError") if one in text]
    assert not [path for folder in ("source", "release") for path in (released / folder).rglob("answers")]
    everything = b"".join(path.read_bytes() for path in release.rglob("*") if path.is_file())
    assert KEY.answers["why"].value[:40].encode() not in everything  # the solution's answer to an open question


def test_the_teachers_own_run_of_the_source_is_saved_where_nothing_is_handed_out(released):
    assert json.loads(_solved(released).read_text(encoding="utf-8"))["answers"][LABELS]


def test_an_untouched_assignment_earns_nothing_and_its_solution_all_that_is_marked(graded):
    found = points(graded)
    assert (found["untouched"], found["solved"]) == (0, ALL_CHECKS)
    assert found["coder"] == 1


def test_half_right_is_about_half_and_a_part_of_the_points_of_one_answer_is_kept(graded):
    article = library.article("icpa-withdrawal")
    given = {sid: article.key.labels[sid].label for sid in sorted(article.key.labels)[:HALF_LABELLED]}
    share = score_labels(article.key, given, library.tagset()).score
    short = [name for name in sorted(KEY.checks) if name != LABELS][::2]
    assert 0.4 < share < 0.5 and len(short) == 4
    expected = round(KEY.checks[LABELS].points * share, 2) + sum(KEY.checks[name].points for name in short)
    assert 0.4 * ALL_CHECKS < expected < 0.5 * ALL_CHECKS
    assert points(graded)["half"] == pytest.approx(expected)


def test_what_is_graded_is_the_students_own_answers_file(graded):
    for student in ("solved", "half"):
        handed_in, kept = (graded / step / student / LESSON / SAVED for step in ("submitted", "autograded"))
        assert json.loads(kept.read_text(encoding="utf-8")) == json.loads(handed_in.read_text(encoding="utf-8"))


def test_no_cell_of_an_untouched_assignment_fails_or_warns(graded):
    cells = read_notebook(graded / "autograded" / "untouched" / LESSON / NOTEBOOK)["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert outputs and not [one for one in outputs if one["output_type"] == "error" or one.get("name") == "stderr"]


def test_open_questions_wait_for_the_teacher_and_show_what_was_saved(graded):
    with sqlite3.connect(graded / "gradebook.db") as book:
        waiting = book.execute("select count(*) from grade where needs_manual_grade").fetchone()[0]
    asked = [name for name, most in KEY.open.items() if most]
    assert waiting == 4 * len(asked) > 0
    solved = read_notebook(graded / "autograded" / "solved" / LESSON / NOTEBOOK)
    shown = json.dumps([cell.get("outputs") for cell in solved["cells"] if cell["id"] in asked], ensure_ascii=False)
    assert all(name in [cell["id"] for cell in solved["cells"]] for name in asked)
    assert KEY.answers["why"].value[:40] in shown


@os_has_exchange
def test_the_answers_travel_through_nbgraders_exchange(released, tmp_path):
    exchange, home = tmp_path / "exchange", tmp_path / "home"
    for folder in (exchange, home):
        folder.mkdir()
        folder.chmod(0o777)
    where = (f"--Exchange.root={exchange}", f"--Exchange.cache={tmp_path / 'cache'}", "--course=unspin")
    run(released, "release_assignment", LESSON, *where)
    run(home, "fetch_assignment", LESSON, *where)
    shutil.copytree(_solved(released).parent, home / LESSON / SAVED.parent)
    run(home, "submit", LESSON, *where)
    run(released, "collect", LESSON, *where)
    student = next(path for path in (released / "submitted").iterdir() if (path / LESSON / "timestamp.txt").exists())
    assert (student / LESSON / SAVED).read_bytes() == _solved(released).read_bytes()
    shutil.rmtree(student)


def test_without_keys_nothing_is_released_that_tells_an_answer_and_all_that_is_asked_is_graded(graded, tmp_path):
    course = tmp_path / "course"
    write_course(library.here(), course, [LESSON], keys=False)
    run(course, "generate_assignment", LESSON)
    release = course / "release" / LESSON
    files = {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}
    data = {path: content for path, content in files.items() if path != NOTEBOOK}
    assert data.items() <= files_without_keys(ROOT).items()
    exercise = exercise_without_key(read_cells(ROOT / "exercises" / NOTEBOOK))["cells"]
    found = cells_by_id(release / NOTEBOOK)
    assert [found[cell["id"]].replace("\n\n", "\n") for cell in exercise if cell["cell_type"] == "code"] == [
        cell["source"].replace("../data/", "data/").replace("\n\n", "\n")
        for cell in exercise
        if cell["cell_type"] == "code"
    ]
    shutil.copytree(graded / "answers", course / "answers")
    solved = json.loads(_solved(graded).read_text(encoding="utf-8"))
    hand_in(course, "solved", answers=solved["answers"])
    run(course, "autograde", LESSON)
    left = [name for name in KEY.checks if f"check-{name}" in (release / NOTEBOOK).read_text(encoding="utf-8")]
    assert 0 < len(left) < len(KEY.checks)
    assert points(course)["solved"] == sum(KEY.checks[name].points for name in left)


def test_written_again_the_source_is_renewed_and_nothing_else_is_touched(tmp_path):
    write_course(library.here(), tmp_path, [LESSON])
    source = tmp_path / "source" / LESSON
    before = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    (source / NOTEBOOK).write_text("spoilt")
    (source / "data" / "sources.csv").unlink()
    (source / "data" / "left-over.csv").write_text("")
    (tmp_path / "nbgrader_config.py").write_bytes(before[Path("nbgrader_config.py")] + b"# mine\n")
    kept = [Path("nbgrader_config.py"), Path("gradebook.db"), Path("source", LESSON, "map.png")]
    kept += [Path(step, "ada", LESSON, NOTEBOOK) for step in ("submitted", "autograded")] + [Path("release", "x")]
    for path in kept[1:]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("kept")
    write_course(library.here(), tmp_path, [LESSON])
    after = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == {**before, **dict.fromkeys(kept, b"kept"), kept[0]: before[kept[0]] + b"# mine\n"}


def test_without_a_name_all_lessons_are_written_each_with_its_own_key_alone(tmp_path):
    write_course(library.here(), tmp_path)
    lessons = sorted(path.stem for path in (ROOT / "solutions").glob("[0-9]*.ipynb"))
    assert sorted(path.name for path in (tmp_path / "source").iterdir()) == lessons
    for lesson in lessons:
        assert [path.stem for path in (tmp_path / "source" / lesson / "data" / "keys").iterdir()] == [lesson]


def test_what_was_written_is_said_with_the_next_command_and_what_is_readable(tmp_path, capsys):
    assert main(["nbgrader", str(tmp_path / "new"), LESSON]) == 0
    said = capsys.readouterr().out
    assert f"nbgrader generate_assignment {LESSON}" in said and "for practice" in said and "--no-keys" in said
    assert main(["nbgrader", str(tmp_path / "new"), "--no-keys"]) == 0
    assert "No assignment holds a key." in capsys.readouterr().out


def test_an_unknown_lesson_is_answered_with_the_nearest_one(tmp_path, capsys):
    assert main(["nbgrader", str(tmp_path / "new"), "02-claim-or-veiw"]) == 2
    assert capsys.readouterr().err == f"There is no lesson called '02-claim-or-veiw'. Did you mean {LESSON!r}?\n"
    assert not (tmp_path / "new").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    for name in ("letter.txt", "nbgrader_config.py"):
        folder = tmp_path / name.partition(".")[0]
        folder.mkdir()
        (folder / name).write_text("c = get_config()")
        with pytest.raises(UnspinError, match=r"is not empty and was not made by this command\. Name a new folder"):
            write_course(library.here(), folder)
        assert [path.name for path in folder.iterdir()] == [name]


def test_a_file_or_a_folder_of_the_courses_own_data_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnspinError, match="is a file"):
        write_course(library.here(), tmp_path / "file")
    with pytest.raises(UnspinError, match="lies in the course's own 'data'"):
        write_course(library.here(), ROOT / "data" / "nbgrader")
    with pytest.raises(UnspinError, match=r"cannot be written: .*\. Name another one\."):
        write_course(library.here(), tmp_path / "file" / "deeper")


def test_a_students_copy_says_that_the_teachers_is_needed(course, tmp_path):
    shutil.rmtree(course / "solutions")
    with pytest.raises(UnspinError, match="There are no solutions in"):
        write_course(library.here(), tmp_path / "new")


def test_in_an_assignment_answers_are_saved_beside_the_notebook_and_marked_with_the_keys_of_the_teacher(tmp_path):
    write_course(library.here(), tmp_path, [LESSON], keys=False)
    at_home = tmp_path / "home" / LESSON
    shutil.copytree(tmp_path / "source" / LESSON, at_home)
    name = "what-the-figure-supports"
    check = f"open_lesson({LESSON!r}).check({name!r}, {KEY.answers[name].value!r})"
    kept = {name: value for name, value in os.environ.items() if name not in ("UNSPIN_ANSWERS", "UNSPIN_KEYS")}
    for course, earned in (({}, "0"), ({"UNSPIN_COURSE": str(tmp_path / "teacher")}, "1")):
        options = {"cwd": at_home, "env": kept | course, "capture_output": True, "text": True}
        done = subprocess.run([sys.executable, "-c", f"from unspin import open_lesson; print({check})"], **options)
        assert done.stdout == f"{earned}\n", done.stderr
    assert (at_home / SAVED).is_file()
