import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from key_content import KEY_TABLES, KEYS, found_in
from real_jupyterlab import ROOT, copy_course

from unspin import figures, open_lesson
from unspin.cli import main
from unspin.editions.build import read_notebook, run_notebook
from unspin.editions.handout import FILES, handout, make_edition
from unspin.editions.keyless import NOTE
from unspin.text import library
from unspin.text.library import Library
from unspin.words.errors import UnspinError

LESSONS = sorted(path.stem for path in (ROOT / "exercises").glob("[0-9][0-9]-*.ipynb"))
FOR_TEACHERS = ("solutions", "tests", "benchmarks", "docs", "answers", "TEACHING.md", "CONTRIBUTING.md", "conftest.py")
GIVES_THE_KEY = sorted(
    [
        *KEY_TABLES,
        *KEYS,
        *(path for lesson in LESSONS for path in ROOT.glob(f"solutions/{lesson}.ipynb")),
        *(path for path in ROOT.glob("notebooks/0[2-8]-*.ipynb")),
    ]
)
# A run that ends in the middle, as a power cut ends it.
CUT_OFF = """
import os, sys
from pathlib import Path
from unspin.editions.handout import handout
from unspin.text.library import here
write, written = Path.write_bytes, []
def write_some(path, content):
    written.append(path)
    if len(written) > 40:
        os._exit(9)
    return write(path, content)
Path.write_bytes = write_some
handout(here(), Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def full():
    return make_edition(Library(ROOT), keys=True).files


@pytest.fixture(scope="module")
def keyless():
    return make_edition(Library(ROOT), keys=False).files


@pytest.fixture
def whole_course(tmp_path, monkeypatch):
    """Stand in a copy of the course in which people have worked."""
    root = tmp_path / "course"
    root.mkdir()
    copy_course(root)
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*FILES, "README.md", "TEACHING.md", "conftest.py"):
        shutil.copy(ROOT / name, root)
    left_behind = (
        "src/unspin/__pycache__/cli.pyc",
        "data/.ipynb_checkpoints/practice.csv",
        "exercises/.ipynb_checkpoints/02-claim-or-view-checkpoint.ipynb",
        "exercises/scratch.ipynb",
        "answers/exercises/02-claim-or-view.json",
        ".git/config",
    )
    for name in left_behind:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("left behind")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def edition(tmp_path, monkeypatch):
    """Stand in the exercises of an edition without keys, as a student's kernel does."""
    handout(library.here(), tmp_path / "edition", keys=False)
    monkeypatch.chdir(tmp_path / "edition" / "exercises")
    monkeypatch.delenv("UNSPIN_ANSWERS")
    monkeypatch.delenv("UNSPIN_KEYS", raising=False)
    return tmp_path / "edition"


def on_disk(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def cells_of(files):
    for path, content in files.items():
        if path.endswith(".ipynb"):
            yield from ((path, cell) for cell in json.loads(content)["cells"])


def test_an_edition_has_what_students_need_and_nothing_for_teachers(full, keyless):
    for files in (full, keyless):
        assert {"start.py", "README.md", "data/tagset.toml", "seeds/000_f50bee4d5cf2123a.txt"} < files.keys()
        assert {f"exercises/{lesson}.ipynb" for lesson in LESSONS} < files.keys()
        assert not [path for path in files if path.startswith(FOR_TEACHERS)]
    assert {f"notebooks/{lesson}.ipynb" for lesson in LESSONS} < full.keys()
    assert not [path for path in keyless if path.startswith("notebooks/")]


def test_what_the_settings_name_is_there(full, keyless):
    for files in (full, keyless):
        project = tomllib.loads(files["pyproject.toml"].decode())["project"]
        assert {project["readme"], *project["license-files"], "src/unspin/cli.py", "requirements.lock"} < files.keys()


def test_the_readme_is_for_students_and_names_the_two_commands_and_a_lesson_that_is_there(full, keyless):
    for files in (full, keyless):
        text = files["README.md"].decode()
        assert "\npython3 start.py  " in text and "\npython3 start.py 02-claim-or-view  " in text
        assert len(text.splitlines()) < 30 and "TEACHING" not in text and "solutions" not in text


def test_no_solution_and_no_cell_for_teachers_is_in_an_edition(full, keyless):
    for files in (full, keyless):
        cells = list(cells_of(files))
        assert cells
        assert [cell["id"] for _, cell in cells if "teacher" in cell["metadata"].get("tags", [])] == []
        sources = {(path, "".join(cell["source"])) for path, cell in cells}
        assert [path for path, source in sources if "BEGIN SOLUTION" in source or "For teachers" in source] == []


def test_the_texts_that_solutions_give_are_in_no_file_of_an_edition(full):
    texts = [
        a["value"] for path in KEYS for a in json.loads(path.read_bytes())["answers"].values() if a["kind"] == "text"
    ]
    assert texts
    written = b"\0".join(content for path, content in full.items() if path.startswith("data/"))
    assert [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1].encode() in written] == []


