"""Adoption: who is first, and how adoption spreads where communities watch each other."""

import numpy as np
import pytest

from sanlian_sim.dynamics.adoption import schedule, watch
from sanlian_sim.dynamics.policy import policy
from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import NEVER

from .worlds import scenario_of

YEARS = 104
MANY = {"population": 60 * 60, "communities": 60}


def world_of(seed=1, mechanisms=None, place=None, parameters=None, **rollout):
    after = {"arrangement": "linked", "rollout": rollout}
    scenario = scenario_of(
        after, weeks=YEARS + 1, warmup=0, community=place or MANY, mechanisms=mechanisms or {},
        parameters=parameters or {},
    )  # fmt: skip
    return build_world(scenario, seed)


def weeks(world):
    return world.communities.rows["adopted_week"]


def scheduled(order, **columns):
    """Ranks by week of adoption where communities differ in the stated columns."""
    world = world_of(start=5, duration=600, order=order)
    for name, values in columns.items():
        world.communities.rows[name] = values
    schedule(world)
    assert weeks(world).min() == 5
    assert sorted(weeks(world)) == list(range(5, 605, 10))
    return np.argsort(weeks(world))


def test_those_in_most_need_are_first():
    need = np.random.default_rng(1).permutation(60) / 10.0
    residents = np.random.default_rng(2).integers(50, 70, 60)
    in_turn = scheduled("need", expected_intake=need * residents, residents=residents)
    assert np.array_equal(in_turn, np.argsort(-need))


def test_those_who_are_ready_are_first():
    cohesion = np.random.default_rng(1).random(60)
    volunteers = np.random.default_rng(2).integers(0, 60, 60)
    in_turn = scheduled("readiness", cohesion=cohesion, volunteers=volunteers, residents=60)
    assert np.array_equal(in_turn, np.argsort(-(cohesion + volunteers / 60)))


def test_equal_communities_go_by_the_same_lot_in_every_order():
    alike = {"expected_intake": 1.0, "residents": 60, "cohesion": 0.5, "volunteers": 3}
    turns = [scheduled(order, **alike).tolist() for order in ("random", "need", "readiness")]
    assert turns[0] == turns[1] == turns[2] != sorted(turns[0])


def watched(seed, weeks_long, mechanisms=None, **rates):
    """Share of communities that have adopted in each week, nothing else being simulated."""
    world = world_of(seed, mechanisms=mechanisms, parameters=rates, order="watching", start=4)
    policy(world)
    found = []
    for world.week in range(weeks_long):
        watch(world)
        found.append(np.mean(weeks(world) != NEVER))
    return np.array(found)


def expected_share(innovation, imitation, weeks_long):
    """Mean-field path of the same process (Bass 1969), without what is due to chance."""
    share, path = 0.0, []
    for week in range(weeks_long):
        if week >= 4:
            share += (1.0 - share) * (innovation + imitation * share) / 52
        path.append(share)
    return np.array(path)


@pytest.mark.parametrize(("innovation", "imitation"), [(0.3, 2.0), (1.0, 0.0), (0.5, 4.0)])
def test_adoption_spreads_as_fast_as_the_law_says(innovation, imitation):
    rates = {"innovation": innovation, "imitation": imitation}
    found = np.mean([watched(seed, YEARS, **rates) for seed in range(8)], axis=0)
    assert np.abs(found - expected_share(innovation, imitation, YEARS)).max() < 0.08


def test_without_diffusion_others_do_not_matter():
    rates = {"innovation": 0.3, "imitation": 20.0}
    off = watched(1, YEARS, {"adoption_diffusion": False}, **rates)
    assert np.array_equal(off, watched(1, YEARS, innovation=0.3, imitation=0))
    assert watched(1, YEARS, **rates)[-1] > off[-1] + 0.1


def test_nobody_adopts_before_the_start_and_all_at_once_at_the_highest_rate():
    found = watched(1, 8, innovation=52)
    assert found.tolist() == [0.0] * 4 + [1.0] * 4


def test_nobody_adopts_of_whom_none_begins():
    assert watched(1, YEARS, innovation=0)[-1] == 0.0


def test_levers_and_delegation_follow_adoption_week_by_week():
    place = {"population": 360, "communities": 6}
    rates = {"innovation": 2.0, "imitation": 6.0, "approval_weeks": 0}
    world = world_of(place=place, parameters=rates, order="watching", start=2, ramp_weeks=10)
    goal = np.array([world.scenario.policy.delegation[name] for name in world.services])
    while world.week < YEARS:
        advance(world)
        week = world.week - 1
        since = np.where(weeks(world) == NEVER, 0.0, week - weeks(world) + 1.0)
        reached = np.clip(since / 10, 0.0, 1.0)
        assert np.array_equal(world.communities.rows["regime"], weeks(world) <= week)
        assert world.policy.delta == pytest.approx(goal * reached[:, None])
        assert np.array_equal(world.policy.endorsement, (weeks(world) <= week).astype(float))
    assert (weeks(world) >= 2).all()
    assert len(np.unique(weeks(world))) > 3
