"""The standards map names lessons, and no code that was not verified, here or anywhere else."""

import re
import subprocess

from real_jupyterlab import ROOT

from unspin.text import stored

VERIFIED = {"RI.6.8", "RI.8.4", "RI.8.6", "RI.8.8", "RH.6-8.8", "RH.9-10.8", "RH.11-12.8", "RST.6-8.7"}
CODE = re.compile(r"\b(?:RI|RH|RL|RST|SL|WHST|W|L)\.\d+(?:-\d+)?\.\d+\b")


def rows():
    return list(stored.read_rows(ROOT / "data" / "standards.csv"))


def test_every_row_of_the_standards_map_is_whole():
    assert rows()
    assert list(rows()[0]) == ["lesson", "standard", "code", "how the lesson serves it"]
    assert [row for row in rows() if not all(row.values())] == []


def test_the_standards_map_holds_verified_codes_alone():
    assert {row["code"] for row in rows()} <= VERIFIED


def test_no_lesson_stands_twice_with_one_code():
    pairs = [(row["lesson"], row["code"]) for row in rows()]
    assert len(pairs) == len(set(pairs))


def test_no_other_code_stands_anywhere_in_the_course():
    files = subprocess.run(["git", "ls-files", "*.md", "*.csv", "*.toml", "*.py", "*.ipynb"], cwd=ROOT, **OUTPUT).stdout
    assert files
    found = {code for name in files.split() for code in CODE.findall((ROOT / name).read_text(encoding="utf-8"))}
    assert found <= VERIFIED


OUTPUT = {"capture_output": True, "text": True, "check": True}
