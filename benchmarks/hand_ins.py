"""Grade 30, 1,000 and 100,000 hand-ins, from a folder and from one ZIP: seconds and peak memory.

Beside the floor: reading the same bytes one after the other and parsing them, untyped, with the faster of two JSON
libraries. One of them, orjson, is not part of the course, so this script installs it into an environment of its own,
which is thrown away: that needs the package index. The hand-ins are of exercise 2: 21 labels with confidence, in some
marked words, six computed answers and two open ones; one in 50 is damaged. Every run is a process of its own; imports
are not counted. Memory is that of all processes together, at the most.
"""

import argparse
import gc
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from zipfile import ZIP_DEFLATED, ZipFile

import measure

LESSON_GRADED, ARTICLE = "02-claim-or-view", "icpa-withdrawal"
SIZES = (30, 1_000, 100_000)
DAMAGED = 50  # one in so many
OURS, TABLE = "grade", "its result table alone"
MSGSPEC, ORJSON = "read and parse, msgspec", "read and parse, orjson"
MOST_TIMES = 3.0


def main() -> None:
    parser = measure.command_line(__doc__, runs=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="how many hand-ins")
    parser.add_argument("--once", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once:
        way, place = arguments.once
        print(json.dumps(WAYS[way](Path(place))))
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pythons = {OURS: sys.executable, MSGSPEC: sys.executable, ORJSON: environment_with_orjson(Path(folder))}
        for size in arguments.sizes:
            places = make_hand_ins(Path(folder), size)
            for name, place in places.items():
                compare(f"{size:,} hand-ins from {name}", place, pythons, arguments.runs, size)
    measure.print_machine()


def compare(title: str, place: Path, pythons: dict[str, str], runs: int, size: int) -> None:
    """Measure in turn, and print seconds and memory; goals are for the largest class."""
    mib: dict[str, list[float]] = {way: [] for way in pythons}
    seen: dict[str, dict] = {}

    def once(way: str) -> float:
        command = [pythons[way], __file__, "--once", way, place]
        said, peak = measure.run_watched(*command, env=measure.environment(), cwd=measure.ROOT)
        seen[way] = json.loads(said)
        mib[way].append(peak)
        return seen[way]["seconds"]

    seconds = measure.in_turn(runs, {way: lambda way=way: once(way) for way in pythons})
    floor = min((MSGSPEC, ORJSON), key=lambda way: measure.ratio(seconds[way], [1.0]))
    assert len({told["files"] for told in seen.values()}) == 1, seen
    measure.print_table(title, seconds, unit="s" if size > max(SIZES) / 10 else "ms", base=floor)
    command = [pythons[OURS], __file__, "--once", TABLE, place]
    table = json.loads(measure.run(*command, env=measure.environment(), cwd=measure.ROOT))["MiB"]
    measure.print_table(f"{title}, memory", mib | {TABLE: [table]}, unit="MiB")
    print(f"\nCounted {seen[OURS]['works']:,}, refused {seen[OURS]['refused']:,}.")
    if size >= max(SIZES):
        measure.print_goal(f"{title}, times the floor", measure.ratio(seconds[OURS], seconds[floor]), MOST_TIMES)


def make_hand_ins(folder: Path, size: int) -> dict[str, Path]:
    """Write hand-ins as Canvas names them, into a folder and into a ZIP file; return both, the same each time."""
    places = {"a folder": folder / str(size), "one ZIP": folder / f"{size}.zip"}
    places["a folder"].mkdir()
    with ZipFile(places["one ZIP"], "w", ZIP_DEFLATED) as archive:
        for number, data in enumerate(hand_ins(size)):
            name = f"student{number:06}_{10_000 + number}_{500_000 + number}_{LESSON_GRADED}.json"
            (places["a folder"] / name).write_bytes(data)
            archive.writestr(name, data)
    return places


def hand_ins(size: int) -> Iterator[bytes]:
    """Yield hand-ins, each of another student; every fiftieth is damaged."""
    from unspin.answers.schema import FORMAT, Answers, to_bytes
    from unspin.text import library

    pick, article = random.Random(1), library.article(ARTICLE)
    for number in range(size):
        answers = {**tags(article, pick), **other_answers(pick)}
        name = f"Student {number:06}"
        data = to_bytes(Answers(FORMAT, LESSON_GRADED, name, {ARTICLE: article.fingerprint}, answers))
        yield damaged(data, number // DAMAGED) if number % DAMAGED == DAMAGED // 2 else data


def tags(article, pick: random.Random) -> dict[str, object]:
    """Return labels with confidence, two in three as the key says, and in one hand-in of three marked words."""
    from unspin.answers.schema import LabelsAnswer, Mark, SpansAnswer, Tag

    every = sorted({key.label for key in article.key.labels.values()})
    chosen = {sid: k.label if pick.random() < 0.66 else pick.choice(every) for sid, k in article.key.labels.items()}
    reasons = ("", "", "", "Anyone can look that up.", "“Stark” judges; who says so?")
    labels = {sid: Tag(label, pick.randrange(6), pick.choice(reasons)) for sid, label in chosen.items()}
    given: dict[str, object] = {f"{ARTICLE}-labels": LabelsAnswer(labels)}
    if pick.random() < 1 / 3:
        marks = {sid: [Mark(s.start, s.end, s.label) for s in spans] for sid, spans in article.key.spans.items()}
        given[f"{ARTICLE}-spans"] = SpansAnswer({sid: some for sid, some in marks.items() if pick.random() < 0.7})
    return given


def other_answers(pick: random.Random) -> dict[str, object]:
    """Return what the lesson asks beside labels: two in three right, and the solution's words for open questions."""
    from unspin.answers.schema import ChoiceAnswer, NumberAnswer

    wrong = {ChoiceAnswer: ChoiceAnswer("Something else."), NumberAnswer: NumberAnswer(0.125)}
    answers = solution()
    return {name: a if pick.random() < 0.66 else wrong.get(type(a), a) for name, a in answers.items()}


@cache
def solution() -> dict[str, object]:
    """Return the answers of the lesson's solution."""
    from unspin.answers.home import keys_home
    from unspin.answers.key import read_key
    from unspin.text.library import here

    return read_key(keys_home(here()) / f"{LESSON_GRADED}.json").answers


def damaged(data: bytes, number: int) -> bytes:
    """Return a hand-in damaged in one of eight ways, none of which can be graded."""
    ways = (
        data[: len(data) // 2],
        b"",
        b"\xff\xfe" + data,
        b"<!doctype html><title>Log in</title>",
        data.replace(b'"confidence": ', b'"confidence": 9'),
        data.replace(b'"labels"', b'"label"'),
        data.replace(b"unspin-answers/1", b"unspin-answers/2"),
        data.replace(LESSON_GRADED.encode(), b"99-no-such-lesson"),
    )
    return ways[number % len(ways)]


def environment_with_orjson(folder: Path) -> str:
    """Make an environment with orjson in it; return its Python."""
    python = folder / "orjson" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    measure.run(sys.executable, "-m", "venv", folder / "orjson")
    measure.run(python, "-m", "pip", "install", "--quiet", "orjson==3.11.4")
    return str(python)


def graded(place: Path) -> dict[str, object]:
    """Grade the hand-ins at a place."""
    from unspin.desk.grade.grade import grade

    found = []
    seconds = measure.seconds(lambda: found.append(grade([place])))
    works, refused = found[0].works, found[0].refused
    files = len(works) + len(refused) + len(found[0].set_aside)
    return {"seconds": seconds, "files": files, "works": len(works), "refused": len(refused)}


def table(place: Path) -> dict[str, object]:
    """Grade the hand-ins at a place; return the memory that the result table takes."""
    from unspin.desk.grade.grade import grade

    return {"MiB": size_of(grade([place])) / 2**20}


def size_of(everything: object) -> int:
    """Return the bytes of an object and of all that it holds, each counted once."""
    seen, waiting, size = set(), [everything], 0
    while waiting:
        one = waiting.pop()
        if id(one) not in seen and not isinstance(one, type | ModuleType | FunctionType):
            seen.add(id(one))
            size += sys.getsizeof(one)
            fields = getattr(one, "__struct_fields__", ())  # of a structure that the garbage collector does not know
            waiting += [getattr(one, field) for field in fields] or gc.get_referents(one)
    return size


def parsed(place: Path, parse: Callable[[bytes], object]) -> dict[str, object]:
    """Read and parse the same files, one after the other, and keep nothing."""
    files = 0

    def work() -> None:
        nonlocal files
        for data in read_archive(place) if place.is_file() else read_folder(place):
            files += 1
            with suppress(ValueError):
                parse(data)

    return {"seconds": measure.seconds(work), "files": files}


def read_folder(folder: Path) -> Iterator[bytes]:
    with os.scandir(folder) as entries:
        for entry in entries:
            with open(entry.path, "rb", buffering=0) as file:
                yield file.read()


def read_archive(path: Path) -> Iterator[bytes]:
    with ZipFile(path) as archive:
        for member in archive.infolist():
            yield archive.read(member)


def with_msgspec(place: Path) -> dict[str, object]:
    import msgspec

    return parsed(place, msgspec.json.Decoder().decode)


def with_orjson(place: Path) -> dict[str, object]:
    import orjson

    return parsed(place, orjson.loads)


WAYS = {OURS: graded, TABLE: table, MSGSPEC: with_msgspec, ORJSON: with_orjson}

if __name__ == "__main__":
    main()
