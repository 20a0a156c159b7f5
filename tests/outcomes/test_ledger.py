"""The ledger against the register: two sides, two perspectives, exact fen."""

import numpy as np
import pytest

from sanlian_sim.outcomes.ledger import FISCAL, SOCIETAL, costs, read_ledger
from sanlian_sim.world.flows import Category, Parties, Register, flows_of


@pytest.fixture(scope="module")
def ledger(linked):
    return read_ledger(linked.world.register)


@pytest.fixture(scope="module")
def counted(recorder):
    return recorder.series.counted.fen


def small_register():
    """One committee, one office, two organisations, of which the second is never paid."""
    parties = Parties(["c"], ["s"], 2)
    register = Register(parties, flows_of(parties, [0, 0]))
    first = {Category.CONTRACT: parties.organisations[0], Category.CARER_TIME: parties.residents}
    payees = {**first, Category.WAGES: parties.households}

    def pay(week, **fen):
        amounts = np.zeros(len(register.flows.payer), dtype=np.int64)
        for name, amount in fen.items():
            category = Category[name.upper()]
            of_category = register.flows.category == category
            to_payee = register.flows.payee == payees[category]
            amounts[np.flatnonzero(of_category & to_payee)[0]] = amount
        register.pay(week, amounts)

    pay(-1, contract=7)
    for week in (0, 51, 52):
        pay(week, contract=1001, wages=1001)
        pay(week, contract=1, carer_time=99)
    return register


def test_flows_of_one_kind_are_added_up_and_those_of_warm_up_left_out():
    frame = read_ledger(small_register()).frame()
    contract = frame[frame["category"] == "contract"]
    assert contract["yuan"].tolist() == [20.04, 10.02]
    assert contract["year"].tolist() == [0, 1]
    assert contract["payer"].tolist() == ["office: s"] * 2
    assert contract["payee"].tolist() == ["organisation 1"] * 2
    assert frame["imputed"].sum() == 2
    assert (frame["yuan"] > 0).all()


def test_budget_impact_by_year():
    years = read_ledger(small_register()).by_year()
    assert years["fiscal_yuan"].tolist() == [20.04, 10.02]
    assert years["societal_yuan"].tolist() == [20.02 + 1.98, 10.01 + 0.99]


def test_a_register_without_flows_is_an_empty_ledger():
    parties = Parties(["c"], ["s"], 0)
    ledger = read_ledger(Register(parties, flows_of(parties, [])))
    assert len(ledger.frame()) == 0
    assert len(ledger.by_year()) == 0


def test_a_negative_amount_is_refused_by_name():
    register = small_register()
    fen = np.zeros(len(register.flows.payer), dtype=np.int64)
    fen[register.flows.category == Category.PLATFORM] = -3
    with pytest.raises(ValueError, match="platform cannot be negative; got -3 fen"):
        register.pay(3, fen)


def test_every_party_s_cash_is_the_sum_of_its_flows(linked):
    register = linked.world.register
    balance = np.zeros(len(register.cash), dtype=np.int64)
    for fen in register.fen:
        still = [one for one in Category if one.imputed or one.accrued]
        moved = np.where(np.isin(register.flows.category, still), 0, fen)
        np.add.at(balance, register.flows.payee, moved)
        np.subtract.at(balance, register.flows.payer, moved)
    assert (balance == register.cash).all()
    assert register.cash.sum() == 0
    parties = register.parties
    assert (register.cash[parties.governments] <= 0).all()
    assert register.cash[parties.organisations].any()
    assert register.cash[parties.households] > 0


def test_the_ledger_holds_all_fen_of_counted_weeks(ledger, counted):
    for category in Category:
        assert ledger.fen[ledger.category == category].sum() == counted[:, category].sum()


def test_parties_and_categories_tell_the_same_costs(ledger, counted):
    assert ledger.fen[ledger.fiscal()].sum() == counted[:, list(FISCAL)].sum() > 0
    assert ledger.fen[ledger.societal()].sum() == counted[:, list(SOCIETAL)].sum()


def test_fiscal_and_societal_cost_share_what_government_uses_up_itself(ledger):
    """Contracts are fiscal alone, what organisations use up for them is societal alone."""
    paid = {one for one in Category if ledger.fen[ledger.category == one].any()}
    fiscal = set(np.unique(ledger.category[ledger.fiscal()]))
    societal = set(np.unique(ledger.category[ledger.societal()]))
    assert fiscal - societal == {Category.CONTRACT, Category.LEAD}
    assert {Category.WAGES, Category.OVERHEAD} <= societal - fiscal
    neither = {Category.SETTLEMENT, Category.ENDOWMENT, Category.SURPLUS, Category.DEFAULT}
    assert paid - fiscal - societal <= neither
    assert Category.SETTLEMENT in paid


def test_yuan_are_exact_fen(ledger):
    yuan = ledger.frame()["yuan"].to_numpy()
    assert (np.round(yuan * 100).astype(np.int64) == ledger.fen).all()
    assert all(len(repr(float(value)).partition(".")[2]) <= 2 for value in yuan)


def test_years_are_counted_from_0(ledger):
    assert np.unique(ledger.year).tolist() == [0, 1]


def test_costs_are_per_resident_and_year(recorder, counted):
    found = {row.outcome: row.value for row in costs(recorder)}
    n = len(recorder.world.residents)
    yuan = counted[:, list(FISCAL)].sum(axis=1) / 100
    assert found["fiscal_cost"] == pytest.approx(yuan.sum() / (n * 60 / 52))
    factors = np.where(np.arange(60) < 52, 1, 1 / 1.05)
    assert found["fiscal_cost_discounted"] == pytest.approx((factors * yuan).sum() / (n * 60 / 52))
    assert found["fiscal_cost_last_year"] == pytest.approx(yuan[-52:].sum() / n)
    parts = sum(found[f"cost_{category.label}"] for category in FISCAL)
    assert found["fiscal_cost"] == pytest.approx(parts)
    parts = sum(found[f"cost_{category.label}"] for category in SOCIETAL)
    assert found["societal_cost"] == pytest.approx(parts)


def test_no_service_costs_government_nothing(unserved):
    found = {row.outcome: row.value for row in costs(unserved)}
    assert found["fiscal_cost"] == 0
    assert found["societal_cost"] == pytest.approx(
        found["cost_carer_time"] + found["cost_volunteer_time"] + found["cost_private"]
    )


def test_overtime_is_paid_at_the_wage_of_civil_servants(recorder):
    series = recorder.series.counted
    before = series.overtime.copy()
    series.overtime[3] += 600
    found = {row.outcome: row.value for row in costs(recorder)}
    series.overtime[:] = before
    expected = (before.sum() / 60 + 10) * 95 / (len(recorder.world.residents) * 60 / 52)
    assert found["overrun"] == pytest.approx(expected)
