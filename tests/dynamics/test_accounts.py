"""Accounts: what a week costs, worked out by hand from the minutes of the providers."""

import numpy as np
import pytest

from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.build import build_world
from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import ProviderKind, Side

from .worlds import STRAIN, busy, of_people, simulated

CHEAP = {"aide": 0.31, "nurse": 0.47, "companion": 0.29, "mediator": 0.37, "committee": 0.23,
         "civil_servant": 0.41, "counsellor": 0.53}  # fmt: skip
"""Wages of some fen an hour, so that most sums of minutes do not come out even."""


def once(minutes_and_fen):
    """Fen for minutes at different wages, rounded when all are added up."""
    return (sum(minutes * fen for minutes, fen in minutes_and_fen) + 30) // 60


def fen_of(world, category, payer):
    """This run's fen of a category by a payer, and how often the flow stands in the table."""
    flows = world.register.flows
    rows = (flows.category == category) & (flows.payer == payer)
    return int(world.register.fen[:, rows].sum()), np.count_nonzero(rows)


def paid(world, row):
    return int(world.providers.rows["paid"][row])


@pytest.fixture(scope="module")
def cheap():
    """A week in which three organisations do all, and wages are some fen an hour."""
    after = {"arrangement": "linked", "levers": {"workers_per_10000": 60}, "delegation": 0.5}
    parameters = STRAIN | {"jobs": CHEAP, "worker_cost_year": 811}
    parameters |= {"organisations_per_10000": 0, "organisations_least": 3}
    scenario = of_people(900, after, after, communities=3, parameters=parameters)
    return simulated(scenario, weeks=1)


def wage(world, k):
    job = list(world.settings.parameters.services.values())[k].job
    return round(100 * world.settings.parameters.jobs[job])


def test_all_that_a_committee_pays_for_one_category_is_rounded_once(cheap):
    layout, uneven = cheap.layout, 0
    for c, payer in enumerate(cheap.register.parties.committees):
        own = cheap.providers.rows[layout.committee[c]]
        hours = [(int(own["paid"] - own["intake"] - own["edges"]), 23)]
        for k in range(len(cheap.services)):
            if layout.committee_service[c, k] >= 0:
                hours.append((paid(cheap, layout.committee_service[c, k]), wage(cheap, k)))
        assert fen_of(cheap, Category.GRID, payer) == (once(hours), 1)
        uneven += once(hours) != sum(once([part]) for part in hours)
    assert uneven > 0


def station_minutes(world):
    """Minutes of station workers by organisation that employs them; overtime is the first's."""
    stations = (ProviderKind.WORKER, ProviderKind.WORKER_CASEWORK)
    there = np.isin(world.providers.rows["kind"], stations)
    whole, workers = int(world.providers.rows["paid"][there].sum()), world.workers.rows
    minutes = dict.fromkeys(workers["employer"].tolist(), 0)
    for worker in workers:
        minutes[int(worker["employer"])] += int(worker["minutes"])
    minutes[int(workers["employer"][0])] += whole - sum(minutes.values())
    return minutes


def test_a_contract_pays_hours_called_off_at_its_price_and_wages_all_staff(cheap):
    layout, parties, uneven = cheap.layout, cheap.register.parties, 0
    at_stations = station_minutes(cheap)
    assert sum(at_stations.values()) > 0
    rows, spared = cheap.providers.rows, cheap.settings.parameters.shading_saving
    assert not rows["fee_minutes"].any()
    for o, organisation in enumerate(parties.organisations):
        called, staff = [], []
        for k in np.flatnonzero(layout.organisation[o] >= 0):
            team = rows[layout.organisation[o, k]]
            there, shaded = int(team["paid"]) + int(team["bench"]), float(team["shading"])
            called.append((int(team["paid"]), int(100 * team["price"] + 0.5)))
            staff.append((int(there * wage(cheap, k) * (1 - spared * shaded) + 0.5), 1))
        station = once([(at_stations.get(o, 0), round(100 * 811 / 1600))])
        contract = cheap.register.of[Category.CONTRACT]
        mine = contract[cheap.register.flows.payee[contract] == organisation]
        assert cheap.register.fen[:, mine].sum() == once(called) + station
        leading = cheap.register.of[Category.LEAD][o]
        assert cheap.register.flows.payee[leading] == organisation
        wages = once(staff) + station + int(cheap.register.fen[:, leading].sum())
        assert fen_of(cheap, Category.WAGES, organisation) == (wages, 1)
        for parts in (called, staff):
            uneven += once(parts) != sum(once([part]) for part in parts)
    assert uneven > 0


def test_no_two_flows_are_between_the_same_parties_for_the_same(cheap):
    flows = np.stack(cheap.register.flows)
    assert np.unique(flows, axis=1).shape == flows.shape


def test_volunteers_whom_nobody_needs_have_no_expenses_but_their_time_is_valued():
    quiet = {name: {"onset_factor": 0} for name in STRAIN["services"]}
    parameters = {"services": quiet, "job_loss_per_week": 0, "supply_scale": 1}
    scenario = of_people(300, {"arrangement": "government_led"}, parameters=parameters, weeks=1)
    world = build_world(scenario, 1)
    world.cases.count[:] = 0
    world.residents.columns["open_services"][:] = 0
    advance(world)
    teams = world.providers.rows[world.layout.team]
    assert teams["idle"].sum() == teams["client"].sum() > 0
    assert world.register.week_fen[Category.VOLUNTEERS] == 0
    assert world.register.week_fen[Category.VOLUNTEER_TIME] > 0


def test_expenses_cover_hours_given_and_the_way_to_them():
    world, seen = build_world(busy(), 3), 0
    p = world.settings.parameters
    while world.week < 6:
        advance(world)
        given = world.providers.rows["direct"][world.layout.team].sum(axis=1)
        hours = np.floor(given / p.volunteer_client_share + 0.5)
        expected = np.floor(hours * 600 / 60 + 0.5).sum()
        assert world.register.week_fen[Category.VOLUNTEERS] == expected
        seen += expected > 0
    assert seen > 3


def test_two_sides_of_a_station_worker_are_never_paid_at_once():
    world, posts = build_world(busy(), 5), []
    while world.week < world.scenario.horizon.weeks:
        advance(world)
        rows = world.providers.rows[world.layout.worker]
        social = rows["side"] == Side.SOCIAL
        employed = world.policy.worker_node == 2
        assert np.array_equal(social, employed)
        posts.append(bool(social.any()))
    assert set(posts) == {False, True}
