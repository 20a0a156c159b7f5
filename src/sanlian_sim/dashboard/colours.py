"""Colours of the page on light and on dark paper, by what they stand for."""

from collections.abc import Mapping
from typing import Final

from sanlian_sim.report.style import COLOURS, TEXT

_LIGHT: Final[Mapping[str, str]] = {
    "paper": "#FFFFFF",
    "ink": "#262626",
    "soft": TEXT,
    "line": "#E3E3E3",
    "edge": "#8C8C8C",
    "wrong": "#A33D00",
    "warned": "#FDF3EC",
    "left": "#000000",
    "right": COLOURS[0],
    "difference": "#A34F7F",
    "resident": "#D4D4D4",
    "unnoticed": COLOURS[4],
    "waiting": "#C24E00",
    "government": TEXT,
    "social": "#00805E",
}
"""Those of figures, darker where small text has them."""
_DARK: Final[Mapping[str, str]] = {
    "paper": "#1B1C1E",
    "ink": "#ECECEC",
    "soft": "#C4C4C4",
    "line": "#3A3B3E",
    "edge": "#8C8C8C",
    "wrong": "#FFA36B",
    "warned": "#3A2A1F",
    "left": "#FFFFFF",
    "right": "#5CB3E6",
    "difference": "#E39AC4",
    "resident": "#515357",
    "unnoticed": COLOURS[4],
    "waiting": "#FF8A3D",
    "government": "#C9C9C9",
    "social": "#34C296",
}


def paint(name: str) -> str:
    """Return a colour as SVG and style sheets take it, whatever the paper.

    Raises
    ------
    KeyError
        If nothing has such a colour.
    """
    if name not in _LIGHT:
        raise KeyError(name)
    return f"var(--{name})"


def rules() -> str:
    """Return the colours as rules of a style sheet; the reader's system says which paper."""
    light, dark = (
        "".join(f"--{name}:{colour};" for name, colour in colours.items())
        for colours in (_LIGHT, _DARK)
    )
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"
    )
