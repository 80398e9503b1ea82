"""A number that is cut off is another number: the figures in the 270 pixels that JupyterLab leaves them on a phone."""

import json

import pandas as pd
import pytest
from plotly.offline import get_plotlyjs

from unspin import figures
from unspin.notebook import progress
from unspin.text import library

pytestmark = pytest.mark.browser

INVESTIGATIONS = (
    *("article_number", "differing_reports", "growth", "honest", "in_absentia", "misleading", "nested_totals", "pace"),
    *("registered_cases", "stages", "stages_over_time"),
)
OF_A_STUDENT = {"progress": lambda student: student, "calibration": lambda student: student.pairs}
OF_A_TABLE = {
    "civilian_harm": "numbers/civilian_harm.csv",
    "coverage": "numbers/coverage.csv",
    "before_and_after": "class/class-simulated.csv",
    "who_differs": "class/class-simulated.csv",
    **dict.fromkeys(INVESTIGATIONS, "numbers/investigations.csv"),
}
CUT_OFF = """() => {
    const page = document.querySelector("#chart .main-svg").getBoundingClientRect();
    return [...document.querySelectorAll("#chart text")].filter((text) => {
        const { left, right, top, bottom, width } = text.getBoundingClientRect();
        if (!width) return false;
        return left < page.left - 1 || right > page.right + 1 || top < page.top - 1 || bottom > page.bottom + 1;
    }).map((text) => text.textContent);
}"""
DRAW = """async ([{ data, layout }, width]) => {
    document.body.innerHTML = `<div id="chart" style="width: ${width}px"></div>`;
    await Plotly.newPlot("chart", data, layout);
}"""


def drawn(name):
    if name in OF_A_STUDENT:
        return getattr(figures, name)(OF_A_STUDENT[name](progress.invented_student()))
    return getattr(figures, name)(pd.read_csv(library.here().root / "data" / OF_A_TABLE[name]))


@pytest.fixture(scope="module")
def paper(browser):
    page = browser.new_page()
    page.add_script_tag(content=get_plotlyjs())
    yield page
    page.close()


@pytest.mark.parametrize("width", [270, 400, 900])
@pytest.mark.parametrize("name", sorted({**OF_A_TABLE, **OF_A_STUDENT}))
def test_no_word_and_no_number_is_cut_off(paper, name, width):
    paper.evaluate(DRAW, [json.loads(drawn(name).chart.to_json()), width])
    assert paper.locator("#chart text").count() > 3
    assert paper.evaluate(CUT_OFF) == []
