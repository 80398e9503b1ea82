"""One look for all figures, and the words that must stand with a chart: caption, source line, text alternative."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from unspin.page.html import Html, each, tag

if TYPE_CHECKING:
    import plotly.graph_objects as go

PLOTLY_MIME = "application/vnd.plotly.v1+json"
SETTINGS = {"displayModeBar": False}
OURS = "a chart of the kit"  # stands in charts that are right already, so that they are nobody's repair

INK, GRID, EMPTY = "#1a1a1a", "#dddddd", "#f3f3f3"
BLUE, SKY, ORANGE, VERMILION, GREEN = "#0072B2", "#56B4E9", "#E69F00", "#D55E00", "#00785A"  # after Okabe and Ito
AXIS = {"automargin": True, "gridcolor": GRID, "linecolor": INK, "ticks": "outside", "title": {"standoff": 16}}
CARD = {  # a white card, so that it can be read on a dark page too
    "autosize": True,
    "paper_bgcolor": "white",
    "plot_bgcolor": "white",
    "font": {"size": 15, "color": INK, "family": "system-ui, sans-serif"},
    "title": {"font": {"size": 18}, "x": 0.02, "y": 0.97, "yanchor": "top"},
    "margin": {"l": 20, "r": 24, "t": 64, "b": 24},
    "legend": {"orientation": "h", "x": 0, "y": 0.01, "yref": "container", "yanchor": "bottom"},
    "hoverlabel": {"font": {"size": 15}, "align": "left"},
    "dragmode": False,
    "xaxis": AXIS,
    "yaxis": AXIS,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and what must stand with it. `text` says the same in words: the sum of it first, then a fact a line."""

    chart: "go.Figure" = field(repr=False)
    caption: str
    source: str
    text: str

    def bundles(self) -> list[dict[str, Any]]:
        """Return the chart as its bundle of data, which needs nothing more of the kernel, and the words below it."""
        chart = self.plain_values() | {"config": SETTINGS}
        note = "[A chart stands here when the notebook is open in Jupyter.] " + self.text.partition("\n")[0]
        found = [{PLOTLY_MIME: chart, "text/html": tag("p", note), "text/plain": note}]
        if self.caption:
            words = "\n".join([self.caption, f"Source: {self.source}", self.text])
            found.append({"text/html": self._words_as_html(), "text/plain": words})
        return found

    def plain_values(self) -> dict[str, Any]:
        """Return what Plotly draws, as JSON holds it."""
        return json.loads(str(self.chart.to_json()))  # it is text already, but Plotly does not say so

    def _ipython_display_(self) -> None:
        """Show each bundle as an output of its own."""
        from IPython.display import display

        for bundle in self.bundles():
            display(bundle, raw=True)

    def _words_as_html(self) -> Html:
        first, *facts = self.text.split("\n")
        as_text = tag("summary", "Read this figure as text"), tag("p", first), tag("ul", each("li", facts))
        return tag(
            "div",
            each("p", self.caption.split("\n")),
            tag("p", tag("em", f"Source: {self.source}")),
            tag("details", *as_text),
            class_="unspin-figure",
        )


def draw(traces: list[dict[str, Any]], *, title: str, **layout: Any) -> "go.Figure":
    """Return a Plotly figure of `traces` in the look of all figures; `layout` is Plotly's."""
    import plotly.graph_objects as go

    return go.Figure(traces, {"template": {"layout": CARD}, "title": {"text": title}, **layout})
