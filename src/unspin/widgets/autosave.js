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
  const unsaved = new Map(); // unit -> { value, base, revision }; base is what was on disk before
  const shelf = createShelf(model.get("place"));
  let revision = 0;
  let timer = null;
  let typing = null;
  let state = "saved";
  let problem = "";

  /** Take a change over and offer it to Python: at once, or, while somebody is typing, after a pause. */
  function change(unit, value, base, { isTyping = false } = {}) {
    const kept = unsaved.get(unit);
    revision += 1;
    unsaved.delete(unit); // to the end: what is offered again keeps the order of the changes, and comparing comes last
    unsaved.set(unit, { value, base: kept ? kept.base : base, revision });
    shelf.keep(unit, unsaved.get(unit));
    if (state === "saved" || state === "refused") state = "saving";
    clearTimeout(typing);
    typing = isTyping ? setTimeout(hurry, TYPING_PAUSE) : null;
    if (!isTyping) offer(unit);
    wait(ANSWER_WITHIN);
    report();
  }

  /** Offer what was typed without waiting for the pause. */
  function hurry() {
    if (!typing) return;
    clearTimeout(typing);
    typing = null;
    for (const unit of unsaved.keys()) offer(unit);
  }

  function offer(unit) {
    const { value, revision } = unsaved.get(unit);
    try {
      model.send({ type: "change", page, revision, changes: { [unit]: value } });
    } catch {
      state = "waiting"; // the connection is gone: the timer offers it again
    }
  }

  function offerAll() {
    for (const unit of unsaved.keys()) offer(unit);
    if (unsaved.size) wait(OFFER_AGAIN);
  }

  function wait(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!unsaved.size) return;
      if (state === "saving") state = "waiting";
      offerAll();
      report();
    }, milliseconds);
  }

  function hear(reply) {
    if (reply.type === "saved") hearSaved(reply);
    else if (reply.page !== page) return;
    else if (reply.type === "refused") hearRefused(reply);
    else if (reply.type === "failed") [state, problem] = ["failed", reply.problem];
    report();
  }

  function hearSaved(reply) {
    const changes = {};
    for (const [unit, value] of Object.entries(reply.changes)) {
      const kept = unsaved.get(unit);
      if (kept && (reply.page !== page || kept.revision > reply.revision)) kept.base = value;
      else settle(unit);
      if (!unsaved.has(unit)) changes[unit] = value;
    }
    if (!unsaved.size) state = "saved";
    accept(changes, reply);
  }

  function hearRefused(reply) {
    for (const [unit, kept] of [...unsaved]) {
      if (kept.revision !== reply.revision) continue;
      settle(unit);
      refuse(unit, kept.base ?? null);
    }
    [state, problem] = ["refused", reply.problem];
  }

  function settle(unit) {
    unsaved.delete(unit);
    shelf.drop(unit);
    if (!unsaved.size) clearTimeout(timer);
  }

  /** Take up what an earlier visit could not save; return the units that were saved otherwise since. */
  function takeUp() {
    const overtaken = [];
    for (const [unit, { value, base }] of Object.entries(shelf.all())) {
      if (same(value, current(unit))) shelf.drop(unit);
      else if (same(base, current(unit))) {
        restore(unit, value);
        change(unit, value, base);
      } else {
        overtaken.push(unit);
        shelf.drop(unit);
      }
    }
    return overtaken;
  }

  function stop() {
    hurry();
    clearTimeout(timer);
  }

  /** What the student reads: [state, sentence]. */
  function status() {
    const count = unsaved.size === 1 ? "1 change" : `${unsaved.size} changes`;
    if (state === "saving") return [state, "Saving…"];
    if (state === "waiting") {
      const kept = shelf.works ? "kept in this browser" : "kept on this page only, so leave it open";
      return [state, `Not saved yet: Python does not answer. ${count} ${kept}. If this stays, run all cells again.`];
    }
    if (state === "failed") return [state, `${problem} (${count} kept.)`];
    if (state === "refused") return [state, problem];
    return ["saved", "Saved"];
  }

  model.on("msg:custom", hear);
  return { change, hurry, takeUp, status, offerAll, stop };
}

/** A shelf in this browser for what is not on disk yet, by answers file and by server, so that users stay apart. */
function createShelf(place) {
  const name = `unspin:${location.pathname.split(/\/(?:lab|tree|notebooks|doc)\b/)[0]}:${place}`;
  const shelf = { works: true, all, keep, drop };

  function all() {
    try {
      return JSON.parse(localStorage.getItem(name) ?? "{}");
    } catch {
      shelf.works = false;
      return {};
    }
  }

  function write(units) {
    try {
      if (Object.keys(units).length) localStorage.setItem(name, JSON.stringify(units));
      else localStorage.removeItem(name);
    } catch {
      shelf.works = false;
    }
  }

  function keep(unit, { value, base }) {
    const { [unit]: _, ...others } = all();
    write({ ...others, [unit]: { value, base: base ?? null } }); // at the end, as above
  }

  function drop(unit) {
    const units = all();
    if (!(unit in units)) return;
    delete units[unit];
    write(units);
  }

  return shelf;
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
