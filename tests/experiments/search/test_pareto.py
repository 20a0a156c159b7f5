"""Searching a box: known fronts are found, seeds decide, constraints hold."""

import numpy as np
import pytest

from sanlian_sim.experiments.runs import extras
from sanlian_sim.experiments.runs.extras import MissingExtraError
from sanlian_sim.experiments.search.pareto import SAMPLERS, Found, Plan, front, search

pytest.importorskip("optuna")
BOTH_LOW = (-1, -1)


def schaffer(points):
    """Schaffer (1985): x² and (x - 2)², whose front is x in [0, 2]."""
    return [Found((p["x"] ** 2, (p["x"] - 2) ** 2)) for p in points]


def both(points):
    """Points with what is known of them."""
    return zip(points, schaffer(points), strict=True)


def zdt1(points):
    """Zitzler, Deb & Thiele (2000), problem 1 in four dimensions: the front is f2 = 1 - √f1."""
    found = []
    for p in points:
        first, *rest = p.values()
        g = 1 + 9 * np.mean(rest)
        found.append(Found((first, g * (1 - np.sqrt(first / g)))))
    return found


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_schaffers_front_is_found(sampler):
    plan = Plan(BOTH_LOW, trials=160, batch=16, sampler=sampler, seed=3)
    points, found = search({"x": (-10, 10)}, schaffer, plan)
    values = np.array([one.values for one in found])
    x = np.array([point["x"] for point in points])[front(values, BOTH_LOW)]
    assert len(x) > 20
    assert -0.05 < x.min() < 0.4
    assert 1.6 < x.max() < 2.05


def test_the_front_of_zdt1_is_approached():
    bounds = dict.fromkeys("abcd", (0.0, 1.0))
    distance = []
    for trials in (40, 1200):
        _, found = search(bounds, zdt1, Plan(BOTH_LOW, trials=trials, batch=40, seed=1))
        values = np.array([one.values for one in found])
        best = values[front(values, BOTH_LOW)]
        distance.append((best[:, 1] - (1 - np.sqrt(best[:, 0]))).mean())
    assert distance[1] < 0.1 < distance[0]


def test_a_goal_may_be_high():
    plan = Plan((-1, 1), trials=120, batch=12, seed=2)

    def mirrored(points):
        return [Found((a, -b)) for (a, b), _ in schaffer(points)]

    points, found = search({"x": (-10, 10)}, mirrored, plan)
    on = front([one.values for one in found], (-1, 1))
    x = np.array([point["x"] for point in points])[on]
    assert -0.2 < x.min() < x.max() < 2.2
    assert np.ptp(x) > 1.2


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_points_follow_from_the_seed(sampler):
    def points(seed, trials=48):
        plan = Plan(BOTH_LOW, trials=trials, batch=12, sampler=sampler, seed=seed)
        return search({"x": (-10, 10)}, schaffer, plan)[0]

    assert points(1) == points(1)
    assert points(1) != points(2)
    assert points(1, trials=24) == points(1)[:24]


def test_a_broken_constraint_is_avoided():
    def limited(points):
        return [one._replace(excess=p["x"] - 1) for p, one in both(points)]

    plan = Plan(BOTH_LOW, trials=240, batch=24, seed=3)
    _, found = search({"x": (-10, 10)}, limited, plan)
    excess = np.maximum([one.excess for one in found], 0)
    assert excess[-72:].mean() < 0.5 * excess[:24].mean()


def test_points_that_cannot_be_tried_are_left_out():
    def half(points):
        nothing = Found((np.nan, np.nan))
        return [one if p["x"] > 0 else nothing for p, one in both(points)]

    _, found = search({"x": (-10, 10)}, half, Plan(BOTH_LOW, trials=60, batch=10, seed=3))
    on = front([one.values for one in found], BOTH_LOW)
    assert on.any()
    assert np.isfinite(np.array([one.values for one in found])[on]).all()


def test_a_front_holds_what_nothing_beats():
    values = [[1, 5], [2, 2], [3, 3], [5, 1], [2, 2], [np.nan, 0]]
    assert front(values, (-1, -1)).tolist() == [True, True, False, True, True, False]
    assert front(values, (-1, 1)).tolist() == [True, False, False, False, False, False]
    assert front(np.empty((0, 2)), (-1, -1)).tolist() == []


def test_without_optuna_the_extra_is_named(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    with pytest.raises(MissingExtraError, match=r"sanlian-sim\[optimise\]"):
        search({"x": (0, 1)}, schaffer, Plan(BOTH_LOW))
