"""The words of each language, by theme and key, as data."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


def check_language(lang: str) -> None:
    """Refuse a language that is not known.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; known: {', '.join(LANGUAGES)}")


@cache
def words(lang: Language) -> Mapping[str, Any]:
    """Return the words of a language: by theme, tables of texts with names in braces.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    check_language(lang)
    themes: dict[str, Any] = {}
    for table in tables("words"):
        themes |= table[lang]
    return themes


def tables(folder: str) -> Iterator[Mapping[str, Any]]:
    """Yield the tables of a folder of this package, file by file."""
    held = (one for one in files(__package__).joinpath(folder).iterdir())
    for file in sorted(held, key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text(encoding="utf-8"))


def listed(parts: Iterable[str], lang: Language) -> str:
    """Return parts with the language's mark between them."""
    return str(words(lang)["marks"]["and"]).join(parts)
