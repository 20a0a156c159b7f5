"""Facilities: who comes depends on the way there (M19); what they cost does not."""

import numpy as np
import pytest

from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import ProviderKind, Side

from .runs import GOVERNMENT, run, scenario_of, watch, without

NOBODY_NEAR = {"facility_friction": 100.0, "facility_reach_minutes": 0.1}
PLAIN = {"entry_per_year": 0, "exit_per_year": 0}


def world_of(mechanisms=None, *, weeks=104, people=7640, **parameters):
    """A world that has always run facilities for what can be given there."""
    after = GOVERNMENT | {"delegation": 0.5, "instruments": {"outsourcing": 1}}
    return scenario_of(
        after, parameters=PLAIN | parameters, mechanisms=mechanisms or {}, people=people,
        weeks=weeks, warmup=26,
    )  # fmt: skip


def facilities(mechanisms=None, **parameters):
    """Paid and direct minutes of facilities, and yuan for their fees and premises, in two years."""
    found = run(world_of(mechanisms, **parameters))
    rows = found.world.providers.rows
    assert (rows["kind"][rows["owner"] >= 0] == ProviderKind.FACILITY).any()
    hours = found.series.hours[:, ProviderKind.FACILITY].sum(axis=0)
    fen = found.series.fen.sum(axis=0)
    return int(hours[0]), int(hours[-2]), (fen[Category.FACILITY] + fen[Category.PREMISES]) / 100


def test_a_facility_without_anybody_near_is_all_cost_and_no_use():
    paid, direct, cost = facilities(**NOBODY_NEAR)
    near, used, same = facilities(facility_friction=0)
    assert direct == 0
    assert used > 0.3 * near > 0
    assert cost == pytest.approx(same, rel=0.02)
    assert paid == pytest.approx(near, rel=0.1)


def test_the_further_it_is_the_fewer_come():
    used = [facilities(facility_reach_minutes=reach)[1] for reach in (2, 10, 50)]
    assert used[0] < 0.5 * used[1]
    assert used[1] < used[2]


def test_unit_costs_fall_with_use():
    """What is fixed is spread over more hours (a pattern of every facility; S67, S107)."""
    found = np.array([facilities(facility_reach_minutes=reach) for reach in (3, 8, 20, 100)])
    _, direct, yuan = found.T
    assert (np.diff(direct) > 0).all()
    assert (np.diff(yuan / direct) < 0).all()
    assert np.ptp(yuan) < 0.05 * yuan.mean()


def test_without_friction_distance_keeps_nobody_away():
    off = without("facility_friction")
    far = facilities(off, **NOBODY_NEAR)
    assert far == facilities(off)
    assert far[1] > 0


def test_without_friction_cases_may_go_to_any_facility():
    """Every case of a service is offered the facility, as where nobody minds the way."""

    def clients(world):
        rows = world.providers.rows
        here = rows["kind"] == ProviderKind.FACILITY
        assert (rows["side"][here] == Side.SOCIAL).all()
        return rows["clients"][here].sum()

    off = watch(world_of(without("facility_friction"), weeks=52), clients)
    assert np.array_equal(off, watch(world_of(weeks=52, facility_friction=0), clients))
    assert off.sum() > watch(world_of(weeks=52), clients).sum()
