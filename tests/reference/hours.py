"""Hours: what every provider can give this week, and what it spends before serving anyone.

Amounts are whole minutes, real numbers rounded half up; a pool split over n parts gives each the
whole part and the remainder one minute at a time, in row order.
"""

import math

from sanlian_sim.world.state import Node, Side

from .rules import MINUTES, WEEKS_PER_YEAR, mean, rounded

CLEARED = (
    "paid", "client", "administration", "coordination", "edges", "intake", "visits", "outreach",
    "supervision", "training", "travel", "escalation", "direct", "idle", "free", "requested",
    "limit",
)  # fmt: skip


def plan_hours(model, sub_district):
    """Plan the hours of a sub-district, as far as they are known before discovery."""
    clear(model, sub_district)
    supply = mean_by_residents(sub_district, "supply")
    for service, desk in sub_district.desks.items():
        phi = sub_district.phi[service]
        base = desk.base * supply * model.supply_scale
        pay_for(model.rules, desk, rounded(base * (1.0 - phi)), service.client_share)
        coordinate(model, desk, agreements(sub_district, service))
        share_social_time(model, sub_district, service, base * phi)
    plan_office(model, sub_district.office, supply)
    for community in sub_district.communities:
        plan_committee(model, community)
        plan_volunteers(model, community)
    plan_workers(model, sub_district)


def clear(model, sub_district):
    for provider in model.providers:
        if provider.sub_district is sub_district:
            vars(provider).update(dict.fromkeys(CLEARED, 0))
            provider.pool, provider.load_ratio = provider, 0.0


def mean_by_residents(sub_district, name):
    """Mean of a lever over the communities of a sub-district, weighted by residents."""
    total = 0.0
    for community in sub_district.communities:
        total += getattr(community, name) * community.residents
    return total / sum(community.residents for community in sub_district.communities)


def pay_for(rules, provider, client, client_share):
    """Pay for client minutes and the time they take besides."""
    provider.client = client
    provider.paid = max(client, rounded(client / client_share))
    other = provider.paid - client
    provider.administration = rounded(rules.rest_administration * other)
    provider.travel = min(rounded(rules.rest_travel * other), other - provider.administration)
    rest = other - provider.administration - provider.travel
    provider.training = min(rounded(rules.rest_training * other), rest)
    provider.supervision = rest - provider.training


def agreements(sub_district, service):
    """Number of organisations with an agreement on a service: all that offer it, once delegated."""
    if any(community.delta[service] > 0.0 for community in sub_district.communities):
        return len(sub_district.organisations_offering(service))
    return 0


def coordinate(model, provider, partners):
    """Spend client time on coordination with other owners; a full platform saves part."""
    people = sum(community.residents for community in provider.sub_district.communities)
    level = 0.0
    for community in provider.sub_district.communities:
        level += community.platform * community.residents
    relief = 1.0 - model.rules.coordination_relief * level / people
    minutes = rounded(MINUTES * model.rules.coordination_hours * partners * relief)
    provider.coordination = min(minutes, provider.client)
    provider.client -= provider.coordination


def share_social_time(model, sub_district, service, government_minutes):
    """Divide the hours that delegated money buys equally over the organisations offering k."""
    rules, offering = model.rules, sub_district.organisations_offering(service)
    total = rounded(government_minutes * rules.oncost_government / rules.oncost_social)
    for place, organisation in enumerate(offering):
        provider = organisation.offers[service]
        minutes = total // len(offering) + (place < total % len(offering))
        pay_for(model.rules, provider, minutes, service.client_share)
        coordinate(model, provider, agreements(sub_district, service))
        provider.edges = min(edge_minutes(model, organisation), provider.client)
        provider.client -= provider.edges
        provider.limit = provider.client


def edge_minutes(model, organisation):
    """Minutes that each of an organisation's services gives to the edges it keeps."""
    sub_district = organisation.sub_district
    edges = sum(community.edge_committee for community in sub_district.communities)
    if sub_district.edge_organisations:
        edges += len(sub_district.organisations) - 1
    if sub_district.edge_worker:
        edges += worker_count(sub_district)
    return rounded(MINUTES * model.rules.edge_hours * edges / len(organisation.offers))


def worker_fte(sub_district):
    """Station workers in full-time equivalents."""
    total = 0.0
    for community in sub_district.communities:
        total += community.worker_fte
    return total


def worker_count(sub_district):
    """Station workers as persons."""
    return math.ceil(worker_fte(sub_district) - 1e-9)


def plan_office(model, office, supply):
    office.paid = rounded(office.base * supply)
    office.limit = rounded(office.paid * model.rules.office_intake_share)


