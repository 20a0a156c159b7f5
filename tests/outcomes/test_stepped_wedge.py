"""Estimates of stepped wedges that were computed by hand, in another way, or are known to hold."""

import math

import numpy as np
import pytest
from scipy import stats

from sanlian_sim.outcomes.stepped_wedge import by_exposure, exposures, two_way

NEVER = 2**31 - 1


def slow(y, columns, weights):
    """Coefficients and their covariance from dummies of all clusters and periods, in loops."""
    clusters, periods = len(y), len(y[0])
    rows, values, owners = [], [], []
    for c in range(clusters):
        for t in range(periods):
            own = [float(column[c][t]) for column in columns]
            own += [float(c == other) for other in range(clusters)]
            own += [float(t == other) for other in range(1, periods)]
            rows.append([math.sqrt(weights[c]) * x for x in own])
            values.append(math.sqrt(weights[c]) * y[c][t])
            owners.append(c)
    x, v = np.array(rows), np.array(values)
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ v
    meat = np.zeros_like(inverse)
    for c in range(clusters):
        mine = [row for row, owner in enumerate(owners) if owner == c]
        score = sum(x[row] * (v[row] - x[row] @ beta) for row in mine)
        meat += np.outer(score, score)
    used = x.shape[1] - clusters + 1
    factor = clusters / (clusters - 1) * (len(v) - 1) / (len(v) - used)
    k = len(columns)
    return beta[:k], (factor * inverse @ meat @ inverse)[:k, :k]


def wedge(seed, clusters=6, periods=8):
    rng = np.random.default_rng(seed)
    adopted = rng.permutation(np.arange(clusters) + 1)
    y = rng.normal(size=(clusters, periods)) + rng.normal(size=(clusters, 1))
    return y, adopted, rng.uniform(0.5, 3.0, clusters)


def test_two_clusters_in_two_periods_are_a_difference_in_differences():
    found = two_way([[1.0, 5.0], [2.0, 3.0]], [1, NEVER])
    assert found.value == pytest.approx((5.0 - 1.0) - (3.0 - 2.0))
    assert np.isnan([found.se, found.low, found.high]).all()


def test_one_effect_takes_growing_effects_for_harm():
    # Demeaned by hand, the estimate of this wedge is -y00/2 + y01 - y02/2 + y10/2 - y11 + y12/2.
    y = [[0.0, 1.0, 4.0], [0.0, 0.0, 1.0]]
    assert two_way(y, [1, 2]).value == pytest.approx(1.0 - 4.0 / 2 + 1.0 / 2)
    found = by_exposure(y, [1, 2])
    assert found.value == pytest.approx([1.0, 4.0])
    assert found.share == pytest.approx([2 / 3, 1 / 3])
    assert found.average.value == pytest.approx(2.0)


@pytest.mark.parametrize("seed", range(3))
def test_both_agree_with_dummies_in_loops(seed):
    y, adopted, weights = wedge(seed)
    since = exposures(adopted, y.shape[1])
    one = two_way(y, adopted, weights)
    beta, covariance = slow(y, [since >= 0], weights)
    assert one.value == pytest.approx(beta[0])
    assert one.se == pytest.approx(math.sqrt(covariance[0, 0]))
    half = stats.t.ppf(0.975, len(y) - 1) * one.se
    assert (one.low, one.high) == pytest.approx((one.value - half, one.value + half))

    many = by_exposure(y, adopted, weights)
    beta, covariance = slow(y, [since == step for step in range(len(many.value))], weights)
    assert many.value == pytest.approx(beta)
    assert many.se == pytest.approx(np.sqrt(np.diag(covariance)))
    cells = [
        sum(weights[c] * np.count_nonzero(since[c] == step) for c in range(len(y)))
        for step in range(len(beta))
    ]
    share = np.array(cells) / sum(cells)
    assert many.share == pytest.approx(share)
    assert many.average.value == pytest.approx(share @ beta)
    assert many.average.se == pytest.approx(math.sqrt(share @ covariance @ share))


def test_levels_of_clusters_and_courses_of_all_change_nothing():
    y, adopted, _ = wedge(3)
    moved = y + np.arange(len(y))[:, None] ** 2 + np.sin(np.arange(y.shape[1]))
    assert two_way(moved, adopted) == pytest.approx(two_way(y, adopted))
    assert by_exposure(moved, adopted).average == pytest.approx(by_exposure(y, adopted).average)


def test_a_cluster_of_double_weight_counts_as_two():
    y, adopted, _ = wedge(4)
    twice = two_way(np.vstack([y, y[:1]]), np.append(adopted, adopted[0]))
    weighted = two_way(y, adopted, [2.0, *np.ones(len(y) - 1)])
    assert weighted.value == pytest.approx(twice.value)


def simulated(growth, runs=400, clusters=12, periods=8):
    """Shares of intervals that hold the true mean effect, and mean errors, of both estimators."""
    rng = np.random.default_rng(11)
    adopted = np.repeat(np.arange(1, 7), 2)
    since = exposures(adopted, periods)
    effect = np.where(since >= 0, 1.0 + growth * since, 0.0)
    truth = effect[since >= 0].mean()
    covered, error = np.zeros((2, runs)), np.zeros((2, runs))
    for run in range(runs):
        noise = rng.normal(size=(clusters, periods))
        noise[:, 1:] += 0.5 * noise[:, :-1]
        y = effect + noise + rng.normal(size=(clusters, 1)) + rng.normal(size=periods)
        for e, found in enumerate((two_way(y, adopted), by_exposure(y, adopted).average)):
            covered[e, run] = found.low <= truth <= found.high
            error[e, run] = found.value - truth
    return covered.mean(axis=1), error.mean(axis=1), error.std(axis=1) / math.sqrt(runs)


def test_intervals_hold_a_constant_effect_as_often_as_they_say():
    covered, error, spread = simulated(growth=0.0)
    assert (covered > 0.90).all()
    assert (covered < 0.99).all()
    assert (np.abs(error) < 4 * spread).all()


def test_only_effects_by_exposure_are_right_when_effects_grow():
    covered, error, spread = simulated(growth=1.0)
    assert 0.90 < covered[1] < 0.99
    assert abs(error[1]) < 4 * spread[1]
    assert covered[0] < 0.1
    assert error[0] < -20 * spread[0]


@pytest.mark.parametrize("estimate", [two_way, by_exposure])
@pytest.mark.parametrize("adopted", [[2, 2, 2], [0, 0, 0], [NEVER, 9, 4]])
def test_what_cannot_be_told_apart_is_refused(estimate, adopted):
    with pytest.raises(ValueError, match="`adopted` must let treatment be told"):
        estimate(np.ones((3, 4)), adopted)


@pytest.mark.parametrize(
    ("y", "adopted", "weights", "rule"),
    [
        (np.ones(4), [1], None, "`y` must have the shape \\(clusters, periods\\)"),
        (np.full((2, 3), np.nan), [1, 2], None, "`y` must be finite"),
        (np.ones((2, 3)), [1, 2, 3], None, "`adopted` must match `y`"),
        (np.ones((2, 3)), [-1, 2], None, "`adopted` must not be negative; got -1"),
        (np.ones((2, 3)), [1, 1.5], None, "`adopted` must be a whole number; got 1.5"),
        (np.ones((2, 3)), [1, 2], [1.0], "`weights` must match `y`"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(y, adopted, weights, rule):
    for estimate in (two_way, by_exposure):
        with pytest.raises(ValueError, match=rule):
            estimate(y, adopted, weights)
