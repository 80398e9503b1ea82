"""Controls above a figure: two sliders for its window and a choice of axis. Nothing here is saved."""

from collections.abc import Callable, Sequence
from typing import Any

import traitlets
from IPython.display import DisplayHandle, display, update_display

from unspin.page.html import join, tag
from unspin.widgets.front_end import NO_ERROR_BELOW, Widget, front_end

HINT = "Run this cell: two sliders and a choice of axis appear here."
# JupyterLab's renderer for Plotly keeps the first graph that it drew in an output. An output of another kind in between
# makes room for a new one; it is as high as the figure, so that the page does not jump.
BLANK = {"text/html": tag("div", style="height: 540px"), "text/plain": ""}
Bundles = Sequence[dict[str, Any]]  # of what stands below the controls, one below the other; always as many


class Explorer(Widget):
    """`begins` and `ends` say each step of a slider in words; `draw(first, last, axis)` returns a sentence and bundles.

    `first` and `last` are steps, counted from 0, both of them within the window.
    """

    _esm = front_end("dom.js", "late.js", "explorer.js")
    _css = front_end("base.css", "explorer.css")

    begins = traitlets.List(traitlets.Unicode()).tag(sync=True)
    ends = traitlets.List(traitlets.Unicode()).tag(sync=True)
    axes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    first = traitlets.Int(0).tag(sync=True)
    last = traitlets.Int(0).tag(sync=True)
    axis = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        draw: Callable[[int, int, str], tuple[str, Bundles]],
        *,
        begins: Sequence[str],
        ends: Sequence[str],
        axes: Sequence[str],
    ) -> None:
        """Begin with the whole window and the first axis."""
        self._draw = draw
        self._shown: list[DisplayHandle] = []
        said, self._bundles = draw(0, len(ends) - 1, axes[0])
        steps = {"begins": list(begins), "ends": list(ends), "axes": list(axes)}
        super().__init__(**steps, last=len(ends) - 1, axis=axes[0], said=said)
        self.on_msg(lambda _, content, __: self._receive(content))

    def look(self, first: int, last: int, axis: str) -> None:
        """Show another window or another axis, as moving a slider does."""
        self.said, self._bundles = self._draw(first, last, axis)
        self.first, self.last, self.axis = first, last, axis
        for shown, bundle in zip(self._shown, self._bundles, strict=False):  # none before the cell is shown
            if not all(kind.startswith("text/") for kind in bundle):
                update_display(BLANK, display_id=shown.display_id, raw=True)
            update_display(bundle, display_id=shown.display_id, raw=True)

    def _ipython_display_(self) -> None:
        """Show the controls and, as outputs of their own that stay in the notebook, what they draw."""
        html = join([tag("div", tag("p", HINT), class_="unspin-static"), NO_ERROR_BELOW])
        display({"text/html": html, "text/plain": HINT}, raw=True)
        display(self._live_bundle(HINT), raw=True)
        shown = [display(bundle, raw=True, display_id=True) for bundle in self._bundles]
        self._shown = [one for one in shown if one is not None]

    def _receive(self, content: Any) -> None:
        if not isinstance(content, dict) or content.get("type") != "look":
            return
        first, last, axis = (content.get(name) for name in ("first", "last", "axis"))
        steps = range(len(self.ends))
        if type(first) is int and type(last) is int and first in steps and last in steps and axis in self.axes:
            self.look(first, last, axis)
