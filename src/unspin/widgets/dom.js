// Small pieces of page. These files are joined into one module by autosave.py, in the order given there.

// JupyterLab listens to keys even while the focus is on a button of an output: `d d` would delete the cell.
// The attribute keeps its shortcuts away, and works only on the element that has the focus.
const FOCUSABLE = new Set(["button", "input", "select", "textarea", "summary"]);

// With Ctrl or Cmd these keys edit a text; the notebook around it would take some of them for its own undo.
const EDITING = /^([acvxyz]|Backspace|Delete|Home|End|Arrow\w+)$/i;

/** Make an element. Properties that begin with "on" are listeners, "text" is its text, the rest are attributes. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  if (tag === "button") element.type = "button";
  if (FOCUSABLE.has(tag) || "tabindex" in properties) element.dataset.lmSuppressShortcuts = "true";
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child));
  return element;
}

/** The letter on a button that presses it. It is no part of the button's name, which people say to call it. */
function makeKey(letter) {
  return make("kbd", { text: letter.toUpperCase(), "aria-hidden": "true" });
}

/** Set attributes that differ only; an attribute with the value null is taken off. */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
  }
}

/** Show `text` in `element`, leaving the page alone when it is there already. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Hear what a model says, by event. Returns what ends it. */
function listen(model, heard) {
  for (const [event, hear] of Object.entries(heard)) model.on(event, hear);
  return () => Object.entries(heard).forEach(([event, hear]) => model.off(event, hear));
}

/** Make the buttons of a group one tab stop: arrow keys, Home and End move between them. */
function withArrowKeys(group) {
  const buttons = () => [...group.querySelectorAll("button")];
  const stopAt = (chosen) => buttons().forEach((button) => setAttributes(button, { tabindex: button === chosen ? 0 : -1 }));
  group.addEventListener("focusin", (event) => stopAt(event.target));
  group.addEventListener("keydown", (event) => {
    const all = buttons();
    const here = all.indexOf(event.target);
    const steps = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 };
    if (here < 0 || !(event.key in steps)) return;
    all[(steps[event.key] + all.length) % all.length].focus();
    event.preventDefault();
    event.stopPropagation();
  });
  stopAt(buttons()[0]);
  return group;
}

/** Which way an arrow key leads in a text: 1 onwards, -1 back, 0 for any other key. */
function arrowStep(event) {
  const onward = getComputedStyle(event.target).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  return event.key === onward ? 1 : event.key === "ArrowLeft" || event.key === "ArrowRight" ? -1 : 0;
}

/** What has the focus within `element`, or null. */
function focusWithin(element) {
  const focused = element.getRootNode().activeElement;
  return focused && element.contains(focused) ? focused : null;
}

/** Move something on the page; what has the focus in it keeps it. */
function moveKeepingFocus(element, move) {
  const focused = focusWithin(element);
  move();
  focused?.focus({ preventScroll: true });
}

/** Let `change` move things about, then scroll so that `element` stands where it stood on the screen. */
function keepPlace(element, change) {
  const before = element.getBoundingClientRect();
  change();
  const moved = element.getBoundingClientRect().top - before.top;
  if (before.height && moved) scrollerOf(element).scrollTop += moved;
}

function scrollerOf(element) {
  for (let box = element.parentElement; box; box = box.parentElement) {
    if (box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return document.scrollingElement;
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

/**
 * Keep the keys that are typed in `element` from the notebook around it, but hand on its shortcuts, such as Ctrl+S.
 *
 * `press(event)` returns whether a key meant something here.
 */
function keepKeys(element, press = () => false) {
  element.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (press(event)) return event.preventDefault();
    const shortcut = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter");
    if (event.target.matches("textarea, input") && EDITING.test(event.key)) return;
    if (shortcut && !element.parentElement.dispatchEvent(new KeyboardEvent("keydown", event))) event.preventDefault();
  });
}
