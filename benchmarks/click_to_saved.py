"""From a click on a label to "saved" with the change on disk, beside a bare ToggleButton's way to Python and back.

Both stand in one notebook in a real JupyterLab and are clicked in turn. The time is taken inside the page, from the
click event to the change of the page. Every click's label is looked up in the answers file, which must have been
written before the page said "saved".
"""

import json
import statistics
from pathlib import Path

import measure

ARTICLE = "icpa-withdrawal"
LABELS = ("CLAIM", "REPORTED", "VIEW", "GUESS", "MIXED", "NONE")
MOST_TIMES = 2.0
PAUSE = 150  # milliseconds between clicks, as a very fast reader needs

CELL = f"""
import ipywidgets
from unspin import open_lesson

toggle = ipywidgets.ToggleButton(description="0")
toggle.observe(lambda _: setattr(toggle, "description", str(int(toggle.description) + 1)), "value")
tagger = open_lesson("{measure.LESSON}").tag("{ARTICLE}", alone=False)
display(toggle, tagger)
"""

WATCH = """() => {
  const toggle = document.querySelector(".widget-toggle-button");
  const status = document.querySelector(".unspin-tagger .status");
  let clicked = 0;
  let shown = toggle.textContent;
  document.addEventListener("click", () => { clicked = performance.now(); window.measured = null; }, true);
  const answer = () => { window.measured = { milliseconds: performance.now() - clicked, at: Date.now() }; };
  new MutationObserver(() => {
    if (toggle.textContent === shown) return;
    shown = toggle.textContent;
    answer();
  }).observe(toggle, { childList: true, characterData: true, subtree: true });
  new MutationObserver(() => {
    if (status.dataset.state === "saved") answer();
  }).observe(status, { attributes: true, attributeFilter: ["data-state"] });
}"""


def main() -> None:
    runs = measure.command_line(__doc__, runs=200).parse_args().runs
    with measure.notebook_page(CELL) as (page, course):
        page.wait_for_selector(".unspin-tagger .status[data-state='saved']")
        page.evaluate(WATCH)
        clicks = Clicks(page, course / "answers" / "notebooks" / f"{measure.LESSON}.json")
        for _ in range(10):  # to warm up
            clicks.toggle(), clicks.label()
        measured = measure.in_turn(runs, {"bare ToggleButton": clicks.toggle, "click to saved": clicks.label})
    bare, saved = measured.values()
    measure.print_table('Click to "saved" on disk, in JupyterLab', measured, base="bare ToggleButton")
    print(f"\nThe median click costs {(statistics.median(saved) - statistics.median(bare)) * 1000:.1f} ms more.")
    measure.print_goal("p95 within twice the bare round trip", measure.p95(saved) / measure.p95(bare), MOST_TIMES)
    print(f"\nAll {clicks.number} labels were in the file before the page said so.")
    measure.print_machine()


class Clicks:
    """What is clicked, and how often it was."""

    def __init__(self, page, answers: Path) -> None:
        self.page, self.answers, self.number = page, answers, 0

    def toggle(self) -> float:
        """Click the bare button; return seconds until the page showed Python's answer."""
        return self._click(".widget-toggle-button")["milliseconds"] / 1000

    def label(self) -> float:
        """Label the next sentence otherwise than before; return seconds until the page said "saved"."""
        markers = self.page.locator(".unspin-tagger .marker")
        count = markers.count()
        sentence, label = f"s{self.number % count + 1:02}", LABELS[self.number // count % len(LABELS)]
        markers.nth(self.number % count).click()
        self.number += 1
        answer = self._click(f".unspin-tagger button.label[data-label='{label}']")
        self._must_be_on_disk(sentence, label, before=answer["at"])
        return answer["milliseconds"] / 1000

    def _click(self, selector: str) -> dict[str, float]:
        self.page.wait_for_timeout(PAUSE)
        self.page.click(selector)
        return self.page.wait_for_function("() => window.measured", polling=20).json_value()

    def _must_be_on_disk(self, sentence: str, label: str, *, before: float) -> None:
        """Raise AssertionError unless the file holds the label and took its place `before` (ms since 1970)."""
        tags = json.loads(self.answers.read_bytes())["answers"][f"{ARTICLE}-labels"]["value"]
        assert tags[sentence]["label"] == label, f"{sentence} is {tags[sentence]} on disk, not {label}"
        late = self.answers.stat().st_ctime_ns / 1e6 - before
        assert late < 1, f"the file was put in its place {late:.1f} ms after the page said that {sentence} was saved"


if __name__ == "__main__":
    main()
