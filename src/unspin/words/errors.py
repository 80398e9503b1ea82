"""The one error that people see: a sentence they can act on, shown in a notebook without a traceback."""

from collections.abc import Iterable


class UnspinError(Exception):
    """Say what is wrong, what was possible and what to do next."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython prints in place of a traceback."""
        return [str(self)]


def did_you_mean(name: object, known: Iterable[str]) -> str:
    """Return a sentence that names the nearest known name, or all of them when none is near."""
    from difflib import get_close_matches  # only needed once something went wrong

    known = sorted(known)
    by_lower_case = {k.lower(): k for k in known}
    if near := get_close_matches(str(name).lower(), by_lower_case, n=1, cutoff=0.5):
        return f"Did you mean {by_lower_case[near[0]]!r}?"
    if known:
        return "There is: " + ", ".join(repr(k) for k in known) + "."
    return "There are none yet."
