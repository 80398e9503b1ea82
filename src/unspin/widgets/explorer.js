// Controls above a figure: two sliders for its window, and a choice of axis. Python draws the figure below them.

export default () => ({
  initialize({ model }) {
    hearThoughLate(model);
  },
  render({ model, el }) {
    const name = `unspin-${Math.random().toString(36).slice(2)}`;
    const first = drawSlider("From the beginning of", model.get("begins"), () => look(first));
    const last = drawSlider("To the end of", model.get("ends"), () => look(last));
    const axes = model.get("axes").map((axis) => make("input", { type: "radio", name, value: axis, onchange: () => look(null) }));
    const rows = axes.map((input) => make("label", { class: "choice" }, input, make("span", { text: input.value })));
    const said = make("p", { class: "said", role: "status" });
    const box = make("div", { class: "unspin-box explorer", role: "group", tabindex: -1, "aria-label": "Window and axis of the figure below" },
      first.element, last.element,
      make("fieldset", {}, make("legend", { text: "Axis of registered cases" }), make("div", { class: "row" }, ...rows)), said);
    const asked = {}; // and not answered yet
    el.append(box);
    keepKeys(box);
    show();
    say();
    const deafen = listen(model, { "change:first": show, "change:last": show, "change:axis": show, "change:said": say });

    /** Ask for what the controls say now. A window that would end before it begins takes the other slider along. */
    function look(moved) {
      if (first.value() > last.value()) (moved === first ? last : first).show(moved.value());
      Object.assign(asked, { first: first.value(), last: last.value(), axis: axes.find((input) => input.checked).value });
      model.send({ type: "look", ...asked });
    }

    /** Show the window of Python, unless it answers an older question: the controls would jump back under the hand. */
    function show() {
      if (Object.entries(asked).some(([trait, value]) => model.get(trait) !== value)) return;
      Object.keys(asked).forEach((trait) => delete asked[trait]);
      first.show(model.get("first"));
      last.show(model.get("last"));
      axes.forEach((input) => (input.checked = input.value === model.get("axis")));
    }

    function say() {
      setText(said, model.get("said"));
    }

    return deafen;
  },
});

/** A slider whose steps are said in words: beside it, and to a screen reader. */
function drawSlider(label, steps, changed) {
  const input = make("input", { type: "range", min: 0, max: steps.length - 1, step: 1, oninput: draw, onchange: changed });
  const step = make("span", { class: "step", "aria-hidden": "true" });
  const element = make("label", { class: "slider" }, make("span", { text: label }), input, step);
  const value = () => Number(input.value);

  function draw() {
    setText(step, steps[value()]);
    setAttributes(input, { "aria-valuetext": steps[value()] });
  }

  function show(next) {
    input.value = next;
    draw();
  }

  return { element, value, show };
}
