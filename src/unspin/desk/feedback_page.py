"""A student's feedback on one lesson: a page that needs nothing else and runs no script, and plain text to paste."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from unspin.answers import Answers
from unspin.article import Article
from unspin.desk.feedback_content import FeedbackContent, Part, Section
from unspin.desk.graded import Work
from unspin.desk.teacher_points import Given
from unspin.key_file import LessonKey
from unspin.marking import Feedback
from unspin.names import can_be_seen, clean_name, file_name, same_person
from unspin.tagset import TagSet

HASH = 12  # hexadecimal digits
WIDEST = 72  # characters of a line under a heading, in plain text
STYLES = Path(__file__).parents[1] / "static" / "feedback.css"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


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
        student = clean_name(work.student) or "a student without a name"
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
    title = _safe(first.heading)
    head = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Feedback: {title}</title>\n<style>\n{_styles()}</style>\n</head>\n<body>\n<main>\n"
    )
    summary = "".join(f"<p>{_safe(line)}</p>" for line in first.lines)
    top = f'<header><h1>{title}</h1><p class="who">Feedback for <bdi>{_safe(student)}</bdi></p>{summary}</header>\n'
    return f"{head}{top}{''.join(map(_section_html, others))}</main>\n</body>\n</html>\n"


def _section_html(section: Section) -> str:
    lines = "".join(f"<p>{_safe(line)}</p>" for line in section.lines)
    table = _table_html(section.table) if section.table else ""
    parts = "".join(map(_part_html, section.parts))
    return f"<section><h2>{_safe(section.heading)}</h2>{lines}{table}{parts}</section>\n"


def _part_html(part: Part) -> str:
    points = f'<p class="points">{_safe(part.points)}</p>' if part.points else ""
    language = f' lang="{_safe(part.language)}"' if part.language else ' dir="auto"'
    quote = f"<blockquote{language}>{_safe(part.quote)}</blockquote>" if part.quote else ""
    facts = "".join(f'<div><dt>{_safe(name)}</dt><dd dir="auto">{_safe(text)}</dd></div>' for name, text in part.facts)
    lines = "".join(f"<p>{_safe(line)}</p>" for line in part.lines)
    top = f'<div class="top"><h3>{_safe(part.heading)}</h3>{points}</div>'
    return f'<div class="part">{top}{quote}{f"<dl>{facts}</dl>" if facts else ""}{lines}</div>'


def _table_html(table: Sequence[Sequence[str]]) -> str:
    header, *rows = table
    head = "".join(f'<th scope="col">{_safe(name)}</th>' for name in header)
    body = "".join(
        f'<tr><th scope="row">{_safe(first)}</th>{"".join(f"<td>{_safe(value)}</td>" for value in rest)}</tr>'
        for first, *rest in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _text(student: str, sections: Sequence[Section]) -> str:
    first, *others = sections
    blocks = [first.heading, f"Feedback for {student}", *first.lines]
    for section in others:
        blocks.append(f"\n{section.heading}\n{'-' * min(len(section.heading), WIDEST)}")
        blocks += section.lines
        blocks += [f"- {name}: {value} ({more})" for name, value, more in section.table[1:]]
        blocks += map(_part_text, section.parts)
    return _seen("\n".join(blocks)) + "\n"


def _part_text(part: Part) -> str:
    lines = [f"\n{part.heading}: {part.points}" if part.points else f"\n{part.heading}"]
    lines += [f"“{part.quote}”"] if part.quote else []
    lines += [f"- {name}: {text}" for name, text in part.facts]
    lines += [f"- {line}" for line in part.lines]
    return "\n".join(lines)


@cache
def _styles() -> str:
    return STYLES.read_text(encoding="utf-8")


def _safe(text: str) -> str:
    return escape(_seen(text))


def _seen(text: str) -> str:
    """Return text without what cannot be seen or turns the text around it, but with its line ends."""
    if text.isprintable():
        return text
    lines = re.sub("\r\n?|[\u2028\u2029]", "\n", text).split("\n")
    return "\n".join(line if line.isprintable() else "".join(filter(can_be_seen, line)) for line in lines)
