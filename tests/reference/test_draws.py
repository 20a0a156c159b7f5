import math
from statistics import NormalDist

import pytest

from sanlian_sim.randomness import hash64

from .draws import beta_quantile, fold, geometric, lognormal, normal_quantile, uniform


def test_fold_is_splitmix64():
    # First outputs of the generator seeded with 1234567, as published with its reference code.
    assert fold(1234567, 0) == 6457827717110365317
    assert fold(1234567 + 0x9E3779B97F4A7C15, 0) == 3203168211198807973


def test_negative_weeks_count_modulo_two_to_the_64():
    assert fold(5, -3) == fold(5, 2**64 - 3)
    assert fold(fold(0, 7), 9) == hash64(7, 9)


def test_uniform_lies_inside_the_unit_interval():
    draws = [uniform(1, 2, entity, -1) for entity in range(2000)]
    assert 0.0 < min(draws) < 0.01
    assert 0.99 < max(draws) < 1.0


@pytest.mark.parametrize("p", [1e-300, 1e-12, 0.02, 0.0749, 0.075, 0.5, 0.8, 0.93, 1 - 1e-12])
def test_normal_quantile(p):
    assert normal_quantile(p) == pytest.approx(NormalDist().inv_cdf(p), abs=1e-9, rel=1e-12)


def test_variates():
    assert geometric(0.999, 0.2) == 1
    assert geometric(0.8**3 * 0.99, 0.2) == 4
    assert lognormal(0.5, 3.0, 0.8) == pytest.approx(3.0 * math.exp(-0.32))
    assert beta_quantile([0.0, 0.3, 1.0], 0.75) == pytest.approx(0.65)
