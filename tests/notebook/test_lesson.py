import json
import os
import subprocess
import sys
import textwrap
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import unspin
from unspin import open_lesson
from unspin.answers.file import AnswersFile
from unspin.answers.key import LessonKey, key_bytes
from unspin.answers.schema import (
    ChoiceAnswer,
    FigureAnswer,
    LabelsAnswer,
    NumberAnswer,
    SpansAnswer,
    Tag,
    TextAnswer,
    parse,
    with_answer,
    with_tag,
)
from unspin.lesson.check import Check
from unspin.text import library
from unspin.words.errors import UnspinError
from unspin.words.plain_words import kind_of

LESSON = "02-claim-or-view"
LABELS, SPANS = "icpa-withdrawal-labels", "icpa-withdrawal-spans"
KEY = LessonKey(
    lesson=LESSON,
    checks={
        "share": Check(2.0, 0.005),
        "big": Check(1.0),
        "which": Check(1.0),
        LABELS: Check(5.0),
        SPANS: Check(3.0),
    },
    open={"why": 3.0},
    answers={"share": NumberAnswer(0.381), "big": NumberAnswer(1e300), "which": ChoiceAnswer("Registered")},
)
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")


@pytest.fixture
def lesson(course, wire):
    """Return the lesson with its key, opened as a notebook in `notebooks/` opens it."""
    keys = course / "data" / "keys"
    keys.mkdir()
    (keys / f"{LESSON}.json").write_bytes(key_bytes(KEY))
    return open_lesson(LESSON)


@pytest.fixture
def exercise(course, wire, lesson, monkeypatch):
    """Return the lesson as its exercise opens it."""
    (course / "exercises").mkdir(exist_ok=True)
    monkeypatch.chdir(course / "exercises")
    return open_lesson(LESSON)


@pytest.fixture
def without_key(course, wire):
    return open_lesson(LESSON)


@pytest.fixture
def path(course):
    return course / "answers" / "notebooks" / f"{LESSON}.json"


def saved(path):
    return AnswersFile(path, LESSON).read().answers


# The tests themselves


def test_tests_and_the_kernels_that_they_start_never_touch_a_students_answers():
    folder = Path(os.environ["UNSPIN_ANSWERS"])
    assert folder.is_dir()
    assert not folder.is_relative_to(ROOT)
    code = "from unspin.answers.home import answers_home; print(answers_home('notebooks/x.json', '.')[0])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == str(folder)


# Opening


def test_the_package_offers_what_a_notebook_needs():
    assert unspin.__all__ == ["Lesson", "UnspinError", "open_lesson"]
    assert unspin.open_lesson is open_lesson


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("02-claim-or-veiw", "Did you mean '02-claim-or-view'?"),
        ("claim or view", "Did you mean '02-claim-or-view'?"),
        ("zzz", "There is: '02-claim-or-view', '03-words-that-push'."),
        ("", "There is: '02-claim-or-view', '03-words-that-push'."),
        ("../../etc/passwd", "There is: '02-claim-or-view', '03-words-that-push'."),
        (2, "There is: '02-claim-or-view', '03-words-that-push'."),
    ],
)
def test_an_unknown_lesson_gets_the_nearest_name(course, name, said):
    with pytest.raises(UnspinError) as error:
        open_lesson(name)
    assert str(error.value) == f"There is no lesson called {name!r}. {said}"


@pytest.mark.parametrize("folder", ["notebooks", "exercises", "solutions"])
def test_answers_are_kept_by_the_folder_of_the_notebook(course, wire, monkeypatch, folder):
    monkeypatch.chdir(course / folder)
    open_lesson(LESSON).check("share", 0.5)
    assert (course / "answers" / folder / f"{LESSON}.json").is_file()


def test_from_any_other_folder_the_answers_are_those_of_the_notebooks(course, wire, monkeypatch):
    monkeypatch.chdir(course)
    open_lesson(LESSON).check("share", 0.5)
    assert (course / "answers" / "notebooks" / f"{LESSON}.json").is_file()


