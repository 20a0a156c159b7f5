"""Conducting an experiment: its runs, and the comparison they allow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.experiments.comparison.budget_impact import (
    break_even_weeks,
    budget_impact,
    outlays,
)
from sanlian_sim.experiments.comparison.compare import compare_summaries
from sanlian_sim.experiments.comparison.cost_effectiveness import acceptabilities
from sanlian_sim.experiments.comparison.drift import drift_warning
from sanlian_sim.experiments.comparison.equity import equities
from sanlian_sim.experiments.comparison.replicates import replicates_needed
from sanlian_sim.experiments.runs.budget import check_budgets
from sanlian_sim.experiments.runs.closure import Scale, service_scales
from sanlian_sim.experiments.runs.compilation import compile_model
from sanlian_sim.experiments.runs.design import TOTALS, Recording, Task, replicate_tasks
from sanlian_sim.experiments.runs.execute import Failure, Runs, RunsFailedError, execute
from sanlian_sim.experiments.runs.listener import Listener, Silent
from sanlian_sim.experiments.runs.results import Results
from sanlian_sim.experiments.runs.run_log import Log
from sanlian_sim.experiments.runs.workers import Workers
from sanlian_sim.outcomes.drift import Drift
from sanlian_sim.outcomes.summary import MEASURES, Measure
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation.result import Result

if TYPE_CHECKING:
    import pandas as pd

Read: TypeAlias = dict[tuple[str, int], Any]
"""What is read of every result, by scenario and replicate."""


@dataclass(frozen=True)
class Precision:
    """How narrow intervals were asked to be, and are.

    Attributes
    ----------
    asked : mapping
        Half of the 95 % interval, at most, by outcome, in its unit.
    found : mapping
        Half of the widest interval of any scenario, by outcome.
    most : int
        Replicates at which adding ends.
    """

    asked: Mapping[str, float]
    found: Mapping[str, float]
    most: int

    @property
    def reached(self) -> bool:
        """Whether all intervals are as narrow as asked."""
        return all(self.found[outcome] <= width for outcome, width in self.asked.items())


@dataclass(frozen=True, eq=False)
class Study:
    """An experiment, its runs and what they say of its scenarios.

    Attributes
    ----------
    experiment : Experiment
    asked : tuple of Task
        The runs that were asked for.
    runs : Runs
        What came of them.
    scales : mapping
        Scale of hours by scenario, under ``equal_service``.
    workers : int
        Runs done at a time.
    precision : Precision, optional
        How narrow intervals were asked to be, if replicates were added until they are.
    started, finished : datetime
        In universal time.
    """

    experiment: Experiment
    asked: tuple[Task, ...]
    runs: Runs
    started: datetime
    finished: datetime
    scales: Mapping[str, Scale] = field(default_factory=dict)
    workers: int = 1
    precision: Precision | None = None

    @property
    def results(self) -> Results:
        """Results by scenario, then by replicate; each is read when it is asked for."""
        return self.runs.results

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Runs that failed."""
        return self.runs.failures

    @property
    def complete(self) -> bool:
        """Whether no run is missing but those that failed."""
        return len(self.runs.entries) == len(self.asked)

    @property
    def replicates(self) -> int:
        """Number of replicates of which some run was finished."""
        return len({entry.replicate for entry in self.results.entries})

    def of(self, scenario: str) -> Results:
        """Return the results of a scenario by replicate."""
        return self.results.of(scenario)

    def read(self, *functions: Callable[[Result], Any]) -> list[Read]:
        """Return what functions make of every result, by scenario and replicate.

        Each result is read once for all of them, and what they make of it is kept.
        """
        new = [one for one in functions if one not in self._kept]
        if new:
            keys = [(entry.scenario, entry.replicate) for entry in self.results.entries]
            columns = zip(*self.results.gather(*new), strict=True) if keys else [()] * len(new)
            for function, column in zip(new, columns, strict=True):
                self._kept[function] = dict(zip(keys, column, strict=True))
        return [self._kept[one] for one in functions]

    @cached_property
    def _kept(self) -> dict[Callable[[Result], Any], Read]:
        return {}

    @cached_property
    def summary(self) -> "pd.DataFrame":
        """Summaries of all results."""
        import pandas as pd

        frames = [result.summary for result in self.results]
        summary: pd.DataFrame = pd.concat(frames, ignore_index=True)
        return summary

    @cached_property
    def comparison(self) -> "pd.DataFrame":
        """Every scenario that was run against the baseline."""
        baseline = self.experiment.design.baseline
        names = [name for name in self.experiment.scenarios if name == baseline or self.of(name)]
        (drifts,) = self.read(drift_of)
        slopes = {name: [one for key, one in drifts.items() if key[0] == name] for name in names}
        return compare_summaries(
            self.summary,
            baseline,
            closures={name: self.experiment.closure(name) for name in names},
            drift={name: drift_warning(slopes[name]) for name in names},
        )

    @cached_property
    def replicates_needed(self) -> "pd.DataFrame":
        """How many replicates are needed for which headline difference."""
        return replicates_needed(self.comparison)

    @cached_property
    def budget_impact(self) -> "pd.DataFrame":
        """Fiscal cost of every counted year against the baseline."""
        (spent,) = self.read(outlays)
        return budget_impact(spent.values(), self.experiment.design.baseline)

    @cached_property
    def acceptability(self) -> "pd.DataFrame":
        """Net benefit, acceptability and value of information in both perspectives."""
        return acceptabilities(self.summary, self.experiment.design.baseline)

    @cached_property
    def equity(self) -> "pd.DataFrame":
        """Distributional cost-effectiveness in both perspectives."""
        return equities(self.summary, self.experiment.design.baseline)

    @cached_property
    def break_even(self) -> Mapping[str, float]:
        """Week by scenario from which on it cost no more in all than the baseline, see there."""
        (spent,) = self.read(outlays)
        return break_even_weeks(spent.values(), self.experiment.design.baseline)


