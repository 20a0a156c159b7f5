"""Hours: what every provider can give this week, and what it spends before serving anyone.

Amounts are whole minutes, real numbers rounded half up; a pool split over n parts gives each the
whole part and the remainder one minute at a time, in row order.
"""

import math

from sanlian_sim.world.state import Node, Side

from .funding import FEN_PER_YUAN
from .rules import MINUTES, WEEKS_PER_YEAR, mean, rounded

CLEARED = (
    "paid", "client", "administration", "coordination", "edges", "intake", "visits", "outreach",
    "supervision", "training", "travel", "escalation", "direct", "idle", "free", "requested",
    "limit", "asked", "bench", "clients",
)  # fmt: skip


def plan_hours(model, sub_district):
    """Plan the hours of a sub-district, as far as they are known before discovery."""
    clear(model, sub_district)
    supply = sub_district.mean(lambda one: one.supply)
    for service, desk in sub_district.desks.items():
        base = desk.base * supply
        client = rounded(base * model.supply_scale * sub_district.filled(service))
        pay_for(model.rules, desk, client, service.client_share)
        coordinate(model, desk)
        share_social_time(model, sub_district, service, base * sub_district.phi[service])
    plan_office(model, sub_district.office, supply)
    for community in sub_district.communities:
        plan_committee(model, community)
        plan_volunteers(model, community)
    plan_workers(model, sub_district)


def clear(model, sub_district):
    sub_district.diverted = 0
    for provider in model.providers:
        if provider.sub_district is sub_district:
            vars(provider).update(dict.fromkeys(CLEARED, 0))
            provider.pool, provider.load_ratio = provider, 0.0


def pay_for(rules, provider, client, client_share):
    """Pay for client minutes and the time they take besides."""
    divide(rules, provider, max(client, rounded(client / client_share)), client)


def divide(rules, provider, paid, client):
    """Divide what is paid besides client time."""
    provider.paid, provider.client, other = paid, client, paid - client
    provider.administration = rounded(rules.rest_administration * other)
    provider.travel = min(rounded(rules.rest_travel * other), other - provider.administration)
    rest = other - provider.administration - provider.travel
    provider.training = min(rounded(rules.rest_training * other), rest)
    provider.supervision = rest - provider.training


def coordinate(model, provider):
    """Spend client time on coordination with those who have a contract (mechanism M14).

    A platform saves part of it, a lead organisation stands for the others, newcomers take more.
    """
    rules, sub_district, service = model.rules, provider.sub_district, provider.service
    relief = 1.0 - weighted(rules.coordination_relief, sub_district)
    partners = sub_district.agreements[service]
    partners -= rules.hub_saving * sub_district.hub * max(0.0, partners - 1.0)
    partners += rules.churn_weight * sub_district.newcomers[service]
    minutes = MINUTES * rules.coordination_hours * partners * relief
    minutes = rounded(minutes * part_of_post(model, provider))
    provider.coordination = min(minutes, provider.client)
    provider.client -= provider.coordination


def part_of_post(model, provider):
    """Part of a full-time post that a provider is, 1 for more."""
    return min(1.0, provider.paid * WEEKS_PER_YEAR / (MINUTES * model.rules.paid_hours_year))


def weighted(relief, sub_district):
    """Part of coordination that the platforms save."""
    level = 0.0
    for community in sub_district.communities:
        level += community.platform * community.residents
    return relief * level / sub_district.people


def share_social_time(model, sub_district, service, government_minutes):
    """Call off the hours that delegated money buys; teams do what their staff has time for."""
    volume = sub_district.volume[service]
    volume += (government_minutes - volume) / model.rules.call_off_weeks
    sub_district.volume[service] = volume
    money = volume * service.rate * sub_district.scale
    left = money - sub_district.fees[service]
    money = max(0.0, min(money * sub_district.call_off, left))
    for organisation in sub_district.organisations:
        if service in organisation.offers:
            work_for(model, organisation, organisation.offers[service], money)
    if service in sub_district.facilities:
        facility = sub_district.facilities[service]
        attend_to(model.rules, facility, facility.fee_minutes)


def attend_to(rules, provider, asked):
    """Let the staff there is do what is asked; nobody buys the rest of its time."""
    provider.asked = asked
    if rules.hire_weeks < 1.0:
        provider.staff = float(asked)
    there = math.floor(provider.staff)
    paid = min(asked, there)
    provider.bench = there - paid
    client = min(paid, rounded(paid * provider.service.client_share))
    divide(rules, provider, paid, client)


def work_for(model, organisation, team, money):
    """A team's hours: what is asked, less what payers, committees and partners take."""
    called = 0.0
    if team.price > 0.0:
        called = team.call_share * money * MINUTES / (team.price * FEN_PER_YUAN)
    attend_to(model.rules, team, rounded(called) + team.fee_minutes)
    bound = rounded(team.client * organisation.administrative_load)
    used = min(team.client - bound, rounded(team.client * organisation.diverted))
    team.administration += bound + used
    team.client -= bound + used
    organisation.sub_district.diverted += used
    coordinate(model, team)
    minutes = edge_minutes(model, organisation) * part_of_post(model, team)
    team.edges = min(rounded(minutes), team.client)
    team.client -= team.edges
    team.limit = team.client


def edge_minutes(model, organisation):
    """Minutes that each of an organisation's services gives to the edges it keeps."""
    sub_district = organisation.sub_district
    edges = sum(community.edge_committee for community in sub_district.communities)
    if sub_district.edge_organisations:
        edges += max(0, sub_district.active - 1)
    if sub_district.edge_worker:
        edges += worker_count(sub_district)
    serving = len([team for team in organisation.teams if team.open])
    return MINUTES * model.rules.edge_hours * edges / max(1, serving)


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
            number += community.sub_district.agreements[service]
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
    share = min(paid, rounded(paid * community.admin_share))
    # Part of it is done with the hours of organisations.
    own.administration = max(0, share - community.helped)
    service = paid - own.administration
    if community.edge_committee:
        partners = community.sub_district.active
        own.edges = min(service, rounded(MINUTES * rules.edge_hours * partners))
    left = service - own.edges
    visits = rounded(community.visit_share * max(0, left - community.last_intake))
    own.visits = min(visits, max(0, left - rounded(community.expected_intake)))
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
            minutes = rest * provider.base / base
            kept = minutes * model.supply_scale * sub_district.filled(service)
            provider.client = provider.paid = rounded(kept)
            delegated[service] += minutes * sub_district.phi[service]
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
    worker.paid = sub_district.worker_minutes
    if sub_district.worker_node == Node.ORGANISATION:
        share = rules.worker_administration
    else:
        share = mean([community.admin_share for community in sub_district.communities])
    worker.administration = rounded(worker.paid * share)
    left = worker.paid - worker.administration
    if sub_district.edge_worker:
        edges = MINUTES * rules.edge_hours * sub_district.active * worker_count(sub_district)
        worker.edges = min(left, rounded(edges))
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
