// Choosing words by dragging over them, or by tapping the first and the last.

const LEAST_DRAG = 4; // pixels; less is a click

function followPointer(article, state, act, words) {
  let dragging = null; // { id, x, y }: the sentence and the place where a drag began
  let touched = false;

  function begin(event) {
    touched = event.pointerType === "touch";
    if (touched || event.button !== 0) return;
    const row = event.target.closest(".text")?.parentElement;
    dragging = row ? { id: row.dataset.id, x: event.clientX, y: event.clientY } : null;
    const word = wordAt(event);
    if (!word) return;
    words.select(Number(word.dataset.word), event.shiftKey);
    words.focusWord(Number(word.dataset.word));
    event.preventDefault();
  }

  function drag(event) {
    const under = dragging?.id === act.current() && wordAt(event);
    if (under && Number(under.dataset.word) !== words.last()) words.select(Number(under.dataset.word), true);
  }

  function end(event) {
    const moved = dragging && Math.hypot(event.clientX - dragging.x, event.clientY - dragging.y) > LEAST_DRAG;
    if (moved && dragging.id !== act.current()) takeUp(dragging, event);
    dragging = null;
  }

  function tap(event) {
    const word = touched && wordAt(event);
    if (word) words.select(Number(word.dataset.word), words.isOne());
  }

  /** Choose the words between the two ends of a drag over a sentence that was not the current one. */
  function takeUp({ id, x, y }, event) {
    const [first, last] = wordsUnder(rangeBetween(caretAt(x, y), caretAt(event.clientX, event.clientY)), article.text(id), state.sentence(id));
    document.getSelection().removeAllRanges();
    act.choose(id);
    if (first < 0) return article.focus(id);
    words.select(first, false);
    words.select(last, true);
    words.focusWord(last);
  }

  const giveUp = () => (dragging = null);
  const heard = { pointerdown: begin, pointermove: drag, pointerup: end, pointerleave: giveUp, pointercancel: giveUp, click: tap };
  for (const [event, hear] of Object.entries(heard)) article.element.addEventListener(event, hear);
}

/** Where a letter would go that is typed at a place on the screen: [node, offset]. */
function caretAt(x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  if (caret) return [caret.offsetNode, caret.offset];
  const range = document.caretRangeFromPoint(x, y);
  return [range.startContainer, range.startOffset];
}

function rangeBetween(one, other) {
  const range = document.createRange();
  range.setStart(...one);
  range.setEnd(...other);
  if (range.collapsed) range.setEnd(...one); // the other was before it
  return range;
}

/** The first and the last word that a range of the page touches in the text of a sentence; [-1, -1] for none. */
function wordsUnder(range, element, sentence) {
  const lengthTo = (container, offset) => {
    const before = document.createRange();
    before.selectNodeContents(element);
    before.setEnd(container, offset);
    return before.toString().length;
  };
  const start = lengthTo(range.startContainer, range.startOffset);
  const end = lengthTo(range.endContainer, range.endOffset);
  let length = 0;
  const touched = sentence.pieces.flatMap((piece, index) => {
    const from = length;
    length += piece.length;
    return index % 2 === 1 && from < end && start < length ? [(index - 1) / 2] : [];
  });
  return [touched.at(0) ?? -1, touched.at(-1) ?? -1];
}
