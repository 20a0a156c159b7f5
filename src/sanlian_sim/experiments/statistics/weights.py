"""Weighted particles: how much they tell, what lies below a share of them, equal ones in place."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.statistics.intervals import Floats


def effective_number(weights: Floats) -> float:
    """Number of equally weighted particles that would tell as much (Kong 1992)."""
    return float(np.sum(weights) ** 2 / np.sum(np.square(weights)))


def resampled(weights: Floats, number: int) -> NDArray[np.int64]:
    """Return rows of particles, as often as their weights say (systematic resampling)."""
    at = (np.arange(number) + 0.5) / number
    found = np.searchsorted(np.cumsum(weights), at)
    return np.minimum(found, len(weights) - 1).astype(np.int64)


def quantiles(values: Floats, weights: Floats, shares: Sequence[float]) -> Floats:
    """Return the values below which shares of the weights lie."""
    order = np.argsort(values)
    at = np.cumsum(weights[order]) - weights[order] / 2
    return np.interp(shares, at, values[order])
