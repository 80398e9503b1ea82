"""A student's own labels over the course: scores, the four numbers and confidence, each with what it stands on."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from unspin import bootstrap, library
from unspin.answers import MAX_BYTES, Answers, LabelsAnswer, Tag, parse
from unspin.article import Key, KeyLabel
from unspin.errors import UnspinError
from unspin.scoring import CONTESTED_WEIGHT, SUSPICIOUS, corrected, label_credit, score_labels
from unspin.slant import score_pairs, slant_sentences

OWN_WORK = ("exercises", "notebooks")  # a solution is nobody's own work
STATIONS = {  # lesson and text, by what a student knows them as
    ("01-first-read", "01-baseline"): "Lesson 1, before any rule",
    ("02-claim-or-view", "icpa-withdrawal"): "Lesson 2, the article",
    ("08-write-it-straight", "transfer"): "Lesson 8, a new text",
}
SLANTS = {
    "a": "texts that lean as the article does",
    "b": "texts that lean the other way",
    "none": "texts that lean to no side",
}
FEWEST = 5  # labelled sentences for a score
DRAWS = 1000
Z = 1.96  # standard deviations on each side of 95 of 100
NOTHING = "There is nothing to show yet. Label a text in lesson 1, 2 or 8, then run this cell again."


@dataclass(frozen=True, slots=True)
class Measure:
    """A share from 0.0 to 1.0 over `count` sentences, and where it may lie in 95 of 100 cases; None: `why` says."""

    value: float | None
    low: float | None
    high: float | None
    count: int
    why: str = ""

    def __repr__(self) -> str:
        """Return the measure in words, with its interval and the number of sentences."""
        if self.value is None:
            return self.why
        said = f"{self.value:.0%} ({self.low:.0%} to {self.high:.0%})"
        return f"{said}, {self.count} sentence{'' if self.count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence that was labelled: what the key says, the label, and how sure the student was (0 to 5 or None)."""

    key: KeyLabel
    label: str
    confidence: int | None = None

    @property
    def credit(self) -> float:
        """What the label earns: 1.0, 0.5 or 0.0."""
        return label_credit(self.key, self.label)


@dataclass(frozen=True, slots=True)
class Occasion:
    """The labels of one text in one lesson. `total` counts all sentences of the text, labelled or not."""

    name: str
    slant: str
    labelled: tuple[Labelled, ...]
    total: int
    is_station: bool = True


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that describe a student's labels; `score` is corrected for what one label for all would earn."""

    score: Measure
    claims: Measure
    views: Measure
    over_tagging: Measure


@dataclass(frozen=True)
class Course:
    """All that was labelled over the course, in the order of the lessons, and sentences on what could not be read."""

    occasions: tuple[Occasion, ...]
    problems: tuple[str, ...] = ()

    @property
    def stations(self) -> tuple[Occasion, ...]:
        """The occasions at which progress is looked at: the same kind of work, early and late."""
        return tuple(occasion for occasion in self.occasions if occasion.is_station)

    @property
    def pairs(self) -> list[tuple[float, float]]:
        """(confidence from 0.0 to 1.0, credit) of every label of the course that has a confidence."""
        given = [one for occasion in self.occasions for one in occasion.labelled if one.confidence is not None]
        return [(one.confidence / 5, one.credit) for one in given]

    def by_slant(self) -> dict[str, Numbers]:
        """Return the numbers for all texts of each slant together, by slant; slants without labels are left out."""
        found = {slant: [o for o in self.occasions if o.slant == slant] for slant in SLANTS}
        return {slant: numbers([x for o in some for x in o.labelled]) for slant, some in found.items() if some}

    def slant_sentences(self) -> tuple[str, ...]:
        """Return sentences that put the errors on texts of the two slants side by side; none without such texts."""
        pairs: dict[str, list[tuple[KeyLabel, str]]] = {}
        for occasion in self.occasions:
            pairs.setdefault(occasion.slant, []).extend((one.key, one.label) for one in occasion.labelled)
        return slant_sentences({slant: score_pairs(some) for slant, some in pairs.items() if some})

    def __repr__(self) -> str:
        """Return what there is in words, a line each."""
        return "\n".join([*self.problems, *self._lines()])

    def _repr_html_(self) -> str:
        problems = "".join(f"<p><strong>{escape(problem)}</strong></p>" for problem in self.problems)
        if not self.stations:
            return f"{problems}<p>{NOTHING}</p>"
        rows = [(f"{o.name} ({len(o.labelled)} of {o.total})", numbers(o.labelled)) for o in self.stations]
        slants = [(SLANTS[slant].capitalize(), found) for slant, found in self.by_slant().items()]
        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.slant_sentences())
        return problems + _table("When", rows) + _table("All labels of the course", slants) + said

    def _lines(self) -> list[str]:
        if not self.stations:
            return [NOTHING]
        scores = (
            f"{o.name} ({len(o.labelled)} of {o.total}): score {numbers(o.labelled).score!r}" for o in self.stations
        )
        return [*scores, *self.slant_sentences()]


