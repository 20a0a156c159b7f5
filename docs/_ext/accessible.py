"""Mend what the theme leaves out for readers by keyboard or screen reader, in pages as written."""

import re
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

MENDED: Final = (
    ('class="caption" role="heading">', 'class="caption" role="heading" aria-level="2">'),
    ('<aside class="sidebar-drawer"', '<aside aria-label="Pages" class="sidebar-drawer"'),
    ('<aside class="toc-drawer', '<aside aria-label="On this page" class="toc-drawer'),
    ("<pre>", '<pre tabindex="0">'),
    ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
    ('<th class="head"><p></p></th>', '<td class="head"></td>'),
    ("<th></th>", "<td></td>"),
    ('<div class="output text_html">', '<div tabindex="0" class="output text_html">'),
)  # fmt: skip
"""What the theme writes, and what is written in its place: headings without a level, landmarks
without a name, what scrolls and cannot be reached by keys, headings of tables without text."""
OUTPUT: Final = re.compile(r'alt="[./]*_images/[0-9a-f]{64}\.png"')
"""What stands for the text of a figure that a notebook has drawn."""


def mend(app: Sphinx, error: Exception | None) -> None:
    """Mend every page that was written."""
    if error is not None or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for written, mended in MENDED:
            text = text.replace(written, mended)
        text = OUTPUT.sub('alt="Figure that the code above draws"', text)
        path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("build-finished", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
