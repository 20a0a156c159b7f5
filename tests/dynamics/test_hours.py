"""Hours: intake of committees, workers and their cases, outreach."""

import numpy as np
import pytest

from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import Labour, ProviderKind, Side, Stage

from .worlds import STRAIN, busy, of_people, scenario_of


def all_at_desks():
    services = {name: dict(row) for name, row in STRAIN["services"].items()}
    for name in ("comfort", "mediation"):
        services[name] |= {"provider": "desk"}
    return STRAIN | {"services": services}


def test_a_committee_without_services_of_its_own_takes_cases_in():
    """Visits may not crowd intake out, at the start or later."""
    place = {"population": 2000, "communities": 1}
    scenario = scenario_of({"arrangement": "government_led"}, community=place, weeks=40,
                           parameters=all_at_desks())  # fmt: skip
    world, taken, expected = build_world(scenario, 1), [], 0.0
    assert not (world.layout.committee_service >= 0).any()
    while world.week < 40:
        advance(world)
        row = world.communities.rows[0]
        taken.append(int(row["intake_used"]))
        expected = row["expected_intake"]
        assert world.providers.rows["visits"][world.layout.committee[0]] > 0
        assert row["intake_limit"] > expected - 1
    assert np.mean(taken[-20:]) > 0.3 * expected > 0


def test_committees_first_visits_leave_the_expected_intake():
    world = build_world(scenario_of({"arrangement": "government_led"}), 1)
    expected = world.communities.rows["expected_intake"].copy()
    advance(world)
    last = world.communities.rows["last_intake"]
    assert np.array_equal(last, np.floor(expected + 0.5))
    assert last.min() > 0


def test_cases_stay_with_their_workers_when_these_change_employer():
    world, moved = build_world(busy(), 5), 0
    while world.week < world.scenario.horizon.weeks:
        before = casework(world)
        advance(world)
        after = casework(world)
        for key in before.keys() & after.keys():
            moved += before[key] != after[key]
        assert set(after.values()) <= set(world.providers.rows["side"][world.layout.worker])
    assert moved > 0


def casework(world):
    """Side of every case that station workers serve, by its key."""
    cases = world.cases.rows[world.cases.open_rows()]
    cases = cases[cases["stage"] == Stage.IN_SERVICE]
    kind = world.providers.rows["kind"][cases["provider"]]
    return {
        int(case["key"]): int(case["side"]) for case in cases[kind == ProviderKind.WORKER_CASEWORK]
    }


def test_workers_who_are_no_longer_paid_leave_their_cases_where_they_were():
    before = {"arrangement": "linked", "delegation": 0.6, "levers": {"workers_per_10000": 60}}
    after = {"arrangement": "endogenous", "delegation": 0.6}
    world = build_world(scenario_of(after, before, weeks=2), 5)
    while world.week < 0:
        advance(world)
    held = casework(world)
    assert set(held.values()) == {Side.SOCIAL}
    advance(world)
    sides = {int(c["key"]): c["side"] for c in world.cases.rows[world.cases.open_rows()]}
    kept = held.keys() & sides.keys()
    assert len(kept) > 0
    assert {int(sides[key]) for key in kept} == {Side.SOCIAL}


def test_outreach_is_spread_over_those_whom_it_seeks_now():
    """With more people out of work every target is visited less often."""
    after = {"arrangement": "linked", "levers": {"workers_per_10000": 60}}
    world = build_world(of_people(400, after, after), 1)
    advance(world)
    before = world.communities.rows["targets"][0], world.communities.rows["outreach"][0]
    world.residents.columns["next_job_loss"][:] = world.week
    advance(world)
    advance(world)
    targets, chance = world.communities.rows["targets"][0], world.communities.rows["outreach"][0]
    assert (world.residents.labour == Labour.UNEMPLOYED).sum() > 30
    assert targets > before[0] + 15
    assert chance * targets == pytest.approx(before[1] * before[0], rel=0.02)
