import pytest
from small_table import KEY, LAYOUT, RIGHT

from unspin.answers.schema import TableAnswer
from unspin.lesson import tables
from unspin.lesson.check import Check
from unspin.lesson.tables import read_layout
from unspin.marks.tables import mark_table, score_table
from unspin.text import library
from unspin.words.errors import UnspinError


@pytest.fixture
def write(course):
    """Write a table and its key into the course, and read it."""

    def write_table(layout=LAYOUT, key=KEY):
        folder = course / "data" / "tables"
        folder.mkdir(exist_ok=True)
        (folder / "who.toml").write_text(layout, encoding="utf-8")
        if key:
            (folder / "who-key.csv").write_text(key, encoding="utf-8")
        return read_layout(library.here(), "who")

    return write_table


@pytest.fixture
def layout(write):
    return write()


def with_sure(cells, sure):
    return {row: {**values, "sure": sure} for row, values in cells.items()}


def test_a_row_can_quote_a_sentence_by_its_id(layout):
    row = layout.rows_by_id["s14"]
    assert row.name == "Sentence 14" and row.text.startswith("Michael Schmid, who leads")


def test_a_row_without_a_name_is_named_by_its_text(layout):
    assert layout.rows_by_id["r3"].name == "The mayor wrote that the pool was closed."


def test_a_table_without_a_key_has_none(write):
    assert write(key="").key is None


def test_the_name_of_no_table_gets_the_nearest_one(layout):
    assert "who" in tables.table_names(library.here())
    with pytest.raises(UnspinError, match=r"no table called 'whoo'.*'who'"):
        read_layout(library.here(), "whoo")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "choice"', 'kind = "choise"', "column 'so' is of the kind 'choise'.*text, choice, several"),
        ('sentence = "s14"', 'sentence = "s99"', "no sentence 's99'"),
        ('title = "Who says it?"', "", "'who' cannot be read.*title.*Mend data/tables/who.toml"),
        ('id = "so"', 'colour = "red"', "'who' cannot be read"),
        ("[[row]]", "[[row", "'who' cannot be read"),
    ],
)
def test_a_mistake_in_a_layout_is_named_with_its_file(write, old, new, said):
    with pytest.raises(UnspinError, match=said):
        write(LAYOUT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("r9,so,yes,,", "no row 'r9'"),
        ("r1,colour,yes,,", "no column 'colour'"),
        ("r1,so,perhaps,,", "'perhaps' is none of the choices"),
        ("r1,cards,K9,,", "'K9' is none of the choices"),
        ("r1,so", "needs the columns row, column, accepted, near and why"),
    ],
)
def test_a_mistake_in_a_key_is_named_with_its_file(write, line, said):
    with pytest.raises(UnspinError, match=rf"who-key\.csv.*{said}"):
        write(key=f"row,column,accepted,near,why\n{line}\n")


def test_the_right_answers_earn_all(layout):
    assert score_table(with_sure(RIGHT, "5"), layout).score == pytest.approx(1.0)


def test_confidence_is_a_tenth_of_the_mark_and_no_more(layout):
    assert score_table(RIGHT, layout).score == pytest.approx(0.9)
    assert score_table(with_sure(RIGHT, "3"), layout).score == pytest.approx(0.96)


def test_an_empty_table_earns_nothing(layout):
    score = score_table({}, layout)
    assert score.score == 0.0 and score.answered == 0 and score.of == 12


def test_a_row_can_be_answered_by_the_one_that_stands_for_it(layout):
    cells = {**RIGHT, "r3-other": {"source": "The cook", "so": "unclear", "cards": "K3"}}
    del cells["r3"]
    assert score_table(with_sure(cells, "5"), layout).score == pytest.approx(1.0)


def test_answering_a_row_and_its_stand_in_earns_no_more_than_one_of_them(layout):
    both = {**RIGHT, "r3-other": {"source": "nobody", "so": "no", "cards": "K1"}}
    assert score_table(both, layout).score == score_table(RIGHT, layout).score


@pytest.mark.parametrize("so", ["yes", "no", "unclear"])
@pytest.mark.parametrize("cards", ["", "K1", "K2", "K3", "K1 K2 K3"])
@pytest.mark.parametrize("sure", ["", "5"])
def test_the_same_answer_in_every_row_earns_nothing(layout, so, cards, sure):
    same = {row.id: {"source": "The captain", "so": so, "cards": cards, "sure": sure} for row in layout.rows}
    assert score_table(same, layout).score == 0.0


def test_a_row_copied_into_its_text_cell_earns_nothing(layout):
    copied = {row.id: {"source": row.text} for row in layout.rows}
    assert score_table(copied, layout).score == 0.0


def test_near_earns_half_and_another_wording_a_part(layout):
    credits = score_table({"r1": {"source": "the captain of it", "so": "unclear"}}, layout).credits
    assert credits["so"][0] == 0.5
    assert credits["source"][0] == pytest.approx(2 * 2 / (4 + 2))


def test_case_quotation_marks_and_full_stops_do_not_count(layout):
    assert score_table({"r1": {"source": " “The CAPTAIN”. "}}, layout).credits["source"][0] == 1.0


@pytest.mark.parametrize(("ticked", "credit"), [("K1", 1.0), ("K2 K1", 1.0), ("K1 K2 K3", 0.0), ("K3", 0.0), ("", 0.0)])
def test_one_accepted_tick_is_enough_and_ticking_everything_earns_nothing(layout, ticked, credit):
    assert score_table({"r1": {"so": "yes", "cards": ticked}}, layout).credits["cards"][0] == credit


def test_one_wrong_tick_of_two_costs_half(layout):
    assert score_table({"r3": {"cards": "K3 K1"}}, layout).credits["cards"][2] == 0.5


def test_where_no_tick_is_needed_the_row_must_still_have_been_begun(layout):
    assert score_table({"s14": {"so": "yes"}}, layout).credits["cards"][1] == 1.0
    assert score_table({}, layout).credits["cards"][1] == 0.0


def test_rows_columns_and_choices_that_there_are_not_earn_nothing_and_break_nothing(layout):
    odd = {"r9": {"so": "yes"}, "r1": {"colour": "red", "so": "perhaps", "sure": "9"}}
    assert (
        score_table({**odd, "s14": RIGHT["s14"]}, layout).credits == score_table({"s14": RIGHT["s14"]}, layout).credits
    )


def test_a_key_that_a_habit_satisfies_is_refused(write):
    layout = write(key="row,column,accepted,near,why\nr1,so,yes,,\nr3,so,yes,,\n")
    with pytest.raises(UnspinError, match="cannot tell skill from a habit"):
        score_table({}, layout)


def test_the_feedback_counts_by_column_and_never_names_a_row_or_the_key(layout):
    cells = {"r1": {"source": "The captain", "so": "unclear", "sure": "5"}, "r3": {"so": "yes", "sure": "2"}}
    feedback = mark_table(TableAnswer(cells), layout, Check(4))
    said = " ".join(feedback.sentences)
    assert "You filled in 5 of 12 cells." in said
    assert "Who? 1 of 3 right." in said and "Is it so? 0 of 3 right, 1 in part." in said
    assert "When you were sure (4 or 5), the row was right in 0 of 1." in said
    assert not any(word in said for word in ("captain", "ferry", "Schmid", "unclear", "K1"))
