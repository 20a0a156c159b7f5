"""A replicate told by hand: its truth, its spillover, its estimates and their summary."""

import numpy as np
import pandas as pd
import pytest

from sanlian_sim.experiments.rollouts.trial import Trial, exposure_table, summary, table

# Two communities, three periods, adopting in 1 and 2; the second gains before its turn.
ADOPTED = np.array([1, 2])
WITHOUT = np.array([[5.0, 6.0, 7.0], [2.0, 3.0, 4.0]])
EFFECT = np.array([[0.0, 1.0, 4.0], [0.0, 0.5, 2.5]])


@pytest.fixture
def trial():
    return Trial(3, ADOPTED, WITHOUT + EFFECT, WITHOUT)


def test_truth_is_the_mean_over_treated_communities_and_periods(trial):
    assert trial.truth == pytest.approx((1.0 + 4.0 + 2.5) / 3)


def test_spillover_is_the_mean_over_those_who_wait(trial):
    assert trial.spillover == pytest.approx(0.5)


def test_without_anybody_waiting_there_is_no_spillover():
    together = Trial(0, np.array([1, 1]), WITHOUT + EFFECT, WITHOUT)
    assert np.isnan(together.spillover)


def test_a_study_sees_the_scenario_alone(trial):
    found = trial.estimates()
    # By the weights of this wedge, which were found by hand: -1/2, 1, -1/2; 1/2, -1, 1/2.
    assert found["two_way"].value == pytest.approx(1.0 - 4.0 / 2 - 0.5 + 2.5 / 2)
    # Exposure 0 is first seen in period 1, against the waiting; then it tells exposure 1.
    zero, one = 1.0 - 0.5, (4.0 - 2.5) + (1.0 - 0.5)
    assert found["by_exposure"].value == pytest.approx((2 * zero + one) / 3)


def test_the_table_sets_estimates_beside_the_truth(trial):
    frame = table([trial])
    assert list(frame["estimator"]) == ["two_way", "by_exposure"]
    assert (frame["error"] == frame["estimate"] - frame["truth"]).all()
    assert (frame["replicate"] == 3).all()
    assert frame["se"].isna().tolist() == [False, True]


def rows(**columns):
    given = {"estimator": "two_way", "truth": 2.0, "spillover": 0.0}
    return pd.DataFrame({**columns}).assign(**given)


def test_the_summary_tells_bias_and_coverage():
    found = summary(
        rows(estimate=[1.0, 2.0, 3.0, 5.0], se=1.0, covered=[True, True, True, False])
    ).iloc[0]
    assert found["n"] == 4
    assert found["bias"] == pytest.approx(0.75)
    assert found["sd_error"] == pytest.approx(np.std([-1, 0, 1, 3], ddof=1))
    assert found["bias_low"] < 0.75 < found["bias_high"]
    assert found["coverage"] == 0.75


def test_estimates_without_interval_do_not_count_as_missing_the_truth():
    some = rows(estimate=[1.0, 2.0], se=[1.0, np.nan], covered=[True, False])
    assert summary(some).iloc[0]["coverage"] == 1.0
    assert np.isnan(summary(some.assign(se=np.nan)).iloc[0]["coverage"])


def test_effects_by_exposure_are_averaged_over_replicates(trial):
    other = Trial(4, ADOPTED[::-1], (WITHOUT + EFFECT)[::-1] * 3, WITHOUT[::-1] * 3)
    frame = exposure_table([trial, other])
    assert frame["periods"].tolist() == [0, 1]
    assert frame["truth"].tolist() == pytest.approx([2 * (1.0 + 2.5) / 2, 2 * 4.0])
