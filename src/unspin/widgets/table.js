// A table to fill in: cells to type in, to choose in and to tick. On a narrow page each row is a card.

const LONG_CHOICE = 22; // characters that a closed list still shows beside other columns

export default () => ({
  initialize({ model }) {
    hearThoughLate(model);
  },
  render({ model, el }) {
    const name = model.get("place").split("#").at(-1);
    const id = `unspin-${Math.random().toString(36).slice(2)}`;
    const fields = new Map(); // unit -> the field that shows it
    const onDisk = new Map(); // unit -> text on disk
    const held = new Map(); // unit -> text that is shown
    const saver = createSaver(model, {
      current: (unit) => onDisk.get(unit) ?? "",
      accept: (changes) => Object.entries(changes).forEach(([unit, value]) => takeCell(unit, value)),
      restore: (unit, kept) => show(unit, kept ?? ""),
      report: () => status.draw(),
    });
    const status = drawStatus(saver);
    const progress = make("p", { class: "progress" });
    const table = drawTable(model, id, (row, column, draw) => {
      const unit = `${name}/${row}/${column}`;
      fields.set(unit, draw((value, how) => give(unit, value, how), () => saver.hurry()));
      return fields.get(unit).element;
    });
    takeCells();
    const notice = drawNotice(model, saver.takeUp());
    const box = make("div", { class: "unspin-box unspin-table", role: "group", tabindex: -1, "aria-labelledby": id },
      make("p", { class: "prompt", id, text: model.get("title") }),
      model.get("help") && make("p", { class: "help", text: model.get("help") }),
      table, progress, status.element, status.alarm, notice.element);
    el.append(box);
    keepKeys(box);
    const deafen = listen(model, { "change:notice": notice.draw, "change:cells": takeCells });

    function give(unit, value, how) {
      if (value === (held.get(unit) ?? "")) return;
      held.set(unit, value);
      saver.change(unit, value, onDisk.get(unit) ?? "", how);
      countCells();
    }

    function show(unit, value) {
      held.set(unit, value);
      fields.get(unit)?.show(value);
      countCells();
    }

    function takeCell(unit, value) {
      if (!fields.has(unit)) return;
      onDisk.set(unit, value);
      show(unit, value);
    }

    function takeCells() {
      const cells = model.get("cells");
      for (const unit of fields.keys()) {
        const [, row, column] = unit.split("/");
        takeCell(unit, cells[row]?.[column] ?? "");
      }
    }

    function countCells() {
      const filled = [...fields.keys()].filter((unit) => held.get(unit)?.trim()).length;
      setText(progress, `${filled} of ${fields.size} cells filled in.`);
    }

    return () => {
      saver.stop();
      deafen();
    };
  },
});

/** The roles are written out, because a table that is laid out as cards is no table to a screen reader otherwise. */
function drawTable(model, id, drawField) {
  const columns = model.get("columns");
  const head = make("tr", { role: "row" }, make("td", { role: "cell" }),
    ...columns.map(({ name }) => make("th", { role: "columnheader", scope: "col", text: name })));
  const rows = model.get("rows").map((row) => make("tr", { role: "row", class: row.before ? "instead" : "" },
    make("th", { role: "rowheader", scope: "row" }, row.before && make("span", { class: "before", text: row.before }),
      make("span", { text: row.text, dir: "auto" })),
    ...columns.map((column) => make("td", { role: "cell", "data-kind": column.kind },
      make("span", { class: "column", text: column.name, "aria-hidden": "true" }),
      drawField(row.id, column.id, (give, hurry) => drawCell(row, column, model.get("most"), give, hurry))))));
  return make("table", { role: "table", "aria-labelledby": id, class: needsRoom(model) ? "roomy" : "" },
    make("thead", { role: "rowgroup" }, head), make("tbody", { role: "rowgroup" }, ...rows));
}

/** Whether cells are typed in, or have choices that a narrow list would cut off. */
function needsRoom(model) {
  const choices = model.get("rows").flatMap((row) => Object.values(row.choices).flat());
  return model.get("columns").some(({ kind }) => kind === "text") || choices.some(({ text }) => text.length > LONG_CHOICE);
}

function drawCell(row, column, most, give, hurry) {
  const name = `${row.name}, ${column.name}`;
  if (column.kind === "text") return drawTextCell(name, most, give, hurry);
  return column.kind === "several" ? drawTicks(name, row.choices[column.id], give) : drawChoice(name, row.choices[column.id], give);
}

function drawTextCell(name, most, give, hurry) {
  const element = make("textarea", { rows: 2, maxlength: most, "aria-label": name, dir: "auto" });
  element.addEventListener("input", () => give(element.value, { isTyping: true }));
  element.addEventListener("blur", hurry);
  const isTypedIn = () => element.getRootNode().activeElement === element;
  return { element, show: (value) => element.value !== value && !isTypedIn() && (element.value = value) };
}

function drawChoice(name, choices, give) {
  const element = make("select", { "aria-label": name, onchange: () => give(element.value) },
    make("option", { value: "", text: "choose …" }), ...choices.map(({ id, text }) => make("option", { value: id, text })));
  return { element, show: (value) => (element.value = value) };
}

function drawTicks(name, choices, give) {
  const boxes = choices.map(({ id, text }) => make("input", { type: "checkbox", value: id, "aria-label": `${name}: ${text}`,
    onchange: () => give(boxes.filter((box) => box.checked).map((box) => box.value).join(" ")) }));
  const element = make("div", { role: "group", class: "ticks", "aria-label": name },
    ...choices.map(({ text }, index) => make("label", { class: "choice" }, boxes[index], make("span", { text }))));
  return { element, show: (value) => boxes.forEach((box) => (box.checked = value.split(" ").includes(box.value))) };
}
