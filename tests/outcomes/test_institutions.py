"""Institutions: weekly series of states made by hand, and outcomes against the register."""

import numpy as np
import pytest

from sanlian_sim.outcomes.institution_series import (
    InstitutionSeries,
    independent,
    institution_week,
)
from sanlian_sim.outcomes.institutions import institutions
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.series import HOURS
from sanlian_sim.world.build import build_world
from sanlian_sim.world.contracts import in_force, residual_capital
from sanlian_sim.world.flows import Category
from sanlian_sim.world.institutions import LEAD_KIND
from sanlian_sim.world.state import ProviderKind

S = InstitutionSeries
WEEK = 0


def measured(recorder):
    return {row.outcome: row.value for row in institutions(recorder)}


@pytest.fixture
def world(make_scenario):
    """A linked world in which nobody has done anything yet, and all teams are idle."""
    world = build_world(make_scenario(weeks=3, warmup=0), 1)
    for name in ("paid", "staff", "bench", "direct", "shading", "price", "fee_minutes"):
        world.providers.rows[name][world.teams] = 0
    world.contracts.rows["organisation"] = -1
    return world


def teams_of(world, service):
    """Provider rows of the organisations that offer a service."""
    own = world.layout.organisation[:, world.services.index(service)]
    return own[own >= 0]


def value(world, series, before=None):
    before = independent(world) if before is None else before
    return institution_week(world, WEEK, before)[series]


def hold(world, row, organisation=0, **values):
    """Let an organisation hold a contract from week 0 on, for ten weeks."""
    contract = world.contracts.rows[row : row + 1]
    for name, one in {"organisation": organisation, "start": 0, "end": 10, **values}.items():
        contract[name] = one


def test_leads_and_projects_are_no_organisations(world):
    rows = world.organisations.rows
    alive = rows["alive"].copy()
    assert (rows["kind"][alive] == LEAD_KIND).sum() == 1
    first = np.flatnonzero(alive & (rows["kind"] != LEAD_KIND))[0]
    assert value(world, S.ORGANISATIONS) == alive.sum() - 1
    rows["initiative"][first] = True
    assert value(world, S.ORGANISATIONS) == alive.sum() - 2
    assert value(world, S.PROJECTS) == 1


def test_who_is_there_and_was_not_was_founded(world):
    rows, before = world.organisations.rows, independent(world)
    there, seats = np.flatnonzero(before), np.flatnonzero(~rows["alive"])
    rows["alive"][seats[:3]] = True
    rows["initiative"][seats[2]] = True
    rows["alive"][there[:1]] = False
    assert value(world, S.ORGANISATIONS_FOUNDED, before) == 2
    assert value(world, S.ORGANISATIONS_CLOSED, before) == 1


def test_a_project_that_is_taken_on_becomes_an_organisation(world):
    rows = world.organisations.rows
    seat = np.flatnonzero(~rows["alive"])[0]
    rows["alive"][seat] = rows["initiative"][seat] = True
    before = independent(world)
    rows["initiative"][seat] = False
    assert value(world, S.ORGANISATIONS_FOUNDED, before) == 1


def test_contracts_in_force_are_held_or_vacant(world):
    hold(world, 0)
    hold(world, 1, organisation=-1)
    hold(world, 2, start=1)
    hold(world, 3, start=-9, end=0)
    assert value(world, S.CONTRACTS) == 1
    assert value(world, S.CONTRACTS_VACANT) == 1
    assert len(in_force(world, 1)) == 2


def test_copies_of_contracts_in_force_agree_in_every_byte(world):
    hold(world, 0)
    held, used = in_force(world, 1), world.contracts.rows[:1]
    for filling in (0, 255):
        left_over = np.full(used.nbytes, filling, dtype=np.uint8)
        del left_over
        assert in_force(world, 1).tobytes() == held.tobytes() == used.tobytes()


def test_concentration_is_the_sum_of_squared_shares_of_each_market(world):
    rows = world.providers.rows
    nursing, comfort = (teams_of(world, name) for name in ("nursing", "comfort"))
    rows["paid"][nursing[:3]] = 60, 60, 120
    assert value(world, S.CONCENTRATED_MINUTES) == pytest.approx(240 * 0.375)
    rows["paid"][comfort[0]] = 100
    assert value(world, S.CONCENTRATED_MINUTES) == pytest.approx(240 * 0.375 + 100)


