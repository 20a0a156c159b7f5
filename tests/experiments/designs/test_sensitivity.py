"""Analyses on functions whose answers are known, by the same way as runs of the model."""

import sys

import numpy as np
import pytest

import sanlian_sim as sl
from sanlian_sim.experiments.designs.factors import Factor
from sanlian_sim.experiments.designs.points import make_design
from sanlian_sim.experiments.designs.sensitivity import COLUMNS, analyse
from sanlian_sim.experiments.runs.extras import MissingExtraError
from sanlian_sim.scenario.problems import ExperimentError

A, B = 7.0, 0.1
ANGLES = dict.fromkeys(("x1", "x2", "x3"), (-np.pi, np.pi))
UNITS = [Factor(name, 0.0, 1.0, 0.5) for name in "abc"]
WEIGHTS = {"a": 3.0, "b": -2.0, "c": 0.0}


def ishigami(point):
    """Ishigami and Homma (1990)."""
    x1, x2, x3 = (point[name] for name in ("x1", "x2", "x3"))
    return np.sin(x1) + A * np.sin(x2) ** 2 + B * x3**4 * np.sin(x1)


def analytic():
    """First-order and total indices of the Ishigami function."""
    first = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    second, third = A**2 / 8, B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = first + second + third
    return np.array([first, second, 0]) / whole, np.array([first + third, second, third]) / whole


def linear(point):
    return sum(weight * point[name] for name, weight in WEIGHTS.items())


def test_the_analytic_indices_are_those_of_the_literature():
    first, total = analytic()
    assert first == pytest.approx([0.3139, 0.4424, 0], abs=5e-5)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=5e-5)


def test_sobol_indices_of_ishigami():
    found = sl.sensitivity(ishigami, method="sobol", over=ANGLES, points=1024, pairs=True, seed=1)
    table = found.table().set_index("factor").loc[list(ANGLES)]
    first, total = analytic()
    assert table["S1"].to_numpy() == pytest.approx(first, abs=0.01)
    assert table["ST"].to_numpy() == pytest.approx(total, abs=0.01)
    for name, true in (("S1", first), ("ST", total)):
        assert (table[f"{name}_low"] < true).all()
        assert (table[f"{name}_high"] > true).all()
    pairs = found.pairs()
    assert pairs.loc[0, ["factor", "other"]].tolist() == ["x1", "x3"]
    assert pairs["S2"].tolist() == pytest.approx([total[2], 0, 0], abs=0.02)
    assert "hinges most on x1 (total 0.56, by itself 0.32" in " ".join(found.sentences)


def test_screening_a_linear_function_gives_its_coefficients():
    over = dict.fromkeys(WEIGHTS, (0.0, 1.0))
    found = sl.sensitivity(linear, method="morris", over=over, points=6)
    table = found.table().set_index("factor").loc[list(WEIGHTS)]
    assert table["mu"].tolist() == pytest.approx([3, -2, 0])
    assert table["mu_star"].tolist() == pytest.approx([3, 2, 0])
    assert table["sigma"].tolist() == pytest.approx([0, 0, 0], abs=1e-12)
    assert found.sentences[-1] == "No effect at all: c."


def test_screening_tells_effects_from_low_to_high_in_any_unit():
    over = {"a": (10.0, 30.0), "b": [1, 2, 3], "c": (0.0, 1.0)}
    table = sl.sensitivity(linear, over=over).table().set_index("factor")
    assert table.loc["a", "mu"] == pytest.approx(60)
    assert (table.loc["a", ["low", "high"]] == [10, 30]).all()


def test_one_factor_at_a_time():
    over = dict.fromkeys(WEIGHTS, (0.0, 1.0))
    table = sl.sensitivity(linear, method="tornado", over=over).table()
    assert table["factor"].tolist() == ["a", "b", "c"]
    assert table["swing"].tolist() == pytest.approx([3, -2, 0])
    assert table["at_central"].tolist() == pytest.approx([0.5] * 3)


