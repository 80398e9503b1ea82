"""Every lesson: it is there three times, has its bones, and what it names exists."""

import csv
import json
import re
import socket
from pathlib import Path

import pytest
from lesson_notebooks import (
    FOLDERS,
    HEADING,
    PLAN_ROW,
    ROOT,
    calls,
    cells,
    grade,
    instructions,
    path,
    sources,
    strings,
)

from unspin import figures
from unspin.editions.build import read_notebook
from unspin.lesson.exercise import BEGIN, END, find_checks
from unspin.text import library

MOST_BYTES = 300_000
MOST_LINES = 8
EASIEST_GOAL = 8  # school grade, or easier
LESSON_MINUTES = 45
UNMARKED = ("01-first-read",)  # the only lesson without points: it records what a student thinks before any rule
ARTICLES = ROOT / "data" / "articles"
DISTRESSING = re.compile(r"[Ss]entences? (?:\d+ (?:and|to) )?1[78]\b|\bs1[78]\b|tortur|execution", re.IGNORECASE)


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def lessons():
    return sorted({file.stem for folder in FOLDERS for file in (ROOT / folder).glob("[0-9][0-9]-*.ipynb")})


def ids(table, column):
    with (ROOT / "data" / table).open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


def headings(lesson):
    return HEADING.findall(sources("notebooks", lesson, "markdown"))


def places(folder, lesson, wanted):
    """Return the positions of the cells for which `wanted(cell)` holds."""
    return [place for place, cell in enumerate(cells(folder, lesson)) if wanted(cell)]


def section(lesson, heading):
    """Return the cells of a guided lesson from the one with a heading to the next heading of the same depth."""
    found, inside = [], False
    for cell in cells("notebooks", lesson):
        starts = cell["cell_type"] == "markdown" and re.search("^## ", cell["source"], re.MULTILINE)
        inside = bool(re.search(f"^## {heading}", cell["source"], re.MULTILINE)) if starts else inside
        found += [cell] if inside else []
    return found


def test_there_are_lessons():
    assert lessons()
    assert lessons() == library.here().lessons()


each_lesson = pytest.mark.parametrize("lesson", lessons())
each_notebook = pytest.mark.parametrize(
    ("folder", "lesson"),
    [(folder, lesson) for lesson in lessons() for folder in FOLDERS if path(folder, lesson).exists()],
)


@each_lesson
def test_a_lesson_exists_three_times(lesson):
    assert [folder for folder in FOLDERS if not path(folder, lesson).is_file()] == []


# The bones


@each_notebook
def test_a_notebook_begins_with_its_number_and_title(folder, lesson):
    number = int(lesson[:2])
    wanted = f"# Lesson {number}: " if folder == "notebooks" else f"# Lesson {number}, assignment: "
    assert cells(folder, lesson)[0]["source"].startswith(wanted)


@each_notebook
def test_a_notebook_says_what_it_is_for(folder, lesson):
    wanted = "**By the end of this lesson** you" if folder == "notebooks" else "**You show that you can** "
    if lesson in UNMARKED and folder != "notebooks":
        wanted = "**What you keep**"
    assert sources(folder, lesson, "markdown").count(wanted) == 1


@each_lesson
def test_the_minute_plan_adds_up_to_a_lesson(lesson):
    plans = [c["source"] for c in cells("notebooks", lesson) if "| Minutes | What we do |" in c["source"]]
    assert len(plans) == 1
    assert sum(map(int, PLAN_ROW.findall(plans[0]))) == LESSON_MINUTES
    assert f"| **{LESSON_MINUTES}** | |" in plans[0]


@each_lesson
def test_each_row_of_the_minute_plan_is_a_part_with_as_many_minutes(lesson):
    plan = next(c["source"] for c in cells("notebooks", lesson) if "| Minutes | What we do |" in c["source"])
    assert [minutes for _, minutes in headings(lesson)] == PLAN_ROW.findall(plan)


@each_lesson
def test_the_warm_up_asks_five_review_sentences_of_earlier_lessons(lesson):
    warm_up = section(lesson, "Warm-up")
    assert warm_up
    if lesson == library.here().lessons()[0]:
        return  # there is no earlier lesson to come back to: its warm-up is about reading the news
    name = f"{lesson[:2]}-review"
    assert any(f'"{name}"' in cell["source"] for cell in warm_up)
    assert len(library.article(name).sentences) == 5