def test_prices_are_told_beside_what_government_pays(world):
    """A nurse costs government 70 yuan an hour; called off at 84, promised for a fee at 77."""
    rows, team = world.providers.rows, teams_of(world, "nursing")[0]
    rows["paid"][team], rows["fee_minutes"][team], rows["price"][team] = 180, 60, 84.0
    hold(world, 0, service=world.services.index("nursing"), price=77.0, minutes=60)
    assert value(world, S.BOUGHT_YUAN) == pytest.approx(2 * 84 + 77)
    assert value(world, S.REPLACED_YUAN) == pytest.approx(3 * 70)


def test_staff_and_quality_of_teams_are_summed(world):
    rows, (one, other) = world.providers.rows, world.teams[:2]
    rows["staff"][one], rows["staff"][other], rows["bench"][other] = 600.5, 1200.25, 30
    rows["direct"][one], rows["shading"][one] = 100, 0.25
    rows["paid"][[one, other]] = 120, 80
    offices = slice(1, 1 + len(world.layout.office))
    world.governments.rows["monitoring"][offices] = 0.5
    world.governments.rows["know_how"][offices] = 0.75
    assert value(world, S.STAFF_MINUTES) == 1800.75
    assert value(world, S.BENCH_MINUTES) == 30
    assert value(world, S.SHADED_MINUTES) == 25
    assert value(world, S.WATCHED_MINUTES) == 100
    assert value(world, S.KNOW_HOW) == pytest.approx(0.75)


def test_posts_count_so_far_as_hours_are_supplied(world):
    rows = world.governments.rows
    rows["posts"][1], rows["stranded"][1] = 8.0, 2.0
    world.policy.supply[...] = 1.0
    assert value(world, S.POSTS) == pytest.approx(8)
    world.supply_scale = 1.5
    assert value(world, S.POSTS) == pytest.approx(12)
    assert value(world, S.POSTS_STRANDED) == pytest.approx(3)
    world.policy.supply[...] = 0.0
    assert value(world, S.POSTS) == 0


def test_capital_is_written_off_in_a_straight_line(make_scenario):
    world = build_world(make_scenario(parameters={"facility_life_years": 10.0}), 1)
    world.contracts.rows["organisation"] = -1
    hold(world, 0, start=0, end=300, capital=50_000_00, since=0)
    assert residual_capital(world, -1) == 0
    assert residual_capital(world, 51) == pytest.approx(45_000)
    assert residual_capital(world, 259) == pytest.approx(25_000)
    assert residual_capital(world, 300) == 0


@pytest.fixture
def by_hand(make_scenario):
    """A recorder of two counted weeks of 1,400 residents, without a flow of any kind."""
    world = build_world(make_scenario(weeks=2, warmup=0, parameters={"paid_hours_year": 1560.0}), 1)
    world.week = 2
    recorder = Recorder.__new__(Recorder)
    recorder.world, recorder.first_week, recorder._next = world, 0, 2
    blank = Recorder(build_world(world.scenario, 1))
    recorder._series, recorder.side_minutes = blank._series, blank.side_minutes
    return recorder


@pytest.mark.parametrize(
    ("outcome", "series", "values", "expected"),
    [
        ("organisations_alive", S.ORGANISATIONS, (9, 7), 50),
        ("organisations_active", S.ORGANISATIONS_ACTIVE, (9, 5), 50),
        ("projects", S.PROJECTS, (0, 7), 25),
        ("organisations_founded", S.ORGANISATIONS_FOUNDED, (0, 7), 1300),
        ("organisations_closed", S.ORGANISATIONS_CLOSED, (7, 0), 1300),
        ("posts", S.POSTS, (1.0, 1.8), 10),
        ("stranded_posts", S.POSTS_STRANDED, (1.4, 0), 5),
        ("social_staff", S.STAFF_MINUTES, (1800, 3240), 10),
        ("know_how", S.KNOW_HOW, (1.0, 0.5), 0.75),
    ],
)
def test_means_are_per_10_000_residents(by_hand, outcome, series, values, expected):
    by_hand.series.institutions[:, series] = values
    assert measured(by_hand)[outcome] == pytest.approx(expected)


