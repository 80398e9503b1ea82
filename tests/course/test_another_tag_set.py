"""Another tag set is data alone: lesson, tagger, marking, report and figures take it, and name no label of ours."""

import re
from pathlib import Path

import pytest
from another_tag_set import EARLIER, LABELS, LESSON, TEXT, write_course

from unspin import figures, open_lesson
from unspin.answers.schema import to_bytes
from unspin.desk.grade_class import Wanted, grade_class
from unspin.text.library import Library, here
from unspin.words.errors import UnspinError

OURS = re.compile(r"\b(CLAIM|REPORTED|VIEW|GUESS|MIXED|NONE|NUMBER|SOURCE|VAGUE|HEDGE|LOADED|SWEEPING)\b")


@pytest.fixture
def course(tmp_path, monkeypatch):
    root = write_course(tmp_path / "course")
    monkeypatch.setenv("UNSPIN_ANSWERS", str(tmp_path / "answers"))
    monkeypatch.delenv("UNSPIN_KEYS", raising=False)
    monkeypatch.chdir(root / "exercises")
    return root


def answered(lesson, *, mistakes=0):
    """Answer a text from its key, but for the first sentences, which get another label."""
    text = TEXT if lesson.name == LESSON else EARLIER
    tagger = lesson.tag(text, alone=False)
    tagger.answer_from_key()
    for sentence in [*tagger.table()["sentence"]][:mistakes]:
        tagger.tag(sentence, "LINK", confidence=2)
    return tagger


def hand_ins(folder, monkeypatch):
    """Hand in both lessons by four students, who make from no mistake to three."""
    folder.mkdir()
    for student in range(4):
        monkeypatch.setenv("UNSPIN_ANSWERS", str(folder.parent / f"student-{student}"))
        for name in (EARLIER, LESSON):
            lesson = open_lesson(name)
            answered(lesson, mistakes=min(student, 1) if name == EARLIER else student)
            (folder / f"{name}--student-{student}.json").write_bytes(to_bytes(lesson._file.read()))
    return folder


def test_the_labels_and_the_marks_of_the_key_earn_everything(course, wire):
    lesson = open_lesson(LESSON)
    answered(lesson)
    for name, points in ((f"{TEXT}-labels", 6), (f"{TEXT}-spans", 2)):
        feedback = lesson.check(name)
        assert feedback.points == points
        assert not OURS.search(repr(feedback))


def test_wrong_labels_earn_less_and_one_label_for_all_nothing(course, wire):
    lesson = open_lesson(LESSON)
    tagger = answered(lesson, mistakes=2)
    half = lesson.check(f"{TEXT}-labels")
    assert 0 < half.points < 6
    assert not OURS.search(repr(half))
    for sentence in tagger.table()["sentence"]:
        tagger.tag(sentence, "FACT")
    assert lesson.check(f"{TEXT}-labels").points == 0


def test_an_open_text_can_be_marked_by_words_and_another_label_is_refused(course, wire):
    tagger = open_lesson(LESSON).tag(TEXT)
    tagger.mark("s02", "shame", "PUSHY")
    with pytest.raises(UnspinError, match=r"There is no label 'CLAIM'\. There is: 'FACT', 'LINK', 'OPINION'\."):
        tagger.tag("s01", "CLAIM")
    with pytest.raises(UnspinError, match="There is no span label 'LOADED'"):
        tagger.mark("s02", "shame", "LOADED")


def test_the_figures_speak_of_these_labels(course, wire):
    lesson = open_lesson(LESSON)
    tagger = answered(lesson, mistakes=2)
    answered(open_lesson(EARLIER))
    record = lesson.progress()
    drawn = [
        figures.label_counts(tagger.table()),
        figures.confusion(tagger.table(), here().article(TEXT)),
        figures.progress(record),
        figures.calibration(record.pairs),
    ]
    for figure in drawn:
        assert not OURS.search(f"{figure} {figure.chart.to_json()}")
    assert "FACT: 2" in repr(drawn[0])
    assert [o.name for o in record.stations] == ["The tram", "The pool"]
    assert "OPINION" in repr(drawn[1])


def test_a_class_is_graded_with_pages_and_a_report(course, wire, tmp_path, monkeypatch):
    folder = hand_ins(tmp_path / "hand-ins", monkeypatch)
    graded = tmp_path / "graded"
    said = grade_class([folder], Wanted(graded), Library(course))
    assert said[0].startswith("Graded 8 hand-ins")
    pages = [path for path in graded.rglob("*") if path.suffix in (".html", ".txt", ".csv")]
    assert len(pages) > 16
    for page in pages:
        if page.name != "hand-ins.csv":
            assert not OURS.search(words_of(page)), page.name
    report = (graded / "class-report.html").read_text(encoding="utf-8")
    assert all(name in report for name in LABELS)
    assert "The pool" in report


def words_of(page: Path) -> str:
    """Return what a page says, without its styles and scripts."""
    return re.sub(r"<(style|script)\b.*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
