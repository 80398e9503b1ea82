// The keys: one table says what each does, another one says it to the student.

/** Return what answers a key: it takes the event and returns whether the key meant something. */
function createKeys(state, act, parts) {
  const toLabels = () => parts.editor.focusFirst();
  const sideways = (event) => act.step(arrowStep(event));
  const onMarker = {
    ArrowDown: () => act.step(1), ArrowUp: () => act.step(-1), ArrowRight: sideways, ArrowLeft: sideways,
    Home: act.goToFirst, End: act.goToLast, Enter: toLabels, " ": toLabels, Delete: act.unlabel, Backspace: act.unlabel,
  };
  const anywhere = { Escape: () => (parts.editor.card.close(), act.focusSentence()) };
  for (const level of [0, 1, 2, 3, 4, 5]) anywhere[level] = () => act.confidence(level);
  const withControl = { z: (event) => (event.shiftKey ? act.redo() : act.undo()), y: act.redo };
  const goesOn = (event) => event.altKey || (event.shiftKey && event.key === "Enter") || event.target.closest("select, textarea, input");

  function byLetter(event) {
    const label = state.tagset.labels.find(({ key }) => key === event.key.toLowerCase());
    return label && (event.shiftKey ? () => parts.editor.card.toggle(label.id) : () => act.label(label.id));
  }

  function meaning(event) {
    if (event.ctrlKey || event.metaKey) return event.target.closest("textarea") ? null : withControl[event.key.toLowerCase()];
    if (goesOn(event)) return null;
    const onWord = parts.words?.meaning(event);
    return onWord || (event.target.closest(".marker") && onMarker[event.key]) || anywhere[event.key] || byLetter(event);
  }

  return (event) => {
    const does = meaning(event);
    does?.(event);
    return Boolean(does);
  };
}

/** The keys in words, for those who want to be fast. */
function drawKeys(state) {
  const letters = (labels) => labels.map(({ key, name }) => `${key.toUpperCase()} ${name}`).join(", ");
  const lines = [
    ["↑ ↓", "the sentence before, the next one"],
    [letters(state.tagset.labels), "give the label"],
    ["0 to 5", "say how sure you are"],
    ["Shift and a letter", "open or close the rule card of that label"],
    ["Enter", "go to the labels; Escape goes back to the sentence"],
    ["Delete", "take the label away"],
    ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
  ];
  const marking = [
    ["Tab", "go to the words of the sentence; ← → move, Shift and ← → choose several"],
    [letters(state.tagset.spans), "mark the chosen words"],
    ["Delete on a word", "take its mark away"],
  ];
  const said = state.marking ? [...lines, ...marking] : lines;
  return make("details", { class: "keys" }, make("summary", { text: "Keys" }),
    make("dl", {}, ...said.flatMap(([key, text]) => [make("dt", { text: key }), make("dd", { text })])));
}
