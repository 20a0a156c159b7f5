"""How much of what varies between runs is chance, and how much is parameters."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binomtest

from sanlian_sim.experiments.statistics.intervals import CONFIDENCE


class Decomposition(NamedTuple):
    """Standard deviations of one outcome, in its unit.

    Attributes
    ----------
    chance : float
        Of replicates around the mean of their draw; NaN where no draw has two of them.
    parameters : float
        Of what the means of draws would be without chance; NaN below two draws.
    """

    chance: float
    parameters: float


def decompose(values: ArrayLike) -> Decomposition:
    """Split variance by one-way analysis of variance with random effects.

    With MSW the mean square within D draws and MSB that between them, N runs in all and n_i in
    draw i, chance has the variance MSW and parameters have (MSB - MSW)/n₀, at least 0, with
    n₀ = (N - Σ n_i²/N)/(D - 1) (Searle, Casella & McCulloch 1992, chapter 3; for simulations of
    persons O'Hagan, Stevenson & Madan 2007). Draws must not share luck.

    Parameters
    ----------
    values : (draws, replicates) array_like
        NaN where there is none.
    """
    found = np.asarray(values, dtype=np.float64)
    found = found[np.isfinite(found).any(axis=1)]
    n = np.isfinite(found).sum(axis=1)
    draws, runs = len(n), int(n.sum())
    if runs <= draws:
        return Decomposition(np.nan, np.nan)
    means = np.nanmean(found, axis=1)
    within = float(np.nansum((found - means[:, None]) ** 2)) / (runs - draws)
    if draws < 2:
        return Decomposition(float(np.sqrt(within)), np.nan)
    grand = (n * means).sum() / runs
    between = float((n * (means - grand) ** 2).sum()) / (draws - 1)
    usual = (runs - float((n**2).sum()) / runs) / (draws - 1)
    return Decomposition(float(np.sqrt(within)), float(np.sqrt(max(0.0, between - within) / usual)))


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); NaN without trials."""
    if trials == 0:
        return np.nan, np.nan
    found = binomtest(successes, trials).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)
