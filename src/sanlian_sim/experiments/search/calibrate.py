"""Fitting parameters of the model to observed moments, and checking the posterior."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import numpy as np

from sanlian_sim.experiments.runs.budget import check_budgets
from sanlian_sim.experiments.runs.compilation import compile_model
from sanlian_sim.experiments.runs.design import SUMMARIES, replicate_tasks
from sanlian_sim.experiments.runs.execute import RunsFailedError, execute
from sanlian_sim.experiments.runs.listener import Listener
from sanlian_sim.experiments.runs.run_log import Entry, Log
from sanlian_sim.experiments.runs.workers import Workers
from sanlian_sim.experiments.search.moments import Moment
from sanlian_sim.experiments.search.smc import Fit, Plan, fit
from sanlian_sim.experiments.search.varied import Varied
from sanlian_sim.experiments.statistics.intervals import Floats
from sanlian_sim.experiments.statistics.weights import resampled
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.scenario.vary import variant
from sanlian_sim.simulation.result import Result

# Designs have at most a million replicates, and equal service is found in those that follow.
FIRST_REPLICATE: Final = 2_000_000


@dataclass(frozen=True)
class Question:
    """What is fitted to what.

    Attributes
    ----------
    experiment : Experiment
    scenario : str
        That in which the moments were observed.
    priors : tuple of Varied
    moments : tuple of Moment
    particles, populations : int
        Size of a population, and most populations.
    replicates : int
        Runs over which moments of a proposal are averaged.
    """

    experiment: Experiment
    scenario: str
    priors: tuple[Varied, ...]
    moments: tuple[Moment, ...]
    particles: int = 100
    populations: int = 8
    replicates: int = 1

    @property
    def plan(self) -> Plan:
        """How to fit."""
        observed, sds = zip(*((one.value, one.sd) for one in self.moments), strict=True)
        seed = self.experiment.design.seed
        return Plan(self.priors, observed, sds, self.particles, self.populations, seed)


@dataclass(frozen=True, eq=False)
class Answer:
    """A posterior and what it predicts.

    Attributes
    ----------
    question : Question
    fit : Fit
    predicted : float array, shape (particles, moments)
        Moments at parameters drawn from the posterior, with fresh luck.
    entries : tuple of Entry
        All runs.
    started, finished : datetime
    """

    question: Question
    fit: Fit
    predicted: Floats
    entries: tuple[Entry, ...]
    started: datetime
    finished: datetime

    @property
    def reached(self) -> bool:
        """Whether the tolerance fell as far as the errors of the moments allow."""
        return self.fit.populations[-1].tolerance <= self.question.plan.tolerance


@dataclass
class _Proposals:
    """Finds the moments of proposals with the model."""

    question: Question
    workers: Workers
    listener: Listener
    log: Log | None
    threads: int
    entries: list[Entry] = field(default_factory=list)

    def simulate(self, asked: Sequence[tuple[Floats, int]]) -> Floats:
        """Return moments, shape (proposals, moments); NaN where all runs failed."""
        question, runs = self.question, self.question.replicates
        tasks = []
        for point, (parameters, number) in enumerate(asked):
            first = FIRST_REPLICATE + number * runs
            tasks += replicate_tasks(
                self.experiment(parameters), range(first, first + runs), point=point,
                names=[question.scenario], threads=self.threads, recording=SUMMARIES,
            )  # fmt: skip
        done = execute(tasks, self.workers, self.listener, log=self.log)
        if done.interrupted:
            raise KeyboardInterrupt
        if done.failures and not done.results:
            raise RunsFailedError(done.failures)
        self.entries += done.entries
        total = np.zeros((len(asked), len(question.moments)))
        count = np.zeros(len(asked))
        for entry, result in zip(done.results.entries, done.results, strict=True):
            total[entry.point] += values_of(result, question.moments)
            count[entry.point] += 1
        return np.where(count[:, None] > 0, total / np.maximum(count, 1)[:, None], np.nan)

    def experiment(self, parameters: Floats) -> Experiment:
        """Return the experiment with the parameters of a proposal."""
        settings: dict[str, float] = {}
        for prior, value in zip(self.question.priors, parameters, strict=True):
            settings |= prior.settings(float(value))
        return variant(self.question.experiment, settings)


def calibrated(
    question: Question,
    *,
    listener: Listener,
    workers: int = 1,
    threads: int = 1,
    executor: Executor | None = None,
    log: Log | None = None,
) -> Answer:
    """Fit parameters, and run the model at the posterior with fresh luck.

    Parameters
    ----------
    question : Question
    listener : Listener
        Hears of progress.
    workers, threads : int
        Runs at a time, and threads of each; no result depends on them.
    executor : Executor, optional
        Does the runs in place of processes of this machine.
    log : Log, optional
        Where runs are kept as they finish; those that it holds already are not done again.

    Raises
    ------
    ExperimentError
        If what the user asks cannot be done.
    MissingExtraError
        If pyABC is not installed.
    NothingFitsError
        If hardly any proposal could be tried.
    RunsFailedError
        If all runs of a batch failed.
    """
    started = datetime.now(UTC)
    check_budgets(question.experiment)
    compile_model(listener)
    with Workers(workers, executor) as does:
        proposals = _Proposals(question, does, listener, log, threads)
        found = fit(question.plan, proposals.simulate)
        drawn = resampled(found.weights, question.particles)
        asked = [(found.parameters[row], found.proposals + n) for n, row in enumerate(drawn)]
        predicted = proposals.simulate(asked)
    return Answer(
        question, found, predicted, tuple(proposals.entries), started, datetime.now(UTC)
    )  # fmt: skip


def values_of(result: Result, moments: Sequence[Moment]) -> Floats:
    """Return the moments of a run."""
    known = {(row.outcome, row.group, row.service): row.value for row in result.rows}
    return np.array([known.get((one.outcome, one.group, one.service), np.nan) for one in moments])
