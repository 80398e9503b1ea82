"""The law: an untouched exercise runs without an exception and scores 0; its solution scores everything."""

import pytest
from real_jupyterlab import ROOT, copy_course

from unspin import open_lesson
from unspin.editions.build import read_notebook, run_notebook
from unspin.lesson.exercise import find_checks

pytestmark = pytest.mark.slow

UNMARKED = ("01-first-read",)  # it records what a student thinks before any rule
LESSONS = sorted(path.stem for path in (ROOT / "solutions").glob("[0-9][0-9]-*.ipynb"))


def test_there_are_lessons_to_hold_to_the_law():
    assert LESSONS


@pytest.fixture(params=LESSONS)
def lesson_name(request):
    return request.param


def points_after_running(course, folder, name, monkeypatch):
    """Run a notebook of a fresh course and return (points, points there are) of each answer, by its name."""
    monkeypatch.chdir(course / folder)
    monkeypatch.delenv("UNSPIN_ANSWERS", raising=False)
    path = course / folder / f"{name}.ipynb"
    run_notebook(read_notebook(path), path, keys=course / "data" / "keys", answers=course / "answers")
    checks, _ = find_checks(read_notebook(course / "solutions" / f"{name}.ipynb"))
    assert checks or name in UNMARKED
    feedback = {answer: open_lesson(name).check(answer) for answer in checks}
    return {answer: (one.points, one.out_of) for answer, one in feedback.items()}


def test_an_untouched_exercise_runs_and_scores_nothing(lesson_name, tmp_path, monkeypatch):
    points = points_after_running(copy_course(tmp_path), "exercises", lesson_name, monkeypatch)
    assert {answer: earned for answer, (earned, _) in points.items()} == dict.fromkeys(points, 0.0)


def test_its_solution_scores_all_that_is_marked(lesson_name, tmp_path, monkeypatch):
    points = points_after_running(copy_course(tmp_path), "solutions", lesson_name, monkeypatch)
    assert {answer: earned for answer, (earned, _) in points.items()} == {a: most for a, (_, most) in points.items()}


def test_a_lesson_that_is_not_marked_has_no_points_and_says_so(tmp_path, monkeypatch):
    course = copy_course(tmp_path)
    for name in UNMARKED:
        assert points_after_running(course, "solutions", name, monkeypatch) == {}
        answered = open_lesson(name).check("summary")
        assert (answered.points, answered.out_of) == (None, 0.0)
        assert answered.sentences[0].startswith("Saved, and not marked: it records what you think now")
