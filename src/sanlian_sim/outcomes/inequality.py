"""Inequality of a distribution: equally-distributed equivalents, Gini, concentration index.

All measures are those of the population itself, without a small-sample correction: a weight of 2
counts exactly as two residents. A value of weight 0 counts as absent.
"""

import numpy as np
from numpy.typing import ArrayLike

from sanlian_sim.outcomes.arguments import FloatArray, number, numbers, require, same_shape, shares

# Below this exponent the certainty equivalent differs from the mean by less than rounding does.
_NEGLIGIBLE_EXPONENT = 1e-12


def ede(
    x: ArrayLike,
    epsilon: float,
    weights: ArrayLike | None = None,
    floor: float | None = None,
) -> float:
    """Equally-distributed equivalent with constant relative aversion to inequality.

    The level that, given to everybody, is worth as much as the distribution:
    ``(sum p x^(1-epsilon))^(1/(1-epsilon))``, and the geometric mean for ``epsilon = 1``
    (Atkinson 1970).

    Parameters
    ----------
    x : (n,) array_like
        Levels on a ratio scale, such as wellbeing in points; not negative, and positive where
        ``epsilon >= 1``.
    epsilon : float
        Aversion to inequality, not negative; 0 gives the mean.
    weights : (n,) array_like, optional
        Residents (or any other measure of size) behind each value; absent: equal.
    floor : float, optional
        Positive level to which lower values are raised first. It keeps the measure defined where
        a wellbeing scale reaches zero; the customary value on the 0-10 scale is 0.5.

    Returns
    -------
    float
        In the unit of `x`.

    Raises
    ------
    ValueError
        Empty, NaN, infinite or mismatched input; negative weights, epsilon or levels; a level of
        zero with ``epsilon >= 1`` and no floor.
    """
    levels, p = _levels(x, weights, floor)
    epsilon = number("epsilon", epsilon)
    require_levels("x", levels, epsilon)
    return float(equivalents(levels, p, epsilon))


def atkinson(
    x: ArrayLike,
    epsilon: float,
    weights: ArrayLike | None = None,
    floor: float | None = None,
) -> float:
    """Atkinson index ``1 - ede / mean``: the share of the total that inequality makes worthless.

    Parameters are those of `ede`; with a floor, the mean too is that of the raised levels, so the
    index stays between 0 and 1 (Atkinson 1970).

    Raises
    ------
    ValueError
        As `ede`; also a mean of zero, for which the index is not defined.
    """
    levels, p = _levels(x, weights, floor)
    epsilon = number("epsilon", epsilon)
    require_levels("x", levels, epsilon)
    equivalent = float(equivalents(levels, p, epsilon))
    return max(0.0, 1 - equivalent / _mean(levels, p))


def kolm_ede(x: ArrayLike, alpha: float, weights: ArrayLike | None = None) -> float:
    """Equally-distributed equivalent with constant absolute aversion to inequality.

    ``-(1/alpha) ln sum p exp(-alpha x)`` (Kolm 1976). Adding a constant to all levels adds it to
    the result, so zero and negative levels are allowed.

    Parameters
    ----------
    x : (n,) array_like
        Levels, such as wellbeing in points.
    alpha : float
        Aversion to inequality per unit of `x`, not negative; 0 gives the mean.
    weights : (n,) array_like, optional
        Residents behind each value; absent: equal.

    Returns
    -------
    float
        In the unit of `x`.

    Raises
    ------
    ValueError
        Empty, NaN, infinite or mismatched input; negative weights or alpha.
    """
    alpha = number("alpha", alpha)
    levels, p = _levels(x, weights, floor=None)
    return float(_exponential_means(levels, p, -alpha))


