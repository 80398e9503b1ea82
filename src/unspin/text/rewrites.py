"""Compare a rewritten sentence with the one it stands for: facts kept, tagged words gone, loaded words that came in."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unspin.text.article import Sentence, Span
from unspin.text.tagset import LOADED, TO_GO, TagSet

NEW_WORD_COSTS = 0.25
LEAST_LINKS = 2
LIST_CEILING = 0.5
_SMALL = (
    "a an the of to in on at by for from with as and or but that which who this it its is are was were be "
    "been has have had will would could may about after before because when while than into over under "
    "not no he she they his her their "
)
_LINKS = set(re.findall(r"\w+", _SMALL))


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence to be rewritten. Each fact is a tuple of wordings, any one of which keeps it.

    `spans` are what should go: the role of each in the tag set, and its words.
    """

    name: str
    sentence: str
    facts: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What became of a sentence. `new` holds (loaded word, neutral word); `problem` is a sentence, or ""."""

    kept: tuple[str, ...]
    missing: tuple[str, ...]
    gone: tuple[str, ...]
    left: tuple[str, ...]
    new: tuple[tuple[str, str], ...]
    score: float
    problem: str = ""


def make_task(name: str, sentence: Sentence, spans: Sequence[Span], facts: str, tagset: TagSet) -> Task:
    """Return the task of rewriting `sentence`. `facts` are separated by `|`, wordings of one fact by `=`."""
    roles = {label: tagset.spans[label].role for label in tagset.spans_of(TO_GO)}
    to_go = tuple((roles[s.label], sentence.text[s.start : s.end]) for s in spans if s.label in roles)
    wordings = tuple(tuple(way.strip() for way in fact.split("=")) for fact in facts.split("|"))
    return Task(name, sentence.text, wordings, to_go)


def compare(task: Task, rewrite: str, loaded: Mapping[str, str]) -> Rewrite:
    """Compare `rewrite` with the sentence of `task`. `loaded` maps loaded words to neutral ones.

    The score is the share of facts kept times the share of tagged words gone, less 1/4 for each new loaded word. The
    unchanged sentence and an empty text score 0.0; a list of the facts without a sentence around it, 0.5 at most.
    """
    text, before = plain(rewrite), plain(task.sentence)
    kept = tuple(fact[0] for fact in task.facts if _has_any(text, fact))
    missing = tuple(fact[0] for fact in task.facts if not _has_any(text, fact))
    left = tuple(dict.fromkeys(words for role, words in task.spans if text and _is_left(text, role, words)))
    gone = tuple(dict.fromkeys(words for _, words in task.spans if text and words not in left))
    new = _new_words(text, before, task, loaded)
    if not text:
        return Rewrite(
            kept, missing, (), (), (), 0.0, "There is no text yet. Write the sentence again without its push."
        )
    if text.rstrip(".") == before.rstrip("."):
        return Rewrite(
            kept, missing, gone, left, (), 0.0, "This is the sentence as it was. Change the words that push."
        )
    earned = len(kept) / len(task.facts) * len(gone) / max(1, len(gone) + len(left)) - NEW_WORD_COSTS * len(new)
    if _is_list(text, task):
        said = "This reads like a list of facts. Write a whole sentence: who did what, and when."
        return Rewrite(kept, missing, gone, left, new, max(0.0, min(earned, LIST_CEILING)), said)
    return Rewrite(kept, missing, gone, left, new, max(0.0, earned))


def plain(text: str) -> str:
    """Return `text` in small letters with straight quotes, plain hyphens and single spaces, nothing invisible."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = re.sub("[‘’‛′`]", "'", re.sub("[“”„″]", '"', re.sub("[‐‑‒–—−]", "-", text)))
    return " ".join(text.casefold().split())


def has(text: str, words: str, *, endings: bool = False) -> bool:
    """Whether plain `text` holds `words` as whole words in a row; `endings` allows -s, -ed, -ing, -ly on each."""
    return bool(_pattern(words, endings).search(text))


def _has_any(text: str, ways: Sequence[str]) -> bool:
    return any(has(text, way) for way in ways)


def _pattern(words: str, endings: bool) -> re.Pattern[str]:
    core = r"[\s-]+".join(_word(word, endings) for word in re.split(r"[\s-]+", plain(words)))
    return re.compile(rf"(?<!\w)(?<!\d[.,]){core}(?!\w)(?![.,]\d)")


def _word(word: str, endings: bool) -> str:
    """Return a pattern for one word: slam, slams, slammed, slamming; rage, raged, raging."""
    if not endings:
        return re.escape(word) + r"(?:'s)?"
    stem, e = (word[:-1], "e") if word.endswith("e") else (word, "")
    return rf"{re.escape(stem)}(?:{e}(?:'?s|d|ly)?|es|{re.escape(stem[-1:])}?(?:ed|ing))"


def _is_left(text: str, role: str, words: str) -> bool:
    """Whether tagged words are still there: as they stood, or, of loaded ones, more than half of those that matter."""
    if has(text, words, endings=True):
        return True
    heavy = [word for word in plain(words).split() if word.strip("'\".,") not in _LINKS]
    stay = sum(has(text, word, endings=True) for word in heavy)
    return role == LOADED and len(heavy) > 1 and stay > len(heavy) / 2


def _new_words(text: str, before: str, task: Task, loaded: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return loaded words of the text that neither the sentence nor one of its facts holds, longest wording first."""
    known = " | ".join([before, *(plain(way) for fact in task.facts for way in fact)])
    found: list[tuple[str, str]] = []
    for word in sorted(loaded, key=lambda word: (-len(word), word)):
        if has(text, word, endings=True) and not has(known, word, endings=True):
            found.append((word, loaded[word]))
            text = _pattern(word, endings=True).sub(" ", text)
    return tuple(found)


def _is_list(text: str, task: Task) -> bool:
    """Whether nothing but facts stands there: take them out, and too few different small words link what is left."""
    for way in sorted((way for fact in task.facts for way in fact), key=len, reverse=True):
        text = _pattern(way, endings=False).sub(" ", text)
    rest = set(re.findall(r"[^\W\d_]+", text))
    return len(rest & _LINKS) < LEAST_LINKS or not rest - _LINKS
