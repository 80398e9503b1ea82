"""What the class report says: numbers put into sentences for a teacher who has no statistics."""

from unspin.agreement.shares import FEWEST, Estimate
from unspin.desk.grade.graded import Graded, Work, lesson_title
from unspin.desk.report.class_numbers import Agreed, Disputed, Measured, Missed
from unspin.desk.report.class_skill import Change, Paired

ALPHA = (  # up to which alpha what is said, and what to do with it
    (
        0.4,
        "The class often disagrees.",
        "Different students read the rules in different ways. Take two or three of the sentences below, and ask which "
        "rule decides.",
    ),
    (
        0.67,
        "The class agrees in part.",
        "Most read the rules alike, and some sentences divide them. The sentences below are the ones to talk about.",
    ),
    (
        1.1,
        "The class mostly agrees.",
        "Ask one student for the reason behind a label that all chose: agreeing can mean understanding, or following.",
    ),
)
LUCK = (
    "The class agrees no more than luck would have it.",
    "These labels do not show that the students follow one set of rules. Go through the rules again, on two "
    "easy sentences, before you talk about those below.",
)
BRACKETS = "In brackets: where the number would lie in 95 of 100 draws, with other students like these."
NOT_RIGHT = "To agree is not to be right: this number knows nothing of any key."
BY_CHANCE = "No difference at all lies in that range, so chance alone could do this."
NOT_BY_CHANCE = (
    "No difference at all does not lie in that range. The texts differ in other ways too, so it is a hint only."
)


def handed_in(works: list[Work]) -> str:
    """Return how many handed in a lesson, and how many of them late."""
    late = sum(work.late for work in works)
    return f"{students(len(works))} handed in" + (f", {late} of them late." if late else ".")


def students(count: int) -> str:
    """Return a number of students in words."""
    return "1 student" if count == 1 else f"{count:,} students"


def agreement(found: Agreed) -> list[str]:
    """Return sentences on how far a class agrees; the first is the sum of it."""
    if found.students < 2:
        return [
            "It takes two to agree.",
            "Only one student handed in labels of this text. How far the class agrees cannot be known from that.",
        ]
    percent, alpha = found.percent.found, found.alpha.found
    if percent.value is None:
        return ["How far the class agrees cannot be known.", percent.why]
    alike = (
        f"Take two students and a sentence that both labelled: in {_of_100(percent.value)} cases they chose the same "
        f"label{_between(found.percent, 100)}."
    )
    if alpha.value is None:
        return ["Whether the class agrees or has a habit cannot be known.", alike, f"{alpha.why} So there is no alpha."]
    first, meaning = _meaning(found, alpha.value)
    brackets = [] if found.alpha.interval.low is None else [BRACKETS]
    luck = _luck(percent.value, alpha.value)
    beyond = _alpha(alpha.value, found.alpha)
    return [first, meaning, " ".join([alike, *luck]), " ".join([beyond, *brackets]), NOT_RIGHT]


def accuracy(found: Measured) -> str:
    """Return a sentence on how well a class meets the key beyond luck."""
    if found.found.value is None:
        return f"How well the class meets the key beyond luck cannot be known. {found.found.why}"
    return (
        f"Beside the key, with luck taken off, the class reaches {found.found.value:.2f}, where 0 is luck and 1 is the "
        f"key throughout{_between(found)}. A label that the key accepts counts as the key's. "
        "The key can be argued with."
    )


def differ(one: Disputed) -> str:
    """Return a sentence on how far students differ over a sentence."""
    count = sum(one.chosen.values())
    if count == 2:
        return "Two students labelled it, each in another way."
    return f"{students(count)} labelled it. Two of them, drawn at random, differ in {_of_100(one.differ)} cases."


def mean(found: Estimate) -> tuple[str, str]:
    """Return a mean over students as "58 of 100", and where it may lie as "51 to 66", or why neither is known."""
    if found.value is None:
        return "not known", found.why
    if found.low is None or found.high is None:
        return _of_100(found.value), found.why
    return _of_100(found.value), f"{100 * found.low:.0f} to {100 * found.high:.0f}"


def over_tagging(found: Estimate) -> str:
    """Return a sentence on the claims that a class suspected without need."""
    if found.value is None:
        return "Nobody labelled a claim of this text, so over-tagging cannot be known."
    of = "On average a student" if found.count > 1 else "The one student"
    return f"{of} called {_of_100(found.value)} claims a view, a guess or mixed without need."


