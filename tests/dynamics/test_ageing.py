"""Ageing: who passes to 60-79, when, and what changes with it."""

import numpy as np
import pytest

from sanlian_sim.dynamics.ageing import ageing
from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.build import build_world
from sanlian_sim.world.rules import JOB_LOSS
from sanlian_sim.world.state import NEVER, AgeBand, Labour

from .state import changed, snapshot
from .test_invariants import check_cases, check_counts, check_levels, open_by_service
from .worlds import STRAIN, busy, scenario_of

GOVERNMENT = {"arrangement": "government_led"}
TOWN = {"population": 12_000, "communities": 2}


def world_of(points, weeks=300, place=TOWN, **parameters):
    scenario = scenario_of(
        GOVERNMENT, weeks=weeks, warmup=52, community=place,
        parameters={"ageing_points_per_year": points} | parameters,
    )  # fmt: skip
    return build_world(scenario, 1)


def after_years(world, years):
    world.put_in_force(world.scenario.policy)
    world.week = 52 * years
    ageing(world)
    return world


def test_each_year_the_stated_share_of_all_residents_passes():
    world = world_of(1.5)
    start, places = world.residents.age_band.copy(), world.communities.rows
    older, earlier = places["older"].copy(), np.zeros(len(start), dtype=np.bool_)
    for years in range(-1, 6):
        after_years(world, years)
        moved = world.residents.age_band != start
        assert (start[moved] == AgeBand.WORKING_AGE).all()
        assert (world.residents.age_band[moved] == AgeBand.OLDER).all()
        assert (moved >= earlier).all()
        expected = 0.015 * max(0, years) * places["residents"]
        assert np.abs(places["older"] - older - expected).max() <= 4 * np.sqrt(expected.max())
        earlier = moved
    assert moved.sum() > 700


def test_in_the_end_everybody_has_passed():
    world = after_years(world_of(100), 1)
    assert not (world.residents.age_band == AgeBand.WORKING_AGE).any()
    assert not (world.residents.labour[world.residents.age_band == AgeBand.OLDER] != 0).any()


def test_without_ageing_nothing_is_touched():
    world = world_of(0, place={"population": 300, "communities": 1})
    world.week = 520
    before = snapshot(world)
    ageing(world)
    assert changed(before, snapshot(world)) == set()


def rate_of_candidates(world, k, who):
    """Candidates per week among residents in the first 20 weeks from now, by first arrivals."""
    wait = world.calendar[who, k].astype(np.int64) - world.week
    assert wait.min() >= 0
    at_risk = np.minimum(wait + 1, 20).sum()
    arrived = np.count_nonzero(wait < 20)
    return arrived / at_risk, np.sqrt(arrived) / at_risk


@pytest.mark.parametrize("onset", [(0, 1500), (1500, 1500), (3000, 500)])
def test_candidates_come_at_the_hazard_of_the_new_age(onset):
    """Also where the hazard stays: that none has come so far must not put the next one off."""
    younger, older = onset
    comfort = {"onset_15_59": younger, "onset_60_79": older, "onset_factor": 1,
               "multiplier_disabled": 1, "multiplier_low_income": 1, "multiplier_bereaved": 1,
               "multiplier_alone_60_plus": 1}  # fmt: skip
    world = world_of(40, services={"comfort": comfort})
    start = world.residents.age_band.copy()
    k = world.services.index("comfort")
    while world.week < 52:
        advance(world)
    ageing(world)
    moved = world.residents.age_band != start
    assert moved.sum() > 4000
    found, error = rate_of_candidates(world, k, moved)
    assert found == pytest.approx(2 * older / 52_000, abs=4 * error)
    assert error < 0.05 * found


def test_who_grows_older_seeks_no_work():
    world = world_of(40, job_loss_per_week=0.05, want_job_help=1.0)
    while world.week < 52:
        advance(world)
    people, k = world.residents, list(world.rows_in_force[1]["trigger"]).index(JOB_LOSS)
    seeking = people.labour == Labour.UNEMPLOYED
    due = seeking & (world.calendar[:, k] == world.week)
    open_before = (people.open_services >> np.uint32(k)) & 1 == 1
    start = people.age_band.copy()
    advance(world)
    moved = people.age_band != start
    assert (moved & due).sum() > 20
    assert (moved & open_before).sum() > 20
    assert (people.labour[moved] == Labour.OUTSIDE).all()
    assert not ((people.open_services[moved] >> np.uint32(k)) & 1).any()
    assert (world.calendar[moved, k] == NEVER).all()


def test_every_week_of_an_ageing_world_adds_up():
    world = build_world(busy(weeks=110, parameters=STRAIN), 4)
    start = world.residents.age_band.copy()
    while world.week < 110:
        opened = open_by_service(world)
        advance(world)
        check_cases(world, opened)
        check_counts(world)
        check_levels(world)
    assert (world.residents.age_band != start).sum() > 60


def test_who_passes_does_not_depend_on_policy():
    ages = []
    for after in ("linked", "no_service"):
        world = build_world(
            scenario_of({"arrangement": after}, weeks=60, warmup=0, parameters=STRAIN), 4
        )
        while world.week < 54:
            advance(world)
        ages.append((world.residents.age_band.copy(), world.calendar, world.onsets))
    assert np.array_equal(ages[0][0], ages[1][0])
    renewals = world.rows_in_force[1]["trigger"] != JOB_LOSS
    assert np.array_equal(ages[0][1][:, renewals], ages[1][1][:, renewals])