def noisy(design, replicates, noise, shared=0.0, seed=5):
    """Values of the linear function with luck of every point, and luck that all points share."""
    rng = np.random.default_rng(seed)
    values = np.array([linear(point) for point in design.overrides()])[:, None]
    own = noise * rng.standard_normal((len(values), replicates))
    return values + own + shared * rng.standard_normal(replicates)


@pytest.mark.parametrize(
    ("kind", "points", "size"), [("morris", 60, "mu_star"), ("saltelli", 256, "ST")]
)
def test_chance_alone_is_told_beside_the_indices(kind, points, size):
    design = make_design(kind, UNITS, points=points, seed=2)
    found = analyse(design, noisy(design, 4, 0.5))
    table = found.table.set_index("factor")
    assert found.chance.standard_error == pytest.approx(0.25, rel=0.1)
    assert table.loc["c", size] == pytest.approx(table.loc["c", "chance"], rel=0.35)
    assert not found.chance.dominates


def test_luck_that_all_points_share_moves_nothing():
    design = make_design("morris", UNITS, points=5, seed=2)
    found = analyse(design, noisy(design, 3, 0.0, shared=100.0))
    assert found.chance.standard_error == pytest.approx(0, abs=1e-9)
    assert found.table["mu_star"].tolist() == pytest.approx([3, 2, 0])


def test_noise_that_dominates_is_said():
    design = make_design("saltelli", UNITS, points=64, seed=2)
    assert analyse(design, noisy(design, 2, 20.0)).chance.dominates


def test_a_factor_without_effect_is_taken_for_one_with_as_rarely_as_is_told():
    design = make_design("tornado", UNITS)
    tables = [analyse(design, noisy(design, 4, 0.3, seed=seed)).table for seed in range(200)]
    p_values = np.array([table.set_index("factor").loc["c", "p_holm"] for table in tables])
    assert 0.01 < (p_values < 0.05).mean() < 0.09


def test_with_one_replicate_chance_is_not_known():
    design = make_design("morris", UNITS, points=4)
    found = analyse(design, noisy(design, 1, 0.1))
    assert np.isnan(found.chance.standard_error)
    assert found.table["chance"].isna().all()


@pytest.mark.parametrize("kind", ["morris", "saltelli"])
def test_points_without_a_value_are_left_out_with_their_block(kind):
    design = make_design(kind, UNITS, points=8, seed=2)
    values = noisy(design, 2, 0.0)
    values[design.block + 1, 1] = np.nan
    found = analyse(design, values)
    assert found.chance.left_out == design.block
    assert np.isfinite(found.table.iloc[:, 4:8].to_numpy()).all()


def test_too_few_values_are_an_error():
    design = make_design("morris", UNITS, points=2)
    values = noisy(design, 2, 0.0)
    values[0] = np.nan
    with pytest.raises(ExperimentError, match="too few points have values"):
        analyse(design, values)


@pytest.mark.parametrize("method", ["morris", "sobol", "tornado"])
def test_an_outcome_that_does_not_vary_is_said(method):
    over = dict.fromkeys("ab", (0.0, 1.0))
    found = sl.sensitivity(lambda point: 1.0, method=method, over=over)
    assert "It does not vary over the design." in found.sentences
    assert list(found.table().columns) == [column.name for column in COLUMNS[method]]


def test_a_design_for_something_else_is_refused():
    design = make_design("lhs", UNITS, points=4)
    with pytest.raises(ExperimentError, match="not made for an analysis"):
        analyse(design, noisy(design, 1, 0.0))


def test_equal_seeds_give_equal_intervals():
    tables = [
        sl.sensitivity(ishigami, method="sobol", over=ANGLES, points=16, seed=0).table()
        for _ in range(2)
    ]
    assert tables[0].equals(tables[1])


def test_without_the_extra_it_is_named(monkeypatch):
    design = make_design("morris", UNITS, points=4)
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(MissingExtraError, match=r"needs SALib, .*sanlian-sim\[sensitivity\]"):
        analyse(design, noisy(design, 1, 0.0))
