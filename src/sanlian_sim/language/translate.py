"""Messages in other languages: the code says them in English, and they are looked up when shown.

A key of the catalogue is the English text with names in braces where the code puts values; its
value is the text in Chinese with the same names. A message is found by its text alone, whoever
made it, and what stands in its braces is looked up in turn.
"""

import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Final, NamedTuple

from sanlian_sim.language.catalogue import Language, tables

_NAME: Final = re.compile(r"\{(\w+)\}")


class _Template(NamedTuple):
    """English as a pattern, and Chinese with the same names."""

    pattern: re.Pattern[str]
    text: str


@cache
def messages() -> Mapping[str, str]:
    """Return the catalogue: English templates, and what they are in Chinese."""
    return {english: text for table in tables("messages") for english, text in table.items()}


def translated(text: str, lang: Language) -> str:
    """Return an English message in a language, line by line; what is not known stays as it is."""
    if lang == "en":
        return text
    return "\n".join(_line(line, lang) for line in text.split("\n"))


def _line(text: str, lang: Language) -> str:
    exact = messages().get(text)
    return exact if exact is not None else _filled(text, lang)


def _filled(text: str, lang: Language) -> str:
    for template in _templates():
        found = template.pattern.fullmatch(text)
        if found is not None:
            values = {name: _line(value, lang) for name, value in found.groupdict().items()}
            return _NAME.sub(partial(_value, values), template.text)
    return text


def _value(values: Mapping[str, str], name: re.Match[str]) -> str:
    return values[name[1]]


@cache
def _templates() -> tuple[_Template, ...]:
    """Templates with names; what has most text of its own is tried first."""
    named = [(english, text) for english, text in messages().items() if _NAME.search(english)]
    named.sort(key=lambda pair: -len(_NAME.sub("", pair[0])))
    return tuple(_Template(_pattern(english), text) for english, text in named)


def _pattern(english: str) -> re.Pattern[str]:
    """Return the pattern of an English template; a name that comes twice is the same text."""
    parts, seen = [], set[str]()
    for n, part in enumerate(_NAME.split(english)):
        if n % 2 == 0:
            parts.append(re.escape(part))
        else:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>.+?)")
            seen.add(part)
    return re.compile("".join(parts))