def test_the_notebooks_of_the_student_edition_are_those_of_the_course(full):
    for folder in ("notebooks", "exercises"):
        for path in (ROOT / folder).glob("[0-9][0-9]-*.ipynb"):
            assert full[f"{folder}/{path.name}"] == path.read_bytes()


def test_the_checks_of_the_student_edition_mark_as_those_of_the_course(tmp_path, monkeypatch):
    handout(library.here(), tmp_path / "edition")
    monkeypatch.chdir(tmp_path / "edition" / "exercises")
    monkeypatch.delenv("UNSPIN_ANSWERS")
    lesson = open_lesson("02-claim-or-view")
    assert lesson.check("share-of-claims", 8 / 21, points=1).points == 1
    lesson.tag("icpa-withdrawal").answer_from_key()
    assert lesson.check("icpa-withdrawal-labels").points == 10


def test_no_file_of_an_edition_without_keys_holds_anything_that_a_key_says(keyless):
    assert found_in(keyless) == []


@pytest.mark.parametrize("path", GIVES_THE_KEY, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_with_a_key_would_be_found(path):
    assert found_in({"data/some-file": path.read_bytes()})


def test_the_key_would_be_found_in_each_of_the_files_that_the_edition_leaves_out_or_changes(keyless):
    changed = {path.relative_to(ROOT).as_posix() for path in (*KEY_TABLES, *KEYS)}
    assert all(keyless.get(name) != (ROOT / name).read_bytes() for name in changed)
    assert {name for name in changed & keyless.keys() if not name.startswith("data/keys/")} == {
        "data/practice/practice.csv"
    }


@pytest.mark.slow
@pytest.mark.parametrize("lesson", ["02-claim-or-view", "05-check-it", "07-do-we-agree"])
def test_an_untouched_exercise_of_the_edition_runs_from_top_to_bottom(edition, lesson):
    path = edition / "exercises" / f"{lesson}.ipynb"
    ran = run_notebook(read_notebook(path), path, keys=edition / "data" / "keys", answers=edition / "answers")
    assert ran.cells[1].source == NOTE
    assert all(cell.execution_count for cell in ran.cells if cell.cell_type == "code")


def test_without_keys_every_kind_of_answer_is_saved_and_nothing_more_is_said(edition):
    second, third, fourth, fifth, sixth = (open_lesson(name) for name in LESSONS[1:6])
    marks = third.tag("icpa-withdrawal", spans=("SOURCE", "VAGUE"))
    marks.mark("s02", "stark departure", "VAGUE")
    second.tag("icpa-withdrawal").tag("s01", "CLAIM", confidence=3)
    verdicts = fifth.table("verdicts")
    verdicts.fill({"C06": {"verdict": "misleading"}})
    second.answer("two-numbers-for-one-day", choices=["one", "two"]).fill("one")
    fourth.answer("rewrite-phone-call").fill("Trump spoke to Putin over the phone.")
    import plotly.graph_objects as go

    said = [
        second.check("icpa-withdrawal-labels", points=10),
        second.check("two-numbers-for-one-day"),
        second.check("number-of-exact-rows", 5),
        third.check("icpa-withdrawal-spans", marks, points=6, spans=("SOURCE", "VAGUE")),
        fourth.check("rewrite-phone-call", points=2),
        fifth.check("verdicts", verdicts, points=12),
        sixth.check("share-in-absentia", 0.5),
        sixth.check("repaired-chart", go.Figure(go.Scatter(x=["2024-01-01", "2025-01-01"], y=[1, 2]))),
    ]
    assert {(feedback.points, feedback.sentences) for feedback in said} == {(None, ("Saved.",))}
    saved = json.loads((edition / "answers" / "exercises" / "06-numbers-under-suspicion.json").read_bytes())
    kinds = {name: answer["kind"] for name, answer in saved["answers"].items()}
    assert kinds == {"share-in-absentia": "number", "repaired-chart": "figure"}


def test_without_keys_a_tagger_compares_nothing_and_cannot_answer_itself(edition):
    tagger = open_lesson("02-claim-or-view").tag("icpa-withdrawal")
    assert tagger.comparing is False and tagger.article["madeBy"] == ""
    tagger.save({"icpa-withdrawal-labels/s01": {"label": "CLAIM", "compared": True}})
    assert tagger.key == {}
    with pytest.raises(UnspinError, match="Nobody has made a key"):
        tagger.answer_from_key()
    practice = open_lesson("01-first-read").tag("01-baseline")
    assert practice.comparing is False and len(practice.article["sentences"]) == 12
    with pytest.raises(UnspinError, match="Nobody has made a key"):
        open_lesson("03-who-says-so").table("two-checks").answer_from_key()


def test_without_keys_a_hand_in_asks_only_for_what_the_exercise_asks(edition):
    summary = open_lesson("05-check-it").hand_in().summary
    assert [line.partition(":")[0] for line in summary] == [
        *("Verdicts", "Share of primary", "Relays of one paper", "Empty place", "Why")
    ]
    with pytest.raises(UnspinError, match="no question called 'number-of-unverifiable'"):
        open_lesson("05-check-it").check("number-of-unverifiable", 6)


def test_without_keys_figures_and_progress_of_the_exercises_do_without_one(edition):
    import pandas as pd

    assert "over 150,000" in figures.registered_cases(pd.read_csv("../data/numbers/investigations.csv")).caption
    assert open_lesson("08-write-it-straight").progress().occasions == ()


def test_what_people_left_behind_in_the_course_is_not_handed_out(whole_course, tmp_path):
    for keys in (True, False):
        out = tmp_path / f"edition-{keys}"
        handout(library.here(), out, keys=keys)
        files = on_disk(out)
        assert files == make_edition(Library(whole_course), keys=keys).files
        assert not [path for path, content in files.items() if content == b"left behind"]


def test_outputs_of_somebodys_run_are_taken_out_of_an_exercise_and_typed_answers_are_named(whole_course, tmp_path):
    path = whole_course / "exercises" / "02-claim-or-view.ipynb"
    notebook = json.loads(path.read_bytes())
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "share-of-claims")
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["somebody's output"]}]
    path.write_text(json.dumps(notebook))
    said = handout(library.here(), tmp_path / "one")
    assert "somebody's output" not in (tmp_path / "one" / "exercises" / path.name).read_text(encoding="utf-8")
    assert not [sentence for sentence in said if "is not what its solution makes" in sentence]
    cell["source"] = ["share = 0.381\n", "share"]
    path.write_text(json.dumps(notebook))
    (changed,) = [
        sentence
        for sentence in handout(library.here(), tmp_path / "two")
        if "is not what its solution makes" in sentence
    ]
    assert changed.startswith("exercises/02-claim-or-view.ipynb") and changed.endswith("unspin build")


