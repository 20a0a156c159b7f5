"""What is wrong with an experiment: every problem with its place, value, rule and remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

_SHOWN = 60
_LISTED = 14


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing the user has to change.

    Parameters
    ----------
    place
        Dotted path in the experiment, or a file with line and column.
    value
        The offending value; None if there is none to show.
    rule
        What must hold.
    suggestion
        Remedy, if one can be named.
    """

    place: str
    value: Any
    rule: str
    suggestion: str | None = None

    def __str__(self) -> str:
        head = self.place if self.value is None else f"{self.place} = {shown(self.value)}"
        return f"{head}: {self.rule}" + (f"; {self.suggestion}" if self.suggestion else "")


class ExperimentError(ValueError):
    """The experiment is wrong; ``problems`` holds all that was found, ``str`` one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


def shown(value: Any) -> str:
    """Write a value as it would stand in the file, shortened."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{…}" if value else "{}"
    written = f'"{value}"' if isinstance(value, str) else str(value)
    written = " ".join(written.split())
    return written if len(written) <= _SHOWN else written[: _SHOWN - 1] + "…"


def nearest(word: object, names: Iterable[str]) -> str | None:
    """Suggest the name closest to ``word``, or list the names if none is close and they are few."""
    known = list(names)
    close = closest(word, known)
    if close is not None:
        return close
    if 0 < len(known) <= _LISTED:
        return f"known: {', '.join(known)}"
    return None


def closest(word: object, names: Iterable[str]) -> str | None:
    """Suggest the name closest to ``word``, if one is close."""
    close = get_close_matches(str(word), list(names), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else None


def joined(*parts: str) -> str:
    """Dotted path of ``parts``; a part that is no bare TOML key is quoted."""
    return ".".join(part if _bare(part) else f'"{part}"' for part in parts if part is not None)


def _bare(part: str) -> bool:
    return bool(part) and all(letter.isalnum() or letter in "_-" for letter in part)
