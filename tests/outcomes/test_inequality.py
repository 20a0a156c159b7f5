"""Inequality measures against published values, closed forms and their axioms."""

from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sanlian_sim.outcomes import inequality

INDIA_BIRTHS = [29_939, 28_776, 26_528, 24_689, 19_739]
INDIA_MORTALITY = [154.7, 152.9, 119.5, 86.9, 54.3]

quick = settings(deadline=None, max_examples=60)
levels = st.lists(st.floats(0.01, 10), min_size=1, max_size=12)
aversions = st.one_of(st.sampled_from([0.0, 0.5, 1.0, 2.0]), st.floats(0, 8))
MEASURES = {
    "ede": lambda x, w=None: inequality.ede(x, 1.5, w),
    "atkinson": lambda x, w=None: inequality.atkinson(x, 0.7, w),
    "kolm_ede": lambda x, w=None: inequality.kolm_ede(x, 0.8, w),
    "gini": inequality.gini,
    "concentration_index": lambda x, w=None: inequality.concentration_index(x, np.floor(x), w),
}
each_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


def middles(n):
    """Probabilities whose quantiles stand for a continuous distribution."""
    return (np.arange(n) + 0.5) / n


def normal_levels(mean, sd, n=20_000):
    law = NormalDist(mean, sd)
    return np.array([law.inv_cdf(p) for p in middles(n)])


# ---- Published values


def test_india_concentration_index_of_mortality():
    """O'Donnell, van Doorslaer, Wagstaff & Lindelow (2008): births by wealth group, 1982-92."""
    index = inequality.concentration_index(INDIA_MORTALITY, [1, 2, 3, 4, 5], INDIA_BIRTHS)
    assert index == pytest.approx(-0.1694, abs=5e-5)


def test_concentration_index_equals_the_grouped_lorenz_formula():
    births, deaths = np.array(INDIA_BIRTHS), np.multiply(INDIA_BIRTHS, INDIA_MORTALITY)
    p, curve = np.cumsum(births) / births.sum(), np.cumsum(deaths) / deaths.sum()
    grouped = sum(
        a * d - b * c for (a, b), (c, d) in zip(pairwise(p), pairwise(curve), strict=True)
    )
    index = inequality.concentration_index(INDIA_MORTALITY, range(5), INDIA_BIRTHS)
    assert index == pytest.approx(grouped, rel=1e-12)


@pytest.mark.parametrize(("epsilon", "expected"), [(0.5, 5.2035), (1, 4.865), (2, 4.133)])
def test_equivalent_of_four_wellbeing_levels(epsilon, expected):
    assert inequality.ede([2, 5, 7, 8], epsilon) == pytest.approx(expected, abs=5e-4)
    index = inequality.atkinson([2, 5, 7, 8], epsilon)
    assert index == pytest.approx(1 - expected / 5.5, abs=1e-4)


# ---- Closed forms


def test_gini_of_uniform_and_exponential_distributions():
    p = middles(20_000)
    assert inequality.gini(p) == pytest.approx(1 / 3, abs=1e-6)
    assert inequality.gini(-np.log1p(-p)) == pytest.approx(1 / 2, abs=2e-4)


@pytest.mark.parametrize("sigma", [0.2, 0.8])
def test_gini_of_a_lognormal_distribution(sigma):
    expected = 2 * NormalDist().cdf(sigma / 2**0.5) - 1
    assert inequality.gini(np.exp(normal_levels(1.0, sigma))) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize(("power", "expected"), [(1, 1 / 3), (2, 1 / 2), (3, 3 / 5)])
def test_concentration_index_of_powers_of_the_rank(power, expected):
    """An amount of rank^k has the concentration curve p^(k+1), hence the index k / (k + 2)."""
    p = middles(20_000)
    assert inequality.concentration_index(p**power, p) == pytest.approx(expected, abs=1e-6)
    assert inequality.concentration_index(p**power, -p) == pytest.approx(-expected, abs=1e-6)


@pytest.mark.parametrize("epsilon", [0.5, 2, 5])
def test_equivalent_of_two_groups(epsilon):
    """A share p at a level x and the rest at y, written out."""
    p, x, y, power = 0.3, 2.0, 7.0, 1 - epsilon
    level = (p * x**power + (1 - p) * y**power) ** (1 / power)
    assert inequality.ede([x, y], epsilon, [p, 1 - p]) == pytest.approx(level)


@pytest.mark.parametrize("n", [1, 2, 5, 100])
def test_gini_of_the_first_integers(n):
    assert inequality.gini(range(1, n + 1)) == pytest.approx((n - 1) / (3 * n), abs=1e-14)


def test_gini_where_one_resident_has_everything():
    assert inequality.gini([0, 0, 0, 9]) == pytest.approx(0.75)


@pytest.mark.parametrize("epsilon", [0.5, 1, 2])
def test_atkinson_of_a_lognormal_distribution(epsilon):
    x = np.exp(normal_levels(0.3, 0.4))
    assert inequality.atkinson(x, epsilon) == pytest.approx(1 - np.exp(-epsilon * 0.08), abs=1e-4)


