"""Which parameters decide whether a policy beats the baseline: draws, runs, boxes, scores."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.runs.campaign import run_campaign
from sanlian_sim.experiments.runs.listener import Listener
from sanlian_sim.experiments.runs.run_log import Entry, Log
from sanlian_sim.experiments.search.boxes import Box, feature_scores, find_boxes
from sanlian_sim.experiments.search.goals import Goal
from sanlian_sim.experiments.search.varied import Varied
from sanlian_sim.experiments.statistics.intervals import Floats, paired
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.scenario.vary import variant

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes
    ----------
    experiment : Experiment
    scenario : str
        The policy that may beat the baseline.
    varied : tuple of Varied
        Drawn evenly between their bounds.
    goal : Goal
        What the policy beats the baseline in.
    margin : float
        By how much at least, in the unit of the outcome.
    points, replicates : int
        Draws of parameters, and runs of both scenarios at each.
    density : float
        Least share of points in a box at which the policy beats the baseline.
    """

    experiment: Experiment
    scenario: str
    varied: tuple[Varied, ...]
    goal: Goal
    margin: float = 0.0
    points: int = 200
    replicates: int = 2
    density: float = 0.8


@dataclass(frozen=True, eq=False)
class Answer:
    """Points, what they came to, and where the policy beats the baseline.

    Attributes
    ----------
    question : Question
    points : DataFrame
        One row per point, one column per parameter.
    differences : float array, shape (points, replicates)
        Of the outcome to the baseline.
    known : bool array, shape (points,)
        Points with at least one pair of runs.
    beats : bool array, shape (points,)
        Whether the mean difference is better than the margin.
    boxes : tuple of Box
        Where the policy beats the baseline.
    scores : tuple of (str, float)
        How much each parameter tells of it; they sum to 1.
    entries : tuple of Entry
    started, finished : datetime
    """

    question: Question
    points: "pd.DataFrame"
    differences: Floats
    known: NDArray[np.bool_]
    beats: NDArray[np.bool_]
    boxes: tuple[Box, ...]
    scores: tuple[tuple[str, float], ...]
    entries: tuple[Entry, ...]
    started: datetime
    finished: datetime


def discovered(
    question: Question,
    *,
    listener: Listener,
    workers: int = 1,
    threads: int = 1,
    executor: Executor | None = None,
    log: Log | None = None,
) -> Answer:
    """Run the policy and the baseline at draws of parameters, and find what decides.

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
        If what the user asks cannot be done at one of the points.
    RunsFailedError
        If no run succeeded.
    MissingExtraError
        If the EMA Workbench is not installed.
    """
    started, experiment = datetime.now(UTC), question.experiment
    points = draws(question.varied, question.points, experiment.design.seed)
    campaign = run_campaign(
        [_at(question, row) for row in points.to_numpy()], replicates=question.replicates,
        scenarios=[experiment.design.baseline, question.scenario], workers=workers,
        threads=threads, listener=listener, executor=executor, log=log,
    )  # fmt: skip
    if campaign.runs.interrupted:
        raise KeyboardInterrupt
    differences = campaign.differences(question.goal.outcome, question.scenario)
    means = paired(np.zeros_like(differences), differences).difference
    known = np.isfinite(means)
    beats = known & (question.goal.sign * means > question.margin)
    return Answer(
        question, points, differences, known, beats,
        tuple(find_boxes(points[known], beats[known], question.density)),
        tuple(feature_scores(points[known], beats[known], experiment.design.seed)),
        campaign.runs.entries, started, datetime.now(UTC),
    )  # fmt: skip


def draws(varied: Sequence[Varied], number: int, seed: int) -> "pd.DataFrame":
    """Draw points as a Latin hypercube (McKay, Beckman & Conover 1979) between bounds."""
    import pandas as pd
    from scipy.stats import qmc

    even = qmc.LatinHypercube(len(varied), rng=np.random.default_rng(seed)).random(number)
    low, high = (np.array([getattr(one, name) for one in varied]) for name in ("low", "high"))
    values = low + even * (high - low)
    whole = np.array([one.whole for one in varied])
    return pd.DataFrame(
        np.where(whole, np.round(values), values), columns=[one.path for one in varied]
    )


def _at(question: Question, row: Floats) -> Experiment:
    settings: dict[str, float] = {}
    for one, value in zip(question.varied, row, strict=True):
        settings |= one.settings(float(value))
    return variant(question.experiment, settings)
