"""Partners and staff (M14, M22), each in a limit built for it, and switched off."""

import math

import numpy as np
import pytest

from sanlian_sim.outcomes.series import HOURS

from .runs import GOVERNMENT, LINKED, last_world, run, teams, without
from .worlds import CALM, calm_world

# M14: a lead organisation spares coordination, partners that change cost it.

PARTNERS = CALM | {
    "coordination_hours": 0.03, "call_off_weeks": 1, "hire_weeks": 0, "approval_weeks": 0,
}  # fmt: skip


def coordination(after, mechanisms=None, before=None, years=2):
    """Minutes of coordination of each year."""
    scenario = calm_world(
        after,
        mechanisms=mechanisms,
        before=before,
        people=20_000,
        years=years,
        warmup=4,
        **PARTNERS,
    )
    hours = run(scenario).series.hours[:, :, HOURS.index("coordination")].sum(axis=1)
    return hours.reshape(years, 52).sum(axis=1)


def led(lead):
    return LINKED | {"delegation": 0.5, "levers": {"lead_organisation": lead}}


def test_a_lead_organisation_spares_coordination():
    assert coordination(led(True)).sum() < 0.8 * coordination(led(False)).sum()


def test_partners_that_are_new_cost_coordination():
    """Contracts that begin in week 0 are new for a year, and renewed afterwards."""
    first, second = coordination(led(False), before=GOVERNMENT)
    assert first > 1.5 * second


def test_without_network_governance_neither_matters():
    off = without("network_governance")
    assert np.array_equal(coordination(led(True), off), coordination(led(False), off))
    # Teams that still grow are part-time, and have less to coordinate.
    first, second = coordination(led(False), off, before=GOVERNMENT)
    assert first == pytest.approx(second, rel=0.15)


# M22: staff on overloaded lists tires and leaves, which loads those who stay.


def headcount_and_load(load, mechanisms=None, burnout=25.0):
    """Staff over what contracts and posts ask for, and the load on their lists, after years."""
    parameters = CALM | {"load_scale": load, "burnout": burnout, "complementarity": 0}
    scenario = calm_world(
        GOVERNMENT | {"delegation": 0.5}, mechanisms=mechanisms, people=8000, years=4, **parameters
    )
    world = last_world(scenario)
    staff = teams(world)
    posts = world.market.posts.sum() / world.market.goal.sum()
    return staff["staff"].sum() / staff["asked"].sum(), posts, staff["load_ratio"].mean()


def test_above_a_load_staff_tires_and_leaves():
    calm, strained = headcount_and_load(0.5), headcount_and_load(2.5)
    off = headcount_and_load(2.5, without("burnout"))
    assert calm[0] > 0.95
    assert strained[0] < 0.9 * calm[0]
    assert strained[1] < 0.95 * calm[1]
    assert strained[2] > 1.05 * off[2]


def test_without_burnout_load_costs_no_staff():
    off = without("burnout")
    low, high = headcount_and_load(0.5, off), headcount_and_load(2.5, off)
    assert low[:2] == pytest.approx(high[:2], rel=0.02)
    assert math.isclose(high[1], headcount_and_load(2.5, burnout=0.0)[1])
