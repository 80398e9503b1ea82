"""Say things as a student would: numbers without the name of their type, and types by a plain word."""

import sys
from typing import Any

NUMBERS = ("float64", "float32", "int64", "int32", "bool")  # numpy's, which pandas gives
WORDS = {
    "NoneType": "nothing (None)",
    "NAType": "nothing (NA)",
    "NaTType": "nothing (NaT)",
    "int": "a whole number",
    "float": "a number",
    "bool": "a yes or no",
    "bool_": "a yes or no",
    "str": "text",
    "list": "a list",
    "tuple": "a list",
    "dict": "a dictionary",
    "DataFrame": "a whole table",
    "Series": "a whole column",
    "ndarray": "a list of numbers",
    "Figure": "a figure",
}


def kind_of(value: Any) -> str:
    """Return what a value is, with its article: "a whole number", "a whole table"; an unknown type by its name."""
    name = type(value).__name__
    return WORDS.get(name, f"something of the type {name}")


def show_numbers_plainly() -> None:
    """Let Jupyter show numpy's numbers as numbers: 0.381, not np.float64(0.381). Elsewhere it does nothing."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return
    shown, numpy = shell.display_formatter.formatters["text/plain"], sys.modules.get("numpy")
    for name in NUMBERS:
        if numpy:
            shown.for_type(getattr(numpy, name if name != "bool" else "bool_"), _show)
        else:
            shown.for_type_by_name("numpy", name, _show)


def _show(number: Any, printer: Any, cycle: bool) -> None:
    printer.text(repr(number.item()))
