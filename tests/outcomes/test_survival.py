"""The product-limit estimate against hand calculation, SciPy and plain means."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sanlian_sim.outcomes.survival import mean_wait, survival, wait_quantile

cases = st.lists(st.tuples(st.integers(0, 80), st.booleans()), min_size=1, max_size=40)


def arrays(pairs):
    weeks, served = zip(*pairs, strict=True)
    return np.array(weeks), np.array(served)


def test_by_hand():
    weeks, served = arrays([(0, True), (1, False), (1, True), (2, True), (2, False), (5, False)])
    expected = [5 / 6, 5 / 6 * 4 / 5, 5 / 6 * 4 / 5 * 2 / 3]
    waiting = survival(weeks, served, 6)
    np.testing.assert_allclose(waiting, [*expected, expected[2], expected[2], expected[2]])
    assert mean_wait(waiting) == pytest.approx(sum(expected) + 3 * expected[2])


@settings(deadline=None, max_examples=60)
@given(cases)
def test_as_scipy_estimates_it(pairs):
    weeks, served = arrays(pairs)
    data = stats.CensoredData(uncensored=weeks[served], right=weeks[~served])
    sf = stats.ecdf(data).sf
    np.testing.assert_allclose(survival(weeks, served, 52), sf.evaluate(np.arange(52)), atol=1e-12)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 80), min_size=1, max_size=40))
def test_without_censoring_it_is_the_plain_distribution(weeks):
    weeks = np.array(weeks)
    waiting = survival(weeks, np.ones(len(weeks), dtype=bool), 52)
    assert mean_wait(waiting) == pytest.approx(np.minimum(weeks, 52).mean())
    for share in (0.5, 0.9):
        plain = np.quantile(weeks, share, method="inverted_cdf")
        assert wait_quantile(waiting, share) == min(plain, 52)


def test_nobody_served_waits_to_the_limit():
    waiting = survival(np.array([3, 60]), np.array([False, False]), 52)
    assert mean_wait(waiting) == 52
    assert wait_quantile(waiting, 0.5) == 52


def test_everybody_served_at_once_waits_not_at_all():
    waiting = survival(np.zeros(4, dtype=int), np.ones(4, dtype=bool), 52)
    assert mean_wait(waiting) == 0
    assert wait_quantile(waiting, 0.9) == 0


def test_impossible_waits_are_refused():
    with pytest.raises(ValueError, match="must not be negative; got -1"):
        survival(np.array([2, -1]), np.array([True, True]))
    with pytest.raises(ValueError, match="at least 1 week; got 0"):
        survival(np.array([2]), np.array([True]), 0)
