// Where the focus is and where things stand on the screen, while much on the page moves.

/** The letter on a button that presses it. It is no part of the button's name, which people say to call it. */
function makeKey(letter) {
  return make("kbd", { text: letter.toUpperCase(), "aria-hidden": "true" });
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
