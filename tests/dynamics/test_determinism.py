"""Luck belongs to what it decides: nothing else about a run changes a byte of its result."""

import hashlib
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sanlian_sim.dynamics.week import advance
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.world import blocks
from sanlian_sim.world.build import build_world
from sanlian_sim.world.flows import Category
from sanlian_sim.world.institutions import LEAD_KIND
from sanlian_sim.world.state import NOT_YET, Founder, Side

from .state import changed, result_of, snapshot
from .worlds import MIX, STRAIN, TURMOIL, busy, scenario_of, simulated

TWO_SUB_DISTRICTS = {"population": 840, "communities": 14}


@pytest.fixture(scope="module")
def expected():
    return result_of(simulated(busy(community=TWO_SUB_DISTRICTS)))


def test_in_these_worlds_contracts_are_tendered_and_organisations_come_and_go():
    """Otherwise the tests below would say nothing about the luck of tenders and founding."""
    for settings in ({"community": TWO_SUB_DISTRICTS}, {}):
        world = build_world(busy(**settings), 1)
        at_first = world.organisations.alive.copy()
        founders, held, holders = set(), set(), 0
        while world.week < world.scenario.horizon.weeks:
            before = world.contracts.organisation.copy()
            advance(world)
            after = world.contracts.organisation
            holders += np.count_nonzero((before != after) & (before >= 0) & (after >= 0))
            new = world.organisations.alive & ~at_first
            founders |= set(world.organisations.founder[new].tolist())
            held |= set(world.contracts.instrument[after >= 0].tolist())
        assert holders > 5
        assert held == {0, 1, 2}
        assert {Founder.ENTRY, Founder.VENTURE} & founders
        assert (at_first & ~world.organisations.alive).any()
        assert world.register.fen[:, world.register.of[Category.TENDERING]].any()


@pytest.mark.parametrize(("threads", "blocks_per_thread"), [(1, 4), (2, 1), (2, 3), (2, 20)])
def test_threads_and_blocks_change_nothing(expected, threads, blocks_per_thread, monkeypatch):
    monkeypatch.setattr(blocks, "_BLOCKS_PER_THREAD", blocks_per_thread)
    found = result_of(simulated(busy(community=TWO_SUB_DISTRICTS), threads=threads))
    assert changed(expected, found) == set()


def test_another_seed_changes_much(expected):
    found = result_of(simulated(busy(community=TWO_SUB_DISTRICTS), seed=2))
    assert {
        "residents.wellbeing", "cases.key", "register.fen", "contracts.organisation",
        "organisations.founded", "workers.tenure",
    } <= changed(expected, found)  # fmt: skip


def test_the_seed_of_the_world_decides_who_lives_there():
    scenario = busy()
    one, two = (simulated(scenario, seed, weeks=0, world_seed=9) for seed in (1, 2))
    differ = changed(snapshot(one), snapshot(two))
    weeks = {"seed", "calendar", "residents.next_due", "residents.next_job_loss"}
    assert differ <= weeks
    assert "calendar" in differ


@pytest.mark.parametrize("detail", ["community", "total", "off"])
def test_recording_changes_nothing(detail):
    scenario = busy()
    world = build_world(scenario, 1)
    recorder = Recorder(world, detail)
    while world.week < scenario.horizon.weeks:
        advance(world)
        recorder.observe()
    assert changed(result_of(simulated(scenario)), result_of(world)) == set()


def test_pickling_mid_run_changes_nothing():
    scenario = busy()
    world = pickle.loads(pickle.dumps(simulated(scenario, weeks=11)))
    while world.week < scenario.horizon.weeks:
        advance(world)
    assert changed(result_of(simulated(scenario)), result_of(world)) == set()


DIGEST = """
from tests_dynamics.state import result_of
from tests_dynamics.worlds import busy, simulated
import hashlib
state = result_of(simulated(busy()))
print(hashlib.sha256(repr(sorted(state.items())).encode()).hexdigest())
"""


