"""Score one hand-in of a class against the keys of the course, which are read once."""

from collections.abc import Collection, Mapping
from functools import cache

from msgspec import Struct, structs

from unspin import library
from unspin.answers import Answer, Answers, LabelsAnswer, Tag
from unspin.answers_home import keys_home
from unspin.desk.arrivals import Found
from unspin.desk.collect import read
from unspin.desk.graded import NONE, Work
from unspin.errors import UnspinError
from unspin.given import article_name, is_tags
from unspin.key_file import LessonKey, read_key
from unspin.marker import Marker
from unspin.marking import Feedback
from unspin.names import clean_name

LeftOut = Mapping[str, Collection[str]]


class Scored(Struct, frozen=True, gc=False):
    """A hand-in that was scored. Of one person's for one lesson, the one with the largest `rank` counts."""

    work: Work
    rank: tuple[bool, int, float]


class Scorer:
    """Scores hand-ins. `left_out` names questions, by lesson, that are not marked."""

    def __init__(self, left_out: LeftOut) -> None:
        """Read the tag set; a lesson and its texts are read when the first hand-in needs them."""
        self._left_out, self._tagset = left_out, library.tagset()
        self._places = {label: place for place, label in enumerate(self._tagset.labels)}
        self._marker, self._sentences = cache(self._new_marker), cache(self._new_sentences)
        self._fingerprint, self._is_tags = cache(self._new_fingerprint), cache(is_tags)

    def score(self, found: Found) -> Scored:
        """Return what one hand-in earned. Raises UnspinError, saying why, where it cannot be counted."""
        received = read(found)
        who, answers = received.sender, received.answers
        marker = self._marker(answers.lesson)
        given, remarks = self._of_these_texts(answers)
        tags = {article_name(n): a for n, a in given.items() if isinstance(a, LabelsAnswer) and self._is_tags(n)}
        alias = clean_name(answers.student)
        work = Work(
            student=who.name or alias,
            student_id=who.id,
            alias=alias,
            lesson=answers.lesson,
            file=found.shown,
            late=who.late,
            scores={name: self._score(marker, name, given.get(name)) for name in marker.key.checks},
            open_answered={name: name in given for name in marker.key.open},
            labels={article: self._labels(article, tagged.value) for article, tagged in tags.items()},
            sure={article: self._sure(article, tagged.value) for article, tagged in tags.items()},
            remarks=remarks,
            found=found,
        )
        return Scored(work, received.rank)

    def read_again(self, work: Work) -> tuple[Answers, dict[str, Feedback]]:
        """Return what a counted hand-in holds, and what is said of each answer that is marked.

        Raises UnspinError when the file is no longer what it was.
        """
        answers, marker = read(work.found).answers, self._marker(work.lesson)
        given, _ = self._of_these_texts(answers)
        return answers, {name: marker.mark(name, given.get(name), check) for name, check in marker.key.checks.items()}

    def lesson_key(self, lesson: str) -> LessonKey:
        """Return the key of a lesson, without the questions that are left out. Raises UnspinError without a key."""
        return self._marker(lesson).key

    def _score(self, marker: Marker, name: str, answer: Answer | None) -> float | None:
        return None if answer is None else marker.score(name, answer, marker.key.checks[name])

    def _of_these_texts(self, answers: Answers) -> tuple[dict[str, Answer], tuple[str, ...]]:
        """Return the answers without tags of another version of a text, and a sentence for each text left out."""
        known = ((name, self._fingerprint(name)) for name in answers.articles)
        stale = [name for name, current in known if current and answers.articles[name] != current]
        if not stale:
            return answers.answers, ()
        kept = {name: answer for name, answer in answers.answers.items() if article_name(name) not in stale}
        return kept, tuple(f"Made on another version of the text {name!r}: its tags do not count." for name in stale)

    def _labels(self, article: str, tags: dict[str, Tag]) -> bytes:
        places, found = self._places, map(tags.get, self._sentences(article))
        return bytes([places.get(tag.label, NONE) if tag else NONE for tag in found])

    def _sure(self, article: str, tags: dict[str, Tag]) -> bytes:
        found = map(tags.get, self._sentences(article))
        return bytes([NONE if tag is None or tag.confidence is None else tag.confidence for tag in found])

    def _new_marker(self, lesson: str) -> Marker:
        key = read_key(keys_home() / f"{library.lesson_name(lesson)}.json")
        if key is None:
            raise UnspinError(f"There is no key of the lesson {lesson!r} here. Make it with: unspin build")
        left_out = self._left_out.get(lesson, ())
        checks = {name: check for name, check in key.checks.items() if name not in left_out}
        asked = {name: points for name, points in key.open.items() if name not in left_out}
        return Marker(structs.replace(key, checks=checks, open=asked), self._tagset)

    def _new_sentences(self, article: str) -> list[str]:
        return list(library.article(article).by_id)

    def _new_fingerprint(self, article: str) -> str:
        return library.article(article).fingerprint if article in library.articles() else ""
