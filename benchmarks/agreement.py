"""How far 100,000 students agree about 21 sentences: alpha with 1,000 draws of sentences, and with 1,000 of students.

Beside the fastest library, krippendorff, called once a draw on counts that numpy makes. It is not part of the course
(its licence is the GPL), so this script installs it into an environment of its own, which is thrown away: that needs
the package index. Every run is a process of its own; imports and a first call are not counted, peak memory is of the
whole process. Ours begins with what a class report has, a list of labels for each student; the library begins with a
matrix of small numbers.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import measure

if TYPE_CHECKING:
    import numpy as np

STUDENTS, SENTENCES, DRAWS = 100_000, 21, 1000
LABELS = ["CLAIM", "REPORTED", "VIEW", "GUESS", "MIXED", "NONE"]
MISSING = 255
OURS, LIBRARY, CLEVER = "unspin", "krippendorff", "krippendorff, counts by one product of matrices"
REPEATS = 51  # of what takes less than a tenth of a second, in one process; the median counts
TIMES_FASTER_SENTENCES, TIMES_FASTER_STUDENTS, MOST_MIB = 100, 10, 1024


def main() -> None:
    parser = measure.command_line(__doc__, runs=5)
    parser.add_argument("--once", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once:
        print(json.dumps(once(*arguments.once)))
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        labels = Path(folder, "labels.bin")
        labels.write_bytes(make_class())
        pythons = {OURS: sys.executable, LIBRARY: environment_with_library(Path(folder))}
        sentences = Compared(labels, pythons, "sentences", [LIBRARY, OURS])
        students = Compared(labels, pythons, "students", [LIBRARY, CLEVER, OURS])
        for compared in (sentences, students):
            compared.run(arguments.runs)
    for compared, times_faster in ((sentences, TIMES_FASTER_SENTENCES), (students, TIMES_FASTER_STUDENTS)):
        what = f"{compared.drawn}: {times_faster} in the time in which the library does one"
        measure.print_goal(what, compared.ratio() * times_faster, 1)
    measure.print_goal("peak memory", max(sentences.peak(), students.peak()), MOST_MIB, " MiB")
    measure.print_machine()


class Compared:
    """Ways to the same interval, each in processes of its own."""

    def __init__(self, labels: Path, pythons: dict[str, str], drawn: str, ways: list[str]) -> None:
        self.drawn, self.ways = drawn, ways
        self.command = {way: [pythons[way.split(",")[0]], __file__, "--once", labels, drawn, way] for way in ways}
        self.seconds: dict[str, list[float]] = {}
        self.mib: dict[str, list[float]] = {way: [] for way in ways}
        self.found: dict[str, list[float]] = {}

    def run(self, runs: int) -> None:
        """Measure in turn, see that all find the same, and print what was measured."""
        self.seconds = measure.in_turn(runs, {way: lambda way=way: self._measure(way) for way in self.ways})
        low, high = self.found[LIBRARY]
        for found in self.found.values():
            assert abs(found[0] - low) + abs(found[1] - high) < (high - low) / 4, self.found
        title, unit = f"{DRAWS} draws of {self.drawn}", "ms" if self.drawn == "sentences" else "s"
        measure.print_table(title, self.seconds, unit=unit, base=LIBRARY)
        measure.print_table(f"{title}, peak memory", self.mib, unit="MiB", base=LIBRARY)

    def ratio(self) -> float:
        """Return our time over the library's."""
        return measure.ratio(self.seconds[OURS], self.seconds[LIBRARY])

    def peak(self) -> float:
        """Return the most memory that ours took, in MiB."""
        return max(self.mib[OURS])

    def _measure(self, way: str) -> float:
        told = json.loads(measure.run(*self.command[way], env=measure.environment()))
        self.mib[way].append(told["MiB"])
        self.found[way] = told["found"]
        return told["seconds"]


