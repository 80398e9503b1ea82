"""Grade a class: from hand-ins to the result table. No student code is run; a large class uses all cores."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from unspin.desk.all_cores import in_parts, on_all_cores
from unspin.desk.arrive.arrivals import Found, RefusedFile, find
from unspin.desk.grade.graded import Graded, SetAside, Work
from unspin.desk.grade.score import LeftOut, Scored, Scorer
from unspin.text.library import Library, here
from unspin.words.errors import UnspinError
from unspin.words.names import same_person

AT_ONCE = 500  # hand-ins that one process takes at a time


class Scores(Protocol):
    """What can score hand-ins, such as `Scorer`."""

    def score(self, found: Found) -> Scored:
        """Return what one hand-in earned. Raises UnspinError, saying why, where it cannot be counted."""
        ...


class Done(Struct):
    """What came of some hand-ins, in the order in which they were found."""

    scored: list[Scored] = []
    refused: list[RefusedFile] = []


def grade(
    paths: Sequence[Path | str],
    *,
    library: Library | None = None,
    leave_out: Sequence[Path] = (),
    questions_left_out: LeftOut | None = None,
) -> Graded:
    """Return what the hand-ins in `paths` (files, folders, ZIP files) earned.

    They are marked by the course `library`, without one by this course. Of one person's hand-ins for one lesson the
    newest that can be read counts. `leave_out` are files and folders that hold no hand-ins; `questions_left_out` names
    questions, by lesson, that are not marked. Raises UnspinError when a path is not there.
    """
    arguments = (library or here(), questions_left_out or {})
    done = score_all([Path(path) for path in paths], Scorer, *arguments, leave_out=leave_out)
    return table_of(done, newest(done.scored), Scorer(*arguments))


def score_all(
    paths: Sequence[Path],
    make: Callable[..., Scores],
    *arguments: Any,
    leave_out: Sequence[Path] = (),
    progress: bool = False,
) -> Done:
    """Read and score every hand-in once, on all cores, with what `make(*arguments)` returns in each process.

    `progress` shows a bar on a terminal. Raises UnspinError when a path is not there.
    """
    from tqdm import tqdm

    found: list[Found] = []
    done = Done()
    for one in find(paths, leave_out=leave_out):
        if isinstance(one, RefusedFile):
            done.refused.append(one)
        else:
            found.append(one)
    parts = in_parts(found, AT_ONCE)
    with tqdm(total=len(found), disable=None if progress else True, unit=" hand-ins", leave=False) as bar:
        for part, packed in zip(parts, on_all_cores(_score, parts, make, *arguments), strict=True):
            bar.update(len(part))
            some = msgspec.msgpack.decode(packed, type=Done)
            done.scored += some.scored
            done.refused += some.refused
    return done


def newest(scored: Iterable[Scored]) -> dict[tuple[str, str], Scored]:
    """Return the hand-in that counts for each lesson and person, the one with the largest rank."""
    counted: dict[tuple[str, str], Scored] = {}
    for one in sorted(scored, key=_in_order, reverse=True):
        counted.setdefault(_whose(one), one)
    return counted


def table_of(done: Done, counted: Mapping[tuple[str, str], Scored], scorer: Scorer) -> Graded:
    """Return the result table of a class; `counted` are those hand-ins that count, `scorer` knows the lessons' keys."""
    aside = [one for one in sorted(done.scored, key=_in_order, reverse=True) if counted[_whose(one)] is not one]
    works = sorted((one.work for one in counted.values()), key=lambda w: (w.lesson, w.student.casefold(), w.file))
    return Graded(
        lessons={name: scorer.lesson_key(name) for name in sorted({work.lesson for work in works})},
        works=tuple(works),
        set_aside=tuple(_set_aside(one, counted[_whose(one)]) for one in aside),
        refused=tuple(done.refused),
        notices=tuple(_notices(works)),
    )


def _score(part: Sequence[Found], scorer: Scores) -> bytes:
    done = Done()
    for found in part:
        try:
            done.scored.append(scorer.score(found))
        except UnspinError as error:
            done.refused.append(RefusedFile(found.shown, str(error)))
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            # No hand-in is known to do this; if one does, the others still get their grades.
            why = f"It could not be marked ({error!r}). Please tell us about it."
            done.refused.append(RefusedFile(found.shown, why))
    return msgspec.msgpack.encode(done)


def _in_order(one: Scored) -> tuple[Any, ...]:
    return one.rank, one.work.file


def _whose(one: Scored) -> tuple[str, str]:
    return one.work.lesson, _person(one.work)


def _person(work: Work) -> str:
    return same_person(work.student_id, work.student) if work.student else f"file {work.file}"


def _set_aside(one: Scored, counted: Scored) -> SetAside:
    if one.rank[0] < counted.rank[0]:
        why = f"This is the guided lesson; the exercise counts, which is in {counted.work.file}."
    else:
        why = f"A newer hand-in of this student counts: {counted.work.file}."
    if not one.work.student_id:
        why += " If these are two people, one of them needs another name."
    return SetAside(one.work.file, one.work.student, one.work.lesson, why)


def _notices(works: Sequence[Work]) -> Iterator[str]:
    """Yield what a teacher should look at: hand-ins without a name, and people who use one name."""
    aliases = Counter(filter(None, map(_alias, works)))
    shared: dict[tuple[str, str], list[Work]] = {alias: [] for alias, count in aliases.items() if count > 1}
    for work in works:
        if not work.student:
            yield f"No name stands in {work.file}, so it is nobody's yet. Ask whose it is."
        elif shared and (alias := _alias(work)) in shared:
            shared[alias].append(work)
    for same in shared.values():
        files = ", ".join(work.file for work in same)
        yield f"{len(same)} people handed in under the name {same[0].alias!r}, and each was graded: {files}."


def _alias(work: Work) -> tuple[str, str] | None:
    """Return what hand-ins under one name have in common; None where the platform does not say whose it is."""
    return (work.lesson, same_person("", work.alias)) if work.student_id and work.alias else None
