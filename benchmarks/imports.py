"""How long `import unspin` takes, and the first `lesson.tag(...)` of a fresh process.

The import is a whole process, beside a process that imports `json` only. The first widget is timed inside the process,
beside `import anywidget` alone; with "in a kernel", what a kernel has loaded anyway is loaded before the clock starts.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import measure

MOST_SECONDS = 0.060
SLOWEST = 12

CLOCK = "import time\nstart = time.perf_counter()\n{}\nprint(time.perf_counter() - start)"
TAG = f'from unspin import open_lesson\nlesson = open_lesson("{measure.LESSON}")\n' + CLOCK.format(
    'lesson.tag("icpa-withdrawal")'
)
ANYWIDGET = CLOCK.format("import anywidget")
KERNEL = "import ipykernel.ipkernel\n"


def main() -> None:
    runs = measure.command_line(__doc__, runs=30).parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder))
        run = partial(run_python, course=course)
        for code in ("import json", "import unspin", TAG, KERNEL + ANYWIDGET):
            run(code)  # so that bytecode is there
        imports = measure.in_turn(runs, {code: whole(code, run) for code in ("import json", "import unspin")})
        tags = {
            "import anywidget": inside(ANYWIDGET, run),
            "first lesson.tag": inside(TAG, run),
            "import anywidget, in a kernel": inside(KERNEL + ANYWIDGET, run),
            "first lesson.tag, in a kernel": inside(KERNEL + TAG, run),
        }
        tags = measure.in_turn(runs, tags)
        slowest = slowest_imports(run("import unspin", options=("-X", "importtime")))
    measure.print_table("A Python process that imports one thing", imports, base="import json")
    measure.print_table("The first widget of a fresh process", tags, base="import anywidget")
    more = statistics.median(imports["import unspin"]) - statistics.median(imports["import json"])
    measure.print_goal("import unspin under 60 ms more than json", more * 1000, MOST_SECONDS * 1000, unit=" ms")
    if more > MOST_SECONDS:
        print("\nThe slowest imports (ms by itself, ms with what it imports):", *slowest, sep="\n")
    measure.print_machine()


def make_course(folder: Path) -> Path:
    """Copy what a lesson needs to open into `folder`."""
    from real_jupyterlab import copy_course, write_notebook

    course = copy_course(folder)
    write_notebook(course / "notebooks" / f"{measure.LESSON}.ipynb")
    return course


def run_python(code: str, *, course: Path, options: tuple[str, ...] = ()) -> str:
    """Run code in a fresh process, with the course's notebooks as its folder; return what it printed."""
    return measure.run(sys.executable, *options, "-c", code, cwd=course / "notebooks", env=measure.environment())


def whole(code: str, run: Callable[[str], str]) -> Callable[[], float]:
    """Return a measurement of the whole process."""
    return lambda: measure.seconds(lambda: run(code))


def inside(code: str, run: Callable[[str], str]) -> Callable[[], float]:
    """Return a measurement that the process prints itself."""
    return lambda: float(run(code))


def slowest_imports(report: str) -> list[str]:
    """Return the lines of -X importtime with the longest own times, as "own with-imports name", longest first."""
    rows = [line.removeprefix("import time:").split("|") for line in report.splitlines() if "|" in line]
    times = [(int(own), int(both), name.strip()) for own, both, name in rows if own.strip().isdigit()]
    return [
        f"{own / 1000:8.1f} {both / 1000:8.1f}  {name}" for own, both, name in sorted(times, reverse=True)[:SLOWEST]
    ]


if __name__ == "__main__":
    main()
