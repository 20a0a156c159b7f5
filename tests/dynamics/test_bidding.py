"""Bidding: values reckoned by hand, and how prices and scores move."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanlian_sim.dynamics.awards import yearly_payment
from sanlian_sim.dynamics.bidding import award_score, bid, highest_price, tender_cost, unit_cost

RULE = SimpleNamespace(
    know_how_price=0.1, oncost_government=1.1, price_ceiling=0.25, competition=1.0,
    bidders_reference=3.0, relation_weight_scale=1.0, tender_cap=0.08, transaction_costs=1.0,
)  # fmt: skip
PURCHASE = {
    "price_weight": 1.0, "quality_weight": 1.0, "relation_weight": 0.5,
    "tender_yuan": 5000.0, "tender_share": 0.01,
}  # fmt: skip
SHARES = st.floats(0, 1)
YUAN = st.floats(0.01, 1e6)


def of(**changed):
    return SimpleNamespace(**{**vars(RULE), **changed})


def test_an_hour_costs_wage_oncosts_overhead_and_reports():
    assert unit_cost(40.0, 1.2, 0.1, 0.05) == pytest.approx(55.44)
    assert unit_cost(40.0, 1.0, 0.0, 0.0) == 40.0


def test_the_highest_price_is_own_cost_with_a_margin_and_more_for_the_ignorant():
    assert highest_price(RULE, 40.0, 1.0) == pytest.approx(55.0)
    assert highest_price(RULE, 40.0, 0.5) == pytest.approx(57.75)
    assert highest_price(RULE, 40.0, 0.0) == pytest.approx(60.5)


@pytest.mark.parametrize(("bidders", "price"), [(1, 60.0), (2, 50.0), (4, 45.0), (20, 41.0)])
def test_a_margin_is_divided_by_the_number_of_bidders(bidders, price):
    assert bid(RULE, 40.0, 60.0, bidders) == pytest.approx(price)


@pytest.mark.parametrize(
    ("competition", "price"), [(0.0, 40 + 20 / 3), (0.5, 40 + 20 / 2.5), (1.0, 50.0)]
)
def test_without_competition_a_margin_is_that_of_the_usual_number(competition, price):
    assert bid(of(competition=competition), 40.0, 60.0, 2) == pytest.approx(price)


def test_a_score_adds_saving_reputation_and_relation():
    assert award_score(RULE, PURCHASE, 45.0, 60.0, 0.6, 0.4) == pytest.approx(0.25 + 0.6 + 0.2)
    assert award_score(RULE, PURCHASE, 0.0, 0.0, 0.6, 0.0) == pytest.approx(0.6)
    apart = of(relation_weight_scale=0.0)
    assert award_score(apart, PURCHASE, 60.0, 60.0, 0.6, 0.4) == pytest.approx(0.6)


def test_a_tender_costs_a_fixed_sum_up_to_a_share_and_by_value():
    assert tender_cost(RULE, PURCHASE, 0.4, 200_000) == pytest.approx(5000 + 0.014 * 200_000)
    assert tender_cost(RULE, PURCHASE, 0.0, 10_000) == pytest.approx(800 + 100)
    assert tender_cost(of(transaction_costs=2.0), PURCHASE, 0.0, 10_000) == pytest.approx(1800)


def test_an_annuity_pays_capital_back_with_interest():
    """Twelve payments of 1/8.8633 at 5 % (tables of annuities)."""
    assert yearly_payment(0.05, 12) == pytest.approx(0.112825, abs=1e-6)
    assert yearly_payment(0.04, 10) == pytest.approx(0.123291, abs=1e-6)
    assert yearly_payment(0.0, 8) == 0.125
    for rate in (1e-9, 1e-17, 1e-309):
        assert yearly_payment(rate, 8) == pytest.approx(0.125)


@given(YUAN, YUAN, st.integers(1, 50), SHARES)
def test_a_bid_lies_between_cost_and_ceiling_and_falls_with_rivals(cost, margin, bidders, pull):
    rule, ceiling = of(competition=pull), cost + margin
    price = bid(rule, cost, ceiling, bidders)
    assert cost <= price <= ceiling * (1 + 1e-12)
    assert bid(rule, cost, ceiling, bidders + 1) <= price * (1 + 1e-12)


@given(YUAN, SHARES, SHARES, SHARES)
def test_know_how_never_raises_the_highest_price(wage, know_how, more, weight):
    rule = of(know_how_price=weight)
    least, most = sorted((know_how, more))
    assert highest_price(rule, wage, most) <= highest_price(rule, wage, least) * (1 + 1e-12)


@given(YUAN, SHARES, SHARES, SHARES, st.floats(0, 0.5))
def test_a_cheaper_bid_by_a_better_known_bidder_never_scores_less(
    ceiling, cheaper, reputation, relation, step
):
    dear = award_score(RULE, PURCHASE, ceiling, ceiling, reputation, relation)
    found = award_score(
        RULE, PURCHASE, ceiling * (1 - cheaper), ceiling, reputation + step, relation + step
    )
    assert found >= dear - 1e-12


@given(st.floats(1, 1e7), st.floats(1.0, 100.0), SHARES)
def test_tenders_cost_less_per_yuan_the_larger_they_are(yuan, factor, specificity):
    small = tender_cost(RULE, PURCHASE, specificity, yuan) / yuan
    large = tender_cost(RULE, PURCHASE, specificity, yuan * factor) / (yuan * factor)
    assert large <= small * (1 + 1e-12)
    assert small <= RULE.tender_cap + PURCHASE["tender_share"] * (1 + specificity) + 1e-12
