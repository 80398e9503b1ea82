"""A class that does not exist: labels of thirty simulated students for the article, before and after they talk."""

import csv
import io
import random
from collections.abc import Mapping

from unspin.text.article import Article, KeyLabel
from unspin.text.tagset import TagSet

CLASS_FILE = ("class", "class-simulated.csv")  # below the course's data
SEED = 20261123
STUDENTS = 30
COLUMNS: tuple[str, ...] = ("student", "round", "sentence_id", "label", "confidence")
MISSING = 0.03  # the chance that a sentence is left out
MOVES = 0.55  # the chance that somebody who is alone with a label takes the class's first choice after the talk


def simulate(article: Article, tagset: TagSet) -> list[dict[str, str]]:
    """Return a row for each student, round and sentence, in this order; the same rows each time.

    A simulated student follows the key more or less often, and otherwise an alternative, a near label or a habit. There
    are no rows for an article without a key.
    """
    pick, keys = random.Random(SEED), article.key.labels if article.key else {}
    before = [_student(keys, list(tagset.labels), pick) for _ in range(STUDENTS)]
    first = {sentence: _most_chosen([labels[sentence] for labels in before]) for sentence in keys}
    after = [_after_the_talk(labels, first, pick) for labels in before]
    return [
        {
            "student": f"simulated-{number:02}",
            "round": str(turn),
            "sentence_id": sentence,
            "label": label,
            "confidence": str(min(5, turn + int(pick.random() * (5 if label == first[sentence] else 3)))),
        }
        for number, both in enumerate(zip(before, after, strict=True), 1)
        for turn, labels in enumerate(both, 1)
        for sentence, label in labels.items()
        if label
    ]


def class_file(article: Article, tagset: TagSet) -> bytes:
    """Return the simulated class as the content of data/class/class-simulated.csv."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(simulate(article, tagset))
    return text.getvalue().encode("utf-8")


def _student(keys: Mapping[str, KeyLabel], labels: list[str], pick: random.Random) -> dict[str, str]:
    """Return a student's labels by sentence, "" where one is left out."""
    skill = 0.45 + 0.4 * pick.random()
    habit = labels[int(pick.random() * len(labels))]
    return {
        sentence: "" if pick.random() < MISSING else choose_label(key, skill, habit, labels, pick)
        for sentence, key in keys.items()
    }


def choose_label(key: KeyLabel, skill: float, habit: str, labels: list[str], pick: random.Random) -> str:
    """Return a label: the key's with the chance `skill` (0 to 1), else an alternative, a near one or a habit's."""
    if pick.random() < (skill - 0.2 if key.contested else skill):
        return key.label
    others = [*key.accepted, *key.accepted, *key.near, habit, labels[int(pick.random() * len(labels))]]
    return others[int(pick.random() * len(others))]


def _most_chosen(labels: list[str]) -> str:
    return max(sorted({label for label in labels if label}), key=labels.count)


def _after_the_talk(labels: dict[str, str], first: dict[str, str], pick: random.Random) -> dict[str, str]:
    """Return the labels of the second round: some of those who differ move to what most of the class chose."""
    return {
        sentence: first[sentence] if label and pick.random() < MOVES else label for sentence, label in labels.items()
    }
