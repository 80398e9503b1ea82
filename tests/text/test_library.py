import shutil
import subprocess
import sys

import pytest
from paths import ROOT

from unspin.text import library, stored
from unspin.words.errors import UnspinError


def test_the_course_is_the_nearest_one_above_the_working_folder(course, monkeypatch):
    deeper = course / "notebooks" / "my own" / "tries"
    deeper.mkdir(parents=True)
    monkeypatch.chdir(deeper)
    assert library.here().root == course


def test_outside_of_any_course_the_one_that_the_package_stands_in_is_used(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert library.here().root == ROOT


def test_a_course_that_is_named_is_used_instead_of_the_nearest_one(course, monkeypatch):
    monkeypatch.setenv("UNSPIN_COURSE", str(ROOT))
    assert (library.here().root, library.nearest().root) == (ROOT, course)
    monkeypatch.setenv("UNSPIN_COURSE", str(course / "notebooks"))
    with pytest.raises(UnspinError, match=r"UNSPIN_COURSE is set to '.*notebooks', where there is no unspin course"):
        library.here()


def test_without_any_course_a_sentence_says_what_to_open(tmp_path):
    package = tmp_path / "elsewhere" / "unspin"
    shutil.copytree(ROOT / "src" / "unspin", package)
    code = "import sys; sys.path.insert(0, sys.argv[1])\nfrom unspin import library\nlibrary.here()"
    command = [sys.executable, "-c", code, str(package.parent)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert f"No unspin course was found in {str(tmp_path)!r} or above it. Open the notebook" in run.stderr


def test_articles_are_the_shipped_ones_and_the_sets_of_practice_sentences(course):
    shipped = {path.parent.name for path in (ROOT / "data" / "articles").glob("*/article.toml")}
    assert library.here().articles() == sorted({*shipped, "practice-one"}) and "icpa-withdrawal" in shipped


def test_an_article_comes_with_its_sentences_and_key(course):
    article = library.article("icpa-withdrawal")
    assert len(article.sentences) == 21
    assert article.by_id["s03"].text == "At a glance:"
    assert article.by_id["s03"].kind == "list-label"
    assert article.key.labels["s02"].near == ("GUESS", "VIEW")
    assert article.key.spans["s02"][0].why == "Evaluates the departure."
    assert article.key.made_by.startswith("Key: kit authors, one person, 2026-11-23, by the rules V1 to T7")
    assert (article.language, article.slant) == ("en", "a")


def test_an_article_without_a_key_table_has_no_key(course):
    (course / "data" / "articles" / "icpa-withdrawal" / "key_labels.csv").unlink()
    assert library.article("icpa-withdrawal").key is None


def test_practice_sentences_make_an_article_of_their_own(course):
    article = library.article("practice-one")
    assert [sentence.id for sentence in article.sentences] == ["s01", "s02", "s03"]
    assert [article.text[s.start : s.end] for s in article.sentences] == [s.text for s in article.sentences]
    assert article.key.labels["s03"].accepted == ("CLAIM",)
    assert article.key.spans == {}
    assert article.note.startswith("Invented for this course.")


def test_practice_sentences_without_labels_have_no_key(course):
    path = course / "data" / "practice" / "practice.csv"
    rows = [f'{row["set"]},"{row["text"]}"' for row in stored.read_rows(path)]
    path.write_text("\n".join(["set,text", *rows]), encoding="utf-8")
    article = library.article("practice-one")
    assert (len(article.sentences), article.key) == (3, None)


def test_an_unknown_article_gets_the_nearest_name(course):
    with pytest.raises(UnspinError, match=r"There is no article called 'icpa-withdrawel'\. Did you mean 'icpa-with"):
        library.article("icpa-withdrawel")


@pytest.mark.parametrize("name", ["", "../../secret", None, 3, "practice one\x00"])
def test_no_strange_name_is_an_article(course, name):
    with pytest.raises(UnspinError, match="There is no article called"):
        library.article(name)


def test_a_text_that_was_changed_is_refused(course):
    text = course / "seeds" / "000_f50bee4d5cf2123a.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("stark", "sharp"), encoding="utf-8")
    with pytest.raises(UnspinError, match=r"is not the one that the tables in .* were made for"):
        library.article("icpa-withdrawal")


def test_lessons_are_named_after_their_notebooks(course):
    (course / "notebooks" / "scratch.ipynb").write_text("{}")
    (course / "exercises" / "04-only-as-an-exercise.ipynb").write_text("{}")
    assert library.here().lessons() == ["02-claim-or-view", "03-words-that-push", "04-only-as-an-exercise"]


def test_a_course_of_one_lesson_has_its_notebook_beside_the_data(course, monkeypatch):
    for folder in library.LESSON_FOLDERS:
        shutil.rmtree(course / folder)
    (course / "02-claim-or-view.ipynb").write_text("{}")
    monkeypatch.chdir(course)
    assert library.here().lessons() == ["02-claim-or-view"]


def test_an_unknown_lesson_gets_the_nearest_name(course):
    assert library.here().lesson_name("02-claim-or-view") == "02-claim-or-view"
    with pytest.raises(UnspinError, match=r"no lesson called '02-claim-or-veiw'\. Did you mean '02-claim-or-view'\?"):
        library.here().lesson_name("02-claim-or-veiw")


def test_rows_of_a_table_are_text_under_the_names_of_their_columns(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('name,said\nAda,"one, two"\nBo,\n', encoding="utf-8")
    assert list(stored.read_rows(path)) == [{"name": "Ada", "said": "one, two"}, {"name": "Bo", "said": ""}]


def test_practice_sentences_that_a_teacher_changes_are_seen_at_once(course):
    assert len(library.article("practice-one").sentences) == 3
    path = course / "data" / "practice" / "practice.csv"
    path.write_text(path.read_text(encoding="utf-8") + "practice-one,It rains.,CLAIM,,,V1,Look.\n", encoding="utf-8")
    assert library.article("practice-one").sentences[3].text == "It rains."
