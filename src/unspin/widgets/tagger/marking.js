// Marking the chosen words: a row of span labels, the marks of the sentence, and a plain form.

const HOW_TO_CHOOSE = {
  finger: "Tap the first word and the last word of what you want to mark.",
  mouse: "Drag over words in the sentence, or use the arrow keys on them.",
};

/** Draw what is below the sentence; draw(id) brings it up to date, choose(words) says which words are chosen. */
function drawMarking(state, act) {
  const language = { lang: state.article.language, dir: "auto" };
  const chosen = make("p", { class: "chosen" });
  const buttons = state.tagset.spans.map((label) =>
    paint(make("button", { class: "span-label", "data-span": label.id, title: label.definition, onclick: () => act.markChosen(label.id) },
      makeKey(label.key), label.name), label));
  const row = withArrowKeys(make("div", { class: "row", role: "group", "aria-label": "Mark the chosen words as" }, ...buttons));
  const list = make("ul", { class: "marks", "aria-label": "Marks in this sentence" });
  const form = drawMarkForm(state, act);
  const element = make("section", { class: "marking", "aria-label": "Mark words" }, chosen, row, list, form.element);
  let drawn = {};

  /** Bring the form and the list up to date. What has not changed stays as it is: somebody may be using it. */
  function draw(id) {
    const now = { id, marks: state.marks(id), locked: state.locked(id) };
    if (drawn.id !== id) form.draw(id);
    if (!same(drawn, now)) drawList(now);
    drawn = now;
  }

  function drawList({ id, marks, locked }) {
    const place = [...list.querySelectorAll("button")].indexOf(focusWithin(list));
    const rows = marks.map((mark) => {
      const words = wordsIn(state.sentence(id), mark);
      const remove = make("button", { text: "Remove", "aria-label": `Remove ${mark.label} “${words}”`, onclick: () => act.unmark(mark) });
      return make("li", {}, make("strong", { text: mark.label }), " “", make("span", { ...language, text: words }), "” ", locked ? null : remove);
    });
    list.replaceChildren(...rows);
    element.classList.toggle("locked", locked);
    const left = [...list.querySelectorAll("button")];
    if (place >= 0) (left[Math.min(place, left.length - 1)] ?? row.querySelector("[tabindex='0']")).focus();
  }

  function choose(words) {
    if (words) chosen.replaceChildren("Chosen: “", make("span", { ...language, text: words }), "”. Now say what it is:");
    else setText(chosen, `${HOW_TO_CHOOSE[matchMedia("(pointer: coarse)").matches ? "finger" : "mouse"]} Then say what they are:`);
    buttons.forEach((button) => setAttributes(button, { "aria-disabled": words ? null : "true" }));
  }

  choose("");
  return { element, draw, choose };
}

/** The form for those who cannot or will not drag. */
function drawMarkForm(state, act) {
  const [from, to, label] = ["From word", "to word", "as"].map((name) => make("select", { "aria-label": name }));
  label.append(...state.tagset.spans.map(({ id, name }) => make("option", { value: id, text: name })));
  const fields = [["From word", from], ["to word", to], ["as", label]].map(([name, select]) =>
    make("span", { class: "field" }, make("span", { text: name, "aria-hidden": "true" }), select));
  const element = make("details", { class: "form" }, make("summary", { text: "Mark with a form" }),
    make("div", { class: "row" }, ...fields, make("button", { text: "Mark", onclick: mark })));
  let current = null;
  element.addEventListener("toggle", () => draw(current));

  function mark() {
    const [first, last] = [Number(from.value), Number(to.value)].sort((a, b) => a - b);
    act.mark(first, last, label.value);
  }

  function draw(id) {
    current = id;
    if (!element.open) return; // it is drawn when it is opened
    for (const select of [from, to]) {
      const words = wordsOf(state.sentence(id));
      select.replaceChildren(...words.map((word, index) => make("option", { value: index, text: `${index + 1} ${word}` })));
    }
  }

  return { element, draw };
}