def gini(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Gini coefficient: half the mean absolute difference of two residents, over the mean.

    Parameters
    ----------
    x : (n,) array_like
        Amounts, not negative.
    weights : (n,) array_like, optional
        Residents behind each value; absent: equal.

    Returns
    -------
    float
        From 0 (equal) to ``1 - 1/n`` (one resident has everything).

    Raises
    ------
    ValueError
        Empty, NaN, infinite, negative or mismatched input; negative weights; a mean of zero.
    """
    levels, p = _levels(x, weights, floor=None)
    require("x", levels, levels >= 0, "not be negative")
    return max(0.0, concentration_index(levels, levels, p))


def concentration_index(
    x: ArrayLike, rank_by: ArrayLike, weights: ArrayLike | None = None
) -> float:
    """Concentration index of `x` over the ranking by another variable.

    ``(2 / mean) cov(x, R)``, with `R` the fractional rank from the lowest `rank_by` up. Residents
    who tie share the mean of their ranks, so the order of the data has no influence. Groups with
    their sizes as weights give the grouped formula ``sum (p_t L_t+1 - p_t+1 L_t)``
    (O'Donnell, van Doorslaer, Wagstaff & Lindelow 2008).

    Parameters
    ----------
    x : (n,) array_like
        Amounts, such as unmet hours, with a positive mean.
    rank_by : (n,) array_like
        Living standard, such as the income class; only its order matters.
    weights : (n,) array_like, optional
        Residents behind each value; absent: equal.

    Returns
    -------
    float
        Negative where `x` is concentrated among the lowest ranks; between -1 and 1 if no `x` is
        negative.

    Raises
    ------
    ValueError
        Empty, NaN, infinite or mismatched input; negative weights; a mean that is not positive.
    """
    values = numbers("x", x, axes=("n",))
    ranking = numbers("rank_by", rank_by, axes=("n",))
    same_shape("rank_by", ranking, "x", values.shape)
    p = shares("weights", weights, "x", values.size)
    mean = _mean(values, p)
    return float(2 * np.sum(p * (values - mean) * (_fractional_ranks(ranking, p) - 0.5)) / mean)


def equivalents(levels: FloatArray, shares: FloatArray, epsilon: float) -> FloatArray:
    """Atkinson equivalents of distributions along the last axis, without checks of the arguments.

    Parameters
    ----------
    levels : float array, shape (..., n)
        Levels for which `require_levels` holds.
    shares : float array, shape (n,)
        Share of residents behind each value, positive, with the sum 1.
    epsilon : float
        Aversion to inequality.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        means = _exponential_means(np.log(levels), shares, 1 - epsilon)
    return np.where(levels.any(axis=-1), np.exp(means), 0.0)


def require_levels(name: str, levels: FloatArray, epsilon: float) -> None:
    """Raise a ``ValueError`` unless the Atkinson equivalent of the levels is defined."""
    if epsilon >= 1:
        rule = f"be positive where epsilon >= 1 (epsilon = {epsilon:g}; a floor would raise it)"
        require(name, levels, levels > 0, rule)
    else:
        require(name, levels, levels >= 0, "not be negative (a floor would raise it)")


def _levels(
    x: ArrayLike, weights: ArrayLike | None, floor: float | None
) -> tuple[FloatArray, FloatArray]:
    values = numbers("x", x, axes=("n",))
    p = shares("weights", weights, "x", values.size)
    values, p = values[p > 0], p[p > 0]
    if floor is not None:
        values = np.maximum(values, number("floor", floor, positive=True))
    return values, p


def _mean(values: FloatArray, p: FloatArray) -> float:
    mean = float(np.sum(p * values))
    if mean <= 0:
        raise ValueError(f"`x` must have a positive mean; got {mean:g}")
    return mean


def _fractional_ranks(ranking: FloatArray, p: FloatArray) -> FloatArray:
    _, group = np.unique(ranking, return_inverse=True)
    size = np.bincount(group, weights=p)
    middle = np.cumsum(size) - size / 2
    return np.asarray(middle[group])


def _exponential_means(y: FloatArray, p: FloatArray, a: float) -> FloatArray:
    """``(1/a) ln sum p exp(a y)`` along the last axis, the mean for ``a = 0``, without overflow."""
    mean = np.sum(p * y, axis=-1)
    if a == 0:
        return np.asarray(mean)
    largest = y.max(axis=-1, keepdims=True) if a > 0 else y.min(axis=-1, keepdims=True)
    exponents = a * (y - largest)
    excess = np.sum(p * np.expm1(exponents), axis=-1)
    # log1p keeps the digits of small exponents, the plain logarithm those of a sum near zero.
    near = np.log1p(np.maximum(excess, -0.5))
    logarithm = np.where(excess > -0.5, near, np.log(np.sum(p * np.exp(exponents), axis=-1)))
    even = -exponents.min(axis=-1) < _NEGLIGIBLE_EXPONENT
    return np.asarray(np.where(even, mean, largest[..., 0] + logarithm / a))
