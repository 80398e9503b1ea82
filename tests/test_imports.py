import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "unspin"
LIST = re.search(r"(?ms)^## The modules, in import order$.*?(?=^## )", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))[0]
ORDER = [name for row in re.findall(r"(?m)^\| (`.*?) \|", LIST) for name in re.findall(r"`(\w+)`", row)]
HEAVY = ("plotly", "pandas", "numpy", "nbformat", "nbclient", "anywidget", "ipywidgets", "IPython", "jupyter_client")


def files_of(name):
    """Return the files of a module: its own, or those of its folder."""
    return sorted((PACKAGE / name).glob("*.py")) or [PACKAGE / f"{name}.py"]


def imported_modules(path):
    """Return the names of the package's own modules that a module imports, wherever in it, in the order it does."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name.split(".")[1] for alias in node.names if alias.name.startswith("unspin.")]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relative to itself; name the package"
            if node.module == "unspin":
                found += [alias.name for alias in node.names if files_of(alias.name)[0].exists()]
            elif node.module.startswith("unspin."):
                found.append(node.module.split(".")[1])
    return found


def test_the_list_in_contributing_names_every_module_once_and_no_other():
    packages = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    modules = [path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__"]
    assert sorted(ORDER) == sorted(packages + modules)


@pytest.mark.parametrize("name", ORDER)
def test_a_module_imports_only_from_those_above_it(name):
    for path in files_of(name):
        assert set(imported_modules(path)) - {name} <= set(ORDER[: ORDER.index(name)]), path


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
