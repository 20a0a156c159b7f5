"""Scenario discovery: a box that is known is found, and the parameters that make it."""

import numpy as np
import pandas as pd
import pytest

from sanlian_sim.experiments.search.boxes import feature_scores, find_boxes
from sanlian_sim.experiments.search.discover import draws
from sanlian_sim.experiments.search.varied import Varied

pytest.importorskip("ema_workbench")
NAMES = list("abcde")


@pytest.fixture(scope="module")
def points():
    return pd.DataFrame(np.random.default_rng(1).random((600, 5)), columns=NAMES)


def test_a_known_box_is_found(points):
    holds = ((points["a"] > 0.6) & (points["c"] < 0.5)).to_numpy()
    box = find_boxes(points, holds, 0.9)[0]
    limits = {one.parameter: one for one in box.limits}
    assert set(limits) == {"a", "c"}
    assert limits["a"].low == pytest.approx(0.6, abs=0.05)
    assert limits["c"].high == pytest.approx(0.5, abs=0.06)
    assert limits["a"].p_low < 0.001
    assert np.isnan(limits["a"].p_high)
    inside = (points["a"] >= limits["a"].low) & (points["c"] <= limits["c"].high)
    assert box.coverage == pytest.approx(holds[inside].sum() / holds.sum(), abs=0.02)
    assert box.density == pytest.approx(holds[inside].mean(), abs=0.02)
    assert box.density >= 0.9
    assert box.coverage > 0.85


def test_a_second_box_is_found_in_what_the_first_leaves(points):
    large = (points["a"] > 0.5) & (points["c"] < 0.5)
    small = (points["b"] > 0.7) & (points["e"] > 0.6)
    boxes = find_boxes(points, (large | small).to_numpy(), 0.8)
    assert len(boxes) >= 2
    assert sum(box.coverage for box in boxes) > 0.75
    assert {one.parameter for one in boxes[1].limits} >= {"b", "e"}


def test_the_parameters_that_decide_score_highest_and_seeds_decide(points):
    holds = ((points["a"] > 0.6) & (points["c"] < 0.5)).to_numpy()
    scores = feature_scores(points, holds, seed=1)
    assert [name for name, _ in scores[:2]] == ["a", "c"]
    assert sum(score for _, score in scores) == pytest.approx(1)
    assert scores == feature_scores(points, holds, seed=1)
    assert scores != feature_scores(points, holds, seed=2)


def test_there_is_no_box_where_nothing_decides(points):
    luck = np.random.default_rng(2).random(600) < 0.3
    assert find_boxes(points, luck, 0.9) == []
    assert find_boxes(points, np.zeros(600, bool), 0.9) == []
    assert find_boxes(points, np.ones(600, bool), 0.9) == []


def test_draws_fill_every_slice_once():
    varied = (Varied("a", -1, 1), Varied("n", 0, 9, whole=True))
    found = draws(varied, 40, seed=3)
    assert sorted(np.floor((found["a"] + 1) * 20)) == list(range(40))
    assert set(found["n"]) == set(range(10))
    assert found.equals(draws(varied, 40, seed=3))
