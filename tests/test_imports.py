import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest
from paths import ROOT

import unspin
from unspin.desk import grade

SRC = ROOT / "src"
PACKAGE = SRC / "unspin"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
HEAVY = ("plotly", "pandas", "numpy", "nbformat", "nbclient", "anywidget", "ipywidgets", "IPython", "jupyter_client")


def rows_below(heading):
    """Return the first names of the table rows below a heading of CONTRIBUTING.md, in their order."""
    table = re.search(rf"(?ms)^#+ {heading}$.*?(?=^#)", CONTRIBUTING)[0]
    return re.findall(r"(?m)^\| `(\w+)", table)


ROOMS = rows_below("The house")
DESK = rows_below("The teacher's desk, `desk/`")


def module_name(path):
    """Return the dotted name of a module by its file."""
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in PACKAGE.rglob("*.py")}


def imports_of(path, modules=MODULES):
    """Return the modules of the package that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in modules}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relative to itself; name the package"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & modules.keys() or {node.module} & modules.keys()
    return found


def room_of(name, below="unspin"):
    """Return which part of a package a module belongs to: a folder in it, or a module; "" for the package itself."""
    return name.removeprefix(below).lstrip(".").partition(".")[0]


def test_the_list_in_contributing_names_every_room_once_and_no_other():
    rooms = {room_of(name) for name in MODULES} - {""}
    assert sorted(ROOMS) == sorted(rooms) and len(ROOMS) > 10
    assert sorted(DESK) == sorted({room_of(name, "unspin.desk") for name in MODULES if "unspin.desk." in name})


@pytest.mark.parametrize("name", sorted(MODULES.keys() - {"unspin"}))
def test_a_room_imports_only_from_those_above_it(name):
    above = [*ROOMS[: ROOMS.index(room_of(name)) + 1], ""]  # the package itself: its version, and what is in notebooks
    assert {room_of(one) for one in imports_of(MODULES[name])} <= set(above)


@pytest.mark.parametrize("name", [name for name in sorted(MODULES) if name.startswith("unspin.desk.")])
def test_a_part_of_the_desk_imports_only_from_those_above_it(name):
    own = [one for one in imports_of(MODULES[name]) if one.startswith("unspin.desk.")]
    above = DESK[: DESK.index(room_of(name, "unspin.desk")) + 1]
    assert {room_of(one, "unspin.desk") for one in own} <= set(above)


def test_no_module_imports_itself_by_way_of_others():
    TopologicalSorter({name: imports_of(path) - {name} for name, path in MODULES.items()}).prepare()


def test_imports_are_seen_wherever_they_stand(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(
        "import unspin.disk\ndef f():\n    from unspin.text import library\n    from unspin.cli import main\n"
    )
    assert imports_of(path) == {"unspin.disk", "unspin.text.library", "unspin.cli"}


def test_what_a_widget_is_made_of_lies_beside_the_python_that_owns_it():
    beside = {path.parent for path in PACKAGE.rglob("*") if path.suffix in (".js", ".css")}
    assert beside and all(any(folder.glob("*.py")) for folder in beside)
    named = {
        name for path in MODULES.values() for name in re.findall(r'"([\w/]+\.(?:js|css))"', path.read_text("utf-8"))
    }
    files = {path.name for path in PACKAGE.rglob("*") if path.suffix in (".js", ".css")}
    assert files == {name.rpartition("/")[2] for name in named}


def test_importing_the_package_loads_nothing_heavy():
    code = f"import sys, unspin; print(*(name for name in {HEAVY} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_what_is_called_heavy_is_installed_under_that_name():
    code = f"import importlib.util; print(*(name for name in {HEAVY} if not importlib.util.find_spec(name)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_the_library_is_found_once_by_what_somebody_calls_and_handed_on_from_there():
    called = {module for module in [*unspin.FOR_NOTEBOOKS.values(), unspin.open_lesson.__module__, grade.__module__]}
    doors = {"unspin.cli", *called, *(name for name in MODULES if name.startswith("unspin.figures."))}
    askers = {name for name, path in MODULES.items() if re.search(r"\b(here|nearest)\(\)", path.read_text("utf-8"))}
    assert askers <= doors and len(askers) > 5


def test_a_notebook_finds_what_it_knows_by_its_name_alone():
    code = "from unspin import agreement, calibration, claims, figures, library, open_lesson, progress, sources"
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(ImportError, match="nowhere"):
        exec("from unspin import nowhere")