def test_an_nbgrader_assignment_keeps_its_answers_beside_its_notebook(course, wire, monkeypatch):
    assignment = course.rename(course.with_name(LESSON))
    monkeypatch.chdir(assignment)
    open_lesson(LESSON).check("share", 0.5)
    assert (assignment / "answers" / "exercises" / f"{LESSON}.json").is_file()


@pytest.mark.parametrize("step", ["source", "release"])
def test_a_teachers_answers_in_what_nbgrader_hands_out_are_kept_out_of_it(course, wire, monkeypatch, step):
    (course.parent / "nbgrader_config.py").write_text("")
    (course.parent / step).mkdir()
    assignment = course.rename(course.parent / step / LESSON)
    monkeypatch.chdir(assignment)
    open_lesson(LESSON).check("share", 0.5)
    assert not (assignment / "answers").exists()
    assert (assignment.parents[1] / "answers" / step / "exercises" / f"{LESSON}.json").is_file()


def test_answers_can_be_moved_elsewhere(course, wire, monkeypatch, tmp_path):
    monkeypatch.setenv("UNSPIN_ANSWERS", str(tmp_path / "mine"))
    open_lesson(LESSON).check("share", 0.5)
    assert (tmp_path / "mine" / "notebooks" / f"{LESSON}.json").is_file()
    assert not (course / "answers").exists()


def test_keys_can_be_moved_elsewhere(course, wire, monkeypatch, tmp_path):
    (tmp_path / f"{LESSON}.json").write_bytes(key_bytes(KEY))
    monkeypatch.setenv("UNSPIN_KEYS", str(tmp_path))
    assert open_lesson(LESSON).check("share", 0.381).points == 2.0


def test_an_opened_lesson_says_that_work_is_saved_here_and_sent_nowhere(lesson):
    assert "saved on this computer as you go, and sent nowhere" in lesson._repr_html_()
    assert "<strong>" not in lesson._repr_html_()


def test_opening_a_lesson_saves_nothing(lesson, path):
    assert not path.exists()


def test_a_damaged_answers_file_is_said_when_the_lesson_opens(course, path):
    path.parent.mkdir(parents=True)
    path.write_bytes(b"{")
    assert f"{LESSON}.damaged-1.json" in open_lesson(LESSON)._repr_html_()


def test_an_answers_file_of_a_newer_version_is_said_and_never_written(course, wire, path):
    path.parent.mkdir(parents=True)
    path.write_text('{"format": "unspin-answers/2"}')
    lesson = open_lesson(LESSON)
    assert "newer version of unspin (unspin-answers/2)" in lesson._repr_html_()
    for verb in (lambda: lesson.tag("icpa-withdrawal"), lambda: lesson.check("share", 0.5), lesson.hand_in):
        with pytest.raises(UnspinError, match="newer version"):
            verb()
    assert path.read_text() == '{"format": "unspin-answers/2"}'


def test_a_notice_is_text_and_not_html(course, monkeypatch, tmp_path):
    folder = tmp_path / "<b>mine"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "notebooks" / f"{LESSON}.json").write_bytes(b"{")
    monkeypatch.setenv("UNSPIN_ANSWERS", str(folder))
    assert "&lt;b&gt;mine" in open_lesson(LESSON)._repr_html_()


# Tagging


def test_a_tagger_on_the_article_can_be_had_with_its_settings(lesson):
    tagger = lesson.tag("icpa-withdrawal", alone=False, marking=False, comparing=False)
    assert (tagger.article["id"], len(tagger.article["sentences"])) == ("icpa-withdrawal", 21)
    assert (tagger.alone, tagger.marking, tagger.comparing) == (False, False, False)
    assert (lesson.tag("practice-one").alone, lesson.tag("practice-one").comparing) == (True, True)


def test_an_unknown_article_gets_the_nearest_name(lesson):
    with pytest.raises(UnspinError, match=r"no article called 'icpa_withdrawal'\. Did you mean 'icpa-withdrawal'\?"):
        lesson.tag("icpa_withdrawal")


