"""Approximate Bayesian computation by sequential Monte Carlo, with pyABC, batch by batch.

Proposals are drawn by pyABC, each from a seed of its own; what they come to is found for a batch at
a time, by whoever does so. A population holds the first proposals that are accepted, in the order
in which they were drawn. So a posterior follows from the seed alone, for any number of workers, and
to go on with a calibration is to draw the same proposals again and read what is known.

The tolerance falls to the distance at which proposals are taken for as far off as the observed
values may be themselves. Moments accepted within a ball of radius r of distances in standard
deviations have, by themselves, a variance of r² / (k + 2) in each of k directions: with r =
√(k + 2) the result is the posterior under errors of the stated size (Wilkinson 2013).
"""

import logging
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from sanlian_sim.experiments.runs.extras import import_extra
from sanlian_sim.experiments.search.varied import Varied
from sanlian_sim.experiments.statistics.intervals import Floats
from sanlian_sim.experiments.statistics.weights import effective_number

EXTRA: Final = "calibrate"
_BATCH: Final = 24
_LEAST_ACCEPTED: Final = 0.01
"""A population of which fewer proposals are accepted is given up; the last one counts."""

Simulate: TypeAlias = Callable[[Sequence[tuple[Floats, int]]], Floats]
"""From (parameters, number of the proposal) to moments, shape (proposals, moments)."""


@dataclass(frozen=True)
class Plan:
    """How to fit.

    Attributes
    ----------
    priors : tuple of Varied
        Uniform between the bounds, triangular if a mode is given.
    observed, sds : tuple of float
        Moments and the standard deviations of their errors.
    particles : int
        Size of a population.
    populations : int
        Most populations; fewer if the tolerance is reached.
    seed : int
    """

    priors: tuple[Varied, ...]
    observed: tuple[float, ...]
    sds: tuple[float, ...]
    particles: int = 100
    populations: int = 8
    seed: int = 1

    @property
    def tolerance(self) -> float:
        """Distance to which the tolerance falls, in standard deviations of the errors."""
        return sqrt(len(self.observed) + 2)


class Population(NamedTuple):
    """One population of a fit: tolerance, proposals drawn, and their effective number."""

    tolerance: float
    proposals: int
    accepted: int
    effective: float


@dataclass(frozen=True, eq=False)
class Fit:
    """A posterior.

    Attributes
    ----------
    parameters : float array, shape (particles, parameters)
    moments : float array, shape (particles, moments)
    weights, distances : float array, shape (particles,)
        Weights sum to 1.
    populations : tuple of Population
    proposals : int
        Numbers that were used up for luck.
    """

    parameters: Floats
    moments: Floats
    weights: Floats
    distances: Floats
    populations: tuple[Population, ...]
    proposals: int


def fit(plan: Plan, simulate: Simulate) -> Fit:
    """Fit parameters to moments.

    Parameters
    ----------
    plan : Plan
    simulate : callable
        Finds the moments of a batch of proposals; NaN where one cannot be tried.

    Raises
    ------
    MissingExtraError
        If pyABC is not installed.
    NothingFitsError
        If hardly anything that was drawn from the priors could be tried.
    """
    with _quiet():
        pyabc = import_extra("pyabc", EXTRA)
        logging.getLogger("ABC").setLevel(logging.ERROR)
        source = _Source(simulate, plan)
        names = [f"p{n}" for n in range(len(plan.priors))]
        scales = {f"m{n}": 1.0 / sd for n, sd in enumerate(plan.sds)}
        run = pyabc.ABCSMC(
            source,
            pyabc.Distribution(dict(zip(names, map(_law(pyabc), plan.priors), strict=True))),
            pyabc.PNormDistance(p=2, fixed_weights=scales),
            population_size=plan.particles,
            eps=_tolerances(pyabc, plan.tolerance),
            sampler=_sampler(pyabc, source, plan.seed),
        )
        run.new("sqlite://", {f"m{n}": value for n, value in enumerate(plan.observed)})
        history = run.run(
            minimum_epsilon=plan.tolerance,
            max_nr_populations=plan.populations,
            min_acceptance_rate=_LEAST_ACCEPTED,
        )
    return _read(history, names, plan, source.number)


class NothingFitsError(Exception):
    """No population came about: hardly any proposal could be tried."""

    exit_code = 1

    def __init__(self) -> None:
        super().__init__("hardly any parameters drawn from the priors could be tried")


class _NeededError(Exception):
    """What a proposal comes to is not known yet."""


