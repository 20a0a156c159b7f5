"""Drift on series made by hand."""

import numpy as np
import pytest

from sanlian_sim.outcomes.drift import drift, slope
from sanlian_sim.outcomes.series import WeeklySeries
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries


def series(warmup, weeks=10):
    made = WeeklySeries.empty(-warmup, warmup + weeks, ("one", "two"), None)
    time = np.arange(-warmup, weeks)
    made.community[:, CommunitySeries.WELLBEING_SUM] = 6.0 + time / 5200
    made.service[:, 0, ServiceSeries.UNMET] = np.where(time < 0, 60, 1000)
    made.service[:, 1, ServiceSeries.UNMET] = np.where(time < -52, 1000, 0)
    for stage, sign in (("LATENT", 1), ("QUEUED", 1), ("IN_SERVICE", -3)):
        made.service[:, :, ServiceSeries[stage]] = 100 + sign * time[:, None]
    return made


def test_slope_is_that_of_least_squares():
    values = np.array([3.0, 1.0, 4.0, 1.0, 5.0])
    assert slope(values) == pytest.approx(np.polyfit(np.arange(5), values, 1)[0])


def test_drift_is_the_yearly_change_of_the_last_year_of_warm_up():
    found = drift(series(80))
    assert found.unmet_hours == 0
    level = 6 - 26.5 / 5200
    assert found.wellbeing == pytest.approx(0.01 / level)
    assert found.open_cases == pytest.approx(-2 * 52 / (600 + 2 * 26.5))


def test_a_short_warm_up_tells_nothing():
    assert np.isnan(drift(series(51))).all()
    assert not np.isnan(drift(series(52))).any()


def test_nothing_relative_to_nothing_is_unknown():
    empty = WeeklySeries.empty(-52, 52, ("one",), None)
    assert np.isnan(drift(empty)).all()
