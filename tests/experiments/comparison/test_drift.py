"""When the start is said to drift."""

import numpy as np
import pytest

from sanlian_sim.experiments.comparison.drift import drift_warning
from sanlian_sim.outcomes.drift import Drift

NOISE = np.array([-0.002, 0.001, 0.0, -0.001, 0.002])


def slopes(unmet_hours, wellbeing=0.0, open_cases=0.0):
    return [Drift(unmet_hours + e, wellbeing + e, open_cases + e) for e in NOISE]


@pytest.mark.parametrize(
    ("found", "warning"),
    [
        (slopes(0.0), "no"),
        (slopes(0.008), "no"),
        (slopes(0.03), "unmet_hours"),
        (slopes(-0.03, 0.0, 0.05), "unmet_hours;open_cases"),
        (slopes(0.03)[:4], "not decided"),
        ([], "not decided"),
        ([Drift(np.nan, np.nan, np.nan)] * 9, "not decided"),
    ],
)
def test_drift_takes_size_and_significance(found, warning):
    assert drift_warning(found) == warning


def test_a_large_slope_that_may_be_noise_is_no_drift():
    noisy = [Drift(0.05 + 40 * e, 0.0, 0.0) for e in NOISE]
    assert drift_warning(noisy) == "no"


def test_a_series_without_a_level_does_not_hide_the_others():
    assert drift_warning([Drift(np.nan, 0.02 + e, 0.0) for e in NOISE]) == "wellbeing"
