"""Waits with cases that were never served: the product-limit estimate in whole weeks."""

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.outcomes.arguments import FloatArray


def survival(weeks: NDArray[np.integer], served: NDArray[np.bool_], limit: int = 52) -> FloatArray:
    """Share still waiting after 0, 1, ... ``limit - 1`` weeks (Kaplan & Meier 1958).

    Parameters
    ----------
    weeks : int array, shape (cases,)
        Weeks waited until the first hour, or, of a case not served, until it was last seen
        waiting; in both cases it was at risk of being served in weeks 0 to ``weeks``.
    served : bool array, shape (cases,)
        Whether the case was served; if not, its wait is censored.
    limit : int
        Waits are followed for this many weeks.

    Returns
    -------
    float array, shape (limit,)
        Probability that a wait exceeds t weeks. Where nobody is at risk any more the last value
        is kept.

    Raises
    ------
    ValueError
        If a wait is negative or ``limit`` is below 1.
    """
    if limit < 1:
        raise ValueError(f"`limit` must be at least 1 week; got {limit}")
    if len(weeks) and weeks.min() < 0:
        raise ValueError(f"`weeks` must not be negative; got {weeks.min()}")
    until = np.minimum(weeks, limit)
    leaving = np.bincount(until, minlength=limit + 1)
    at_risk = leaving[::-1].cumsum()[::-1][:limit]
    events = np.bincount(until[served & (weeks < limit)], minlength=limit)[:limit]
    hazard = events / np.maximum(1, at_risk)
    return np.asarray(np.cumprod(1.0 - hazard))


def mean_wait(waiting: FloatArray) -> float:
    """Mean wait in weeks, waits counted up to the weeks that were followed.

    Parameters
    ----------
    waiting : float array, shape (limit,)
        As ``survival`` returns it.
    """
    return float(waiting.sum())


def wait_quantile(waiting: FloatArray, share: float) -> float:
    """Weeks within which a share of cases is served; the limit if it is not reached by then."""
    reached = waiting <= 1.0 - share + 1e-12
    return float(np.argmax(reached)) if reached.any() else float(len(waiting))