def test_kolm_of_a_normal_distribution():
    x = normal_levels(5.8, 1.2)
    assert inequality.kolm_ede(x, 0.5) == pytest.approx(5.8 - 0.5 * 1.2**2 / 2, abs=1e-4)


@pytest.mark.parametrize("epsilon", [1 - 1e-9, 1 + 1e-9, 1 - 1e-14])
def test_equivalent_is_continuous_at_one(epsilon):
    geometric = inequality.ede([2, 5, 7, 8], 1)
    assert inequality.ede([2, 5, 7, 8], epsilon) == pytest.approx(geometric, rel=1e-8)


def test_extreme_aversion_cares_for_the_worst_off_without_overflow():
    assert inequality.ede([2, 5, 7, 8], 1e5) == pytest.approx(2, rel=1e-4)
    assert inequality.kolm_ede([-300, 5, 700], 1e4) == pytest.approx(-300, rel=1e-4)


def test_tiny_aversion_keeps_its_digits():
    x = np.array([2.0, 5.0, 7.0, 8.0])
    loss = x.mean() - inequality.kolm_ede(x, 1e-6)
    assert loss == pytest.approx(1e-6 * x.var() / 2, rel=1e-4)


def test_no_aversion_gives_the_mean():
    assert inequality.ede([0, 5, 7], 0) == pytest.approx(4)
    assert inequality.kolm_ede([-3, 5, 7], 0) == pytest.approx(3)


def test_rare_majority_level_survives_the_shift():
    """Nearly all weight lies far below the largest level: the plain logarithm must take over."""
    assert inequality.kolm_ede([0, 40], 1, [1e-9, 1]) == pytest.approx(
        -np.log(1e-9 + np.exp(-40)), rel=1e-9
    )


# ---- Floors and zeros


def test_floor_raises_levels_and_the_mean_of_the_index():
    assert inequality.ede([0, -2, 8], 1, floor=0.5) == pytest.approx((0.5 * 0.5 * 8) ** (1 / 3))
    assert inequality.atkinson([0, 8], 2, floor=0.5) == pytest.approx(
        inequality.atkinson([0.5, 8], 2)
    )


def test_zeros_below_aversion_one():
    assert inequality.ede([0, 4], 0.5) == pytest.approx(1)
    assert inequality.ede([0, 0], 0.5) == 0


def test_level_of_weight_zero_is_absent():
    assert inequality.ede([0, 4], 2, [0, 3]) == pytest.approx(4)
    assert inequality.gini([-1, 4], [0, 3]) == 0


# ---- Ranks


def test_ties_share_the_mean_rank():
    assert inequality.concentration_index([0, 6, 3, 3], [1, 1, 1, 1]) == pytest.approx(0, abs=1e-15)
    tied = inequality.concentration_index([1, 5, 9, 2], [1, 1, 2, 3])
    averaged = inequality.concentration_index([3, 3, 9, 2], [1, 2, 3, 4])
    assert tied == pytest.approx(averaged)


def test_only_the_order_of_the_ranking_matters():
    x, income = [3, 1, 4, 1, 5], np.array([2, 7, 1, 8, 3])
    assert inequality.concentration_index(x, income) == pytest.approx(
        inequality.concentration_index(x, np.exp(income))
    )


def test_concentration_among_the_poor_is_negative():
    assert inequality.concentration_index([9, 1, 0], [1, 2, 3]) < 0


# ---- Axioms


@each_measure
@quick
@given(x=levels, data=st.data())
def test_order_of_the_data_has_no_influence(measure, x, data):
    shuffled = data.draw(st.permutations(x))
    assert measure(shuffled) == pytest.approx(measure(x), abs=1e-12)


@each_measure
@quick
@given(st.lists(st.tuples(st.floats(0.01, 10), st.integers(0, 4)), min_size=1, max_size=8))
def test_weights_are_replication(measure, rows):
    x, counts = (np.array(column) for column in zip(*rows, strict=True))
    assume(counts.any())
    replicated = measure(np.repeat(x, counts))
    assert measure(x, counts) == pytest.approx(replicated, abs=1e-12)
    assert measure(x, 0.37 * counts) == pytest.approx(replicated, abs=1e-12)


@quick
@given(levels, aversions, st.floats(1e-3, 1e3))
def test_scale_invariance(x, epsilon, scale):
    y = scale * np.array(x)
    assert inequality.gini(y) == pytest.approx(inequality.gini(x), abs=1e-12)
    assert inequality.atkinson(y, epsilon) == pytest.approx(
        inequality.atkinson(x, epsilon), abs=1e-9
    )
    assert inequality.ede(y, epsilon) == pytest.approx(scale * inequality.ede(x, epsilon), rel=1e-9)


@quick
@given(levels, st.floats(0, 5), st.floats(-100, 100))
def test_kolm_follows_a_translation(x, alpha, shift):
    moved = inequality.kolm_ede(np.array(x) + shift, alpha)
    assert moved == pytest.approx(inequality.kolm_ede(x, alpha) + shift, abs=1e-9)


