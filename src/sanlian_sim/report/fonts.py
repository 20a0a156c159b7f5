"""Fonts of figures: for Chinese one that has its characters, or a word on how to get one."""

import logging
import re
import warnings
from functools import cache
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final

from sanlian_sim.language.catalogue import Language, check_language
from sanlian_sim.language.translate import translated

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LATIN: Final = "DejaVu Sans"
FAMILIES: Final = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
    "Source Han Sans", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "Heiti SC",
    "STHeiti", "SimHei", "DengXian", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "Noto Sans CJK JP", "Noto Sans CJK TC", "Noto Sans CJK HK", "Noto Sans CJK KR",
    "Noto Serif CJK SC", "Noto Serif CJK JP", "Source Han Serif SC", "Songti SC", "SimSun",
    "Arial Unicode MS",
)  # fmt: skip
"""Families with Chinese characters, the best first: those drawn for simplified Chinese, without
serifs. In a collection Matplotlib finds the first face alone, which is the Japanese one."""


_CHINESE: Final = re.compile("[\u3400-\u9fff]")
NO_GLYPH: Final = r"Glyph \d+ .*missing from font"
"""What Matplotlib warns of, for every character that no font has."""
_told: Final = Event()
_log = logging.getLogger(__name__)


class FontMissingError(Exception):
    """No font has Chinese characters."""

    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            "figures in Chinese need a font with Chinese characters, and none was found: install"
            " one, such as fonts-noto-cjk (Debian, Ubuntu), google-noto-sans-cjk-fonts (Fedora) or"
            " Noto Sans SC (fonts.google.com), or use --lang en"
        )


def figures_in(lang: Language) -> Language:
    """Let Matplotlib draw texts of a language, in figures of a user's own too.

    Parameters
    ----------
    lang : {"en", "zh"}

    Returns
    -------
    {"en", "zh"}
        The language in which the package's figures can be drawn. It is English if no installed
        font has Chinese characters; a warning then says which to install, and Chinese texts are
        drawn as boxes.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    import matplotlib

    check_language(lang)
    possible: Language = lang if chinese_family() else "en"
    if possible != lang:
        warnings.filterwarnings("ignore", NO_GLYPH)
        _say_once(lang)
    matplotlib.rcParams["font.family"] = families(possible)
    return possible


def tell_missing(figure: "Figure") -> None:
    """Say, once, that names in a figure are in Chinese and no installed font has its characters."""
    from matplotlib.text import Text

    if chinese_family() is None:
        shown = (one.get_text() for one in figure.findobj(Text) if isinstance(one, Text))
        if any(_CHINESE.search(text) for text in shown):
            _say_once()


def _say_once(lang: Language = "en") -> None:
    if not _told.is_set():
        _told.set()
        text = (
            "names in figures are in Chinese, and no installed font has its characters, so that"
            " they are drawn as boxes: install one, such as fonts-noto-cjk (Debian, Ubuntu)"
        )
        _log.warning(translated(text, lang))


def families(lang: Language) -> list[str]:
    """Return the families of figures; what the first has no character for is taken from the next.

    English figures have Chinese characters too, where a font for them is installed, as names of
    scenarios may be Chinese.

    Raises
    ------
    FontMissingError
        If the language is Chinese and no font is installed that has its characters.
    """
    chinese = chinese_family()
    if lang == "en":
        return [LATIN, *([chinese] if chinese else [])]
    if chinese is None:
        raise FontMissingError
    return [chinese, LATIN]


@cache
def chinese_family() -> str | None:
    """Return the best installed family with Chinese characters, if there is one."""
    from matplotlib.font_manager import fontManager

    _take_new_fonts()
    known = {font.name for font in fontManager.ttflist}
    return next((family for family in FAMILIES if family in known), None)


def _take_new_fonts() -> None:
    """Let Matplotlib know fonts that were installed after it made its list."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {Path(font.fname) for font in fontManager.ttflist}
    for path in map(Path, findSystemFonts()):
        if path not in known and _may_be_chinese(path):
            fontManager.addfont(path)


def _may_be_chinese(path: Path) -> bool:
    words = {"".join(family.split()).lower() for family in FAMILIES}
    name = "".join(letter for letter in path.stem.lower() if letter.isalnum())
    return any(word[:9] in name or name in word for word in words) or "wqy" in name
