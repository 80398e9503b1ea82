// Comparing with the key, sentence by sentence, and only after the student has committed to an answer.

/** Draw the comparison of one sentence. The element is empty until there is a label. */
function drawCompare(state, act) {
  const element = make("section", { class: "compare", tabindex: -1, "aria-label": "Compare with the key" });
  let drawn = null;

  /** Bring it up to date. What has not changed stays as it is: somebody may be typing a reason. */
  function draw(id) {
    const tag = state.tag(id);
    const key = state.key(id);
    const now = [id, { ...tag, reason: null }, key, state.marks(id)];
    if (drawn && same(drawn, now)) return showReason(tag);
    drawn = now;
    const hadFocus = focusWithin(element);
    element.hidden = !state.comparing || !tag;
    element.replaceChildren(...(element.hidden ? [] : content(id, tag, key)));
    if (hadFocus) keepFocus(tag);
  }

  function content(id, tag, key) {
    if (!tag.compared) return [offer(id, tag)];
    if (!key) return [make("p", { text: "The key comes as soon as your answer is saved." })];
    return [...verdict(id, tag, key), ...(state.marking && key.spans ? marks(id, key) : []), make("p", { class: "made-by", text: state.article.madeBy })];
  }

  /** Give the focus to what stands where it was, and show the verdict to whoever asked for it. */
  function keepFocus(tag) {
    if (element.hidden) return act.focusSentence();
    (element.querySelector("button") ?? element).focus({ preventScroll: true });
    if (!tag.compared) return;
    act.showSentence();
    element.scrollIntoView({ block: "nearest" });
  }

  function offer(id, tag) {
    const button = make("button", { class: "compare-button", text: "Compare with the key", onclick: () => act.compare(id) });
    return make("p", {}, button, ` This keeps your answer: ${tag.label} can no longer be changed for this sentence.`);
  }

  function verdict(id, tag, key) {
    const credit = tag.label === key.label || key.accepted.includes(tag.label) ? "full credit" : key.near.includes(tag.label) ? "half credit" : "no credit";
    const lines = [
      ["You", `${tag.label} (${credit})`],
      ["Key", key.label],
      ["Also accepted", key.accepted.join(", ")],
      ["Half credit", key.near.join(", ")],
      ["Why", key.why],
      ...key.rules.map((rule) => [`Rule ${rule}`, state.tagset.rules[rule]]),
    ];
    const list = make("dl", {}, ...lines.filter(([, text]) => text).flatMap(([name, text]) => [make("dt", { text: name }), make("dd", { text })]));
    return [make("p", { class: "title", text: credit === "full credit" ? "Your label holds" : "The key says something else" }), list, key.contested ? reason(id, tag) : null].filter(Boolean);
  }

  function reason(id, tag) {
    const box = make("textarea", { rows: 2, maxlength: 2000, "aria-label": "Why did you choose it?" });
    box.value = tag.reason ?? "";
    box.addEventListener("input", () => act.giveReason(id, box.value));
    box.addEventListener("blur", () => state.saver.hurry());
    return make("label", { class: "reason" }, "More than one answer holds up here. Why did you choose yours?", box);
  }

  function showReason(tag) {
    const box = element.querySelector("textarea");
    if (box && !focusWithin(box)) box.value = tag?.reason ?? "";
  }

  function marks(id, key) {
    const mine = state.marks(id);
    const sentence = state.sentence(id);
    const theirs = key.spans.map((span) => [`${span.label} “${wordsIn(sentence, span)}”: ${howFound(span, mine)}`, span.why]);
    const alone = mine.filter((mark) => !key.spans.some((span) => overlaps(span, mark)));
    const lines = [...theirs, ...alone.map((mark) => [`${mark.label} “${wordsIn(sentence, mark)}”: only you marked this`, ""])];
    if (!lines.length) return [make("p", { text: "The key marks no words in this sentence." })];
    return [make("p", { class: "title", text: "Marked words" }), make("ul", {}, ...lines.map(([said, why]) => make("li", { text: why ? `${said}. ${why}` : said })))];
  }

  return { element, draw };
}

function howFound(span, mine) {
  const near = mine.find((mark) => overlaps(span, mark));
  if (!near) return "not marked by you";
  if (near.start === span.start && near.end === span.end) return "you marked it too";
  return near.end - near.start > span.end - span.start ? "right place, longer than needed" : "right place, only a part of it";
}

function overlaps(a, b) {
  return a.label === b.label && a.start < b.end && b.start < a.end;
}
