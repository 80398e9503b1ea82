import pytest

from unspin.lesson.check import Check
from unspin.lesson.exercise import clean, find_checks, make_exercise
from unspin.words.errors import UnspinError


def cell(source, kind="code", tags=(), **more):
    made = {"cell_type": kind, "id": "a-cell", "metadata": {"tags": list(tags)} if tags else {}, "source": source}
    return {**made, "outputs": [], "execution_count": None, **more} if kind == "code" else {**made, **more}


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def sources(made):
    return [one["source"] for one in made["cells"]]


def test_a_region_is_taken_out_and_the_placeholder_stays():
    solution = notebook(cell("n = None  # your code here\n### BEGIN SOLUTION\nn = 3\n### END SOLUTION\nn"))
    assert sources(make_exercise(solution)) == ["n = None  # your code here\nn"]


def test_a_cell_for_teachers_and_a_cell_that_holds_nothing_else_are_left_out():
    solution = notebook(
        cell("Only for teachers", "markdown", ["teacher"]),
        cell("### BEGIN SOLUTION\nbecause\n### END SOLUTION", "markdown"),
        cell("Read this.", "markdown"),
    )
    assert sources(make_exercise(solution)) == ["Read this."]


def test_an_exercise_has_no_outputs():
    output = {"output_type": "stream", "name": "stdout", "text": "3"}
    made = make_exercise(notebook(cell("print(3)", outputs=[output], execution_count=7)))
    assert (made["cells"][0]["outputs"], made["cells"][0]["execution_count"]) == ([], None)


@pytest.mark.parametrize(
    "source",
    [
        "### BEGIN SOLUTION\nn = 3",
        "n = 3\n### END SOLUTION",
        "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION",
    ],
)
def test_a_region_that_is_not_opened_or_not_closed_is_refused_by_the_name_of_its_cell(source):
    with pytest.raises(UnspinError, match="a-cell"):
        make_exercise(notebook(cell(source)))


def test_the_checks_are_read_from_the_cells_without_running_them():
    checks, questions = find_checks(
        notebook(
            cell('lesson.check("share", share, points=2, tolerance=0.005)'),
            cell('lesson.answer("why", points=3)\nlesson.answer("which", choices=["a", "b"])'),
            cell('lesson.check("which")\nraise SystemExit'),
        )
    )
    assert checks == {"share": Check(2, 0.005), "which": Check(1, 0)}
    assert questions == {"why": 3}


def test_widget_ids_and_times_do_not_reach_git():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "123"}, "text/plain": "Run this cell."}
    output = {"output_type": "display_data", "data": view, "metadata": {"x": 1}}
    made = clean(notebook(cell("tagger", outputs=[output], metadata={"execution": {"iopub.status.busy": "now"}})))
    assert made["cells"][0]["metadata"] == {}
    assert made["cells"][0]["outputs"][0]["data"] == {"text/plain": "Run this cell."}
    assert made["cells"][0]["outputs"][0]["metadata"] == {}


def test_where_nothing_is_checked_the_tags_are_asked_for_too():
    tags, summary = cell('lesson.tag("01-baseline")'), cell('lesson.answer("summary")')
    assert find_checks(notebook(tags, summary)) == ({}, {"01-baseline-labels": 0, "summary": 0})
    check = cell('lesson.check("n", n)')
    assert find_checks(notebook(tags, check)) == ({"n": Check()}, {})
