"""Livelihood: enterprises, and what local jobs do for those out of work."""

import numpy as np
import pytest

from sanlian_sim.dynamics.employment import employment
from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import Labour

from .worlds import scenario_of

GOVERNMENT = {"arrangement": "government_led"}
NO_LOSS = {"burnout": 0.0, "job_loss_per_week": 0.0, "job_find_ties": 0.0, "community_rate": 0.0}


def world_of(people=2000, **parameters):
    scenario = scenario_of(
        GOVERNMENT, community={"population": people, "communities": 1}, weeks=200, warmup=0,
        parameters=NO_LOSS | parameters,
    )  # fmt: skip
    return build_world(scenario, 1)


def place(world):
    return world.communities.rows[0]


def test_enterprises_stay_as_many_as_at_the_start():
    """Where no post is left or filled, theirs are all the jobs that come up."""
    world = world_of(civil_attrition=0, contract_attrition=0)
    before = place(world)["enterprises"]
    assert before == pytest.approx(4.0 / 0.15 * 2000 / 1000)
    for _ in range(20):
        advance(world)
        tally = world.community_tally[0]
        assert tally[CommunitySeries.ENTERPRISES] == pytest.approx(before, rel=1e-12)
        assert tally[CommunitySeries.LOCAL_HIRES] == pytest.approx(2.5 * 4 * 2 / 52)


@pytest.mark.parametrize(("gain", "founding"), [(0.2, 1.2), (-0.2, 0.8), (-3.0, 0.0)])
def test_cohesion_founds_enterprises(gain, founding):
    world = world_of()
    before = place(world)["enterprises"]
    world.communities.rows["cohesion"] += gain
    for _ in range(30):
        employment(world)
    kept = (1.0 - 0.15 / 52) ** 30
    expected = before * (founding + (1.0 - founding) * kept)
    assert place(world)["enterprises"] == pytest.approx(expected, rel=1e-9)


def test_organisations_founded_nearby_bring_more():
    world = world_of(enterprise_spillover=0.5)
    before = place(world)["enterprises"]
    world.communities.rows["founded_nearby"] = 3
    employment(world)
    assert place(world)["enterprises"] == pytest.approx(before + 1.5)


def found_work(local_hires, **parameters):
    """Of 10,000 unemployed, how many find work within a week at so many hires by providers."""
    world = world_of(people=20_000, **parameters)
    people = world.residents
    people.labour[:] = Labour.OUTSIDE
    people.labour[:10_000] = Labour.UNEMPLOYED
    world.community_tally[0, CommunitySeries.RESIDENTS_UNEMPLOYED] = 10_000
    world.communities.rows["local_hires"] = local_hires
    employment(world)
    return np.count_nonzero(people.labour == Labour.EMPLOYED)


@pytest.mark.parametrize("hires", [0, 200, 600])
def test_local_jobs_help_to_find_work(hires):
    expected = 10_000 * 0.038 * (1.0 + 0.13 * hires / 100)
    assert found_work(hires) == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_jobs_without_effect_help_nobody():
    assert found_work(600, job_find_local=0) == found_work(0)


def test_so_many_jobs_that_everybody_finds_one():
    assert found_work(1e6) == 10_000
