"""Development: property managers, the built environment, volunteers' training."""

import math

import numpy as np
import pytest

from sanlian_sim.compiled import kernel
from sanlian_sim.dynamics.development import _train
from sanlian_sim.dynamics.serving import delivered_quality
from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.build import build_world

from .worlds import scenario_of

GOVERNMENT = {"arrangement": "government_led"}
ONE = {"population": 400, "communities": 1}


def world_of(after=GOVERNMENT, weeks=60, **parameters):
    """A world whose levels stand still, so that only what is asked about moves."""
    still = {"community_rate": 0, "mediation_memory": 0}
    scenario = scenario_of(
        after, community=ONE, weeks=weeks, warmup=0, parameters=still | parameters
    )
    return build_world(scenario, 1)


def friction_after(world, weeks, **levels):
    for name, value in levels.items():
        world.communities.rows[name] += value
    for _ in range(weeks):
        advance(world)
    return world.communities.rows["friction"][0]


@pytest.mark.parametrize(("levels", "gain"), [
    ({"cohesion": 0.2}, 0.5 * 0.2), ({"disputes": 0.2}, -0.3 * 0.2),
    ({"cohesion": -0.1, "disputes": 0.1}, -0.5 * 0.1 - 0.3 * 0.1), ({}, 0.0),
])  # fmt: skip
def test_managers_approach_what_the_community_makes_of_them(levels, gain):
    world = world_of()
    before = world.communities.rows["friction"][0]
    steps, remaining = 10, 0.95**10
    friction = friction_after(world, 4 * steps, **levels)
    assert friction == pytest.approx(before - gain * (1.0 - remaining), abs=1e-12)
    assert world.property_managers.responsiveness[0] == 1.0 - friction


@pytest.mark.parametrize(("levels", "reached"), [({"cohesion": 4}, 0.0), ({"disputes": 9}, 1.0)])
def test_responsiveness_stays_a_share(levels, reached):
    world = world_of(manager_rate=1.0)
    assert friction_after(world, 1, **levels) == reached


def test_managers_who_do_not_respond_keep_their_friction():
    world = world_of(manager_rate=0.0)
    before = world.communities.rows["friction"][0]
    assert friction_after(world, 8, cohesion=0.3) == pytest.approx(before, abs=1e-12)


def built_after_a_year(yuan, **parameters):
    after = GOVERNMENT | {"levers": {"redevelopment_yuan": yuan}}
    world = world_of(after, **parameters)
    before = world.communities.rows["built_environment"].copy()
    for _ in range(52):
        advance(world)
    return (1 - world.communities.rows["built_environment"]) / (1 - before)


def test_money_removes_part_of_what_the_built_environment_lacks():
    lacking = built_after_a_year(400 * 1000.0, redevelopment_effect=0.0004)
    assert lacking == pytest.approx(math.exp(-0.4), rel=0.01)


def test_without_money_it_stays():
    assert (built_after_a_year(0.0, redevelopment_effect=1.0) == 1.0).all()


def test_no_money_builds_more_than_all():
    assert np.array_equal(built_after_a_year(1e8, redevelopment_effect=1.0), [0.0])


def training_after(weeks, yuan, **parameters):
    """Training of volunteers whose number stays; per volunteer is spent the stated yuan a year."""
    staying = {"leave_per_week": 0, "join_cohesion": 0}
    world = world_of(GOVERNMENT, **staying | parameters)
    world.policy.capacity[...] = yuan * world.communities.rows["volunteers"]
    for _ in range(weeks):
        world.run(_train_only)
    return world.communities.rows["volunteer_training"][0]


@kernel
def _train_only(world, now, start, end):
    for c in range(start, end):
        _train(world, world.rule[0], c)


@pytest.mark.parametrize(("yuan", "goal"), [(40, 0.4), (100, 1.0), (900, 1.0), (0, 0.0)])
def test_volunteers_learn_what_is_spent_on_them(yuan, goal):
    assert training_after(30, yuan) == pytest.approx(goal * (1.0 - 0.98**30), rel=1e-9)


def quality_of_volunteers(**parameters):
    """Quality that a trained team's hours have in each service."""
    generous = GOVERNMENT | {"levers": {"capacity_yuan": 1e6}}
    scenario = scenario_of(
        generous, generous, community=ONE, weeks=2, warmup=0, parameters=parameters
    )
    world = build_world(scenario, 1)
    assert world.communities.rows["volunteer_training"][0] == 1.0
    found = np.zeros(len(world.services))
    world.run(_qualities, found)
    return found, world.rows_in_force[1]["quality_volunteer"]


@kernel
def _qualities(world, now, found, start, end):
    for k in range(found.shape[0]):
        team = world.team[0, 0]
        found[k] = delivered_quality(world, world.rule[0], world.services[k], team)


def test_trained_volunteers_do_better():
    found, own = quality_of_volunteers()
    assert found == pytest.approx(1.15 * own)


def test_none_does_better_than_well():
    found, _ = quality_of_volunteers(volunteer_training_effect=10)
    assert (found == 1.0).all()