# Checking


@pytest.mark.parametrize(
    "value",
    [0.381, 0.38, np.float64(0.381), np.float32(0.381), Fraction(381, 1000), pd.Series([0.381]).iloc[0]],
    ids=lambda value: type(value).__name__,
)
def test_a_number_of_any_type_is_marked_and_saved_as_a_plain_number(lesson, path, value):
    feedback = lesson.check("share", value)
    assert (feedback.points, feedback.out_of) == (2.0, 2.0)
    assert saved(path)["share"] == NumberAnswer(float(value))


@pytest.mark.parametrize("value", [8, np.int64(8), np.int8(8), np.uint64(8)], ids=lambda value: type(value).__name__)
def test_a_whole_number_is_saved_as_a_number(lesson, path, value):
    lesson.check("share", value)
    assert saved(path)["share"] == NumberAnswer(8.0)


def test_a_number_is_marked_by_the_keys_points_and_tolerance_and_not_by_the_cells(lesson):
    assert lesson.check("share", 0.5, points=100, tolerance=100).points == 0.0
    assert lesson.check("share", 0.383, points=100, tolerance=0).points == 2.0


def test_a_percentage_is_named(lesson):
    feedback = lesson.check("share", 38.1)
    assert feedback.points == 0.0 and "looks like a percentage" in feedback.sentences[0]


NO_ANSWER = {
    "nan": (float("nan"), "which is no number"),
    "inf": (float("inf"), "which is no number"),
    "minus inf": (float("-inf"), "which is no number"),
    "numpy nan": (np.float64("nan"), "which is no number"),
    "True": (True, "This is a yes or no"),
    "numpy True": (np.True_, "This is a yes or no"),
    "10**400": (10**400, "which is no number"),
    "-10**400": (-(10**400), "which is no number"),
    "a fraction that is too large": (Fraction(10**400), "which is no number"),
    "a Series": (pd.Series([0.381]), "This is a whole column"),
    "a DataFrame": (pd.DataFrame({"a": [0.381]}), "This is a whole table"),
    "an array": (np.array([0.381]), "This is a list of numbers"),
    "NA": (pd.NA, "This is nothing (NA)"),
    "NaT": (pd.NaT, "This is nothing (NaT)"),
    "a list": ([0.381], "This is a list"),
    "an empty list": ([], "This is a list"),
    "a dict": ({}, "This is a dictionary"),
    "complex": (0.381 + 0j, "This is something of the type complex"),
    "Decimal": (Decimal("0.381"), "This is something of the type Decimal"),
    "a function": (len, "This is something of the type builtin_function_or_method"),
    "a class": (float, "This is something of the type type"),
    "...": (..., "This is something of the type ellipsis"),
    "bytes": (b"0.381", "This is something of the type bytes"),
}


@pytest.mark.parametrize(("value", "said"), NO_ANSWER.values(), ids=NO_ANSWER)
def test_what_cannot_be_an_answer_earns_nothing_and_a_sentence_and_is_not_saved(lesson, path, value, said):
    feedback = lesson.check("share", value)
    assert (feedback.points, feedback.out_of) == (0.0, 2.0)
    assert said in feedback.sentences[0]
    assert not path.exists()


def test_what_cannot_be_an_answer_leaves_the_saved_one(lesson, path):
    lesson.check("share", 0.381)
    lesson.check("share", float("nan"))
    assert saved(path)["share"] == NumberAnswer(0.381)


def test_a_text_in_place_of_a_number_is_named(lesson):
    feedback = lesson.check("share", "0.381")
    assert feedback.points == 0.0 and "The answer should be a number" in feedback.sentences[0]


def test_a_text_of_half_a_character_is_refused_in_a_sentence(lesson, path):
    with pytest.raises(UnspinError, match="half of a character"):
        lesson.check("which", "\ud83d")
    assert not path.exists()


