// The tagger: a bar, the article, and the editor of the current sentence. Everything it knows comes through the model.

export default () => {
  let state;
  return {
    initialize({ model }) {
      state = createState(model);
      return () => state.saver.stop();
    },
    render({ model, el }) {
      state ??= createState(model);
      return drawTagger(state, model, el);
    },
  };
};

function drawTagger(state, model, el) {
  const view = { alone: model.get("alone"), onlyUntagged: false, current: null };
  const act = {
    current: () => view.current,
    choose,
    showSentence: () => article.show(view.current),
    focusSentence: () => article.focus(view.current),
    step: (by) => step(by, true),
    label: (label) => unlessLocked(() => state.setTag(view.current, { ...state.tag(view.current), label })),
    confidence: (confidence) => giveConfidence(confidence),
    compare: (id) => (say(""), words?.clear(), state.setTag(id, { ...state.tag(id), compared: true })),
    giveReason: (id, reason) => state.setTag(id, { ...state.tag(id), reason }, { isTyping: true }),
    mark: (first, last, label) => unlessLocked(() => mark(first, last, label)),
    markChosen: (label) => words.markAs(label) || say("Choose the words first: drag over them, tap them, or use the arrow keys on them."),
    unmark: (gone) => unlessLocked(() => state.setMarks(view.current, state.marks(view.current).filter((one) => !same(one, gone)))),
    unmarkWord: (word) => unlessLocked(() => unmarkWord(word)),
    chosen: (text) => editor.marking.choose(text),
  };
  const article = drawArticle(state, act);
  const said = make("p", { class: "said", role: "alert", hidden: "" });
  const status = drawStatus(state.saver);
  const editor = drawEditor(state, act, status.element, said);
  const words = state.marking ? chooseWords(article, state, act) : null;
  const bar = drawBar(state, view, { setAlone, setOnlyUntagged, undo: () => goBack(state.undo()), redo: () => goBack(state.redo()) });
  const heard = make("div", { class: "unseen", role: "status" });
  const notice = make("p", { class: "notice", role: "alert" });
  const root = make("div", { class: "unspin-tagger", role: "group", lang: "en", dir: "ltr", tabindex: -1, "aria-label": `Tagger: ${state.article.title}` },
    bar.element, notice, article.element, drawKeys(state), heard, status.alarm);
  let wasSaved = true;

  function choose(id) {
    if (id === view.current) return;
    const takeFocus = article.hasFocus();
    view.current = id;
    article.choose(id, editor.element);
    editor.draw(id);
    words?.clear();
    say("");
    if (takeFocus) article.focus(id);
  }

  function order() {
    const ids = view.alone ? state.article.shuffled : state.article.sentences.map(({ id }) => id);
    return view.onlyUntagged ? ids.filter((id) => id === view.current || !state.tag(id)) : ids;
  }

  function step(by, keepFocus) {
    const ids = order();
    const next = ids[ids.indexOf(view.current) + by];
    if (!next) return say(by > 0 ? "This is the last one." : "This is the first one.");
    choose(next);
    if (!keepFocus) article.focus(next);
  }

  function goTo(id) {
    if (id) (choose(id), article.focus(id));
  }

  function goBack(id) {
    if (id && id !== view.current) choose(id);
  }

  function unlessLocked(change) {
    say("");
    if (!state.locked(view.current)) return change();
    say(`Sentence ${state.numberOf(view.current)} was compared with the key, so your answer stays as it was.`);
  }

  function giveConfidence(confidence) {
    if (!state.tag(view.current)) return say("Choose a label first; then say how sure you are.");
    unlessLocked(() => state.setTag(view.current, { ...state.tag(view.current), confidence }));
  }

  function mark(first, last, label) {
    const id = view.current;
    const offsets = pieceOffsets(state.sentence(id));
    const made = { start: offsets[2 * first + 1][0], end: offsets[2 * last + 1][1], label };
    if (state.marks(id).some((one) => same(one, made))) return say("These words are marked like that already.");
    if (state.marks(id).length >= state.tagset.mostSpans) return say(`A sentence can hold at most ${state.tagset.mostSpans} marks. Remove one first.`);
    state.setMarks(id, [...state.marks(id), made]);
  }

  function unmarkWord(word) {
    const [start] = pieceOffsets(state.sentence(view.current))[2 * word + 1];
    const gone = state.marks(view.current).findLast((one) => one.start <= start && start < one.end);
    if (gone) act.unmark(gone);
  }

  function setAlone(alone) {
    view.alone = alone;
    showView();
  }

  function setOnlyUntagged(only) {
    view.onlyUntagged = only;
    if (only && state.tag(view.current)) choose(order().find((id) => !state.tag(id)) ?? view.current);
    showView();
  }

  function showView() {
    root.classList.toggle("alone", view.alone);
    root.classList.toggle("only-untagged", view.onlyUntagged);
    bar.draw();
  }

  function say(text) {
    said.hidden = !text;
    setText(said, text);
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey) return pressWithControl(event);
    if (event.altKey || (event.shiftKey && event.key === "Enter") || event.target.closest("select, textarea, input")) return false;
    if (words?.press(event)) return true;
    return pressPlain(event);
  }

  function pressWithControl(event) {
    const key = event.key.toLowerCase();
    if (event.target.closest("textarea") || !["z", "y"].includes(key)) return false;
    goBack(key === "y" || event.shiftKey ? state.redo() : state.undo());
    return true;
  }

  function pressPlain(event) {
    const onMarker = event.target.closest(".marker");
    const sideways = () => step(arrowStep(event));
    const moves = { ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowRight: sideways, ArrowLeft: sideways,
      Home: () => goTo(order()[0]), End: () => goTo(order().at(-1)), Enter: () => editor.focusFirst(), " ": () => editor.focusFirst(),
      Delete: () => unlessLocked(() => state.tag(view.current) && state.setTag(view.current, null)) };
    moves.Backspace = moves.Delete;
    if (onMarker && moves[event.key]) return moves[event.key](), true;
    if (event.key === "Escape") return editor.card.close(), article.focus(view.current), true;
    if (/^[0-5]$/.test(event.key)) return giveConfidence(Number(event.key)), true;
    const label = state.tagset.labels.find(({ key }) => key === event.key.toLowerCase());
    if (!label) return false;
    if (event.shiftKey) editor.card.toggle(label.id);
    else act.label(label.id);
    return true;
  }

  keepKeys(root, press);

  const shown = {
    draw(id) {
      const focused = focusWithin(root)?.dataset.word;
      article.drawSentence(id);
      if (id === view.current) {
        editor.draw(id);
        words?.show();
        if (focused !== undefined) words?.focusWord(Number(focused));
      }
      bar.draw();
    },
    report() {
      status.draw();
      bar.draw();
      const isSaved = state.saver.status()[0] === "saved";
      if (isSaved && !wasSaved && state.lastChanged()) setText(heard, `${state.describe(state.lastChanged())}, saved`);
      wasSaved = isSaved;
    },
  };
  state.views.add(shown);

  function showNotice() {
    const late = state.overtaken.map((id) => `Sentence ${state.numberOf(id)}: a change from an earlier visit was not used, because something newer is saved.`);
    setText(notice, [model.get("notice"), ...late].filter(Boolean).join(" "));
    notice.hidden = !notice.textContent;
  }

  model.on("change:notice", showNotice);
  showNotice();
  choose(order().find((id) => !state.tag(id)) ?? order()[0]);
  showView();
  el.append(root);

  return () => {
    model.off("change:notice", showNotice);
    state.views.delete(shown);
  };
}

