"""Figures that keep their look wherever they are shown or saved."""

from collections.abc import Mapping
from typing import Any

from matplotlib import rc_context
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure


class KeptFigure(Figure):
    """A figure that is drawn and saved by the settings it was made with.

    Matplotlib asks for settings of text and files when it draws, and a user does so outside the
    context in which the figure was laid out: letters of another width would leave the page.
    """

    def __init__(self, rules: Mapping[str, Any], **options: Any) -> None:
        super().__init__(**options)
        self._rules: Any = dict(rules)

    def draw(self, renderer: RendererBase) -> None:
        """Draw by the figure's own settings."""
        with rc_context(self._rules):
            super().draw(renderer)

    def savefig(self, *args: Any, **options: Any) -> None:
        """Save by the figure's own settings; what is given here goes before them."""
        with rc_context(self._rules):
            super().savefig(*args, **options)
