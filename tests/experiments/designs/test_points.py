"""Designs: strata, bounds, balance and seeds."""

import sys
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanlian_sim.experiments.designs.factors import Factor
from sanlian_sim.experiments.designs.points import MORRIS_LEVELS, make_design
from sanlian_sim.experiments.runs.extras import MissingExtraError
from sanlian_sim.scenario.problems import ExperimentError

FACTORS = (
    Factor("share", 0.2, 0.8, 0.5),
    Factor("weeks", 4.0, 26.0, 8.0, whole=True),
    Factor("switch", 0.0, 1.0, 0.0, values=(False, True)),
)
KINDS = {"grid": None, "lhs": 12, "sobol": 16, "morris": 4, "saltelli": 8, "tornado": None}


@pytest.mark.parametrize(("kind", "points"), KINDS.items())
def test_values_keep_bounds_kinds_and_seeds(kind, points):
    design = make_design(kind, FACTORS, points=points, seed=3)
    again = make_design(kind, FACTORS, points=points, seed=3)
    assert design.points.equals(again.points)
    assert list(design.points.columns) == ["share", "weeks", "switch"]
    assert design.points["share"].between(0.2, 0.8).all()
    assert design.points["weeks"].dtype == np.int64
    assert design.points["weeks"].between(4, 26).all()
    assert set(design.points["switch"]) == {False, True}
    if points is not None:
        other = make_design(kind, FACTORS, points=points, seed=4)
        assert not design.points.equals(other.points)


@settings(max_examples=20)
@given(st.integers(1, 40), st.integers(0, 9))
def test_a_latin_hypercube_has_every_stratum_once(number, seed):
    factors = [Factor(name, 0.0, 1.0, 0.5) for name in "abc"]
    points = make_design("lhs", factors, points=number, seed=seed).points
    strata = np.floor(points.to_numpy() * number).astype(int)
    assert (np.sort(strata, axis=0) == np.arange(number)[:, None]).all()


@settings(max_examples=10)
@given(st.integers(0, 6), st.integers(0, 9))
def test_a_sobol_sequence_has_every_stratum_once(power, seed):
    factors = [Factor(name, 0.0, 1.0, 0.5) for name in "ab"]
    points = make_design("sobol", factors, points=2**power, seed=seed).points
    strata = np.floor(points.to_numpy() * 2**power).astype(int)
    assert (np.sort(strata, axis=0) == np.arange(2**power)[:, None]).all()


def test_a_grid_has_every_combination_once():
    design = make_design("grid", FACTORS)
    assert len(design.points) == prod(len(factor.grid()) for factor in FACTORS)
    assert not design.points.duplicated().any()


def test_trajectories_change_one_factor_at_a_time_by_the_same_step():
    factors = [Factor(name, 0.0, 1.0, 0.5) for name in "abcd"]
    design = make_design("morris", factors, points=6, seed=1)
    steps = np.diff(design.points.to_numpy().reshape(6, design.block, 4), axis=1)
    size = MORRIS_LEVELS / (2 * (MORRIS_LEVELS - 1))
    assert np.allclose(np.sort(np.abs(steps), axis=2), [0, 0, 0, size])
    assert np.allclose(np.abs(steps).sum(axis=1), size)


def test_every_step_of_a_trajectory_is_one_whatever_the_number_of_values():
    factors = [Factor(f"f{n}", 0.0, n - 1.0, 0.0, whole=True) for n in (2, 3, 4, 5, 9)]
    design = make_design("morris", factors, points=8, seed=1)
    steps = np.diff(design.numbers().reshape(8, design.block, 5), axis=1)
    assert ((steps != 0).sum(axis=2) == 1).all()


def test_a_sample_for_sobol_indices_has_blocks():
    assert len(make_design("saltelli", FACTORS, points=8).points) == 8 * (3 + 2)
    assert len(make_design("saltelli", FACTORS, points=8, pairs=True).points) == 8 * (2 * 3 + 2)


def test_one_factor_at_a_time():
    rows = make_design("tornado", FACTORS).points.to_numpy().tolist()
    assert rows[0] == [0.5, 8, False]
    assert rows[1:] == [
        [0.2, 8, False], [0.8, 8, False], [0.5, 4, False], [0.5, 26, False], [0.5, 8, False],
        [0.5, 8, True],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "factors", "options", "told"),
    [
        ("lhs", (), {}, "nothing is varied"),
        ("lhs", FACTORS, {"points": 0}, "must be at least 1"),
        ("morris", FACTORS, {"points": 1}, "must be at least 2"),
        ("sobol", FACTORS, {"points": 100}, "power of two; use 64 or 128"),
        ("saltelli", FACTORS, {"points": 3}, "power of two; use 2 or 4"),
        ("grid", FACTORS, {"points": 9}, "follow from the factors"),
        ("lhs", FACTORS, {"points": 2_000_000}, "at most 1,000,000 points"),
        ("lhs", FACTORS, {"distribution": "normal"}, "uniform or triangular"),
        ("lhs", [Factor("x", 1.0, 2.0, 3.0)], {"distribution": "triangular"}, "to be the mode"),
    ],
)
def test_what_cannot_be_designed_is_told(kind, factors, options, told):
    with pytest.raises(ExperimentError, match=told):
        make_design(kind, factors, **options)


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(MissingExtraError, match=r"needs SALib, .*sanlian-sim\[sensitivity\]"):
        make_design("morris", FACTORS)
