"""Weighted particles."""

import numpy as np
import pytest

from sanlian_sim.experiments.statistics.weights import effective_number, quantiles, resampled


def test_resampling_keeps_weights():
    rows = resampled(np.array([0.5, 0.25, 0.25, 0.0]), 8)
    assert np.bincount(rows, minlength=4).tolist() == [4, 2, 2, 0]


def test_equal_weights_tell_as_much_as_they_are():
    assert effective_number(np.full(8, 0.125)) == pytest.approx(8)
    assert effective_number(np.array([0.5, 0.5, 0, 0])) == pytest.approx(2)


def test_quantiles_heed_weights():
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([0.25, 0.5, 0.25])
    assert quantiles(values, weights, [0.25, 0.625]) == pytest.approx([1.0, 2.0])
