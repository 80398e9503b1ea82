"""The front end as a browser gets it, each widget's files joined into one module: oxlint finds nothing in it.

oxlint comes as one small program from the package index, with no Node.js and no network; eslint would need both.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from unspin.widgets.explorer import Explorer
from unspin.widgets.front_end import HERE, front_end
from unspin.widgets.hand_in import HandIn
from unspin.widgets.question import Question
from unspin.widgets.table import Table
from unspin.widgets.tagger.tagger import Tagger

WIDGETS = {widget.__name__: str(widget._esm) for widget in (Explorer, HandIn, Question, Table, Tagger)}
OXLINT = shutil.which("oxlint", path=str(Path(sys.executable).parent))
RULES = Path(__file__).with_name("oxlint.json")
UNUSED = "eslint(no-unused-vars)"


def findings(module: str, folder: Path) -> list[tuple[str, str, str]]:
    """Return what oxlint finds in a module: rule, message, and the line that it is about."""
    file = folder / "module.js"
    file.write_text(module, encoding="utf-8")
    command = [OXLINT, "--config", str(RULES), "--format", "json", str(file)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    assert found["number_of_files"] == 1
    lines = module.splitlines()
    places = [one["labels"][0]["span"]["line"] for one in found["diagnostics"]]
    return [
        (one["code"], one["message"], lines[place - 1].strip())
        for one, place in zip(found["diagnostics"], places, strict=True)
    ]


@pytest.mark.parametrize("name", WIDGETS)
def test_nothing_is_wrong_in_a_widgets_front_end(name, tmp_path):
    others = "\n".join(module for other, module in WIDGETS.items() if other != name)
    found = findings(WIDGETS[name], tmp_path)
    assert [one for one in found if one[0] != UNUSED or one[2] not in others] == []


def test_what_widgets_share_is_used_by_one_of_them_at_least(tmp_path):
    unused = [{one[1:] for one in findings(module, tmp_path) if one[0] == UNUSED} for module in WIDGETS.values()]
    declared = {what for found in unused for what in found}
    assert [
        w for w in declared if all(w in u for u, m in zip(unused, WIDGETS.values(), strict=True) if w[1] in m)
    ] == []


@pytest.mark.parametrize(
    "line", ["missing();", "var old = 1;\nexport { old };", "export const one = (a) => a == 1;", "const never = 1;"]
)
def test_a_fault_is_found(line, tmp_path):
    assert len(findings(line, tmp_path)) == 1


def test_the_front_end_is_its_files_in_the_order_that_was_asked_for():
    first, second = ((HERE / name).read_text(encoding="utf-8") for name in ("autosave.js", "dom.js"))
    assert front_end("autosave.js", "dom.js") == first + "\n" + second
