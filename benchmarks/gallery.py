"""Draw the pictures of docs/gallery.md by running its examples."""

import re
from pathlib import Path
from typing import Any, Final

from PIL import Image

from sanlian_sim.report.figures import styled
from sanlian_sim.report.style import COLOURS

PAGE: Final = Path(__file__).parents[1] / "docs" / "gallery.md"
PART: Final = re.compile(r"^```py(?:thon)?\n(.*?)^```\n+(?:!\[[^\]]*\]\(([^)]+)\))?", re.M | re.S)
FOUND: Final = 240
"""Colours that are taken from a picture, so that it stays small; those of the package are added."""
NEARLY_WHITE: Final = 250
"""Pillow finds the nearest colour in steps of four, which makes paper grey."""
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
            few = with_few_colours(picture.convert("RGB"))
        few.save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    print(f"wrote {path} ({path.stat().st_size // 1000} kB)")


def with_few_colours(picture: Image.Image) -> Image.Image:
    """Return a picture of few colours; those of the package are kept, however rare they are."""
    own = [int(name[n : n + 2], 16) for name in COLOURS for n in (1, 3, 5)]
    found = picture.quantize(FOUND, dither=Image.Dither.NONE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*own, *found[: 3 * FOUND]])
    few = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    few.putpalette([255 if n > NEARLY_WHITE else n for n in few.getpalette() or []])
    return few


if __name__ == "__main__":
    main()
