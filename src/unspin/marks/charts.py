"""Mark a chart that a student repaired: axis, unit, date range and source, a quarter of the points each."""

import re
from collections.abc import Callable

from unspin.answers.schema import Answer, ChartFacts, FigureAnswer
from unspin.lesson.check import Check
from unspin.marks.feedback import Feedback, told
from unspin.text.rewrites import has, plain

CLOSE = 0.01  # how far the highest number may lie from the key's, as a share of it
ENOUGH_POINTS = 0.9  # of the key's: two reports for one day may have become one
FILLED = 1 / 3  # of the axis; below that a change cannot be seen
COUNTED = ("case", "cases", "crime", "crimes", "proceedings", "investigations")
FILES = ("investigations.csv",)
PRODUCER = "prosecutor general"

Part = tuple[float, str]


def mark_figure(answer: Answer, wanted: FigureAnswer, check: Check) -> Feedback:
    """Mark a repaired chart against the solution's chart. The feedback says where to look, never what to write."""
    if not isinstance(answer, FigureAnswer):
        return Feedback(0.0, check.points, told("The answer should be a figure. Give the chart itself."))
    facts, key = answer.value, wanted.value
    if problem := _without_the_rows(facts, key):
        return Feedback(0.0, check.points, told(problem))
    parts = [mark(facts, key) for mark in PARTS]
    score = sum(share for share, _ in parts) / len(parts)
    right = sum(share == 1.0 for share, _ in parts)
    first = f"Your chart lets a reader check {right} of {len(parts)} things: axis, unit, date range and source."
    return Feedback(score * check.points, check.points, told(first, *(said for _, said in parts)))


def _without_the_rows(facts: ChartFacts, key: ChartFacts) -> str:
    """Return a sentence where a chart shows nothing, or other rows than those of the task; else ""."""
    if not facts.points:
        return "No point can be seen on this chart. Draw the same rows, and look at the ranges of its axes."
    if facts.lowest == facts.highest or abs(facts.highest - key.highest) > CLOSE * abs(key.highest):
        return "These are not the rows of the chart that misleads. Draw the same rows, and change only how."
    return ""


def _axis(facts: ChartFacts, key: ChartFacts) -> Part:
    says_so = any(has(plain(words), way) for words in (facts.unit, facts.title) for way in ("log", "logarithmic"))
    if facts.axis == "log" and not says_so:
        return 0.0, "Axis: not yet. Its steps are not what a reader expects, and no title says so."
    if facts.axis == "cut":
        return 0.0, "Axis: not yet. Look at where the axis of the numbers begins, and what that does to the slope."
    if facts.filled < FILLED:
        return 0.0, "Axis: not yet. The points use only a small part of it, so that no change can be seen."
    if not facts.numbers:
        return 0.5, "Axis: half. It is drawn fairly, but a reader cannot read a number off it."
    return 1.0, "Axis: right. It neither blows the change up nor hides it."


def _unit(facts: ChartFacts, key: ChartFacts) -> Part:
    title = plain(facts.unit)
    found = has(title, "registered") + any(has(title, noun) for noun in COUNTED)
    if found == 2:
        return 1.0, "Unit: right. The axis says what is counted, and how far that is proven."
    if found:
        return 0.5, "Unit: half. The axis should say both what is counted and what was done with it so far."
    return 0.0, "Unit: not yet. Read the title of the axis of the numbers: does it say what is counted?"


def _date_range(facts: ChartFacts, key: ChartFacts) -> Part:
    every = facts.points == facts.all_points >= ENOUGH_POINTS * key.all_points and facts.lowest <= key.lowest
    named = _names_years(_all_words(facts), key.first[:4], key.last[:4])
    said = {
        (True, True): "Date range: right. Every row can be seen, and the chart says when they begin and end.",
        (
            True,
            False,
        ): "Date range: half. Every row can be seen. The words on the chart do not say when they begin and end.",
        (False, True): "Date range: half. The chart says when the rows begin and end, but not every row can be seen.",
        (False, False): "Date range: not yet. Compare what can be seen with the first and the last row of the table.",
    }
    return (every + named) / 2, said[every, named]


def _source(facts: ChartFacts, key: ChartFacts) -> Part:
    words = _all_words(facts)
    cited, known = _source_ids(words), _source_ids(_all_words(key))
    if cited & known or has(words, PRODUCER) or any(has(words, file) for file in FILES):
        return 1.0, "Source: right. A reader can find where the numbers come from."
    if cited:
        return 0.0, f"Source: not yet. {', '.join(sorted(cited)[:5]).upper()}: these rows do not come from there."
    return 0.0, "Source: not yet. Nothing on the chart says where a reader can look the numbers up."


PARTS: tuple[Callable[[ChartFacts, ChartFacts], Part], ...] = (_axis, _unit, _date_range, _source)


def _all_words(facts: ChartFacts) -> str:
    return plain(" | ".join([facts.title, facts.unit, *facts.words, facts.source]))


def _names_years(words: str, first: str, last: str) -> bool:
    """Whether both years stand there, in full or as 2022-26."""
    both = all(re.search(rf"(?<!\d){year}(?!\d)", words) for year in (first, last) if year)
    return bool(first) and (both or bool(re.search(rf"(?<!\d){first} ?[-/] ?{last[2:]}(?!\d)", words)))


def _source_ids(words: str) -> set[str]:
    return set(re.findall(r"(?<!\w)s\d{2,3}(?!\w)", words))
