"""A course with one small lesson, for tests of commands."""

import json
import shutil
from pathlib import Path

from paths import ROOT

LESSON = "01-first-read"
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# A lesson"]},
        {
            **{"cell_type": "code", "id": "b", "metadata": {}, "source": ["6 * 7"]},
            **{"execution_count": None, "outputs": []},
        },
    ],
    "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    **{"nbformat": 4, "nbformat_minor": 5},
}


def write_course(root: Path) -> Path:
    """Write the course into `root`."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("keys"))
    (root / "notebooks").mkdir()
    (root / "notebooks" / f"{LESSON}.ipynb").write_text(json.dumps(NOTEBOOK))
    return root
