"""Variants of an experiment: what a design varies, laid on top of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sanlian_sim.experiments.designs.factors import Factor, Over, make_factors
from sanlian_sim.experiments.designs.points import Design
from sanlian_sim.experiments.designs.variables import WEEK, Variable, variables
from sanlian_sim.scenario.describe import ParameterRow, describe_parameters
from sanlian_sim.scenario.overrides import split_path
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.scenario.vary import variant

_ENOUGH: Final = 20
"""Faulty points after which no more are looked at."""
_ANY: Final = 0.5
_NUMBERS: Final = re.compile(r"[-+.\d]+")
_FIXED: Final[Mapping[str, str]] = {
    "title": "names the experiment",
    "community.preset": "decides what other settings mean; write an experiment for each",
    "community.residents": "decides what other settings mean; write an experiment for each",
    "community.ties": "decides what other settings mean; write an experiment for each",
    "design.baseline": "says what is compared; ask for another with 'against'",
    "design.replicates": "is the same at every point; set it with 'replicates'",
    "design.seed": "is the same at every point, so that they share their luck",
    "design.world_seed": "is the same at every point, so that they share their luck",
}
_FIXED_LEVERS: Final[Mapping[tuple[str, ...], str]] = {
    ("arrangement",): "sets all levers; write a scenario for each, or vary levers",
    ("levers", "delegation_default"): "is not used where every service has its share; "
    "vary delegation",
}


class Variants:
    """Builds variants of an experiment.

    Parameters
    ----------
    experiment : Experiment
    """

    def __init__(self, experiment: Experiment) -> None:
        self.known: Mapping[str, Variable] = variables(experiment)
        self._experiment = experiment

    def factors(self, over: Over) -> list[Factor]:
        """Return factors.

        Raises
        ------
        ExperimentError
            With all that is wrong: ranges that cannot be read, places that cannot be varied or
            are not there. Whether values are allowed is seen when points are built.
        """
        factors: list[Factor] = []
        problems: list[Problem] = []
        for path, given in over.items():
            fixed = _fixed(path)
            if fixed is not None:
                problems.append(Problem(path, None, fixed))
                continue
            try:
                factors += make_factors({path: given}, self.known)
            except ExperimentError as error:
                problems += self._explained(path, error)
        if problems:
            raise ExperimentError(_distinct([*problems, *self._at_ends(factors)]))
        return factors

    def build(self, overrides: Mapping[str, Any]) -> Experiment:
        """Return one variant.

        Raises
        ------
        ExperimentError
            With all that is wrong with it.
        """
        return variant(self._experiment, overrides)

    def points(self, design: Design) -> list[Experiment]:
        """Return the variants of all points of a design.

        Raises
        ------
        ExperimentError
            With the problems of the first faulty points, and those of all ends together, each of
            a place and a rule told once.
        """
        found: list[Experiment] = []
        problems: list[Problem] = []
        faulty = 0
        for number, overrides in zip(design.points.index, design.overrides(), strict=True):
            try:
                found.append(self.build(overrides))
            except ExperimentError as error:
                problems += [_at_point(one, number) for one in error.problems]
                faulty += 1
            if faulty == _ENOUGH:
                break
        if problems:
            raise ExperimentError(_distinct([*problems, *self._at_ends(design.factors)]))
        return found

    def _at_ends(self, factors: Sequence[Factor]) -> list[Problem]:
        """Problems with all factors low, and with all high."""
        problems: list[Problem] = []
        for end in (0, 2):
            problems += self._problems({one.path: one.ends()[end] for one in factors})
        return problems

    def _problems(self, overrides: Mapping[str, Any]) -> Sequence[Problem]:
        try:
            self.build(overrides)
        except ExperimentError as error:
            return error.problems
        return ()

    def _explained(self, path: str, error: ExperimentError) -> list[Problem]:
        """Say of a place without a range whether it is there at all."""
        if path in self.known:
            return list(error.problems)
        return list(self._problems({path: _ANY}) or error.problems)


def week_parameters(experiment: Experiment) -> list[str]:
    """Paths of parameters for all scenarios that act in the week and can be varied freely.

    Weights that sum to 1, and levels that must stand in an order or within a sum at the ends of
    their ranges, cannot.
    """
    rows = {
        row.name: row
        for row in describe_parameters(experiment.parameters)
        if row.acts == WEEK and row.name in Parameters.model_fields
        and row.low is not None and row.high is not None and row.low < row.high
    }  # fmt: skip
    held = dict(experiment.parameters)
    free = {
        name: row
        for name, row in rows.items()
        if not any(_refused(held, {name: end}) for end in _ends(row))
    }
    for end in (0, 1):
        together = {name: _ends(row)[end] for name, row in free.items()}
        for name in _refused(held, together):
            free.pop(name, None)
    return [f"parameters.{name}" for name in free]


def _ends(row: ParameterRow) -> tuple[Any, Any]:
    kind = int if isinstance(row.value, int) else float
    return kind(row.low or 0), kind(row.high or 0)


def _refused(held: Mapping[str, Any], changes: Mapping[str, Any]) -> list[str]:
    """Names of parameters with which something is wrong."""
    try:
        Parameters(**{**held, **changes})
    except ExperimentError as error:
        return [one.place.removeprefix("Parameters.") for one in error.problems]
    return []


def _fixed(path: str) -> str | None:
    """Return why a place cannot be varied; None if it can."""
    parts = split_path(path) or []
    if parts[:1] == ["scenarios"]:
        return _FIXED_LEVERS.get(tuple(parts[2:]))
    return _FIXED.get(".".join(parts))


def _at_point(problem: Problem, number: int) -> Problem:
    return replace(problem, rule=f"{problem.rule} (point {number})")


def _distinct(problems: Sequence[Problem]) -> list[Problem]:
    """Return the first problem of every place and rule, whatever the numbers in it."""
    told: dict[tuple[str, str], Problem] = {}
    for one in problems:
        told.setdefault((one.place, _NUMBERS.sub("", one.rule.partition(" (point")[0])), one)
    return list(told.values())
