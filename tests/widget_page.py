"""A page that shows one widget without a kernel, for tests of what the browser alone must do.

Where the test runs the widget itself (`connect`), each change goes to it and its replies come back. Elsewhere the page
answers "saved", as Python would. `window.silent = true` is a kernel that does not answer, `window.gone = true` one
whose connection is closed, and `window.say(reply)` brings a reply of one's own. `window.run_cell_again(changed)` draws
the widget anew from its state with what has changed, as a cell that is run again does.
"""

import json
from pathlib import Path

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<style>body {{ margin: 0; background: Canvas; color: CanvasText; color-scheme: light dark; }} {css}</style></head>
<body><main><h1 style="font: 600 1.2rem system-ui; padding: 0 .5rem">{title}</h1>
<h2 style="font: 600 1rem system-ui; padding: 0 .5rem">Try it</h2>{boxes}</main>
<script type="application/json" id="state">{state}</script>
<script type="module">
{esm_as_default}
const listeners = new Map();
const state = JSON.parse(document.getElementById("state").textContent);
const model = {{
  get: (name) => state[name],
  set(name, value) {{ state[name] = value; emit(`change:${{name}}`); }},
  save_changes() {{}},
  on: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
  off: (name, listener) => listeners.set(name, (listeners.get(name) ?? []).filter((one) => one !== listener)),
  send(content) {{
    if (window.gone) throw new Error("the connection is closed");
    window.sent.push(content);
    if (window.silent) return;
    if (window.python) window.python(content).then((messages) => messages.forEach(window.take));
    else if (content.type === "change") setTimeout(() => window.say({{ ...content, type: "saved" }}), 0);
  }},
}};
function emit(name, ...values) {{ for (const listener of listeners.get(name) ?? []) listener(...values); }}
window.sent = [];
window.say = (reply) => emit("msg:custom", reply);
window.take = ({{ method, content, state }}) => {{
  if (method === "custom") window.say(content);
  else if (method === "update") for (const [name, value] of Object.entries(state)) model.set(name, value);
}};
const widget = typeof made === "function" ? made() : made;
const started = performance.now();
await widget.initialize?.({{ model }});
window.remove = [];
for (const el of document.querySelectorAll(".view")) window.remove.push(await widget.render({{ model, el }}));
window.run_cell_again = async (changed) => {{
  for (const remove of window.remove.splice(0)) remove();
  Object.assign(state, changed);
  for (const el of document.querySelectorAll(".view")) {{
    el.replaceChildren();
    window.remove.push(await widget.render({{ model, el }}));
  }}
}};
requestAnimationFrame(() => setTimeout(() => {{ window.painted = performance.now() - started; }}, 0));
</script></body></html>
"""


def write_page(widget, path: Path, *, title: str = "unspin", views: int = 1) -> str:
    """Write a page that shows `widget` as it is now, in as many views as wanted; return its file address."""
    state = {name: value for name, value in widget.get_state().items() if not name.startswith("_")}
    page = PAGE.format(
        title=title,
        css=str(widget._css),
        boxes="".join(f'<div class="view" id="widget-{number}"></div>' for number in range(views)),
        state=json.dumps(state).replace("<", "\\u003c"),
        esm_as_default=str(widget._esm).replace("export default", "const made ="),
    )
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


def connect(page, widget, wire) -> None:
    """Let `widget` answer what `page` sends, by way of the `wire` it was made with (see conftest.py)."""

    def receive(content: object) -> list[dict]:
        before = len(wire.sent)
        wire.receive(widget, content)
        return wire.sent[before:]

    page.expose_function("python", receive)
