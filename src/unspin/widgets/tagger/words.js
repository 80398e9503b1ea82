// Marking words: by dragging, by tapping, by keyboard word by word, or with a plain form. Marks snap to whole words.

const LEAST_DRAG = 4; // pixels; less is a click
const HOW_TO_CHOOSE = {
  finger: "Tap the first word and the last word of what you want to mark.",
  mouse: "Drag over words in the sentence, or use the arrow keys on them.",
};

/** Let the words of the current sentence be chosen; `act.mark(first, last, label)` counts words from 0, last included. */
function chooseWords(article, state, act) {
  let chosen = null; // { id, anchor, last } in words
  let dragging = null; // { id, x, y }: the sentence and the place where a drag began
  let touched = false;

  function show() {
    const text = article.text(act.current());
    const [first, last] = range();
    for (const word of text.querySelectorAll(".word[role]")) {
      const inside = Number(word.dataset.word) >= first && Number(word.dataset.word) <= last;
      setAttributes(word, { "aria-selected": inside });
    }
    act.chosen(chosen ? wordsOf(state.sentence(chosen.id)).slice(first, last + 1).join(" ") : "");
  }

  function range() {
    if (!chosen || chosen.id !== act.current()) return [Infinity, -1];
    return [Math.min(chosen.anchor, chosen.last), Math.max(chosen.anchor, chosen.last)];
  }

  function clear() {
    chosen = null;
    if (act.current()) show();
  }

  function select(word, extend) {
    const id = act.current();
    chosen = extend && chosen?.id === id ? { ...chosen, last: word } : { id, anchor: word, last: word };
    show();
  }

  function focusWord(index) {
    const words = [...article.text(act.current()).querySelectorAll(".word[role]")];
    const word = words[Math.max(0, Math.min(index, words.length - 1))];
    words.forEach((other) => setAttributes(other, { tabindex: other === word ? 0 : -1 }));
    word?.focus();
  }

  function wordAt(event) {
    return event.target.closest?.(".word[role]") ?? null;
  }

  article.element.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (touched || event.button !== 0) return;
    const row = event.target.closest(".text")?.parentElement;
    dragging = row ? { id: row.dataset.id, x: event.clientX, y: event.clientY } : null;
    const word = wordAt(event);
    if (!word) return;
    select(Number(word.dataset.word), event.shiftKey);
    focusWord(Number(word.dataset.word));
    event.preventDefault();
  });
  article.element.addEventListener("pointermove", (event) => {
    const under = dragging?.id === act.current() && wordAt(event);
    if (under && Number(under.dataset.word) !== chosen?.last) select(Number(under.dataset.word), true);
  });
  article.element.addEventListener("pointerup", (event) => {
    const moved = dragging && Math.hypot(event.clientX - dragging.x, event.clientY - dragging.y) > LEAST_DRAG;
    if (moved && dragging.id !== act.current()) takeUp(dragging, event);
    dragging = null;
  });
  for (const end of ["pointerleave", "pointercancel"]) {
    article.element.addEventListener(end, () => (dragging = null));
  }
  article.element.addEventListener("click", (event) => {
    const word = touched && wordAt(event);
    if (word) select(Number(word.dataset.word), chosen?.anchor === chosen?.last);
  });

  /** Choose the words between the two ends of a drag over a sentence that was not the current one. */
  function takeUp({ id, x, y }, event) {
    const [first, last] = wordsUnder(rangeBetween(caretAt(x, y), caretAt(event.clientX, event.clientY)), article.text(id), state.sentence(id));
    document.getSelection().removeAllRanges();
    act.choose(id);
    if (first < 0) return article.focus(id);
    select(first, false);
    select(last, true);
    focusWord(last);
  }

  /** Answer a key pressed on a word. Returns whether it meant something here. */
  function press(event) {
    const word = wordAt(event);
    if (!word) return false;
    const here = Number(word.dataset.word);
    const last = wordsOf(state.sentence(act.current())).length - 1;
    const along = here + arrowStep(event);
    const steps = { ArrowRight: along, ArrowLeft: along, Home: 0, End: last };
    if (event.key in steps) {
      const next = Math.max(0, Math.min(steps[event.key], last));
      if (event.shiftKey && !chosen) select(here, false);
      select(next, event.shiftKey);
      focusWord(next);
      return true;
    }
    if (event.key === " " || event.key === "Enter") select(here, event.shiftKey);
    else if (event.key === "Delete" || event.key === "Backspace") act.unmarkWord(here);
    else {
      const label = !event.shiftKey && state.tagset.spans.find(({ key }) => key === event.key.toLowerCase());
      if (!label) return false;
      if (!chosen) select(here, false);
      markAs(label.id);
    }
    return true;
  }

  function markAs(label) {
    const [first, last] = range();
    if (last < 0) return false;
    act.mark(first, last, label);
    chosen = null;
    show();
    return true;
  }

  return { press, clear, markAs, focusWord, show };
}

