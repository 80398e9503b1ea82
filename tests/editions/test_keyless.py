import json
import re

import pytest
from key_content import DATA
from lesson_notebooks import path as path_of
from real_jupyterlab import ROOT

from unspin.answers.key import LessonKey, read_key
from unspin.editions.keyless import (
    LEFT_OUT,
    NOTE,
    exercise_without_key,
    files_without_keys,
    key_without_answers,
)
from unspin.lesson.cells import NEEDS_KEY_TAG, OURS, cells_as_bytes, read_cells
from unspin.lesson.check import Check
from unspin.lesson.exercise import find_checks, left_out
from unspin.text.library import Library
from unspin.words.errors import UnspinError

COURSE = Library(ROOT)
LESSONS = sorted(path.stem for path in (ROOT / "exercises").glob("[0-9][0-9]-*.ipynb"))
READS_A_KEY = re.compile(
    r"key_labels|key_spans|claims\.csv|class-simulated|invented.student|lesson\.progress|our_verdict"
)

TOP = "| Part | What you do | Points |\n|---|---|---:|\n"


def cell(source, kind="code", tagged=False, name="a-cell", **about):
    tags = {"tags": [NEEDS_KEY_TAG]} if tagged else {}
    return {"cell_type": kind, "id": name, "metadata": tags | ({OURS: about} if about else {}), "source": source}


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


SMALL = notebook(
    cell("# Title", "markdown", name="title"),
    cell(
        f"{TOP}| 1 | Label | 2 |\n| 2 | Count | 4 |\n| 3 | Count more | 1 |\n"
        "| | **Together** | **7** |\n\nParts 1 to 3 are checked at once, as often as you like. Read on.",
        "markdown",
        parts={"1": "Label", "2": "Count", "3": "Count more"},
        points={"1": 2, "2": 4, "3": 1},
        at_once="Parts 1 to 3 are checked at once, as often as you like. ",
    ),
    cell("After.\n\n## Part 1: Label (2 points)\n\nLook.", "markdown", part=1, title="Label", points=2),
    cell('lesson.check("label", points=2)'),
    cell("## Part 2: Count (4 points)", "markdown", part=2, title="Count", points=4),
    cell('lesson.check("count", n)'),
    cell("Now the key.", "markdown", tagged=True, name="now"),
    cell('lesson.check("count-key", n, points=2)', tagged=True),
    cell('lesson.answer("why", points=1)', tagged=True),
    cell(
        "## Part 3: Count more (1 point)\n\nWith the key.",
        "markdown",
        tagged=True,
        name="more",
        part=3,
        title="Count more",
        points=1,
    ),
    cell('lesson.check("more", n)', tagged=True),
)


def sources(made):
    return [one["source"] for one in made["cells"]]


def test_one_sentence_stands_for_each_run_of_cells_that_need_the_key_and_for_each_part():
    assert sources(exercise_without_key(SMALL))[3:] == [
        "After.\n\n## Part 1: Label (2 points)\n\nLook.",
        'lesson.check("label", points=2)',
        "## Part 2: Count (1 point)",
        'lesson.check("count", n)',
        LEFT_OUT,
        f"## Part 3: Count more (0 points)\n\n{LEFT_OUT}",
    ]


def test_the_points_are_those_that_are_left_and_no_check_at_once_is_promised():
    assert sources(exercise_without_key(SMALL))[:3] == [
        "# Title",
        NOTE,
        f"{TOP}| 1 | Label | 2 |\n| 2 | Count | 1 |\n"
        "| 3 | Left out in this edition | 0 |\n| | **Together** | **3** |\n\nRead on.",
    ]


def test_an_exercise_in_which_nothing_is_checked_is_left_as_it_is():
    plain = notebook(cell("# First read", "markdown"), cell('lesson.answer("summary")'))
    assert exercise_without_key(plain) == plain


def test_a_key_without_answers_says_what_is_asked_and_nothing_of_what_is_right():
    checks = {"label": Check(2), "count": Check(1, 0.005, ("LOADED",)), "count-key": Check(2), "more": Check()}
    key = LessonKey(lesson="02", checks=checks, open={"why": 1}, answers={"count": 3})
    expected = LessonKey(lesson="02", checks={"label": Check(2), "count": Check(1, 0, ("LOADED",))})
    assert key_without_answers(key, SMALL) == expected


