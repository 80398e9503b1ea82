"""Numbers and types in a student's words."""

import subprocess
import sys

import pandas as pd
import pytest
from real_jupyterlab import ROOT

from unspin.words.plain_words import kind_of

SHOWS = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in ({cells}):
    shell.run_cell(cell)
shown, _ = shell.display_formatter.format(eval(shell.user_ns["code"], shell.user_ns))
print(shown["text/plain"])
"""
OPEN = "from unspin import open_lesson\\nlesson = open_lesson('02-claim-or-view')"


@pytest.mark.parametrize("first", ["import pandas as pd", ""], ids=["pandas first", "pandas later"])
@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("(pd.Series([1, 0, 0]) == 1).mean()", "0.3333333333333333"),
        ("(pd.Series([1, 0, 0]) == 1).sum()", "1"),
        ("pd.Series([1, 0]).eq(1).any()", "True"),
    ],
)
def test_a_notebook_shows_a_number_of_pandas_as_a_number(first, code, shown, tmp_path):
    cells = f'"{first}", "{OPEN}", "import pandas as pd", "code = {code!r}"'
    run = subprocess.run(
        [sys.executable, "-c", SHOWS.format(cells=cells)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == shown


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "nothing (None)"),
        (3, "a whole number"),
        (0.5, "a number"),
        ("x", "text"),
        (pd.DataFrame(), "a whole table"),
        (pd.Series(dtype=float), "a whole column"),
        (object(), "something of the type object"),
    ],
)
def test_a_type_has_a_plain_word(value, said):
    assert kind_of(value) == said