def administrative_share(model, community):
    """Share of committee time: less with functions delegated, more with agreements (M3)."""
    rules, total, number = model.rules, 0.0, 0
    for service in model.services:
        total += community.delta[service]
        if community.delta[service] > 0.0:
            number += len(community.sub_district.organisations_offering(service))
    share = (
        rules.administration_base
        - rules.administration_relief * total / len(model.services)
        + rules.administration_contracts * number
    )
    return min(rules.administration_high, max(rules.administration_low, share))


def plan_committee(model, community):
    """Administration, edges and visits; intake and own services come out of the rest."""
    rules, own = model.rules, community.committee
    community.last_intake = community.intake_used
    community.admin_share = administrative_share(model, community)
    paid = rounded(community.staff_minutes * community.supply)
    own.administration = min(paid, rounded(paid * community.admin_share))
    service = paid - own.administration
    if community.edge_committee:
        organisations = len(community.sub_district.organisations)
        own.edges = min(service, rounded(MINUTES * rules.edge_hours * organisations))
    left = service - own.edges
    own.visits = rounded(community.visit_share * max(0, left - community.last_intake))
    if left - own.visits < community.expected_intake:
        own.visits = max(0, left - rounded(community.expected_intake))
    community.visits = own.visits / (rules.visit_minutes * community.households)
    limit = rounded(community.expected_intake * rules.intake_limit_factor)
    community.intake_limit = min(limit, left - own.visits)
    own.free = left - own.visits
    hours = community.mobilisers * community.residents / 1000.0
    community.mobiliser_minutes = rounded(MINUTES * hours)


def share_committee_time(model, sub_district):
    """Divide what intake leaves, if any, over own services; hand the delegated part on."""
    delegated = dict.fromkeys(model.services, 0.0)
    for community in sub_district.communities:
        committee, own = community.committee, community.own_services
        committee.intake = community.intake_used
        rest = max(committee.free - committee.intake, 0)
        base = sum(provider.base for provider in own.values())
        committee.idle = 0 if base > 0 else rest
        for service, provider in own.items() if base > 0 else ():
            minutes, phi = rest * provider.base / base, sub_district.phi[service]
            provider.client = rounded(minutes * (1.0 - phi) * model.supply_scale)
            provider.paid = provider.client
            delegated[service] += minutes * phi * model.supply_scale
        committee.client = committee.idle
        committee.paid = (
            committee.administration + committee.edges + committee.visits + committee.intake
            + committee.idle
        )  # fmt: skip
    for service in model.services:
        if not service.at_desk:
            share_social_time(model, sub_district, service, delegated[service])


def plan_volunteers(model, community):
    """Volunteers' case minutes, divided between the sides like the service they help first."""
    phi = 0.0
    for service in model.services:
        if service.volunteer_order == 1:
            phi = community.sub_district.phi[service]
    per_person = model.rules.volunteer_minutes_per_week * community.supply
    client = math.floor(per_person * community.volunteers)
    social = math.floor(client * phi)
    share = model.rules.volunteer_client_share
    pay_for(model.rules, community.team[Side.GOVERNMENT], client - social, share)
    pay_for(model.rules, community.team[Side.SOCIAL], social, share)


def plan_workers(model, sub_district):
    """Station workers: administration as at their employer, then outreach, casework, intake."""
    rules, worker = model.rules, sub_district.worker
    hours = worker_fte(sub_district) * MINUTES * rules.worker_hours_year / WEEKS_PER_YEAR
    worker.paid = rounded(hours)
    if sub_district.worker_node == Node.ORGANISATION:
        share = rules.worker_administration
    else:
        share = mean([community.admin_share for community in sub_district.communities])
    worker.administration = rounded(worker.paid * share)
    left = worker.paid - worker.administration
    if sub_district.edge_worker:
        pairs = len(sub_district.organisations) * worker_count(sub_district)
        worker.edges = min(left, rounded(MINUTES * rules.edge_hours * pairs))
    left -= worker.edges
    worker.outreach = rounded(left * rules.worker_outreach)
    casework = list(sub_district.casework.values())
    minutes = rounded(left * rules.worker_casework)
    for place, provider in enumerate(casework):
        provider.client = minutes // len(casework) + (place < minutes % len(casework))
        provider.paid = provider.client
        worker.paid -= provider.client
    worker.limit = worker.paid - worker.administration - worker.edges - worker.outreach
    reach_out(model, sub_district, worker.outreach)


def reach_out(model, sub_district, minutes):
    """Chance that a person whom outreach seeks is visited, where workers are paid for."""
    reached = [one for one in sub_district.communities if one.worker_fte > 0.0]
    targets = sum(community.targets for community in reached)
    for community in sub_district.communities:
        community.outreach = 0.0
        if community in reached and targets > 0:
            community.outreach = minutes / model.rules.outreach_minutes / targets
