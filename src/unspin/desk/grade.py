"""Grade a class: from hand-ins to the result table. No student code is run; a large class uses all cores."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from unspin.desk.all_cores import in_parts, on_all_cores
from unspin.desk.arrivals import Found, Refused, find
from unspin.desk.graded import Graded, SetAside, Work
from unspin.desk.score import LeftOut, Scored, Scorer
from unspin.errors import UnspinError
from unspin.names import same_person

AT_ONCE = 500  # hand-ins that one process takes at a time


def grade(
    paths: Sequence[Path | str],
    *,
    leave_out: Sequence[Path] = (),
    questions_left_out: LeftOut | None = None,
    progress: bool = False,
) -> Graded:
    """Return what the hand-ins in `paths` (files, folders, ZIP files) earned.

    Of one person's hand-ins for one lesson the newest that can be read counts. `leave_out` are files and folders that
    hold no hand-ins; `questions_left_out` names questions, by lesson, that are not marked. `progress` shows a bar on
    a terminal. Raises UnspinError when a path is not there.
    """
    left_out = questions_left_out or {}
    found: list[Found] = []
    refused: list[Refused] = []
    for one in find([Path(path) for path in paths], leave_out=leave_out):
        (refused if isinstance(one, Refused) else found).append(one)
    scored: list[Scored] = []
    for part in _scored(found, left_out, progress):
        scored += part.scored
        refused += part.refused
    return _graded(scored, refused, Scorer(left_out))


class _Part(Struct):
    """What came of some hand-ins, in the order in which they were found."""

    scored: list[Scored] = []
    refused: list[Refused] = []


def _scored(found: list[Found], left_out: LeftOut, progress: bool) -> Iterator[_Part]:
    from tqdm import tqdm

    parts = in_parts(found, AT_ONCE)
    with tqdm(total=len(found), disable=None if progress else True, unit=" hand-ins", leave=False) as bar:
        for part, packed in zip(parts, on_all_cores(_score, parts, Scorer, left_out), strict=True):
            bar.update(len(part))
            yield msgspec.msgpack.decode(packed, type=_Part)


def _score(part: Sequence[Found], scorer: Scorer) -> bytes:
    done = _Part()
    for found in part:
        try:
            done.scored.append(scorer.score(found))
        except UnspinError as error:
            done.refused.append(Refused(found.shown, str(error)))
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            # No hand-in is known to do this; if one does, the others still get their grades.
            done.refused.append(Refused(found.shown, f"It could not be marked ({error!r}). Please tell us about it."))
    return msgspec.msgpack.encode(done)


def _graded(scored: list[Scored], refused: list[Refused], scorer: Scorer) -> Graded:
    counted: dict[tuple[str, str], Scored] = {}
    set_aside = []
    for one in sorted(scored, key=lambda one: (one.rank, one.work.file), reverse=True):
        first = counted.setdefault((one.work.lesson, _person(one.work)), one)
        if first is not one:
            set_aside.append(_set_aside(one, first))
    works = sorted((one.work for one in counted.values()), key=lambda w: (w.lesson, w.student.casefold(), w.file))
    return Graded(
        lessons={name: scorer.lesson_key(name) for name in sorted({work.lesson for work in works})},
        works=tuple(works),
        set_aside=tuple(set_aside),
        refused=tuple(refused),
        notices=tuple(_notices(works)),
    )


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
        elif shared and (same := shared.get(_alias(work))) is not None:
            same.append(work)
    for same in shared.values():
        files = ", ".join(work.file for work in same)
        yield f"{len(same)} people handed in under the name {same[0].alias!r}, and each was graded: {files}."


def _alias(work: Work) -> tuple[str, str] | None:
    """Return what hand-ins under one name have in common; None where the platform does not say whose it is."""
    return (work.lesson, same_person("", work.alias)) if work.student_id and work.alias else None
