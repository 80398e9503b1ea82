import hashlib

import pytest

from unspin.text.article import Article, KeyLabel, Sentence


def words_of(text):
    sentence = Sentence("s01", "body", 1, 0, len(text), text)
    return [text[start:end] for start, end in sentence.words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The library cut its hours.", ["The", "library", "cut", "its", "hours"]),
        ("“Just watch:” he said, twice!", ["Just", "watch", "he", "said", "twice"]),
        ("Ukraine – and Russia -- too", ["Ukraine", "and", "Russia", "too"]),
        ("a shift in U.S. policy, by the U.S.", ["a", "shift", "in", "U.S.", "policy", "by", "the", "U.S."]),
        ("The U.S., he said (ICPA).", ["The", "U.S.", "he", "said", "ICPA"]),
        ("It isn’t America’s $1 million", ["It", "isn’t", "America’s", "$1", "million"]),
        ("over 150,000 war crimes: 40%", ["over", "150,000", "war", "crimes", "40%"]),
        ("then-Attorney General", ["then-Attorney", "General"]),
        ("می‌گوید که او", ["می‌گوید", "که", "او"]),
        ("a\u00a0b\tc", ["a", "b", "c"]),
        ("– “” …", []),
        ("", []),
    ],
)
def test_words_are_found_without_the_punctuation_around_them(text, words):
    assert words_of(text) == words


def test_offsets_count_code_points():
    sentence = Sentence("s01", "body", 1, 0, 8, "😀 so bad")
    assert sentence.words == ((0, 1), (2, 4), (5, 8))


def test_a_sentence_with_an_accepted_alternative_is_contested():
    assert KeyLabel("MIXED", ("CLAIM",), (), ("T3",), "").contested
    assert not KeyLabel("MIXED", (), ("CLAIM",), ("T3",), "").contested


def test_the_fingerprint_is_the_hash_of_the_text_in_utf_8():
    article = Article("a", "A", "en", "Crème", (Sentence("s01", "body", 1, 0, 5, "Crème"),))
    assert article.fingerprint == "sha256:" + hashlib.sha256("Crème".encode()).hexdigest()


def test_sentences_are_found_by_their_id():
    first, second = Sentence("s01", "body", 1, 0, 2, "A."), Sentence("s02", "body", 1, 3, 5, "B.")
    article = Article("a", "A", "en", "A. B.", (first, second))
    assert article.by_id == {"s01": first, "s02": second}


def test_an_article_shows_its_text_in_its_own_layout():
    kinds = (("lede", 1, "One."), ("lede", 1, "Two."), ("heading", 2, "Three"), ("bullet", 3, "Four"))
    sentences = tuple(Sentence(f"s{n:02}", kind, row, 0, 4, text) for n, (kind, row, text) in enumerate(kinds, 1))
    html = Article("a", "A", "en", "One. Two.\nThree\n• Four", sentences, source="A site")._repr_html_()
    assert ">One. Two.</p>" in html and ">• Four</p>" in html and "Published: A site." in html
    assert 'font-weight:bold;font-size:1.15em;margin:.8em 0 .3em">Three</p>' in html


def test_nothing_in_an_article_becomes_html():
    text = "<script>alert(1)</script>"
    sentences = (Sentence("s01", "body", 1, 0, len(text), text),)
    assert "<script" not in Article("a", "A", '"><script>', text, sentences, source=text)._repr_html_()


def test_an_article_printed_is_its_text():
    assert str(Article("a", "A", "en", "One.", (Sentence("s01", "body", 1, 0, 4, "One."),))) == "One."
