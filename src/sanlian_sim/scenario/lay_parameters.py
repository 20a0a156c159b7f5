"""Lay parameters over one another: shipped, for all scenarios, for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic

from sanlian_sim.scenario import library
from sanlian_sim.scenario.check import SectionT, check_section, number_problems, table
from sanlian_sim.scenario.instruments import InstrumentRow
from sanlian_sim.scenario.parameters import TABLES, Parameters
from sanlian_sim.scenario.problems import Problem, closest, joined, nearest
from sanlian_sim.scenario.services import ServiceRow

Rows = Mapping[str, Mapping[str, Any]]
WAGE_BOUNDS = (0.0, 10_000.0)


@dataclass(frozen=True)
class Layer:
    """Values that are right by themselves, as far as laid."""

    flat: Mapping[str, Any]
    services: Rows
    instruments: Rows
    jobs: Mapping[str, float]


def shipped_layer() -> Layer:
    """Return the library's services, instruments and wages."""
    return Layer({}, library.service_rows(), library.instrument_rows(), library.wages())


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
        Whether the table may add services, instruments and jobs.

    Returns
    -------
    tuple
        The layers together, and the parameters if nothing in them is wrong.
    """
    given, wrong = table(raw, place)
    problems += wrong
    jobs = _jobs(base, given.get("jobs"), f"{place}.jobs", problems, may_add)
    rows, services = _Table(
        "service", ServiceRow, base.services, f"{place}.services", may_add
    ).laid(given.get("services"), problems)
    ways, instruments = _Table(
        "instrument", InstrumentRow, base.instruments, f"{place}.instruments", may_add
    ).laid(given.get("instruments"), problems)
    tables = {"services": services, "instruments": instruments, "jobs": jobs}
    flat = {**base.flat, **{name: one for name, one in given.items() if name not in TABLES}}
    checked = check_section(Parameters, {**flat, **tables}, place)
    problems += checked.problems
    sound = {name: one for name, one in checked.sound.items() if name not in TABLES}
    return Layer(sound, rows, ways, jobs), checked.value


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


@dataclass(frozen=True)
class _Table(Generic[SectionT]):
    """A table of rows below, over which others are laid."""

    kind: str
    model: type[SectionT]
    below: Rows
    place: str
    may_add: bool

    def laid(self, raw: object, problems: list[Problem]) -> tuple[Rows, dict[str, SectionT]]:
        """Rows with those of ``raw`` on top: right by themselves, and as sections."""
        given, wrong = table(raw, self.place)
        problems += wrong
        rows = dict(self.below)
        for name, row in given.items():
            where = f"{self.place}.{joined(name)}"
            refused = self._refused(name, where)
            problems += refused
            if not refused:
                rows[name] = self._sound_row(name, row, where, problems)
        built = {name: check_section(self.model, row, self.place) for name, row in rows.items()}
        return rows, {name: one.value for name, one in built.items() if one.value is not None}

    def _refused(self, name: str, where: str) -> list[Problem]:
        if name in self.below:
            return []
        if not self.may_add:
            rule = f"unknown {self.kind}; a new one belongs under [parameters.{self.kind}s]"
            suggestion = nearest(name, self.below)
            return [Problem(where, None, f"{rule}, for all scenarios", suggestion)]
        if not name.isidentifier():
            owner = "an instrument" if self.kind == "instrument" else f"a {self.kind}"
            return [Problem(where, None, f"{owner}'s name is a word of letters, digits and _")]
        return []

    def _sound_row(
        self, name: str, raw: object, where: str, problems: list[Problem]
    ) -> dict[str, Any]:
        given, wrong = table(raw, where)
        checked = check_section(self.model, {**self.below.get(name, {}), **given}, where)
        problems += wrong
        lacking = bool(checked.problems) and checked.problems[0].place == where
        if lacking and name not in self.below:
            # A row that lacks most of its fields is more often a name misspelt than a new row.
            hint = closest(name, self.below)
            problems += [replace(checked.problems[0], suggestion=hint), *checked.problems[1:]]
        else:
            problems += checked.problems
        return checked.sound
