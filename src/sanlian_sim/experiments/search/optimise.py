"""Searching for policies: trials paired with the baseline, a front, and its verification.

A mean that was picked because it is high is too high on average. The front is therefore run again
in replicates that had no part in the search, and it is those that count.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.runs.budget import check_budgets
from sanlian_sim.experiments.runs.campaign import Campaign, run_campaign
from sanlian_sim.experiments.runs.listener import Listener
from sanlian_sim.experiments.runs.run_log import Entry, Log
from sanlian_sim.experiments.runs.workers import Workers
from sanlian_sim.experiments.search.goals import Goal
from sanlian_sim.experiments.search.pareto import Found, Plan, Point, front, search
from sanlian_sim.experiments.search.policy_space import Space
from sanlian_sim.experiments.statistics.intervals import Floats, Paired, paired
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.scenario.vary import variant

COST = "fiscal_cost"
"""What a budget limits, yuan per resident-year."""


@dataclass(frozen=True)
class Question:
    """What is searched for.

    Attributes
    ----------
    experiment : Experiment
    scenario : str
        Whose levers are decided.
    space : Space
    goals : tuple of Goal
    plan : Plan
    replicates : int
        Runs of each trial, numbered from 0.
    fresh : int
        Runs of each policy of the front with which it is verified, numbered after these.
    budget : float or None
        Most fiscal cost above the baseline's, yuan per resident-year; None for no limit.
    """

    experiment: Experiment
    scenario: str
    space: Space
    goals: tuple[Goal, ...]
    plan: Plan
    replicates: int = 4
    fresh: int = 16
    budget: float | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes that are read: goals, and what the budget limits."""
        names = [goal.outcome for goal in self.goals]
        return (*names, *([COST] if COST not in names else []))


@dataclass(frozen=True, eq=False)
class Answer:
    """Trials and the verified front.

    Attributes
    ----------
    question : Question
    points : tuple of mapping
        Coordinates of every trial, in order.
    searched : float array, shape (trials, outcomes, replicates)
        Differences to the baseline; NaN where a run failed or the policy cannot be paid for.
    chosen : int array, shape (policies,)
        Trials on the front of the search, within the budget.
    verified : float array, shape (policies, outcomes, fresh)
        Their differences to the baseline in fresh replicates.
    entries : tuple of Entry
        All runs.
    started, finished : datetime
    """

    question: Question
    points: tuple[Point, ...]
    searched: Floats
    chosen: NDArray[np.int64]
    verified: Floats
    entries: tuple[Entry, ...]
    started: datetime
    finished: datetime

    @property
    def means(self) -> Paired:
        """Means of all trials over replicates, shape (trials, outcomes), with intervals."""
        return paired(np.zeros_like(self.searched), self.searched)

    @property
    def fresh_means(self) -> Paired:
        """Means of the front over fresh replicates, shape (policies, outcomes)."""
        return paired(np.zeros_like(self.verified), self.verified)

    @property
    def affordable(self) -> NDArray[np.bool_]:
        """Which policies of the front keep the budget in fresh replicates."""
        return within(self.fresh_means.difference, self.question)

    @property
    def holds(self) -> NDArray[np.bool_]:
        """Which policies of the front are within budget and on the front when verified."""
        return best(self.fresh_means.difference, self.question)


