"""Stationary stocks: a world starts with the open cases, trust and wellbeing it would keep.

Equations I1-I5; the warm-up removes the rest. All luck of this start belongs to the world's seed,
apart from the first candidate onsets and job losses, which belong to the weeks.
"""

from typing import Any

import numpy as np

from sanlian_sim.compiled import kernel
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.communities import disputes_unsettled, settle_communities, tie_index
from sanlian_sim.world.initial_cases import open_initial_cases
from sanlian_sim.world.initial_levels import draw_levels, set_wellbeing
from sanlian_sim.world.initial_slots import fill_providers
from sanlian_sim.world.joining import balanced_join_rate
from sanlian_sim.world.rules import REFERENCE_RESIDENTS
from sanlian_sim.world.state import Stage
from sanlian_sim.world.world import World


def start(world: World) -> None:
    """Give a world its initial stocks, in place."""
    draw_levels(world)
    open_initial_cases(world)
    fill_providers(world)
    _settle(world)
    set_wellbeing(world)


def _settle(world: World) -> None:
    """Put communities' levels at the fixed point under the baseline, and balance joining (I4)."""
    settings, rows = world.scenario.baseline, world.communities.rows
    p, levers = settings.parameters, settings.levers
    first = np.append(rows["first_resident"], len(world.residents)).astype(np.int32)
    rows["tie_index"] = tie_index(world.ties.degree, first, p.tie_saturation)
    world.run(_unsettled)
    rows["friction_initial"], rows["disputes_initial"] = rows["friction"], rows["disputes"]
    world.run(settle_communities, float(levers.platform_level), float(levers.capacity_yuan))
    world.policy.mobilisers[...] = levers.mobiliser_hours * 1000 / REFERENCE_RESIDENTS
    rows["join_rate"] = balanced_join_rate(world.handle)


@kernel
def _unsettled(world: Any, now: Now, start: int, end: int) -> None:
    """Set unsettled disputes from the initial stocks, their mean over the whole place."""
    rule, services = world.rule[0], world.services
    waiting, people = 0.0, 0
    for c in range(world.communities.shape[0]):
        people += world.communities[c].residents
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            if services[case.service].friction and case.stage != Stage.IN_SERVICE:
                waiting += 1.0
    for c in range(start, end):
        community = world.communities[c]
        own = waiting * community.residents / max(1, people)
        community.disputes = disputes_unsettled(rule, community, own)
