"""Cells of tables about columns, parameters and outcomes, in a language."""

from typing import Final

from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.language.translate import translated

_THEMES: Final = {"unit": "units", "type": "kinds", "source": "sources", "acts": "acts"}
"""Columns whose cells are few words, with the theme that holds them."""


def in_words(column: str, text: str, lang: Language) -> str:
    """Return a cell in a language: meanings, units, types and sources; names stay as they are.

    Parameters
    ----------
    column : str
        English name of the column.
    text : str
        What it holds, in English.
    lang : {"en", "zh"}
    """
    if column == "meaning":
        return translated(text, lang)
    if column not in _THEMES:
        return text
    # Of a source, the numbers of publications come after a colon.
    word, mark, rest = text.partition(": ") if column == "source" else (text, "", "")
    known = words(lang)[_THEMES[column]].get(word) or translated(word, lang)
    return f"{known}{words(lang)['marks']['colon']}{rest}" if mark else str(known)
