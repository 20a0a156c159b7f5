"""The texts of the document in each language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sanlian_sim.language.catalogue import Language

TAGS: Final[Mapping[Language, str]] = {"en": "en-GB", "zh": "zh-CN"}
"""What a browser calls each language."""
ENGLISH: Final = TAGS["en"]
"""Language of texts that are not translated, marked where they stand in another one."""


@cache
def texts(lang: Language) -> Mapping[str, Any]:
    """Return the texts of a language."""
    text = files(__package__).joinpath("texts.toml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = tomllib.loads(text)[lang]
    return found