def test_a_new_file_of_the_data_stays_out_of_an_edition_without_keys(whole_course):
    (whole_course / "data" / "our-key.csv").write_text("sentence_id,label\n")
    (whole_course / "data" / "articles" / "mirror" / "notes.txt").write_text("s01 is MIXED")
    added = {"data/our-key.csv", "data/articles/mirror/notes.txt"}
    assert added < make_edition(Library(whole_course), keys=True).files.keys()
    assert not added & make_edition(Library(whole_course), keys=False).files.keys()


def test_a_zip_holds_one_folder_with_the_same_files_and_is_the_same_each_time(whole_course, tmp_path):
    files = make_edition(Library(whole_course), keys=False).files
    packed = []
    for folder in ("one", "two"):
        handout(library.here(), tmp_path / folder / "course.zip", keys=False)
        packed.append((tmp_path / folder / "course.zip").read_bytes())
    assert packed[0] == packed[1]
    archive = zipfile.ZipFile(io.BytesIO(packed[0]))
    assert {name: archive.read(name) for name in archive.namelist()} == {f"course/{n}": c for n, c in files.items()}


@pytest.mark.parametrize("name", ["full-folder", "a-file", "a-file.zip", "a-folder.zip", "link"])
def test_what_is_there_already_is_left_as_it_is(tmp_path, name):
    (tmp_path / "full-folder").mkdir()
    (tmp_path / "full-folder" / "mine.txt").write_text("mine")
    (tmp_path / "a-folder.zip").mkdir()
    for file in ("a-file", "a-file.zip"):
        (tmp_path / file).write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    before = on_disk(tmp_path)
    with pytest.raises(UnspinError, match=r"is there already, and nothing in it was changed\. Name a new"):
        handout(library.here(), tmp_path / name)
    assert on_disk(tmp_path) == before


