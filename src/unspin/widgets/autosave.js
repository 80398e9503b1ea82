// Saving: a change counts as saved only when Python has answered that it is on disk (the protocol is in autosave.py).
// What has no answer yet stays in this browser, is offered again, and survives a reload or a restarted kernel.

const ANSWER_WITHIN = 2500; // milliseconds until the student is told
const OFFER_AGAIN = 4000; // milliseconds between offers
const TYPING_PAUSE = 600; // milliseconds without a key before typed text is offered

/**
 * Make the saver of one widget.
 *
 * `current(unit)` returns what the widget holds; `accept(changes, reply)` takes what is on disk now;
 * `restore(unit, value)` shows a value again from an earlier visit, and, unless `refuse(unit, value)` is given, what was
 * there before a change that was refused; `report()` redraws the status.
 */
function createSaver(model, { current, accept, restore, refuse = restore, report }) {
  const page = Math.random().toString(36).slice(2);
  const unsaved = createUnsaved(model.get("place"));
  const offers = createOffers(model, page, unsaved, (isLate) => {
    if (isLate || state === "saving") state = "waiting";
    report();
  });
  let state = "saved";
  let problem = "";

  /** Take a change over and offer it to Python: at once, or, while somebody is typing, after a pause. */
  function change(unit, value, base, { isTyping = false } = {}) {
    unsaved.keep(unit, value, base);
    if (state === "saved" || state === "refused") state = "saving";
    if (isTyping) offers.afterPause();
    else offers.now(unit);
    report();
  }

  function hear(reply) {
    if (reply.type === "saved") hearSaved(reply);
    else if (reply.page !== page) return;
    else if (reply.type === "refused") hearRefused(reply);
    else if (reply.type === "failed") [state, problem] = ["failed", reply.problem];
    report();
  }

  function hearSaved(reply) {
    const news = unsaved.settleSaved(reply.changes, ({ revision }) => reply.page === page && revision <= reply.revision);
    if (unsaved.isEmpty()) state = "saved";
    accept(news, reply);
  }

  function hearRefused(reply) {
    for (const [unit, onDisk] of unsaved.settleRefused(reply.revision)) refuse(unit, onDisk);
    [state, problem] = ["refused", reply.problem];
  }

  /** Take up what an earlier visit could not save; return the units that were saved otherwise since. */
  function takeUp() {
    const overtaken = [];
    for (const [unit, { value, base }] of Object.entries(unsaved.shelf.all())) {
      if (same(base, current(unit)) && !same(value, base)) {
        restore(unit, value);
        change(unit, value, base);
        continue;
      }
      if (!same(value, current(unit))) overtaken.push(unit);
      unsaved.shelf.drop(unit);
    }
    return overtaken;
  }

  /** What the student reads: [state, sentence]. */
  function status() {
    const sentences = {
      saved: "Saved",
      saving: "Saving…",
      waiting: `Not saved yet: Python does not answer. ${unsaved.count()} ${unsaved.where()}. If this stays, run all cells again.`,
      failed: `${problem} (${unsaved.count()} kept.)`,
      refused: problem,
    };
    return [state, sentences[state]];
  }

  model.on("msg:custom", hear);
  return { change, hurry: offers.hurry, takeUp, status, offerAll: offers.all, stop: offers.stop };
}

/** Offer changes to Python, and again for as long as there is no answer; `wait(isLate)` is told when there is none. */
function createOffers(model, page, unsaved, wait) {
  let timer = null;
  let typing = null;

  function now(unit) {
    clearTyping();
    offer(unit);
    later(ANSWER_WITHIN);
  }

  function afterPause() {
    clearTyping();
    typing = setTimeout(hurry, TYPING_PAUSE);
    later(ANSWER_WITHIN);
  }

  /** Offer what was typed without waiting for the pause. */
  function hurry() {
    if (!typing) return;
    clearTyping();
    unsaved.units().forEach(offer);
  }

  function offer(unit) {
    const { value, revision } = unsaved.get(unit);
    try {
      model.send({ type: "change", page, revision, changes: { [unit]: value } });
    } catch {
      wait(true); // the connection is gone: the timer offers it again
    }
  }

  function all() {
    unsaved.units().forEach(offer);
    if (!unsaved.isEmpty()) later(OFFER_AGAIN);
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (unsaved.isEmpty()) return;
      wait(false);
      all();
    }, milliseconds);
  }

  function clearTyping() {
    clearTimeout(typing);
    typing = null;
  }

  function stop() {
    hurry();
    clearTimeout(timer);
  }

  return { now, afterPause, hurry, all, stop };
}

/** The line that says whether the work is saved, with a button while it is not, and the alarm that is heard then. */
function drawStatus(saver) {
  const sentence = make("span", { class: "status-text" });
  const again = make("button", { class: "again", text: "Try again", onclick: () => saver.offerAll() });
  const line = make("div", { class: "status", tabindex: -1 }, sentence, again);
  const alarm = make("div", { class: "unseen", role: "alert" });

  function draw() {
    const [state, text] = saver.status();
    setAttributes(line, { "data-state": state });
    setText(sentence, text);
    setText(alarm, state === "saved" || state === "saving" ? "" : text);
    const wasFocused = focusWithin(again);
    again.hidden = state !== "waiting" && state !== "failed";
    if (wasFocused && again.hidden) line.focus({ preventScroll: true });
  }

  draw();
  return { element: line, alarm, draw };
}

/** What the student must know: what the model says of the answers file, and what was saved otherwise since an earlier visit. */
function drawNotice(model, overtaken = [], what = () => "A text") {
  const late = new Set(overtaken.map((unit) => `${what(unit)} from an earlier visit was not used, because something newer is saved.`));
  const element = make("p", { class: "notice", role: "alert" });

  function draw() {
    setText(element, [model.get("notice"), ...late].filter(Boolean).join(" "));
    element.hidden = !element.textContent;
  }

  draw();
  return { element, draw };
}
