"""Oversight: offices know, watch and come to trust those from whom they buy.

Equations C1-C3 of the model documentation.
"""

from typing import Any

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.minutes import rounded
from sanlian_sim.dynamics.teams import hourly_wage
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import CommunitySeries, Now
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR


@inner
def know(world: Any, rule: Any, j: int) -> None:
    """Know-how to judge fades as work is handed over, and grows by doing it (M13, equation C1)."""
    government, share = world.governments[1 + j], _delegated(world, j)
    gain = rule.know_how_gain * (1.0 - government.know_how) * (1.0 - share)
    loss = rule.know_how_loss * government.know_how * share
    after = government.know_how + (gain - loss) / WEEKS_PER_YEAR
    government.know_how = min(1.0, max(0.0, after))


@inner
def _delegated(world: Any, j: int) -> float:
    """Share of what base hours cost that has been handed over."""
    whole, part = 0.0, 0.0
    for k in range(world.bill.shape[1]):
        whole += world.bill[j, k]
        part += world.bill[j, k] * world.phi[j, k]
    return part / whole if whole > 0.0 else 0.0


@inner
def watch(world: Any, rule: Any, services: Any, yuan: float, j: int) -> None:
    """Part of the monitoring needed for which the office has time (M7, M9, M11, equation C2).

    ``yuan`` is what an hour of a civil servant costs.
    """
    need = 0.0
    for row in world.teams:
        team = world.providers[row]
        if team.sub_district == j:
            hard = 2.0 * (1.0 - services[team.service].measurability)
            known = world.organisations[team.owner].relation if team.owner >= 0 else 0.0
            value = team.paid * hourly_wage(world, rule, team) * team.monitoring_share
            need += value * hard * (1.0 - rule.relation_saving * known)
    asked = need * rule.transaction_costs / max(1e-9, yuan)
    covered = _time_to_watch(world, rule, j) / asked if asked > 0.0 else 1.0
    government = world.governments[1 + j]
    government.monitoring = min(1.0, covered) * government.know_how


@inner
def _time_to_watch(world: Any, rule: Any, j: int) -> int:
    """Minutes that the office has left this week, after intake and escalations."""
    number = 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        number += world.community_tally[c, CommunitySeries.ESCALATIONS]
    office = world.providers[world.office[j]]
    escalations = rounded(MINUTES * rule.escalation_hours * number)
    return int(max(0, office.paid - office.intake - escalations))


@inner
def rotate(world: Any, rule: Any, now: Now, j: int) -> bool:
    """Whether a sub-district's officials rotate this week (equation C3)."""
    u = draw(stream_state(now.seed, Stream.ROTATION), world.governments[1 + j].key, now.week)
    return bool(u < min(1.0, rule.rotation_per_year / WEEKS_PER_YEAR))


@inner
def relate(rule: Any, organisation: Any, contract: bool, rotates: bool) -> None:
    """Offices come to trust whom they know as good, until officials rotate (M11, equation C3)."""
    if contract:
        gap = organisation.reputation - organisation.relation
        organisation.relation += rule.relation_rate / WEEKS_PER_YEAR * gap
    if rotates:
        organisation.relation *= 0.5
