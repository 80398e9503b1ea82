import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "unspin"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
DESK = PACKAGE / "desk"


def names_below(heading):
    """Return the modules in the table below a heading of CONTRIBUTING.md, in its order."""
    table = re.search(rf"(?ms)^#+ {heading}$.*?(?=^#)", CONTRIBUTING)[0]
    return [name for row in re.findall(r"(?m)^\| (`.*?) \|", table) for name in re.findall(r"`(\w+)`", row)]


ORDER = names_below("The modules, in import order")
DESK_ORDER = names_below("The teacher's desk, `desk/`, in import order")
HEAVY = ("plotly", "pandas", "numpy", "nbformat", "nbclient", "anywidget", "ipywidgets", "IPython", "jupyter_client")


def files_of(name):
    """Return the files of a module: its own, or those of its folder."""
    return sorted((PACKAGE / name).glob("*.py")) or [PACKAGE / f"{name}.py"]


def imported_modules(path, package="unspin"):
    """Return the modules of a package that a module imports, wherever in it, in the order it does."""
    found, depth = [], package.count(".") + 1
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name.split(".")[depth] for alias in node.names if alias.name.startswith(f"{package}.")]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relative to itself; name the package"
            if node.module == package:
                folder = PACKAGE.parent.joinpath(*package.split("."))
                found += [
                    alias.name
                    for alias in node.names
                    if (folder / f"{alias.name}.py").exists() or (folder / alias.name).is_dir()
                ]
            elif node.module.startswith(f"{package}."):
                found.append(node.module.split(".")[depth])
    return found


def test_the_list_in_contributing_names_every_module_once_and_no_other():
    packages = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    modules = [path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__"]
    assert sorted(ORDER) == sorted(packages + modules)
    assert sorted(DESK_ORDER) == sorted(path.stem for path in DESK.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", ORDER)
def test_a_module_imports_only_from_those_above_it(name):
    for path in files_of(name):
        assert set(imported_modules(path)) - {name} <= set(ORDER[: ORDER.index(name)]), path


@pytest.mark.parametrize("name", DESK_ORDER)
def test_a_module_of_the_desk_imports_only_from_those_above_it(name):
    found = imported_modules(DESK / f"{name}.py", "unspin.desk")
    assert set(found) <= set(DESK_ORDER[: DESK_ORDER.index(name)])


def test_imports_are_seen_wherever_they_stand(tmp_path):
    path = tmp_path / "module.py"
    path.write_text("import unspin.tagger\ndef f():\n    from unspin import library\n    from unspin.build import g\n")
    assert sorted(imported_modules(path)) == ["build", "library", "tagger"]


def test_importing_the_package_loads_nothing_heavy():
    code = f"import sys, unspin; print(*(name for name in {HEAVY} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_what_is_called_heavy_is_installed_under_that_name():
    code = f"import importlib.util; print(*(name for name in {HEAVY} if not importlib.util.find_spec(name)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
