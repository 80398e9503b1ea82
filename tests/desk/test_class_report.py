import html
import re

import pytest
from graded_class import ARTICLE, LESSON, a_class, key_labels, simulated, work
from paths import ROOT

from unspin.desk.arrive.arrivals import RefusedFile
from unspin.desk.grade.graded import SetAside
from unspin.desk.report.class_report import page
from unspin.text import library

TRANSFER = {"lesson": "08-write-it-straight", "article": "transfer"}


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def report(graded, **options):
    return page(graded, library=library.here(), **options)


def words(report):
    """Return what a reader of the page can read, folded or not."""
    body = re.sub(r"<script.*?</script>", "", report[report.index("<main") :], flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def test_the_report_holds_all_that_a_teacher_needs_for_the_next_lesson():
    text = words(report(simulated()))
    for wanted in (
        "Lesson 2: Claim or view 30 students handed in.",
        "Krippendorff's alpha takes luck off.",
        "And beside the key? Beside the key, with luck taken off,",
        "Sentences to talk about",
        "On average a student called",
        "Views and guesses recognised",
        "How sure, and how often right",
        "Answers that many missed",
        "Change since lesson 1 Lesson 2: Claim or view: the score went from",
        "The same students on texts of both slants",
        "Simulated student 07",
    ):
        assert wanted in text, wanted


def test_the_most_disputed_sentences_are_quoted_with_numbers_bars_a_question_and_the_key():
    works = [work("Ada", ["CLAIM"]), work("Ben", ["MIXED"]), work("Cem", ["MIXED"])]
    made, first = report(a_class(*works)), library.article(ARTICLE).sentences[0]
    text = words(made)
    assert f"Sentence 1 {first.text}" in text and "Which word could you cut without changing the fact?" in text
    assert "MIXED 2 (67%)" in text and "CLAIM 1 (33%)" in text
    assert 'class="part" width="66.7"' in made and 'class="part" width="33.3"' in made
    assert "The key says MIXED (V1, T3). It accepts CLAIM too." in text


def test_while_the_exercise_is_open_the_page_gives_the_key_of_no_sentence():
    text = words(report(simulated(), open_=True))
    assert "What the key says" not in text and "The key says" not in text and "Beside the key, with" not in text
    assert "All labels (a near one counts half)" not in text
    for key in library.article(ARTICLE).key.labels.values():
        assert key.why not in text
    assert "Sentences to talk about" in text and "gives the key of no sentence" in text


def test_while_it_is_open_few_students_are_not_held_against_the_key():
    works = [work("Ada", key_labels()), work("Ada", "CLAIM", **TRANSFER)]
    works.append(work("Ada", "CLAIM", lesson="01-first-read", article="01-baseline"))
    text = words(report(a_class(*works), open_=True))
    assert "Claims recognised" not in text and "both slants" not in text and "the score went" not in text
    assert text.count("this is shown from 5 students on") == 4
    assert "Claims recognised" in words(report(a_class(*works)))


NAME, FILE = "Zebulon Quux", "zebulon_quux_hand-in.json"


def test_in_anonymous_mode_no_name_and_no_file_stands_anywhere_in_the_page():
    works = [work(f"{NAME} {n}", key_labels(), file=f"{n}_{FILE}", late=True) for n in range(6)]
    others = {
        "set_aside": (SetAside(FILE, NAME, LESSON, f"{NAME} handed in a newer one."),),
        "refused": (RefusedFile(FILE, f"{FILE} is damaged."),),
        "notices": (f"Two students are called {NAME}.",),
    }
    named, anonymous = (report(a_class(*works, **others), anonymous=one) for one in (False, True))
    for word in ("Zebulon", "Quux", FILE):
        assert word in named and word.casefold() not in anonymous.casefold()
    assert "Files that were not counted: 2." in words(anonymous) and "This page names no student." in anonymous
    assert "6 students handed in, 6 of them late." in words(anonymous)


def test_points_stand_by_student_and_lesson():
    scores = {"number-of-claims": 1.0, "share-of-claims": 0.5}
    works = [work("Ada", "CLAIM", scores=scores), work("Ben", "CLAIM", **TRANSFER, late=True)]
    text = words(report(a_class(*works)))
    assert "Ada 1.50 –" in text and "Ben – 0.00, late" in text and "Lesson 2 (of 18)" in text


def test_files_that_were_not_counted_are_listed_with_the_reason():
    text = words(report(a_class(work("Ada", "CLAIM"), refused=(RefusedFile("a.json", "It is damaged."),))))
    assert "a.json It is damaged." in text


@pytest.mark.parametrize("students", [1, 2, 3])
def test_few_students_are_told_what_cannot_be_known(students):
    works = [work(f"S{n}", [*key_labels()[n:], *key_labels()[:n]], sure=3) for n in range(students)]
    text = words(report(a_class(*works)))
    assert "cannot be known" in text and "can give away who chose what" in text


@pytest.mark.parametrize(
    "works",
    [
        [],
        [work("Ada", [None])],
        [work("Ada", ["CLAIM"])],
        [work(f"S{n}", "CLAIM", sure=5) for n in range(6)],
        [work("", key_labels()), work("", "CLAIM", **TRANSFER)],
        [work(f"S{n}", ["CLAIM", None, "VIEW"] * 7) for n in range(5)],
    ],
    ids=["nobody", "no labels", "one label", "one label for all", "no names", "all alike"],
)
@pytest.mark.parametrize("open_", [False, True])
def test_what_is_not_defined_is_explained_and_never_nan(works, open_):
    text = words(report(a_class(*works), open_=open_))
    assert not re.search(r"\b(nan|None|inf|nul{1,2})\b", text)


def test_a_class_without_hand_ins_has_a_page_that_says_so():
    assert "No hand-in could be counted" in words(report(a_class()))


def test_a_sentence_that_the_content_note_names_is_folded():
    works = [work("Ada", [None] * 16 + ["CLAIM"]), work("Ben", [None] * 16 + ["VIEW"])]
    made, sentence = report(a_class(*works)), library.article(ARTICLE).sentences[16]
    folded = re.search(r"<details><summary>The note above.*?</details>", made, re.S)[0]
    assert html.escape(sentence.text) in folded and made.count(html.escape(sentence.text)) == 1


def test_which_sentences_are_folded_is_what_the_article_says_of_them_whatever_its_note_says(course, monkeypatch):
    monkeypatch.setenv("UNSPIN_KEYS", str(ROOT / "data" / "keys"))
    path = course / "data" / "articles" / ARTICLE / "article.toml"
    about = path.read_text(encoding="utf-8").replace('"s17", "s18"', '"s17", "s02"')
    path.write_text(re.sub(r"Sentence 17 names.*?\.", "Sentences 17 and 2 are hard.", about), encoding="utf-8")
    assert library.article(ARTICLE).note == "The text is about a war. Sentences 17 and 2 are hard."
    labels = [None, "CLAIM", *[None] * 14, "CLAIM", "CLAIM"]
    others = [None, "VIEW", *[None] * 14, "VIEW", "VIEW"]
    made = report(a_class(work("Ada", labels), work("Ben", others)))
    folded = re.findall(r"<details><summary>The note above.*?</details>", made, re.S)
    for place, is_hard in ((1, True), (16, True), (17, False)):
        text = html.escape(library.article(ARTICLE).sentences[place].text)
        assert any(text in part for part in folded) is is_hard and text in made


def test_the_same_class_gives_the_same_bytes():
    assert report(simulated()) == report(simulated())


def test_names_that_turn_the_text_around_or_cannot_be_encoded_are_made_readable():
    works = [work("Ada \u202egnp.exe\x00", "CLAIM"), work("x" * 4000, "CLAIM")]
    made = report(a_class(*works, refused=(RefusedFile("a\udcff\u202eb.json", "It\x00 is damaged."),)))
    assert not set("\u202e\x00\udcff") & set(made) and "x" * 101 not in made.partition("<script>")[0]
    made.encode("utf-8")


def test_a_thousand_and_one_students_fit_on_a_page_that_names_a_thousand():
    text = words(report(a_class(*(work(f"Student {n}", key_labels()) for n in range(1001)))))
    assert "1,001 students handed in." in text and "the first 1,000 of 1,001" in text
