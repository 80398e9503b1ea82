// The tagger: a bar, the article, and the editor of the current sentence. Everything it knows comes through the model.

export default () => {
  let state;
  return {
    initialize({ model }) {
      hearThoughLate(model);
      state = createState(model);
      return () => state.saver.stop();
    },
    render({ model, el }) {
      state ??= createState(model);
      return drawTagger(state, model, el);
    },
  };
};

function drawTagger(state, model, el) {
  const parts = {}; // what is drawn below: the parts reach each other through what can be done
  const said = make("p", { class: "said", role: "alert", hidden: "" });
  const say = (text) => ((said.hidden = !text), setText(said, text));
  const steps = createSteps(state, model.get("alone"), parts, say);
  const act = { ...steps, ...createAnswers(state, steps, parts, say) };
  const status = drawStatus(state.saver);
  parts.article = drawArticle(state, act);
  parts.editor = drawEditor(state, act, status.element, said);
  parts.words = state.marking ? chooseWords(parts.article, state, act) : null;
  const bar = drawBar(state, act);
  const notice = drawNotice(model, state.overtaken, (id) => `Sentence ${state.numberOf(id)}: a change`);
  const heard = make("div", { class: "unseen", role: "status" });
  const root = make("div", { class: "unspin-tagger", role: "group", lang: "en", dir: "ltr", tabindex: -1, "aria-label": `Tagger: ${state.article.title}` },
    bar.element, notice.element, parts.article.element, drawKeys(state), heard, status.alarm);
  keepKeys(root, createKeys(state, act, parts));
  parts.showView = ({ alone, onlyUntagged }) => {
    root.classList.toggle("alone", alone);
    root.classList.toggle("only-untagged", onlyUntagged);
    bar.draw();
  };
  steps.begin();
  parts.showView(steps.view);
  el.append(root);

  const shown = createView(state, steps, { ...parts, bar, status, heard, root });
  state.views.add(shown);
  const deafen = listen(model, { "change:notice": notice.draw });
  return () => {
    deafen();
    state.views.delete(shown);
  };
}

/** One view of what is shared: draw(id) brings a sentence up to date, report() what is said of saving. */
function createView(state, steps, { article, editor, words, bar, status, heard, root }) {
  let wasSaved = true;

  function draw(id) {
    const focused = focusWithin(root)?.dataset.word;
    article.drawSentence(id);
    if (id === steps.current()) {
      editor.draw(id);
      words?.show();
      if (focused !== undefined) words?.focusWord(Number(focused));
    }
    bar.draw();
  }

  function report() {
    status.draw();
    bar.draw();
    const isSaved = state.saver.status()[0] === "saved";
    if (isSaved && !wasSaved && state.lastChanged()) setText(heard, `${state.describe(state.lastChanged())}, saved`);
    wasSaved = isSaved;
  }

  return { draw, report };
}
