"""What the benchmarks share: their command line, measuring in turn, medians and ratios, and the page to measure in."""

import argparse
import contextlib
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the browser tests' helpers: a real JupyterLab, a page, a browser

LESSON = "99-benchmark"  # the name of the notebooks that are made here, in copies of the course


def command_line(doc: str, *, runs: int) -> argparse.ArgumentParser:
    """Return a parser with --runs; the first paragraph of `doc` is its help."""
    parser = argparse.ArgumentParser(description=doc.split("\n\n")[0])
    parser.add_argument(
        "--runs", type=int, default=runs, metavar="N", help="how often to measure (default %(default)s)"
    )
    return parser


def in_turn(runs: int, ways: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Measure each way once, then each again (A B A B), `runs` times; return what each call returned, by way."""
    measured: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, measure in ways.items():
            measured[name].append(measure())
    return measured


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mib(process: object = "self") -> float:
    """Return the most memory that a process has held so far, in MiB; nan where the system does not tell."""
    with contextlib.suppress(OSError):
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        if found := re.search(r"VmHWM:\s+(\d+) kB", status):
            return int(found[1]) / 1024
    return math.nan


def run_watched(*command: str | Path, **options) -> tuple[str, float]:
    """Run a command; return its output, and the most memory of its processes together, looked at 50 times a second."""
    peaks: dict[int, float] = {}
    with tempfile.TemporaryFile("w+") as said:
        words = [str(word) for word in command]
        process = subprocess.Popen(words, stdout=said, stderr=subprocess.STDOUT, text=True, **options)
        while process.poll() is None:
            for pid in (process.pid, *children(process.pid)):
                if not math.isnan(peak := peak_mib(pid)):
                    peaks[pid] = peak
            time.sleep(0.02)
        said.seek(0)
        if process.returncode:
            raise RuntimeError(f"{command[0]} {command[1]} failed:\n{said.read()[-2000:]}")
        return said.read(), sum(peaks.values()) or math.nan


def children(process: int) -> list[int]:
    """Return the processes that a process has started and that still run; none where the system does not tell."""
    with contextlib.suppress(OSError):
        return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def run(*command: str | Path, **options) -> str:
    """Run a command and return its output. Raises RuntimeError with the end of its output when it fails."""
    done = subprocess.run([str(word) for word in command], stdout=-1, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        raise RuntimeError(f"{command[0]} {command[1]} failed:\n{done.stdout[-2000:]}")
    return done.stdout


def environment(**changes: str | Path) -> dict[str, str]:
    """Return the environment for what is measured: bytecode is kept, as at a student's; answers go to the course."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "UNSPIN_ANSWERS", "UNSPIN_KEYS", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {name: str(value) for name, value in changes.items()}


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 do not exceed (nearest rank)."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def print_table(title: str, measured: Mapping[str, Sequence[float]], *, unit: str = "ms", base: str = "") -> None:
    """Print a Markdown table of `measured`, in seconds, a row a way; ratios are to the way called `base`.

    With the unit "s" the runs are few, and the 95th percentile is left out.
    """
    scale, digits = (1000, 1) if unit == "ms" else (1, 2)
    summaries = {"median": statistics.median, **({"p95": p95} if unit == "ms" else {})}
    columns = [unit, "runs", *summaries, "min to max", *(f"ratio of {name}s" for name in summaries if base)]
    print(f"\n{title}\n", f"| {' | '.join(columns)} |", "| --- " * len(columns) + "|", sep="\n")
    for name, values in measured.items():
        figures = [f"{summary(values) * scale:.{digits}f}" for summary in summaries.values()]
        extent = f"{min(values) * scale:.{digits}f} to {max(values) * scale:.{digits}f}"
        ratios = [f"{summary(values) / summary(measured[base]):.2f}" for summary in summaries.values() if base]
        print(f"| {' | '.join([name, str(len(values)), *figures, extent, *ratios])} |", flush=True)


def ratio(values: Sequence[float], base: Sequence[float]) -> float:
    """Return the median of `values` over the median of `base`."""
    return statistics.median(values) / statistics.median(base)


def print_goal(goal: str, value: float, most: float, unit: str = "") -> None:
    """Print whether a goal is met."""
    print(f"\nGoal: {goal}. {'Met' if value <= most else 'MISSED'}: {value:.2f}{unit} of at most {most:g}{unit}.")


def print_machine() -> None:
    """Print what was measured on: processors, Python, system, and how busy it was."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"\nMachine: {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}{load}.")


@contextlib.contextmanager
def browser_page() -> Iterator:
    """Open a page in a real browser, tall enough that nothing has to be scrolled to."""
    from browsers import launch
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, contextlib.closing(launch(playwright)) as browser:
        yield browser.new_page(viewport={"width": 1200, "height": 1400})


@contextlib.contextmanager
def notebook_page(*cells: str) -> Iterator[tuple]:
    """Open a notebook of these cells in a real JupyterLab, run them all; yield the page and the course's folder."""
    from real_jupyterlab import copy_course, jupyterlab, open_notebook, run_all_cells, write_notebook

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        course = copy_course(Path(folder))
        write_notebook(course / "notebooks" / f"{LESSON}.ipynb", *cells)
        with jupyterlab(course) as url, browser_page() as page:
            open_notebook(page, url, f"notebooks/{LESSON}.ipynb")
            run_all_cells(page)
            yield page, course
