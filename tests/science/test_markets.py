"""Who competes and who survives, each in a limit built for it, and switched off."""

import numpy as np
import pytest

from sanlian_sim.world.flows import Category
from sanlian_sim.world.institutions import wages
from sanlian_sim.world.state import Founder

from .runs import every_service, last_world, run, watch, without
from .worlds import instrument, market_world

# M7: tenders cost the less per yuan the larger contracts are; monitoring by what is hard to see.


def tender_share(lot_yuan, mechanisms=None):
    """Cost of tenders over what is bought, where every contract is tendered every year."""
    rows = instrument("purchase", lot_yuan=lot_yuan, renewals=0)
    fen = run(market_world(people=20_000, mechanisms=mechanisms, **rows)).series.fen.sum(axis=0)
    return fen[Category.TENDERING] / fen[Category.CONTRACT]


def test_large_contracts_cost_less_to_award():
    small, large = tender_share(30_000), tender_share(1_000_000)
    assert small > 1.5 * large > 0.0


def test_without_transaction_costs_tenders_are_free():
    assert tender_share(30_000, without("transaction_costs")) == 0.0


def monitoring(mechanisms=None, measurability=0.0, civil_servants=0.1, weeks=52, **parameters):
    """Week by week, part of the monitoring that contracts need for which there is time."""
    parameters = {
        "civil_servants_per_10000": civil_servants, "services": every_service(
            measurability=measurability
        ),
    } | parameters  # fmt: skip
    scenario = market_world(mechanisms=mechanisms, weeks=weeks, **parameters)
    return watch(scenario, lambda world: world.governments.rows["monitoring"][1])


def test_what_is_hard_to_measure_takes_more_monitoring_than_there_is_time_for():
    hard, half, easy = (monitoring(measurability=one)[-1] for one in (0.0, 0.5, 1.0))
    assert 0.0 < hard < 0.6 * half
    assert easy == 1.0


def test_without_transaction_costs_contracts_need_no_monitoring():
    assert (monitoring(without("transaction_costs")) == 1.0).all()


# M10: margins fall with the number of bidders; a single one asks the highest price.


def prices(organisations, mechanisms=None):
    """Price, cost and ceiling of every contract held, where organisations cost the same."""
    scenario = market_world(
        mechanisms=mechanisms, weeks=8, organisations_least=organisations, people=2000,
        organisations_per_10000=0,
    )  # fmt: skip
    world = last_world(scenario)
    rule, held = world.rule, world.contracts.rows
    held = held[held["organisation"] >= 0]
    wage = np.array(list(wages(world.settings.parameters).values()))
    wage = wage[world.rows_in_force[1]["job"][held["service"]]]
    reporting = world.instruments["reporting_share"][held["instrument"]]
    cost = wage * rule.oncost_social * (1 + rule.overhead) * (1 + reporting)
    ceiling = wage * rule.oncost_government * (1 + rule.price_ceiling)
    offering = (world.layout.organisation >= 0) & world.organisations.rows["alive"][:, None]
    return held["price"], cost, ceiling, offering.sum(axis=0)[held["service"]]


def test_a_single_bidder_asks_the_highest_price():
    price, _, ceiling, bidders = prices(1)
    assert len(price) == 3
    assert (bidders == 1).all()
    assert price == pytest.approx(ceiling, rel=1e-12)


@pytest.mark.parametrize("organisations", [4, 7, 14])
def test_margins_fall_with_the_number_of_bidders(organisations):
    price, cost, ceiling, bidders = prices(organisations)
    assert bidders.max() > 1
    assert price == pytest.approx(cost + (ceiling - cost) / bidders, rel=1e-12)


def test_without_thin_markets_margins_do_not_depend_on_bidders():
    for organisations in (1, 14):
        price, cost, ceiling, _ = prices(organisations, without("thin_markets"))
        assert price == pytest.approx(cost + (ceiling - cost) / 3.0, rel=1e-12)


# M20: projects are a search; fit ones are taken on where there is purchase to take them on.

SEARCHING = {"initiative_rate": 300, "initiative_closing": 0, "venture_spread": 0.3,
             "organisation_seats_per_10000": 60, "small_hours": 100_000}  # fmt: skip
VENTURE = {"venture": 0.5, "purchase": 0.5}


