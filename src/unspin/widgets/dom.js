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

/** What has the focus within `element`, or null. */
function focusWithin(element) {
  const focused = element.getRootNode().activeElement;
  return focused && element.contains(focused) ? focused : null;
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
