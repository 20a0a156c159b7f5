"""Wellbeing: every resident adjusts towards the level that present circumstances support."""

import math
from typing import Any

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.world.arrays import CommunitySeries, Now
from sanlian_sim.world.communities import circumstances
from sanlian_sim.world.groups import IN_NEED
from sanlian_sim.world.state import AgeBand, Labour, Stage
from sanlian_sim.world.world import World

LOWEST, HIGHEST = 0.0, 10.0


def wellbeing(world: World) -> None:
    """Run the phase."""
    world.run(_wellbeing)


@kernel
def _wellbeing(world: Any, rule: Any, services: Any, now: Now, start: int, end: int) -> None:
    for c in range(start, end):
        add_burdens(world, services, c)
        _adjust(world, rule[0], now, c)


@inner
def add_burdens(world: Any, services: Any, c: int) -> None:
    """Sum beta times burden over each resident's open cases (equation W2)."""
    community, burden = world.communities[c], world.burden
    first = community.first_resident
    burden[first : first + community.residents] = 0.0
    for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
        case = world.cases[row]
        service = services[case.service]
        weight = case.severity
        if service.continuing and case.stage != Stage.LATENT:
            weight *= 1.0 - case.covered
        burden[case.resident] += service.beta * weight


@inner
def _adjust(world: Any, rule: Any, now: Now, c: int) -> None:
    """Move wellbeing towards its target, half of the way in the half-life (equation W3)."""
    community = world.communities[c]
    step = 1.0 - math.pow(2.0, -1.0 / rule.adjustment_half_life)
    total, in_need, unemployed = 0.0, 0.0, 0
    for i in range(community.first_resident, community.first_resident + community.residents):
        out_of_work = world.labour[i] == Labour.UNEMPLOYED
        unemployed += out_of_work
        ties = world.tie_start[i + 1] - world.tie_start[i]
        target = world.baseline_wellbeing[i] - world.burden[i]
        target += circumstances(
            rule, out_of_work, community.environment, community.cohesion, ties,
            world.own_care_minutes[i],
        )  # fmt: skip
        level = world.wellbeing[i]
        level += step * (target - level)
        level = min(HIGHEST, max(LOWEST, level))
        world.wellbeing[i] = level
        if now.counted:
            world.wellbeing_total[i] += now.discount * level
        if world.age_band[i] != AgeBand.CHILD:
            total += level
            if world.groups[i] & IN_NEED:
                in_need += level
    world.community_tally[c, CommunitySeries.RESIDENTS_UNEMPLOYED] = unemployed
    world.community_tally[c, CommunitySeries.WELLBEING_SUM] = total
    world.community_tally[c, CommunitySeries.WELLBEING_IN_NEED_SUM] = in_need
