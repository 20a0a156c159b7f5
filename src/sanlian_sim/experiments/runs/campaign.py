"""A campaign: variants of an experiment, each with its scenarios and replicates, run together.

Designs over parameters, searches and tests of claims are all campaigns: a *point* is one variant.
Replicates share their seeds over points, so that points differ by what was varied and not by luck.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.experiments.runs.budget import check_budgets
from sanlian_sim.experiments.runs.closure import Scale, service_scales
from sanlian_sim.experiments.runs.compilation import compile_model
from sanlian_sim.experiments.runs.design import SUMMARIES, Task, replicate_tasks
from sanlian_sim.experiments.runs.execute import Failure, Runs, RunsFailedError, execute
from sanlian_sim.experiments.runs.listener import Listener, Silent
from sanlian_sim.experiments.runs.run_log import Log
from sanlian_sim.experiments.runs.workers import Workers
from sanlian_sim.outcomes.summary import MEASURES, Measure
from sanlian_sim.scenario.schema import Experiment

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Campaign:
    """Variants of an experiment and what their runs came to.

    Attributes
    ----------
    points : tuple of Experiment
    asked : tuple of Task
    runs : Runs
    scales : tuple of mapping
        Scale of hours by scenario, under ``equal_service``, of every point.
    """

    points: tuple[Experiment, ...]
    asked: tuple[Task, ...]
    runs: Runs
    scales: tuple[Mapping[str, Scale], ...] = field(default=())

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Runs that failed."""
        return self.runs.failures

    @cached_property
    def summary(self) -> "pd.DataFrame":
        """Summaries of all runs: point, then the columns of a result's summary."""
        import pandas as pd

        results = self.runs.results
        frames = [
            result.summary.assign(point=entry.point)
            for entry, result in zip(results.entries, results, strict=True)
        ]
        frame = pd.concat(frames, ignore_index=True)
        return frame[["point", *(name for name in frame.columns if name != "point")]]

    def values(
        self, outcome: str, scenario: str, *, group: str = "all", service: str = ""
    ) -> Floats:
        """Return one outcome of a scenario.

        Returns
        -------
        float array, shape (points, replicates)
            NaN where a run failed, or the outcome is not defined.

        Raises
        ------
        KeyError
            If no run has such an outcome.
        """
        out = np.full((len(self.points), self.replicates), np.nan)
        wanted = {"outcome": outcome, "scenario": scenario, "group": group, "service": service}
        rows = self.summary
        for name, value in wanted.items():
            rows = rows[rows[name] == value]
        if not len(rows):
            raise KeyError(f"no {wanted}")
        out[rows["point"].to_numpy(), rows["replicate"].to_numpy()] = rows["value"]
        return out

    def differences(
        self,
        outcome: str,
        scenario: str,
        baseline: str | None = None,
        *,
        group: str = "all",
        service: str = "",
    ) -> Floats:
        """Return paired differences to the baseline, shape (points, replicates)."""
        other = self.points[0].design.baseline if baseline is None else baseline
        own, base = (
            self.values(outcome, name, group=group, service=service) for name in (scenario, other)
        )
        return np.asarray(own - base)

    @property
    def replicates(self) -> int:
        """Number of replicates of every point."""
        return 1 + max(task.replicate for task in self.asked)


def run_campaign(
    points: Sequence[Experiment],
    *,
    replicates: int | Sequence[int],
    workers: int = 1,
    threads: int = 1,
    scenarios: Sequence[str] | None = None,
    phases: Sequence[Phase] = PHASES,
    measures: Sequence[Measure] = MEASURES,
    listener: Listener | None = None,
    executor: Executor | None = None,
    log: Log | None = None,
    stop_on_error: bool = False,
    shared: Workers | None = None,
) -> Campaign:
    """Do the runs of a campaign, of which only summaries are kept.

    Parameters
    ----------
    points : sequence of Experiment
        With scenarios of the same names.
    replicates : int or sequence of int
        Runs of each scenario at every point, or their numbers.
    workers, threads, scenarios, phases, measures, listener, executor, log, stop_on_error
        As for ``conduct``.
    shared : Workers, optional
        Does the runs of several campaigns in place of workers of its own.

    Raises
    ------
    ExperimentError
        If what the user asks cannot be done.
    RunsFailedError
        If no run succeeded, or equal service could not be found.
    """
    hears = Silent() if listener is None else listener
    numbers = range(replicates) if isinstance(replicates, int) else replicates
    for point in points:
        check_budgets(point)
    compile_model(hears)
    tasks: list[Task] = []
    scales = []
    with Workers(workers, executor) if shared is None else nullcontext(shared) as does:
        for n, point in enumerate(points):
            names = tuple(point.scenarios if scenarios is None else scenarios)
            found = service_scales(
                point, does, hears, scenarios=names, threads=threads, phases=phases
            )
            scales.append(found)
            tasks += replicate_tasks(
                point, numbers, names=names, threads=threads, recording=SUMMARIES,
                scales={name: one.value for name, one in found.items()}, phases=phases,
                measures=measures, point=n,
            )  # fmt: skip
        runs = execute(tasks, does, hears, log=log, stop_on_error=stop_on_error)
    if runs.failures and not runs.results:
        raise RunsFailedError(runs.failures)
    return Campaign(tuple(points), tuple(tasks), runs, tuple(scales))
