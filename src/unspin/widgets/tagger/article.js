// The article on the page: built once in its own layout; afterwards one sentence at a time is brought up to date.

const STRETCH = 40; // blocks that the browser lays out together, or leaves alone together while they are out of sight
const BLOCKS = { heading: "div", "list-label": "div", bullet: "li" };

/** Draw the article. Returns its element and what can be done with it; `act` holds what a sentence asks for. */
function drawArticle(state, act) {
  const prefix = `unspin-${Math.random().toString(36).slice(2)}`;
  const rows = new Map(); // sentence id -> { block, row, marker, text, given }
  const element = make("div", { class: "article", lang: state.article.language, dir: "auto" });
  const total = state.article.sentences.length;
  let current = null;

  for (const [number, sentences] of inBlocks(state.article.sentences).entries()) {
    if (number % STRETCH === 0) element.append(make("div", { class: "stretch" }));
    const stretch = element.lastElementChild;
    const kind = sentences[0].kind;
    const block = make(BLOCKS[kind] ?? "p", { class: `block ${kind}`, dir: "auto" });
    if (kind === "heading" || kind === "list-label") setAttributes(block, { role: "heading", "aria-level": 3 });
    for (const sentence of sentences) block.append(buildSentence(sentence, block), " ");
    if (kind === "bullet") lastList(stretch).append(block);
    else stretch.append(block);
  }

  function buildSentence(sentence, block) {
    const marker = make("button", { class: "marker", tabindex: -1, text: state.numberOf(sentence.id), "aria-expanded": "false" });
    const text = make("span", { class: "text", id: `${prefix}-${sentence.id}` });
    const given = make("span", { class: "given", "aria-hidden": "true" });
    const row = make("span", { class: "sentence", "data-id": sentence.id }, marker, text, " ", given);
    marker.setAttribute("aria-describedby", text.id);
    marker.addEventListener("focus", () => act.choose(sentence.id));
    rows.set(sentence.id, { block, row, marker, text, given });
    drawSentence(sentence.id);
    return row;
  }

  function drawSentence(id) {
    const { row, marker, text, given } = rows.get(id);
    const tag = state.tag(id);
    row.classList.toggle("tagged", Boolean(tag));
    setAttributes(given, { "data-label": tag?.label ?? null });
    paint(given, state.label(tag?.label));
    setText(given, tag ? `${tag.label}${dots(tag.confidence)}` : "");
    setAttributes(marker, { "aria-label": state.describe(id) });
    drawText(text, state, id, id === current && state.marking);
  }

  /** Make one sentence the current one: its editor stands below its block, its words can be chosen. */
  function choose(id, editor) {
    const before = current;
    current = id;
    if (before && before !== id) leave(before);
    const { block, row, marker } = rows.get(id);
    block.classList.add("current");
    row.classList.add("current");
    setAttributes(marker, { tabindex: 0, "aria-expanded": "true" });
    if (before !== id) drawSentence(id);
    const putBelow = () => (block.tagName === "LI" ? block.append(editor) : block.after(editor));
    keepPlace(marker, () => moveKeepingFocus(editor, putBelow));
  }

  function leave(id) {
    const { block, row, marker } = rows.get(id);
    block.classList.remove("current");
    row.classList.remove("current");
    setAttributes(marker, { tabindex: -1, "aria-expanded": "false" });
    drawSentence(id);
  }

  element.addEventListener("click", (event) => {
    const row = event.target.closest(".sentence");
    if (row && row.dataset.id !== current) focus(row.dataset.id);
  });

  function focus(id) {
    rows.get(id).marker.focus({ preventScroll: true });
    rows.get(id).marker.scrollIntoView({ block: "nearest" });
  }

  function show(id) {
    rows.get(id).row.scrollIntoView({ block: "nearest" });
  }

  return {
    element,
    choose,
    drawSentence,
    focus,
    show,
    hasFocus: () => Boolean(focusWithin(element)?.closest(".sentence")),
    text: (id) => rows.get(id).text,
    total,
  };
}

/** Show a sentence with its marks; each word on its own when words can be chosen. */
function drawText(element, state, id, choosable) {
  const sentence = state.sentence(id);
  const offsets = pieceOffsets(sentence);
  const lanes = inLanes(state.marks(id));
  const parts = sentence.pieces.map((piece, index) => {
    const [start, end] = offsets[index];
    const here = lanes.filter((mark) => mark.start < end && start < mark.end);
    const isWord = index % 2 === 1;
    if (!here.length && !(choosable && isWord)) return piece;
    const part = make("span", { class: isWord ? "word" : "gap" });
    if (choosable && isWord) {
      setAttributes(part, { role: "option", "aria-selected": "false", tabindex: -1, "data-word": (index - 1) / 2 });
      part.dataset.lmSuppressShortcuts = "true";
    }
    for (const mark of here) {
      if (mark.start === start) part.append(make("span", { class: "mark-name", "data-name": mark.label, "aria-hidden": "true" }));
      part.append(makeLine(mark, state.span(mark.label)));
    }
    part.append(piece);
    return part;
  });
  element.replaceChildren(...parts);
  element.style.setProperty("--lanes", Math.max(0, ...lanes.map(({ lane }) => lane + 1)));
  const box = choosable ? { role: "listbox", "aria-multiselectable": "true", "aria-label": "Words to mark" } : {};
  setAttributes(element, { role: null, "aria-multiselectable": null, "aria-label": null, ...box });
  const first = choosable && element.querySelector(".word[role]");
  if (first) first.tabIndex = 0;
}

function makeLine(mark, label) {
  const line = paint(make("span", { class: "line", "data-span": mark.label, "aria-hidden": "true" }), label);
  line.style.setProperty("--lane", mark.lane);
  return line;
}

/** Give an element the colour, and a line its style, by which a label is seen beside its name. */
function paint(element, label) {
  element.style.setProperty("--hue", label?.colour ?? "");
  element.style.setProperty("--line", label?.line ?? "");
  return element;
}

/** [start, end) of each piece of a sentence in code points: the offsets of the answers file. */
function pieceOffsets(sentence) {
  let start = 0;
  return sentence.pieces.map((piece) => {
    const end = start + [...piece].length;
    const offsets = [start, end];
    start = end;
    return offsets;
  });
}

/** Give marks that overlap different lanes, so that each keeps a line of its own. */
function inLanes(marks) {
  const ends = [];
  return [...marks]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .map((mark) => {
      let lane = ends.findIndex((end) => end <= mark.start);
      if (lane < 0) lane = ends.length;
      ends[lane] = mark.end;
      return { ...mark, lane };
    });
}

function inBlocks(sentences) {
  const blocks = [];
  for (const sentence of sentences) {
    const last = blocks.at(-1)?.at(-1);
    if (last && last.paragraph === sentence.paragraph && last.kind === sentence.kind) blocks.at(-1).push(sentence);
    else blocks.push([sentence]);
  }
  return blocks;
}

function lastList(element) {
  if (element.lastElementChild?.tagName !== "UL") element.append(make("ul"));
  return element.lastElementChild;
}

function dots(confidence) {
  return confidence === undefined || confidence === null ? "" : ` ${"●".repeat(confidence)}${"○".repeat(5 - confidence)}`;
}
