"""The part of the class report on one article: how far a class agrees, the sentences to talk about, and the key."""

from collections.abc import Mapping

from unspin.agreement.bootstrap import Counts
from unspin.agreement.shares import FEWEST
from unspin.desk.grade.graded import Graded, Work
from unspin.desk.report import class_sentences as sentences
from unspin.desk.report.class_numbers import Agreed, Disputed, agreed, disputed, label_counts, labellers
from unspin.desk.report.class_skill import Recognised, confidence, recognised
from unspin.desk.report.report_page import Html, bar, chart, folded, join, said, section, table, tag
from unspin.desk.report.talk import Question, questions
from unspin.figures import class_calibration, who_chose
from unspin.text.article import Article, KeyLabel
from unspin.text.library import Library
from unspin.text.tagset import TagSet

WHILE_OPEN = (
    f"While the exercise is open, this is shown from {FEWEST} students on, so that nobody can guess a key from it."
)
NO_QUESTION = "Which words decide for you? Point to them."
SOURCE = "the labels that were handed in."
SOURCE_WITH_KEY = "the labels that were handed in, beside the key."
ONLY_LABELLED = "Sentences without a label do not count here. In a student's own feedback they count as not recognised."


def article_section(graded: Graded, lesson: str, article: Article, library: Library, open_: bool) -> Html:
    """Return what a report says of one article that was labelled; `open_`: without the key of any sentence."""
    tagset, works = library.tagset(), labellers(graded, lesson, article)
    counts = label_counts(works, article, tagset)
    parts = [
        tag("p", tag("strong", "Please note. "), article.note, class_="note") if article.note else Html(""),
        _agreement(agreed(graded, lesson, article, tagset), open_),
        _talk(counts, article, library, open_),
        _who_chose(counts, article, tagset),
    ]
    if article.key and open_ and len(works) < FEWEST:
        parts.append(section("Beside the key", tag("p", WHILE_OPEN), level=4))
    elif found := recognised(works, article, tagset):
        parts.append(_recognised(found, open_))
        parts.append(_confidence(works, article, tagset))
    return section(article.title, *parts, level=3)


def _agreement(found: Agreed, open_: bool) -> Html:
    parts = [said(sentences.agreement(found))]
    if found.accuracy and not open_:
        parts.append(folded("And beside the key?", tag("p", sentences.accuracy(found.accuracy))))
    return section("How far the class agrees", *parts, level=4)


def _talk(counts: Counts, article: Article, library: Library, open_: bool) -> Html:
    tagset, asked = library.tagset(), questions(library)
    found = disputed(counts, article, tagset)
    why = (
        "The class differs most over these sentences. To differ is no mistake: ask for the words that decide."
        if found
        else "No sentence was labelled in two ways, so there is none over which students differ."
    )
    shown = (_sentence(one, article, _question(one, tagset, asked), open_) for one in found)
    return section("Sentences to talk about", tag("p", why), *shown, level=4)


def _sentence(one: Disputed, article: Article, asked: Html, open_: bool) -> Html:
    quoted = tag("blockquote", one.sentence.text, lang=article.language, dir="auto")
    parts = [
        folded("The note above is about this sentence: show it", quoted) if one.sentence.id in article.hard else quoted,
        asked,
        tag("p", sentences.differ(one)),
        _shares(one),
    ]
    key = article.key.labels.get(one.sentence.id) if article.key else None
    if key and not open_:
        parts.append(folded("What the key says", _key(key)))
    return section(f"Sentence {one.number}", *parts, level=5)


def _question(one: Disputed, tagset: TagSet, known: Mapping[frozenset[str], Question]) -> Html:
    asked = known.get(frozenset([*one.chosen][:2]))
    if asked is None:
        return tag("p", NO_QUESTION, class_="question")
    rules = [tag("li", tag("strong", rule), f": {tagset.rules[rule]}") for rule in asked.rules if rule in tagset.rules]
    return join([tag("p", asked.text, class_="question"), folded("The rules behind it", tag("ul", *rules))])


def _shares(one: Disputed) -> Html:
    total = sum(one.chosen.values())
    rows = [(label, f"{count:,} ({count / total:.0%})", bar(count / total)) for label, count in one.chosen.items()]
    return table(f"Sentence {one.number}: who chose what", ("Label", "Students", "Share"), rows, kind="shares")


def _key(key: KeyLabel) -> Html:
    also = f" It accepts {' and '.join(key.accepted)} too." if key.accepted else ""
    return tag("p", f"The key says {key.label} ({', '.join(key.rules)}).{also} {key.why}")


def _who_chose(counts: Counts, article: Article, tagset: TagSet) -> Html:
    by_sentence = {sentence.id: row for sentence, row in zip(article.sentences, counts, strict=True)}
    return section("Who chose what", chart(who_chose(by_sentence, [*tagset.labels], SOURCE)), level=4)


def _recognised(found: Recognised, open_: bool) -> Html:
    means = {
        "All labels (a near one counts half)": found.credit,
        "Claims recognised": found.claims,
        "Views and guesses recognised": found.views,
        "Over-tagging: claims suspected without need": found.over_tagging,
    }
    rows = [(name, *sentences.mean(mean), f"{mean.count:,}") for name, mean in [*means.items()][bool(open_) :]]
    made = table(
        "The mean of the students' own shares, and where it may lie in 95 of 100 cases",
        ("What", "Mean", "May lie at", "Students"),
        rows,
    )
    words = [sentences.over_tagging(found.over_tagging), ONLY_LABELLED]
    return section("What the class recognises", said(words), made, level=4)


def _confidence(works: list[Work], article: Article, tagset: TagSet) -> Html:
    figure = class_calibration(confidence(works, article, tagset), SOURCE_WITH_KEY)
    return section("How sure, and how often right", chart(figure), level=4)
