import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_class import HOSTILE

from unspin.desk.gradebooks.spreadsheet import cell, parse_sheet, read_sheet, rows_as_csv, text_of
from unspin.words.errors import UnspinError

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫⁺⁼₊₌−"
PIECES = st.lists(st.sampled_from([*SIGNS, *",;|\t\r\n\x00\u200b\u202e\u2028\"' aé1"]), max_size=12).map("".join)


def cells_as_read(data, delimiter):
    """Return all cells that a spreadsheet shows which takes this character for the end of a cell."""
    text = data.decode("utf-8-sig")
    return [value for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for value in row]


def begins_with_a_formula(value):
    return value.strip(' \t\r\n"\u200b\u202e\u2028\x00')[:1] in [*SIGNS]


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), min_size=1, max_size=4))
def test_no_text_begins_a_formula_whatever_the_spreadsheet_takes_for_the_end_of_a_cell(delimiter, texts):
    data = rows_as_csv(["name"] * len(texts), [texts, texts])
    assert not [value for value in cells_as_read(data, delimiter) if begins_with_a_formula(value)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_neither_begins_a_formula_nor_holds_what_cannot_be_seen(text):
    written = cell(text)
    assert not begins_with_a_formula(written)
    assert not set(written) & {"\x00", "\r", "\t", "\u202e", "\ud800"}
    assert cell(written) == written


@given(st.one_of(PIECES, st.text(max_size=30)))
def test_making_text_safe_twice_is_making_it_safe_once(text):
    assert cell(cell(text)) == cell(text)


@pytest.mark.parametrize("text", ["Doe, Jane", "O'Neill; Anna", "3.5", "well-known", "a - b", "'t Hooft", "“=”", "äöü"])
def test_ordinary_text_stays_as_it_is(text):
    assert cell(text) == text and text_of(text) == text


@pytest.mark.parametrize("text", ["=1+1", "- not yet", "a;=1", "+", "@ada"])
def test_text_that_was_made_safe_can_be_had_back(text):
    assert cell(text) != text and text_of(cell(text)) == text


def test_numbers_are_numbers_and_a_truth_is_a_word():
    rows = [[1, 2.0, 0.1 + 0.2, -3.25, -0.00001, float("nan"), None, True, False, 1234567.5]]
    (row,) = list(csv.reader(io.StringIO(rows_as_csv(["n"] * 10, rows, bom=False).decode())))[1:]
    assert row == ["1", "2", "0.3", "-3.25", "0", "", "", "yes", "no", "1234567.5"]


def test_the_mark_of_utf_8_comes_first_unless_it_is_not_wanted():
    assert rows_as_csv(["ä"], []) == b"\xef\xbb\xbf" + "ä\r\n".encode()
    assert rows_as_csv(["ä"], [], bom=False) == "ä\r\n".encode()


def test_columns_that_a_teacher_typed_are_not_touched():
    assert rows_as_csv(["a", "=b"], [["=1", "=1"]], as_is=[1], bom=False) == b"a,=b\r\n'=1,=1\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman"])
@pytest.mark.parametrize("delimiter", list(",;\t"))
def test_a_file_is_read_as_spreadsheets_save_it(tmp_path, encoding, delimiter):
    rows = [["Name", "Note"], ["Jürgen Größe", 'says “no”, "often"; always'], ["", ""], ["René", "x\ny"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    (tmp_path / "list.csv").write_bytes(text.getvalue().encode(encoding))
    sheet = read_sheet(tmp_path / "list.csv")
    assert (sheet.header, sheet.delimiter) == (("Name", "Note"), delimiter)
    assert sheet.rows == (tuple(rows[1]), tuple(rows[3])) and sheet.lines == (2, 4)


def test_the_line_by_which_excel_names_the_separator_is_followed():
    assert parse_sheet(b"sep=;\r\na,b;c\r\n1;2\r\n", "x").header == ("a,b", "c")


def test_rows_are_as_long_as_the_longest():
    assert parse_sheet(b"a,b\n1\n1,2,3\n", "x").rows == (("1", "", ""), ("1", "2", "3"))


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "empty"), (b"\r\n,,\r\n", "empty"), (b"PK\x03\x04", "save it as CSV"), (b'a\n"' + b"x" * 200_000, "no CSV")],
)
def test_what_is_no_table_is_refused_with_a_sentence(data, said):
    with pytest.raises(UnspinError, match=said):
        parse_sheet(data, "list.csv")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnspinError, match=r"'list.csv' cannot be read"):
        read_sheet(tmp_path / "list.csv")
