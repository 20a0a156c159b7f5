"""Figures inside a document, as data."""

import base64
import io
from pathlib import Path
from struct import unpack
from typing import TYPE_CHECKING, Final

from sanlian_sim.report.document.blocks import Picture
from sanlian_sim.report.style import styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LARGEST_VECTOR: Final = 350_000
"""Bytes above which a figure is embedded as an image of points, so that a report can be sent."""
_PIXELS_PER_INCH: Final = 110
_DOTS_PER_INCH: Final = 160
KEPT_DOTS_PER_INCH: Final = 200
_PNG: Final = b"\x89PNG\r\n\x1a\n"


def picture(figure: "Figure", alt: str, caption: str) -> Picture:
    """Embed a figure; the bytes depend on nothing but what it shows."""
    width, height = (round(inches * _PIXELS_PER_INCH) for inches in figure.get_size_inches())
    data = _saved(figure, "svg")
    kind = "svg+xml"
    if len(data) > LARGEST_VECTOR:
        data, kind = _saved(figure, "png"), "png"
    return Picture(_uri(data, kind), alt, caption, width, height)


def kept_picture(path: Path, alt: str, caption: str) -> Picture:
    """Embed a figure of a results directory; browsers execute nothing in an image.

    Raises
    ------
    OSError, ValueError
        If it cannot be read, or is no PNG.
    """
    data = path.read_bytes()
    if not data.startswith(_PNG):
        raise ValueError("no PNG")
    scale = _PIXELS_PER_INCH / KEPT_DOTS_PER_INCH
    width, height = (round(dots * scale) for dots in unpack(">II", data[16:24]))
    return Picture(_uri(data, "png"), alt, caption, width, height)


def _saved(figure: "Figure", kind: str) -> bytes:
    buffer = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with styled():
        figure.savefig(buffer, format=kind, dpi=_DOTS_PER_INCH, metadata=metadata)
    return buffer.getvalue()


def _uri(data: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
