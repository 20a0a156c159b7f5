"""Say in plain words what the validator found wrong with a section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.problems import Problem, closest, joined, nearest

if TYPE_CHECKING:
    from sanlian_sim.scenario.section import Section

NO_NUMBER = "must be a number"
NOT_FINITE = "must be finite"

_TYPES = {
    "float_type": NO_NUMBER,
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "is_instance_of": "must be the name of a file, as text",
    "finite_number": NOT_FINITE,
}
_BOUNDS = ("greater_than_equal", "less_than_equal")


def read_faults(
    model: type[Section], given: Mapping[str, Any], error: ValidationError
) -> tuple[list[Problem], dict[str, Any]]:
    """Problems of a section, with fields as places, and the values that are right by themselves.

    Rules over several fields are judged on those values, so that all problems come together.
    """
    faults = [fault for fault in error.errors(include_url=False) if fault["loc"]]
    problems = list(_translated(model, faults, given))
    bad = {str(fault["loc"][0]) for fault in faults}
    sound = {name: value for name, value in given.items() if name not in bad}
    broken = model.broken_rules(_defaults(model, bad) | sound)
    return problems + [Problem(*rule) for rule in broken], sound


def unknown_key(key: str, names: Iterable[str], place: str) -> Problem:
    """Problem of a key at ``place`` that is none of ``names``."""
    return Problem(place, None, "unknown key", nearest(key, names))


def between(bounds: tuple[Any, Any]) -> str:
    """Rule of a value between ``bounds``, which belong to it."""
    return f"must lie in [{_short(bounds[0])}, {_short(bounds[1])}]"


def quotes_hint(value: object) -> str | None:
    """Suggest to drop the quotes around a number or a switch written as text."""
    return "write it without quotes" if isinstance(value, str) and _is_value(value) else None


def _translated(
    model: type[Section], faults: Iterable[Any], given: Mapping[str, Any]
) -> Iterator[Problem]:
    fields = model.model_fields
    missing = [str(fault["loc"][0]) for fault in faults if fault["type"] == "missing"]
    if missing:
        yield Problem("", None, f"needs {', '.join(missing)}")
    for fault in faults:
        name, kind = str(fault["loc"][0]), fault["type"]
        if kind == "extra_forbidden":
            yield unknown_key(name, fields, joined(name))
        elif kind != "missing":
            yield Problem(name, given[name], *_rule(fault, fields[name], given[name]))


def _rule(fault: Any, about: FieldInfo, value: object) -> tuple[str, str | None]:
    kind = fault["type"]
    if kind in _BOUNDS:
        return _bounds_rule(about), None
    if kind == "literal_error":
        expected = fault["ctx"]["expected"].replace(" or ", ",")
        names = [name.strip(" '") for name in expected.split(",")]
        return f"must be one of {', '.join(names)}", closest(value, names)
    wanted = kind in ("float_type", "int_type", "bool_type")
    return _TYPES.get(kind, "is not valid here"), quotes_hint(value) if wanted else None


def _bounds_rule(about: FieldInfo) -> str:
    meta = meta_of(about)
    if meta is not None:
        return between(meta.bounds)
    low = next((rule.ge for rule in about.metadata if hasattr(rule, "ge")), None)
    high = next((rule.le for rule in about.metadata if hasattr(rule, "le")), None)
    return f"must be at least {low}" if high is None else between((low, high))


def _short(number: Any) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _is_value(text: str) -> bool:
    if text in ("true", "false"):
        return True
    try:
        float(text)
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
