"""Factors: how they are told, and the values they take."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanlian_sim.experiments.designs.factors import Factor, make_factors, read_over
from sanlian_sim.experiments.designs.variables import Variable
from sanlian_sim.scenario.problems import ExperimentError

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def only(given, variable=None):
    return make_factors({"x": given}, {"x": variable or Variable(0.4, 0.2, 0.8, "share")})[0]


def test_texts_are_read():
    texts = ["a", "b=0.1:2", "c = 1:5:3", "d=0,0.5,1", "e=true,false", "f=lot,need"]
    assert read_over(texts) == {
        "a": None, "b": (0.1, 2), "c": (1, 5, 3), "d": [0, 0.5, 1], "e": [True, False],
        "f": ["lot", "need"],
    }  # fmt: skip


def test_texts_that_cannot_be_read_are_told_at_once():
    with pytest.raises(ExperimentError) as caught:
        read_over(["a=", "b=1:2", "b=2:3", "c=?:1"])
    assert [one.place for one in caught.value.problems] == ["a", "b", "c"]


def test_a_name_alone_takes_the_plausible_range_and_unit():
    factor = only(None)
    assert (factor.low, factor.central, factor.high) == (0.2, 0.4, 0.8)
    assert factor.unit == "share"


def test_a_switch_alone_is_varied_over_off_and_on():
    factor = only(None, Variable(True))
    assert factor.ends() == (False, True, True)


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ((2, 1), "the low end must lie below the high end"),
        ((1, 2, 1), "needs two levels or more"),
        ((1,), "must read LOW:HIGH"),
        (("a", "b"), "must read LOW:HIGH"),
        (3, "must read LOW:HIGH"),
        ([1], "two or more different values"),
        ([1, 1], "two or more different values"),
    ],
)
def test_what_cannot_be_varied_is_told(told, rule):
    with pytest.raises(ExperimentError, match=rule):
        only(told)


def test_a_place_without_a_range_needs_one():
    with pytest.raises(ExperimentError, match="has no plausible range; give one, as in x=LOW:HIGH"):
        only(None, Variable(0.4))


def test_whole_numbers_need_whole_ends():
    with pytest.raises(ExperimentError, match="whole numbers alone"):
        only((1.5, 4), Variable(3))


@given(SHARES)
def test_values_lie_between_the_ends_and_rise_with_the_share(shares):
    shares = sorted(shares)
    for distribution in ("uniform", "triangular"):
        values = np.array(Factor("x", -1.0, 3.0, 0.5).at(shares, distribution))
        assert ((values >= -1) & (values <= 3)).all()
        assert (np.diff(values) >= 0).all()


@given(SHARES)
def test_whole_numbers_are_whole_and_inside(shares):
    for distribution in ("uniform", "triangular"):
        values = Factor("x", 2.0, 5.0, 3.0, whole=True).at(shares, distribution)
        assert all(isinstance(one, int) and 2 <= one <= 5 for one in values)


def test_whole_numbers_and_values_have_equal_parts_of_the_shares():
    shares = (np.arange(120) + 0.5) / 120
    for factor in (Factor("x", 1.0, 4.0, 2.0, whole=True), only(["a", "b", "c", "d"])):
        values = factor.at(shares)
        assert {values.count(one) for one in set(values)} == {30}


def test_the_mode_of_the_triangle_is_the_central_value():
    values = Factor("x", 0.0, 10.0, 2.0).at((np.arange(4000) + 0.5) / 4000, "triangular")
    counts, _ = np.histogram(values, bins=10, range=(0, 10))
    assert counts.argmax() in (1, 2)
    assert np.mean(values) == pytest.approx((0 + 2 + 10) / 3, abs=0.01)


def test_levels_of_a_grid():
    assert only((0.0, 1.0, 5)).grid() == [0, 0.25, 0.5, 0.75, 1]
    assert only((1, 4, 9), Variable(2)).grid() == [1, 2, 3, 4]
    assert only(["b", "a"]).grid() == ["b", "a"]
