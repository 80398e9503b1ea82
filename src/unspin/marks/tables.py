"""Mark a table that a student filled in: points, and how many cells of each column are right."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from unspin.agreement.calibration import brier
from unspin.answers.schema import TableAnswer
from unspin.lesson.check import Check
from unspin.lesson.tables import NOTHING, Column, Layout, Row
from unspin.marks.feedback import SURE_FROM, Feedback, told
from unspin.marks.key_table import NEAR_CREDIT
from unspin.marks.scoring import corrected

RIGHT, IN_PART = 0.8, 0.3
CONFIDENCE_SHARE = 0.1  # of the mark, at most

Cells = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class TableScore:
    """What a table earns: a share, and the credits (shares too) of the marked cells by column id."""

    score: float
    credits: dict[str, list[float]]
    answered: int
    of: int


def mark_table(answer: TableAnswer, layout: Layout, check: Check) -> Feedback:
    """Mark a table against its key. The feedback counts by column and never says which cell, nor what the key holds."""
    score = score_table(answer.value, layout)
    return Feedback(
        score.score * check.points,
        check.points,
        told(
            f"You filled in {score.answered} of {score.of} cells. The same answer in every row, or a whole sentence "
            f"copied into every cell, earns nothing; your table goes {score.score:.0%} of the way from there to full "
            "marks.",
            *(_on_column(layout.columns_by_id[column], credits) for column, credits in score.credits.items()),
            *_without_a_source(answer.value, layout),
            *_when_sure(answer.value, layout),
        ),
    )


def score_table(cells: Cells, layout: Layout) -> TableScore:
    """Score cells (text by row id and column id) against the key of their layout.

    Text cells earn the F1 of the words that they share with the best accepted wording, choices 1 or (near) 1/2. Both
    are corrected for the best habit. Of two rows that stand for each other, the better one counts. Confidence is at
    most a tenth of the mark, and only beside right answers. Raises UnspinError when a habit alone earns full marks.
    """
    cells, _ = layout.fitting(cells)
    credits = {column.id: _credits(cells, layout, column) for column in layout.columns if _marked(layout, column)}
    parts = [_chosen_part(cells, layout, layout.columns_by_id[c]) for c in credits if not _is_text(layout, c)]
    parts += [_text_part(cells, layout)] if any(_is_text(layout, c) for c in credits) else []
    total = sum(weight for weight, _ in parts)
    score = sum(weight * score for weight, score in parts) / total if total else 0.0
    if score and _confidence_column(layout):
        score = (1 - CONFIDENCE_SHARE) * score + CONFIDENCE_SHARE * _foster(_sureness(cells, layout))
    return TableScore(score, credits, *_answered(cells, layout))


def cell_credit(cells: Cells, layout: Layout, row: Row, column: Column) -> float:
    """Return what one cell earns, from 0.0 to 1.0, before any correction; 0.0 where the key has no such cell."""
    key = layout.keyed.get((row.id, column.id))
    values = cells.get(row.id, {})
    value = values.get(column.id, "")
    if key is None:
        return 0.0
    if column.kind == "several":
        wrong = layout.choices(row, column).keys() - set(key.accepted)
        is_begun = any(text for name, text in values.items() if name != column.id)
        return _ticked(set(value.split()), set(key.accepted), wrong, is_begun)
    if not value.strip():
        return 0.0
    if column.kind == "text":
        return max((_shared_words(value, wording) for wording in key.accepted), default=0.0)
    return 1.0 if value in key.accepted else NEAR_CREDIT if value in key.near else 0.0


def _ticked(given: set[str], accepted: set[str], wrong: set[str], is_begun: bool) -> float:
    """Return 1.0 for an accepted choice, less by the share of the wrong ones that are ticked too."""
    if not given:
        return float(NOTHING in accepted and is_begun)
    if not given & accepted:
        return 0.0
    return 1.0 - len(given & wrong) / len(wrong) if wrong else 1.0


def _credits(cells: Cells, layout: Layout, column: Column) -> list[float]:
    """Return the credit of each marked row; of a row and those that can stand for it, the best."""
    return [
        max(cell_credit(cells, layout, one, column) for one in _stand_ins(layout, row))
        for row in _marked(layout, column)
    ]


def _chosen_part(cells: Cells, layout: Layout, column: Column) -> tuple[float, float]:
    """Return weight and score of a column of choices, corrected for the best answer that is the same in every row."""
    habit = max(_mean(_credits(same, layout, column)) for same in _habits(layout, column))
    return column.weight, corrected(_mean(_credits(cells, layout, column)), habit)


def _text_part(cells: Cells, layout: Layout) -> tuple[float, float]:
    """Return weight and score of all text columns, corrected for the best of copying and of one wording for all."""
    columns = [column for column in layout.columns if column.kind == "text" and _marked(layout, column)]
    weight = sum(column.weight for column in columns)

    def mean(filled: dict[str, Cells]) -> float:
        return sum(c.weight * _mean(_credits(filled[c.id], layout, c)) for c in columns) / weight

    copied = {row.id: {column.id: row.text for column in columns} for row in layout.rows}
    one_wording = {c.id: max(_habits(layout, c), key=lambda same: _mean(_credits(same, layout, c))) for c in columns}
    habit = max(mean({c.id: copied for c in columns}), mean(one_wording))
    return weight, corrected(mean({c.id: cells for c in columns}), habit)


def _habits(layout: Layout, column: Column) -> list[Cells]:
    """Return every way to fill a column without looking at the rows."""
    begun = {"": "begun"}
    if column.kind == "text":
        values = {wording for (_, c), key in layout.keyed.items() if c == column.id for wording in key.accepted}
    else:
        values = {choice for row in layout.rows for choice in layout.choices(row, column)}
    habits = [{row.id: {**begun, column.id: value} for row in layout.rows} for value in sorted({*values, ""})]
    if column.kind == "several":
        habits.append({r.id: {**begun, column.id: " ".join(layout.choices(r, column))} for r in layout.rows})
    return habits


def _marked(layout: Layout, column: Column) -> list[Row]:
    return [row for row in layout.rows if not row.instead_of and (row.id, column.id) in layout.keyed]


def _stand_ins(layout: Layout, row: Row) -> list[Row]:
    return [row, *(other for other in layout.rows if other.instead_of == row.id)]


def _is_text(layout: Layout, column_id: str) -> bool:
    return layout.columns_by_id[column_id].kind == "text"


def _confidence_column(layout: Layout) -> Column | None:
    return next((column for column in layout.columns if column.kind == "confidence"), None)


def _sureness(cells: Cells, layout: Layout) -> list[tuple[float, float]]:
    """Return (confidence from 0 to 1, credit) of each row that is marked; no confidence counts as 0."""
    confidence = _confidence_column(layout)
    columns = [column for column in layout.columns if _marked(layout, column)]
    pairs: list[tuple[float, float]] = []
    for row in (row for row in layout.rows if not row.instead_of):
        keyed = [column for column in columns if (row.id, column.id) in layout.keyed]
        found = [
            (_mean([cell_credit(cells, layout, one, column) for column in keyed]), one)
            for one in _stand_ins(layout, row)
        ]
        if confidence and keyed:
            credit, best = max(found, key=lambda pair: pair[0])
            pairs.append((int(cells.get(best.id, {}).get(confidence.id) or 0) / 5, credit))
    return pairs


def _foster(pairs: list[tuple[float, float]]) -> float:
    """Return right minus wrong, weighted by confidence, as a share of what is possible; never below 0."""
    return max(0.0, _mean([sure * (2 * credit - 1) for sure, credit in pairs]))


def _answered(cells: Cells, layout: Layout) -> tuple[int, int]:
    rows = [row for row in layout.rows if not row.instead_of]
    filled = sum(
        any(cells.get(one.id, {}).get(column.id, "").strip() for one in _stand_ins(layout, row))
        for row in rows
        for column in layout.columns
    )
    return filled, len(rows) * len(layout.columns)


def _on_column(column: Column, credits: list[float]) -> str:
    right = sum(credit >= RIGHT for credit in credits)
    in_part = sum(IN_PART <= credit < RIGHT for credit in credits)
    return f"{column.name} {right} of {len(credits)} right" + (f", {in_part} in part." if in_part else ".")


def _when_sure(cells: Cells, layout: Layout) -> tuple[str, ...]:
    cells, _ = layout.fitting(cells)
    sure = [credit >= RIGHT for confidence, credit in _sureness(cells, layout) if confidence >= SURE_FROM / 5]
    said = [(confidence, credit) for confidence, credit in _sureness(cells, layout) if confidence]
    if not sure:
        return ()
    return (
        f"When you were sure (4 or 5), the row was right in {sum(sure)} of {len(sure)}. Over all rows for which you "
        f"gave more than 0, your Brier score is {brier(said):.2f}: 0 is best, and 0.25 is what always saying one half "
        "earns.",
    )


def _without_a_source(cells: Cells, layout: Layout) -> tuple[str, ...]:
    """Return a sentence where rows are begun but cite nothing, though the key asks for something to be ticked there."""
    cells, _ = layout.fitting(cells)
    empty = sum(
        any(cells.get(row.id, {}).values()) and not cells[row.id].get(column.id)
        for column in layout.columns
        if column.kind == "several"
        for row in _marked(layout, column)
        if NOTHING not in layout.keyed[row.id, column.id].accepted
    )
    rows = "1 row gives an answer" if empty == 1 else f"{empty} rows give an answer"
    return (f"{rows} but no source, where one is needed: tick at least one that it rests on.",) if empty else ()


def _shared_words(given: str, wanted: str) -> float:
    a, b = _words(given), _words(wanted)
    shared = (a & b).total()
    return 2 * shared / (a.total() + b.total()) if shared else 0.0


def _words(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return Counter(re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain))


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
