"""What every test run stands on: an empty folder for answers, a small course of its own, and a wire to listen on.

The notebooks that nbval runs get the folder too, because their kernels inherit the environment of this process.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent
PRACTICE = """\
set,text,label,accepted,near,rules,why
practice-one,The library cut its Sunday hours in March.,CLAIM,,MIXED,V1,It can be looked up.
practice-one,The new timetable is a disgrace.,VIEW,,,J1,It judges.
practice-one,"“We ran out of money,” said the head librarian.",REPORTED,CLAIM,,V2 V1,It passes on what she said.
"""


def pytest_configure(config: pytest.Config) -> None:
    """Point UNSPIN_ANSWERS at an empty folder: one for this process, and under xdist one for each worker."""
    folder = tempfile.mkdtemp(prefix="unspin-answers-")
    os.environ["UNSPIN_ANSWERS"] = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    settings.register_profile("busy", deadline=None)  # a busy machine is slow, not wrong
    settings.load_profile("busy")


@pytest.fixture
def make_course() -> Callable[[Path], Path]:
    """Make a course in a folder: the real article and tag set, three practice sentences, and two empty lessons."""

    def make(root: Path) -> Path:
        shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("keys", "practice.csv"))
        shutil.copytree(ROOT / "seeds", root / "seeds")
        (root / "data" / "practice" / "practice.csv").write_text(PRACTICE, encoding="utf-8")
        for folder in ("notebooks", "exercises", "solutions"):
            (root / folder).mkdir()
            for name in ("02-claim-or-view", "03-words-that-push"):
                notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
                (root / folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        return root

    return make


@pytest.fixture
def course(make_course: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in the notebooks of a course of one's own, which keeps its answers in its own folder, in an empty home."""
    root = make_course(tmp_path / "course")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.chdir(root / "notebooks")
    monkeypatch.delenv("UNSPIN_ANSWERS")
    monkeypatch.delenv("UNSPIN_KEYS", raising=False)
    return root


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that every user of the computer can enter (pytest's own are closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="unspin-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


class Wire:
    """What went over the wires to the browser since the test began."""

    def __init__(self) -> None:
        """Begin with nothing sent."""
        self.sent: list[dict] = []

    def replies(self) -> list[dict]:
        """Return the messages that widgets sent in answer to the browser, oldest first."""
        return [data["content"] for data in self.sent if data.get("method") == "custom"]

    def updates(self) -> list[dict]:
        """Return the state that widgets sent after they were made, oldest first."""
        return [data["state"] for data in self.sent if data.get("method") == "update"]

    def text(self) -> str:
        """Return all that was sent, as the text that it was sent as."""
        return json.dumps(self.sent, ensure_ascii=False)

    def receive(self, widget, content: object) -> dict:
        """Give a widget a custom message as it comes from the browser, and return its last reply."""
        data = {"method": "custom", "content": json.loads(json.dumps(content))}
        widget.comm.handle_msg({"content": {"data": data}, "buffers": []})
        return self.replies()[-1] if self.replies() else {}


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """Stand where the browser stands: keep all that widgets send to it."""
    import comm
    from comm.base_comm import BaseComm

    heard = Wire()

    class RecordingComm(BaseComm):
        def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
            heard.sent.append(json.loads(json.dumps(data or {})))

    monkeypatch.setattr(comm, "create_comm", RecordingComm)
    return heard
