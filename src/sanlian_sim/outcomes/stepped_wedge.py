"""Estimates of a stepped wedge: clusters cross over from control to treatment, one after another.

Both estimates are least squares with an effect of every cluster and of every period. ``two_way``
knows one effect of treatment, the same from the first day on. Where effects grow with the time
since adoption, it takes clusters that adopted long ago for controls of those that adopt, and
errs, even in its sign (Goodman-Bacon 2021; Kenny et al. 2022). ``by_exposure`` has an effect for
every number of periods since adoption (Hughes et al. 2015; Kenny et al. 2022); it asks only that
effects depend on that number and not on who adopts, as an order of adoption by lot ensures on
average.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from sanlian_sim.outcomes.arguments import FloatArray, numbers, require, same_shape, shares

CONFIDENCE: Final = 0.95
_NO_VARIATION: Final = 1e-9


class Estimate(NamedTuple):
    """An effect of treatment with standard error and 95 % interval, in the outcome's unit."""

    value: float
    se: float
    low: float
    high: float


class ExposureEstimates(NamedTuple):
    """Effects by periods since adoption; arrays of shape (exposures,), from 0 periods on.

    Attributes
    ----------
    share : float array
        Share of the treated cluster-periods, by weight.
    value, se, low, high : float arrays
        As in ``Estimate``.
    average : Estimate
        Mean effect over the treated cluster-periods.
    """

    share: FloatArray
    value: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    average: Estimate


class _Fit(NamedTuple):
    """Least squares: coefficients, their covariance, and the quantile for intervals."""

    value: FloatArray
    covariance: FloatArray
    quantile: float

    def combined(self, factors: FloatArray) -> tuple[FloatArray, ...]:
        """Value, standard error and bounds of sums of the coefficients times factors."""
        value = factors @ self.value
        variance = np.einsum("ij,jk,ik->i", factors, self.covariance, factors)
        se = np.sqrt(np.maximum(0.0, variance))
        half = self.quantile * se
        return value, se, value - half, value + half


def exposures(adopted: NDArray[np.int64], periods: int) -> NDArray[np.int64]:
    """Periods since adoption, shape (clusters, periods); negative before it."""
    return np.asarray(np.arange(periods) - adopted[:, None])


def two_way(y: ArrayLike, adopted: ArrayLike, weights: ArrayLike | None = None) -> Estimate:
    """Effect of treatment by least squares with cluster and period effects.

    y[c, t] = cluster[c] + period[t] + effect * (t >= adopted[c]). The standard error allows any
    dependence within a cluster (Liang & Zeger 1986), with the factor
    G / (G - 1) * (N - 1) / (N - K) of G clusters and N cells, where K leaves out the cluster
    effects, being nested in clusters (Cameron & Miller 2015); the interval is Student's t with
    G - 1 degrees of freedom.

    Parameters
    ----------
    y : (clusters, periods) array_like
        Outcome, in any unit.
    adopted : (clusters,) array_like
        First treated period of each cluster, from 0; any number beyond the periods is never.
    weights : (clusters,) array_like, optional
        Weight of each cluster, such as its size; equal by default.

    Returns
    -------
    Estimate
        The standard error is NaN where no residual degrees of freedom are left.

    Raises
    ------
    ValueError
        If arguments do not fit each other, or the periods in which clusters adopt do not tell
        the effect of treatment from those of clusters and periods.
    """
    outcome, since, share = _arguments(y, adopted, weights)
    treated = (since >= 0).astype(np.float64)
    fit = _least_squares(outcome, treated[None], share)
    return Estimate(*(float(part[0]) for part in fit.combined(np.ones((1, 1)))))


def by_exposure(
    y: ArrayLike, adopted: ArrayLike, weights: ArrayLike | None = None
) -> ExposureEstimates:
    """Effects of treatment by periods since adoption, and their mean over treated cells.

    y[c, t] = cluster[c] + period[t] + effect[t - adopted[c]], no effect before adoption.

    Parameters
    ----------
    y, adopted, weights
        As for ``two_way``, whose standard errors and intervals hold here too.

    Raises
    ------
    ValueError
        As ``two_way``.
    """
    outcome, since, share = _arguments(y, adopted, weights)
    steps = np.arange(max(0, int(since.max())) + 1)
    columns = (since == steps[:, None, None]).astype(np.float64)
    fit = _least_squares(outcome, columns, share)
    cells = (columns.sum(axis=2) * share).sum(axis=1)
    cells /= cells.sum()
    average = Estimate(*(float(part[0]) for part in fit.combined(cells[None])))
    value, se, low, high = fit.combined(np.eye(len(steps)))
    return ExposureEstimates(cells, value, se, low, high, average)


def _arguments(
    y: ArrayLike, adopted: ArrayLike, weights: ArrayLike | None
) -> tuple[FloatArray, NDArray[np.int64], FloatArray]:
    """Outcome, periods since adoption by cell, and the clusters' shares of the weight."""
    outcome = numbers("y", y, ("clusters", "periods"))
    clusters, periods = outcome.shape
    first = numbers("adopted", adopted, ("clusters",))
    same_shape("adopted", first, "y", (clusters,))
    require("adopted", first, np.asarray(first >= 0), "not be negative")
    require("adopted", first, np.asarray(first == np.floor(first)), "be a whole number")
    first = np.minimum(first, periods)  # a number that stands for never may not fit an integer
    since = exposures(first.astype(np.int64), periods)
    return outcome, since, shares("weights", weights, "y", clusters)


def _least_squares(y: FloatArray, columns: FloatArray, share: FloatArray) -> _Fit:
    """Fit y (clusters, periods) on columns (coefficients, clusters, periods) within both ways."""
    x, outcome = _within(columns, share), _within(y, share)
    root = np.sqrt(share)[:, None]
    design, target = (x * root).reshape(len(x), -1).T, (outcome * root).reshape(-1)
    if np.linalg.matrix_rank(design, tol=_NO_VARIATION) < len(x):
        raise ValueError(
            "`adopted` must let treatment be told from clusters and periods; "
            "let clusters adopt in different periods, after a first one without treatment"
        )
    value = np.asarray(np.linalg.lstsq(design, target)[0], dtype=np.float64)
    residual = outcome - np.tensordot(value, x, 1)
    scores = np.einsum("kct,ct,c->ck", x, residual, share)
    bread = np.linalg.inv(design.T @ design)
    clusters = int(np.count_nonzero(share))
    factor = _small_sample(clusters, y.shape[1], len(x))
    covariance = factor * bread @ scores.T @ scores @ bread
    return _Fit(value, covariance, float(stdtrit(clusters - 1, (1 + CONFIDENCE) / 2)))


def _within(x: FloatArray, share: FloatArray) -> FloatArray:
    """Take the means of clusters and of periods out of (..., clusters, periods)."""
    of_clusters = x.mean(axis=-1, keepdims=True)
    of_periods = (x * share[:, None]).sum(axis=-2, keepdims=True)
    return np.asarray(x - of_clusters - of_periods + of_periods.mean(axis=-1, keepdims=True))


def _small_sample(clusters: int, periods: int, coefficients: int) -> float:
    """Factor of the covariance for few clusters and cells; NaN if the fit is perfect."""
    cells, used = clusters * periods, periods + coefficients
    if cells <= used + clusters - 1:
        return float(np.nan)
    return clusters / (clusters - 1) * (cells - 1) / (cells - used)