@quick
@given(
    st.lists(st.floats(0.01, 10), min_size=2, max_size=12), st.floats(0.1, 5), st.floats(0.01, 0.5)
)
def test_a_transfer_to_the_poorest_reduces_inequality(x, aversion, part):
    poorest, richest = np.argmin(x), np.argmax(x)
    gap = x[richest] - x[poorest]
    assume(gap > 1e-3)
    after = np.array(x)
    after[poorest] += part * gap
    after[richest] -= part * gap
    assert inequality.gini(after) < inequality.gini(x)
    assert inequality.ede(after, aversion) > inequality.ede(x, aversion)
    assert inequality.kolm_ede(after, aversion) > inequality.kolm_ede(x, aversion)


@quick
@given(levels, aversions)
def test_equivalents_lie_between_the_lowest_level_and_the_mean(x, aversion):
    for value in (inequality.ede(x, aversion), inequality.kolm_ede(x, aversion)):
        assert min(x) - 1e-9 <= value <= np.mean(x) + 1e-9
    assert 0 <= inequality.atkinson(x, aversion) < 1


@quick
@given(levels)
def test_gini_is_the_mean_absolute_difference(x):
    differences = np.abs(np.subtract.outer(x, x)).mean()
    assert inequality.gini(x) == pytest.approx(differences / (2 * np.mean(x)), abs=1e-12)


@quick
@given(st.lists(st.tuples(st.floats(0.01, 10), st.integers(0, 4), st.floats(0.1, 3)), min_size=1))
def test_concentration_index_counts_every_pair(rows):
    """Half the mean of differences signed by rank, over the mean; those who tie count nothing."""
    x, rank, weight = np.array(rows).T
    p = weight / weight.sum()
    pairs = np.subtract.outer(x, x) * np.sign(np.subtract.outer(rank, rank))
    expected = (p[:, None] * p * pairs).sum() / (2 * (p * x).sum())
    index = inequality.concentration_index(x, rank, weight)
    assert index == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("level", [0.1, 0.7, 5.8])
def test_equality_is_never_less_than_zero_inequality(level):
    for n in range(1, 60):
        assert 0 <= inequality.gini([level] * n) < 1e-15


@each_measure
def test_huge_weights_do_not_overflow(measure):
    assert measure([2, 5, 7], [1e308] * 3) == pytest.approx(measure([2, 5, 7]))


# ---- Refusals


@each_measure
@pytest.mark.parametrize(
    ("x", "weights", "message"),
    [
        ([], None, r"`x` must hold at least one value; got shape \(0,\)"),
        ([1, np.nan], None, "`x` must be finite; got nan at position 1"),
        ([np.inf, 1], None, "`x` must be finite; got inf at position 0"),
        ([[1, 2]], None, r"`x` must have the shape \(n\); got an array of shape \(1, 2\)"),
        ([1, 2], [1], r"`weights` must match `x`, shape \(2,\); got shape \(1,\)"),
        ([1, 2], [1, -3], "`weights` must not be negative; got -3 at position 1"),
        ([1, 2], [0, 0], "`weights` must not all be zero; got 2 zeros"),
        ([1, 2], [1, np.nan], "`weights` must be finite; got nan at position 1"),
    ],
)
def test_refusals_name_argument_value_and_rule(measure, x, weights, message):
    with pytest.raises(ValueError, match=message):
        measure(x, weights)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: inequality.ede([0, 1], 1), r"`x` must be positive where epsilon >= 1 .* got 0"),
        (lambda: inequality.atkinson([1, -2], 2), "`x` must be positive .* got -2 at position 1"),
        (lambda: inequality.ede([-1, 2], 0.5), "`x` must not be negative .* got -1 at position 0"),
        (lambda: inequality.atkinson([0, 0], 0.5), "`x` must have a positive mean; got 0"),
        (lambda: inequality.gini([0, 0]), "`x` must have a positive mean; got 0"),
        (lambda: inequality.gini([3, -1]), "`x` must not be negative; got -1 at position 1"),
        (lambda: inequality.ede([1], -0.5), "`epsilon` must not be negative; got -0.5"),
        (lambda: inequality.ede([1], np.nan), "`epsilon` must be finite; got nan"),
        (lambda: inequality.ede([1], 1, floor=0), "`floor` must be positive; got 0"),
        (lambda: inequality.kolm_ede([1], -1), "`alpha` must not be negative; got -1"),
        (lambda: inequality.gini(["a"]), r"`x` must be an array of numbers; got \['a'\]"),
        (
            lambda: inequality.concentration_index([1, 2], [1]),
            r"`rank_by` must match `x`, shape \(2,\); got shape \(1,\)",
        ),
        (
            lambda: inequality.concentration_index([1, 2], [1, np.nan]),
            "`rank_by` must be finite; got nan at position 1",
        ),
    ],
)
def test_refusals_of_single_measures(call, message):
    with pytest.raises(ValueError, match=message):
        call()
