import os
import subprocess
import sys

from unspin.words.errors import UnspinError, did_you_mean


def test_the_nearest_name_is_proposed():
    assert did_you_mean("icpa-withdrawel", ["icpa-withdrawal", "practice-one"]) == "Did you mean 'icpa-withdrawal'?"


def test_small_and_capital_letters_make_no_difference():
    assert did_you_mean("ICPA-Withdrawal", ["icpa-withdrawal"]) == "Did you mean 'icpa-withdrawal'?"
    assert did_you_mean("claim", ["CLAIM", "VIEW"]) == "Did you mean 'CLAIM'?"


def test_all_names_are_listed_when_none_is_near():
    assert did_you_mean("xyz", ["practice-one", "icpa-withdrawal"]) == "There is: 'icpa-withdrawal', 'practice-one'."


def test_that_there_are_no_names_is_said():
    assert did_you_mean("anything", []) == "There are none yet."


def test_a_name_that_is_not_text_gets_a_sentence_too():
    assert did_you_mean(2, ["02-claim-or-view"]) == "There is: '02-claim-or-view'."
    assert did_you_mean(None, ["02-claim-or-view"]) == "There is: '02-claim-or-view'."


def test_a_notebook_shows_the_sentence_and_no_traceback(tmp_path):
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "InteractiveShell().run_cell('from unspin import UnspinError\\nraise UnspinError(\"Rename the file.\")')"
    )
    env = {**os.environ, "IPYTHONDIR": str(tmp_path)}
    shown = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "Rename the file."


def test_the_sentence_is_the_text_of_the_error():
    assert str(UnspinError("Rename the file.")) == "Rename the file."
