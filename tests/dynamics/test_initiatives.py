"""Residents' initiatives: they begin, last, end, and bring volunteers."""

import numpy as np
import pytest

from sanlian_sim.compiled import kernel
from sanlian_sim.dynamics.development import develop
from sanlian_sim.dynamics.participation import join_factor
from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.build import build_world

from .worlds import scenario_of

GOVERNMENT = {"arrangement": "government_led"}
MANY = {"population": 30 * 300, "communities": 30}
STILL = {"community_rate": 0, "mediation_memory": 0}


def world_of(mechanisms=None, place=MANY, **parameters):
    return build_world(
        scenario_of(
            GOVERNMENT, community=place, weeks=400, warmup=0, parameters=STILL | parameters,
            mechanisms=mechanisms or {},
        ),
        1,
    )  # fmt: skip


@kernel
def _develop(world, now, start, end):
    for c in range(start, end):
        develop(world, world.rule[0], world.services, now, c)


@kernel
def _join_factors(world, now, factors, start, end):
    for c in range(start, end):
        factors[c] = join_factor(world, world.rule[0], c)


def join_factors(world):
    factors = np.zeros(len(world.communities))
    world.run(_join_factors, factors)
    return factors


def numbers_over(world, weeks):
    """Initiatives of every community in every week, nothing else being simulated."""
    found = np.zeros((weeks, len(world.communities)))
    for week in range(weeks):
        world.run(_develop)
        found[week] = world.communities.rows["initiatives"]
        world.week += 1
    return found


def test_their_number_stays_around_the_start():
    world = world_of(initiative_rate=60, initiative_closing=4)
    expected = world.communities.rows["initiatives_expected"]
    assert np.array_equal(world.communities.rows["initiatives"], np.floor(expected + 0.5))
    found = numbers_over(world, 4000)
    error = np.std(found.mean(axis=0) - expected, ddof=1) / np.sqrt(len(expected))
    assert error < 0.02 * expected.mean()
    assert abs(np.mean(found - expected)) < 4 * error


def test_each_lasts_as_long_as_the_hazard_says():
    world = world_of(initiative_rate=0, initiative_closing=5.2)
    world.communities.rows["initiatives"] = 500
    left = numbers_over(world, 10)[-1]
    assert left.mean() == pytest.approx(500 * 0.9**10, rel=0.03)


def test_none_begins_without_volunteers():
    world = world_of(initiative_rate=1000)
    world.communities.rows["volunteers"][:15] = 0
    world.communities.rows["initiatives"] = 0
    found = numbers_over(world, 20)[-1]
    assert (found[:15] == 0).all()
    assert (found[15:] > 5).all()


def test_they_bring_volunteers():
    world = world_of()
    before = join_factors(world)
    world.communities.rows["initiatives"] += 3
    gained = 0.05 * 3 * 1000 / world.communities.rows["residents"]
    assert join_factors(world) - before == pytest.approx(gained, abs=1e-12)


def test_without_coproduction_they_bring_nobody():
    world = world_of(mechanisms={"coproduction": False})
    world.communities.rows["initiatives"] += 3
    assert (join_factors(world) == 1.0).all()


def test_more_initiatives_more_volunteers():
    """Volunteers a year on, where no initiative ever ends."""
    found = []
    for extra in (0, 40):
        world = world_of(initiative_closing=0, join_initiative=0.2)
        world.communities.rows["initiatives"] += extra
        for _ in range(52):
            advance(world)
        found.append(world.residents.volunteer.sum())
    assert found[1] > 1.2 * found[0]
