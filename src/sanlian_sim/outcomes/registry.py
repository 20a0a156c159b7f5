"""The registry of outcomes: every measure of the summary with its unit and meaning."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a row of the summary measures.

    Attributes
    ----------
    name, unit, meaning : str
    label_en, label_zh : str
        For tables and plots.
    by : tuple of str
        What it is reported by besides everybody and all services: "group", "service".
    headline : bool
        One of the outcomes that comparisons test together.
    better : int
        1 if more is better, -1 if less is, 0 if neither.
    """

    name: str
    unit: str
    label_en: str
    label_zh: str
    meaning: str
    by: tuple[str, ...] = ()
    headline: bool = False
    better: int = 0


def _read() -> dict[str, Outcome]:
    text = files(__package__).joinpath("outcomes.toml").read_text(encoding="utf-8")
    return {
        name: Outcome(name=name, **{**row, "by": tuple(row.get("by", ()))})
        for name, row in tomllib.loads(text).items()
    }


OUTCOMES: Final[Mapping[str, Outcome]] = MappingProxyType(_read())
"""All outcomes by name, in the order of tables."""

HEADLINES: Final = tuple(name for name, outcome in OUTCOMES.items() if outcome.headline)
"""Outcomes that comparisons test together."""
