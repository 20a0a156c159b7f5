"""Hours: what every provider has to give this week, and what it spends before serving anyone.

Equations H1-H11 of the model documentation. All amounts are whole minutes; a real number of
minutes is rounded half up.
"""

from typing import Any

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.committee_hours import filled_posts, plan_committee
from sanlian_sim.dynamics.minutes import pay_for, rounded
from sanlian_sim.dynamics.social_hours import coordinate, share_social_time
from sanlian_sim.dynamics.worker_hours import plan_workers
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.state import Side


@inner
def plan_hours(world: Any, rule: Any, services: Any, now: Now, j: int) -> None:
    """Set the hours of all providers of a sub-district, as far as known before discovery (H1)."""
    _clear(world, j)
    supply = _mean_supply(world, j)
    for k in range(services.shape[0]):
        if services[k].at_desk:
            desk = world.providers[world.desk[j, k]]
            base = desk.base * supply
            client = rounded(base * now.supply_scale * filled_posts(world, j, k))
            pay_for(rule, desk, client, services[k].client_share)
            coordinate(world, rule, desk)
            share_social_time(world, rule, services, j, k, base * world.phi[j, k])
    _plan_office(world, rule, supply, j)
    for c in range(world.first_community[j], world.first_community[j + 1]):
        plan_committee(world, rule, c)
        _plan_volunteers(world, rule, services, j, c)
    plan_workers(world, rule, j)


@inner
def _clear(world: Any, j: int) -> None:
    world.diverted[j] = 0
    for row in range(world.providers.shape[0]):
        p = world.providers[row]
        if p.sub_district != j:
            continue
        p.paid = p.client = p.administration = p.coordination = p.edges = p.intake = 0
        p.visits = p.outreach = p.supervision = p.training = p.travel = p.escalation = 0
        p.direct = p.idle = p.free = p.requested = p.limit = 0
        p.asked = p.bench = p.clients = 0
        p.pool = row
        p.load_ratio = p.strain = 0.0


@inner
def _mean_supply(world: Any, j: int) -> float:
    """Scale of formal hours in a sub-district: its communities' mean by world."""
    people, total = 0, 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        people += world.communities[c].residents
        total += world.supply[c] * world.communities[c].residents
    return total / people if people > 0 else 1.0


@inner
def _plan_office(world: Any, rule: Any, supply: float, j: int) -> None:
    office = world.providers[world.office[j]]
    office.paid = rounded(office.base * supply)
    office.limit = rounded(office.paid * rule.office_intake_share)


@inner
def _plan_volunteers(world: Any, rule: Any, services: Any, j: int, c: int) -> None:
    """Volunteers' case minutes, divided between the sides like what they help first (H8)."""
    community = world.communities[c]
    phi = 0.0
    for k in range(services.shape[0]):
        if services[k].volunteer_order == 1:
            phi = world.phi[j, k]
    per_person = rule.volunteer_minutes_per_week * world.supply[c]
    client = int(per_person * community.volunteers)
    social = int(client * phi)
    for side in (Side.GOVERNMENT, Side.SOCIAL):
        team = world.providers[world.team[c, side]]
        part = social if side == Side.SOCIAL else client - social
        pay_for(rule, team, part, rule.volunteer_client_share)
