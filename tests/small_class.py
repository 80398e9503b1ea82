"""A small graded class for the tests of gradebooks and feedback: lesson 2 of the real course, marked by hand."""

from unspin.answers.key import LessonKey
from unspin.desk.grade.graded import NONE, Graded, Work
from unspin.lesson.check import Check
from unspin.text import library

LESSON, OTHER = "02-claim-or-view", "03-who-says-so"
ARTICLE = "icpa-withdrawal"
KEYS = {
    LESSON: LessonKey(
        lesson=LESSON,
        checks={f"{ARTICLE}-labels": Check(10.0), "share-of-claims": Check(2.0)},
        open={"why": 3.0, "flip-it": 3.0, "not-marked": 0.0},
    ),
    OTHER: LessonKey(lesson=OTHER, checks={"two-checks": Check(6.0)}, open={"why": 3.0}),
}
HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "a\n=1",
    "a;=1",
    'a;"=1"',
    "a,=1",
    "a|=1",
    " =1",
    "\x00=1",
    "\u200b=1",
    "\u202e=1",
    "＝1",
    "﹣1",
    "−1",
    '"=1',
    "<script>hacked=1</script>",
    "x" * 4_000,
    "../../etc/passwd",
    "👩‍🚀",
    "\ud800",
)


def work(student="Ada Lovelace", student_id="", *, lesson=LESSON, scores=None, file="", late=False, **more) -> Work:
    """Return a hand-in: half of all points unless `scores` (by answer name) say otherwise."""
    key = KEYS[lesson]
    return Work(
        student=student,
        student_id=student_id,
        alias=student,
        lesson=lesson,
        file=file or f"{student or 'nobody'}.json",
        late=late,
        scores=dict.fromkeys(key.checks, 0.5) if scores is None else {**dict.fromkeys(key.checks), **scores},
        open_answered={name: True for name in key.open},
        **{"labels": {}, "sure": {}, **more},
    )


def graded(*works: Work) -> Graded:
    """Return the class of these hand-ins."""
    return Graded({lesson: KEYS[lesson] for lesson in sorted({one.lesson for one in works})}, works)


def labelled(
    change=lambda place, label: label, sure=lambda place: NONE, article=ARTICLE
) -> dict[str, dict[str, bytes]]:
    """Return labels and confidence as a hand-in holds them: the key's labels, as `change` makes them other ones."""
    text, labels = library.article(article), [*library.tagset().labels]
    given = [change(place, text.key.labels[sentence.id].label) for place, sentence in enumerate(text.sentences)]
    row = bytes(NONE if label is None else labels.index(label) for label in given)
    return {"labels": {article: row}, "sure": {article: bytes(sure(place) for place in range(len(row)))}}
