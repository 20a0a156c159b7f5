"""Livelihood: residents found economic organisations, and local jobs help to find work.

Equation J3 of the model documentation; part of the phase of employment.
"""

from typing import Any

from sanlian_sim.compiled import inner
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.communities import enterprises_founded
from sanlian_sim.world.rules import WEEKS_PER_YEAR


@inner
def earn(world: Any, rule: Any, c: int) -> float:
    """Found and close enterprises; return the factor of local jobs on finding work."""
    community, tally = world.communities[c], world.community_tally[c]
    more = 1.0 + rule.enterprise_cohesion * (community.cohesion - community.cohesion_initial)
    founded = enterprises_founded(rule, community) * max(0.0, more)
    founded += rule.enterprise_spillover * community.founded_nearby
    closing = min(1.0, rule.enterprise_closing / WEEKS_PER_YEAR)
    community.enterprises += founded - closing * community.enterprises
    hires = rule.enterprise_jobs * founded + community.local_hires
    tally[CommunitySeries.ENTERPRISES] = community.enterprises
    tally[CommunitySeries.LOCAL_HIRES] = hires
    seeking = max(1.0, tally[CommunitySeries.RESIDENTS_UNEMPLOYED])
    above = 100.0 * (hires - community.hires_initial) / seeking
    return float(max(0.0, 1.0 + rule.job_find_local * above))