@each_lesson
def test_worked_examples_come_before_faded_practice_and_right_ones_before_wrong_ones(lesson):
    worked = places("notebooks", lesson, lambda cell: cell["id"].startswith("worked"))
    wrong = places("notebooks", lesson, lambda cell: cell["id"].startswith("worked") and "wrong" in cell["id"])
    faded = places("notebooks", lesson, lambda cell: cell["id"].startswith("faded"))
    assert worked and faded
    assert max(worked) < max(faded)
    assert worked[0] not in wrong


@each_lesson
def test_the_exit_slip_asks_something(lesson):
    assert any(heading == "Exit slip" for heading, _ in headings(lesson))
    code = "\n".join(cell["source"] for cell in section(lesson, "Exit slip") if cell["cell_type"] == "code")
    assert re.search(r"lesson\.(tag|answer|table)\(", code)


@each_lesson
def test_there_is_a_stretch_part(lesson):
    assert re.search(r"^#{2,3} Stretch", sources("notebooks", lesson, "markdown"), re.MULTILINE)


def is_distressing(cell):
    """Whether a cell shows or names what sentence 17 or 18 is about."""
    named = re.findall(r'(?:tag|article)\("([a-z0-9-]+)"', cell["source"]) if cell["cell_type"] == "code" else []
    whole = [name for name in named if (ARTICLES / name).is_dir()]
    return bool(DISTRESSING.search(cell["source"])) or any(DISTRESSING.search(library.article(n).text) for n in whole)


@each_notebook
def test_a_content_note_with_another_way_stands_before_what_is_distressing(folder, lesson):
    notes = places(folder, lesson, lambda c: "**Content note.**" in c["source"] and "**Another way" in c["source"])
    distressing = places(folder, lesson, lambda cell: is_distressing(cell) and "teacher" not in cell["tags"])
    if distressing:
        assert notes and notes[0] <= distressing[0]


@each_lesson
def test_the_points_of_the_assignment_add_up(lesson):
    checks, questions = find_checks(read_notebook(path("solutions", lesson)))
    points = sum(check.points for check in checks.values()) + sum(questions.values())
    text = sources("exercises", lesson, "markdown")
    if lesson in UNMARKED:
        assert not checks and points == 0 and "not marked" in text
        return
    assert f"| **{points:g}** |" in re.search(r"^\|.*\*\*Together\*\*.*$", text, re.MULTILINE)[0]
    rows = re.findall(r"^\| *\d+ *\|.*\| *([0-9.]+) *\|$", text, re.MULTILINE)
    assert sum(map(float, rows)) == points


# The cells


@each_notebook
def test_no_cell_has_more_than_eight_lines_of_code(folder, lesson):
    for cell in cells(folder, lesson):
        if cell["cell_type"] == "code":
            own = re.sub(f"{BEGIN}.*?{END}\n?", "", cell["source"], flags=re.DOTALL)
            assert len([line for line in own.splitlines() if line.strip()]) <= MOST_LINES, cell["id"]


@each_notebook
def test_a_sentence_stands_before_each_code_cell(folder, lesson):
    found = cells(folder, lesson)
    for before, cell in zip([None, *found], found, strict=False):
        if cell["cell_type"] == "code" and not re.match(r"lesson\.check\(|lesson = open_lesson\(", cell["source"]):
            assert before and before["cell_type"] == "markdown", cell["id"]


@each_notebook
def test_every_cell_has_an_id_of_words(folder, lesson):
    names = [cell["id"] for cell in cells(folder, lesson)]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch("[a-z][a-z0-9-]{2,63}", name)] == []


@each_lesson
def test_no_line_of_a_solution_and_no_cell_for_teachers_is_in_the_exercise(lesson):
    exercise = [line.strip() for cell in cells("exercises", lesson) for line in cell["source"].splitlines()]
    secret = []
    for cell in cells("solutions", lesson):
        parts = (
            [cell["source"]] if "teacher" in cell["tags"] else re.findall(f"{BEGIN}(.*?){END}", cell["source"], re.S)
        )
        secret += [line.strip() for part in parts for line in part.splitlines()]
    assert [line for line in secret if len(line) > 12 and line in exercise] == []


@each_lesson
def test_an_exercise_comes_without_outputs(lesson):
    assert [cell["id"] for cell in cells("exercises", lesson) if cell.get("outputs")] == []


