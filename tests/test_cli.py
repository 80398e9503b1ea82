import pytest
from one_lesson import LESSON, write_course

import unspin
from unspin.cli import main


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one lesson, from within a folder of it."""
    write_course(tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / ".jupyter"))
    monkeypatch.chdir(tmp_path / "data")
    return tmp_path


def test_no_command_prints_the_help(capsys):
    assert main([]) == 0
    assert "start" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--help"], ["start", "--help"], ["build", "--help"]])
def test_help_is_given(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 0
    assert capsys.readouterr().out.startswith("usage: unspin " + " ".join(words[:-1]))


def test_the_version_is_the_package_s(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"unspin {unspin.__version__}\n"


def test_an_unknown_command_is_answered_with_the_known_ones(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["strat"])
    assert stopped.value.code == 2
    assert "start" in capsys.readouterr().err


def test_an_unknown_lesson_is_answered_with_the_nearest_one(course, capsys):
    assert main(["start", "first-read"]) == 2
    said = capsys.readouterr()
    assert said.err == f"There is no lesson called 'first-read'. Did you mean {LESSON!r}?\n"
    assert said.out == ""


@pytest.mark.slow
def test_the_build_renews_what_is_stale_and_the_check_only_names_it(course, capsys):
    lesson = course / "notebooks" / f"{LESSON}.ipynb"
    before = lesson.read_bytes()
    assert main(["build", "--check"]) == 1
    assert capsys.readouterr().out == f"Stale: notebooks/{LESSON}.ipynb\nTo renew: unspin build\n"
    assert lesson.read_bytes() == before
    assert main(["build"]) == 0
    assert capsys.readouterr().out == f"Renewed: notebooks/{LESSON}.ipynb\n"
    assert main(["build", "--check"]) == 0
    assert capsys.readouterr().out == "Everything is up to date.\n"
