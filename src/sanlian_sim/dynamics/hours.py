"""Hours: what every provider has to give this week, and what it spends before serving anyone.

Equations H1-H9 of the model documentation. All amounts are whole minutes; a real number of
minutes is rounded half up.
"""

import math
from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import Node, Side

ADMINISTRATION, TRAVEL, TRAINING = 0.3, 0.5, 0.1
"""Shares of the time paid beyond client time; supervision takes the rest."""


@inner
def rounded(minutes: float) -> int:
    """Whole minutes, halves up."""
    return math.floor(minutes + 0.5)


@inner
def plan_hours(world: Any, rule: Any, services: Any, now: Now, j: int) -> None:
    """Set the hours of all providers of a sub-district, as far as known before discovery (H1)."""
    _clear(world, j)
    supply = _mean_supply(world, j)
    for k in range(services.shape[0]):
        if services[k].at_desk:
            desk = world.providers[world.desk[j, k]]
            base = desk.base * supply * now.supply_scale
            client = rounded(base * (1.0 - world.phi[j, k]))
            _pay_for(desk, client, services[k].client_share)
            _coordinate(world, rule, desk, _agreements(world, j, k))
            share_social_time(world, rule, services, j, k, base * world.phi[j, k])
    _plan_office(world, rule, supply, j)
    for c in range(world.first_community[j], world.first_community[j + 1]):
        _plan_committee(world, rule, c)
        _plan_volunteers(world, rule, services, j, c)
    _plan_workers(world, rule, j)


@inner
def _clear(world: Any, j: int) -> None:
    for row in range(world.providers.shape[0]):
        p = world.providers[row]
        if p.sub_district != j:
            continue
        p.paid = p.client = p.administration = p.coordination = p.edges = p.intake = 0
        p.visits = p.outreach = p.supervision = p.training = p.travel = p.escalation = 0
        p.direct = p.idle = p.free = p.requested = p.limit = 0
        p.pool = row
        p.load_ratio = 0.0


@inner
def _mean_supply(world: Any, j: int) -> float:
    """Scale of formal hours in a sub-district: its communities' mean by world."""
    people, total = 0, 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        people += world.communities[c].residents
        total += world.supply[c] * world.communities[c].residents
    return total / people if people > 0 else 1.0


@inner
def _pay_for(provider: Any, client: int, client_share: float) -> None:
    """Pay the time that client minutes take, travel and the rest included (equation H2)."""
    provider.client = client
    provider.paid = max(client, rounded(client / client_share))
    other = provider.paid - client
    provider.administration = rounded(ADMINISTRATION * other)
    provider.travel = min(rounded(TRAVEL * other), other - provider.administration)
    left = other - provider.administration - provider.travel
    provider.training = min(rounded(TRAINING * other), left)
    provider.supervision = left - provider.training


@inner
def _agreements(world: Any, j: int, k: int) -> int:
    """Organisations of a sub-district to which some community delegates a service."""
    delegated = False
    for c in range(world.first_community[j], world.first_community[j + 1]):
        delegated = delegated or world.delta[c, k] > 0.0
    return offering(world, j, k) if delegated else 0


@inner
def offering(world: Any, j: int, k: int) -> int:
    """Return the number of organisations of a sub-district that offer a service."""
    found = 0
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        found += 1 if world.organisation[o, k] >= 0 else 0
    return found


@inner
def _coordinate(world: Any, rule: Any, provider: Any, partners: int) -> None:
    """Spend client time on coordination with partners; a platform halves it (equation H3)."""
    j, people, level = provider.sub_district, 0, 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        people += world.communities[c].residents
        level += world.platform[c] * world.communities[c].residents
    relief = 1.0 - 0.5 * level / people if people > 0 else 1.0
    minutes = rounded(MINUTES * rule.coordination_hours * partners * relief)
    provider.coordination = min(minutes, provider.client)
    provider.client -= provider.coordination


