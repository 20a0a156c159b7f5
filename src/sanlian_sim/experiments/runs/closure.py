"""Equal service: hours scaled until as much need goes unmet as under the baseline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.experiments.runs.design import (
    CALIBRATION_REPLICATES,
    FIRST_CALIBRATION_REPLICATE,
    Key,
    Task,
    replicate_tasks,
)
from sanlian_sim.experiments.runs.execute import Failure, all_of, attempt
from sanlian_sim.experiments.runs.listener import Listener
from sanlian_sim.experiments.runs.workers import Workers
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.rules import MINUTES

SMALLEST_SCALE: Final = 0.5
LARGEST_SCALE: Final = 2.0
TOLERANCE: Final = 0.01
_ROUNDS: Final = 10
_CALIBRATION: Final = range(
    FIRST_CALIBRATION_REPLICATE, FIRST_CALIBRATION_REPLICATE + CALIBRATION_REPLICATES
)


@dataclass(frozen=True)
class Scale:
    """Scale of hours at which a scenario serves as much as the baseline.

    Attributes
    ----------
    value : float
        Factor of purchased and posted hours.
    gap : float
        Severity-weighted unmet hours over the baseline's, less 1.
    """

    value: float
    gap: float

    @property
    def reached(self) -> bool:
        """Whether service is equal within 1 %."""
        return abs(self.gap) <= TOLERANCE


def service_scales(
    experiment: Experiment,
    workers: Workers,
    listener: Listener,
    *,
    scenarios: Iterable[str],
    threads: int = 1,
    phases: Sequence[Phase] = PHASES,
) -> Mapping[str, Scale]:
    """Find the scale of hours of every scenario whose service shall equal the baseline's.

    Eight replicates with luck of their own are run at every scale; the scale is bisected between
    one half and two, in equal ratios, until the severity-weighted unmet hours agree within 1 %.

    Parameters
    ----------
    experiment : Experiment
    workers : Workers
    listener : Listener
    scenarios : iterable of str
        Names of those that are asked about.
    threads, phases
        As for the runs.

    Returns
    -------
    mapping
        Scale by scenario; where none within the bounds serves, the nearest that was tried.

    Raises
    ------
    RunsFailedError
        If a run fails.
    """
    baseline = experiment.design.baseline
    names = [
        name
        for name in scenarios
        if name != baseline and experiment.closure(name) == "equal_service"
    ]
    if not names:
        return {}

    def unmet(scales: Mapping[str, float]) -> dict[str, float]:
        tasks = replicate_tasks(
            experiment, _CALIBRATION, names=list(scales), scales=scales, threads=threads,
            phases=phases,
        )  # fmt: skip
        listener.expect("matching service", len(tasks))
        return _mean_unmet(tasks, workers, listener)

    target = unmet({baseline: 1.0})[baseline]
    searches = {name: _Search() for name in names}
    for _ in range(_ROUNDS):
        scales = {name: one.next for name, one in searches.items() if not one.best.reached}
        for name, hours in unmet(scales).items():
            searches[name].learn(hours / target - 1.0 if target else 0.0)
    return {name: one.best for name, one in searches.items()}


class _Search:
    """Bisection of one scale: more hours leave fewer unmet."""

    def __init__(self) -> None:
        self.low, self.high = SMALLEST_SCALE, LARGEST_SCALE
        self.best = Scale(1.0, np.inf)

    @property
    def next(self) -> float:
        """Scale to try next."""
        return float(np.sqrt(self.low * self.high))

    def learn(self, gap: float) -> None:
        """Take in the gap at the scale that was next."""
        tried = Scale(self.next, gap)
        if abs(gap) < abs(self.best.gap):
            self.best = tried
        if gap > 0:
            self.low = tried.value
        else:
            self.high = tried.value


def _mean_unmet(tasks: Sequence[Task], workers: Workers, listener: Listener) -> dict[str, float]:
    """Mean severity-weighted unmet hours over the replicates of each scenario."""
    found: dict[Key, float] = {}
    for task, hours in all_of(weighted_unmet_hours, tasks, workers):
        found[task.key] = hours
        listener.advance()
    names = dict.fromkeys(task.scenario.name for task in tasks)
    return {
        name: float(np.mean([found[key] for key in sorted(found) if key[1] == name]))
        for name in names
    }


def weighted_unmet_hours(task: Task) -> float | Failure:
    """Sum over counted weeks of severity times unmet hours in one run."""
    done = attempt(task)
    if isinstance(done, Failure):
        return done
    assert done.series is not None, "a task that matches service keeps its weekly series"
    minutes = done.series.counted.service[:, :, ServiceSeries.UNMET_WEIGHTED].sum()
    return float(minutes) / MINUTES
