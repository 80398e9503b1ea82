import shutil

import pytest
from real_jupyterlab import ROOT

from unspin.answers.key import read_key
from unspin.editions.build import build, read_notebook
from unspin.text import library
from unspin.words.errors import UnspinError

pytestmark = pytest.mark.slow

LESSON = "02-claim-or-view"
NOTEBOOK = """{{"cells": [{{"cell_type": "code", "id": "c{n}", "metadata": {{}}, "outputs": [], "execution_count": null,
 "source": {source}}}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}"""
SOLUTION = (
    '"from unspin import open_lesson\\nlesson = open_lesson(\\"02-claim-or-view\\")\\nn = None  # your code here\\n'
    '### BEGIN SOLUTION\\nn = 8\\n### END SOLUTION\\nlesson.check(\\"n\\", n, points=2)"'
)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one small solution and no lesson, from within its folder."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("keys"))
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / f"{LESSON}.ipynb").write_text(NOTEBOOK.format(n=1, source=SOLUTION))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_build_makes_the_exercise_and_the_key_and_then_finds_nothing_stale(course):
    made = [f"data/keys/{LESSON}.json", f"exercises/{LESSON}.ipynb", f"solutions/{LESSON}.ipynb"]
    assert build(library.here(), check=False) == made
    key = read_key(course / "data" / "keys" / f"{LESSON}.json")
    assert (key.answers["n"].value, key.checks["n"].points) == (8.0, 2.0)
    assert "n = 8" not in (course / "exercises" / f"{LESSON}.ipynb").read_text()
    output = read_notebook(course / "solutions" / f"{LESSON}.ipynb")["cells"][0]["outputs"][0]
    assert output["data"]["text/plain"] == "2"
    assert build(library.here(), check=True) == []


def test_the_check_names_what_is_stale_and_writes_nothing(course):
    build(library.here(), check=False)
    exercise = course / "exercises" / f"{LESSON}.ipynb"
    exercise.write_text(exercise.read_text().replace("your code here", "edited by hand"))
    assert build(library.here(), check=True) == [f"exercises/{LESSON}.ipynb"]
    assert "edited by hand" in exercise.read_text()


def test_where_there_are_neither_solutions_nor_a_key_nothing_is_made(course):
    shutil.rmtree(course / "solutions")
    (course / "data" / "class" / "class-simulated.csv").unlink()
    (course / "data" / "articles" / "icpa-withdrawal" / "key_labels.csv").unlink()
    assert build(library.here(), check=False) == []


def test_a_notebook_that_does_not_run_is_named_in_one_sentence(course):
    (course / "solutions" / f"{LESSON}.ipynb").write_text(NOTEBOOK.format(n=1, source='"1 / 0"'))
    with pytest.raises(UnspinError, match=r"solutions/02-claim-or-view\.ipynb.*c1.*ZeroDivisionError"):
        build(library.here(), check=True)


def test_a_key_that_one_label_for_everything_satisfies_is_refused(course):
    practice = course / "data" / "practice" / "practice.csv"
    practice.write_text(
        "set,text,label,accepted,near,rules,why\n02-one,It opened in May.,CLAIM,,,V1,Can be looked up.\n"
    )
    with pytest.raises(UnspinError, match="02-one"):
        build(library.here(), check=True)


def test_a_notebook_for_teachers_is_run_and_becomes_no_exercise(course):
    path = course / "solutions" / "teacher-own.ipynb"
    path.write_text(NOTEBOOK.format(n=1, source='"6 * 7"'))
    made = [f"data/keys/{LESSON}.json", f"exercises/{LESSON}.ipynb", f"solutions/{LESSON}.ipynb"]
    assert build(library.here(), check=False) == [*made, "solutions/teacher-own.ipynb"]
    assert read_notebook(path)["cells"][0]["outputs"][0]["data"]["text/plain"] == "42"
    assert build(library.here(), check=True) == []


def test_a_figure_of_the_solution_is_kept_in_the_key_by_what_can_be_read_off_it(course):
    source = (
        '"from unspin import open_lesson\\nimport plotly.express as px\\n'
        'lesson = open_lesson(\\"02-claim-or-view\\")\\nfig = None\\n### BEGIN SOLUTION\\n'
        'fig = px.bar(x=[2022, 2026], y=[5800, 211000], title=\\"2022 to 2026, S85\\")\\n'
        'fig.update_yaxes(title=\\"registered cases\\")\\n### END SOLUTION\\n'
        'lesson.check(\\"repaired-chart\\", fig, points=4)"'
    )
    (course / "solutions" / f"{LESSON}.ipynb").write_text(NOTEBOOK.format(n=1, source=source))
    build(library.here(), check=False)
    key = read_key(course / "data" / "keys" / f"{LESSON}.json")
    assert (key.answers["repaired-chart"].value.axis, key.checks["repaired-chart"].points) == ("zero", 4.0)
    output = read_notebook(course / "solutions" / f"{LESSON}.ipynb")["cells"][0]["outputs"][0]
    assert output["data"]["text/plain"] == "4"
    assert build(library.here(), check=True) == []


def test_what_is_printed_in_two_goes_is_one_output(course):
    """Where a stream is cut is chance; a build that keeps the cut is never fresh."""
    printing = '"import sys\\nprint(\\"one\\")\\nsys.stdout.flush()\\nprint(\\"two\\")"'
    path = course / "solutions" / "teacher-own.ipynb"
    path.write_text(NOTEBOOK.format(n=1, source=printing))
    build(library.here(), check=False)
    (output,) = read_notebook(path)["cells"][0]["outputs"]
    assert output["text"] == "one\ntwo\n"
