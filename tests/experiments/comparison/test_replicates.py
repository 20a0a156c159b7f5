"""Numbers of replicates agree with published tables and with simulated power."""

import numpy as np
import pytest
from scipy import stats

from sanlian_sim.experiments.comparison.replicates import (
    NUMBERS,
    detectable_difference,
    half_width,
    replicates_for_difference,
    replicates_for_half_width,
    replicates_needed,
)
from sanlian_sim.outcomes.registry import HEADLINES


@pytest.mark.parametrize(("effect", "n"), [(0.2, 199), (0.5, 34), (0.8, 15), (1.0, 10)])
def test_numbers_are_those_of_cohen_1988_for_paired_differences(effect, n):
    assert replicates_for_difference(1.0, effect) == n
    assert replicates_for_difference(2.5, -2.5 * effect) == n


def test_a_detectable_difference_is_found_in_four_of_five_trials():
    rng = np.random.default_rng(3)
    for n in (10, 50):
        values = rng.normal(3.0 * detectable_difference(1.0, n), 3.0, (20_000, n))
        found = stats.ttest_1samp(values, 0.0, axis=1).pvalue < 0.05
        assert found.mean() == pytest.approx(0.8, abs=0.01)


def test_half_width_is_that_of_student_and_is_reached_by_the_fewest_replicates():
    expected = stats.t.ppf(0.975, 9) * 2.0 / np.sqrt(10)
    assert half_width(2.0, 10) == pytest.approx(expected)
    n = replicates_for_half_width(1.0, 0.1)
    assert n == 387
    assert half_width(1.0, n) <= 0.1 < half_width(1.0, n - 1)


def test_nothing_needs_replicates_that_do_not_exist():
    assert replicates_for_difference(0.0, 1.0) == 2
    for sd, difference in ((0.0, 0.0), (1.0, 0.0), (np.nan, 1.0), (1.0, 1e-9)):
        assert np.isnan(replicates_for_difference(sd, difference))


def test_the_table_has_a_row_for_each_scenario_outcome_and_number(study):
    frame = replicates_needed(study.comparison)
    assert len(frame) == 3 * len(HEADLINES) * len(NUMBERS)
    own = frame[(frame["scenario"] == "linked") & (frame["outcome"] == "wellbys")]
    assert (own["detectable_difference"] > own["half_width"]).all()
    assert own["half_width"].is_monotonic_decreasing
    same = frame[frame["scenario"] == "same"]
    assert (same["half_width"] == 0).all()
    assert same["needed_to_find"].isna().all()
