"""Joining the volunteers, as far as the start of a world depends on it."""

from typing import Any

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.world.state import AgeBand


@inner
def tie_factor(world: Any, rule: Any, i: int) -> float:
    """Effect of volunteering ties: more once their share reaches the threshold (P1)."""
    start, end = world.tie_start[i], world.tie_start[i + 1]
    active = 0
    for t in range(start, end):
        active += 1 if world.volunteer[world.tie_partner[t]] else 0
    moved = end > start and active / (end - start) >= world.threshold[i]
    return 1.0 + rule.join_ties if moved else 1.0


@inner
def may_volunteer(age_band: int) -> bool:
    """Tell whether residents of an age band may volunteer: 15-79."""
    return age_band == AgeBand.WORKING_AGE or age_band == AgeBand.OLDER


@kernel
def balanced_join_rate(world: Any) -> float:
    """Base chance of joining per week at which expected joins equal leaves at the start (I4)."""
    rule = world.rule[0]
    volunteers, pull = 0, 0.0
    for i in range(world.key.shape[0]):
        if world.volunteer[i]:
            volunteers += 1
        elif may_volunteer(world.age_band[i]):
            mobilised = world.mobilisers[world.community[i]]
            pull += tie_factor(world, rule, i) * (1.0 + rule.join_mobiliser * mobilised)
    return rule.leave_per_week * volunteers / pull if pull > 0.0 else 0.0
