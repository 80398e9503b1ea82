import base64
import hashlib
import json
import re

import pytest

from unspin.desk.report.report_page import Html, bar, chart, folded, join, page_of, said, section, table, tag
from unspin.page.chart import Figure, draw

ATTACK = "</script><script>hacked=1</script><img src=x onerror=hacked=1>"


def figure(text=ATTACK):
    trace = {"type": "bar", "x": [1, 2], "y": [text, "b"]}
    return Figure(draw([trace], title="A chart"), text, text, f"{text}\n{text}")


@pytest.mark.parametrize(
    "made",
    [
        tag("p", ATTACK),
        tag("p", "x", title=ATTACK),
        join([ATTACK]),
        section(ATTACK, ATTACK, level=2, id=ATTACK),
        said([ATTACK, ATTACK]),
        folded(ATTACK, ATTACK),
        table(ATTACK, [ATTACK], [[ATTACK, ATTACK]]),
        chart(figure()),
    ],
)
def test_text_is_escaped_wherever_it_stands(made):
    assert "<img" not in made and made.count("<script") == made.count('<script type="application/json">')
    assert isinstance(made, Html)


def test_html_of_our_own_is_left_as_it_is():
    assert tag("p", tag("b", "a & b")) == "<p><b>a &amp; b</b></p>"


def test_the_data_of_a_chart_can_be_read_again_and_end_no_script():
    data = re.search(r'<script type="application/json">(.*?)</script>', chart(figure()), re.S)[1]
    assert json.loads(data)["data"][0]["y"] == [ATTACK, "b"]


def test_a_chart_has_a_name_a_caption_and_its_text():
    made = chart(figure("The sum of it."))
    assert 'role="img" aria-label="The sum of it."' in made
    assert "<figcaption>" in made and "Read this chart as text" in made


def test_a_bar_is_as_long_as_its_share():
    assert '<rect class="part" width="43.0"' in bar(0.43)


def test_only_the_pages_own_two_scripts_may_run():
    page = page_of("A page", [tag("p", "Hello")], [])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes and len(hashes) == 2
    assert "default-src 'none'" in policy and "http" not in policy
    assert "unsafe-inline" not in re.search("script-src[^;]*", policy)[0] and "unsafe-eval" not in policy
    assert page.index("Content-Security-Policy") < page.index("<style")
