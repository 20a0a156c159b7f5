"""Phase 5, delivery: providers give their hours to the cases on their lists.

A list is ranked whole: cases that wait and, for episodic services, those in service alike. Hours
come from the pool of the case's own institution, then from station workers' casework, then, for
the service that volunteers help first, from the community's volunteers.
"""

import math

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import NOT_YET, Happening, ProviderKind, Side, Stage

from .casework import AT_PROVIDER, experience, in_order, report
from .draws import uniform
from .routing import cases_of, choose_organisation
from .settlement import settle

WITHOUT_CLIENTS = (ProviderKind.COMMITTEE, ProviderKind.OFFICE, ProviderKind.WORKER)
SIDES = (Side.GOVERNMENT, Side.SOCIAL)


def delivery(model):
    """Run the phase."""
    for sub_district in model.sub_districts:
        for case in cases_of(sub_district):
            case.given = 0
            case.planned = planned(case)
        open_books(model, sub_district)
        for service in model.services:
            for side in SIDES:
                serve_list(model, sub_district, service, side)
        for community in sub_district.communities:
            relieve(model, community)
        for community in sub_district.communities:
            settle(model, community)
        close_books(model, sub_district)


def planned(case):
    """Minutes a case is to receive this week."""
    if case.service.continuing:
        return case.request
    return min(case.left, case.service.weekly_maximum)


def serving(model, sub_district):
    """Providers of a sub-district that give hours to cases."""
    return [
        provider
        for provider in model.providers
        if provider.sub_district is sub_district and provider.kind not in WITHOUT_CLIENTS
    ]


def open_books(model, sub_district):
    """Every provider starts with its client time, less the intake it did."""
    for provider in serving(model, sub_district):
        provider.free = provider.opening = provider.client - provider.intake


def serve_list(model, sub_district, service, side):
    """Serve the cases of one service and side."""
    listed = [
        case
        for case in cases_of(sub_district)
        if case.service is service and case.side == side and is_listed(case)
    ]  # fmt: skip
    if side == Side.SOCIAL and sub_district.shared:
        pool_minutes(sub_district, service)
    measure_load(sub_district, service, side, listed)
    if service.continuing:
        waiting = keep_slots(model, listed)
        for case in in_order(model, waiting):
            offer_slot(model, case)
    else:
        for case in in_order(model, listed):
            hold_session(model, case)


def is_listed(case):
    """Whether a case has reached the list of its provider."""
    return case.stage != Stage.LATENT and case.hops == AT_PROVIDER


def pool_minutes(sub_district, service):
    """Organisations with a shared list pool their minutes at the first of them."""
    members = [one.offers[service] for one in sub_district.organisations_offering(service)]
    for member in members[1:]:
        member.pool = members[0]
        members[0].free += member.free
        members[0].opening = members[0].free
        member.free = member.opening = 0


def measure_load(sub_district, service, side, listed):
    """Requested over available minutes of every list (mechanism M15)."""
    for case in listed:
        list_of(case).requested += case.planned
    for case in listed:
        head = list_of(case)
        if head.free > 0:
            head.load_ratio = head.requested / head.free
    if side == Side.SOCIAL and sub_district.shared:
        for organisation in sub_district.organisations_offering(service):
            member = organisation.offers[service]
            member.load_ratio = member.pool.load_ratio


def list_of(case):
    """Provider whose list a case is on; a shared list is kept by the first organisation."""
    if case.side == Side.GOVERNMENT:
        return public_provider(case)
    sub_district = case.resident.community.sub_district
    if sub_district.shared or case.organisation is None:
        return sub_district.organisations_offering(case.service)[0].offers[case.service]
    return case.organisation.offers[case.service]


def public_provider(case):
    """The government's provider: the desk of the sub-district, else the committee."""
    community = case.resident.community
    return community.sub_district.desks.get(case.service) or community.own_services[case.service]


def offers_to(model, case):
    """Providers to which a case is offered, in turn."""
    sub_district = case.resident.community.sub_district
    if case.side == Side.GOVERNMENT:
        yield public_provider(case)
    else:
        if case.organisation is None:
            case.organisation = choose_organisation(model, case)
        yield case.organisation.offers[case.service]
    casework = sub_district.casework.get(case.service)
    if casework is not None and casework.side == case.side:
        yield casework
    if case.service.volunteer_order == 1:
        yield case.resident.community.team[case.side]


def keep_slots(model, listed):
    """Serve the cases in service; return those that wait, returned ones last."""
    waiting = [case for case in listed if case.stage != Stage.IN_SERVICE]
    slots = {}
    for case in listed:
        if case.stage == Stage.IN_SERVICE:
            slots.setdefault(case.provider.pool, []).append(case)
    for pool in sorted(slots, key=lambda provider: provider.row):
        waiting += serve_slots(model, pool, slots[pool])
    return waiting


