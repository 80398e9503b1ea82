"""A student's feedback on one lesson: a page that needs nothing else and runs no script, and plain text to paste."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from unspin.answers.key import LessonKey
from unspin.answers.schema import Answers
from unspin.desk.feedback.content import FeedbackContent, Part, Section
from unspin.desk.grade.graded import Work
from unspin.desk.gradebooks.teacher_points import Given
from unspin.marks.feedback import Feedback
from unspin.page.html import Html, each, join, table, tag, void
from unspin.text.article import Article
from unspin.text.tagset import TagSet
from unspin.words.names import can_be_seen, clean_name, file_name, same_person

HASH = 12  # hexadecimal digits
WIDEST = 72  # characters of a line under a heading, in plain text
STYLES = Path(__file__).with_name("feedback.css")
POLICY = Html("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")


class FeedbackPages:
    """Makes the pages of one lesson, any number of them."""

    def __init__(self, key: LessonKey, tagset: TagSet, article: Callable[[str], Article], *, open_: bool) -> None:
        """Take the lesson's key, the tag set, what returns an article by its id, and whether an exercise still runs.

        While it runs, nothing of the key is on a page.
        """
        self._content = FeedbackContent(key, tagset, article, open_=open_)

    def page(
        self, work: Work, answers: Answers, feedback: Mapping[str, Feedback], teacher: Mapping[str, Given]
    ) -> tuple[str, str]:
        """Return the page as HTML, and the same as plain text.

        `feedback` holds what `Marker.mark` said by answer name, `teacher` what the teacher gave by open question.
        """
        sections = self._content.sections(work, answers, feedback, teacher)
        sections = [*map(_readable, sections)]
        student = _seen(clean_name(work.student) or "a student without a name")
        return _html(student, sections), _text(student, sections)


def file_stem(work: Work) -> str:
    """Return the name of a student's files for a lesson, without its ending: safe on every system.

    It ends with a hash of who the student is: two students never share a file, and no other student changes a name.
    """
    who = same_person(work.student_id, work.student) if work.student or work.student_id else f"file {work.file}"
    digits = sha256(who.encode(errors="backslashreplace")).hexdigest()[:HASH]
    return f"{file_name(work.lesson, work.student).removesuffix('.json')}--{digits}"


def _html(student: str, sections: Sequence[Section]) -> str:
    first, *others = sections
    head = [
        void("meta", charset="utf-8"),
        void("meta", http_equiv="Content-Security-Policy", content=POLICY),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"Feedback: {first.heading}"),
        tag("style", Html(f"\n{_styles()}")),
    ]
    who = tag("p", "Feedback for ", tag("bdi", student), class_="who")
    top = tag("header", tag("h1", first.heading), who, each("p", first.lines))
    main = Html(f"<main>\n{top}\n{join(map(_section_html, others))}</main>")
    lines = ["<!DOCTYPE html>", '<html lang="en">', "<head>", *head, "</head>", "<body>", main, "</body>", "</html>"]
    return "\n".join(lines) + "\n"


def _section_html(section: Section) -> Html:
    made = [table(section.table[0], section.table[1:])] if section.table else []
    parts = map(_part_html, section.parts)
    return join([tag("section", tag("h2", section.heading), each("p", section.lines), *made, *parts), Html("\n")])


def _part_html(part: Part) -> Html:
    points = [tag("p", part.points, class_="points")] if part.points else []
    language = {"lang": part.language} if part.language else {"dir": "auto"}
    quote = [tag("blockquote", part.quote, **language)] if part.quote else []
    facts = [tag("div", tag("dt", name), tag("dd", text, dir="auto")) for name, text in part.facts]
    top = tag("div", tag("h3", part.heading), *points, class_="top")
    return tag("div", top, *quote, *([tag("dl", *facts)] if facts else []), each("p", part.lines), class_="part")


def _text(student: str, sections: Sequence[Section]) -> str:
    first, *others = sections
    blocks = [first.heading, f"Feedback for {student}", *first.lines]
    for section in others:
        blocks.append(f"\n{section.heading}\n{'-' * min(len(section.heading), WIDEST)}")
        blocks += section.lines
        blocks += [f"- {name}: {value} ({more})" for name, value, more in section.table[1:]]
        blocks += map(_part_text, section.parts)
    return "\n".join(blocks) + "\n"


def _part_text(part: Part) -> str:
    lines = [f"\n{part.heading}: {part.points}" if part.points else f"\n{part.heading}"]
    lines += [f"“{part.quote}”"] if part.quote else []
    lines += [f"- {name}: {text}" for name, text in part.facts]
    lines += [f"- {line}" for line in part.lines]
    return "\n".join(lines)


@cache
def _styles() -> str:
    return STYLES.read_text(encoding="utf-8")


def _readable(section: Section) -> Section:
    """Return a section of which every letter can be seen."""
    return Section(
        heading=_seen(section.heading),
        lines=tuple(map(_seen, section.lines)),
        table=tuple(tuple(map(_seen, row)) for row in section.table),
        parts=tuple(_readable_part(part) for part in section.parts),
    )


def _readable_part(part: Part) -> Part:
    return Part(
        heading=_seen(part.heading),
        points=_seen(part.points),
        quote=_seen(part.quote),
        language=_seen(part.language),
        facts=tuple((_seen(name), _seen(text)) for name, text in part.facts),
        lines=tuple(map(_seen, part.lines)),
    )


def _seen(text: str) -> str:
    """Return text without what cannot be seen or turns the text around it, but with its line ends."""
    if text.isprintable():
        return text
    lines = re.sub("\r\n?|[\u2028\u2029]", "\n", text).split("\n")
    return "\n".join(line if line.isprintable() else "".join(filter(can_be_seen, line)) for line in lines)
