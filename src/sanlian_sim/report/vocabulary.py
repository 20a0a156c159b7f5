"""The words of each language, as data."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["en", "zh"]


@cache
def words(lang: Language) -> Mapping[str, Any]:
    """Return the words of a language."""
    text = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = tomllib.loads(text)[lang]
    return found
