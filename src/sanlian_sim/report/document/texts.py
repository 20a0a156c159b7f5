"""The texts of the document in each language."""

from collections.abc import Mapping
from typing import Any, Final

from sanlian_sim.language.catalogue import Language, words

TAGS: Final[Mapping[Language, str]] = {"en": "en-GB", "zh": "zh-CN"}
"""What a browser calls each language."""
ENGLISH: Final = TAGS["en"]
"""Language of texts that are not translated, marked where they stand in another one."""


def texts(lang: Language) -> Mapping[str, Any]:
    """Return the texts of a language."""
    found: Mapping[str, Any] = words(lang)["document"]
    return found
