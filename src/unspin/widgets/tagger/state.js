// What the tagger holds: labels, marks and the key by sentence, with undo and redo. Shared by all views of one widget.

function createState(model) {
  const article = model.get("article");
  const held = { labels: { ...model.get("labels") }, spans: { ...model.get("spans") }, key: { ...model.get("key") } };
  const byId = new Map(article.sentences.map((sentence) => [sentence.id, sentence]));
  const views = new Set();
  const done = [];
  const undone = [];
  let lastChanged = null;
  let tagged = Object.keys(held.labels).length;

  const state = {
    article, views, total: article.sentences.length, last: article.sentences.at(-1).number, tagset: model.get("tagset"),
    marking: model.get("marking"), comparing: model.get("comparing"),
    sentence: (id) => byId.get(id),
    numberOf: (id) => byId.get(id).number,
    tag: (id) => held.labels[id],
    marks: (id) => held.spans[id] ?? [],
    key: (id) => held.key[id],
    locked: (id) => Boolean(held.labels[id]?.compared),
    tagged: () => tagged,
    canUndo: () => done.length > 0,
    canRedo: () => undone.length > 0,
    lastChanged: () => lastChanged,
    describe, setTag, setMarks, undo, redo, overtaken: [],
  };

  const saver = createSaver(model, {
    current: (unit) => value(unit),
    restore: (unit, value) => show(unit, value),
    accept(changes, reply) {
      Object.assign(held.key, reply.key ?? {});
      for (const [unit, value] of Object.entries(changes)) show(unit, value);
      for (const id of Object.keys(reply.key ?? {})) redraw(id);
    },
    report: () => views.forEach((view) => view.report()),
  });
  state.saver = saver;
  state.overtaken = saver.takeUp().map((unit) => unit.split("/")[1]);

  function value(unit) {
    const [kind, id] = place(unit);
    return held[kind][id] ?? null;
  }

  function show(unit, value) {
    const [kind, id] = place(unit);
    if (!byId.has(id)) return;
    if (kind === "labels") tagged += Boolean(value) - Boolean(held.labels[id]);
    if (value && (!Array.isArray(value) || value.length)) held[kind][id] = value;
    else delete held[kind][id];
    redraw(id);
  }

  function place(unit) {
    const [name, id] = unit.split("/");
    return [name === `${article.id}-labels` ? "labels" : "spans", id];
  }

  function redraw(id) {
    views.forEach((view) => view.draw(id));
  }

  function change(unit, after, how) {
    const before = value(unit);
    lastChanged = place(unit)[1];
    show(unit, after);
    saver.change(unit, after, before, how);
    return { unit, before, after };
  }

  function record(unit, after, how) {
    if (same(value(unit), after)) return;
    done.push(change(unit, after, how));
    undone.length = 0;
    views.forEach((view) => view.report());
  }

  function setTag(id, tag, how) {
    record(`${article.id}-labels/${id}`, tag, how);
    if (tag?.compared) forget(id);
  }

  function setMarks(id, marks) {
    record(`${article.id}-spans/${id}`, marks);
  }

  /** What was compared with the key stays: its earlier steps can no longer be undone. */
  function forget(id) {
    for (const steps of [done, undone]) steps.splice(0, steps.length, ...steps.filter(({ unit }) => place(unit)[1] !== id));
  }

  function undo() {
    const step = done.pop();
    if (!step) return null;
    change(step.unit, step.before);
    undone.push(step);
    views.forEach((view) => view.report());
    return lastChanged;
  }

  function redo() {
    const step = undone.pop();
    if (!step) return null;
    change(step.unit, step.after);
    done.push(step);
    views.forEach((view) => view.report());
    return lastChanged;
  }

  /** A sentence as a screen reader should say it. */
  function describe(id) {
    const tag = held.labels[id];
    const sure = tag && Number.isInteger(tag.confidence) ? `, confidence ${tag.confidence}` : "";
    const marks = state.marks(id).length;
    const marked = marks ? `, ${marks} ${marks === 1 ? "mark" : "marks"}` : "";
    return `Sentence ${state.numberOf(id)} of ${state.last}, ${tag ? `label ${tag.label}${sure}` : "no label yet"}${marked}`;
  }

  return state;
}
