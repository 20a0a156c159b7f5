"""Projects on grants (mechanism M20), and how organisations open and close."""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import NEVER, Founder

from .draws import joint, normal_quantile, uniform
from .rules import MINUTES

SEATS_OFFERED = 2


def found(model, organisation, founder):
    """Open an organisation on a free seat."""
    organisation.alive, organisation.founded = True, model.week
    organisation.founder = founder
    for community in organisation.sub_district.communities:
        community.founded_nearby += 1


def dismiss(model, gone):
    """Close organisations: their contracts fall vacant, and their staff goes."""
    for organisation in gone:
        organisation.alive = organisation.initiative = False
        organisation.granted_until, organisation.debt_weeks = NEVER, 0
    for contract in model.contracts:
        if contract.organisation in gone:
            contract.organisation, contract.retry = None, model.week + 1
    for provider in model.providers:
        if provider.owner in gone:
            provider.staff = 0.0


def applicants(model, sub_district, service):
    """Small organisations without a grant, then initiatives on seats that nobody has had."""
    free = [
        one
        for one in sub_district.organisations
        if service in one.offers and one.granted_until == NEVER
    ]
    small = [one for one in free if one.alive and is_small(model, one)]
    seats = [one for one in free if not one.alive and one.founded == NEVER]
    begun = sum(community.initiatives for community in sub_district.communities)
    under_way = len([one for one in sub_district.organisations if one.initiative])
    return small + seats[: min(SEATS_OFFERED, max(0, begun - under_way))]


def is_small(model, organisation):
    staff = 0.0
    for team in organisation.teams:
        staff += team.staff
    return staff < MINUTES * model.rules.small_hours


def found_project(model, organisation, service, end):
    """Begin a project; its fit is luck that shows only in what it delivers."""
    if not organisation.alive:
        found(model, organisation, Founder.VENTURE)
        organisation.initiative = True
    organisation.granted_until = end
    u = uniform(model.seed, Stream.PROJECT_FIT, joint(organisation.key, service.row), model.week)
    fit = max(0.0, 1.0 + model.rules.venture_spread * normal_quantile(u))
    organisation.offers[service].fit = fit


def close_projects(model):
    """End the projects whose grant is over; an initiative that is not taken on dissolves."""
    over, dissolved = [], []
    for contract in model.contracts:
        held = contract.instrument.initiatives and contract.organisation is not None
        if held and contract.end <= model.week:
            over.append(contract)
    model.ended_projects = []
    for contract in over:
        organisation, team = contract.organisation, contract.organisation.offers[contract.service]
        stays = is_taken_on(model, contract, team)
        model.ended_projects.append("taken on" if stays else "stopped")
        if not stays:
            team.fit = 1.0
            if organisation.initiative:
                dissolved.append(organisation)
        organisation.initiative, organisation.granted_until = False, NEVER
    for contract in over:
        contract.organisation = None
    model.ended_projects += ["initiative dissolved"] * len(dissolved)
    dismiss(model, dissolved)


def is_taken_on(model, contract, team):
    """Whether a project suits, and hours are called off for which it can compete."""
    key = joint(contract.organisation.key, contract.service.row)
    lucky = uniform(model.seed, Stream.PIPELINE, key, model.week) < model.rules.venture_pipeline
    fits = team.fit >= model.rules.venture_threshold
    return contract.sub_district.call_off > 0.0 and fits and lucky
