"""The class report: one page for the next lesson, on what a class agrees on, where it differs, and what it missed."""

from collections.abc import Sequence

from unspin.agreement.shares import FEWEST, Estimate
from unspin.desk.grade.graded import Graded, Work, lesson_title
from unspin.desk.report import class_sentences as sentences
from unspin.desk.report.class_numbers import labelled_articles, missed
from unspin.desk.report.class_skill import Change, by_slant, changes
from unspin.desk.report.report_article import SOURCE_WITH_KEY, WHILE_OPEN, article_section
from unspin.desk.report.report_page import Html, bar, chart, folded, page_of, said, section, table, tag
from unspin.figures import change_since
from unspin.figures.change import Moved
from unspin.text.library import Library
from unspin.words.names import can_be_seen, clean_name, same_person

MOST_ROWS = 1000  # of students or files: beyond that it is no page to read
LONGEST, LONGEST_NOTICE = 300, 2000  # characters of a file's name or a reason, and of a notice
OPEN = "The exercise is still open, so this page gives the key of no sentence."
CLOSED = "Each key is folded: first the question, then the key."
ANONYMOUS = "This page names no student."
NAMED = "The last part names students: leave it folded while others can see this page."
FOLDED = "What is folded is not printed."
NOTHING = "No hand-in could be counted, so there is nothing to report."
SMALL = "In a class as small as this, numbers can give away who chose what."
POINTS = "Points that were marked automatically; those for open answers are yours to give"


def page(graded: Graded, *, library: Library, open_: bool = False, anonymous: bool = False) -> str:
    """Return the report as one HTML page that needs no network; the same class gives the same bytes.

    `open_`: the exercise still runs, so the key of no sentence is given. `anonymous`: nothing that a student typed as a
    name, and no name of a file, stands in the page.
    """
    parts = {lesson: _lesson(graded, lesson, library, open_) for lesson in graded.lessons}
    parts["course"] = section("Over the course", *_course(graded, library, open_), level=2, id="course")
    contents = [*((lesson, lesson_title(lesson)) for lesson in graded.lessons), ("course", "Over the course")]
    if not anonymous:
        parts["people"] = section("Points and files", *_people(graded), level=2, id="people")
        contents.append(("people", "Points and files"))
    return page_of("Class report", [_about(graded, open_, anonymous), *parts.values()], contents)


def _about(graded: Graded, open_: bool, anonymous: bool) -> Html:
    lost = len(graded.refused) + len(graded.set_aside)
    notes = [
        "" if graded.works else NOTHING,
        OPEN if open_ else CLOSED,
        ANONYMOUS if anonymous else NAMED,
        FOLDED,
        f"Files that were not counted: {lost:,}." if lost else "",
        SMALL if 0 < len(_by_student(graded)) < FEWEST else "",
    ]
    return tag("p", " ".join(filter(None, notes)))


def _lesson(graded: Graded, lesson: str, library: Library, open_: bool) -> Html:
    articles = [
        article_section(graded, lesson, article, library, open_)
        for article in labelled_articles(graded, lesson, library)
    ]
    parts = [said([sentences.handed_in(graded.of(lesson))]), *articles, *_answers(graded, lesson)]
    return section(lesson_title(lesson), *parts, level=2, id=lesson)


def _answers(graded: Graded, lesson: str) -> list[Html]:
    found = missed(graded, lesson)
    rows = [
        (tag("code", a.name), f"{a.score:.0%}", bar(a.score), f"{a.right:,} of {a.students:,}", f"{a.unanswered:,}")
        for a in found
    ]
    caption = "The marked answers but for labels, the lowest mean score first; not answered counts as 0"
    head = ("Answer", "Mean score", "Share", "All right", "Not answered")
    parts = (said([sentences.missed(found)]), table(caption, head, rows, kind="answers")) if found else ()
    return [section("Answers that many missed", *parts, level=3)] if found else []


