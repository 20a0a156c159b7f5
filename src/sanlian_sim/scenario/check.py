"""Check one table of an experiment against its section, and say all that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.problems import Problem, closest, joined, nearest
from sanlian_sim.scenario.section import Section

SectionT = TypeVar("SectionT", bound=Section)

_TYPES = {
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "is_instance_of": "must be the name of a file, as text",
    "finite_number": "must be finite",
}
_BOUNDS = ("greater_than_equal", "less_than_equal", "greater_than", "less_than")


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
    problems += unknown_keys(given, model.model_fields, place)
    known = {key: value for key, value in given.items() if key in model.model_fields}
    value, faults = _validated(model, known)
    problems += _translated(model, faults, known, place)
    bad = {str(fault["loc"][0]) for fault in faults if fault["loc"]}
    sound = {key: one for key, one in known.items() if key not in bad}
    broken = model.broken_rules(_defaults(model, bad) | sound)
    problems += [Problem(f"{place}.{rule.field}", *rule[1:]) for rule in broken]
    return Checked(value, sound, problems)


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
    return [
        Problem(joined_under(place, key), None, "unknown key", nearest(key, known))
        for key in given
        if key not in known
    ]


def number_problems(
    given: Mapping[str, Any], bounds: tuple[float, float], place: str
) -> list[Problem]:
    """Return a problem for each entry of a table of numbers that is none within ``bounds``."""
    found = [
        number_problem(value, bounds, joined_under(place, key)) for key, value in given.items()
    ]
    return [problem for problem in found if problem is not None]


def number_problem(value: object, bounds: tuple[float, float], place: str) -> Problem | None:
    """Return what is wrong with a would-be number at ``place``, if anything."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        kind = "float_type"
        return Problem(place, value, _TYPES[kind], _quotes(kind, value))
    if value != value or abs(value) == float("inf"):
        return Problem(place, value, _TYPES["finite_number"])
    return None if bounds[0] <= value <= bounds[1] else Problem(place, value, _between(*bounds))


def joined_under(place: str, key: str) -> str:
    """Dotted path of ``key`` in the table at ``place``."""
    return f"{place}.{joined(key)}" if place else joined(key)


def _plain(value: Any) -> Any:
    # NumPy scalars, as loops over arrays give them, count as the numbers they hold.
    return value.item() if hasattr(value, "dtype") and getattr(value, "ndim", 1) == 0 else value


def _validated(model: type[SectionT], known: dict[str, Any]) -> tuple[SectionT | None, list[Any]]:
    try:
        return model.model_validate(known), []
    except ValidationError as error:
        return None, list(error.errors(include_url=False, include_context=True))


def _translated(
    model: type[Section], faults: Iterable[Any], known: Mapping[str, Any], place: str
) -> Iterator[Problem]:
    missing = [str(fault["loc"][0]) for fault in faults if fault["type"] == "missing"]
    if missing:
        yield Problem(place, None, f"needs {', '.join(missing)}")
    for fault in faults:
        if fault["loc"] and fault["type"] != "missing":
            name = str(fault["loc"][0])
            rule, suggestion = _rule(fault, model.model_fields[name], known[name])
            yield Problem(joined_under(place, name), known[name], rule, suggestion)


def _rule(fault: Any, about: FieldInfo, value: object) -> tuple[str, str | None]:
    kind = fault["type"]
    if kind in _BOUNDS:
        return _bounds_rule(about), None
    if kind == "literal_error":
        names = [
            name.strip(" '") for name in fault["ctx"]["expected"].replace(" or ", ",").split(",")
        ]
        return f"must be one of {', '.join(names)}", closest(value, names)
    return _TYPES.get(kind, "is not valid here"), _quotes(kind, value)


def _bounds_rule(about: FieldInfo) -> str:
    meta = meta_of(about)
    if meta is not None:
        return _between(*meta.bounds)
    low = next((rule.ge for rule in about.metadata if hasattr(rule, "ge")), None)
    high = next((rule.le for rule in about.metadata if hasattr(rule, "le")), None)
    return f"must be at least {low}" if high is None else _between(low, high)


def _between(low: Any, high: Any) -> str:
    return f"must lie in [{_short(low)}, {_short(high)}]"


def _short(number: Any) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _quotes(kind: str, value: object) -> str | None:
    wanted = kind in ("float_type", "int_type", "bool_type")
    return "write it without quotes" if wanted and isinstance(value, str) and _bare(value) else None


def _bare(value: str) -> bool:
    if value in ("true", "false"):
        return True
    try:
        float(value)
    except ValueError:
        return False
    return True


def _defaults(model: type[Section], without: Iterable[str]) -> dict[str, Any]:
    found = {
        name: about.get_default(call_default_factory=True)
        for name, about in model.model_fields.items()
        if name not in without
    }
    return {name: value for name, value in found.items() if value is not PydanticUndefined}