@inner
def share_social_time(
    world: Any, rule: Any, services: Any, j: int, k: int, government_minutes: float
) -> None:
    """Divide the hours that delegated money buys over the organisations offering k (H1)."""
    offers, seen = offering(world, j, k), 0
    total = rounded(government_minutes * rule.oncost_government / rule.oncost_social)
    partners = _agreements(world, j, k)
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        row = world.organisation[o, k]
        if row < 0:
            continue
        provider = world.providers[row]
        minutes = total // offers + (1 if seen < total % offers else 0)
        seen += 1
        _pay_for(provider, minutes, services[k].client_share)
        _coordinate(world, rule, provider, partners)
        _keep_edges(provider, _organisation_edges(world, rule, j, o))
        provider.limit = provider.client


@inner
def _keep_edges(provider: Any, minutes: int) -> None:
    provider.edges = min(minutes, provider.client)
    provider.client -= provider.edges


@inner
def _organisation_edges(world: Any, rule: Any, j: int, o: int) -> int:
    """Minutes that each of an organisation's services gives to the edges it keeps (H5)."""
    edges = 0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        edges += 1 if world.edge_committee[c] else 0
    first, last = world.first_organisation[j], world.first_organisation[j + 1]
    if world.edge_organisations[j]:
        edges += last - first - 1
    if world.edge_worker[j]:
        edges += worker_count(world, j)
    offered = 0
    for k in range(world.organisation.shape[1]):
        offered += 1 if world.organisation[o, k] >= 0 else 0
    return rounded(MINUTES * rule.edge_hours * edges / max(1, offered))


@inner
def worker_fte(world: Any, j: int) -> float:
    """Return the station workers of a sub-district in full-time equivalents."""
    total = 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        total += world.worker_fte[c]
    return total


@inner
def worker_count(world: Any, j: int) -> int:
    """Return the station workers of a sub-district as persons."""
    return math.ceil(worker_fte(world, j) - 1e-9)


@inner
def _plan_office(world: Any, rule: Any, supply: float, j: int) -> None:
    office = world.providers[world.office[j]]
    office.paid = rounded(office.base * supply)
    office.limit = rounded(office.paid * rule.office_intake_share)


@inner
def administrative_share(world: Any, rule: Any, c: int) -> float:
    """Share of committee time: falls with delegation, rises with agreements (M3, equation H4)."""
    community = world.communities[c]
    n_services, total, agreements = world.delta.shape[1], 0.0, 0
    for k in range(n_services):
        delta = world.delta[c, k]
        total += delta
        if delta > 0.0:
            agreements += offering(world, community.sub_district, k)
    share = (
        rule.administration_base
        - rule.administration_relief * total / max(1, n_services)
        + rule.administration_contracts * agreements
    )
    return float(min(rule.administration_high, max(rule.administration_low, share)))


@inner
def _plan_committee(world: Any, rule: Any, c: int) -> None:
    """Administration, edges and visits of a committee (H6); intake and services come later.

    Visits leave the intake that is expected. Without services of its own a committee would
    otherwise visit all week, and take nobody in.
    """
    community = world.communities[c]
    j = community.sub_district
    community.last_intake = community.intake_used
    community.admin_share = administrative_share(world, rule, c)
    paid = rounded(community.staff_minutes * world.supply[c])
    row = world.providers[world.committee[c]]
    row.administration = min(paid, rounded(paid * community.admin_share))
    service = paid - row.administration
    if world.edge_committee[c]:
        n = world.first_organisation[j + 1] - world.first_organisation[j]
        row.edges = min(service, rounded(MINUTES * rule.edge_hours * n))
    left = service - row.edges
    visits = rounded(community.visit_share * max(0, left - community.last_intake))
    row.visits = min(visits, max(0, left - rounded(community.expected_intake)))
    community.visits = 0.0
    if community.households > 0:
        community.visits = row.visits / (rule.visit_minutes * community.households)
    limit = rounded(community.expected_intake * rule.intake_limit_factor)
    community.intake_limit = min(limit, left - row.visits)
    row.free = left - row.visits
    hours = world.mobilisers[c] * community.residents / 1000.0
    community.mobiliser_minutes = rounded(MINUTES * hours)


