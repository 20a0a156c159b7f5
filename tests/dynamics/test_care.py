"""Family care: who falls ill shares the carers there are."""

import numpy as np

from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import NEVER

from .worlds import STRAIN, busy


def test_carers_of_several_give_no_more_than_their_limit():
    place = {"population": 3000, "communities": 1}
    scenario = busy(community=place, parameters=STRAIN | {"carer_limit_hours": 5})
    world, shared, full = build_world(scenario, 5), 0, 0
    people, homes = world.residents, world.households.rows
    limit = 60 * world.settings.parameters.carer_limit_hours
    while world.week < world.scenario.horizon.weeks:
        before = people.limited_until.copy()
        advance(world)
        fell_ill = np.unique(people.household[(people.limited_until != before) & limited(world)])
        several = fell_ill[homes["dependants"][fell_ill] > 1]
        here = np.isin(people.household, several)
        assert people.own_care_minutes[here].max(initial=0) <= limit
        shared += np.count_nonzero(people.own_care_minutes[here])
        full += np.count_nonzero(people.own_care_minutes[here] == limit)
    assert shared > 20
    assert full > 0


def limited(world):
    return world.residents.limited_until != NEVER
