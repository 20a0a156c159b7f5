"""The words of the page, as data."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sanlian_sim.language.catalogue import Language
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.scenario import library

LANGUAGES: Final = ("en", "zh")


@cache
def words(lang: Language) -> Mapping[str, Any]:
    """Return the words of a language."""
    text = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = tomllib.loads(text)[lang]
    return found


def outcome(name: str, lang: Language) -> str:
    """Return the label of an outcome."""
    return str(getattr(OUTCOMES[name], f"label_{lang}"))


def label(table: Mapping[str, Mapping[str, Any]], name: str, lang: Language) -> str:
    """Return what a row of a table is called, by its name if it has no label."""
    return str(table.get(name, {}).get(f"label_{lang}") or name)


def arrangement(name: str, lang: Language) -> str:
    """Return the label of an arrangement."""
    return label(library.arrangement_rows(), name, lang)


def group(name: str, lang: Language) -> str:
    """Return the label of a group of residents."""
    return label(library.group_rows(), name, lang)
