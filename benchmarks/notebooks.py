"""The notebooks under `pytest --nbval`, beside bare nbclient on the same notebooks with as many processes.

Both start a clean kernel for each notebook and run every cell; nbval also compares every output with the one in git.
"""

import sys
import tempfile
from collections.abc import Callable
from functools import partial

import measure

FOLDERS = ("notebooks", "solutions")
PROCESSES = (1, 2)
MOST_TIMES = 1.1

NBCLIENT = """
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
import nbformat
from nbclient import NotebookClient

def run(path):
    resources = {"metadata": {"path": str(Path(path).parent)}}
    NotebookClient(nbformat.read(path, as_version=4), timeout=300, resources=resources).execute()

processes, paths = int(sys.argv[1]), sys.argv[2:]
if processes == 1:
    list(map(run, paths))
else:
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(run, paths))
"""


def main() -> None:
    runs = measure.command_line(__doc__, runs=5).parse_args().runs
    paths = sorted(str(path) for folder in FOLDERS for path in (measure.ROOT / folder).glob("*.ipynb"))
    assert paths, "there are no notebooks to measure"
    for processes in PROCESSES:
        names = f"nbclient, {processes} process(es)", f"nbval, {processes} process(es)"
        ways = dict(zip(names, (timed(nbclient, processes, paths), timed(nbval, processes, paths)), strict=True))
        for measure_once in ways.values():
            measure_once()  # so that bytecode is there
        measured = measure.in_turn(runs, ways)
        measure.print_table(f"{len(paths)} notebooks, {processes} process(es)", measured, unit="s", base=names[0])
        times = measure.ratio(measured[names[1]], measured[names[0]])
        measure.print_goal(f"nbval beside nbclient, {processes} process(es)", times, MOST_TIMES)
    measure.print_machine()


def timed(way: Callable[[int, list[str]], None], processes: int, paths: list[str]) -> Callable[[], float]:
    """Return a measurement of one way to run the notebooks."""

    def measure_once() -> float:
        try:
            return measure.seconds(partial(way, processes, paths))
        except RuntimeError:
            # Two kernels that start at once can be given the same port: https://github.com/jupyter/nbconvert/issues/1066
            return measure.seconds(partial(way, processes, paths))

    return measure_once


def nbclient(processes: int, paths: list[str]) -> None:
    """Run the notebooks with nothing but nbclient."""
    with tempfile.TemporaryDirectory() as answers:
        env = measure.environment(UNSPIN_ANSWERS=answers)
        measure.run(sys.executable, "-c", NBCLIENT, processes, *paths, cwd=measure.ROOT, env=env)


def nbval(processes: int, paths: list[str]) -> None:
    """Run the notebooks as the test command does, a notebook a process (conftest.py gives it a folder for answers)."""
    in_parallel = ("-n", processes, "--dist", "loadfile") if processes > 1 else ()
    command = ("-m", "pytest", "-q", "--nbval", *in_parallel, *paths)
    measure.run(sys.executable, *command, cwd=measure.ROOT, env=measure.environment())


if __name__ == "__main__":
    main()
