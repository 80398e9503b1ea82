// The bar over the article: progress, the two ways to see the article, what is still open, undo and redo.

function drawBar(state, act) {
  const count = make("span", { class: "count" });
  const meter = make("progress", { max: state.total, "aria-label": "Sentences labelled" });
  const toggle = (text, onclick) => make("button", { text, onclick });
  const one = toggle("One at a time", () => act.setAlone(true));
  const all = toggle("Whole article", () => act.setAlone(false));
  const open = toggle("Only without a label", act.toggleOnlyUntagged);
  const undo = make("button", { text: "Undo", title: "Ctrl+Z", onclick: act.undo });
  const redo = make("button", { text: "Redo", title: "Ctrl+Shift+Z", onclick: act.redo });
  const element = make("div", { class: "bar" },
    make("div", { class: "row" }, meter, count),
    withArrowKeys(make("div", { class: "row", role: "group", "aria-label": "Undo and redo" }, undo, redo)),
    withArrowKeys(make("div", { class: "row", role: "group", "aria-label": "How to see the sentences" }, one, all, open)));

  function draw() {
    setText(count, `${state.tagged()} of ${state.total} labelled`);
    meter.value = state.tagged();
    setAttributes(one, { "aria-pressed": act.view.alone });
    setAttributes(all, { "aria-pressed": !act.view.alone });
    setAttributes(open, { "aria-pressed": act.view.onlyUntagged });
    setAttributes(undo, { "aria-disabled": state.canUndo() ? null : "true" });
    setAttributes(redo, { "aria-disabled": state.canRedo() ? null : "true" });
  }

  draw();
  return { element, draw };
}
