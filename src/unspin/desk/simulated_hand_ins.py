"""Hand-ins of a class that does not exist, so that a teacher can try the grading before there is a class."""

import random
from collections.abc import Mapping
from pathlib import Path

from unspin.answers.home import keys_home
from unspin.answers.key import LessonKey, read_key
from unspin.answers.schema import (
    FORMAT,
    Answer,
    Answers,
    ChoiceAnswer,
    LabelsAnswer,
    NumberAnswer,
    Tag,
    TextAnswer,
    to_bytes,
)
from unspin.desk.simulated_class import CLASS_FILE, SEED, choose_label
from unspin.lesson.answer_name import labels_of
from unspin.marks.key_table import KeyTable
from unspin.text.article import Article
from unspin.text.library import Library
from unspin.text.tagset import TagSet
from unspin.words.errors import UnspinError

FOLDER = "simulated-hand-ins"
STUDENT = "Simulated student {:02}"
NOBODY = "Simulated: nobody wrote this."
MISSING = 0.04  # the chance that a sentence or an answer is left out
ABSENT = 0.08  # the chance that a student does not hand in a lesson other than the second


def write(library: Library, folder: Path, *, students: int = 30) -> Path:
    """Write the hand-ins of a simulated class, and return the folder in `folder` that holds them; the same each time.

    A file a student and station of the course, named as a download is. For the article under study the first thirty
    students give the labels of `data/class/class-simulated.csv` before the talk. Raises UnspinError in an edition for
    tests, which has no keys to make a class from.
    """
    if not library.data.joinpath(*CLASS_FILE).is_file():
        raise UnspinError(
            "This edition of the course holds no keys, so there is no class to try the grading with. Try it in the "
            "teacher's copy, the one that holds 'solutions'."
        )
    into = folder / FOLDER
    into.mkdir(parents=True, exist_ok=True)
    known, plan, tagset = _labels_of_the_file(library), library.plan(), library.tagset()
    for station in plan.stations:
        article = library.article(station.text)
        key = read_key(keys_home(library) / f"{station.lesson}.json") or LessonKey()
        for number in range(1, students + 1):
            pick = random.Random(f"{SEED} {station.lesson} {number}")
            skill, habit = _character(number, tagset)
            is_under_study = article.id == plan.under_study
            tags = known.get(number) if is_under_study else {} if pick.random() < ABSENT else None
            if tags is None:
                tags = _tags(article, skill + station.learned, habit, tagset, pick)
            if tags:
                answers = {
                    str(labels_of(article.id)): LabelsAnswer(tags),
                    **_other_answers(key, skill + station.learned, pick),
                }
                texts = {article.id: article.fingerprint}
                hand_in = Answers(FORMAT, station.lesson, STUDENT.format(number), texts, answers)
                (into / f"{station.lesson}--student-{number:02}.json").write_bytes(to_bytes(hand_in))
    return into


def _labels_of_the_file(library: Library) -> dict[int, dict[str, Tag]]:
    """Return the labels of the simulated class before its talk, by the number of the student."""
    found: dict[int, dict[str, Tag]] = {}
    for row in library.rows(*CLASS_FILE):
        if row["round"] == "1":
            number = int(row["student"].removeprefix("simulated-"))
            found.setdefault(number, {})[row["sentence_id"]] = Tag(row["label"], int(row["confidence"]))
    return found


def _character(number: int, tagset: TagSet) -> tuple[float, str]:
    """Return how often a student follows the key at the start of the course, and the label of their habit."""
    pick = random.Random(f"{SEED} {number}")
    return 0.3 + 0.4 * pick.random(), pick.choice([*tagset.labels])


def _tags(article: Article, skill: float, habit: str, tagset: TagSet, pick: random.Random) -> dict[str, Tag]:
    tags: dict[str, Tag] = {}
    if article.key is None:
        return tags
    for sentence, row in KeyTable(article.key, tagset).items():
        if pick.random() >= MISSING:
            label = choose_label(article.key.labels[sentence], skill, habit, [*tagset.labels], pick)
            higher = 1 if row.credit(label) == 1 else 0
            tags[sentence] = Tag(label, min(5, higher + int(6 * pick.random())))
    return tags


def _other_answers(key: LessonKey, skill: float, pick: random.Random) -> Mapping[str, Answer]:
    """Return answers to what is computed or chosen, right with the chance `skill`, and a line for open questions."""
    given: dict[str, Answer] = {}
    for name in [*key.checks, *key.open]:
        right = key.answers.get(name)
        if right is None or pick.random() < MISSING:
            continue
        if name in key.open:
            given[name] = TextAnswer(NOBODY)
        elif isinstance(right, NumberAnswer):
            given[name] = right if pick.random() < skill else NumberAnswer(2 * right.value + 1)
        elif isinstance(right, ChoiceAnswer):
            given[name] = right if pick.random() < skill else ChoiceAnswer("Simulated: another choice.")
    return given
