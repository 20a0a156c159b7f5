"""Draw the pictures of docs/gallery.md by running its examples."""

import re
from pathlib import Path
from typing import Any, Final

from PIL import Image

from sanlian_sim.report.figures import styled

PAGE: Final = Path(__file__).parents[1] / "docs" / "gallery.md"
PART: Final = re.compile(r"^```py(?:thon)?\n(.*?)^```\n+(?:!\[[^\]]*\]\(([^)]+)\))?", re.M | re.S)
COLOURS: Final = 256
"""Colours of a picture, so that it stays small; with far fewer, neighbours in a legend are one."""
DOTS_PER_INCH: Final = (120, 90, 70)
"""Tried in turn until the picture is small."""
MOST_BYTES: Final = 150_000


def main() -> None:
    """Run the examples in their order and keep the figure of each."""
    names: dict[str, Any] = {"__name__": "example"}
    for code, image in PART.findall(PAGE.read_text(encoding="utf-8")):
        exec(compile(code, str(PAGE), "exec"), names)
        if image:
            keep(names["figure"], PAGE.parent / image)


def keep(figure: Any, path: Path) -> None:
    """Save a figure with few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for dpi in DOTS_PER_INCH:
        with styled():
            figure.savefig(path, dpi=dpi, metadata={"Software": None})
        with Image.open(path) as picture:
            few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    print(f"wrote {path} ({path.stat().st_size // 1000} kB)")


if __name__ == "__main__":
    main()
