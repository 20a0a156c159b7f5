"""Variance is split as by the analysis of variance; shares have Wilson's interval."""

import numpy as np
import pytest

from sanlian_sim.experiments.statistics.decomposition import decompose, wilson


def test_the_dyestuff_data_of_davies_1967():
    """Yield of six batches, five samples each; published: 42.00 between, 49.51 within."""
    yields = [
        [1545, 1440, 1440, 1520, 1580], [1540, 1555, 1490, 1560, 1495],
        [1595, 1550, 1605, 1510, 1560], [1445, 1440, 1595, 1465, 1545],
        [1595, 1630, 1515, 1635, 1625], [1520, 1455, 1450, 1480, 1445],
    ]  # fmt: skip
    found = decompose(yields)
    assert found.chance == pytest.approx(49.51, abs=0.01)
    assert found.parameters == pytest.approx(42.00, abs=0.01)


def test_unequal_draws_are_weighted():
    rng = np.random.default_rng(4)
    values = rng.normal(0, 3.0, (4000, 1)) + rng.normal(0, 2.0, (4000, 5))
    values[rng.random(values.shape) < 0.3] = np.nan
    found = decompose(values)
    assert found.chance == pytest.approx(2.0, rel=0.05)
    assert found.parameters == pytest.approx(3.0, rel=0.05)


def test_what_does_not_vary_has_no_spread():
    assert decompose(np.zeros((5, 3))) == (0.0, 0.0)


def test_one_replicate_of_each_cannot_be_split():
    assert np.isnan(decompose(np.arange(6.0).reshape(6, 1))).all()
    assert decompose([[1.0, 3.0]]) == pytest.approx((np.sqrt(2), np.nan), nan_ok=True)


def test_wilson_interval_of_newcombe_1998():
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert np.isnan(wilson(0, 0)).all()