def read_course(home: Path) -> Course:
    """Return what a student has labelled, from the answers files in `home`; nothing there is changed.

    A file that is missing counts as not begun. One that cannot be read is named in `problems`, and the rest is read.
    """
    occasions: list[Occasion] = []
    problems: list[str] = []
    for lesson in library.lessons():
        files = [file for folder in OWN_WORK for file in _read(home / folder, lesson, problems)]
        for name, tags in _most_labels(files, problems).items():
            occasions += _occasion(lesson, name, tags)
    return Course(tuple(occasions), tuple(dict.fromkeys(problems)))


def from_rows(rows: Iterable[Mapping[str, str]]) -> Course:
    """Return a course from the rows of a table: occasion, slant, key, accepted, near, label and confidence."""
    found: dict[tuple[str, str], list[Labelled]] = {}
    for row in rows:
        key = KeyLabel(row["key"], tuple(row["accepted"].split()), tuple(row["near"].split()), (), "")
        one = Labelled(key, row["label"], int(row["confidence"]) if row["confidence"] else None)
        found.setdefault((row["occasion"], row["slant"]), []).append(one)
    return Course(tuple(Occasion(name, slant, tuple(some), len(some)) for (name, slant), some in found.items()))


def invented_student() -> Course:
    """Return the labels of a student who does not exist (`data/invented-student.csv`)."""
    return from_rows(library.read_rows(library.course_root() / "data" / "invented-student.csv"))


def numbers(labelled: Sequence[Labelled]) -> Numbers:
    """Return the score and the shares of these labels, each with its interval."""
    claims = [one for one in labelled if one.key.label == "CLAIM"]
    return Numbers(
        score=_score(labelled),
        claims=share([one.credit for one in claims]),
        views=share([one.credit for one in labelled if one.key.label in ("VIEW", "GUESS")]),
        over_tagging=share([float(one.label in SUSPICIOUS - set(one.key.accepted)) for one in claims]),
    )


def share(credits: Sequence[float]) -> Measure:
    """Return the mean of credits from 0.0 to 1.0, with Wilson's interval, which fits small numbers."""
    count = len(credits)
    if not count:
        return Measure(None, None, None, 0, "no such sentence yet")
    mean = sum(credits) / count
    middle = (mean + Z**2 / (2 * count)) / (1 + Z**2 / count)
    half = Z / (1 + Z**2 / count) * math.sqrt(mean * (1 - mean) / count + Z**2 / (4 * count**2))
    return Measure(mean, min(mean, max(0.0, middle - half)), max(mean, min(1.0, middle + half)), count)


def change(early: Measure, late: Measure) -> tuple[float, float, float] | None:
    """Return late minus early and where the difference may lie (low, high); None where one of them is not known.

    From the two intervals, as Newcombe (1998) does it for shares: the sentences of the two texts are not the same.
    """
    if early.value is None or late.value is None:
        return None
    moved = late.value - early.value
    down = math.hypot(late.value - late.low, early.high - early.value)
    up = math.hypot(late.high - late.value, early.value - early.low)
    return moved, max(-1.0, moved - down), min(1.0, moved + up)


def change_in_words(course: Course) -> str:
    """Return a sentence on what changed between the first and the last station, and whether chance can do as much."""
    known = [(o.name, numbers(o.labelled).score) for o in course.stations]
    known = [(name, score) for name, score in known if score.value is not None]
    if len(known) < 2:
        return f"For a change it takes two texts with at least {FEWEST} labels each. You have {len(known)} so far."
    (first, early), (last, late) = known[0], known[-1]
    moved, low, high = (round(100 * number) for number in change(early, late))
    verdict = (
        "No change at all lies in that range, so chance alone could do this."
        if low <= 0 <= high
        else "No change at all does not lie in that range. The two texts differ, though, so it is not only you."
    )
    return (
        f"From “{first}” to “{last}” the score moved by {moved:+d} points of 100. With so few sentences "
        f"({early.count} and {late.count}) it may be anything from {low:+d} to {high:+d}. {verdict}"
    )