class _Source:
    """The model as pyABC calls it: hands out what is known, and notes what has to be found."""

    __name__ = "model"

    def __init__(self, simulate: Simulate, plan: Plan) -> None:
        self._simulate = simulate
        self._parameters = [f"p{n}" for n in range(len(plan.priors))]
        self._known: Floats | None = None
        self._asked: Floats | None = None
        self.number = 0

    def __call__(self, parameters: Mapping[str, float]) -> dict[str, float]:
        if self._known is None:
            self._asked = np.array([parameters[name] for name in self._parameters])
            raise _NeededError
        return {f"m{n}": float(value) for n, value in enumerate(self._known)}

    def particles(self, draw: Callable[[], Any], seeds: Sequence[Sequence[int]]) -> Iterator[Any]:
        """Yield particles, one per seed; what they come to is found for all together first."""
        asked: list[tuple[Floats, int]] = []
        for seed in seeds:
            with _seeded(seed):
                self._known = None
                try:
                    draw()
                except _NeededError:
                    assert self._asked is not None
                    asked.append((self._asked, self.number + len(asked)))
        found = self._simulate(asked)
        self.number += len(asked)
        for seed, values in zip(seeds, found, strict=True):
            with _seeded(seed):
                # A distance that is no number would spoil the quantiles of tolerances.
                self._known = np.where(np.isfinite(values), values, np.inf)
                yield draw()


def _sampler(pyabc: Any, source: _Source, seed: int) -> Any:
    class Batches(pyabc.sampler.Sampler):  # type: ignore[misc]
        """Draws proposals batch by batch, and takes the first that are accepted."""

        def sample_until_n_accepted(
            self, n: int, simulate_one: Callable[[], Any], t: int, *, max_eval: float = np.inf,
            all_accepted: bool = False, ana_vars: Any = None,
        ) -> Any:  # fmt: skip
            sample = self._create_empty_sample()
            self.nr_evaluations_ = 0
            while sample.n_accepted < n and self.nr_evaluations_ < max_eval:
                first = self.nr_evaluations_
                batch = min(_BATCH, n) if not all_accepted else min(_BATCH, n - first)
                seeds = [(seed % 2**32, t + 1, first + k) for k in range(batch)]
                for particle in source.particles(simulate_one, seeds):
                    if sample.n_accepted < n:
                        sample.append(particle)
                        self.nr_evaluations_ += 1
            sample.ok = sample.n_accepted >= n
            return sample

    return Batches()


def _tolerances(pyabc: Any, least: float) -> Any:
    class Falling(pyabc.QuantileEpsilon):  # type: ignore[misc]
        """The median distance of the last population, not below the least."""

        def __call__(self, t: int) -> float:
            return max(least, float(super().__call__(t)))

    return Falling()


def _law(pyabc: Any) -> Callable[[Varied], Any]:
    def law(prior: Varied) -> Any:
        width = prior.high - prior.low
        if prior.mode is None:
            return pyabc.RV("uniform", prior.low, width)
        return pyabc.RV("triang", (prior.mode - prior.low) / width, prior.low, width)

    return law


def _read(history: Any, names: Sequence[str], plan: Plan, proposals: int) -> Fit:
    if history.max_t < 0:
        raise NothingFitsError
    frame, weights = history.get_distribution(m=0)
    stats = history.get_weighted_sum_stats(history.max_t)[1]
    populations = history.get_all_populations()
    moments = np.array([[one[f"m{n}"] for n in range(len(one))] for one in stats])
    if not np.isfinite(moments).all():
        raise NothingFitsError
    return Fit(
        frame[list(names)].to_numpy(dtype=np.float64),
        moments,
        np.asarray(weights, dtype=np.float64) / np.sum(weights),
        np.sqrt((((moments - plan.observed) / plan.sds) ** 2).sum(axis=1)),
        tuple(_population(history, row) for row in populations.itertuples() if row.t >= 0),
        proposals,
    )


def _population(history: Any, row: Any) -> Population:
    weights = history.get_distribution(m=0, t=row.t)[1]
    return Population(
        float(row.epsilon), int(row.samples), len(weights), effective_number(weights)
    )  # fmt: skip


@contextmanager
def _seeded(seed: Sequence[int]) -> Iterator[None]:
    """Seed the generator that pyABC draws from, NumPy's global one, and bring it back."""
    before = np.random.get_state()  # noqa: NPY002
    np.random.seed(list(seed))  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the warnings that pyABC brings about from the user's terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