def test_bench_mobilisers_and_leads_have_jobs(by_hand):
    """A full-time week has 30 hours; a station worker costs 85,000 yuan a year."""
    series = by_hand.series
    assert measured(by_hand)["jobs"] == 0
    series.hours[:, ProviderKind.FACILITY, HOURS.index("paid")] = 1800
    assert measured(by_hand)["jobs"] == pytest.approx(10_000 / 1400)
    series.hours[:, ProviderKind.VOLUNTEERS, HOURS.index("paid")] = 1800
    assert measured(by_hand)["jobs"] == pytest.approx(10_000 / 1400)
    series.institutions[:, S.BENCH_MINUTES] = 900
    series.institutions[:, S.MOBILISER_MINUTES] = 900
    series.fen[:, Category.LEAD] = 85_000_00 // 52
    assert measured(by_hand)["jobs"] == pytest.approx(3 * 10_000 / 1400, rel=1e-5)


def test_shares_are_of_organisations_hours(by_hand):
    series = by_hand.series
    found = measured(by_hand)
    names = ("contract_price", "concentration", "shading", "monitoring", "vacant_contracts",
             "organisation_administration", "diverted_share", "nominal_gap")  # fmt: skip
    assert all(np.isnan(found[name]) for name in names)
    teams = (ProviderKind.ORGANISATION, ProviderKind.FACILITY)
    for name, minutes in (("paid", 1000), ("direct", 400), ("administration", 100)):
        series.hours[:, teams, HOURS.index(name)] = minutes
    for one, amount in (
        (S.CONCENTRATED_MINUTES, 500), (S.SHADED_MINUTES, 80), (S.WATCHED_MINUTES, 1500),
        (S.DIVERTED_MINUTES, 40), (S.CONTRACTS, 6), (S.CONTRACTS_VACANT, 2),
        (S.BOUGHT_YUAN, 1200), (S.REPLACED_YUAN, 1000),
    ):  # fmt: skip
        series.institutions[:, one] = amount
    found = measured(by_hand)
    expected = (1.2, 0.25, 0.1, 0.75, 0.25, 0.1, 0.02)
    assert [found[name] for name in names[:-1]] == pytest.approx(expected)


def test_organisations_change_by_those_founded_and_closed(recorder):
    series = recorder.series.institutions
    change = series[:, S.ORGANISATIONS_FOUNDED] - series[:, S.ORGANISATIONS_CLOSED]
    assert (np.diff(series[:, S.ORGANISATIONS]) == change[1:]).all()
    assert change.any()


def test_what_falls_due_is_what_the_register_owes(recorder):
    owed = recorder.world.register.payables().sum()
    assert recorder.series.institutions[-1, S.PAYABLE_FEN] == owed > 0
    residents = len(recorder.world.residents)
    assert measured(recorder)["payables_end"] == pytest.approx(owed / 100 / residents)


def test_local_wages_are_the_cash_of_workers_households(recorder):
    register, n = recorder.world.register, len(recorder.world.residents)
    homes = register.parties.households
    before = register.fen[0][register.flows.payee == homes].sum()
    earned = (register.cash[homes] - before) / 100
    assert measured(recorder)["local_wages"] == pytest.approx(earned / (n * 60 / 52))


def test_without_demands_only_idle_time_and_intake_stay_away_from_clients(simulate, make_scenario):
    """Coordination, edges, administrative load and committees' use of organisations are off."""
    off = ("coordination_hours", "edge_hours", "administrative_pull", "substitution")
    scenario = make_scenario("embedded", weeks=20, warmup=10, parameters=dict.fromkeys(off, 0.0))
    recorder = simulate(scenario).recorders[0]
    teams = (ProviderKind.ORGANISATION, ProviderKind.FACILITY)
    hours = recorder.series.counted.hours[:, teams].sum(axis=(0, 1))
    away, given = (
        sum(hours[HOURS.index(name)] for name in names)
        for names in (("idle", "intake"), ("direct",))
    )
    assert given > 0
    assert measured(recorder)["nominal_gap"] == pytest.approx(away / (away + given), abs=0.01)