def _read(folder: Path, lesson: str, problems: list[str]) -> list[Answers]:
    path = folder / f"{lesson}.json"
    if aside := sorted(folder.glob(f"{lesson}.damaged-*.json")):
        names = " and ".join(file.name for file in aside)
        problems.append(f"What is in {names} is not counted: it was damaged and set aside. Show it to your teacher.")
    try:
        with path.open("rb") as file:
            return [parse(file.read(MAX_BYTES + 1), path.name)]
    except FileNotFoundError:
        return []
    except UnspinError as error:
        problems.append(f"{error} It is not counted here, and it was left as it is.")
    except OSError as error:
        problems.append(f"{path.name} cannot be read ({error.strerror or error}), so it is not counted here.")
    return []


def _most_labels(files: Sequence[Answers], problems: list[str]) -> dict[str, dict[str, Tag]]:
    """Return the labels by text; of a text that was labelled twice, in class and at home, the longer work."""
    found: dict[str, dict[str, Tag]] = {}
    for file in files:
        for name, answer in file.answers.items():
            article = name.removesuffix("-labels")
            if not isinstance(answer, LabelsAnswer) or article not in library.articles():
                continue
            if file.articles.get(article) not in (None, library.article(article).fingerprint):
                problems.append(f"Your labels of {article!r} belong to another version of its text: not counted here.")
            elif len(answer.value) > len(found.get(article, {})):
                found[article] = answer.value
    return found


def _occasion(lesson: str, name: str, tags: Mapping[str, Tag]) -> list[Occasion]:
    article = library.article(name)
    if article.key is None:
        return []
    keys = article.key.labels
    labelled = tuple(Labelled(keys[sid], tag.label, tag.confidence) for sid, tag in tags.items() if sid in keys)
    shown = STATIONS.get((lesson, name))
    return [Occasion(shown or name, article.slant, labelled, len(keys), shown is not None)]


def _score(labelled: Sequence[Labelled]) -> Measure:
    count = len(labelled)
    if count < FEWEST:
        return Measure(None, None, None, count, f"too few labels for a score ({count}; it takes {FEWEST})")
    labels = list(library.tagset().labels)
    key = Key({str(place): one.key for place, one in enumerate(labelled)}, {}, "")
    try:
        found = score_labels(key, {str(place): one.label for place, one in enumerate(labelled)}, labels)
    except UnspinError:
        return Measure(None, None, None, count, "one label fits all of these sentences, so they show no skill")
    low, high = _interval(labelled, labels, found.constant)
    if low is None:
        return Measure(None, None, None, count, "too much alike for an interval, so no score is shown")
    return Measure(found.score, min(low, found.score), max(high, found.score), count)


def _interval(labelled: Sequence[Labelled], labels: Sequence[str], habit: float) -> tuple[float | None, float | None]:
    """Return where the score lies when sentences are drawn again.

    Where every label earns the same, each draw does too. Then the rule of three says how much may have been missed.
    """
    missed = 3 / len(labelled)
    if len({one.credit for one in labelled}) == 1:
        right = labelled[0].credit
        return corrected(max(0.0, right - missed), habit), corrected(min(1.0, right + missed), habit)
    found = bootstrap.over_sentences([_terms(one, labels) for one in labelled], _from_terms, draws=DRAWS, seed=1)
    return (None, None) if found.low is None else (max(0.0, found.low), max(0.0, found.high))


def _terms(one: Labelled, labels: Sequence[str]) -> list[float]:
    """Return weight, what the label earns, and what each label of the tag set would earn, all weighted."""
    weight = CONTESTED_WEIGHT if one.key.contested else 1.0
    return [weight, weight * one.credit, *(weight * label_credit(one.key, label) for label in labels)]


def _from_terms(sums: bootstrap.Numbers) -> bootstrap.Disagreement:
    """Return what was missed, and what the best label for everything would have missed."""
    import numpy as np

    weight, earned, *habits = sums
    return weight - earned, weight - np.max(habits, axis=0)


def _table(first: str, rows: Sequence[tuple[str, Numbers]]) -> str:
    names = (first, "Score", "Claims recognised", "Views and guesses recognised", "Over-tagging")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(repr(m))}</td>" for m in (n.score, n.claims, n.views, n.over_tagging))
        + "</tr>"
        for name, n in rows
    )
    return f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
