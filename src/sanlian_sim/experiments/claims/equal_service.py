"""Equal service by interpolation: what a scenario comes to at the hours that serve as much.

A search of scales, as for a single comparison, takes some eighty runs for every scenario at every
draw. Here each scenario is run at a few scales with the same luck, and all that is read of it is
interpolated to the scale at which mean severity-weighted unmet hours equal those of its reference.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from sanlian_sim.experiments.statistics.intervals import Floats

_NOTHING: Final = 1e-9


class Matched(NamedTuple):
    """A scenario at equal service.

    Attributes
    ----------
    values : float array, shape (quantities, draws, replicates)
    scale : float array, shape (draws,)
        Scale of hours found; NaN where nothing is known.
    reached : bool array, shape (draws,)
        Whether service is equal within the scales that were run; if not, the nearest is taken.
    """

    values: Floats
    scale: Floats
    reached: Floats


def matched(
    tried: Sequence[Floats], scales: Sequence[float], reference: Floats, unmet: int
) -> Matched:
    """Interpolate a scenario to the service of its reference.

    Parameters
    ----------
    tried : sequence of float array, shape (quantities, draws, replicates)
        The scenario at each scale.
    scales : sequence of float
        In rising order.
    reference : float array, shape (quantities, draws, replicates)
        Whose service is to be equalled.
    unmet : int
        Row of the unmet hours among the quantities.

    Notes
    -----
    Unmet hours fall about as a power of the scale: between two scales their logarithm is taken as a
    straight line over that of the scale, and so is everything else.
    """
    held, grid = np.stack(tried), np.log(scales)
    values = np.full_like(reference, np.nan)
    found, reached = (np.full(reference.shape[1], np.nan) for _ in range(2))
    for draw in range(reference.shape[1]):
        target = _mean(reference[unmet, draw])
        served = np.array([_mean(one[unmet, draw]) for one in held])
        if not (np.isfinite(served).all() and np.isfinite(target)):
            continue
        gaps = np.log(np.maximum(served, _NOTHING)) - np.log(max(target, _NOTHING))
        place = _crossing(gaps)
        low = min(int(place), len(grid) - 2)
        part = place - low
        values[:, draw] = (1 - part) * held[low, :, draw] + part * held[low + 1, :, draw]
        found[draw] = np.exp((1 - part) * grid[low] + part * grid[low + 1])
        reached[draw] = float(gaps.min() <= 0 <= gaps.max())
    return Matched(values, found, reached)


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else np.nan


def _crossing(gaps: Floats) -> float:
    """Place on the grid, in steps from its start, where the gap is nothing, or nearest to it."""
    for n in range(len(gaps) - 1):
        first, second = gaps[n], gaps[n + 1]
        if min(first, second) <= 0 <= max(first, second):
            return n + (first / (first - second) if first != second else 0.0)
    return float(np.abs(gaps).argmin())
