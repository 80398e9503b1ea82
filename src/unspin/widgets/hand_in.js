// The hand-in form: a name, what is answered so far, and the answers file as a download.

export default () => ({
  initialize({ model }) {
    hearThoughLate(model);
  },
  render({ model, el }) {
    let wanted = false;
    const saver = createSaver(model, {
      current: () => model.get("student"),
      accept: () => wanted && askForFile(),
      restore: (_, kept) => (name.value = kept ?? ""),
      refuse: () => {}, // what was typed stays: the old name must not come back under the hand
      report: () => status.draw(),
    });
    const status = drawStatus(saver);
    const name = make("input", { type: "text", autocomplete: "off", value: model.get("student") });
    const download = make("button", { text: "Download my answers", onclick: handIn });
    const done = make("p", { role: "status" });
    const list = make("ul");
    const notice = drawNotice(model);
    name.addEventListener("change", giveName);
    const box = make("div", { class: "unspin-box", role: "group", tabindex: -1, "aria-label": "Hand in" },
      make("p", { class: "prompt", text: "Hand in your work" }), list,
      make("div", { class: "row" }, make("label", {}, "Your name, or an alias that your teacher knows ", name), download),
      status.element, status.alarm, done, notice.element,
      make("p", {}, "Your answers are in this file: ", make("code", { text: model.get("where") })));
    el.append(box);
    keepKeys(box);
    const seen = new IntersectionObserver((changes) => changes.some((change) => change.isIntersecting) && ask("look"));
    seen.observe(box); // what is answered may have changed since the form was drawn
    for (const arrival of ["pointerenter", "focusin"]) box.addEventListener(arrival, () => ask("look"));
    const deafen = listen(model, { "change:summary": showSummary, "change:notice": notice.draw, "msg:custom": takeFile });
    saver.takeUp();
    showSummary();

    function giveName() {
      if (name.value !== model.get("student")) saver.change("student", name.value, model.get("student"));
    }

    function handIn() {
      wanted = true;
      setText(done, "");
      if (!name.value.trim() || name.value !== model.get("student")) saver.change("student", name.value, model.get("student"));
      else askForFile();
    }

    function askForFile() {
      setText(done, "Preparing the file… If nothing happens, Python has stopped: run all cells again.");
      ask("download");
    }

    function ask(type) {
      try {
        model.send({ type });
      } catch {
        // the connection is gone: what was said last stays true
      }
    }

    function takeFile(reply) {
      if (reply.type === "refused" || reply.type === "failed") wanted = false;
      if (reply.type !== "file" || !wanted) return;
      wanted = false;
      offerDownload(reply.name, reply.text);
      setText(done, `${reply.name} is in your downloads. Give this one file to your teacher.`);
    }

    function showSummary() {
      list.replaceChildren(...model.get("summary").map((line) => make("li", { text: line })));
    }

    return () => {
      seen.disconnect();
      saver.stop();
      deafen();
    };
  },
});

function offerDownload(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
