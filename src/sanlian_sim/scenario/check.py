"""Check one table of an experiment against its section, and say all that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from sanlian_sim.scenario.faults import (
    NO_NUMBER,
    NOT_FINITE,
    between,
    quotes_hint,
    read_faults,
    unknown_key,
)
from sanlian_sim.scenario.problems import Problem, joined
from sanlian_sim.scenario.section import Section

SectionT = TypeVar("SectionT", bound=Section)


@dataclass
class Checked(Generic[SectionT]):
    """A section if it is right, the values that are right by themselves, and the problems."""

    value: SectionT | None = None
    sound: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def check_section(model: type[SectionT], raw: object, place: str) -> Checked[SectionT]:
    """Check ``raw`` against ``model``; all problems are found in one go.

    Parameters
    ----------
    model
        The section.
    raw
        What the user wrote; None stands for an absent table.
    place
        Dotted path of the table, for the messages.
    """
    given, problems = table(raw, place)
    try:
        return Checked(model.validated(given), given, problems)
    except ValidationError as error:
        found, sound = read_faults(model, given, error)
    problems += [replace(one, place=under(place, one.place)) for one in found]
    return Checked(None, sound, problems)


def table(raw: object, place: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return ``raw`` as a table without unset entries, or a problem if it is none."""
    if raw is None:
        return {}, []
    if not isinstance(raw, Mapping):
        return {}, [Problem(place, raw, "must be a table", f"write it as [{place}]")]
    return {str(key): _plain(value) for key, value in raw.items() if value is not None}, []


def unknown_keys(given: Iterable[str], names: Iterable[str], place: str) -> list[Problem]:
    """Return a problem for each key that is no name, with the nearest one."""
    known = list(names)
    return [unknown_key(key, known, under(place, joined(key))) for key in given if key not in known]


def number_problems(
    given: Mapping[str, Any], bounds: tuple[float, float], place: str
) -> list[Problem]:
    """Return a problem for each entry of a table of numbers that is none within ``bounds``."""
    found = [
        number_problem(value, bounds, under(place, joined(key))) for key, value in given.items()
    ]
    return [problem for problem in found if problem is not None]


def number_problem(value: object, bounds: tuple[float, float], place: str) -> Problem | None:
    """Return what is wrong with a would-be number at ``place``, if anything."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Problem(place, value, NO_NUMBER, quotes_hint(value))
    if value != value or abs(value) == float("inf"):
        return Problem(place, value, NOT_FINITE)
    return None if bounds[0] <= value <= bounds[1] else Problem(place, value, between(bounds))


def under(place: str, path: str) -> str:
    """Dotted path of ``path`` within the table at ``place``; either may be empty."""
    return ".".join(part for part in (place, path) if part)


def _plain(value: Any) -> Any:
    # NumPy scalars, as loops over arrays give them, count as the numbers they hold.
    return value.item() if hasattr(value, "dtype") and getattr(value, "ndim", 1) == 0 else value
