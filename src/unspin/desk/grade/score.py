"""Score one hand-in of a class against the keys of the course, which are read once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from msgspec import Struct, structs

from unspin.agreement.bootstrap import NONE
from unspin.answers.home import keys_home
from unspin.answers.key import LessonKey, read_key
from unspin.answers.schema import Answer, Answers, LabelsAnswer, Tag
from unspin.desk.arrive.arrivals import Found
from unspin.desk.arrive.collect import Received, read
from unspin.desk.grade.graded import Work
from unspin.lesson.answer_name import AnswerName, answer_name, tagged
from unspin.marks.marker import Marker
from unspin.text.library import Library
from unspin.words.errors import UnspinError
from unspin.words.names import clean_name

LeftOut = Mapping[str, Collection[str]]


class Scored(Struct, frozen=True, gc=False):
    """A hand-in that was scored. Of one person's for one lesson, the one with the largest `rank` counts.

    Where a page was made of it, `page` is its name and `said` are the open answers in the student's words, by question.
    """

    work: Work
    rank: tuple[bool, int, float]
    said: dict[str, str] = {}
    page: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What a hand-in holds: the answers that fit today's texts are what counts, and remarks are on the others."""

    received: Received
    key: LessonKey
    marker: Marker
    fitting: Mapping[str, Answer]
    remarks: tuple[str, ...]


class Scorer:
    """Scores hand-ins. `left_out` names questions, by lesson, that are not marked."""

    def __init__(self, library: Library, left_out: LeftOut) -> None:
        """Read the tag set; a lesson and its texts are read when the first hand-in needs them."""
        self.library, self.left_out = library, left_out
        self._places = {label: place for place, label in enumerate(library.tagset().labels)}
        self._key, self._marker = cache(self._new_key), cache(self._new_marker)
        self._sentences, self._tagged = cache(self._new_sentences), cache(self._new_tagged)
        self._fingerprint = cache(self._new_fingerprint)

    def score(self, found: Found) -> Scored:
        """Return what one hand-in earned. Raises UnspinError, saying why, where it cannot be counted."""
        given = self.take(found)
        marker, fitting = given.marker, given.fitting
        scores = {
            name: marker.score(name, fitting[name], check) if name in fitting else None
            for name, check in given.key.checks.items()
        }
        return Scored(self.work(given, scores), given.received.rank)

    def take(self, found: Found) -> Given:
        """Read one hand-in. Raises UnspinError, saying why, where it cannot be counted."""
        received = read(found)
        fitting, remarks = self._of_these_texts(received.answers)
        lesson = received.answers.lesson
        return Given(received, self._key(lesson), self._marker(lesson), fitting, remarks)

    def work(self, given: Given, scores: dict[str, float | None]) -> Work:
        """Return the row of the result table for a hand-in with these scores."""
        who, answers = given.received.sender, given.received.answers
        tags = {
            tagged.of: answer.value
            for name, answer in given.fitting.items()
            if isinstance(answer, LabelsAnswer) and (tagged := self._tagged(name))
        }
        alias = clean_name(answers.student)
        return Work(
            student=who.name or alias,
            student_id=who.id,
            alias=alias,
            lesson=answers.lesson,
            file=given.received.found.shown,
            late=who.late,
            scores=scores,
            open_answered={name: name in given.fitting for name in given.key.open},
            labels={article: self._labels(article, of_one) for article, of_one in tags.items()},
            sure={article: self._sure(article, of_one) for article, of_one in tags.items()},
            remarks=given.remarks,
        )

    def lesson_key(self, lesson: str) -> LessonKey:
        """Return the key of a lesson, without the questions that are left out. Raises UnspinError without a key."""
        return self._key(lesson)

    def has_key(self, lesson: str) -> bool:
        """Tell whether there is anything to mark a lesson by."""
        return (keys_home(self.library) / f"{lesson}.json").is_file()

    def _of_these_texts(self, answers: Answers) -> tuple[dict[str, Answer], tuple[str, ...]]:
        """Return the answers without tags of another version of a text, and a sentence for each text left out."""
        known = ((name, self._fingerprint(name)) for name in answers.articles)
        stale = [name for name, current in known if current and answers.articles[name] != current]
        if not stale:
            return answers.answers, ()
        kept = {name: answer for name, answer in answers.answers.items() if answer_name(name).of not in stale}
        return kept, tuple(f"Made on another version of the text {name!r}: its tags do not count." for name in stale)

    def _labels(self, article: str, tags: Mapping[str, Tag]) -> bytes:
        places, found = self._places, map(tags.get, self._sentences(article))
        return bytes([places.get(tag.label, NONE) if tag else NONE for tag in found])

    def _sure(self, article: str, tags: Mapping[str, Tag]) -> bytes:
        found = map(tags.get, self._sentences(article))
        return bytes([NONE if tag is None or tag.confidence is None else tag.confidence for tag in found])

    def _new_key(self, lesson: str) -> LessonKey:
        key = read_key(keys_home(self.library) / f"{self.library.lesson_name(lesson)}.json")
        if key is None:
            raise UnspinError(f"There is no key of the lesson {lesson!r} here. Make it with: unspin build")
        left_out = self.left_out.get(lesson, ())
        checks = {name: check for name, check in key.checks.items() if name not in left_out}
        asked = {name: points for name, points in key.open.items() if name not in left_out}
        return structs.replace(key, checks=checks, open=asked)

    def _new_marker(self, lesson: str) -> Marker:
        return Marker(self.library, self._key(lesson))

    def _new_sentences(self, article: str) -> list[str]:
        return list(self.library.article(article).by_id)

    def _new_fingerprint(self, article: str) -> str:
        return self.library.article(article).fingerprint if article in self.library.articles() else ""

    def _new_tagged(self, name: str) -> AnswerName | None:
        return tagged(name, self.library)
