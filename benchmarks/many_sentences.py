"""The tagger with 21, 500 and 5,000 sentences: until it is painted, from a key press to the answer, and until saved.

The article is the real one, over and over, with every sentence labelled. A key press is timed inside the page: from the
time stamp of the keydown event, over the label (or the next sentence) being shown, to the end of the next frame, so one
frame of waiting (up to 17 ms) is part of it. Pages without a kernel first, then 5,000 sentences in a real JupyterLab.
"""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import measure

from unspin.answers.file import AnswersFile
from unspin.answers.schema import Answers, LabelsAnswer, Tag, with_answer, with_article
from unspin.text import library
from unspin.text.article import Article
from unspin.widgets.tagger.tagger import Tagger

SIZES = (21, 500, 5000)
KEYS = 20  # presses of each kind in one opening of a page
SAVES = 10
MOST_SECONDS = 0.050
ARTICLE = "icpa-withdrawal"
LETTERS = {"c": "CLAIM", "r": "REPORTED", "v": "VIEW", "g": "GUESS", "m": "MIXED"}  # "n" is given to all before
VIEWS = {"one at a time": True, "whole article": False}

CELL = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from many_sentences import make_tagger
display(make_tagger({max(SIZES)}, Path("many.json"), alone=False))
"""

WATCH = """() => {
  const { port1, port2 } = new MessageChannel();
  let answer;
  port1.onmessage = () => { window.measured = { ...answer, milliseconds: performance.now() - answer.pressed }; };
  window.addEventListener("keydown", (event) => {
    window.measured = null;
    requestAnimationFrame(() => {
      const row = document.querySelector(".sentence.current");
      answer = { pressed: event.timeStamp, id: row.dataset.id, label: row.querySelector(".given").dataset.label };
      port2.postMessage("after this frame");
    });
  }, true);
}"""
JUMP = """(number) => {
  const markers = document.querySelectorAll(".unspin-tagger .marker");
  markers[number % (markers.length - 1)].focus(); // never the last one, which no sentence follows
}"""


def main() -> None:
    runs = measure.command_line(__doc__, runs=6).parse_args().runs
    pages = Pages()
    with tempfile.TemporaryDirectory() as folder, measure.browser_page() as page:
        openings = {
            f"{size}, {view}": lambda size=size, view=view: pages.measure(page, Path(folder), size, view)
            for size in SIZES
            for view in VIEWS
        }
        painted = measure.in_turn(runs, openings)
        saved = measure_saving(runs, Path(folder))
    in_lab = measure_jupyterlab(runs)
    base = f"{SIZES[0]}, whole article"
    measure.print_table("From the start of drawing to the first paint", painted, base=base)
    measure.print_table("From a key press to the painted answer", pages.presses, base=f"{base}, label")
    measure.print_table(f"The same in JupyterLab, {max(SIZES)} sentences, whole article", in_lab)
    measure.print_table("Python saves one change", saved, base=f"{SIZES[0]} labels in the file")
    slowest = max(measure.p95(values) for name, values in pages.presses.items() if name.startswith(str(max(SIZES))))
    measure.print_goal("p95 of key presses at 5,000 sentences", slowest * 1000, MOST_SECONDS * 1000, unit=" ms")
    slowest = max(map(measure.p95, in_lab.values()))
    measure.print_goal("the same in JupyterLab", slowest * 1000, MOST_SECONDS * 1000, unit=" ms")
    measure.print_machine()


class Pages:
    """Pages with one tagger, and the key presses that were measured on them."""

    def __init__(self) -> None:
        self.presses: dict[str, list[float]] = {}

    def measure(self, page, folder: Path, size: int, view: str) -> float:
        """Open a page, press keys on it; return seconds until the tagger was painted."""
        from widget_page import write_page

        tagger = make_tagger(size, folder / f"{size}.json", alone=VIEWS[view])
        page.goto(write_page(tagger, folder / "page.html"))
        painted = page.wait_for_function("() => window.painted").json_value()
        for kind, values in press_keys(page, KEYS, jump=view == "whole article").items():
            self.presses.setdefault(f"{size}, {view}, {kind}", []).extend(values)
        return painted / 1000


def press_keys(page, count: int, *, jump: bool) -> dict[str, list[float]]:
    """Label `count` sentences and go on from each; return seconds from key to paint. `jump`: all over the article."""
    page.evaluate(WATCH)
    page.focus(".sentence.current .marker")
    presses: dict[str, list[float]] = {"label": [], "next sentence": []}
    for number in range(count):
        if jump:
            page.evaluate(JUMP, number * 577)
        letter = list(LETTERS)[number % len(LETTERS)]
        labelled = press(page, letter)
        assert labelled["label"] == LETTERS[letter], f"{letter!r} was pressed, but the page shows {labelled}"
        moved = press(page, "ArrowDown")
        assert moved["id"] != labelled["id"], f"an arrow was pressed, but the page still shows {moved}"
        presses["label"].append(labelled["milliseconds"] / 1000)
        presses["next sentence"].append(moved["milliseconds"] / 1000)
    return presses


def press(page, key: str) -> dict:
    """Press a key once the page has come to rest; return what was shown and after how many milliseconds."""
    page.wait_for_timeout(50)
    page.keyboard.press(key)
    return page.wait_for_function("() => window.measured", polling=20).json_value()


def measure_jupyterlab(runs: int) -> dict[str, list[float]]:
    """Press keys in a real JupyterLab, with JupyterLab around the tagger and Python behind it."""
    with measure.notebook_page(CELL) as (page, _):
        page.wait_for_selector(".unspin-tagger .sentence.current", timeout=120_000)
        page.wait_for_timeout(3000)
        presses = press_keys(page, runs * KEYS, jump=True)
        page.wait_for_selector(".unspin-tagger .status[data-state='saved']")
        return presses


def measure_saving(runs: int, folder: Path) -> dict[str, list[float]]:
    """Change one label of a full answers file, beside only writing as many bytes to the disk."""
    ways = {}
    for size in SIZES:
        path = folder / f"{size}-saving.json"
        tagger = make_tagger(size, path, alone=False)
        ways[f"{size} labels in the file"] = lambda tagger=tagger: measure.seconds(lambda: change_label(tagger))
        ways[f"{size}, only write, fsync and rename"] = lambda path=path: measure.seconds(lambda: write_again(path))
    return measure.in_turn(runs * SAVES, ways)


def change_label(tagger: Tagger) -> None:
    """Save another label than the last one, as a message from the browser does."""
    label = "VIEW" if tagger.labels["s01"]["label"] == "CLAIM" else "CLAIM"
    tagger.save({f"{ARTICLE}-labels/s01": {"label": label}})


def write_again(path: Path) -> None:
    """Write the bytes of a file beside it, to the disk, and take its place."""
    data, beside = path.read_bytes(), path.with_suffix(".tmp")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def make_tagger(size: int, path: Path, *, alone: bool) -> Tagger:
    """Return a tagger for an article of `size` sentences, all labelled in the answers file at `path`."""
    article = make_article(size)
    labels = LabelsAnswer({sentence.id: Tag("NONE") for sentence in article.sentences})
    file = AnswersFile(path, measure.LESSON)

    def fill(answers: Answers) -> Answers:
        return with_answer(with_article(answers, article.id, article.fingerprint), f"{ARTICLE}-labels", labels)

    file.edit(fill)
    return Tagger(article, library.tagset(), file, alone=alone, marking=True, comparing=True)


def make_article(size: int) -> Article:
    """Return the real article, repeated until it has `size` sentences; without its key."""
    real = library.article(ARTICLE)
    sentences = []
    for number in range(size):
        again, index = divmod(number, len(real.sentences))
        sentence = real.sentences[index]
        sentences.append(
            replace(sentence, id=f"s{number + 1:02}", paragraph=sentence.paragraph + again * len(real.sentences))
        )
    text = "\n".join(sentence.text for sentence in sentences)
    return replace(real, text=text, sentences=tuple(sentences), key=None)


if __name__ == "__main__":
    main()