def test_a_choice_is_marked_and_saved(lesson, path):
    assert lesson.check("which", " Registered ").points == 1.0
    assert saved(path)["which"] == ChoiceAnswer("Registered")


@pytest.mark.parametrize("name", ["share", "which", LABELS, SPANS])
def test_a_question_without_an_answer_earns_nothing(lesson, path, name):
    feedback = lesson.check(name, None)
    assert (repr(feedback), feedback.sentences) == ("0", ("Not answered yet.",))
    assert not path.exists()


def test_without_a_value_what_is_saved_is_marked(lesson):
    lesson.check("share", 0.381)
    assert lesson.check("share").points == 2.0
    assert lesson.check("share", None).points == 2.0


def test_labels_that_were_given_in_the_tagger_are_marked(lesson):
    tagger = lesson.tag("icpa-withdrawal")
    assert lesson.check(LABELS, tagger).sentences == ("Not answered yet.",)
    tagger.answer_from_key()
    feedback = lesson.check(LABELS, tagger)
    assert (feedback.points, feedback.out_of) == (5.0, 5.0)
    assert lesson.check(SPANS, tagger).points == 3.0


def test_one_label_for_everything_earns_nothing(lesson):
    tagger = lesson.tag("icpa-withdrawal")
    for number in range(1, 22):
        tagger.tag(f"s{number:02}", "CLAIM")
    assert lesson.check(LABELS, tagger).points == 0.0


@pytest.mark.parametrize("value", [3, "CLAIM", float("nan")], ids=repr)
@pytest.mark.parametrize("name", [LABELS, SPANS])
def test_tags_are_never_overwritten_by_a_number_or_a_word(lesson, path, name, value):
    lesson.tag("icpa-withdrawal").answer_from_key()
    before = path.read_bytes()
    feedback = lesson.check(name, value)
    assert feedback.points == 0.0 and "tagger" in feedback.sentences[0]
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", [LABELS, SPANS])
def test_a_number_in_place_of_tags_is_not_saved_before_there_are_tags_either(lesson, path, name):
    assert lesson.check(name, 3).points == 0.0
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("shares", "Did you mean 'share'?"),
        ("xyz", "There is: 'big', 'icpa-withdrawal-labels', 'icpa-withdrawal-spans', 'share', 'which'."),
        (3, "There is: "),
    ],
)
def test_an_unknown_name_to_check_gets_the_nearest_one_and_nothing_is_saved(exercise, path, name, said):
    with pytest.raises(UnspinError) as error:
        exercise.check(name, 0.381)
    assert f"There is no question called {name!r} to check. {said}" in str(error.value)
    assert not path.parent.parent.joinpath("exercises", path.name).exists()


def test_without_a_key_a_value_is_saved_and_said_to_be(without_key, path):
    feedback = without_key.check("share", 0.381, points=2)
    assert (repr(feedback), feedback.sentences) == ("0", ("Saved.",))
    assert saved(path)["share"] == NumberAnswer(0.381)


def test_without_a_key_no_answer_is_said_to_be_missing(without_key):
    assert without_key.check("share", None, points=2).sentences == ("Not answered yet.",)


def test_without_a_lesson_key_labels_are_still_marked_by_the_articles_own(without_key):
    tagger = without_key.tag("icpa-withdrawal")
    tagger.answer_from_key()
    assert without_key.check(LABELS, tagger, points=5).points == 5.0


def test_labels_of_an_article_without_a_key_are_saved_and_said_to_be(course, without_key):
    for name in ("key_labels.csv", "key_spans.csv"):
        (course / "data" / "articles" / "icpa-withdrawal" / name).unlink()
    tagger = without_key.tag("icpa-withdrawal")
    tagger.tag("s01", "CLAIM")
    assert without_key.check(LABELS, tagger).sentences == ("Saved.",)


def test_marks_are_not_scored_where_the_key_has_none(without_key):
    tagger = without_key.tag("practice-one")
    tagger.mark("s02", "disgrace", "LOADED")
    feedback = without_key.check("practice-one-spans", tagger)
    assert feedback.sentences == ("Saved.",)


