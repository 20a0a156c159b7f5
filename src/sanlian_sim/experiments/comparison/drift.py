"""Whether the last year of warm-up stood still, as a comparison assumes."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from sanlian_sim.experiments.statistics.intervals import paired
from sanlian_sim.outcomes.drift import Drift

LARGEST_DRIFT: Final = 0.01
FEWEST_REPLICATES: Final = 5
STILL: Final = "no"
NOT_DECIDED: Final = "not decided"


def drift_warning(slopes: Iterable[Drift]) -> str:
    """Judge the slopes of replicates over the last year of warm-up.

    Parameters
    ----------
    slopes : iterable of Drift
        One per replicate; shares of the level per year.

    Returns
    -------
    str
        "no"; the names of the series, parted by ";", whose mean slope exceeds 1 % a year with an
        interval that excludes 0; or "not decided" with fewer than five replicates or less than a
        year of warm-up.
    """
    found = np.array(list(slopes), dtype=np.float64).reshape(-1, len(Drift._fields))
    if len(found) < FEWEST_REPLICATES or np.isnan(found).all():
        return NOT_DECIDED
    mean = paired(np.zeros_like(found.T), found.T)
    excludes_zero = (mean.low > 0) | (mean.high < 0)
    drifts = (np.abs(mean.difference) > LARGEST_DRIFT) & excludes_zero
    return ";".join(np.array(Drift._fields)[drifts]) or STILL