def missed(found: list[Missed]) -> str:
    """Return a sentence on how many answers most students missed; `found` are all of a lesson."""
    low = sum(one.score < 0.5 for one in found)
    answers = "answer" if len(found) == 1 else "answers"
    return f"{low or 'None'} of {len(found)} {answers} earned less than half on average."


def slants(suspected: Paired, trusted: Paired) -> list[str]:
    """Return sentences that put the errors of the same students on texts of both slants side by side."""
    count = max(suspected.moved.count, trusted.moved.count)
    return [
        f"{students(count)} labelled texts that lean like the article and texts that lean the other way.",
        _side_by_side("Of 100 claims, they suspected {} without need in the first and {} in the second", suspected),
        _side_by_side("Of 100 views and guesses, they took {} for claims in the first and {} in the second", trusted),
    ]


def change(one: Change) -> list[str]:
    """Return sentences on what changed between lesson 1 and another lesson, for the same students."""
    title, both = lesson_title(one.lesson), students(one.score.moved.count)
    return [
        f"{title}: the score went from {' to '.join(_numbers(one.score))} of 100.",
        f"{both} labelled enough in both lessons. {_verdict(one.score.moved)}",
        _over_tagging_moved(one.over_tagging),
    ]


def no_change(graded: Graded, baseline: str) -> str:
    """Return why there is no change since lesson 1 to be shown."""
    if not any(graded.of(baseline)):
        return "Lesson 1 is not among these hand-ins, so it cannot be known what changed since. Add them to see it."
    if {work.lesson for work in graded.works} == {baseline}:
        return "Only lesson 1 is among these hand-ins. There is nothing later yet that it could be compared with."
    return "No student labelled the text of lesson 1 and one of a later lesson, so it cannot be known what changed."


def _of_100(share: float) -> str:
    return f"{100 * share:.0f} of 100"


def _between(measured: Measured, times: int = 1) -> str:
    low, high = measured.interval.low, measured.interval.high
    if low is None or high is None:
        return ""
    return f" ({times * low:.0f} to {times * high:.0f})" if times > 1 else f" ({low:.2f} to {high:.2f})"


def _luck(percent: float, alpha: float) -> list[str]:
    """Return what luck alone would give: alpha = (percent - luck) / (1 - luck)."""
    return [f"Luck alone would give about {_of_100((percent - alpha) / (1 - alpha))}."] if 0 < percent < 1 else []


def _alpha(alpha: float, measured: Measured) -> str:
    return (
        f"Krippendorff's alpha takes luck off. It is {alpha:.2f}, where 0 is luck and 1 is always{_between(measured)}."
    )


def _meaning(found: Agreed, alpha: float) -> tuple[str, str]:
    """Return what alpha says of the class, and what it means for the next lesson."""
    interval = found.alpha.interval
    if found.students < FEWEST:
        return (
            f"{found.students} students are too few to speak of a class.",
            f"These numbers describe these {found.students} students. {interval.why}",
        )
    if (alpha if interval.low is None else interval.low) <= 0:
        return LUCK
    first, meaning = next((first, said) for most, first, said in ALPHA if alpha < most)
    return first, " ".join(filter(None, [meaning, interval.why]))


def _side_by_side(did: str, pair: Paired) -> str:
    if pair.moved.value is None:
        return "Of the other kind of sentence nobody labelled enough in both, so there is nothing to compare."
    return f"{did.format(*_numbers(pair))}. {_verdict(pair.moved)}"


def _over_tagging_moved(pair: Paired) -> str:
    if pair.moved.value is None:
        return "Over-tagging: no student labelled a claim in both, so it cannot be known."
    went = " to ".join(_numbers(pair))
    return f"Over-tagging went from {went} of 100 claims (lower is better). {_verdict(pair.moved)}"


def _numbers(pair: Paired) -> tuple[str, str]:
    return _number(pair.first), _number(pair.second)


def _number(found: Estimate) -> str:
    return found.why if found.value is None else f"{100 * found.value:.0f}"


def _verdict(moved: Estimate) -> str:
    if moved.value is None:
        return moved.why
    by = f"The difference is {_signed(moved.value)} points"
    if moved.low is None or moved.high is None:
        return f"{by}. {moved.why}"
    between = f"it may be anything from {_signed(moved.low)} to {_signed(moved.high)}"
    return f"{by}; {between}. {BY_CHANCE if moved.low <= 0 <= moved.high else NOT_BY_CHANCE}"


def _signed(share: float) -> str:
    """Return points of 100 with a sign, a real minus; "0" where they round to nothing."""
    points = round(100 * share)
    return f"{points:+d}".replace("-", "−") if points else "0"
