"""A pilot that reaches community after community, simulated with what it cannot observe.

Each replicate is run twice, under the scenario and under the baseline with the same luck. A study
in the field sees the first alone; the second shows what would have been.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.experiments.rollouts.trial import Trial
from sanlian_sim.experiments.runs.budget import check_budgets
from sanlian_sim.experiments.runs.closure import service_scales
from sanlian_sim.experiments.runs.compilation import compile_model
from sanlian_sim.experiments.runs.design import Recording, Task, replicate_tasks
from sanlian_sim.experiments.runs.execute import Failure, all_of, attempt
from sanlian_sim.experiments.runs.listener import Listener
from sanlian_sim.experiments.runs.workers import Workers
from sanlian_sim.experiments.statistics.intervals import Floats
from sanlian_sim.outcomes.series import LEVELS
from sanlian_sim.outcomes.series_table import unit_of
from sanlian_sim.outcomes.stepped_wedge import two_way
from sanlian_sim.scenario.problems import ExperimentError, Problem, joined, nearest
from sanlian_sim.scenario.schema import Experiment, Scenario
from sanlian_sim.simulation.result import Result
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries

_OF_COMMUNITY: Final = tuple(one.name.lower() for one in CommunitySeries)
_OF_SERVICE: Final = tuple(one.name.lower() for one in ServiceSeries)
_MEANS: Final = {*(one.name.lower() for one in LEVELS), ServiceSeries.DELTA.name.lower()}


class Watched(NamedTuple):
    """What a study observes of every community.

    Attributes
    ----------
    series, service : str
        Weekly series of communities, and the service ("" for all).
    period_weeks : int
        Weeks of a period, over which the series is averaged.
    """

    series: str
    service: str
    period_weeks: int

    @property
    def unit(self) -> str:
        """What values are, as an axis says it."""
        minutes = ", minutes" if unit_of(self.series) == "minutes" else ""
        per = "" if self.series in _MEANS else f"{minutes} per resident and week"
        return f"{self.series}{f' of {self.service}' if self.service else ''}{per}"


class Panel(NamedTuple):
    """What one run shows: means by period, and the period in which each community adopts."""

    y: Floats
    adopted: NDArray[np.int64]


def trials(
    experiment: Experiment,
    scenario: str,
    watched: Watched,
    *,
    replicates: int,
    workers: int,
    threads: int,
    phases: Sequence[Phase] = PHASES,
    listener: Listener,
) -> tuple[Trial, ...]:
    """Run a scenario and the baseline in every replicate, and keep what a study watches.

    Raises
    ------
    ExperimentError
        If the scenario cannot be studied as a stepped wedge.
    ValueError
        If there is no such series or service, or a period has no week.
    RunsFailedError
        If a run fails.
    """
    _check_watched(experiment, scenario, watched)
    check_rollout(experiment, scenario, watched.period_weeks)
    check_budgets(experiment)
    compile_model(listener)
    names = [scenario, experiment.design.baseline]
    with Workers(workers) as shared:
        scales = service_scales(
            experiment, shared, listener, scenarios=names, threads=threads, phases=phases
        )
        tasks = replicate_tasks(
            experiment, range(replicates), names=names,
            scales={name: one.value for name, one in scales.items()}, threads=threads,
            recording=Recording("community"), phases=phases,
        )  # fmt: skip
        panels = _panels(tasks, names[1], watched, shared, listener)
    return tuple(_trial(r, *(panels[name, r] for name in names)) for r in range(replicates))


def check_rollout(experiment: Experiment, scenario: str, period_weeks: int) -> None:
    """Make sure that a rollout leaves something to compare.

    Raises
    ------
    ExperimentError
        If the scenario is the baseline or in another place, or its communities do not adopt in
        different periods after a first one, within the horizon.
    """
    own = experiment.scenario(scenario)
    problems = [*_rollout_problems(own, period_weeks)]
    if scenario == experiment.design.baseline:
        problems.append(Problem("scenario", scenario, "is the baseline", "name another scenario"))
    if own.between_places:
        rule = "must be in the baseline's place, so that luck is shared"
        problems.append(Problem(joined("scenarios", scenario), None, rule))
    if problems:
        raise ExperimentError(problems)


def _rollout_problems(scenario: Scenario, period_weeks: int) -> Iterator[Problem]:
    place, rollout = joined("scenarios", scenario.name, "rollout"), scenario.rollout
    weeks = scenario.horizon.weeks // period_weeks * period_weeks
    remedy = f"at least {period_weeks}"
    if rollout.start < period_weeks:
        rule = f"must leave a first period of {period_weeks} weeks without treatment"
        yield Problem(f"{place}.start", rollout.start, rule, remedy)
    elif rollout.start >= weeks:
        rule = f"must lie in the {weeks} weeks of whole periods"
        yield Problem(f"{place}.start", rollout.start, rule)
    if rollout.duration < period_weeks:
        rule = "must let communities adopt in different periods"
        yield Problem(f"{place}.duration", rollout.duration, rule, remedy)


def _check_watched(experiment: Experiment, scenario: str, watched: Watched) -> None:
    series, service, period_weeks = watched
    known = experiment.scenario(scenario).policy.delegation
    if period_weeks < 1:
        raise ValueError(f"`period_weeks` must be at least 1; got {period_weeks}")
    if series not in (*_OF_COMMUNITY, *_OF_SERVICE):
        hint = nearest(series, [*_OF_COMMUNITY, *_OF_SERVICE]) or "see the data dictionary"
        raise ValueError(f"no series {series!r} of communities; {hint}")
    if service and series not in _OF_SERVICE:
        raise ValueError(f"series {series!r} is not told by service; got service {service!r}")
    if service and service not in known:
        raise ValueError(f"no service {service!r}; {nearest(service, known)}")


def _panels(
    tasks: Sequence[Task], baseline: str, watched: Watched, workers: Workers, listener: Listener
) -> dict[tuple[str, int], Panel]:
    found: dict[tuple[str, int], Panel] = {}
    listener.expect("runs", len(tasks))
    for task, came_of_it in all_of(partial(observe, watched=watched), tasks, workers):
        if task.scenario.name != baseline:
            two_way(*came_of_it)  # refuses a place with too few communities after its first run
        found[task.scenario.name, task.replicate] = came_of_it
        listener.advance()
    return found


def observe(task: Task, watched: Watched) -> Panel | Failure:
    """Do one run and keep what is watched, so that its other series take no memory."""
    done = attempt(task)
    return done if isinstance(done, Failure) else panel(done, watched)


def panel(result: Result, watched: Watched) -> Panel:
    """Return means by community and whole period of counted weeks."""
    assert result.series is not None, "a task of a study keeps its weekly series"
    weekly = result.series.counted.of_communities(watched.series, watched.service)
    if watched.series not in _MEANS:
        weekly = weekly / np.maximum(1, result.residents)
    length, places = watched.period_weeks, weekly.shape[1]
    periods = len(weekly) // length
    y = weekly[: periods * length].reshape(periods, length, places).mean(axis=1)
    return Panel(y.T.copy(), result.adopted.astype(np.int64) // length)


def _trial(replicate: int, scenario: Panel, baseline: Panel) -> Trial:
    for array in (*scenario, *baseline):
        array.flags.writeable = False
    return Trial(replicate, scenario.adopted, scenario.y, baseline.y)
