from unspin.text.article import Article, Sentence, Span
from unspin.widgets.side_by_side import SideBySide


def text(name, *sentences):
    made = tuple(Sentence(f"s{i:02}", "body", i, 0, len(s), s) for i, s in enumerate(sentences, 1))
    return Article(name, f"Text {name}", "en", "\n".join(sentences), made)


FIRST = text("one", "A stark <b>move</b>.", "The end.")
SECOND = text("two", "A brave move.", "The end.")
MARKS = ({"s01": [Span(2, 7, "LOADED")]}, {"s01": [Span(2, 7, "LOADED"), Span(2, 12, "VAGUE")]})


def test_each_sentence_has_a_heading_and_both_texts_below_it():
    html = SideBySide(FIRST, SECOND)._repr_html_()
    assert html.count("<h4>") == 2 and html.index("Sentence 1") < html.index("brave") < html.index("Sentence 2")
    assert 'role="region"' in html and "@media" in html


def test_what_stands_in_a_text_is_text_in_the_page():
    assert "<b>" not in SideBySide(FIRST, SECOND, MARKS)._repr_html_()


def test_marks_are_named_in_words_and_may_overlap():
    html = SideBySide(FIRST, SECOND, MARKS)._repr_html_()
    assert (
        "<mark>stark<small>LOADED</small></mark>" in html and "<mark>brave<small>LOADED, VAGUE</small></mark>" in html
    )


def test_the_pairs_can_be_read_without_a_page():
    said = repr(SideBySide(FIRST, SECOND, MARKS))
    assert "A: A [stark LOADED] <b>move</b>." in said and "B: A [brave LOADED, VAGUE][ move VAGUE]." in said


def test_a_sentence_that_one_text_lacks_is_said_to_be_missing():
    assert "(no such sentence)" in repr(SideBySide(FIRST, text("three", "Alone.")))