@pytest.mark.parametrize("name", ["My answer", "", "why?", "größe", 3])
def test_without_a_key_a_name_must_still_be_one_that_a_file_can_hold(without_key, path, name):
    with pytest.raises(UnspinError, match="small letters, digits and hyphens"):
        without_key.check(name, 0.381)
    assert not path.exists()


def test_checking_prints_nothing(lesson, capfd):
    lesson.check("share", 0.381)
    lesson.check("share", float("nan"))
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


# Answering and handing in


def test_an_open_question_is_saved_under_its_name(lesson, path):
    lesson.answer("why", prompt="Why?").fill("Because")
    assert saved(path)["why"] == TextAnswer("Because")


def test_a_choice_that_is_marked_can_be_asked_too(lesson):
    lesson.answer("which", choices=("Registered", "Proven")).fill("Registered")
    assert lesson.check("which").points == 1.0


def test_an_unknown_name_to_answer_gets_the_nearest_one(exercise):
    with pytest.raises(UnspinError, match=r"no question called 'whi'\. Did you mean 'which'\?|Did you mean 'why'\?"):
        exercise.answer("whi")


def test_a_guided_lesson_may_ask_what_the_exercise_does_not(lesson, path):
    lesson.answer("first-thought").fill("I wonder who counted.")
    assert lesson.check("my-guess", 0.4).points is None
    assert set(saved(path)) == {"first-thought", "my-guess"}


def test_without_a_key_any_question_can_be_asked(without_key, path):
    without_key.answer("anything").fill("Because")
    assert saved(path)["anything"] == TextAnswer("Because")


def test_the_hand_in_says_what_is_answered_and_what_is_not(lesson, path):
    tagger = lesson.tag("icpa-withdrawal")
    tagger.tag("s01", "CLAIM")
    tagger.mark("s02", "stark", "LOADED")
    lesson.answer("why").fill("Because it judges")
    lesson.check("share", 0.381)
    form = lesson.hand_in()
    assert form.summary == [
        "Share: answered",
        "Big: not answered yet",
        "Which: not answered yet",
        "Labels of icpa-withdrawal: 1 of 21 sentences labelled",
        "Marks of icpa-withdrawal: 1 mark",
        "Why: answered (3 words)",
    ]
    assert form.where == str(path)


def test_the_hand_in_says_how_many_words_were_asked_for(lesson):
    lesson.answer("why", words=(90, 130)).fill("Because it judges")
    assert "Why: answered (3 of 90 to 130 words)" in lesson.hand_in().summary


def test_tags_of_an_article_that_is_gone_do_not_stand_in_the_way_of_handing_in(lesson, path):
    AnswersFile(path, LESSON).edit(lambda answers: with_tag(answers, "gone-labels", "s01", Tag("CLAIM")))
    assert "Gone labels: 1 sentences labelled" in lesson.hand_in().summary


def test_labels_under_any_name_do_not_stand_in_the_way_of_handing_in(lesson, path):
    labels = LabelsAnswer({"s01": Tag("CLAIM"), "s02": Tag("VIEW")})
    AnswersFile(path, LESSON).edit(lambda answers: with_answer(answers, "share", labels))
    assert lesson.hand_in().summary[0] == "Share: 2 sentences labelled"


def test_a_name_that_was_given_in_another_lesson_is_known(lesson, wire):
    other = open_lesson("03-words-that-push").hand_in()
    wire.receive(other, {"type": "change", "page": "p1", "revision": 1, "changes": {"student": "Ada"}})
    assert lesson.hand_in().student == "Ada"


