"""Intervals agree with SciPy, with closed forms and with published examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sanlian_sim.experiments.statistics.intervals import holm, jackknife_ratio, paired, t_quantile

VALUES = st.lists(
    st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=3, max_size=12
).filter(lambda pairs: np.std([b - a for a, b in pairs]) > 1e-3)


@given(VALUES)
def test_interval_and_p_value_are_those_of_the_paired_t_test(pairs):
    a, b = np.array(pairs).T
    found = paired(a, b)
    expected = stats.ttest_rel(b, a)
    interval = expected.confidence_interval(0.95)
    assert found.difference == pytest.approx(np.mean(b) - np.mean(a), abs=1e-9)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-6)
    assert found.p_value == pytest.approx(expected.pvalue, abs=1e-9)
    assert found.n == len(a)


def test_interval_of_student_1908_sleep_data():
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = paired(first, second)
    assert found.difference == pytest.approx(1.58)
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert found.p_value == pytest.approx(0.002833, abs=1e-6)


def test_equal_scenarios_differ_by_exactly_nothing():
    values = [0.1, 0.7, 1e9]
    found = paired(values, values)
    assert found.difference == found.low == found.high == found.sd == 0.0
    assert found.p_value == 1.0


def test_a_difference_that_does_not_vary_is_its_own_interval():
    a = np.array([292.31, 287.44, 301.07, 295.9])
    found = paired(a, a + 1.57)
    assert found.sd == 0.0
    assert found.low == found.difference == found.high == pytest.approx(1.57)
    assert found.p_value == 1.0
    assert found.variance_ratio == np.inf


@pytest.mark.parametrize("n", [0, 1])
def test_less_than_two_replicates_give_no_interval(n):
    found = paired(np.ones(n), np.full(n, 3.0))
    assert found.n == n
    assert np.isnan([found.sd, found.se, found.low, found.high, found.p_value]).all()
    assert np.isnan(found.variance_ratio)
    if n:
        assert found.difference == 2.0
    else:
        assert np.isnan(found.difference)


def test_a_missing_value_leaves_its_pair_out():
    a, b = np.array([1.0, 2.0, 4.0, np.nan]), np.array([2.0, np.nan, 9.0, 5.0])
    found, without = paired(a, b), paired(a[[0, 2]], b[[0, 2]])
    assert found.n == 2
    for one, other in zip(found, without, strict=True):
        assert one == other


def test_rows_are_compared_one_by_one():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, 3, 5, 7))
    found = paired(a, b)
    for row in np.ndindex(3, 5):
        for whole, one in zip(found, paired(a[row], b[row]), strict=True):
            assert whole[row] == pytest.approx(one, rel=1e-12)


def test_shared_luck_shows_in_the_variance_ratio():
    luck = np.array([-1.0, 1.0, -1.0, 1.0])
    own = np.array([-0.1, -0.1, 0.1, 0.1])
    found = paired(luck, luck + own)
    expected = (luck.var() + (luck + own).var()) / own.var()
    assert found.variance_ratio == pytest.approx(expected)


def test_shapes_must_agree():
    with pytest.raises(ValueError, match=r"\(2,\).*got \(3,\)"):
        paired([1.0, 2.0], [1.0, 2.0, 3.0])


@pytest.mark.parametrize(("n", "t"), [(2, 12.7062), (5, 2.7764), (20, 2.0930)])
def test_quantiles_of_the_printed_table(n, t):
    assert t_quantile(n) == pytest.approx(t, abs=5e-5)


def test_a_ratio_over_a_constant_has_the_interval_of_a_mean():
    top = np.array([3.0, 5.0, 4.0, 9.0])
    found = jackknife_ratio(top, np.full(4, 2.0))
    low, high = stats.t.interval(0.95, 3, loc=top.mean(), scale=stats.sem(top))
    assert found.value == pytest.approx(top.mean() / 2)
    assert (found.low, found.high) == pytest.approx((low / 2, high / 2))


def test_jackknife_error_of_a_ratio_is_that_of_its_pseudovalues():
    rng = np.random.default_rng(4)
    top, bottom = rng.normal(5, 1, 9), rng.normal(3, 0.3, 9)
    whole = top.sum() / bottom.sum()
    pseudo = [
        9 * whole - 8 * np.delete(top, i).sum() / np.delete(bottom, i).sum() for i in range(9)
    ]
    assert jackknife_ratio(top, bottom).se == pytest.approx(stats.sem(pseudo))


def test_a_ratio_needs_a_denominator_and_two_replicates():
    nothing = jackknife_ratio([1.0, 2.0], [0.0, 0.0])
    assert np.isnan([nothing.value, nothing.se, nothing.low]).all()
    single = jackknife_ratio([6.0, np.nan], [3.0, 1.0])
    assert (single.n, single.value) == (1, 2.0)
    assert np.isnan(single.se)
    assert np.isnan(jackknife_ratio([], []).value)


def test_holm_of_a_published_example():
    # Fifteen comparisons of two thrombolytics (Benjamini & Hochberg 1995, section 4.1), of which
    # step-wise control of the family-wise error at .05 rejects the first three.
    p = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719,
         .6528, .7590, 1.0]  # fmt: skip
    found = holm(p[::-1])[::-1]
    assert found[:4] == pytest.approx([15 * 0.0001, 14 * 0.0004, 13 * 0.0019, 12 * 0.0095])
    assert (found <= 0.05).sum() == 3
    assert found.max() == 1.0


def test_holm_counts_only_what_was_tested():
    found = holm([0.01, np.nan, 0.04])
    assert found[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(found[1])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_lies_between_the_raw_and_the_bonferroni_values(p):
    found = holm(p)
    assert (found >= np.array(p)).all()
    assert (found <= np.minimum(1, np.array(p) * len(p)) + 1e-12).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
