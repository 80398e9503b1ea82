"""Hand-ins of a class that does not exist, so that a teacher can try the grading before there is a class."""

import random
from collections.abc import Mapping
from pathlib import Path

from unspin import library
from unspin.answers import FORMAT, Answer, Answers, ChoiceAnswer, LabelsAnswer, NumberAnswer, Tag, TextAnswer, to_bytes
from unspin.answers_home import keys_home
from unspin.article import Article
from unspin.key_file import LessonKey, read_key
from unspin.scoring import label_credit
from unspin.simulated_class import SEED, choose_label

FOLDER = "simulated-hand-ins"
TEXTS = {  # what each lesson asks students to label, and how much they have learned by then
    "01-first-read": ("01-baseline", 0.0),
    "02-claim-or-view": ("icpa-withdrawal", 0.1),
    "08-write-it-straight": ("transfer", 0.2),
}
FROM_THE_FILE = "icpa-withdrawal"  # the text that the simulated class of lesson 7 labelled
STUDENT = "Simulated student {:02}"
NOBODY = "Simulated: nobody wrote this."
MISSING = 0.04  # the chance that a sentence or an answer is left out
ABSENT = 0.08  # the chance that a student does not hand in a lesson other than the second


def write(folder: Path, *, students: int = 30) -> Path:
    """Write the hand-ins of a simulated class, and return the folder in `folder` that holds them; the same each time.

    A file a student and lesson, named as a download is. In lesson 2 the first thirty students give the labels of
    `data/class-simulated.csv` before the talk.
    """
    into = folder / FOLDER
    into.mkdir(parents=True, exist_ok=True)
    known = _labels_of_the_file()
    for lesson, (name, learned) in TEXTS.items():
        article, key = library.article(name), read_key(keys_home() / f"{lesson}.json") or LessonKey()
        for number in range(1, students + 1):
            pick = random.Random(f"{SEED} {lesson} {number}")
            skill, habit = _character(number)
            tags = known.get(number) if name == FROM_THE_FILE else {} if pick.random() < ABSENT else None
            if tags is None:
                tags = _tags(article, skill + learned, habit, pick)
            if tags:
                answers = {f"{name}-labels": LabelsAnswer(tags), **_other_answers(key, skill + learned, pick)}
                hand_in = Answers(FORMAT, lesson, STUDENT.format(number), {name: article.fingerprint}, answers)
                (into / f"{lesson}--student-{number:02}.json").write_bytes(to_bytes(hand_in))
    return into


def _labels_of_the_file() -> dict[int, dict[str, Tag]]:
    """Return the labels of the simulated class before its talk, by the number of the student."""
    found: dict[int, dict[str, Tag]] = {}
    for row in library.read_rows(library.course_root() / "data" / "class-simulated.csv"):
        if row["round"] == "1":
            number = int(row["student"].removeprefix("simulated-"))
            found.setdefault(number, {})[row["sentence_id"]] = Tag(row["label"], int(row["confidence"]))
    return found


def _character(number: int) -> tuple[float, str]:
    """Return how often a student follows the key at the start of the course, and the label of their habit."""
    pick = random.Random(f"{SEED} {number}")
    return 0.3 + 0.4 * pick.random(), pick.choice([*library.tagset().labels])


def _tags(article: Article, skill: float, habit: str, pick: random.Random) -> dict[str, Tag]:
    labels, tags = [*library.tagset().labels], {}
    for sentence, key in article.key.labels.items():
        if pick.random() >= MISSING:
            label = choose_label(key, skill, habit, labels, pick)
            higher = 1 if label_credit(key, label) == 1 else 0
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
