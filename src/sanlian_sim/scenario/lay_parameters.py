"""Lay parameters over one another: shipped, for all scenarios, for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sanlian_sim.scenario import library
from sanlian_sim.scenario.check import check_section, number_problems, table
from sanlian_sim.scenario.parameters import TABLES, Parameters
from sanlian_sim.scenario.problems import Problem, closest, joined, nearest
from sanlian_sim.scenario.services import ServiceRow

WAGE_BOUNDS = (0.0, 10_000.0)


@dataclass(frozen=True)
class Layer:
    """Values that are right by themselves, as far as laid."""

    flat: Mapping[str, Any]
    services: Mapping[str, Mapping[str, Any]]
    jobs: Mapping[str, float]


def shipped_layer() -> Layer:
    """Return the library's services and wages."""
    return Layer({}, library.service_rows(), library.wages())


def lay_parameters(
    base: Layer, raw: object, place: str, problems: list[Problem], may_add: bool
) -> tuple[Layer, Parameters | None]:
    """Lay ``raw`` over ``base``.

    Parameters
    ----------
    base
        The layer below.
    raw
        A table as under [parameters].
    place
        Its dotted path.
    problems
        List that receives what is wrong.
    may_add
        Whether the table may add services and jobs.

    Returns
    -------
    tuple
        The layers together, and the parameters if nothing in them is wrong.
    """
    given, wrong = table(raw, place)
    problems += wrong
    jobs = _jobs(base, given.get("jobs"), f"{place}.jobs", problems, may_add)
    rows, services = _services(base, given.get("services"), f"{place}.services", problems, may_add)
    flat = {**base.flat, **{name: one for name, one in given.items() if name not in TABLES}}
    checked = check_section(Parameters, {**flat, "services": services, "jobs": jobs}, place)
    problems += checked.problems
    sound = {name: one for name, one in checked.sound.items() if name not in TABLES}
    return Layer(sound, rows, jobs), checked.value


def _jobs(
    base: Layer, raw: object, place: str, problems: list[Problem], may_add: bool
) -> dict[str, float]:
    given, wrong = table(raw, place)
    wrong += [
        Problem(f"{place}.{joined(name)}", given[name], "unknown job", nearest(name, base.jobs))
        for name in given
        if name not in base.jobs and not may_add
    ]
    wrong += number_problems(given, WAGE_BOUNDS, place)
    problems += wrong
    bad = {problem.place for problem in wrong}
    sound = {name: one for name, one in given.items() if f"{place}.{joined(name)}" not in bad}
    return {**base.jobs, **{name: float(wage) for name, wage in sound.items()}}


def _services(
    base: Layer, raw: object, place: str, problems: list[Problem], may_add: bool
) -> tuple[dict[str, Mapping[str, Any]], dict[str, ServiceRow]]:
    given, wrong = table(raw, place)
    problems += wrong
    rows: dict[str, Mapping[str, Any]] = dict(base.services)
    for name, row in given.items():
        where = f"{place}.{joined(name)}"
        refused = _refused(base, name, row, where, may_add)
        problems += refused
        if not refused:
            rows[name] = _sound_row(base, name, row, where, problems)
    built = {name: check_section(ServiceRow, row, place).value for name, row in rows.items()}
    return rows, {name: row for name, row in built.items() if row is not None}


def _refused(base: Layer, name: str, row: object, where: str, may_add: bool) -> list[Problem]:
    if name in base.services:
        return []
    if not may_add:
        suggestion = nearest(name, base.services)
        rule = "unknown service; a new one belongs under [parameters.services], for all scenarios"
        return [Problem(where, None, rule, suggestion)]
    if not name.isidentifier():
        return [Problem(where, None, "a service's name is a word of letters, digits and _")]
    return []


def _sound_row(
    base: Layer, name: str, raw: object, where: str, problems: list[Problem]
) -> dict[str, Any]:
    given, wrong = table(raw, where)
    checked = check_section(ServiceRow, {**base.services.get(name, {}), **given}, where)
    problems += wrong
    lacking = bool(checked.problems) and checked.problems[0].place == where
    if lacking and name not in base.services:
        # A row that lacks most of its fields is more often a name misspelt than a new service.
        hint = closest(name, base.services)
        problems += [replace(checked.problems[0], suggestion=hint), *checked.problems[1:]]
    else:
        problems += checked.problems
    return checked.sound
