// What is not on disk yet: it stays on the page, and on a shelf of this browser that survives a reload.

/** Keep the changes that Python has not answered yet, in their order: comparing comes after what is compared. */
function createUnsaved(place) {
  const kept = new Map(); // unit -> { value, base, revision }; base is what was on disk before
  const shelf = createShelf(place);
  let revision = 0;

  function keep(unit, value, base) {
    const before = kept.get(unit);
    revision += 1;
    kept.delete(unit); // to the end
    kept.set(unit, { value, base: before ? before.base : base, revision });
    shelf.keep(unit, kept.get(unit));
  }

  function settle(unit) {
    kept.delete(unit);
    shelf.drop(unit);
  }

  /** Take note of what is on disk now; return the part of it that nothing newer waits for. */
  function settleSaved(changes, isAnswered) {
    const news = {};
    for (const [unit, value] of Object.entries(changes)) {
      if (kept.has(unit) && !isAnswered(kept.get(unit))) kept.get(unit).base = value;
      else settle(unit);
      if (!kept.has(unit)) news[unit] = value;
    }
    return news;
  }

  /** Let go of what was refused; return it as [unit, what is on disk instead]. */
  function settleRefused(refused) {
    const gone = [...kept].filter(([, one]) => one.revision === refused);
    gone.forEach(([unit]) => settle(unit));
    return gone.map(([unit, { base }]) => [unit, base ?? null]);
  }

  /** In words: how many changes wait, and where. */
  function count() {
    return kept.size === 1 ? "1 change" : `${kept.size} changes`;
  }

  const where = () => (shelf.works ? "kept in this browser" : "kept on this page only, so leave it open");
  return { keep, settleSaved, settleRefused, count, where, shelf, get: (unit) => kept.get(unit), units: () => [...kept.keys()], isEmpty: () => !kept.size };
}

/** Whether two JSON values are the same, whatever the order of their keys. */
function same(a, b) {
  const sorted = (value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
      : Array.isArray(value)
        ? value.map(sorted)
        : (value ?? null);
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
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
