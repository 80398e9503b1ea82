import pytest
from small_class import HOSTILE, LESSON, OTHER, work

from unspin.desk.gradebooks.roster import CANVAS, EXPORT, WORKSHEET, match, plain_name, read_roster
from unspin.words.errors import UnspinError

CANVAS_CSV = """\
Student,ID,SIS User ID,SIS Login ID,Section,Lesson 2 (77),Final Score
,,,,,Manual Posting,
    Points Possible,,,,,18.00,(read only)
"Lovelace, Ada",11,u11,ada,10b,,
"Noether, Emmy",12,u12,emmy,10b,5.00,
"Doe, Jane",13,u13,jane,10b,,
"Doe, Jane",14,u14,jane2,10c,,
"Student, Test",99,,abc,10b,,
"""
WORKSHEET_CSV = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 501","Ada Lovelace",ada@example.org,"Submitted",,50.00,Yes,"Monday, 3 March 2025, 9:00 AM",-,
"Participant 502","Emmy Noether",emmy@example.org,"No submission - ",7.00,50.00,Yes,-,-,"Well done"
"""
GERMAN_CSV = """\
ID;"Vollständiger Name";E-Mail-Adresse;Status;Bewertung;Bestwertung;"Bewertung kann geändert werden";\
"Zuletzt geändert (Bewertung)";"Feedback als Kommentar"
Teilnehmer/in501;"Jürgen Größe";j@example.org;"Zur Bewertung abgegeben";;"50,00";Ja;-;
"""
EXPORT_CSV = """\
"First name","Last name","ID number",Institution,Department,"Email address","Assignment: Lesson 2 (Real)"
Ada,Lovelace,,,,ada@example.org,-
Emmy,Noether,,,,emmy@example.org,-
"""


@pytest.fixture
def roster(tmp_path):
    """Read a class list from its text."""

    def read(text, *, encoding="utf-8"):
        (tmp_path / "list.csv").write_bytes(text.encode(encoding))
        return read_roster(tmp_path / "list.csv")

    return read


def names(roster):
    return [(person.id, person.name) for person in roster.people]


def test_a_canvas_gradebook_is_known_by_its_header_and_only_students_are_people(roster):
    found = roster(CANVAS_CSV)
    assert found.kind == CANVAS
    assert names(found) == [("11", "Lovelace, Ada"), ("12", "Noether, Emmy"), ("13", "Doe, Jane"), ("14", "Doe, Jane")]


def test_a_canvas_gradebook_with_first_and_last_names_is_known_too(roster):
    found = roster("LastName,FirstName,ID,SIS Login ID,Section\nLovelace,Ada,11,ada,10b\n")
    assert (found.kind, names(found)) == (CANVAS, [("11", "Ada Lovelace")])


def test_a_moodle_worksheet_gives_the_number_of_each_participant(roster):
    found = roster(WORKSHEET_CSV)
    assert (found.kind, names(found)) == (WORKSHEET, [("501", "Ada Lovelace"), ("502", "Emmy Noether")])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_german_worksheet_is_known_as_excel_saves_it(roster, encoding):
    found = roster(GERMAN_CSV, encoding=encoding)
    assert (found.kind, names(found)) == (WORKSHEET, [("501", "Jürgen Größe")])
    assert found.value(0, "most") == "50,00"


@pytest.mark.parametrize(
    "header", ["First name,Last name,Email address", "First name,Surname,ID number", "Vorname,Nachname,E-Mail-Adresse"]
)
def test_moodles_lists_of_grades_and_of_participants_are_known(roster, header):
    found = roster(f"{header}\nAda,Lovelace,x\n")
    assert (found.kind, names(found)) == (EXPORT, [("", "Ada Lovelace")])


def test_another_file_is_refused_with_what_was_expected(roster):
    with pytest.raises(UnspinError, match=r"'Elève', 'Note'\. Give a Canvas gradebook .* German, as CSV\."):
        roster("Elève,Note\nAda,3\n")


def test_the_platforms_id_goes_before_the_name(roster):
    found = match(roster(CANVAS_CSV), [work("Noether, Emmy", "11"), work("whoever", "13")])
    assert {row: one.student_id for (row, _), one in found.works.items()} == {2: "11", 4: "13"}
    assert not found.unmatched


def test_a_participants_number_finds_the_row_of_a_worksheet_and_no_part_of_another_id_does(roster):
    found = match(roster(WORKSHEET_CSV), [work("x", "502"), work("y", "s501"), work("z", "Participant 501")])
    assert {row for row, _ in found.works} == {1}
    assert [one.work.student for one in found.unmatched] == ["y", "z"]


@pytest.mark.parametrize(
    "name", ["Ada Lovelace", "Lovelace, Ada", "  ADA   lovelace", "Ａｄａ Lovelace", "lovelace ,ada"]
)
def test_a_full_name_is_found_however_it_is_written(roster, name):
    for text in (CANVAS_CSV, WORKSHEET_CSV, EXPORT_CSV):
        assert [one.student for one in match(roster(text), [work(name)]).works.values()] == [name]


@pytest.mark.parametrize("name", ["Ada", "Lovelace", "Ada M. Lovelace", "Lovelace Ada", "A. Lovelace", "", ","])
def test_a_name_that_is_only_like_another_is_never_guessed(roster, name):
    found = match(roster(CANVAS_CSV), [work(name, file="f.json")])
    assert not found.works and "No row of 'list.csv' has the name" in found.unmatched[0].why


def test_a_name_that_two_rows_have_is_nobodys(roster):
    found = match(roster(CANVAS_CSV), [work("Jane Doe")])
    assert not found.works and "2 rows of 'list.csv' fit 'Jane Doe'" in found.unmatched[0].why


def test_an_id_that_two_rows_have_is_nobodys(roster):
    found = match(roster(CANVAS_CSV + '"Doe, John",13,,,\n'), [work("Doe, Jane", "13")])
    assert not found.works and len(found.unmatched) == 1


def test_of_two_hand_ins_for_one_row_none_is_entered_and_both_are_listed(roster):
    both = [work("Ada Lovelace", file="a.json"), work("Lovelace, Ada", file="b.json")]
    found = match(roster(CANVAS_CSV), both)
    assert not found.works
    assert [(one.work.file, "'b.json'" in one.why) for one in found.unmatched] == [("a.json", True), ("b.json", False)]


def test_a_hand_in_that_only_bears_a_name_does_not_take_the_row_of_an_id(roster):
    found = match(roster(CANVAS_CSV), [work("Ada Lovelace", file="fake.json"), work("ada", "11", file="real.json")])
    assert [one.file for one in found.works.values()] == ["real.json"]
    assert "has by the platform's id" in found.unmatched[0].why


def test_hand_ins_for_two_lessons_fit_one_row(roster):
    found = match(roster(CANVAS_CSV), [work("ada", "11"), work("ada", "11", lesson=OTHER)])
    assert set(found.works) == {(2, LESSON), (2, OTHER)}


def test_hostile_names_match_nothing_and_get_a_sentence(roster):
    found = match(roster(CANVAS_CSV), [work(name) for name in HOSTILE])
    assert not found.works and len(found.unmatched) == len(HOSTILE)
    assert max(len(one.why) for one in found.unmatched) < 400


def test_the_seen_form_of_a_name_decides():
    assert plain_name("Müller, Jörg") == plain_name("JO\u0308RG  MÜLLER") == "jörg müller"
