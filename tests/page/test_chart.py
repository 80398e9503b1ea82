import json
import re
import subprocess
import sys

import pandas as pd
import pytest
from paths import ROOT
from tagged import key_labels, table

from unspin import figures
from unspin.text import library


@pytest.fixture(autouse=True)
def in_the_real_course(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def article():
    return library.article("icpa-withdrawal")


@pytest.fixture
def investigations():
    return pd.read_csv(ROOT / "data" / "numbers" / "investigations.csv")


def shown(figure, monkeypatch):
    """What a figure hands to the notebook, one bundle a display."""
    bundles = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: bundles.append(bundle))
    figure._ipython_display_()
    return bundles


def test_importing_figures_loads_nothing_heavy():
    heavy = {"plotly", "pandas", "IPython", "nbformat", "anywidget"}
    code = f"import sys, unspin.figures; print(*{heavy} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_a_figure_shows_its_chart_as_data_and_its_words_below_it(article, monkeypatch):
    chart, words = shown(figures.label_counts(table(article, key_labels(article))), monkeypatch)
    assert chart["application/vnd.plotly.v1+json"]["data"][0]["type"] == "bar"
    assert "You have labelled 21 of 21 sentences." in chart["text/html"] and "21 of 21" in chart["text/plain"]
    assert words["text/html"].count("<details><summary>Read this figure as text</summary>") == 1
    assert "<li>CLAIM: 8</li>" in words["text/html"] and "Source: your own labels." in words["text/html"]
    counts = ["CLAIM: 8", "REPORTED: 4", "VIEW: 1", "GUESS: 2", "MIXED: 3", "NONE: 3"]
    assert words["text/plain"].splitlines()[-6:] == counts


def test_showing_a_figure_does_not_load_nbformat():
    code = (
        "import sys, pandas; from unspin import figures; figures.registered_cases("
        "pandas.read_csv('data/numbers/investigations.csv'))._ipython_display_(); assert 'nbformat' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_figure_is_the_same_to_the_byte_in_every_run(investigations, monkeypatch, seed):
    code = (
        "import json, pandas, IPython.display as d; from unspin import figures\n"
        "d.display = lambda bundle, raw: print(json.dumps(bundle))\n"
        "figures.registered_cases(pandas.read_csv('data/numbers/investigations.csv'))._ipython_display_()"
    )
    env = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    here = shown(figures.registered_cases(investigations), monkeypatch)
    assert run.stdout == "".join(json.dumps(bundle) + "\n" for bundle in here)


def test_what_stands_in_a_table_is_shown_as_text_never_as_code(investigations, monkeypatch):
    rows = investigations["metric"] == "registered_war_crimes"
    investigations.loc[rows, ["as_reported_by", "definition"]] = "<img src=x onerror=alert(1)>"
    figure = figures.registered_cases(investigations)
    assert "<img" not in figure.chart.to_json().replace("\\u003c", "<")
    assert "<img" not in shown(figure, monkeypatch)[1]["text/html"]
    assert "&lt;img" in shown(figure, monkeypatch)[1]["text/html"]


def test_every_chart_can_be_read_in_a_dark_room_and_on_a_dark_page(article, investigations):
    labels = table(article, key_labels(article))
    made = (figures.label_counts(labels), figures.confusion(labels, article), figures.registered_cases(investigations))
    for figure in made:
        layout = json.loads(figure.chart.to_json())["layout"]
        assert layout["template"]["layout"]["paper_bgcolor"] == layout["template"]["layout"]["plot_bgcolor"] == "white"
        sizes = re.findall(r'font": {[^}]*"size": (\d+)', json.dumps(json.loads(figure.chart.to_json())))
        assert len(sizes) >= 3 and min(map(int, sizes)) >= 14
        assert "width" not in layout, "the chart follows the width of the page"
        assert layout["title"]["text"] and figure.caption and figure.source and figure.text


def test_without_labels_a_figure_says_what_to_do(article, monkeypatch):
    for figure in (figures.label_counts(table(article, {})), figures.confusion(table(article, {}), article)):
        (bundle,) = shown(figure, monkeypatch)
        words = "No labels yet. Label some sentences above, then run this cell again."
        assert figure.text == words and words in bundle["text/html"] and words in bundle["text/plain"]
        (note,) = bundle["application/vnd.plotly.v1+json"]["layout"]["annotations"]
        assert note["text"].replace("<br>", " ") == words
