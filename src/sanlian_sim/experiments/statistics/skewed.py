"""Intervals of skewed differences, for which Student's t is too short on the side of the tail."""

import warnings
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtrit
from scipy.stats import DegenerateDataWarning, bootstrap, skew

from sanlian_sim.experiments.statistics.intervals import CONFIDENCE, Floats, Paired

LEAST_PAIRS: Final = 20
"""Below so many pairs a bootstrap knows too few values, and skewness cannot be told."""
LEAST_SKEWNESS: Final = 1.0
"""Skewness of a sample from which on an interval is no longer Student's."""
STUDENT: Final = "t"
BOOTSTRAP: Final = "BCa"
NONE: Final = "none"

_RESAMPLES: Final = 4999
_BATCH: Final = 100
_SEED: Final = 1987


class Intervals(NamedTuple):
    """95 % intervals of means, and how each was made: "t", "BCa", or "none" below two pairs."""

    low: Floats
    high: Floats
    method: NDArray[np.str_]


def suited_intervals(differences: ArrayLike, found: Paired) -> Intervals:
    """Return the interval that suits each mean difference.

    Student's t, but bias-corrected and accelerated (BCa; Efron 1987) where there are
    ``LEAST_PAIRS`` pairs or more and their skewness is ``LEAST_SKEWNESS`` or more either way.

    Parameters
    ----------
    differences : (rows, replicates) array_like
        NaN where there is none.
    found : Paired
        What ``paired`` says of them.
    """
    values = np.asarray(differences, dtype=np.float64)
    low, high = found.low.copy(), found.high.copy()
    method = np.where(np.isfinite(low), STUDENT, NONE)
    known = np.isfinite(values)
    for rows in _alike(known, _skewed(values, found)):
        bounds = bca(values[rows][:, known[rows[0]]])
        defined = np.isfinite(bounds).all(axis=0)
        low[rows[defined]], high[rows[defined]] = bounds[:, defined]
        method[rows[defined]] = BOOTSTRAP
    return Intervals(low, high, method)


def bca(values: ArrayLike) -> Floats:
    """Return 95 % intervals of means by the BCa bootstrap, at a level expanded for few values.

    Percentiles of resampled means are too narrow by the root of (n - 1)/n, and use the normal
    quantile where Student's belongs; the level is raised by as much (Hesterberg 2015, section
    5.2). Equal values give equal bytes: resamples are drawn from a fixed seed.

    Parameters
    ----------
    values : (rows, n) array_like
        Finite.

    Returns
    -------
    (2, rows) array
        Lower and upper bounds; NaN where the bootstrap distribution is degenerate.
    """
    sample = np.asarray(values, dtype=np.float64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)
        found = bootstrap(
            (sample,), np.mean, axis=-1, vectorized=True, method="BCa",
            confidence_level=_expanded(sample.shape[-1]), n_resamples=_RESAMPLES, batch=_BATCH,
            rng=np.random.default_rng(_SEED),
        )  # fmt: skip
    return np.array([found.confidence_interval.low, found.confidence_interval.high])


def _expanded(n: int) -> float:
    t = stdtrit(n - 1, (1 + CONFIDENCE) / 2)
    return float(1 - 2 * ndtr(-np.sqrt(n / (n - 1)) * t))


def _skewed(values: Floats, found: Paired) -> NDArray[np.bool_]:
    asked = (found.n >= LEAST_PAIRS) & (found.sd > 0)
    out = np.zeros(len(values), dtype=np.bool_)
    out[asked] = np.abs(skew(values[asked], axis=-1, nan_policy="omit")) >= LEAST_SKEWNESS
    return out


def _alike(known: NDArray[np.bool_], asked: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Rows that are asked for, those known in the same replicates together."""
    rows = np.flatnonzero(asked)
    if not len(rows):
        return []
    _, kind = np.unique(known[rows], axis=0, return_inverse=True)
    return [rows[kind == k] for k in range(kind.max() + 1)]
