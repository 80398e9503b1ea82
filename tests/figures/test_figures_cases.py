import json
import re

import pandas as pd
import pytest
from paths import ROOT

from unspin import figures
from unspin.text import library
from unspin.words.errors import UnspinError


@pytest.fixture
def article():
    return library.article("icpa-withdrawal")


@pytest.fixture
def investigations():
    return pd.read_csv(ROOT / "data" / "numbers" / "investigations.csv")


@pytest.fixture
def cases(investigations):
    return investigations[investigations["metric"] == "registered_war_crimes"]


def marks(figure):
    """Every mark of the registered cases: (date, value, name in the legend), sorted."""
    traces = json.loads(figure.chart.to_json())["data"]
    return sorted((x, y, t["name"]) for t in traces for x, y in zip(t["x"], t["y"], strict=True))


def test_every_report_is_one_mark_at_its_own_number_and_no_other(investigations, cases):
    names = {"exact": "exact", "at_least": "at least", "approximately": "approximately"}
    rows = zip(cases["date"], cases["value"], cases["value_qualifier"], strict=True)
    expected = sorted((date, value, names[qualifier]) for date, value, qualifier in rows)
    assert len(expected) == 30
    assert marks(figures.registered_cases(investigations)) == expected


def test_reports_that_differ_on_one_day_are_both_shown_and_named(investigations):
    figure = figures.registered_cases(investigations)
    for date, day, numbers in [
        ("2024-02-23", "23 Feb 2024", (120_000, 122_000)),
        ("2026-02-24", "24 Feb 2026", (210_000, 211_000)),
    ]:
        assert tuple(y for x, y, _ in marks(figure) if x == date) == numbers
        said = " and ".join(f"{number:,}" for number in numbers)
        assert f"by {day} ({said})" in figure.caption
        in_lines = said.replace(" and ", " and<br>")
        assert f"{in_lines}<br>by {day}" in [note.text for note in figure.chart.layout.annotations]


def test_exact_at_least_and_approximately_differ_by_shape_and_not_only_by_colour(investigations):
    traces = figures.registered_cases(investigations).chart.data
    assert len({trace.marker.symbol for trace in traces}) == len({trace.marker.color for trace in traces}) == 3


def test_the_line_stands_at_the_number_of_the_article(investigations, article):
    (span,) = [span for span in article.key.spans["s17"] if span.label == "NUMBER"]
    quoted = article.by_id["s17"].text[span.start : span.end]
    figure = figures.registered_cases(investigations)
    (line,) = figure.chart.layout.shapes
    assert line.y0 == line.y1 == int(re.sub(r"\D", "", quoted)) == 150_000
    assert f"“{quoted}”" in figure.caption and f"“{quoted}”" in figure.text
    assert "article:<br>“over 150,000”" in [note.text for note in figure.chart.layout.annotations]


def test_the_exact_number_nearest_to_the_line_is_named(investigations, cases):
    row = cases[cases["date"] == "2025-01-31"].iloc[0]
    assert (row["value"], row["value_qualifier"], row["source_id"]) == (150_447, "exact", "S92")
    figure = figures.registered_cases(investigations)
    assert "The nearest exact number is 150,447 by 31 Jan 2025 (S92)." in figure.caption
    assert "150,447<br>by 31 Jan 2025" in [note.text for note in figure.chart.layout.annotations]


def test_the_figure_follows_the_table(investigations):
    investigations.loc[investigations["source_id"] == "S92", "value"] = 149_990
    figure = figures.registered_cases(investigations)
    assert ("2025-01-31", 149_990, "exact") in marks(figure)
    assert "149,990 by 31 Jan 2025 (S92)" in figure.caption and "150,447" not in figure.caption + figure.text


def test_the_caption_names_unit_dates_source_and_what_registered_means(investigations, cases):
    figure = figures.registered_cases(investigations)
    assert figure.caption.startswith("30 reports, for days from 11 Apr 2022 to 24 Feb 2026.")
    assert "total of registered cases up to that day" in figure.caption
    assert "Registered means that a case was opened. It is not proven." in figure.caption
    assert cases["definition"].iloc[0] in figure.caption
    assert "one producer, Ukraine's Office of the Prosecutor General" in figure.caption
    assert figure.chart.layout.yaxis.title.text == "registered cases"
    assert set(re.findall(r"S\d+", figure.source)) == set(cases["source_id"])


def test_the_text_says_every_report_with_who_reported_it(investigations, cases):
    names = {"exact": "exact", "at_least": "at least", "approximately": "approximately"}
    lines = figures.registered_cases(investigations).text.splitlines()
    assert lines[0].startswith("The total of registered cases grows from at least 5,800 by 11 Apr 2022 to ")
    assert lines[0].endswith(" to approximately 211,000 by 24 Feb 2026.")
    for row in cases.itertuples():
        begin = f"{names[row.value_qualifier]} {row.value:,} by "
        (line,) = [line for line in lines if line.startswith(begin) and line.endswith(f" ({row.source_id})")]
        assert f", reported by {row.as_reported_by} (" in line
    assert len(lines) == 2 + len(cases)


def test_dates_and_numbers_may_have_been_converted_before(investigations):
    plain = figures.registered_cases(investigations)
    investigations["date"] = pd.to_datetime(investigations["date"])
    investigations["value"] = investigations["value"].astype(float)
    converted = figures.registered_cases(investigations)
    assert marks(converted) == marks(plain) and converted.text == plain.text and converted.caption == plain.caption


def test_a_table_without_the_cases_is_named_with_the_way_out(investigations):
    for wrong in (investigations.iloc[0:0], investigations[["date", "value"]], pd.DataFrame()):
        with pytest.raises(UnspinError, match=r"data/numbers/investigations\.csv"):
            figures.registered_cases(wrong)


def test_without_a_key_the_article_is_quoted_by_its_number_and_the_word_before_it(investigations, course):
    with_key = figures.registered_cases(investigations)
    (course / "data" / "articles" / "icpa-withdrawal" / "key_labels.csv").unlink()
    figure = figures.registered_cases(investigations)
    assert "The dashed line is the article's “over 150,000”." in figure.caption
    assert figure.chart.layout.shapes == with_key.chart.layout.shapes
