import pytest

from unspin.answers.schema import Mark, Tag
from unspin.text import library
from unspin.text.article import Article, Sentence
from unspin.widgets.tagger.static_form import article_html, article_text


@pytest.fixture
def article(course):
    return library.article("icpa-withdrawal")


def of_one_sentence(text, **more):
    return Article("a", "A title", "en", text, (Sentence("s01", "body", 1, 0, len(text), text),), **more)


def test_the_whole_article_can_be_read(article):
    html, text = article_html(article, {}, {}), article_text(article, {}, {})
    for sentence in article.sentences:
        assert sentence.text in html and sentence.text in text


def test_labels_and_marked_words_stand_beside_their_sentence(article):
    tags, marks = {"s02": Tag("MIXED", 3)}, {"s02": [Mark(26, 31, "LOADED"), Mark(146, 160, "HEDGE")]}
    said = "[MIXED, confidence 3 of 5; LOADED: “stark”; HEDGE: “could indicate”]"
    assert f"<em>{said}</em>" in article_html(article, tags, marks)
    assert said in article_text(article, tags, marks).splitlines()[2]


def test_progress_and_the_way_to_go_on_are_said(article):
    html = article_html(article, {"s01": Tag("CLAIM"), "s02": Tag("VIEW")}, {})
    assert "2 of 21 sentences labelled." in html and "To label and mark, run this cell." in html
    assert article_text(article, {}, {}).splitlines()[0].endswith("0 of 21 sentences labelled.")


def test_a_mark_without_a_label_is_shown(article):
    assert "[LOADED: “stark”]" in article_text(article, {}, {"s02": [Mark(26, 31, "LOADED")]})


def test_headings_look_like_headings_and_bullets_like_bullets(article):
    html = article_html(article, {}, {})
    assert '<p style="font-weight:bold;font-size:1.15em;margin:.8em 0 .3em">America First Approach' in html
    assert ">• Biden’s administration" in html


def test_nothing_in_a_text_becomes_html():
    article = of_one_sentence('<script>alert("x")</script> & <b>more</b>', note="")
    html = article_html(article, {"s01": Tag('<img src="x">')}, {"s01": [Mark(0, 8, "<u>")]})
    assert "<script" not in html and "<img" not in html and "<b>" not in html and "<u>" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp;" in html


def test_nothing_in_a_title_or_a_language_becomes_html():
    article = Article("a", "<script>", 'en"><script>', "A.", (Sentence("s01", "body", 1, 0, 2, "A."),))
    assert "<script" not in article_html(article, {}, {})


def test_the_same_tags_always_look_the_same(article):
    first = article_html(article, {"s01": Tag("CLAIM"), "s02": Tag("VIEW")}, {})
    second = article_html(article, {"s02": Tag("VIEW"), "s01": Tag("CLAIM")}, {})
    assert first == second
