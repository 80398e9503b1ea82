import json
import re

import pytest
from lesson_notebooks import ROOT

from unspin.answers.key import read_key
from unspin.editions.build import read_notebook
from unspin.editions.nbgrader.metadata import make_source
from unspin.lesson.exercise import find_checks, make_exercise
from unspin.words.errors import UnspinError

LESSONS = sorted(path.stem for path in (ROOT / "solutions").glob("[0-9][0-9]-*.ipynb"))
REGION = "### BEGIN SOLUTION\nn = 3\n### END SOLUTION"


def cell(source, kind="code", name="a-cell", tags=()):
    made = {"cell_type": kind, "id": name, "metadata": {"tags": list(tags)} if tags else {}, "source": source}
    return {**made, "outputs": [], "execution_count": 7} if kind == "code" else made


def made_from(*cells):
    return make_source({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})["cells"]


def metadata(made):
    return made["metadata"]["nbgrader"]


def kinds(made):
    """Return what a cell is to nbgrader, in words; "" where it is nothing."""
    found = made["metadata"].get("nbgrader", {})
    return " ".join(kind for kind in ("grade", "solution", "locked", "task") if found.get(kind))


def graded(cells):
    """Return the points by grade id, of the cells that have any."""
    found = [metadata(made) for made in cells if "nbgrader" in made["metadata"]]
    return {one["grade_id"]: one["points"] for one in found if "points" in one}


def test_a_cell_with_a_region_is_a_solution_under_its_own_name():
    [made] = made_from(cell(f"n = None\n{REGION}\nn", name="count"))
    assert metadata(made) == {
        **{"schema_version": 3, "grade_id": "count", "cell_type": "code"},
        **{"grade": False, "solution": True, "locked": False, "task": False},
    }
    assert REGION in made["source"]


def test_a_check_is_a_locked_cell_with_its_points_that_is_marked_automatically():
    [made] = made_from(cell('tagger.place()\nlesson.check("share", share, points=2.5, tolerance=0.1)'))
    assert metadata(made) == {
        **{"schema_version": 3, "grade_id": "check-share", "cell_type": "code", "points": 2.5},
        **{"grade": True, "solution": False, "locked": True, "task": False},
    }


def test_a_check_without_points_is_worth_one():
    assert graded(made_from(cell('lesson.check("share", share)'))) == {"check-share": 1}


def test_after_an_open_question_stands_a_task_with_the_points_that_the_teacher_can_give():
    box, task = made_from(cell('lesson.answer("why", points=3)'))
    assert (kinds(box), kinds(task)) == ("", "locked task")
    assert (task["cell_type"], graded([task])) == ("markdown", {"answer-why": 3})
    assert task["source"] == "**Your teacher reads this answer** and can give up to 3 points for it."
    assert made_from(cell('lesson.table("claims", points=1)'))[1]["source"].endswith("up to 1 point for it.")


def test_a_question_that_is_checked_or_has_no_points_is_no_task():
    cells = made_from(
        cell('lesson.answer("which", choices=["a"], points=1)', name="asked"),
        cell('lesson.check("which", points=1)', name="checked"),
        cell('lesson.answer("guess")', name="not-marked"),
    )
    assert graded(cells) == {"check-which": 1}
    assert len(cells) == 3


def test_other_cells_are_nothing_to_nbgrader_and_teachers_cells_are_left_out():
    cells = made_from(
        cell("Read this.", "markdown", "prose"),
        cell("import pandas", name="tools"),
        cell("For teachers", "markdown", "secret", ["teacher"]),
        cell(f"{REGION}", name="secret-code", tags=["teacher"]),
    )
    assert [(made["id"], kinds(made)) for made in cells] == [("prose", ""), ("tools", "")]


def test_the_data_lies_beside_the_notebook_and_no_output_is_kept():
    [made] = made_from({**cell('pd.read_csv("../data/sources.csv")'), "outputs": [{"output_type": "stream"}]})
    assert made["source"] == 'pd.read_csv("data/sources.csv")'
    assert (made["outputs"], made["execution_count"]) == ([], None)


def test_a_region_of_prose_is_read_by_the_teacher():
    [made] = made_from(cell("### BEGIN SOLUTION\nBecause.\n### END SOLUTION", "markdown", "reason"))
    assert (kinds(made), graded([made])) == ("grade solution", {"reason": 0})


def test_the_last_cell_says_how_to_hand_in_with_nbgrader():
    assert "hand in with nbgrader" in made_from(cell("lesson.hand_in()"))[-1]["source"]


@pytest.mark.parametrize(
    "source",
    [
        'lesson.check("n", n)\nprint(n)',
        'result = lesson.check("n", n)',
        'lesson.check("n", n)\nlesson.check("m", m)',
        f'{REGION}\nlesson.check("n", n)',
        'lesson.check("n", n).points',
    ],
)
def test_a_check_that_nbgrader_could_not_read_is_refused_by_the_name_of_its_cell(source):
    with pytest.raises(UnspinError, match=r"Cell 'a-cell': nbgrader locks a cell with a check"):
        made_from(cell(source))


def test_a_region_that_is_not_closed_is_refused_by_the_name_of_its_cell():
    with pytest.raises(UnspinError, match="'a-cell'"):
        made_from(cell("### BEGIN SOLUTION\nn = 3"))


def test_two_cells_of_one_name_are_refused():
    with pytest.raises(UnspinError, match="'check-n' stands for two"):
        made_from(cell('lesson.check("n", n)', name="one"), cell('lesson.check("n", m)', name="two"))


def test_the_solution_is_left_as_it_was():
    notebook = {"cells": [cell(REGION)], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    before = json.dumps(notebook)
    make_source(notebook)
    assert json.dumps(notebook) == before


@pytest.mark.parametrize("lesson", LESSONS)
def test_in_every_lesson_each_point_of_the_key_has_one_cell(lesson):
    made = make_source(read_notebook(ROOT / "solutions" / f"{lesson}.ipynb"))
    key = read_key(ROOT / "data" / "keys" / f"{lesson}.json")
    assert graded(made["cells"]) == {
        **{f"check-{name}": check.points for name, check in key.checks.items()},
        **{f"answer-{name}": points for name, points in key.open.items() if points},
    }
    assert all(re.fullmatch(r"[\w-]{1,64}", name, re.ASCII) for name in graded(made["cells"]))
    assert find_checks(made) == find_checks(read_notebook(ROOT / "solutions" / f"{lesson}.ipynb"))


@pytest.mark.parametrize("lesson", LESSONS)
def test_without_its_regions_every_source_is_the_exercise(lesson):
    made = make_exercise(make_source(read_notebook(ROOT / "solutions" / f"{lesson}.ipynb")))["cells"]
    added = ("hand-in-with-nbgrader", *(one["id"] for one in made if one["id"].startswith("answer-")))
    exercise = read_notebook(ROOT / "exercises" / f"{lesson}.ipynb")["cells"]
    assert [(one["id"], one["source"]) for one in made if one["id"] not in added] == [
        (one["id"], one["source"].replace('"../data/', '"data/')) for one in exercise
    ]
