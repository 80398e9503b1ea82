"""A folder that is written all at once."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from unspin.disk import MARK, whole_folder
from unspin.words.errors import UnspinError

BY = "unspin grade"
WRITER = """
import sys
from pathlib import Path
from unspin.disk import whole_folder
for version in range(10**6):
    with whole_folder(Path(sys.argv[1]), "unspin grade") as new:
        for number in range(20):
            (new / f"{number}.txt").write_text(str(version))
    print(version, flush=True)
"""


def write(to, text):
    with whole_folder(to, BY) as new:
        (new / "a.txt").write_text(text)


def test_a_folder_is_made_and_then_made_anew(tmp_path):
    to = tmp_path / "graded"
    with whole_folder(to, BY) as new:
        (new / "b.txt").write_text("left from before")
    write(to, "two")
    assert sorted(path.name for path in to.iterdir()) == ["a.txt", MARK]
    assert (to / "a.txt").read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["graded"]


def test_an_empty_folder_is_used(tmp_path):
    write(tmp_path / "in" / "graded", "one")
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty", "two")
    assert (tmp_path / "empty" / "a.txt").read_text() == "two"


def test_what_somebody_put_into_it_is_left_alone_and_named(tmp_path):
    to = tmp_path / "graded"
    write(to, "one")
    (to / ".DS_Store").write_text("what a computer makes by itself does not count")
    write(to, "two")
    (to / "notes.docx").write_text("mine")
    with pytest.raises(UnspinError, match=r"holds other things, such as 'notes\.docx', so nothing was written\."):
        write(to, "three")
    assert (to / "a.txt").read_text() == "two"
    assert (to / "notes.docx").read_text() == "mine"


def test_a_folder_that_only_bears_the_name_of_an_old_one_is_left_alone(tmp_path):
    old = tmp_path / ".graded.old"
    old.mkdir()
    (old / "thesis.txt").write_text("mine")
    for _ in range(2):
        with pytest.raises(UnspinError, match=r"'\.graded\.old' .* such as 'thesis\.txt', so nothing was written\."):
            write(tmp_path / "graded", "one")
    assert [path.name for path in tmp_path.rglob("*")] == [".graded.old", "thesis.txt"]


def test_a_link_stays_and_the_folder_that_it_leads_to_is_made_anew(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "graded").symlink_to(tmp_path / "elsewhere")
    for text in ("one", "two"):
        write(tmp_path / "graded", text)
        assert (tmp_path / "elsewhere" / "a.txt").read_text() == text
    assert (tmp_path / "graded").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "graded"]


@pytest.mark.parametrize("to", [".", "", "/", "..", "in/.."])
def test_the_folder_that_one_is_in_or_one_around_it_is_not_taken_away(to, tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    with pytest.raises(UnspinError, match=r"Name a new folder\.|Go to another folder first\."):
        write(Path(to), "one")
    assert os.listdir(tmp_path) == ["in"]
    assert os.listdir() == []


@pytest.mark.parametrize("mine", ["a folder", "a file", "another command's"])
def test_what_somebody_else_made_is_left_alone(mine, tmp_path):
    to = tmp_path / "graded"
    if mine == "a file":
        to.write_text("mine")
    else:
        to.mkdir()
        (to / (MARK if mine != "a folder" else "thesis.txt")).write_text("mine")
    with pytest.raises(UnspinError, match=r"is there already .*, so nothing was written\."):
        write(to, "one")
    assert "mine" in (to if to.is_file() else next(to.iterdir())).read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["graded"]


def test_an_error_on_the_way_leaves_the_old_folder(tmp_path):
    write(tmp_path / "graded", "one")
    with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "graded", BY) as new:
        (new / "a.txt").write_text("two")
        raise ZeroDivisionError
    assert (tmp_path / "graded" / "a.txt").read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["graded"]


def test_a_run_that_was_killed_between_the_two_is_mended(tmp_path):
    write(tmp_path / "graded", "one")
    (tmp_path / "graded").rename(tmp_path / ".graded.old")
    with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "graded", BY):
        raise ZeroDivisionError
    assert (tmp_path / "graded" / "a.txt").read_text() == "one"


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnspinError, match=r"cannot be written .* Name another folder\."):
        write(tmp_path / "file" / "graded", "one")


def test_two_runs_do_not_write_one_folder_at_once(tmp_path):
    with (
        whole_folder(tmp_path / "graded", BY),
        pytest.raises(UnspinError, match=r"Another run writes 'graded' just now\."),
        whole_folder(tmp_path / "graded", BY),
    ):
        pass


def test_whenever_it_is_killed_the_folder_is_whole(tmp_path):
    to = tmp_path / "graded"
    for delay in range(12):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(to)], stdout=subprocess.PIPE, text=True) as run:
            run.stdout.readline()
            time.sleep(delay / 997)
            run.kill()
        whole = to if to.exists() else to.with_name(".graded.old")
        versions = {path.read_text() for path in whole.glob("[0-9]*.txt")}
        assert len(versions) == 1, "files of two runs stand together"
        assert len(list(whole.iterdir())) == 21
        assert len((whole / MARK).read_text().splitlines()) == 21
    write(to, "after")
    assert (to / "a.txt").read_text() == "after"
    assert os.listdir(to)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graded"], "what a killed run left is gone"
