"""Grading a hand-in with `grade`, beside nbgrader's autograde of the same lesson as its assignment.

nbgrader starts a kernel for each hand-in and runs the student's notebook; `grade` reads the answers file in it.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import measure

from unspin.desk.grade.grade import grade
from unspin.editions.nbgrader.course import write_course
from unspin.text.library import here

LESSON_GRADED = "02-claim-or-view"
SAVED = Path("answers", "exercises", f"{LESSON_GRADED}.json")
FEW, MANY = 10, 1_000
GRADES, PAGES = 10_000, 1_000  # how many hand-ins are to be done while nbgrader does one


def main() -> None:
    runs = measure.command_line(__doc__, runs=3).parse_args().runs
    with nbgrader_course() as (course, autograde), tempfile.TemporaryDirectory() as folder:
        many = Path(folder) / "many"
        hand_in(course, many, MANY, with_notebook=False)
        ways = {
            f"nbgrader autograde, {FEW} hand-ins": lambda: measure.seconds(autograde) / FEW,
            f"grade, the same {FEW}": lambda: measure.seconds(lambda: graded(course / "submitted", FEW)) / FEW,
            f"grade, {MANY:,} hand-ins": lambda: measure.seconds(lambda: graded(many, MANY)) / MANY,
            f"unspin grade, {MANY:,} hand-ins, the whole command with every page": lambda: whole_command(many) / MANY,
        }
        measured = measure.in_turn(runs, ways)
    theirs, _, grades, pages = ways
    measure.print_table("For one hand-in", measured, base=grades)
    for name, goal in ((grades, GRADES), (pages, PAGES)):
        done = goal * measure.ratio(measured[name], measured[theirs])
        what = f"{name}: {goal:,} in the time in which nbgrader does one"
        measure.print_goal(what, done, 1)
    measure.print_machine()


@contextmanager
def nbgrader_course() -> Iterator[tuple[Path, Callable[[], None]]]:
    """Yield a course in which nbgrader has made the release and students handed in, and a call that autogrades them."""
    from nbgrader_environment import make_environment, nbgrader

    def run(*words: str | Path) -> None:
        done = nbgrader(course, *words)
        assert done.returncode == 0, done.stderr[-2000:]

    make_environment()
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        write_course(here(), course, [LESSON_GRADED])
        run("validate", Path("source", LESSON_GRADED, f"{LESSON_GRADED}.ipynb"))  # it saves the solution's answers
        run("generate_assignment", LESSON_GRADED)
        hand_in(course, course / "submitted", FEW, with_notebook=True)
        yield course, lambda: run("autograde", LESSON_GRADED, "--force")


def hand_in(course: Path, folder: Path, students: int, *, with_notebook: bool) -> None:
    """Write hand-ins as nbgrader collects them, the first one complete, each of the others with some labels less."""
    solved = json.loads((course / "answers" / "source" / "exercises" / SAVED.name).read_text(encoding="utf-8"))
    labels = "icpa-withdrawal-labels"
    for number in range(students):
        name = f"student-{number:04}"
        some = dict(list(solved["answers"][labels]["value"].items())[number % FEW :])
        answers = solved["answers"] | {labels: {"kind": "labels", "value": some}}
        place = folder / name / LESSON_GRADED
        if with_notebook:
            shutil.copytree(course / "release" / LESSON_GRADED, place)
        (place / SAVED).parent.mkdir(parents=True)
        (place / SAVED).write_text(json.dumps(solved | {"student": name, "answers": answers}), encoding="utf-8")


def graded(folder: Path, students: int) -> None:
    """Grade the hand-ins in a folder, and be sure that it was all of them."""
    assert len(grade([folder]).works) == students


def whole_command(folder: Path) -> float:
    """Return the seconds that the command takes, with every student's feedback, the gradebooks and the report."""
    with tempfile.TemporaryDirectory() as out:
        results = Path(out) / "graded"
        command = [sys.executable, "-m", "unspin.cli", "grade", folder, "--to", results]
        took = measure.seconds(lambda: subprocess.run(command, check=True, capture_output=True, cwd=measure.ROOT))
        assert len(list(results.glob("feedback/*.html"))) == MANY
    return took


if __name__ == "__main__":
    main()
