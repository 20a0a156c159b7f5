"""Axes hold what they show; numbers are written as their axis tells them apart."""

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanlian_sim.dashboard import charts

NUMBERS = st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-6)


@given(st.lists(NUMBERS, min_size=1, max_size=6), st.booleans())
def test_an_axis_holds_all_values(values, zero):
    axis = charts.common([values], zero=zero)
    slack = 1e-6 * axis.step
    assert axis.low - slack <= min(values)
    assert max(values) <= axis.high + slack
    assert 1 <= len(axis.marks()) <= 9
    assert not zero or axis.low <= slack <= axis.high + 2 * slack


def test_what_is_next_to_nothing_does_not_fill_its_axis():
    axis = charts.common([[5.001, 5.002]], zero=False, least=0.1)
    assert axis.high - axis.low >= 0.1
    assert axis.low < 5.001 < 5.002 < axis.high


def test_an_axis_without_values_is_there_all_the_same():
    assert charts.common([[math.nan]], zero=True).marks()


@pytest.mark.parametrize(
    ("value", "step", "signed", "text"),
    [(1234.5, 0.1, False, "1,234.5"), (-0.25, 0.01, True, "−0.25"), (0.5, 0.1, True, "+0.5"),
     (-0.0001, 0.01, True, "0.00"), (math.nan, 1, False, "–"), (12.3, 5, False, "12")],
)  # fmt: skip
def test_numbers(value, step, signed, text):
    assert charts.number(value, step, signed=signed) == text


def test_charts_are_well_formed_and_say_what_they_show():
    axis = charts.common([[1.0, 2.0]], zero=True)
    drawn = charts.bars(["a < b", "c"], [1.0, math.nan], axis, "#000", "Waits & more")
    root = ElementTree.fromstring(drawn)
    assert root.get("aria-label") == "Waits & more"
    assert "a < b" in "".join(root.itertext())
