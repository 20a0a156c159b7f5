"""Numbers carry no more digits than their interval supports."""

import math

import pytest

from sanlian_sim.report.numbers import decimals, interval, places_of, plain, probability, signed


@pytest.mark.parametrize(
    ("spread", "places"),
    [(1234.0, 0), (25.0, 0), (1.2, 1), (0.95, 2), (0.012, 3), (1e-9, 4), (0.0, 2), (math.nan, 2)],
)
def test_decimals_show_two_digits_of_the_spread(spread, places):
    assert decimals(spread) == places


def test_places_follow_the_interval_or_else_the_value():
    assert places_of(1.0, 1.2, 55.0) == 2
    assert places_of(math.nan, math.nan, 55.0) == 0
    assert places_of(3.0, 3.0, 3.0) == 1


@pytest.mark.parametrize(
    ("value", "text"), [(1234.56, "+1,234.6"), (-0.04, "0.0"), (-0.06, "-0.1"), (0.0, "0.0")]
)
def test_differences_carry_a_sign_unless_they_round_to_nothing(value, text):
    assert signed(value, 1) == text


def test_what_is_missing_is_a_dash():
    assert plain(math.nan, 2) == signed(math.inf, 2) == interval(math.nan, 1.0, 2, "to") == "–"


def test_intervals_and_probabilities():
    assert interval(-1.0, 2.0, 1, "to") == "-1.0 to +2.0"
    assert (probability(0.0004), probability(0.04)) == ("<0.001", "0.040")
