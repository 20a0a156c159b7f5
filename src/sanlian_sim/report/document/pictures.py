"""Figures inside a document, as data."""

import base64
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sanlian_sim.report.document.blocks import Picture
from sanlian_sim.report.style import styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LARGEST_VECTOR: Final = 350_000
"""Bytes above which a figure is embedded as an image of points, so that a report can be sent."""
_PIXELS_PER_INCH: Final = 96
_DOTS_PER_INCH: Final = 160


def picture(figure: "Figure", alt: str, caption: str) -> Picture:
    """Embed a figure; the bytes depend on nothing but what it shows."""
    width, height = (round(inches * _PIXELS_PER_INCH) for inches in figure.get_size_inches())
    data = _saved(figure, "svg")
    kind = "svg+xml"
    if len(data) > LARGEST_VECTOR:
        data, kind = _saved(figure, "png"), "png"
    return Picture(_uri(data, kind), alt, caption, width, height)


def kept_picture(path: Path, alt: str, caption: str) -> Picture:
    """Embed an image of a results directory; browsers execute nothing in an image.

    Raises
    ------
    OSError, SyntaxError
        If it cannot be read, or is no PNG.
    """
    data = path.read_bytes()
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        width, height = image.size
    return Picture(_uri(data, "png"), alt, caption, width // 2, height // 2)


def _saved(figure: "Figure", kind: str) -> bytes:
    buffer = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with styled():
        figure.savefig(buffer, format=kind, dpi=_DOTS_PER_INCH, metadata=metadata)
    return buffer.getvalue()


def _uri(data: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
