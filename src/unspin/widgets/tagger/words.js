// Choosing words of the current sentence by keyboard; pointer.js does it by dragging and tapping. Marks are whole words.

/** Let the words of the current sentence be chosen; `act.mark(first, last, label)` counts words from 0, last included. */
function chooseWords(article, state, act) {
  let chosen = null; // { id, anchor, last } in words

  function show() {
    const [first, last] = range();
    for (const word of wordsShown()) {
      setAttributes(word, { "aria-selected": Number(word.dataset.word) >= first && Number(word.dataset.word) <= last });
    }
    act.chosen(chosen ? wordsOf(state.sentence(chosen.id)).slice(first, last + 1).join(" ") : "");
  }

  function wordsShown() {
    return [...article.text(act.current()).querySelectorAll(".word[role]")];
  }

  function range() {
    if (!chosen || chosen.id !== act.current()) return [Infinity, -1];
    return [Math.min(chosen.anchor, chosen.last), Math.max(chosen.anchor, chosen.last)];
  }

  function clear() {
    chosen = null;
    if (act.current()) show();
  }

  function select(word, extend) {
    const id = act.current();
    chosen = extend && chosen?.id === id ? { ...chosen, last: word } : { id, anchor: word, last: word };
    show();
  }

  function focusWord(index) {
    const words = wordsShown();
    const word = words[Math.max(0, Math.min(index, words.length - 1))];
    words.forEach((other) => setAttributes(other, { tabindex: other === word ? 0 : -1 }));
    word?.focus();
  }

  /** What a key means that is pressed on a word, as a function; null where it means nothing here. */
  function meaning(event) {
    const word = wordAt(event);
    if (!word) return null;
    const here = Number(word.dataset.word);
    const last = wordsOf(state.sentence(act.current())).length - 1;
    const along = () => move(here, Math.max(0, Math.min(here + arrowStep(event), last)), event.shiftKey);
    const keys = {
      ArrowRight: along, ArrowLeft: along,
      Home: () => move(here, 0, event.shiftKey), End: () => move(here, last, event.shiftKey),
      " ": () => select(here, event.shiftKey), Enter: () => select(here, event.shiftKey),
      Delete: () => act.unmarkWord(here), Backspace: () => act.unmarkWord(here),
    };
    const label = !event.shiftKey && state.tagset.spans.find(({ key }) => key === event.key.toLowerCase());
    return keys[event.key] ?? (label ? () => markFrom(here, label.id) : null);
  }

  function move(from, to, extend) {
    if (extend && !chosen) select(from, false);
    select(to, extend);
    focusWord(to);
  }

  function markFrom(word, label) {
    if (!chosen) select(word, false);
    markAs(label);
  }

  /** Mark the chosen words. Returns whether there are any. */
  function markAs(label) {
    const [first, last] = range();
    if (last < 0) return false;
    act.mark(first, last, label);
    chosen = null;
    show();
    return true;
  }

  const words = { clear, show, select, focusWord, meaning, markAs, last: () => chosen?.last, isOne: () => chosen?.anchor === chosen?.last };
  followPointer(article, state, act, words);
  return words;
}

function wordAt(event) {
  return event.target.closest?.(".word[role]") ?? null;
}

function wordsOf(sentence) {
  return sentence.pieces.filter((_, index) => index % 2 === 1);
}

function wordsIn(sentence, mark) {
  const points = [...sentence.pieces.join("")];
  return points.slice(mark.start, mark.end).join("");
}
