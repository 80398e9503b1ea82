"""Our own words are fair: neither side of the news is named beside loaded words more often than the other.

Read are the notebooks' prose and prompts, the texts in data/**/*.toml, and reasons and notes in data/**/*.csv.
Quoted material is left out (blockquotes, quotation marks, code): the texts under study may say what we may not.
A sentence that stands in several files counts once. A mention is a sentence that names a side; a loaded mention names
this side alone and holds a word of data/loaded_words.csv.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator

import pytest
from lesson_notebooks import FOLDERS, ROOT, sources, strings

from unspin.text import library, stored
from unspin.text.rewrites import has, plain

# Loaded mentions per 100 mentions that one side may have more than the other. The countries are named 65 to 90 times:
# one sentence more may be chance (1.1 to 1.5), two are a habit (2.2 to 3). A side named less often has no such room.
ALLOWED = 2.0
SIDES = {
    "administrations": (
        ("Trump", "Republican", "Republicans", "Bondi", "Vance", "Rubio"),
        ("Biden", "Democrat", "Democrats", "Garland", "Blinken", "Harris"),
    ),
    "countries at war": (
        ("Russia", "Russian", "Russians", "Putin", "Moscow", "Kremlin"),
        ("Ukraine", "Ukrainian", "Ukrainians", "Zelensky", "Zelenskyy", "Kyiv"),
    ),
    "allies": (
        ("United States", "US", "America", "American", "Americans", "Washington"),
        ("Europe", "European", "Europeans", "EU", "Eurojust", "Brussels"),
    ),
}
QUOTED = re.compile(
    r"(?ms)```.*?```|`[^`]*`|“[^”]*”|‘[^’]*’(?!\w)|\"[^\"]*\"|(?<!\w)'[^'\n]*'(?!\w)|^[ \t]*>[^\n]*$|<[^>]*>"
)
REASONS = ("why", "rationale", "note", "side_note", "event", "definition", "framing_notes")


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


def texts() -> Iterator[str]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).glob("[0-9][0-9]-*.ipynb")):
            yield sources(folder, path.stem, "markdown")
            yield from strings(folder, path.stem)
    for path in sorted((ROOT / "data").rglob("*.toml")):
        yield from strings_in(tomllib.loads(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "data").rglob("*.csv")):
        for row in stored.read_rows(path):
            yield from (row[column] or "" for column in REASONS if column in row)


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from strings_in(part)


def own_sentences(found: Iterable[str]) -> set[str]:
    """Return the sentences of texts without what they quote, each once."""
    sentences = set()
    for text in found:
        own = QUOTED.sub(" … ", text).replace("*", "").replace("U.S.", "US")
        pieces = re.split(r"(?<=[.!?])\s+|\n\s*\n|\n(?=[|#•-])|\|", own)
        sentences.update(" ".join(piece.split()) for piece in pieces if piece.strip())
    return sentences


def mentions(sentences: Iterable[str], names: Iterable[str]) -> list[str]:
    anyone = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    return [sentence for sentence in sentences if anyone.search(sentence)]


def is_loaded(sentence: str) -> bool:
    return any(has(plain(sentence), word, endings=True) for word in library.here().loaded_words())


def unfair(found: Iterable[str]) -> list[str]:
    """Return what is wrong, a sentence for each pair of sides that is out of balance."""
    wrong, sentences = [], own_sentences(found)
    for pair, sides in SIDES.items():
        counts = []
        for names in sides:
            named = mentions(sentences, names)
            both = mentions(named, sides[1] if names is sides[0] else sides[0])
            loaded = [sentence for sentence in named if sentence not in both and is_loaded(sentence)]
            counts.append((100 * len(loaded) / max(1, len(named)), len(named), loaded))
        rates = [rate for rate, _, _ in counts]
        if max(rates) - min(rates) > ALLOWED:
            wrong.append(
                f"{pair}: {rates[0]:.1f} and {rates[1]:.1f} loaded mentions per 100. "
                f"Use plain words, or quotation marks for what is quoted: {[loaded for _, _, loaded in counts]}"
            )
    return wrong


def test_neither_side_is_named_beside_loaded_words_more_often_than_the_other():
    assert unfair(texts()) == []


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("pair", SIDES)
def test_loaded_sentences_about_one_side_alone_are_found(pair, side):
    name = SIDES[pair][side][0]
    added = [f"The {word} plan of {name} failed." for word in ("reckless", "shameful")]
    assert [one for one in unfair([*texts(), *added]) if one.startswith(pair)]


@pytest.mark.parametrize("name", ["Trump", "Biden"])
def test_a_single_loaded_sentence_is_enough_where_a_side_is_seldom_named(name):
    fair = [f"Here is note {number} on Trump, and one on Biden." for number in range(20)]
    assert unfair(fair) == []
    assert len(unfair([*fair, f"{name} made a reckless choice."])) == 1


def test_what_is_quoted_is_not_ours():
    quoted = (
        "> Trump is reckless.",
        "He said “Trump is reckless” today.",
        "`Trump, reckless`",
        "'Trump, reckless' fits.",
    )
    assert unfair(quoted) == []
    assert len(unfair(["Trump’s plan is a reckless one, that's what the president’s paper says."])) == 1


def test_a_sentence_that_names_both_sides_and_one_that_is_repeated_tip_no_balance():
    assert unfair(["Trump and Biden called the plan reckless."]) == []
    fair = [f"Note {number}: Russia and Ukraine signed." for number in range(60)]
    assert unfair([*fair, *["Russia called it reckless."] * 9]) == []


def test_every_side_is_named_often_enough_to_be_counted():
    sentences = own_sentences(texts())
    for pair, sides in SIDES.items():
        for names in sides:
            assert len(mentions(sentences, names)) >= 5, (pair, names[0])