def test_what_an_exercise_does_not_ask_without_the_key_is_known_by_name():
    asked = {"most-frequent-label", "number-of-claims", "share-of-claims", "share-of-judgement"}
    assert left_out(COURSE, "02-claim-or-view") == {*asked, "share-of-contested-claims"}
    assert left_out(COURSE, "05-check-it") == {"number-of-unverifiable", "share-of-supported"}
    assert "contested-sentence" in left_out(COURSE, "07-do-we-agree")
    assert left_out(COURSE, "01-first-read") == left_out(COURSE, "06-numbers-under-suspicion") == frozenset()


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_cell_that_reads_a_key_is_tagged_in_the_exercise_and_in_its_solution(lesson):
    for folder in ("exercises", "solutions"):
        for one in read_cells(path_of(folder, lesson))["cells"]:
            if "teacher" not in one["metadata"].get("tags", []) and READS_A_KEY.search(one["source"]):
                assert NEEDS_KEY_TAG in one["metadata"].get("tags", []), one["id"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_edition_asks_for_what_its_key_names_and_its_points_add_up(lesson):
    files = files_without_keys(ROOT)
    exercise = json.loads(files[f"exercises/{lesson}.ipynb"])
    key = json.loads(files[f"data/keys/{lesson}.json"])
    cells = [{**one, "source": "".join(one["source"])} for one in exercise["cells"]]
    checks, questions = find_checks({"cells": cells})
    assert {**key["checks"], **key["open"]}.keys() == {**checks, **questions}.keys()
    assert key["answers"] == {} and all(check["tolerance"] == 0 for check in key["checks"].values())
    points = sum(check["points"] for check in key["checks"].values()) + sum(key["open"].values())
    text = "\n".join(one["source"] for one in cells if one["cell_type"] == "markdown")
    if not checks:
        return
    rows = [int(row) for row in re.findall(r"^\| \d+ \| .* \| (\d+) \|$", text, re.MULTILINE)]
    headings = [int(n) for n in re.findall(r"^## Part \d+: .* \((\d+) points?\)$", text, re.MULTILINE)]
    assert rows == headings and sum(rows) == points
    assert f"**Together** | **{points:g}**" in text
    assert "checked at once" not in text


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_points_of_each_part_are_read_as_the_exercise_gives_them(lesson):
    exercise = read_cells(path_of("exercises", lesson))
    untagged = [{**one, "metadata": {**one["metadata"], "tags": []}} for one in exercise["cells"]]
    with_points = sources(exercise_without_key({**exercise, "cells": untagged}))
    promise = re.compile(r"^Parts? .*? checked at once, as often as you like\. ?", re.MULTILINE)
    expected = [promise.sub("", one["source"]) for one in exercise["cells"]]
    assert [one for one in with_points if one != NOTE] == expected


def test_the_ids_of_cells_stay_unique():
    for lesson in LESSONS:
        ids = [one["id"] for one in exercise_without_key(read_cells(path_of("exercises", lesson)))["cells"]]
        assert len(ids) == len(set(ids))


def test_a_notebook_is_written_as_the_build_writes_it():
    for lesson in LESSONS:
        path = path_of("exercises", lesson)
        assert cells_as_bytes(read_cells(path)) == path.read_bytes()


def test_a_notebook_that_cannot_be_read_is_named(tmp_path):
    path = tmp_path / "02-claim-or-view.ipynb"
    for content in ("{", "[]", '{"cells": [{"cell_type": "code"}]}', '{"cells": 3}'):
        path.write_text(content)
        with pytest.raises(UnspinError, match=r"The notebook '02-claim-or-view\.ipynb' cannot be read"):
            read_cells(path)


def test_every_lesson_has_a_key_to_take_the_answers_out_of():
    assert sorted(path.stem for path in DATA.glob("keys/*.json")) == LESSONS
    assert all(read_key(DATA / "keys" / f"{lesson}.json").answers for lesson in LESSONS)
