// The way through the sentences: which one is current, which comes next, and which are seen beside it.

/** `parts` are the article, the editor and the words, once they are drawn; `say(text)` tells the student why not. */
function createSteps(state, alone, parts, say) {
  const view = { alone, onlyUntagged: false, current: null };
  const untagged = () => order().find((id) => !state.tag(id));

  function order() {
    const ids = view.alone ? state.article.shuffled : state.article.sentences.map(({ id }) => id);
    return view.onlyUntagged ? ids.filter((id) => id === view.current || !state.tag(id)) : ids;
  }

  function choose(id) {
    if (!id || id === view.current) return;
    const takeFocus = parts.article.hasFocus();
    view.current = id;
    parts.article.choose(id, parts.editor.element);
    parts.editor.draw(id);
    parts.words?.clear();
    say("");
    if (takeFocus) parts.article.focus(id);
  }

  function step(by, { keepFocus = false } = {}) {
    const ids = order();
    const next = ids[ids.indexOf(view.current) + by];
    if (!next) return say(by > 0 ? "This is the last one." : "This is the first one.");
    choose(next);
    if (!keepFocus) parts.article.focus(next);
  }

  function goTo(id) {
    choose(id);
    parts.article.focus(id);
  }

  function setAlone(wanted) {
    view.alone = wanted;
    parts.showView(view);
  }

  function toggleOnlyUntagged() {
    view.onlyUntagged = !view.onlyUntagged;
    if (view.onlyUntagged && state.tag(view.current)) choose(untagged());
    parts.showView(view);
  }

  return {
    view, choose, step, setAlone, toggleOnlyUntagged,
    current: () => view.current,
    begin: () => choose(untagged() ?? order()[0]),
    goToFirst: () => goTo(order()[0]),
    goToLast: () => goTo(order().at(-1)),
    showSentence: () => parts.article.show(view.current),
    focusSentence: () => parts.article.focus(view.current),
    undo: () => choose(state.undo()),
    redo: () => choose(state.redo()),
  };
}