def _course(graded: Graded, library: Library, open_: bool) -> list[Html]:
    """Return what can be seen over several lessons. While an exercise is open, few students could give a key away."""
    least = FEWEST if open_ else 1
    parts = [section("Change since lesson 1", *_change(graded, library, least), level=3)]
    pair = by_slant(graded, library)
    if pair and pair[0].moved.count >= least:
        parts.append(section("The same students on texts of both slants", said(sentences.slants(*pair)), level=3))
    return parts


def _change(graded: Graded, library: Library, least: int) -> list[Html]:
    found = changes(graded, library)
    enough = [one for one in found if one.score.moved.count >= least]
    if not enough:
        why = sentences.no_change(graded, library.plan().stations[0].lesson)
        return [tag("p", WHILE_OPEN if found and least > 1 else why)]
    moved = {
        "score": [_moved(one, one.score.moved) for one in enough],
        "over-tagging": [_moved(one, one.over_tagging.moved) for one in enough],
    }
    known = {name: [one for one in some if one] for name, some in moved.items()}
    words = [said(sentences.change(one)) for one in enough]
    return [*words, chart(change_since(known, start="lesson 1", source=SOURCE_WITH_KEY))]


def _moved(one: Change, found: Estimate) -> Moved | None:
    at = lesson_title(one.lesson)
    return None if found.value is None else Moved(at, found.value, found.low, found.high, found.count)


def _people(graded: Graded) -> list[Html]:
    files = [(one.file, one.why) for one in (*graded.refused, *graded.set_aside)]
    rows = [(tag("bdi", _visible(file)), _visible(why)) for file, why in files[:MOST_ROWS]]
    notices = [tag("li", _visible(notice, LONGEST_NOTICE)) for notice in graded.notices]
    parts = [folded("Notices (these name students)", tag("ul", *notices))] if notices else []
    if graded.works:
        parts.append(folded("Points by student (this names students)", *_points(graded)))
    if rows:
        made = table("Files that were not counted", ("File", "Why"), rows, kind="files")
        parts.append(folded("Files that were not counted (this names students)", made, *_rest(len(files))))
    return parts or [tag("p", NOTHING)]


def _points(graded: Graded) -> list[Html]:
    """Return a table with a row a student and a column a lesson."""
    people = sorted(_by_student(graded).values(), key=lambda works: clean_name(works[0].student).casefold())
    head = ["Student", *(_points_head(lesson, graded.out_of(lesson)) for lesson in graded.lessons)]
    rows = [[_name(works[0]), *_points_of(works, graded)] for works in people[:MOST_ROWS]]
    return [table(POINTS, head, rows, kind="people"), *_rest(len(people))]


def _points_head(lesson: str, out_of: float) -> str:
    short = lesson_title(lesson).partition(":")[0]
    return f"{short} (of {out_of:g})" if out_of else short


def _name(work: Work) -> Html:
    return tag("bdi", clean_name(work.student) or "(no name)")


def _points_of(works: Sequence[Work], graded: Graded) -> list[str]:
    """Return a student's points, a text a lesson."""
    by_lesson = {work.lesson: work for work in works}
    return [_result(by_lesson.get(lesson), graded) for lesson in graded.lessons]


def _result(work: Work | None, graded: Graded) -> str:
    if work is None:
        return "–"
    result = f"{graded.points(work):.2f}" if graded.out_of(work.lesson) else "handed in"
    return f"{result}, late" if work.late else result


def _rest(count: int) -> list[Html]:
    more = f"These are the first {MOST_ROWS:,} of {count:,}. All of them are in the CSV files beside this page."
    return [tag("p", more)] if count > MOST_ROWS else []


def _by_student(graded: Graded) -> dict[str, list[Work]]:
    found: dict[str, list[Work]] = {}
    for work in graded.works:
        found.setdefault(same_person(work.student_id, work.student), []).append(work)
    return found


def _visible(text: str, most: int = LONGEST) -> str:
    """Return a text as it can be shown: without what cannot be seen or turns the text around, and not endless."""
    seen = "".join(letter if can_be_seen(letter) else "\N{REPLACEMENT CHARACTER}" for letter in text[:most])
    return seen + ("…" if len(text) > most else "")
