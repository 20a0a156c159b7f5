"""Drift: whether the start was stationary, read from the last year of warm-up."""

from typing import NamedTuple

import numpy as np

from sanlian_sim.outcomes.arguments import FloatArray
from sanlian_sim.outcomes.rows import ratio
from sanlian_sim.outcomes.series import WeeklySeries
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.rules import WEEKS_PER_YEAR

_OPEN = (ServiceSeries.LATENT, ServiceSeries.QUEUED, ServiceSeries.IN_SERVICE)


class Drift(NamedTuple):
    """Change per year relative to the level; NaN if it cannot be told.

    Attributes
    ----------
    unmet_hours, wellbeing, open_cases : float
    """

    unmet_hours: float
    wellbeing: float
    open_cases: float


def slope(values: FloatArray) -> float:
    """Ordinary least squares slope of a series over its positions, per step."""
    time = np.arange(len(values)) - (len(values) - 1) / 2
    return float((time * values).sum() / (time * time).sum())


def drift(series: WeeklySeries) -> Drift:
    """Change per year relative to the level, over the last year of warm-up.

    Parameters
    ----------
    series : WeeklySeries
        Of a run with its warm-up.

    Returns
    -------
    Drift
        NaN if fewer than 52 weeks of warm-up were recorded, or where the level is 0.
    """
    year = series.between(-WEEKS_PER_YEAR, 0)
    if year.weeks < WEEKS_PER_YEAR:
        return Drift(np.nan, np.nan, np.nan)
    weekly = (
        year.service[:, :, ServiceSeries.UNMET].sum(axis=1),
        year.community[:, CommunitySeries.WELLBEING_SUM],
        year.service[:, :, list(_OPEN)].sum(axis=(1, 2)),
    )
    return Drift(*(ratio(slope(values) * WEEKS_PER_YEAR, values.mean()) for values in weekly))
