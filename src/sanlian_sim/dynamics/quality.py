"""Quality: what staff, its conduct and linkage make of next week's hours.

Equations C8 and C9 of the model documentation.
"""

import numpy as np

from sanlian_sim.dynamics.funding import mean_by_sub_district
from sanlian_sim.dynamics.teams import Floats, Teams
from sanlian_sim.dynamics.workforce import in_row_order, usual_skills
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import ProviderKind
from sanlian_sim.world.world import World


def judge(world: World, teams: Teams) -> None:
    """Set the quality of next week's hours: skill, fit, shading, linkage (M1, M5, equation C9)."""
    rule, rows = world.rule, world.providers.rows
    desks, social = usual_skills(world)
    rows["quality_factor"] = 1.0
    desk = rows["kind"] == ProviderKind.DESK
    rows["quality_factor"][desk] = 1.0 + rule.skill_effect * (rows["skill"][desk] - desks)
    embedded = mean_by_sub_district(world, world.market.embedding)
    free = 1.0 - rule.autonomy_quality * (embedded * embedded)
    gain = _balance(world) - rule.complementarity_threshold
    linked = np.maximum(0.0, 1.0 + rule.complementarity * world.market.links * gain)
    own, place = teams.rows, teams.held["sub_district"]
    skilled = 1.0 + rule.skill_effect * (rows["skill"][own] - social)
    whole = 1.0 - rule.shading_depth * rows["shading"][own]
    rows["quality_factor"][own] = (
        np.maximum(0.0, skilled) * whole * rows["fit"][own] * free[place] * linked[place]
    )
    _judge_workers(world, social, linked)


def _judge_workers(world: World, usual: float, linked: Floats) -> None:
    """Station workers' casework has their mean skill, and what linkage adds."""
    workers, rows = world.workers.rows, world.providers.rows
    n = len(linked)
    present = workers["minutes"] > 0
    number = np.bincount(workers["sub_district"][present], minlength=n)
    total = np.bincount(workers["sub_district"][present], workers["skill"][present], n)
    mean = np.where(number > 0, total / np.maximum(1, number), usual)
    factor = np.maximum(0.0, 1.0 + world.rule.skill_effect * (mean - usual)) * linked
    casework = world.layout.casework
    j, k = np.nonzero(casework >= 0)
    rows["skill"][casework[j, k]] = mean[j]
    rows["quality_factor"][casework[j, k]] = factor[j]


def _balance(world: World) -> Floats:
    """Balance of the three legs, committees, organisations and workers, 0-1 (M1, equation C8)."""
    n, rows, places = len(world.layout.office), world.providers.rows, world.communities.rows
    committee = rows[world.layout.committee]
    own = rows["kind"] == ProviderKind.COMMITTEE_SERVICE
    serving = np.bincount(
        places["sub_district"], committee["paid"] - committee["administration"], n
    ) + np.bincount(rows["sub_district"][own], rows["paid"][own], n)
    staffed = places["staff_minutes"] * (1.0 - world.rule.administration_base)
    teams = world.teams
    bought = np.bincount(rows["sub_district"][teams], rows["paid"][teams], n)
    base = in_row_order(world.market.full_time) * world.rule.paid_hours_year * MINUTES
    people = np.bincount(places["sub_district"], places["residents"], n)
    full = people * world.rule.leg_workers / 1e4 * world.rule.worker_hours_year * MINUTES
    legs = (
        (serving, np.bincount(places["sub_district"], staffed, n)),
        (bought, world.rule.leg_organisations * base / WEEKS_PER_YEAR),
        (world.market.worker_minutes * 1.0, full / WEEKS_PER_YEAR),
    )
    total = np.zeros(n)
    for amount, whole in legs:
        level = np.minimum(1.0, amount / np.where(whole > 0.0, whole, 1.0))
        total += 1.0 / np.maximum(1e-9, level)
    balance: Floats = len(legs) / total
    return balance
