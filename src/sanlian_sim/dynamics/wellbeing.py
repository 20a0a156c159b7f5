"""Wellbeing: every resident adjusts towards the level that present circumstances support."""

import math
from typing import Any

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.world.arrays import CommunitySeries, Now
from sanlian_sim.world.communities import circumstance_weights, circumstances
from sanlian_sim.world.groups import IN_NEED
from sanlian_sim.world.state import AgeBand, Labour, Stage
from sanlian_sim.world.world import World

LOWEST, HIGHEST = 0.0, 10.0
LN_2 = math.log(2.0)


def wellbeing(world: World) -> None:
    """Run the phase."""
    world.run(_wellbeing)


@kernel
def _wellbeing(world: Any, now: Now, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    for c in range(start, end):
        add_burdens(world, services, c)
        _adjust(world, rule, now, c)


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
    first, last = community.first_resident, community.first_resident + community.residents
    wellbeing, burden = world.wellbeing[first:last], world.burden[first:last]
    baseline, total = world.baseline_wellbeing[first:last], world.wellbeing_total[first:last]
    labour, age_band = world.labour[first:last], world.age_band[first:last]
    care, groups = world.own_care_minutes[first:last], world.groups[first:last]
    tie_start = world.tie_start[first : last + 1]
    weights = circumstance_weights(rule, community.environment, community.cohesion)
    weight = now.discount if now.counted else 0.0
    # A power of 2 would be compiled to exp2, whose last digit differs between platforms.
    step = 1.0 - math.exp(-LN_2 / rule.adjustment_half_life)
    level_sum, in_need, unemployed = 0.0, 0.0, 0
    for i in range(last - first):
        out_of_work = labour[i] == Labour.UNEMPLOYED
        unemployed += out_of_work
        target = baseline[i] - burden[i]
        target += circumstances(weights, out_of_work, tie_start[i + 1] - tie_start[i], care[i])
        level = wellbeing[i]
        level += step * (target - level)
        level = min(HIGHEST, max(LOWEST, level))
        wellbeing[i] = level
        total[i] += weight * level
        adult = level if age_band[i] != AgeBand.CHILD else 0.0
        level_sum += adult
        in_need += adult if groups[i] & IN_NEED else 0.0
    world.community_tally[c, CommunitySeries.RESIDENTS_UNEMPLOYED] = unemployed
    world.community_tally[c, CommunitySeries.WELLBEING_SUM] = level_sum
    world.community_tally[c, CommunitySeries.WELLBEING_IN_NEED_SUM] = in_need