/** Where a letter would go that is typed at a place on the screen: [node, offset]. */
function caretAt(x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  if (caret) return [caret.offsetNode, caret.offset];
  const range = document.caretRangeFromPoint(x, y);
  return [range.startContainer, range.startOffset];
}

function rangeBetween(one, other) {
  const range = document.createRange();
  range.setStart(...one);
  range.setEnd(...other);
  if (range.collapsed) range.setEnd(...one); // the other was before it
  return range;
}

/** The first and the last word that a range of the page touches in the text of a sentence; [-1, -1] for none. */
function wordsUnder(range, element, sentence) {
  const lengthTo = (container, offset) => {
    const before = document.createRange();
    before.selectNodeContents(element);
    before.setEnd(container, offset);
    return before.toString().length;
  };
  const start = lengthTo(range.startContainer, range.startOffset);
  const end = lengthTo(range.endContainer, range.endOffset);
  let length = 0;
  const touched = sentence.pieces.flatMap((piece, index) => {
    const from = length;
    length += piece.length;
    return index % 2 === 1 && from < end && start < length ? [(index - 1) / 2] : [];
  });
  return [touched.at(0) ?? -1, touched.at(-1) ?? -1];
}

/** The row of span labels, the list of marks, and the form for those who cannot or will not drag. */
function drawMarking(state, act) {
  const language = { lang: state.article.language, dir: "auto" };
  const chosen = make("p", { class: "chosen" });
  const buttons = state.tagset.spans.map((label) =>
    make("button", { class: "span-label", "data-span": label.id, title: label.definition, onclick: () => act.markChosen(label.id) },
      makeKey(label.key), label.name));
  const row = withArrowKeys(make("div", { class: "row", role: "group", "aria-label": "Mark the chosen words as" }, ...buttons));
  const list = make("ul", { class: "marks", "aria-label": "Marks in this sentence" });
  const [from, to, label] = ["From word", "to word", "as"].map((name) => make("select", { "aria-label": name }));
  label.append(...state.tagset.spans.map(({ id, name }) => make("option", { value: id, text: name })));
  const form = make("details", { class: "form" }, make("summary", { text: "Mark with a form" }),
    make("div", { class: "row" }, ...[["From word", from], ["to word", to], ["as", label]].map(([name, select]) =>
      make("span", { class: "field" }, make("span", { text: name, "aria-hidden": "true" }), select)),
      make("button", { text: "Mark", onclick: markFromForm })));
  const element = make("section", { class: "marking", "aria-label": "Mark words" }, chosen, row, list, form);
  let drawn = {};
  form.addEventListener("toggle", () => drawForm(drawn.id));

  function markFromForm() {
    const [first, last] = [Number(from.value), Number(to.value)].sort((a, b) => a - b);
    act.mark(first, last, label.value);
  }

  /** Bring the form and the list up to date. What has not changed stays as it is: somebody may be using it. */
  function draw(id) {
    const now = { id, marks: state.marks(id), locked: state.locked(id) };
    if (drawn.id !== id) drawForm(id);
    if (!same(drawn, now)) drawList(now);
    drawn = now;
  }

  function drawForm(id) {
    if (!form.open) return; // it is drawn when it is opened
    for (const select of [from, to]) {
      const words = wordsOf(state.sentence(id));
      select.replaceChildren(...words.map((word, index) => make("option", { value: index, text: `${index + 1} ${word}` })));
    }
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

function wordsOf(sentence) {
  return sentence.pieces.filter((_, index) => index % 2 === 1);
}

function wordsIn(sentence, mark) {
  const points = [...sentence.pieces.join("")];
  return points.slice(mark.start, mark.end).join("");
}