def test_the_hash_seed_of_python_changes_nothing(tmp_path):
    (tmp_path / "tests_dynamics").symlink_to(Path(__file__).parent, target_is_directory=True)
    environment = os.environ | {"PYTHONHASHSEED": "4711"}
    environment["PYTHONPATH"] = os.pathsep.join([str(tmp_path), *sys.path])
    found = subprocess.run(
        [sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True
    )
    state = sorted(result_of(simulated(busy())).items())
    assert found.stdout.strip() == hashlib.sha256(repr(state).encode()).hexdigest()


@pytest.mark.parametrize("closure", ["as_is", "equal_budget", "equal_service"])
def test_two_equal_scenarios_differ_by_nothing(closure):
    """Whatever is held equal, a scenario that is the baseline needs nothing to be."""
    linked = {"arrangement": "linked", "delegation": 0.5, "instruments": MIX}
    if closure == "equal_budget":
        linked |= {"delegation": 0.0}
    turmoil = {"parameters": STRAIN | TURMOIL}
    one, two = (build_world(scenario_of(dict(linked), dict(linked), **turmoil), 1) for _ in "ab")
    two.closure = closure
    for world in (one, two):
        while world.week < world.scenario.horizon.weeks:
            advance(world)
    assert changed(snapshot(one), snapshot(two)) <= {"closure"}


def test_a_policy_equal_to_the_baseline_is_none():
    """Rolled out in any way, what is in force already changes nothing but who has adopted it."""
    linked = {"arrangement": "linked", "delegation": 0.5}
    rollout = {"start": 3, "duration": 5, "ramp_weeks": 4}
    at_once, slowly = (
        simulated(scenario_of(linked | more, linked)) for more in ({}, {"rollout": rollout})
    )
    differ = changed(result_of(at_once), result_of(slowly))
    assert differ == {"communities.adopted_week"}


DELEGATING = {"arrangement": "embedded", "delegation": 0.4, "instruments": {"purchase": 1.0}}
"""A baseline that has contracts, workers with the committee, and organisations that come and go."""


@pytest.mark.parametrize("closure", ["as_is", "equal_budget", "equal_service"])
@pytest.mark.parametrize("start", [0, 5, 12])
@pytest.mark.parametrize("before", [{"arrangement": "government_led"}, DELEGATING])
def test_a_policy_changes_nothing_before_it_starts(before, start, closure):
    rollout, settings = {"rollout": {"start": start}}, {"parameters": STRAIN | TURMOIL}
    after = {"arrangement": "linked", "delegation": 0.9, "instruments": MIX,
             "levers": {"lead_organisation": False}}  # fmt: skip
    with_policy, without = (
        build_world(scenario_of(one | rollout, before, **settings), 1) for one in (after, before)
    )
    with_policy.closure, with_policy.service_scale = closure, 0.8
    for world in (with_policy, without):
        while world.week < start:
            advance(world)
    assert changed(state_before(with_policy), state_before(without)) == set()
    for world in (with_policy, without):
        advance(world)
    assert "policy.delta" in changed(result_of(with_policy), result_of(without))


@pytest.mark.parametrize("start", [0, 6])
@pytest.mark.parametrize("before", [{"arrangement": "government_led"}, DELEGATING])
def test_a_lead_organisation_changes_nobody_else_before_it_leads(before, start):
    """It has a row of its own among the others' from the start, in the first sub-district."""
    rollout = {"rollout": {"start": start}}
    settings = {"parameters": STRAIN | TURMOIL, "community": TWO_SUB_DISTRICTS}
    led, plain = (
        build_world(
            scenario_of(before | rollout | {"levers": {"lead_organisation": lead}}, before,
                        **settings), 1)
        for lead in (True, False)
    )  # fmt: skip
    assert len(led.organisations) == len(plain.organisations) + 1
    for world in (led, plain):
        while world.week < start:
            advance(world)
    served = [
        world.organisations.rows[world.organisations.kind != LEAD_KIND] for world in (led, plain)
    ]
    assert served[0].tolist() == served[1].tolist()
    assert led.register.week_fen.tolist() == plain.register.week_fen.tolist()
    assert changed(residents_of(led), residents_of(plain)) == set()


def residents_of(world):
    """State of the people, but for the rows of organisations that they remember."""
    columns = {k: v for k, v in snapshot(world).items() if k.startswith("residents.")}
    return {k: v for k, v in columns.items() if k != "residents.last_organisation"}


def state_before(world):
    """State without what only a policy plans: its workers, room for its contracts, its closure.

    Contracts that bind are told one by one; rows for those to come change places.
    """
    planned = ("workers.", "contracts.", "closure", "service_scale",
               "market.first_contract", "communities.adopted_week")  # fmt: skip
    held = world.contracts.rows[world.contracts.organisation >= 0]
    own = sorted(held.tolist())
    state = {k: v for k, v in result_of(world).items() if not k.startswith(planned)}
    return state | {"contracts held": own}


def social_cases(delta):
    """Keys of the cases that were noticed, those on the social side first."""
    linked = {"arrangement": "linked", "delegation": delta}
    world = build_world(scenario_of(linked, linked, weeks=20), 3)
    sides = {}
    while world.week < world.scenario.horizon.weeks:
        advance(world)
        for held in (world.cases, world.ended):
            rows = held.rows[held.open_rows()]
            noticed = rows[rows["noticed"] != NOT_YET]
            sides |= dict(zip(noticed["key"].tolist(), noticed["side"].tolist(), strict=True))
    return {key for key, side in sides.items() if side == Side.SOCIAL}, set(sides)


def test_more_delegation_moves_each_case_over_once():
    (few, noticed), (many, also) = social_cases(0.3), social_cases(0.6)
    both = noticed & also
    assert len(both) > 100
    assert few & both < many & both
    shares = [len(side & both) / len(both) for side in (few, many)]
    assert np.allclose(shares, [0.3, 0.6], atol=4 * np.sqrt(0.25 / len(both)))
