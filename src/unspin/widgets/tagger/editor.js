// The editor of the current sentence: its label, how sure the student is, the rule cards, marks and the comparison.

/** Draw the editor. `act` holds what it asks for; `status` and `said` stand in it; draw(id) brings it to a sentence. */
function drawEditor(state, act, status, said) {
  const title = make("strong", { class: "title" });
  const labels = state.tagset.labels.map((label) =>
    paint(make("button", { class: "label", "data-label": label.id, title: label.definition, "aria-keyshortcuts": label.key, onclick: () => act.label(label.id) },
      makeKey(label.key), label.name), label));
  const cards = state.tagset.labels.map((label) =>
    make("button", { class: "card-button", text: "?", "aria-label": `Rule card: ${label.name}`, title: `Rule card: ${label.name}`, "aria-expanded": "false", onclick: () => card.toggle(label.id) }));
  const labelRow = make("div", { class: "row", role: "group", "aria-label": "Label" },
    ...labels.map((button, index) => make("span", { class: "pair" }, button, cards[index])));
  const sure = [0, 1, 2, 3, 4, 5].map((level) => make("button", { class: "sure", text: level, "aria-label": `Confidence ${level} of 5`, onclick: () => act.confidence(level) }));
  const sureRow = withArrowKeys(make("div", { class: "row sure-row", role: "group", "aria-label": "How sure are you? 0 means a guess, 5 means certain." }, ...sure));
  const card = drawCard(state, act, cards);
  const marking = drawMarking(state, act);
  const compare = drawCompare(state, act);
  const element = make("div", { class: "editor", role: "group", lang: "en", dir: "ltr" },
    make("div", { class: "row between" },
      make("button", { class: "step", "aria-label": "Previous", onclick: () => act.step(-1, { keepFocus: true }) }, "‹", make("span", { text: " Previous" })), title, status,
      make("button", { class: "step", "aria-label": "Next", onclick: () => act.step(1, { keepFocus: true }) }, make("span", { text: "Next " }), "›")),
    said,
    withArrowKeys(labelRow),
    card.element,
    make("div", { class: "row how-sure" }, make("span", { class: "ask", text: "How sure? ", "aria-hidden": "true" }), sureRow,
      make("span", { class: "hint", text: "0 a guess, 5 certain", "aria-hidden": "true" })),
    state.marking ? marking.element : null,
    compare.element);

  function draw(id) {
    const tag = state.tag(id);
    const locked = state.locked(id) ? "true" : null;
    setText(title, `Sentence ${state.numberOf(id)} of ${state.last}`);
    setAttributes(element, { "aria-label": title.textContent });
    labels.forEach((button) => setAttributes(button, { "aria-pressed": button.dataset.label === tag?.label, "aria-disabled": locked }));
    sure.forEach((button, level) => setAttributes(button, { "aria-pressed": tag?.confidence === level, "aria-disabled": locked ?? (tag ? null : "true") }));
    if (state.marking) marking.draw(id);
    compare.draw(id);
  }

  return { element, draw, card, marking, focusFirst: () => labels[0].focus() };
}

/** The rule card of one label, on the same screen as the sentence. `buttons` open and close it, one a label. */
function drawCard(state, act, buttons) {
  const element = make("section", { class: "card", hidden: "", "aria-live": "polite" });
  let shown = null;

  function toggle(id) {
    const wasInside = focusWithin(element);
    shown = shown === id ? null : id;
    element.hidden = !shown;
    state.tagset.labels.forEach((label, index) => setAttributes(buttons[index], { "aria-expanded": label.id === shown }));
    if (shown) draw(state.tagset.labels.find((label) => label.id === id));
    if (wasInside) buttons[state.tagset.labels.findIndex((label) => label.id === id)].focus();
  }

  function draw(label) {
    const lines = [
      ["What it is", label.definition],
      ["How to decide", label.rule],
      ["Example", label.example],
      ["Looks like it, but is not", `${label.not_this} → ${label.not_this_label}`],
      ...label.rules.map((rule) => [`Rule ${rule}`, state.tagset.rules[rule]]),
    ];
    element.replaceChildren(
      make("div", { class: "row between" }, make("p", { class: "title", text: label.id }), make("button", { text: "Close", onclick: () => toggle(label.id) })),
      make("dl", {}, ...lines.flatMap(([name, text]) => [make("dt", { text: name }), make("dd", { text })])));
    setAttributes(element, { "aria-label": `Rule card: ${label.name}` });
    element.scrollIntoView({ block: "nearest" });
    act.showSentence();
  }

  return { element, toggle, close: () => shown && toggle(shown) };
}