def test_other_lessons_files_are_left_alone_when_the_name_is_looked_up(lesson, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    others = {
        "01-first.json": b"{",
        "03-words-that-push.json": b'{"format": "unspin-answers/2"}',
        f"{LESSON}.damaged-1.json": b"[",
        "04-more.json": json.dumps({"format": "unspin-answers/1", "lesson": "04-more", "student": "Ada"}).encode(),
    }
    for name, data in others.items():
        (path.parent / name).write_bytes(data)
    assert lesson.hand_in().student == "Ada"
    left = {p.name: p.read_bytes() for p in path.parent.glob("*.json")}
    assert parse(left.pop(path.name)).student == "Ada" and left == others


# Folders that cannot be written to


def run_as_ordinary_user(folder, code, **env):
    """Run code as somebody who is not root, in a notebook folder of a course, with the package loaded before."""
    source = """
        import os, sys, warnings
        import unspin.widgets.tagger.tagger, unspin.widgets.hand_in, unspin.widgets.question, pandas
        from pathlib import Path
        from unspin import UnspinError, open_lesson
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        lesson = open_lesson("02-claim-or-view")
        print(lesson._repr_html_())
    """
    environ = {name: value for name, value in os.environ.items() if not name.startswith("UNSPIN_")}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source) + textwrap.dedent(code)],
        cwd=folder,
        env={**environ, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def read_only_course(open_folder, make_course):
    course = make_course(open_folder / "course")
    for path in (course, *course.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield course
    for path in (course, *course.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


@posix
def test_a_read_only_course_opens_and_says_where_it_saves_instead(read_only_course, open_folder):
    home = open_folder / "home"
    home.mkdir()
    home.chmod(0o777)
    code = """
        tagger = lesson.tag("icpa-withdrawal")
        tagger.tag("s01", "CLAIM")
        print(repr(lesson.check("icpa-withdrawal-labels", tagger)))
    """
    run = run_as_ordinary_user(read_only_course / "notebooks", code, HOME=str(home))
    elsewhere = home / "unspin-answers"
    assert f"The course folder cannot be written to, so your work is saved in &#x27;{elsewhere}&#x27;" in run.stdout
    assert saved(elsewhere / "notebooks" / f"{LESSON}.json")[LABELS] == LabelsAnswer({"s01": Tag("CLAIM")}), run.stderr
    assert not (read_only_course / "answers").exists()


def test_a_lesson_that_was_begun_in_the_home_folder_goes_on_there(course, wire, path, monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    at_home = tmp_path / "unspin-answers" / "notebooks" / path.name
    AnswersFile(at_home, LESSON).edit(lambda answers: with_tag(answers, LABELS, "s01", Tag("CLAIM")))
    lesson = open_lesson(LESSON)
    assert f"You began this lesson in your home folder, so your work is saved in '{at_home.parents[1]}'" in repr(lesson)
    assert lesson.tag("icpa-withdrawal").labels == {"s01": {"label": "CLAIM"}}
    assert not path.exists()


@posix
def test_where_nothing_can_be_written_the_lesson_opens_and_says_that_work_is_not_saved(read_only_course):
    code = """
        tagger = lesson.tag("icpa-withdrawal")
        try:
            tagger.tag("s01", "CLAIM")
        except UnspinError as error:
            print(error)
    """
    run = run_as_ordinary_user(read_only_course / "notebooks", code, HOME="/nonexistent")
    assert "so your work cannot be saved: copy the course to a folder of your own." in run.stdout, run.stderr
    assert "Not saved: the folder" in run.stdout and "cannot be written to" in run.stdout


def test_a_course_that_can_be_written_to_needs_no_home(course, wire, path, monkeypatch):
    def no_home():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", no_home)
    open_lesson(LESSON).check("share", 0.381)
    assert path.is_file()


def test_marks_stay_under_their_own_name(lesson, path):
    lesson.tag("icpa-withdrawal").mark("s02", "stark", "LOADED")
    assert isinstance(saved(path)[SPANS], SpansAnswer)


def test_a_text_under_the_name_of_a_rewrite_is_marked_as_one(course, monkeypatch):
    monkeypatch.chdir(course / "notebooks")
    lesson = open_lesson("02-claim-or-view")
    lesson.answer("rewrite-phone-call").fill("President Trump spoke to President Putin over the phone.")
    assert lesson.check("rewrite-phone-call", points=4).points == 4.0


def test_two_texts_side_by_side_show_what_the_student_marked_or_the_key(course, monkeypatch):
    monkeypatch.chdir(course / "notebooks")
    lesson = open_lesson("02-claim-or-view")
    lesson.tag("icpa-withdrawal").mark("s02", "stark", "LOADED")
    pair = ("icpa-withdrawal", "icpa-withdrawal")
    assert repr(lesson.side_by_side(*pair)).count("LOADED") == 2
    assert "[major LOADED]" in repr(lesson.side_by_side(*pair, key=True))


def test_what_was_answered_in_class_is_brought_along_and_never_over_an_answer(course, monkeypatch):
    guided = open_lesson(LESSON)
    guided.tag("practice-one").tag("s01", "CLAIM", confidence=3)
    guided.answer("guess").fill("About half")
    monkeypatch.chdir(course / "exercises")
    lesson = open_lesson(LESSON)
    lesson.answer("guess").fill("Little")
    said = lesson.bring("practice-one-labels", "guess", "summary").sentences
    assert said == ("Labels of practice-one, from class: 1 of 3 sentences labelled.",)
    assert lesson.tag("practice-one").labels == {"s01": {"label": "CLAIM", "confidence": 3}}
    assert lesson.answer("guess").value == "Little"


def test_tags_that_are_brought_along_stay_tied_to_the_text_that_they_were_made_on(course, monkeypatch):
    open_lesson(LESSON).tag("practice-one").tag("s01", "CLAIM")
    practice = course / "data" / "practice" / "practice.csv"
    made_on = library.article("practice-one").fingerprint
    monkeypatch.chdir(course / "exercises")
    lesson = open_lesson(LESSON)
    lesson.bring("practice-one-labels")
    file = json.loads((course / "answers" / "exercises" / f"{LESSON}.json").read_text(encoding="utf-8"))
    assert file["articles"] == {"practice-one": made_on}
    practice.write_text(practice.read_text(encoding="utf-8").replace("Sunday", "Monday"), encoding="utf-8")
    with pytest.raises(UnspinError, match="were made on another version of its text"):
        lesson.tag("practice-one")


def test_where_nothing_was_answered_in_class_nothing_is_brought(course, monkeypatch):
    monkeypatch.chdir(course / "exercises")
    lesson = open_lesson(LESSON)
    assert lesson.bring("guess").sentences == ("There is nothing new to bring from class. You can answer here.",)
    assert not (course / "answers" / "exercises" / f"{LESSON}.json").exists()


# Figures


@pytest.fixture
def repair(course, wire, monkeypatch):
    """Return the exercise of a lesson whose key holds a figure, and the rows."""
    from unspin.figures.investigations.honest import honest
    from unspin.marks.chart_facts import read_facts

    rows = pd.read_csv(ROOT / "data" / "numbers" / "investigations.csv")
    checks = {"repaired-chart": Check(4.0), "share": Check(1.0)}
    answers = {"repaired-chart": FigureAnswer(read_facts(honest(rows))), "share": NumberAnswer(0.5)}
    keys = course / "data" / "keys"
    keys.mkdir()
    (keys / f"{LESSON}.json").write_bytes(key_bytes(LessonKey(lesson=LESSON, checks=checks, answers=answers)))
    (course / "exercises").mkdir(exist_ok=True)
    monkeypatch.chdir(course / "exercises")
    return open_lesson(LESSON), rows


def test_a_figure_is_saved_as_its_facts_and_marked(repair, course):
    from unspin.figures.investigations.honest import misleading

    lesson, rows = repair
    figure = misleading(rows)
    assert lesson.check("repaired-chart", figure).points == 0
    figure.chart.update_yaxes(title="registered cases")
    assert lesson.check("repaired-chart", figure.chart).points == 1
    answer = saved(course / "answers" / "exercises" / f"{LESSON}.json")["repaired-chart"]
    assert answer.value.unit == "registered cases"
    assert open_lesson(LESSON).check("repaired-chart").points == 1


@pytest.mark.parametrize("value", [[1, 2], 0.5, "S85", {"a": 1}, pd.DataFrame()])
def test_what_is_no_figure_gets_one_sentence_and_loses_nothing(repair, value):
    from unspin.figures.investigations.honest import misleading

    lesson, rows = repair
    chart = misleading(rows).chart.update_yaxes(title="registered cases")
    lesson.check("repaired-chart", chart)
    (said,) = lesson.check("repaired-chart", value).sentences
    assert said.startswith(f"This is {kind_of(value)}; the check needs your figure, the chart itself.")
    assert lesson.check("repaired-chart").points == 1


def test_an_untouched_chart_is_said_to_be_saved_and_not_to_be_answered(repair):
    from unspin.figures.investigations.honest import misleading

    lesson, rows = repair
    lesson.check("repaired-chart", misleading(rows).chart)
    assert "Repaired chart: a chart is saved" in lesson.hand_in().summary


def test_the_kits_own_right_chart_is_nobodys_repair(repair):
    from unspin import figures
    from unspin.figures.investigations.honest import honest

    lesson, rows = repair
    for figure in (honest(rows), honest(rows).chart, figures.growth(rows)):
        feedback = lesson.check("repaired-chart", figure)
        assert feedback.points == 0
        assert feedback.sentences[0].startswith("This chart is one of the kit's own.")
    assert lesson.check("repaired-chart").sentences == ("Not answered yet.",)


def test_a_figure_is_no_answer_where_a_number_is_asked(repair):
    from unspin.figures.investigations.honest import misleading

    lesson, rows = repair
    (said,) = lesson.check("share", misleading(rows).chart).sentences
    assert said.startswith("This is a figure, but the answer is one number or one word.")


def test_a_figure_is_only_saved_where_there_is_no_key(without_key, path):
    without_key.check("my-chart", {"data": [{"y": [1, 2]}], "layout": {}})
    assert saved(path)["my-chart"].value.points == 2


def test_sentences_that_are_left_out_are_shown_nowhere_and_what_is_saved_of_them_stays(course, wire):
    lesson = open_lesson("02-claim-or-view")
    lesson.tag("icpa-withdrawal").mark("s17", "potential", "HEDGE")
    tagger = lesson.tag("icpa-withdrawal", leave_out=["s17", "s18"])
    assert len(tagger.article["sentences"]) == len(tagger.table()) == 19
    assert [one["number"] for one in tagger.article["sentences"]][-4:] == [16, 19, 20, 21]
    hidden = ("allegations of executions", "every tenet")
    assert not [words for words in hidden if words in str(tagger.get_state()) or words in str(tagger._static_bundle())]
    tagger.answer_from_key()
    assert "s17" in lesson.tag("icpa-withdrawal").spans, "what was marked before is still there"
    beside = lesson.side_by_side("icpa-withdrawal", "mirror", leave_out=["s17", "s18"])
    assert not [words for words in hidden if words in beside._repr_html_()]
    assert "Sentence 16" in repr(beside) and "Sentence 17" not in repr(beside) and "Sentence 19" in repr(beside)


def test_a_sentence_to_leave_out_that_there_is_not_is_named(course):
    with pytest.raises(UnspinError, match=r"There is no sentence 's99' here\. Did you mean 's19'"):
        open_lesson("02-claim-or-view").tag("icpa-withdrawal", leave_out=["s99"])


def test_one_sentence_to_leave_out_needs_no_list(course, wire):
    lesson = open_lesson("02-claim-or-view")
    assert len(lesson.tag("icpa-withdrawal", leave_out=("s17")).article["sentences"]) == 20


def test_something_must_be_left_to_show(course):
    with pytest.raises(UnspinError, match=r"Leave out fewer"):
        open_lesson("02-claim-or-view").tag("icpa-withdrawal", leave_out=[f"s{n:02}" for n in range(1, 22)])
