import json

import pandas as pd
import pytest
from paths import ROOT

from unspin import figures
from unspin.words.errors import UnspinError


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def table():
    return pd.read_csv(ROOT / "data" / "numbers" / "coverage.csv")


def marks(figure):
    """Every mark as (outlet, part of the event, what the notes say)."""
    traces = json.loads(figure.chart.to_json())["data"]
    return {(y, x, t["name"].split(": ")[1]) for t in traces for x, y in zip(t["x"], t["y"], strict=True)}


def test_a_mark_stands_where_a_note_names_a_part_and_nowhere_else(table):
    found = marks(figures.coverage(table))
    assert {mark[1:] for mark in found if mark[0] == "Espreso"} == {
        ("reason given", "told"),
        ("$1 million", "left out"),
        ("Schmid", "left out"),
    }
    assert {mark[1:] for mark in found if mark[0] == "n-tv"} == {("$1 million", "told"), ("Schmid", "told")}


def test_what_was_not_in_the_part_seen_is_not_called_left_out(table):
    assert not [mark for mark in marks(figures.coverage(table)) if mark[0] == "Red Nation Today"]


def test_a_statement_that_reasons_were_not_published_is_no_reason_and_an_addition_is_not_left_out(table):
    found = {mark[1:] for mark in marks(figures.coverage(table)) if mark[0] == "The Conservative View"}
    assert ("reason given", "told") not in found and ("Schmid", "left out") not in found
    assert ("end-of-March date", "told") in found and ("Amnesty", "left out") in found


def test_outlets_stand_in_the_order_of_the_alphabet_whatever_the_order_of_the_rows(table):
    names = json.loads(figures.coverage(table[::-1]).chart.to_json())["layout"]["yaxis"]["categoryarray"]
    assert len(names) == 20 and names == sorted(names, key=lambda name: name.removeprefix("The ").casefold())


def test_the_words_say_how_much_was_seen_and_that_empty_is_not_left_out(table):
    figure = figures.coverage(table)
    assert "11 headlines were seen as published, 8 only in the page's address, 1 not at all" in figure.caption
    assert "our notes do not say" in figure.caption and "separate reports" in figure.caption
    assert "data/numbers/coverage.csv" in figure.source and "S192" in figure.source


def test_the_text_form_has_a_line_for_each_outlet_with_the_same_facts(table):
    figure = figures.coverage(table)
    lines = figure.text.split("\n")[1:]
    assert len(lines) == 20
    for outlet, part, said in marks(figure):
        line = next(line for line in lines if line.startswith(outlet + " ("))
        told, left_out = line.split("; left out: ")
        assert part in (told if said == "told" else left_out), line


def test_what_stands_in_the_table_is_text_in_the_chart(table):
    hostile = table.assign(outlet=["<img src=x>" + str(n) for n in range(len(table))])
    traces = json.loads(figures.coverage(hostile).chart.to_json())["data"]
    assert all("<img" not in text for trace in traces for text in trace["hovertext"])


def test_a_missing_column_gets_one_sentence(table):
    with pytest.raises(UnspinError, match="no column 'omits_from_article'"):
        figures.coverage(table.drop(columns="omits_from_article"))


def test_no_part_and_no_outlet_loses_its_name_where_the_chart_is_narrow(table):
    layout = json.loads(figures.coverage(table).chart.to_json())["layout"]
    assert layout["xaxis"]["dtick"] == layout["yaxis"]["dtick"] == 1
