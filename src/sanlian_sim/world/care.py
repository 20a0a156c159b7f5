"""Limitations and the care that families give: equations F1, F2, F4 and F5."""

import math
from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.randomness import Stream, draw, normal_quantile, stream_state
from sanlian_sim.world.rules import MINUTES
from sanlian_sim.world.state import NEVER


@inner
def can_care(world: Any, i: int) -> bool:
    """Tell whether a resident is able to care for others: 15-79, neither disabled nor limited."""
    return 1 <= world.age_band[i] <= 2 and not world.disabled[i] and world.limited_until[i] == NEVER


@inner
def share_care(world: Any, household: Any) -> None:
    """Divide the household's care, net of what is displaced, equally among its able carers (F5)."""
    start, end = household.first_row, household.first_row + household.size
    minutes = 0
    for i in range(start, end):
        minutes += world.care_family[i] - world.care_displaced[i]
    carers = household.able_carers
    extra = minutes % carers if carers > 0 else 0
    for i in range(start, end):
        world.own_care_minutes[i] = 0
        if carers > 0 and can_care(world, i):
            world.own_care_minutes[i] = minutes // carers + (1 if extra > 0 else 0)
            extra -= 1


@inner
def become_limited(
    world: Any, household: Any, rule: Any, i: int, key: np.uint64, end_week: int, seed: int
) -> None:
    """Set the need for care, and divide the family's care anew (equations F1, F2)."""
    if can_care(world, i):
        household.able_carers -= 1
    world.limited_until[i] = end_week
    household.dependants += 1
    z = normal_quantile(draw(stream_state(seed, Stream.NEED_SIZE), key, 0))
    hours = math.exp(math.log(rule.limitation_median_hours) + rule.limitation_sigma * z)
    world.care_need[i] = math.floor(MINUTES * min(rule.limitation_cap_hours, hours) + 0.5)
    divide_family_care(world, household, rule)
    share_care(world, household)


@inner
def divide_family_care(world: Any, household: Any, rule: Any) -> None:
    """Set the family's part of the care of each limited member (equation F2).

    Whoever becomes limited shares the carers, of whom he may have been one, with who was before;
    whoever recovers may become one.
    """
    if household.dependants == 0:
        return
    community = world.communities[household.community]
    limit = math.floor(MINUTES * rule.carer_limit_hours + 0.5)
    share, most = rule.kin_share, limit
    if household.able_carers > 0:
        share, most = rule.family_share, limit * household.able_carers // household.dependants
    for i in range(household.first_row, household.first_row + household.size):
        if world.limited_until[i] == NEVER:
            continue
        community.family_minutes -= world.care_family[i] - world.care_displaced[i]
        world.care_family[i] = min(math.floor(share * world.care_need[i] + 0.5), most)
        world.care_displaced[i] = min(world.care_displaced[i], world.care_family[i])
        community.family_minutes += world.care_family[i] - world.care_displaced[i]


@inner
def residual_request(world: Any, rule: Any, i: int) -> int:
    """Minutes per week left for formal care, 0 if below what opens a case (equation F4)."""
    entitled = math.floor(MINUTES * rule.entitlement_hours + 0.5)
    residual = min(entitled, world.care_need[i] - world.care_family[i])
    least = math.floor(MINUTES * rule.minimum_request_hours + 0.5)
    return int(residual if residual >= least else 0)


@inner
def displace(world: Any, resident: int, minutes: int) -> None:
    """Set the family's hours that formal care displaces, and share the rest anew."""
    change = minutes - world.care_displaced[resident]
    if change == 0:
        return
    household = world.households[world.household[resident]]
    world.care_displaced[resident] = minutes
    world.communities[household.community].family_minutes -= change
    share_care(world, household)
