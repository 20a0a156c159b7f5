"""Quality: what staff, its conduct and linkage make of next week's hours.

Equations C8 and C9 of the model documentation.
"""

from typing import Any

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.teams import people_of
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR


@inner
def judge(
    world: Any, rule: Any, desks: float, social: float, embedded: float, j: int
) -> None:  # fmt: skip
    """Set the quality of next week's hours: skill, fit, shading, linkage (M1, M5, equation C9).

    ``desks`` and ``social`` are the usual skills of their staff and of organisations',
    ``embedded`` is the sub-district's mean embedding.
    """
    for k in range(world.desk.shape[1]):
        if world.desk[j, k] >= 0:
            desk = world.providers[world.desk[j, k]]
            desk.quality_factor = 1.0 + rule.skill_effect * (desk.skill - desks)
    free = 1.0 - rule.autonomy_quality * (embedded * embedded)
    gain = _balance(world, rule, j) - rule.complementarity_threshold
    linked = max(0.0, 1.0 + rule.complementarity * world.links[j] * gain)
    for row in world.teams:
        team = world.providers[row]
        if team.sub_district == j:
            skilled = max(0.0, 1.0 + rule.skill_effect * (team.skill - social))
            whole = 1.0 - rule.shading_depth * team.shading
            team.quality_factor = skilled * whole * team.fit * free * linked
    _judge_workers(world, rule, social, linked, j)


@inner
def _judge_workers(world: Any, rule: Any, usual: float, linked: float, j: int) -> None:
    """Station workers' casework has their mean skill, and what linkage adds."""
    number, total = 0, 0.0
    for n in range(world.workers.shape[0]):
        worker = world.workers[n]
        if worker.sub_district == j and worker.minutes > 0:
            number += 1
            total += worker.skill
    mean = total / number if number > 0 else usual
    factor = max(0.0, 1.0 + rule.skill_effect * (mean - usual)) * linked
    for k in range(world.casework.shape[1]):
        if world.casework[j, k] >= 0:
            casework = world.providers[world.casework[j, k]]
            casework.skill, casework.quality_factor = mean, factor


@inner
def _balance(world: Any, rule: Any, j: int) -> float:
    """Balance of the three legs, committees, organisations and workers, 0-1 (M1, equation C8)."""
    bought, posts = 0, 0.0
    for row in world.teams:
        if world.providers[row].sub_district == j:
            bought += world.providers[row].paid
    for k in range(world.full_time.shape[1]):
        posts += world.full_time[j, k]
    base = posts * rule.paid_hours_year * MINUTES
    full = people_of(world, j) * rule.leg_workers / 1e4 * rule.worker_hours_year * MINUTES
    serving, staffed = _of_committees(world, rule, j)
    legs = (
        (serving * 1.0, staffed), (bought * 1.0, rule.leg_organisations * base / WEEKS_PER_YEAR),
        (world.worker_minutes[j] * 1.0, full / WEEKS_PER_YEAR),
    )  # fmt: skip
    total = 0.0
    for amount, whole in legs:
        level = min(1.0, amount / (whole if whole > 0.0 else 1.0))
        total += 1.0 / max(1e-9, level)
    return len(legs) / total


@inner
def _of_committees(world: Any, rule: Any, j: int) -> tuple[int, float]:
    """Minutes in which committees serve, and all that they would have for it."""
    serving, staffed = 0, 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        committee = world.providers[world.committee[c]]
        serving += committee.paid - committee.administration
        for k in range(world.committee_service.shape[1]):
            row = world.committee_service[c, k]
            serving += world.providers[row].paid if row >= 0 else 0
        staffed += world.communities[c].staff_minutes * (1.0 - rule.administration_base)
    return serving, staffed
