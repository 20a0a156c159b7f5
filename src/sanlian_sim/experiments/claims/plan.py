"""Plan: which experiments test a set of claims, and which runs they ask for.

Claims of one closure share an experiment, at central values and at every draw, so that each
scenario is run once however many claims look at it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sanlian_sim.experiments.claims.schema import Claim, Mode, Shared
from sanlian_sim.experiments.runs.design import SUMMARIES, Task, replicate_tasks
from sanlian_sim.experiments.uncertainty.draws import Draws, draw_parameters
from sanlian_sim.scenario.overrides import lay_overrides
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.scenario.schema import Experiment, Levers

EQUAL_SERVICE: Final = "equal_service"
LEVERS_ALONE: Final = "levers"
DELEGATION_ALONE: Final = "delegation"


@dataclass(frozen=True, eq=False)
class Part:
    """What is run under one closure.

    Attributes
    ----------
    closure : str
    draws : Draws
        The experiment at central values, and its variants.
    compared : tuple of str
        Scenarios run at central values and at every draw.
    swapped : tuple of str
        Scenarios run at central values alone: with other levers.
    equal_to : mapping
        Whose service a scenario must equal.
    scales : tuple of float
        Scales of hours at which these are run.
    """

    closure: str
    draws: Draws
    compared: tuple[str, ...]
    swapped: tuple[str, ...]
    equal_to: Mapping[str, str]
    scales: tuple[float, ...]


class Place(NamedTuple):
    """Which runs a task belongs to: those of a closure, a draw (-1 is central) and a scale."""

    closure: str
    draw: int
    scale: float


def variant(scenario: str, without: str) -> str:
    """Return the name of a scenario with other levers."""
    return f"{scenario} without {without}"


def parts_of(claims: Sequence[Claim], shared: Shared, mode: Mode) -> list[Part]:
    """Return what is to be run for claims, closure by closure.

    Raises
    ------
    ExperimentError
        If a claim's scenarios are wrong, or two claims mean different ones by the same name.
    """
    return [
        _part([one for one in claims if one.closure == closure], shared, mode)
        for closure in dict.fromkeys(one.closure for one in claims)
    ]


def _part(claims: Sequence[Claim], shared: Shared, mode: Mode) -> Part:
    sections, problems = lay_overrides(shared.experiment, mode.overrides)
    if problems:
        raise ExperimentError(problems)
    baseline, closure = sections["design"]["baseline"], claims[0].closure
    compared = tuple(dict.fromkeys([baseline, *(name for one in claims for name in one.names)]))
    stated = {**sections["scenarios"], **_own_scenarios(claims)}
    scenarios = {name: stated[name] for name in compared}
    equal_to = {name: other for one in claims for name, other in one.equal_to.items()}
    swapped: dict[str, Any] = {}
    for name in dict.fromkeys(one.imposed for one in claims if one.imposed):
        own = _swapped(name, stated, baseline, shared, mode.one_out)
        swapped |= own
        if name in equal_to:
            equal_to |= dict.fromkeys(own, equal_to[name])
    design = {**sections["design"], "closure": closure}
    experiment = Experiment(**{**sections, "scenarios": {**scenarios, **swapped}, "design": design})
    return Part(
        closure=closure,
        draws=draw_parameters(experiment, mode.draws, names=shared.drawn),
        compared=compared,
        swapped=tuple(swapped),
        equal_to=equal_to if closure == EQUAL_SERVICE else {},
        scales=mode.scales if closure == EQUAL_SERVICE else (1.0,),
    )


def _own_scenarios(claims: Iterable[Claim]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for claim in claims:
        for name, table in claim.scenarios.items():
            if found.setdefault(name, table) != table:
                rule = "another claim has another scenario of that name"
                place = f"{claim.id}: scenarios.{name}"
                raise ExperimentError([Problem(place, None, rule, "rename one")])
    return found


def _swapped(
    name: str, stated: Mapping[str, Any], baseline: str, shared: Shared, one_out: bool
) -> dict[str, Any]:
    """Scenarios with the baseline's levers: all, none but delegation, or one group of them."""
    experiment = Experiment(
        scenarios={one: stated[one] for one in (baseline, name)}, design={"baseline": baseline}
    )
    before: Levers = experiment.scenario(baseline).policy.levers

    def without(levers: Iterable[str]) -> dict[str, Any]:
        values = {lever: getattr(before, lever) for lever in levers}
        return {**stated[name], "levers": {**stated[name].get("levers", {}), **values}}

    every = [lever for group in shared.levers.values() for lever in group]
    idle = experiment.scenario(baseline).policy.delegation
    found = {
        variant(name, LEVERS_ALONE): without(every),
        variant(name, DELEGATION_ALONE): {**stated[name], "delegation": dict(idle)},
    }
    groups = shared.levers.items() if one_out else ()
    return found | {variant(name, group): without(levers) for group, levers in groups}


def tasks_of(parts: Sequence[Part], mode: Mode, threads: int = 1) -> tuple[list[Task], list[Place]]:
    """Return all runs, and the place of each point that they name.

    Returns
    -------
    tasks : list of Task
    places : list of Place
        By number of point.
    """
    tasks: list[Task] = []
    places: list[Place] = []
    for part in parts:
        central = (*part.compared, *part.swapped)
        points = [(-1, part.draws.experiment, central, mode.central)]
        points += [
            (n, point, part.compared, mode.replicates) for n, point in enumerate(part.draws.points)
        ]
        for draw, experiment, names, number in points:
            for scale in part.scales:
                asked = [one for one in names if scale == 1.0 or one in part.equal_to]
                tasks += replicate_tasks(
                    experiment, range(number), names=asked, threads=threads, recording=SUMMARIES,
                    scales=dict.fromkeys(part.equal_to, scale), point=len(places),
                )  # fmt: skip
                places.append(Place(part.closure, draw, scale))
    return tasks, places
