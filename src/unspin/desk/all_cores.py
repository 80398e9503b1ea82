"""Do the same to many things, on all cores where there are enough of them for that to pay."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

FEW = 2_000  # up to here other processes would take longer to start than they save

Work = Callable[[Sequence[Any], Any], bytes]


def on_all_cores(
    work: Work, parts: Sequence[Sequence[Any]], make: Callable[..., Any], *arguments: Any
) -> Iterator[bytes]:
    """Yield `work(part, tool)` for each part, in order; `tool` is `make(*arguments)`, made once in each process.

    `work` and `make` are functions of modules, and everything given to them can be pickled: other processes get it so.
    """
    if sum(map(len, parts)) <= FEW or os.cpu_count() == 1:
        tool = make(*arguments)
        yield from (work(part, tool) for part in parts)
        return
    # New processes, not copies of this one: a copy shares the place in each archive that is open.
    anew = get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), anew, initializer=_begin, initargs=(make, arguments)) as pool:
        yield from pool.map(_work, [work] * len(parts), parts)


def in_parts(everything: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """Return the same things in parts of at most `size`, in their order."""
    return [everything[start : start + size] for start in range(0, len(everything), size)]


def _begin(make: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Get a process ready."""
    global _tool
    _tool = make(*arguments)


def _work(work: Work, part: Sequence[Any]) -> bytes:
    return work(part, _tool)
