"""Skewed differences have intervals of their own, which cover what they say."""

import numpy as np
import pytest
from scipy import stats

from sanlian_sim.experiments.statistics.intervals import paired
from sanlian_sim.experiments.statistics.skewed import (
    BOOTSTRAP,
    NONE,
    STUDENT,
    bca,
    suited_intervals,
)

SKEWED = stats.lognorm.ppf((np.arange(25) + 0.5) / 25, 1.0)
EVEN = stats.norm.ppf((np.arange(25) + 0.5) / 25)

# Forms of the paired differences of a place of 1,500 residents over a year (400 replicates,
# government-led against linked, equal budget): moments of wellbys, fiscal_cost and unmet_hours.
REAL = {
    "wellbys": stats.norm(-11.5, 3.6),
    "fiscal_cost": stats.pearson3(0.24, 5.9, 1.8),
    "unmet_hours": stats.pearson3(0.13, 0.70, 0.14),
}
TAILED = {
    "lognormal": stats.lognorm(0.4),
    "gamma": stats.gamma(2.0),
    "exponential": stats.expon(),
}
TRIALS = 4000
LEAST, MOST = 0.93, 0.97


def intervals(values):
    return suited_intervals(values, paired(np.zeros_like(values), values))


def covered(name, form, n):
    rng = np.random.default_rng([n, *name.encode()])
    values = form.rvs(size=(TRIALS, n), random_state=rng)
    found = intervals(values)
    inside = (found.low <= form.mean()) & (form.mean() <= found.high)
    return inside.mean(), (found.method == BOOTSTRAP).mean()


@pytest.mark.parametrize("n", [20, 50])
@pytest.mark.parametrize("name", REAL)
def test_intervals_of_real_outcomes_cover_95_in_100(name, n):
    share, skewed = covered(name, REAL[name], n)
    assert LEAST <= share <= MOST
    assert skewed < 0.2


@pytest.mark.science
@pytest.mark.parametrize("n", [20, 50])
@pytest.mark.parametrize("name", TAILED)
def test_intervals_of_skewed_outcomes_cover_95_in_100(name, n):
    share, skewed = covered(name, TAILED[name], n)
    assert LEAST <= share <= MOST
    assert skewed > 0.3


def test_skewed_rows_have_bca_and_say_so():
    values = np.array([SKEWED, EVEN, -SKEWED])
    found = intervals(values)
    assert found.method.tolist() == [BOOTSTRAP, STUDENT, BOOTSTRAP]
    mean = SKEWED.mean()
    assert found.high[0] - mean > mean - found.low[0]
    assert found.low[2] == pytest.approx(-found.high[0], rel=0.05)
    student = paired(np.zeros_like(EVEN), EVEN)
    assert (found.low[1], found.high[1]) == (student.low, student.high)


def test_bca_is_scipys_at_a_level_expanded_for_few_values():
    n = len(SKEWED)
    tail = stats.norm.cdf(-np.sqrt(n / (n - 1)) * stats.t.ppf(0.975, n - 1))
    expected = stats.bootstrap(
        (SKEWED,), np.mean, method="BCa", confidence_level=1 - 2 * tail, n_resamples=4999,
        rng=np.random.default_rng(1987),
    ).confidence_interval  # fmt: skip
    assert bca(SKEWED[None, :])[:, 0] == pytest.approx([expected.low, expected.high])


def test_equal_data_give_equal_bytes_and_rows_are_resampled_alike():
    alone = bca(SKEWED[None, :])
    assert (bca(SKEWED[None, :]) == alone).all()
    assert bca(np.array([SKEWED**2, SKEWED]))[:, 1] == pytest.approx(alone[:, 0])


def test_few_pairs_have_students_interval():
    values = SKEWED[None, -19:]
    assert intervals(values).method.tolist() == [STUDENT]
    assert intervals(values[:, :1]).method.tolist() == [NONE]


def test_a_missing_pair_is_left_out():
    holed = np.insert(SKEWED, 7, np.nan)
    assert intervals(holed[None, :]).low == pytest.approx(bca(SKEWED[None, :])[0])


def test_a_scenario_compared_with_itself_has_no_width():
    values = np.zeros((3, 40))
    found = intervals(values)
    assert (found.low == 0).all()
    assert (found.high == 0).all()
    assert set(found.method) == {STUDENT}