/** The bar: progress, the two ways to see the article, what is still open, undo and redo. */
function drawBar(state, view, act) {
  const count = make("span", { class: "count" });
  const meter = make("progress", { max: state.total, "aria-label": "Sentences labelled" });
  const toggle = (text, onclick) => make("button", { text, onclick });
  const one = toggle("One at a time", () => act.setAlone(true));
  const all = toggle("Whole article", () => act.setAlone(false));
  const open = toggle("Only without a label", () => act.setOnlyUntagged(!view.onlyUntagged));
  const undo = make("button", { text: "Undo", title: "Ctrl+Z", onclick: act.undo });
  const redo = make("button", { text: "Redo", title: "Ctrl+Shift+Z", onclick: act.redo });
  const element = make("div", { class: "bar" },
    make("div", { class: "row" }, meter, count),
    withArrowKeys(make("div", { class: "row", role: "group", "aria-label": "Undo and redo" }, undo, redo)),
    withArrowKeys(make("div", { class: "row", role: "group", "aria-label": "How to see the sentences" }, one, all, open)));

  function draw() {
    setText(count, `${state.tagged()} of ${state.total} labelled`);
    meter.value = state.tagged();
    setAttributes(one, { "aria-pressed": view.alone });
    setAttributes(all, { "aria-pressed": !view.alone });
    setAttributes(open, { "aria-pressed": view.onlyUntagged });
    setAttributes(undo, { "aria-disabled": state.canUndo() ? null : "true" });
    setAttributes(redo, { "aria-disabled": state.canRedo() ? null : "true" });
  }

  draw();
  return { element, draw };
}

/** The keys, for those who want to be fast. */
function drawKeys(state) {
  const letters = state.tagset.labels.map(({ key, name }) => `${key.toUpperCase()} ${name}`).join(", ");
  const lines = [
    ["↑ ↓", "the sentence before, the next one"],
    [letters, "give the label"],
    ["0 to 5", "say how sure you are"],
    ["Shift and a letter", "open or close the rule card of that label"],
    ["Enter", "go to the labels; Escape goes back to the sentence"],
    ["Delete", "take the label away"],
    ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
  ];
  if (state.marking) {
    const spans = state.tagset.spans.map(({ key, name }) => `${key.toUpperCase()} ${name}`).join(", ");
    lines.push(["Tab", "go to the words of the sentence; ← → move, Shift and ← → choose several"], [spans, "mark the chosen words"], ["Delete on a word", "take its mark away"]);
  }
  return make("details", { class: "keys" }, make("summary", { text: "Keys" }),
    make("dl", {}, ...lines.flatMap(([key, text]) => [make("dt", { text: key }), make("dd", { text })])));
}