def projects(mechanisms=None, mix=None, weeks=156, **parameters):
    """World after three years of grants, and fits of the projects under way, week by week."""
    fits = []

    def see(world):
        rows = world.contracts.rows
        grants = world.instruments["initiatives"][rows["instrument"]]
        held = rows[grants & (rows["organisation"] >= 0) & (rows["end"] > world.week - 1)]
        team = world.layout.organisation[held["organisation"], held["service"]]
        fits.append(world.providers.rows["fit"][team])
        ventures = world.organisations.rows["founder"] == Founder.VENTURE
        taken = ventures & world.organisations.rows["alive"]
        return (taken & ~world.organisations.rows["initiative"]).sum(), taken.sum()

    scenario = market_world(
        mechanisms=mechanisms, mix=mix or VENTURE, people=8000, weeks=weeks,
        **SEARCHING | parameters,
    )  # fmt: skip
    return watch(scenario, see), np.concatenate(fits)


def test_projects_differ_and_fit_ones_are_taken_on():
    kept, fits = projects()
    assert len(np.unique(fits)) > 5
    assert 0.15 < np.std(fits) < 0.45
    assert kept[-1, 0] >= 2


def test_without_purchase_no_project_is_taken_on():
    kept, _ = projects(mix={"venture": 1.0})
    assert kept[:, 0].max() == 0
    assert kept[:, 1].max() > 0


def test_without_venture_search_projects_are_alike_and_none_is_taken_on():
    kept, fits = projects(without("venture_search"))
    assert (fits == 1.0).all()
    assert kept[:, 0].max() == 0
    assert kept[:, 1].max() > 0


def bought_by(mix):
    """Hours bought in year one with the same money, and organisations at the end of year three.

    Foundations add nothing, so that what government pays is all there is.
    """
    rows = {"match_share": 0.0, "lot_yuan": 60_000}
    parameters = SEARCHING | {"instruments": {"venture": rows}, "hire_weeks": 0}
    scenario = market_world(mix=mix, people=8000, weeks=157, **parameters)

    def see(world):
        paid = world.providers.rows["paid"][world.teams].sum()
        money = world.register.week_fen[[Category.CONTRACT, Category.GRANT]].sum()
        return paid, money, world.organisations.rows["alive"].sum()

    found = watch(scenario, see)
    return found[:52, 0].sum(), found[:52, 1].sum(), found[-1, 2]


def test_of_equal_money_venture_leaves_more_organisations_and_purchase_more_hours():
    hours, money, organisations = bought_by({"purchase": 1.0})
    fewer, same, more = bought_by(VENTURE)
    assert same == pytest.approx(money, rel=0.05)
    assert fewer < hours
    assert more > organisations


# M23: late payments bring organisations into debt, and debts end them.

POOR = {"working_capital_weeks": 4, "credit_weeks": 0, "exit_weeks": 6}


def closed(delay, mechanisms=None, **parameters):
    """First week in which some organisation has closed by debts, and how many have in a year."""
    rows = instrument("purchase", delay_weeks=delay, renewals=0)
    scenario = market_world(mechanisms=mechanisms, weeks=52, **POOR | rows | parameters)
    alive = watch(scenario, lambda world: world.organisations.rows["alive"].sum())
    gone = alive[0] - alive
    return int(np.argmax(gone > 0)) if gone.any() else None, int(gone.max())


def test_delays_beyond_working_capital_end_organisations_within_weeks():
    week, number = closed(40)
    assert number >= 3
    assert POOR["working_capital_weeks"] < week - POOR["exit_weeks"] + 2 < 8


@pytest.mark.parametrize(
    ("delay", "parameters"),
    [(0, {}), (40, {"working_capital_weeks": 60})],
    ids=["prepaid", "enough capital"],
)
def test_prepayment_or_capital_prevents_it(delay, parameters):
    assert closed(delay, **parameters) == (None, 0)


def test_without_arrears_nobody_closes_by_debts():
    assert closed(40, without("arrears")) == (None, 0)


def owed(mechanisms=None):
    """Fen that government owes to organisations after a year."""
    scenario = market_world(
        mechanisms=mechanisms, weeks=52, **instrument("purchase", delay_weeks=20)
    )
    return last_world(scenario).market.due.sum()


def test_without_arrears_nothing_is_owed():
    assert owed() > 0
    assert owed(without("arrears")) == 0