def test_an_empty_folder_is_filled(whole_course, tmp_path):
    empty = tmp_path / "here" / "empty"
    empty.mkdir(parents=True)
    handout(library.here(), empty)
    assert on_disk(empty) == make_edition(Library(whole_course), keys=True).files
    assert os.listdir(empty.parent) == ["empty"]


@pytest.mark.parametrize("name", ["edition", "edition.zip", "new/edition"])
def test_an_edition_can_stand_in_the_course_folder_and_is_no_part_of_the_next_one(whole_course, name):
    handout(library.here(), Path(name))
    assert (
        make_edition(Library(whole_course), keys=True).files.keys()
        == make_edition(Library(ROOT), keys=True).files.keys()
    )


@pytest.mark.parametrize("name", ["data/edition", "src/edition.zip", "exercises/a/b", ".git/edition", "answers/x"])
def test_an_edition_inside_a_part_of_the_course_is_refused(whole_course, name):
    with pytest.raises(UnspinError, match="which is a part of the course itself"):
        handout(library.here(), Path(name))
    assert not Path(name).exists()


def test_the_course_itself_is_no_place_for_an_edition(whole_course):
    before = on_disk(whole_course)
    for place in (".", "..", "exercises"):
        with pytest.raises(UnspinError):
            handout(library.here(), Path(place))
    assert on_disk(whole_course) == before


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnspinError, match=r"cannot be written .*Nothing was handed out"):
        handout(library.here(), tmp_path / "file" / "edition")


def test_a_course_that_lacks_a_part_is_named(whole_course):
    (whole_course / "start.py").unlink()
    with pytest.raises(UnspinError, match=r"has no 'start\.py'\. Make the edition from a fresh copy"):
        handout(library.here(), Path("edition"))
    assert not Path("edition").exists()


def test_a_run_that_is_cut_off_leaves_nothing_under_the_name_and_the_next_one_works(whole_course, tmp_path):
    out = tmp_path / "here" / "edition"
    done = subprocess.run([sys.executable, "-c", CUT_OFF, str(out)], cwd=whole_course)
    assert done.returncode == 9
    (half,) = out.parent.iterdir()
    assert half.name.startswith(".edition-unfinished-") and len(on_disk(half)) == 40
    handout(library.here(), out)
    assert on_disk(out) == make_edition(Library(whole_course), keys=True).files


def test_the_command_says_what_it_made_and_what_is_left_out(tmp_path, capsys):
    assert main(["handout", str(tmp_path / "edition")]) == 0
    said = capsys.readouterr().out
    assert str(tmp_path / "edition") in said and "for work that counts, add --no-keys" in said
    assert main(["handout", str(tmp_path / "edition.zip"), "--no-keys"]) == 0
    said = capsys.readouterr().out
    assert "No file in it holds a key" in said and "The guided lessons are left out" in said
    assert "in 02-claim-or-view, 04-words-that-push, 05-check-it, 07-do-we-agree, 08-write-it-straight:" in said
    assert main(["handout", str(tmp_path / "edition")]) == 2
    assert "is there already" in capsys.readouterr().err
