// An open question: a box for the student's own words, or a few choices. Saved while typing, with a short pause.

const READ_OUT_AFTER = 2000; // milliseconds without a key before the count of words is read out

export default () => ({
  initialize({ model }) {
    hearThoughLate(model);
  },
  render({ model, el }) {
    const unit = model.get("place").split("#").at(-1);
    const prompt = `unspin-${Math.random().toString(36).slice(2)}`;
    let value = model.get("held").value;
    let onDisk = value;
    const saver = createSaver(model, {
      current: () => onDisk,
      accept: (changes) => unit in changes && show((onDisk = changes[unit])),
      restore: (_, kept) => show(kept ?? ""),
      report: () => status.draw(),
    });
    const status = drawStatus(saver);
    const counter = drawCounter(model.get("words"), `${prompt}-count`);
    const field = model.get("choices").length ? drawChoices(model, prompt, give) : drawText(model, prompt, (text) => give(text, { isTyping: true }), () => saver.hurry(), counter);
    field.show(value);
    const notice = drawNotice(model, saver.takeUp());
    const box = make("div", { class: "unspin-box", role: "group", tabindex: -1, "aria-labelledby": prompt },
      make("p", { class: "prompt", id: prompt, text: model.get("prompt") }), field.element, counter?.element, status.element, status.alarm, notice.element);
    el.append(box);
    keepKeys(box);
    const deafen = listen(model, { "change:notice": notice.draw, "change:held": takeValue });

    function give(next, how) {
      if (next === value) return;
      value = next;
      saver.change(unit, value, onDisk, how);
    }

    function show(next) {
      value = next;
      field.show(next);
    }

    function takeValue() {
      onDisk = model.get("held").value;
      show(onDisk);
    }

    return () => {
      counter?.stop();
      saver.stop();
      deafen();
    };
  },
});

function drawText(model, prompt, give, hurry, counter) {
  const element = make("textarea", { rows: counter ? 8 : 4, maxlength: model.get("most"), "aria-labelledby": prompt, "aria-describedby": counter?.id });
  element.addEventListener("input", () => {
    give(element.value);
    counter?.follow(element.value);
  });
  element.addEventListener("blur", hurry);
  return { element, show };

  function show(value) {
    if (element.value !== value && !isBusy(element)) element.value = value;
    counter?.draw(element.value);
  }
}

/** How many words there are of those that are asked for: seen at once, read out when the typing rests; or null. */
function drawCounter([fewest, most], id) {
  if (!most) return null;
  const seen = make("p", { class: "word-count", id });
  const heard = make("div", { class: "unseen", role: "status" });
  let rest = null;

  function draw(text) {
    const count = countWords(text);
    const left = count < fewest ? `${fewest - count} to go` : count > most ? `${count - most} too many` : "a good length";
    setText(seen, `${count} of ${fewest} to ${most} words: ${left}`);
    setAttributes(seen, { "data-fits": count >= fewest && count <= most });
  }

  function follow(text) {
    draw(text);
    clearTimeout(rest);
    rest = setTimeout(() => setText(heard, seen.textContent), READ_OUT_AFTER);
  }

  return { id, element: make("div", {}, seen, heard), draw, follow, stop: () => clearTimeout(rest) };
}

/** The same count as `count_words` in answers/schema.py. */
function countWords(text) {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Whether somebody is typing in the field: what arrives then must not overwrite it. */
function isBusy(element) {
  return element.getRootNode().activeElement === element;
}

function drawChoices(model, prompt, give) {
  const inputs = model.get("choices").map((choice) =>
    make("input", { type: "radio", name: prompt, value: choice, onchange: () => give(choice) }));
  const rows = inputs.map((input) => make("label", { class: "choice" }, input, make("span", { text: input.value })));
  const element = make("div", { role: "radiogroup", "aria-labelledby": prompt }, ...rows);
  return { element, show: (value) => inputs.forEach((input) => (input.checked = input.value === value)) };
}