def make_class() -> bytes:
    """Return a byte a label, student after student: most follow one common label, one label in 30 is missing."""
    pick = random.Random(1)
    common = [pick.randrange(len(LABELS)) for _ in range(SENTENCES)]
    anything = [*range(len(LABELS))]
    labels = bytearray()
    for _ in range(STUDENTS):
        for label, chance in zip(common, [pick.random() for _ in common], strict=True):
            labels.append(MISSING if chance < 1 / 30 else label if chance < 0.6 else pick.choice(anything))
    return bytes(labels)


def environment_with_library(folder: Path) -> str:
    """Make an environment with the library and the numpy that the course has; return its Python."""
    python = folder / "library" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    measure.run(sys.executable, "-m", "venv", folder / "library")
    measure.run(python, "-m", "pip", "install", "--quiet", "krippendorff==0.9.0", f"numpy=={version('numpy')}")
    return str(python)


def once(labels: str, drawn: str, way: str) -> dict[str, object]:
    """Measure one way in this process; return seconds, peak MiB and the interval found."""
    ways = {OURS: ours, LIBRARY: library, CLEVER: library_with_product}
    work = ways[way](Path(labels).read_bytes(), drawn)
    found = work()  # after which all is imported
    seconds = [measure.seconds(work)]
    if seconds[0] < 0.1:
        seconds = [measure.seconds(work) for _ in range(REPEATS)]
    return {"seconds": statistics.median(seconds), "MiB": measure.peak_mib(), "found": found}


def ours(labels: bytes, drawn: str) -> Callable[[], list[float]]:
    """Return the call that a class report makes."""
    from unspin import agreement

    rows = [
        [None if place == MISSING else LABELS[place] for place in labels[start : start + SENTENCES]]
        for start in range(0, len(labels), SENTENCES)
    ]
    counts = agreement.counts(rows, LABELS)

    def work() -> list[float]:
        if drawn == "sentences":
            found = agreement.interval("alpha", counts, draws=DRAWS)
        else:
            found = agreement.interval_over_people("alpha", rows, LABELS, draws=DRAWS)
        return [found.low, found.high]

    return work


def library(labels: bytes, drawn: str) -> Callable[[], list[float]]:
    """Return a call of the library for each draw; of students, their labels are counted sentence by sentence."""
    import numpy as np

    matrix = np.frombuffer(labels, np.uint8).reshape(STUDENTS, SENTENCES)
    counts = count(matrix)

    def work() -> list[float]:
        chance = np.random.default_rng(1)
        if drawn == "sentences":
            return quantiles(counts[chance.integers(0, SENTENCES, SENTENCES)] for _ in range(DRAWS))
        return quantiles(count(matrix[chance.integers(0, STUDENTS, STUDENTS)]) for _ in range(DRAWS))

    return work


def library_with_product(labels: bytes, drawn: str) -> Callable[[], list[float]]:
    """Return the same for students, counted by how often each is drawn, times a matrix of ones and zeros."""
    import numpy as np

    matrix = np.frombuffer(labels, np.uint8).reshape(STUDENTS, SENTENCES, 1)
    marks = (matrix == np.arange(len(LABELS))).reshape(STUDENTS, -1).astype(np.float32)

    def draw(chance: np.random.Generator) -> np.ndarray:
        times = np.bincount(chance.integers(0, STUDENTS, STUDENTS), minlength=STUDENTS).astype(np.float32)
        return (times @ marks).reshape(SENTENCES, -1)

    def work() -> list[float]:
        chance = np.random.default_rng(1)
        return quantiles(draw(chance) for _ in range(DRAWS))

    return work


def count(matrix: "np.ndarray") -> "np.ndarray":
    """Return counts, a row a sentence; what is missing is not counted."""
    import numpy as np

    return np.array([np.bincount(column, minlength=MISSING + 1)[: len(LABELS)] for column in matrix.T])


def quantiles(counts_of_draws: "Iterator[np.ndarray]") -> list[float]:
    """Return between which values the library's alpha lies in 95 of 100 draws."""
    import krippendorff
    import numpy as np

    values = [krippendorff.alpha(value_counts=each, level_of_measurement="nominal") for each in counts_of_draws]
    return np.quantile(values, [0.025, 0.975]).tolist()


if __name__ == "__main__":
    main()
