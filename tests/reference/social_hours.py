"""Hours that contracts buy, and what organisations spend on payers and partners."""

import math

from .funding import FEN_PER_YUAN
from .rules import MINUTES, WEEKS_PER_YEAR, rounded


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
