"""Family care: who falls ill shares the carers there are."""

import numpy as np

from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.build import build_world

from .worlds import STRAIN, busy


def test_no_carer_gives_more_than_the_limit():
    place = {"population": 3000, "communities": 1}
    scenario = busy(community=place, parameters=STRAIN | {"carer_limit_hours": 5})
    world, shared, full = build_world(scenario, 5), 0, 0
    people, homes = world.residents, world.households.rows
    limit = 60 * world.settings.parameters.carer_limit_hours
    while world.week < world.scenario.horizon.weeks:
        advance(world)
        minutes = people.own_care_minutes
        assert minutes.max() <= limit
        shared += np.count_nonzero(minutes[homes["dependants"][people.household] > 1])
        full += np.count_nonzero(minutes == limit)
    assert shared > 20
    assert full > 0