@dataclass
class _Trials:
    """Tries the points of batches with the model, and keeps what came of them."""

    question: Question
    workers: Workers
    listener: Listener
    log: Log | None
    threads: int
    baseline: Floats = field(default_factory=lambda: np.empty(0))
    searched: list[Floats] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def try_points(self, points: Sequence[Point]) -> list[Found]:
        """Return what is known of the points of a batch."""
        numbers = range(self.question.replicates)
        if not len(self.baseline):
            self.baseline = self.run_baseline(numbers)
        differences = self.run_policies(points, numbers) - self.baseline
        self.searched.append(differences)
        means = paired(np.zeros_like(differences), differences).difference
        return [_found(row, self.question) for row in means]

    def run_baseline(self, numbers: Sequence[int]) -> Floats:
        """Return outcomes of the baseline, shape (outcomes, replicates)."""
        experiment = self.question.experiment
        campaign = self._run([experiment], experiment.design.baseline, numbers)
        return np.asarray(self._read(campaign, experiment.design.baseline, numbers)[0])

    def run_policies(self, points: Sequence[Point], numbers: Sequence[int]) -> Floats:
        """Return outcomes of policies, shape (points, outcomes, replicates)."""
        question = self.question
        variants = [variant(question.experiment, question.space.settings(one)) for one in points]
        payable = [n for n, one in enumerate(variants) if _payable(one)]
        out = np.full((len(points), len(question.outcomes), len(numbers)), np.nan)
        if payable:
            campaign = self._run([variants[n] for n in payable], question.scenario, numbers)
            out[payable] = self._read(campaign, question.scenario, numbers)
        return out

    def _run(self, points: Sequence[Experiment], scenario: str, numbers: Sequence[int]) -> Campaign:
        campaign = run_campaign(
            points, replicates=numbers, scenarios=[scenario], threads=self.threads,
            listener=self.listener, log=self.log, shared=self.workers,
        )  # fmt: skip
        if campaign.runs.interrupted:
            raise KeyboardInterrupt
        self.entries += campaign.runs.entries
        return campaign

    def _read(self, campaign: Campaign, scenario: str, numbers: Sequence[int]) -> Floats:
        values = [campaign.values(name, scenario) for name in self.question.outcomes]
        return np.stack(values, axis=1)[..., list(numbers)]


def find_policies(
    question: Question,
    *,
    listener: Listener,
    workers: int = 1,
    threads: int = 1,
    executor: Executor | None = None,
    log: Log | None = None,
) -> Answer:
    """Search for policies, and verify the front.

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
    RunsFailedError
        If no run of a batch succeeded.
    MissingExtraError
        If Optuna is not installed.
    """
    started = datetime.now(UTC)
    with Workers(workers, executor) as does:
        trials = _Trials(question, does, listener, log, threads)
        points, _ = search(question.space.bounds, trials.try_points, question.plan)
        searched = np.concatenate(trials.searched)
        means = paired(np.zeros_like(searched), searched).difference
        chosen = _distinct(np.flatnonzero(best(means, question)), points)
        numbers = range(question.replicates, question.replicates + question.fresh)
        verified = np.empty((0, len(question.outcomes), question.fresh))
        if len(chosen):
            verified = trials.run_policies([points[n] for n in chosen], numbers)
            verified -= trials.run_baseline(numbers)
    return Answer(
        question, tuple(points), searched, chosen, verified, tuple(trials.entries), started,
        datetime.now(UTC),
    )  # fmt: skip


def within(means: Floats, question: Question) -> NDArray[np.bool_]:
    """Say which rows of mean differences, shape (policies, outcomes), keep the budget."""
    if question.budget is None:
        return np.asarray(np.isfinite(means).all(axis=1))
    return np.asarray(means[:, question.outcomes.index(COST)] <= question.budget)


def best(means: Floats, question: Question) -> NDArray[np.bool_]:
    """Say which rows of mean differences keep the budget and are on the front of those."""
    kept = np.where(within(means, question)[:, None], means, np.nan)
    signs = [goal.sign for goal in question.goals]
    return front(kept[:, : len(signs)], signs)


def settings_of(answer: Answer) -> list[Mapping[str, float]]:
    """Return what every trial sets, by dotted path."""
    return [answer.question.space.settings(point) for point in answer.points]


def _distinct(trials: NDArray[np.int64], points: Sequence[Point]) -> NDArray[np.int64]:
    """Keep the first of trials of the same point, which a genetic search repeats."""
    first: dict[tuple[float, ...], int] = {}
    for trial in trials:
        first.setdefault(tuple(points[trial].values()), int(trial))
    return np.array(list(first.values()), dtype=np.int64)


def _found(means: Floats, question: Question) -> Found:
    values = tuple(float(one) for one in means[: len(question.goals)])
    if question.budget is None:
        return Found(values)
    return Found(values, float(means[question.outcomes.index(COST)]) - question.budget)


def _payable(experiment: Experiment) -> bool:
    """Whether the baseline's budget, if it is what is held equal, can pay for the levers."""
    try:
        check_budgets(experiment)
    except ExperimentError:
        return False
    return True