def drift_of(result: Result) -> Drift:
    """Drift of a result."""
    return result.drift


def notes_of(result: Result) -> tuple[str, ...]:
    """What a reader of a result must know."""
    return result.notes


def conduct(
    experiment: Experiment,
    *,
    scenarios: Iterable[str] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    threads: int = 1,
    recording: Recording = TOTALS,
    phases: Sequence[Phase] = PHASES,
    measures: Sequence[Measure] = MEASURES,
    listener: Listener | None = None,
    executor: Executor | None = None,
    log: Log | None = None,
    stop_on_error: bool = False,
    scales: Mapping[str, Scale] | None = None,
) -> Study:
    """Do the runs of an experiment.

    Parameters
    ----------
    experiment : Experiment
    scenarios : iterable of str, optional
        Names; all by default.
    replicates : int, optional
        Runs of each scenario; those of the design by default.
    seed : int, optional
        Seed of a single replicate, in place of the one that follows from the design's.
    workers, threads : int
        Runs at a time, and threads of each; no result depends on them.
    recording : Recording
        What runs keep besides their summary.
    phases, measures
        The week, and what the summary holds.
    listener : Listener, optional
        Hears of progress.
    executor : Executor, optional
        Does the runs in place of processes of this machine.
    log : Log, optional
        Where runs are kept as they finish; those that it holds already are not done again.
    stop_on_error : bool
        Whether the first run that fails ends it all.
    scales : mapping, optional
        Scales of hours under ``equal_service``, if they were found before.

    Returns
    -------
    Study
        With the runs that were finished, if others failed or the user interrupted.

    Raises
    ------
    ExperimentError
        If what the user asks cannot be done.
    RunsFailedError
        If no run succeeded, or equal service could not be found.
    """
    started = datetime.now(UTC)
    names = tuple(experiment.scenarios if scenarios is None else scenarios)
    number = experiment.design.replicates if replicates is None else replicates
    hears = Silent() if listener is None else listener
    compile_model(hears)
    check_budgets(experiment)
    with Workers(workers, executor) as shared:
        if scales is None:
            scales = service_scales(
                experiment, shared, hears, scenarios=names, threads=threads, phases=phases
            )
        tasks = replicate_tasks(
            experiment, range(number), names=names, seed=seed,
            scales={name: one.value for name, one in scales.items()},
            threads=threads, recording=recording, phases=phases, measures=measures,
        )  # fmt: skip
        runs = execute(tasks, shared, hears, log=log, stop_on_error=stop_on_error)
    if runs.failures and not runs.results:
        raise RunsFailedError(runs.failures)
    finished = datetime.now(UTC)
    return Study(experiment, tuple(tasks), runs, started, finished, scales, workers)
