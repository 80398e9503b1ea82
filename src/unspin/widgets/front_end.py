"""The half of a widget that runs in the browser."""

import uuid
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from unspin.page.html import Html

HERE = Path(__file__).parent
# When a notebook is opened again, JupyterLab shows an error in the place of the widget until its cell is run. The
# readable form, which stands above it, is enough.
NO_ERROR_BELOW = Html(
    "<style>.jp-OutputArea-child:has(> .jp-OutputArea-output > .unspin-static) + .jp-OutputArea-child > "
    ".jupyter-widgets:not(:has(> *)){display:none}</style>"
)


def front_end(*names: str) -> str:
    """Return the named files of this folder joined in this order: a widget can have no relative imports."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


class Widget(anywidget.AnyWidget):
    """What all widgets share. By `own_id` the browser finds the widget's own model (`late.js` says why)."""

    own_id = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        """Begin with these traits."""
        own_id = uuid.uuid4().hex
        super().__init__(model_id=own_id, own_id=own_id, **traits)

    def _live_bundle(self, hint: str) -> dict[str, Any]:
        """Return the running widget, by MIME type; `hint` stands in its place where none can run."""
        found = self._repr_mimebundle_() or {}
        return {**(found[0] if isinstance(found, tuple) else found), "text/plain": hint}