def serve_slots(model, pool, held):
    """Serve the slots of one pool, diluted if minutes lack; return the cases sent back."""
    committed = sum(case.request for case in held)
    if committed <= pool.free:
        pool.diluted_weeks = 0
        for case in held:
            give(model, case, case.provider, case.request)
        return []
    held, returned = in_order(model, held), []
    pool.diluted_weeks += 1
    if pool.diluted_weeks > model.rules.dilution_weeks:
        pool.diluted_weeks = 0
        while held and committed > pool.free:
            case = held.pop()
            committed -= case.request
            case.stage, case.provider = Stage.QUEUED, None
            returned.append(case)
    dilute(model, held, committed, pool.free)
    return returned


def dilute(model, held, committed, free):
    """Scale slots to the minutes there are; the remainder goes by order, a minute each."""
    if committed <= free:
        shares = [case.request for case in held]
    else:
        shares = [case.request * free // committed for case in held]
        left = free - sum(shares)
        shares = [share + (place < left) for place, share in enumerate(shares)]
    for case, minutes in zip(held, shares, strict=True):
        give(model, case, case.provider, minutes)


def offer_slot(model, case):
    """Offer a waiting case to its providers in turn; who has too little passes it over.

    A request above a provider's whole time is taken when the provider is idle, and diluted.
    """
    for provider in list(offers_to(model, case)):
        pool = provider.pool
        idle = pool.free == pool.opening and pool.free > 0
        if pool.free < case.request and not idle:
            continue
        if declines(model, case):
            return
        case.stage, case.provider = Stage.IN_SERVICE, provider
        case.next_event = model.week + model.rules.trust_event_weeks
        give(model, case, provider, min(case.request, pool.free))
        return


def hold_session(model, case):
    """Give an episodic case what is planned, as far as its providers have it."""
    for provider in list(offers_to(model, case)):
        minutes = min(case.planned - case.given, provider.pool.free)
        if minutes <= 0:
            continue
        if declines(model, case):
            return
        give(model, case, provider, minutes)
        case.stage, case.provider = Stage.IN_SERVICE, provider


def declines(model, case):
    """Decide at the first offer, by trust in the side that offers."""
    if case.first_served != NOT_YET:
        return False
    resident = case.resident
    trust = resident.trust_social if case.side == Side.SOCIAL else resident.trust_government
    u = uniform(model.seed, Stream.DECLINE, case.key)
    case.declined = u < model.rules.decline * (1.0 - trust)
    return case.declined


def give(model, case, provider, minutes):
    """Book minutes on a case; its quality is the mean over the week's minutes."""
    provider.pool.free -= minutes
    provider.direct += minutes
    total = case.given + minutes
    if total > 0:
        quality = delivered_quality(model, case.service, provider)
        case.quality = (case.quality * case.given + quality * minutes) / total
    case.given = total
    if minutes > 0 and case.first_served == NOT_YET:
        case.first_served = model.week
        counts = case.resident.community.service_tally[case.service]
        counts["started"] += 1
        counts["wait_sum"] += case.first_served - case.noticed
        report(case, Happening.FIRST_SERVICE, experience(model, case))


def delivered_quality(model, service, provider):
    """Quality of a provider's hours, lower when its list asks for more than it has (M15)."""
    if provider.kind == ProviderKind.VOLUNTEERS:
        return service.quality_volunteer
    social = provider.side == Side.SOCIAL
    quality = service.quality_social if social else service.quality_government
    if provider.load_ratio > 1.0:
        quality *= math.pow(provider.load_ratio, -model.rules.overload_exponent)
    return quality


def relieve(model, community):
    """Volunteers' remaining minutes: at most half of the week's hours of cases short of them."""
    for side in SIDES:
        team = community.team[side]
        if team.free <= 0:
            continue
        for turn in (2, 3):
            short = [
                case
                for case in community.cases
                if case.service.volunteer_order == turn and case.side == side
                and is_listed(case) and case.given < case.planned and not case.declined
            ]  # fmt: skip
            for case in in_order(model, short):
                minutes = min(case.planned // 2, case.planned - case.given, team.free)
                if minutes > 0 and not declines(model, case):
                    give(model, case, team, minutes)


def close_books(model, sub_district):
    """What is left is idle, split over a pool's members, each paid for what it gave."""
    worker = sub_district.worker
    worker.supervision = worker.limit - worker.intake
    members = {}
    for provider in serving(model, sub_district):
        members.setdefault(provider.pool, []).append(provider)
    for pool, sharers in members.items():
        for place, provider in enumerate(sharers):
            provider.idle = pool.free // len(sharers) + (place < pool.free % len(sharers))
            client = provider.intake + provider.direct + provider.idle
            provider.paid += client - provider.client
            provider.client = client
            provider.free_share = provider.idle / client if client > 0 else 0.0
            if provider.service is not None:
                sub_district.idle[provider.service] += provider.idle
