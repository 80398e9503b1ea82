import pytest

from unspin import open_lesson
from unspin.answers.file import AnswersFile
from unspin.answers.schema import Tag, TextAnswer, with_answer, with_article, with_tag
from unspin.marks.record import NOTHING
from unspin.notebook.progress import from_rows, invented_student, read_record
from unspin.text import library


def save(home, lesson, article, labels, folder="exercises", fingerprint=None):
    """Save labels by sentence id, as a tagger does."""
    file = AnswersFile(home / folder / f"{lesson}.json", lesson)
    fingerprint = fingerprint or library.article(article).fingerprint

    def edit(answers):
        answers = with_article(answers, article, fingerprint)
        for sentence, label in labels.items():
            answers = with_tag(answers, f"{article}-labels", sentence, Tag(label, confidence=4))
        return answers

    file.edit(edit)


def key_of(article):
    return {sentence: label.label for sentence, label in library.article(article).key.labels.items()}


def test_without_any_work_there_is_nothing_and_no_problem(tmp_path):
    course = read_record(library.here(), tmp_path / "nowhere")
    assert (course.occasions, course.problems) == ((), ())
    assert repr(course) == NOTHING and NOTHING in course._repr_html_()


def test_labels_of_lessons_are_read_in_the_order_of_the_course(tmp_path):
    save(tmp_path, "02-claim-or-view", "icpa-withdrawal", key_of("icpa-withdrawal"))
    save(tmp_path, "01-first-read", "01-baseline", {"s01": "CLAIM"})
    course = read_record(library.here(), tmp_path)
    assert [(o.name, o.slant, len(o.labelled), o.total) for o in course.stations] == [
        ("Lesson 1, before any rule", "none", 1, 12),
        ("Lesson 2, the article", "a", 21, 21),
    ]


def test_of_work_in_class_and_at_home_the_longer_one_counts(tmp_path):
    save(tmp_path, "02-claim-or-view", "icpa-withdrawal", {"s01": "NONE"})
    save(tmp_path, "02-claim-or-view", "icpa-withdrawal", {"s01": "MIXED", "s04": "CLAIM"}, folder="notebooks")
    (station,) = read_record(library.here(), tmp_path).stations
    assert [label.label for label in station.labelled] == ["MIXED", "CLAIM"]


def test_a_solution_is_nobodys_own_work(tmp_path):
    save(tmp_path, "02-claim-or-view", "icpa-withdrawal", key_of("icpa-withdrawal"), folder="solutions")
    assert read_record(library.here(), tmp_path).occasions == ()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"format": "unspin-answers/9"}', b"[1]", b"null"])
def test_a_file_that_cannot_be_read_is_named_and_left_alone_and_the_rest_counts(tmp_path, content):
    save(tmp_path, "01-first-read", "01-baseline", key_of("01-baseline"))
    broken = tmp_path / "exercises" / "02-claim-or-view.json"
    broken.write_bytes(content)
    course = read_record(library.here(), tmp_path)
    assert len(course.stations) == 1
    (problem,) = course.problems
    assert "02-claim-or-view.json" in problem and "not counted here" in problem
    assert broken.read_bytes() == content and problem in repr(course)


def test_a_folder_in_the_place_of_a_file_is_a_sentence_too(tmp_path):
    (tmp_path / "exercises" / "02-claim-or-view.json").mkdir(parents=True)
    (problem,) = read_record(library.here(), tmp_path).problems
    assert "02-claim-or-view.json cannot be read" in problem


def test_a_file_that_was_set_aside_is_mentioned(tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "01-first-read.damaged-1.json").write_text("{")
    (problem,) = read_record(library.here(), tmp_path).problems
    assert "01-first-read.damaged-1.json" in problem and "Show it to your teacher" in problem


def test_labels_of_another_version_of_a_text_are_not_counted(tmp_path):
    save(tmp_path, "02-claim-or-view", "icpa-withdrawal", {"s01": "MIXED"}, fingerprint="sha256:other")
    course = read_record(library.here(), tmp_path)
    assert course.occasions == () and "another version of its text" in course.problems[0]


def test_answers_that_are_no_labels_of_a_text_are_passed_over(tmp_path):
    file = AnswersFile(tmp_path / "exercises" / "02-claim-or-view.json", "02-claim-or-view")
    file.edit(lambda answers: with_answer(answers, "why", TextAnswer("Because.")))
    file.edit(lambda answers: with_tag(answers, "gone-labels", "s01", Tag("CLAIM")))
    file.edit(lambda answers: with_tag(answers, "icpa-withdrawal-labels", "s99", Tag("CLAIM")))
    (occasion,) = read_record(library.here(), tmp_path).occasions
    assert occasion.labelled == () and read_record(library.here(), tmp_path).problems == ()


def test_a_lesson_finds_the_work_on_the_others(tmp_path, monkeypatch):
    monkeypatch.setenv("UNSPIN_ANSWERS", str(tmp_path))
    save(tmp_path, "01-first-read", "01-baseline", key_of("01-baseline"))
    assert [o.name for o in open_lesson("02-claim-or-view").progress().stations] == ["Lesson 1, before any rule"]


# The student who does not exist


def test_the_invented_student_has_a_credit_in_each_row_that_its_label_earns():
    rows = list(library.here().rows("class", "invented-student.csv"))
    labelled = [x for o in from_rows(rows, library.tagset()).occasions for x in o.labelled]
    assert [float(row["credit"]) for row in rows] == [x.credit for x in labelled]


def test_the_invented_student_has_been_to_three_stations():
    assert [(len(o.labelled), o.slant) for o in invented_student().stations] == [(12, "none"), (21, "a"), (15, "b")]
