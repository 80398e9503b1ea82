// What the tagger knows: the article, and labels, marks and the key by sentence. Shared by all views of one widget.

function createState(model) {
  const article = model.get("article");
  const tagset = model.get("tagset");
  const held = createHeld(article, { labels: model.get("labels"), spans: model.get("spans"), key: model.get("key") });
  const views = new Set();
  const report = () => views.forEach((view) => view.report());
  const draw = (id) => views.forEach((view) => view.draw(id));
  const show = (unit, value) => held.set(unit, value) && draw(held.sentenceOf(unit));
  let lastChanged = null;

  const saver = createSaver(model, {
    current: held.get,
    restore: show,
    accept(changes, reply) {
      held.addKey(reply.key ?? {});
      for (const [unit, value] of Object.entries(changes)) show(unit, value);
      for (const id of Object.keys(reply.key ?? {})) draw(id);
    },
    report,
  });

  const history = createHistory((unit, after, how) => {
    const before = held.get(unit);
    lastChanged = held.sentenceOf(unit);
    show(unit, after);
    saver.change(unit, after, before, how);
  });

  function record(unit, after, how) {
    if (same(held.get(unit), after)) return;
    history.record({ unit, before: held.get(unit), after }, how);
    report();
  }

  function setTag(id, tag, how) {
    record(`${article.id}-labels/${id}`, tag, how);
    if (tag?.compared) history.forget((unit) => held.sentenceOf(unit) === id); // what was compared stays
  }

  /** Take a step back, or one forward again; return the sentence that it changed, or null. */
  function move(take) {
    const unit = take();
    if (unit) report();
    return unit && held.sentenceOf(unit);
  }

  return {
    article, tagset, views, saver, ...held,
    marking: model.get("marking"),
    comparing: model.get("comparing"),
    label: (id) => tagset.labels.find((label) => label.id === id),
    span: (id) => tagset.spans.find((label) => label.id === id),
    overtaken: saver.takeUp().map(held.sentenceOf),
    lastChanged: () => lastChanged,
    setTag,
    setMarks: (id, marks) => record(`${article.id}-spans/${id}`, marks),
    undo: () => move(history.undo),
    redo: () => move(history.redo),
    canUndo: history.canUndo,
    canRedo: history.canRedo,
  };
}

/** What is held for each sentence. A unit is what the answers file calls it: `<article>-labels/<sentence>`, say. */
function createHeld(article, { labels, spans, key }) {
  const held = { labels: { ...labels }, spans: { ...spans } };
  const keys = { ...key };
  const byId = new Map(article.sentences.map((sentence) => [sentence.id, sentence]));
  const last = article.sentences.at(-1).number;
  let tagged = Object.keys(held.labels).length;

  const sentenceOf = (unit) => unit.split("/")[1];
  const kindOf = (unit) => (unit.split("/")[0] === `${article.id}-labels` ? "labels" : "spans");
  const get = (unit) => held[kindOf(unit)][sentenceOf(unit)] ?? null;
  const marks = (id) => held.spans[id] ?? [];

  /** Returns whether there is such a sentence. */
  function set(unit, value) {
    const id = sentenceOf(unit);
    const values = held[kindOf(unit)];
    if (!byId.has(id)) return false;
    if (values === held.labels) tagged += Boolean(value) - Boolean(values[id]);
    if (value && (!Array.isArray(value) || value.length)) values[id] = value;
    else delete values[id];
    return true;
  }

  /** A sentence as a screen reader should say it. */
  function describe(id) {
    const tag = held.labels[id];
    const sure = tag && Number.isInteger(tag.confidence) ? `, confidence ${tag.confidence}` : "";
    const count = marks(id).length;
    const marked = count ? `, ${count} ${count === 1 ? "mark" : "marks"}` : "";
    return `Sentence ${byId.get(id).number} of ${last}, ${tag ? `label ${tag.label}${sure}` : "no label yet"}${marked}`;
  }

  return {
    get, set, sentenceOf, describe, marks, last,
    total: article.sentences.length,
    sentence: (id) => byId.get(id),
    numberOf: (id) => byId.get(id).number,
    tag: (id) => held.labels[id],
    key: (id) => keys[id],
    addKey: (more) => Object.assign(keys, more),
    locked: (id) => Boolean(held.labels[id]?.compared),
    tagged: () => tagged,
  };
}

/** The steps that can be undone and done again; `apply(unit, value, how)` changes what is held. */
function createHistory(apply) {
  const done = [];
  const undone = [];

  function record(step, how) {
    apply(step.unit, step.after, how);
    done.push(step);
    undone.length = 0;
  }

  /** Take the last step of `from`; return its unit, or null where there is none. */
  function take(from, to, value) {
    const step = from.pop();
    if (!step) return null;
    apply(step.unit, step[value]);
    to.push(step);
    return step.unit;
  }

  function forget(isGone) {
    for (const steps of [done, undone]) steps.splice(0, steps.length, ...steps.filter(({ unit }) => !isGone(unit)));
  }

  return {
    record, forget,
    undo: () => take(done, undone, "before"),
    redo: () => take(undone, done, "after"),
    canUndo: () => done.length > 0,
    canRedo: () => undone.length > 0,
  };
}
