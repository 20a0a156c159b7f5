"""Searching a box for the points that are best in several respects, batch by batch.

The sampler (Optuna's) is deterministic, and is told of a batch when all of it is done, in order. So
the points follow from the seed and the values alone, whoever finds the values and how fast; and to
go on with a search that was ended is to ask for the same points again and read what is known.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sanlian_sim.experiments.runs.extras import import_extra

Point: TypeAlias = Mapping[str, float]
Sampler = Literal["nsga2", "tpe"]
SAMPLERS: Final[tuple[Sampler, ...]] = ("nsga2", "tpe")
EXTRA: Final = "optimise"


class Found(NamedTuple):
    """What is known of a point.

    Attributes
    ----------
    values : tuple of float
        By goal; NaN if the point could not be tried.
    excess : float
        By how much it breaks the constraint; not above 0 if it keeps it.
    """

    values: tuple[float, ...]
    excess: float = 0.0


@dataclass(frozen=True)
class Plan:
    """How to search.

    Attributes
    ----------
    signs : tuple of {1, -1}
        By goal: 1 if more is better, -1 if less is.
    trials : int
        Points tried.
    batch : int
        Points that are tried together; the population of NSGA-II.
    sampler : {"nsga2", "tpe"}
        Genetic (Deb et al. 2002), or tree-structured Parzen estimators (Ozaki et al. 2022).
    seed : int
    """

    signs: tuple[int, ...]
    trials: int = 120
    batch: int = 24
    sampler: Sampler = "nsga2"
    seed: int = 1


def search(
    bounds: Mapping[str, tuple[float, float]],
    try_points: Callable[[Sequence[Point]], Sequence[Found]],
    plan: Plan,
) -> tuple[list[Point], list[Found]]:
    """Search a box.

    Parameters
    ----------
    bounds : mapping
        Lowest and highest value of every coordinate.
    try_points : callable
        Finds the values of the points of a batch.
    plan : Plan

    Returns
    -------
    list of mapping
        Points in the order in which they were tried.
    list of Found

    Raises
    ------
    MissingExtraError
        If Optuna is not installed.
    """
    optuna = import_extra("optuna", EXTRA)
    boxes = {
        name: optuna.distributions.FloatDistribution(low, high)
        for name, (low, high) in bounds.items()
    }
    points: list[Point] = []
    found: list[Found] = []
    with _silent(optuna):
        study = optuna.create_study(
            directions=["maximize" if sign > 0 else "minimize" for sign in plan.signs],
            sampler=_sampler(optuna, plan),
        )
        for start in range(0, plan.trials, plan.batch):
            number = min(plan.batch, plan.trials - start)
            asked = [study.ask(boxes) for _ in range(number)]
            batch = [dict(one.params) for one in asked]
            values = try_points(batch)
            for one, about in zip(asked, values, strict=True):
                _tell(optuna, study, one, about)
            points += batch
            found += values
    return points, found


def front(values: ArrayLike, signs: Sequence[int]) -> NDArray[np.bool_]:
    """Say which points no other is as good as in every respect and better in one.

    Parameters
    ----------
    values : (points, goals) array_like
        A point with a NaN is on no front.
    signs : (goals,) sequence of {1, -1}
        1 if more is better, -1 if less is.

    Returns
    -------
    bool array, shape (points,)
    """
    gains = np.asarray(values, dtype=np.float64).reshape(-1, len(signs)) * np.asarray(signs)
    known = np.isfinite(gains).all(axis=1)
    gains = np.where(known[:, None], gains, -np.inf)
    as_good = np.all(gains[None, :, :] >= gains[:, None, :], axis=-1)
    better = np.any(gains[None, :, :] > gains[:, None, :], axis=-1)
    return np.asarray(known & ~np.any(as_good & better, axis=1))


def _sampler(optuna: Any, plan: Plan) -> Any:
    seed = plan.seed % 2**32  # as many as the generators of both samplers take
    if plan.sampler == "tpe":
        return optuna.samplers.TPESampler(
            seed=seed, n_startup_trials=plan.batch, multivariate=True, constant_liar=True
        )
    # As in Deb et al. 2002; Optuna's usual mutation draws anew between the bounds, which is no
    # search in few dimensions.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        mutation = optuna.samplers.nsgaii.PolynomialMutation()
    return optuna.samplers.NSGAIISampler(
        seed=seed, population_size=plan.batch, mutation=mutation
    )  # fmt: skip


def _tell(optuna: Any, study: Any, trial: Any, found: Found) -> None:
    if np.isfinite(found.values).all():
        trial.set_constraint("limit", found.excess)
        study.tell(trial, list(found.values))
    else:
        study.tell(trial, state=optuna.trial.TrialState.FAIL)


@contextmanager
def _silent(optuna: Any) -> Iterator[None]:
    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        yield
    finally:
        optuna.logging.set_verbosity(before)