@each_notebook
def test_a_notebook_is_small(folder, lesson, record_property):
    size = path(folder, lesson).stat().st_size
    record_property("bytes", size)
    assert size < MOST_BYTES


# What a notebook names


@each_notebook
def test_every_source_claim_and_sentence_that_is_named_exists(folder, lesson):
    text = sources(folder, lesson, "markdown") + sources(folder, lesson, "code")
    sentences = {sentence.id for sentence in library.article("icpa-withdrawal").sentences}
    assert set(re.findall(r"\bS\d{2,3}\b", text)) <= ids("sources.csv", "source_id")
    assert set(re.findall(r"\bC\d{2}\b", text)) <= ids("articles/icpa-withdrawal/claims.csv", "claim_id")
    assert set(re.findall(r"\bs\d{2}\b", text)) <= sentences
    numbers = re.findall(r"[Ss]entences? (\d+)(?:(?: and | to |, )(\d+))?", text)
    assert {f"s{int(number):02}" for pair in numbers for number in pair if number} <= sentences


@each_notebook
def test_every_rule_that_is_named_exists(folder, lesson):
    named = set(re.findall(r"\b[VJGNT]\d\b", sources(folder, lesson, "markdown")))
    assert named <= set(library.tagset().rules)


@each_notebook
def test_every_figure_that_is_drawn_exists(folder, lesson):
    assert [name for name, _ in calls(folder, lesson, "figures") if not callable(getattr(figures, name, None))] == []


@each_notebook
def test_every_article_and_set_of_sentences_that_is_named_exists(folder, lesson):
    opened = [node.args[0] for owner in ("lesson", "library") for name, node in calls(folder, lesson, owner)
              if name in ("tag", "article") and node.args]  # fmt: skip
    names = {node.value for node in opened if hasattr(node, "value") and isinstance(node.value, str)}
    named = {text.removesuffix("-labels") for text in strings(folder, lesson)}
    names |= {text for text in named if re.fullmatch(r"\d\d-[a-z-]+", text)} - set(library.here().lessons())
    assert names <= set(library.here().articles())


@each_notebook
def test_every_data_file_that_is_named_exists(folder, lesson):
    named = {text for text in strings(folder, lesson) if re.fullmatch(r"\.\./[\w./-]+", text)}
    named |= {f"../{name}" for name in re.findall(r"`(data/[\w./-]+)`", sources(folder, lesson, "markdown"))}
    assert [name for name in sorted(named) if not (ROOT / folder / name).exists()] == []


@each_notebook
def test_every_table_that_is_filled_in_exists(folder, lesson):
    tables = [node.args[0].value for name, node in calls(folder, lesson, "lesson") if name == "table"]
    assert [name for name in tables if not (ROOT / "data" / "tables" / f"{name}.toml").is_file()] == []


@each_notebook
def test_a_notebook_opens_the_lesson_that_it_is_of(folder, lesson):
    assert f'lesson = open_lesson("{lesson}")' in sources(folder, lesson, "code")


# The prose


@pytest.mark.parametrize("folder", ["notebooks", "exercises"])
@each_lesson
def test_instructions_are_as_easy_as_grade_8_or_easier(folder, lesson, record_property):
    found = grade(instructions(folder, lesson))
    record_property("grade", round(found, 1))
    assert found <= EASIEST_GOAL


def test_the_grade_of_an_easy_text_is_lower_than_that_of_a_hard_one():
    easy = "The cat sat on the mat. It was a warm day. The dog ran to the old tree and sat down."
    hard = "Notwithstanding considerable methodological disagreement, investigators characterised accountability."
    assert grade(easy) < 3 < 15 < grade(hard)


def test_the_grade_needs_no_network(monkeypatch):
    monkeypatch.setattr(socket, "create_connection", None)
    monkeypatch.setattr(socket.socket, "connect", None)
    assert grade("This sentence was never graded before, in any test of this course.")


def test_quoted_material_tables_and_code_are_no_instructions(tmp_path, monkeypatch):
    text = "# Title\n\nLook at `pd.read_csv` and “a long quoted sentence”.\n\n> Quoted.\n\n| a | b |\n\n- An *item*"
    notebook = {"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}]}
    monkeypatch.setattr("lesson_notebooks.ROOT", tmp_path)
    Path(tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "01-a.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert instructions("notebooks", "01-a") == "Look at code and this.\nAn item."
