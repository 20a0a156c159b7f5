"""Lists: where a case waits, whose minutes are open to it, and how much is asked of them."""

from collections import Counter

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import Side

from .draws import uniform


def measure_load(model, sub_district, listed):
    """Requested over available minutes of every list (mechanism M15).

    Available are a list's own minutes, and of every helper the part that the list asks for among
    all that the helper is asked for.
    """
    asked, available = Counter(), {}
    for case in listed:
        list_of(case).requested += case.planned
        for helper in helpers_of(model, case):
            asked[helper] += case.planned
    for case in listed:
        for helper in helpers_of(model, case):
            part = case.planned * helper.free / asked[helper]
            available[list_of(case)] = available.get(list_of(case), 0.0) + part
    for head in {list_of(case): None for case in listed}:
        minutes = head.free + available.get(head, 0.0)
        if minutes > 0:
            head.load_ratio = head.requested / minutes
    if sub_district.shared:
        spread_load(sub_district)
    for provider in model.providers:
        if provider.sub_district is sub_district:
            provider.strain = provider.load_ratio
    share_strain(model, listed, asked)


def share_strain(model, listed, asked):
    """Helpers have the load of the lists that ask for them, as far as each asks."""
    for case in listed:
        for helper in helpers_of(model, case):
            helper.strain += list_of(case).load_ratio * case.planned / asked[helper]


def spread_load(sub_district):
    """All organisations of a shared list have the list's load."""
    for organisation in sub_district.organisations:
        for member in organisation.teams:
            if member.open:
                member.load_ratio = member.pool.load_ratio


def list_of(case):
    """Provider whose list a case is on; a shared list is kept by the first organisation."""
    if case.side == Side.GOVERNMENT:
        return public_provider(case)
    sub_district = case.resident.community.sub_district
    if sub_district.shared:
        return sub_district.organisations_offering(case.service)[0].offers[case.service]
    return case.organisation.offers[case.service]


def public_provider(case):
    """The government's provider: the desk of the sub-district, else the committee."""
    community = case.resident.community
    return community.sub_district.desks.get(case.service) or community.own_services[case.service]


def helpers_of(model, case):
    """Who may give a case hours besides its own institution, in turn."""
    community, helpers = case.resident.community, []
    if case.side == Side.SOCIAL and is_near(model, case):
        helpers.append(community.sub_district.facilities[case.service])
    casework = community.sub_district.casework.get(case.service)
    if casework is not None and casework.side == case.side:
        helpers.append(casework)
    if case.service.volunteer_order == 1:
        helpers.append(community.team[case.side])
    return helpers


def offers_to(model, case):
    """Providers to which a case is offered, in turn."""
    return [list_of(case), *helpers_of(model, case)]


def is_near(model, case):
    """Whether a resident would go as far as the facility; decided once (mechanism M19)."""
    rules, community = model.rules, case.resident.community
    site = community.sub_district.site[case.service]
    facility = community.sub_district.facilities.get(case.service)
    if facility is None or site is None or facility.client <= 0:
        return False
    walk = community.walk_minutes
    if site is not community:
        walk += rules.facility_distance_minutes
    far = walk / rules.facility_reach_minutes
    chance = 1.0 / (1.0 + rules.facility_friction * far * far)
    return uniform(model.seed, Stream.NEAR, case.key) < chance