@inner
def share_committee_time(world: Any, rule: Any, services: Any, now: Now, j: int) -> None:
    """Divide what intake leaves over the committees' services; hand the delegated part on (H7).

    Intake beyond what there is was done in overtime, and is paid.
    """
    delegated = np.zeros(services.shape[0])
    for c in range(world.first_community[j], world.first_community[j + 1]):
        row = world.providers[world.committee[c]]
        row.intake = world.communities[c].intake_used
        rest = max(0, row.free - row.intake)
        base = 0
        for k in range(services.shape[0]):
            own = world.committee_service[c, k]
            base += world.providers[own].base if own >= 0 else 0
        row.idle = rest if base == 0 else 0
        for k in range(services.shape[0]):
            own = world.committee_service[c, k]
            if own < 0 or base == 0:
                continue
            minutes = rest * world.providers[own].base / base
            phi = world.phi[j, k]
            world.providers[own].client = rounded(minutes * (1.0 - phi) * now.supply_scale)
            world.providers[own].paid = world.providers[own].client
            delegated[k] += minutes * phi * now.supply_scale
        row.client = row.idle
        row.paid = row.administration + row.edges + row.visits + row.intake + row.idle
    for k in range(services.shape[0]):
        if not services[k].at_desk:
            share_social_time(world, rule, services, j, k, delegated[k])


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
        _pay_for(
            team, social if side == Side.SOCIAL else client - social, rule.volunteer_client_share
        )


@inner
def _plan_workers(world: Any, rule: Any, j: int) -> None:
    """Station workers: administration as at their employer, outreach, casework, intake (H9)."""
    paid = rounded(worker_fte(world, j) * MINUTES * rule.worker_hours_year / WEEKS_PER_YEAR)
    worker = world.providers[world.worker[j]]
    own = world.worker_node[j] == Node.ORGANISATION
    share = rule.worker_administration if own else _mean_admin_share(world, j)
    worker.paid = paid
    worker.administration = rounded(paid * share)
    left = paid - worker.administration
    if world.edge_worker[j]:
        n = world.first_organisation[j + 1] - world.first_organisation[j]
        edges = rounded(MINUTES * rule.edge_hours * n * worker_count(world, j))
        worker.edges = min(left, edges)
    left -= worker.edges
    worker.outreach = rounded(left * rule.worker_outreach)
    _plan_casework(world, rule, j, worker, rounded(left * rule.worker_casework))
    worker.limit = worker.paid - worker.administration - worker.edges - worker.outreach
    _reach(world, rule, j, worker.outreach)


@inner
def _plan_casework(world: Any, rule: Any, j: int, worker: Any, minutes: int) -> None:
    """Divide casework minutes equally over the services in which workers serve cases."""
    n = 0
    for k in range(world.casework.shape[1]):
        n += 1 if world.casework[j, k] >= 0 else 0
    seen = 0
    for k in range(world.casework.shape[1]):
        if world.casework[j, k] < 0:
            continue
        provider = world.providers[world.casework[j, k]]
        provider.client = minutes // n + (1 if seen < minutes % n else 0)
        provider.paid = provider.client
        worker.paid -= provider.client
        seen += 1


@inner
def _mean_admin_share(world: Any, j: int) -> float:
    total, n = 0.0, 0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        total += world.communities[c].admin_share
        n += 1
    return total / n


@inner
def _reach(world: Any, rule: Any, j: int, minutes: int) -> None:
    """Chance that a target of outreach is visited, where station workers are paid for."""
    targets = 0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        if world.worker_fte[c] > 0.0:
            targets += world.communities[c].targets
    chance = minutes / rule.outreach_minutes / targets if targets > 0 else 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        world.communities[c].outreach = chance if world.worker_fte[c] > 0.0 else 0.0
