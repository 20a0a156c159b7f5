"""What replicates tell: paired differences, ratios, and p-values corrected for their number.

Replicates are the last axis everywhere. Scenarios of one replicate share their luck, so that only
their differences are looked at; a value that is NaN leaves its pair out.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

Floats = NDArray[np.float64]
CONFIDENCE: Final = 0.95
_ROUNDING: Final = 256 * np.finfo(np.float64).eps


class Paired(NamedTuple):
    """Differences over replicates; arrays of the shape without the replicates.

    Attributes
    ----------
    n : int array
        Pairs.
    mean_baseline, mean_scenario, difference : float arrays
        Means over the pairs, in the unit of the values.
    sd, se : float arrays
        Standard deviation of the differences and standard error of their mean; NaN below two
        pairs.
    low, high : float arrays
        Bounds of the 95 % interval by Student's t with n - 1 degrees of freedom; NaN below two
        pairs.
    p_value : float array
        Two-sided, against no difference; 1 if all differences are equal.
    variance_ratio : float array
        (variance of baseline + variance of scenario) / variance of the difference: how much
        sharing the luck saves. Infinite if the differences do not vary and the values do.
    """

    n: NDArray[np.int64]
    mean_baseline: Floats
    mean_scenario: Floats
    difference: Floats
    sd: Floats
    se: Floats
    low: Floats
    high: Floats
    p_value: Floats
    variance_ratio: Floats


def paired(baseline: ArrayLike, scenario: ArrayLike) -> Paired:
    """Compare a scenario with the baseline over replicates that share their luck.

    Parameters
    ----------
    baseline, scenario : (..., replicates) array_like
        Values of the same outcomes in the same replicates; NaN where there is none.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    a, b = np.asarray(baseline, dtype=np.float64), np.asarray(scenario, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(f"`scenario` must have the shape of `baseline`, {a.shape}; got {b.shape}")
    known = np.isfinite(a) & np.isfinite(b)
    n = known.sum(axis=-1)
    mean_a, mean_b, mean = (_mean(x, known, n) for x in (a, b, b - a))
    variance = _variance(b - a, known, n)
    largest = np.where(known, np.maximum(np.abs(a), np.abs(b)), 0.0).max(axis=-1, initial=0.0)
    # Differences that should be equal still differ by the rounding of their terms.
    variance = np.where(np.sqrt(variance) <= _ROUNDING * largest, 0.0, variance)
    sd = np.where(n > 1, np.sqrt(variance), np.nan)
    se = sd / np.sqrt(np.maximum(n, 1))
    half = t_quantile(n) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(sd == 0, 1.0, 2 * stdtr(np.maximum(n - 1, 1), -np.abs(mean / se)))
        ratio = (_variance(a, known, n) + _variance(b, known, n)) / variance
    ratio = np.where(n > 1, ratio, np.nan)
    p = np.where(n > 1, p, np.nan)
    return Paired(n, mean_a, mean_b, mean, sd, se, mean - half, mean + half, p, ratio)


def t_quantile(n: ArrayLike) -> Floats:
    """Quantile of Student's t for a two-sided 95 % interval from ``n`` values; NaN below two."""
    freedom = np.asarray(n) - 1
    t = stdtrit(np.maximum(freedom, 1), (1 + CONFIDENCE) / 2)
    return np.asarray(np.where(freedom > 0, t, np.nan))


def _mean(values: Floats, known: NDArray[np.bool_], n: NDArray[np.int64]) -> Floats:
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.asarray(np.where(n > 0, total / np.maximum(n, 1), np.nan))


def _variance(values: Floats, known: NDArray[np.bool_], n: NDArray[np.int64]) -> Floats:
    centred = np.where(known, values - _mean(values, known, n)[..., None], 0.0)
    return np.asarray((centred**2).sum(axis=-1) / np.maximum(n - 1, 1))


class Ratio(NamedTuple):
    """A ratio of two means over replicates, with its standard error and 95 % interval."""

    n: int
    value: float
    se: float
    low: float
    high: float


def jackknife_ratio(numerator: ArrayLike, denominator: ArrayLike) -> Ratio:
    """Ratio of two means with the interval of the jackknife (Efron & Tibshirani 1993, ch. 11).

    Parameters
    ----------
    numerator, denominator : (replicates,) array_like
        Values of the same replicates; pairs with a NaN are left out.

    Returns
    -------
    Ratio
        The ratio of the means; standard error and bounds are NaN below two pairs, everything is
        NaN if the denominators, all or all but one, sum to zero.
    """
    top, bottom = (np.asarray(x, dtype=np.float64) for x in (numerator, denominator))
    known = np.isfinite(top) & np.isfinite(bottom)
    top, bottom = top[known], bottom[known]
    n = len(top)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.divide(top.sum(), bottom.sum()))
        without_one = (top.sum() - top) / (bottom.sum() - bottom)
    if n == 0 or not np.isfinite(value):
        return Ratio(n, np.nan, np.nan, np.nan, np.nan)
    if n < 2 or not np.isfinite(without_one).all():
        return Ratio(n, value, np.nan, np.nan, np.nan)
    se, low, high = jackknife(value, without_one)
    return Ratio(n, value, float(se), float(low), float(high))


def jackknife(value: ArrayLike, without_one: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Interval of any statistic of replicates by the jackknife (Efron & Tibshirani 1993, ch. 11).

    Parameters
    ----------
    value : (...) array_like
        The statistic of all replicates.
    without_one : (..., replicates) array_like
        The statistic with each replicate left out.

    Returns
    -------
    se, low, high : (...) arrays
        Standard error and bounds of the 95 % interval by Student's t; NaN below two replicates
        or where the statistic is not defined without one of them.
    """
    whole, parts = (np.asarray(x, dtype=np.float64) for x in (value, without_one))
    n = parts.shape[-1]
    mean = parts.sum(axis=-1, keepdims=True) / max(n, 1)
    spread = ((parts - mean) ** 2).sum(axis=-1)
    se = np.sqrt((n - 1) / n * spread) if n > 1 else np.full(whole.shape, np.nan)
    half = t_quantile(n) * se
    return np.asarray(se), whole - half, whole + half


def holm(p_values: ArrayLike) -> Floats:
    """Correct p-values for their number (Holm 1979); NaN stays and is not counted.

    Parameters
    ----------
    p_values : (tests,) array_like
        Between 0 and 1.
    """
    p = np.asarray(p_values, dtype=np.float64)
    corrected = np.full(p.shape, np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * factors))
    return corrected
