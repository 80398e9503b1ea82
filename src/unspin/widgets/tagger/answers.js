// What can be answered for the current sentence, by a button, a key or a form; and why it cannot, where it cannot.

function createAnswers(state, steps, parts, say) {
  const tag = () => state.tag(steps.current());
  const marks = () => state.marks(steps.current());
  const setTag = (change, how) => state.setTag(steps.current(), change && { ...tag(), ...change }, how);
  const setMarks = (wanted) => state.setMarks(steps.current(), wanted);

  function unlessLocked(change) {
    say("");
    if (!state.locked(steps.current())) return change();
    say(`Sentence ${state.numberOf(steps.current())} was compared with the key, so your answer stays as it was.`);
  }

  function giveConfidence(confidence) {
    if (!tag()) return say("Choose a label first; then say how sure you are.");
    unlessLocked(() => setTag({ confidence }));
  }

  function compare(id) {
    say("");
    parts.words?.clear();
    state.setTag(id, { ...state.tag(id), compared: true });
  }

  function mark(first, last, label) {
    const offsets = pieceOffsets(state.sentence(steps.current()));
    const made = { start: offsets[2 * first + 1][0], end: offsets[2 * last + 1][1], label };
    if (marks().some((one) => same(one, made))) return say("These words are marked like that already.");
    if (marks().length >= state.tagset.mostSpans) return say(`A sentence can hold at most ${state.tagset.mostSpans} marks. Remove one first.`);
    setMarks([...marks(), made]);
  }

  function markChosen(label) {
    if (!parts.words.markAs(label)) say("Choose the words first: drag over them, tap them, or use the arrow keys on them.");
  }

  function unmark(gone) {
    unlessLocked(() => setMarks(marks().filter((one) => !same(one, gone))));
  }

  function unmarkWord(word) {
    const [start] = pieceOffsets(state.sentence(steps.current()))[2 * word + 1];
    const gone = marks().findLast((one) => one.start <= start && start < one.end);
    unlessLocked(() => gone && unmark(gone));
  }

  return {
    compare, markChosen, unmark, unmarkWord,
    confidence: giveConfidence,
    label: (label) => unlessLocked(() => setTag({ label })),
    unlabel: () => unlessLocked(() => tag() && setTag(null)),
    giveReason: (id, reason) => state.setTag(id, { ...state.tag(id), reason }, { isTyping: true }),
    mark: (first, last, label) => unlessLocked(() => mark(first, last, label)),
    chosen: (text) => parts.editor.marking.choose(text),
  };
}
