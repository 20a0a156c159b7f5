"""Phase 5, delivery: providers give their hours to the cases on their lists.

Who has a slot of a continuing service keeps it; then lists are worked through. A list is ranked
whole: cases that wait and, for episodic services, those in service alike. Hours come from the pool
of the case's own institution, then from station workers' casework, then, for the service that
volunteers help first, from the community's volunteers.
"""

import math

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import NOT_YET, Happening, ProviderKind, Side, Stage

from .casework import AT_PROVIDER, experience, in_order, report
from .draws import uniform
from .lists import measure_load, offers_to
from .routing import cases_of, choose_organisation
from .settlement import learn_from_closures, settle

WITHOUT_CLIENTS = (ProviderKind.COMMITTEE, ProviderKind.OFFICE, ProviderKind.WORKER)
SIDES = (Side.GOVERNMENT, Side.SOCIAL)


def delivery(model):
    """Run the phase."""
    for sub_district in model.sub_districts:
        for case in cases_of(sub_district):
            case.given = 0
            case.planned = planned(case)
        open_books(model, sub_district)
        listed = [case for case in cases_of(sub_district) if is_listed(case)]
        measure_load(model, sub_district, listed)
        keep_slots(model, sub_district, listed)
        for service in model.services:
            for side in SIDES:
                mine = [one for one in listed if one.service is service and one.side == side]
                serve_list(model, mine)
        for community in sub_district.communities:
            relieve(model, community)
        for community in sub_district.communities:
            settle(model, community)
        learn_from_closures(model, sub_district)
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
        provider.free = provider.opening = max(provider.client - provider.intake, 0)
    if sub_district.shared:
        for service in model.services:
            pool_minutes(sub_district, service)


def serve_list(model, listed):
    """Serve the cases of one service and side; who has a slot has been served."""
    for case in in_order(model, [one for one in listed if not has_slot(one)]):
        if case.service.continuing:
            offer_slot(model, case)
        else:
            hold_session(model, case)


def has_slot(case):
    """Whether a case holds a slot of a continuing service."""
    return case.service.continuing and case.stage == Stage.IN_SERVICE


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


def accept(model, case, provider):
    """Put a case in service; from an organisations' list it goes to the one it has or chooses."""
    if provider.kind == ProviderKind.ORGANISATION:
        case.organisation = case.organisation or choose_organisation(model, case)
        provider = case.organisation.offers[case.service]
    case.stage, case.provider = Stage.IN_SERVICE, provider


def keep_slots(model, sub_district, listed):
    """Serve the cases with a slot; pools that have promised too much dilute or send back."""
    for pool in serving(model, sub_district):
        held = [case for case in listed if has_slot(case) and case.provider.pool is pool]
        if sum(case.request for case in held) <= pool.free:
            pool.diluted_weeks = 0
        else:
            held = in_order(model, held)
            pool.diluted_weeks += 1
        if pool.diluted_weeks > model.rules.dilution_weeks:
            pool.diluted_weeks = 0
            while sum(case.request for case in held) > pool.free:
                sent_back = held.pop()
                sent_back.stage, sent_back.provider = Stage.QUEUED, None
        dilute(model, held, sum(case.request for case in held), pool.free)


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

    A request that none of them has time for in any week is taken by one that is idle, and diluted.
    """
    offers = offers_to(model, case)
    willing = [one for one in offers if one.pool.free >= case.request]
    if all(one.pool.opening < case.request for one in offers):
        willing = [one for one in offers if one.pool.free == one.pool.opening > 0]
    if willing and not declines(model, case):
        pool = willing[0].pool
        accept(model, case, willing[0])
        case.next_event = model.week + model.rules.trust_event_weeks
        give(model, case, case.provider, min(case.request, pool.free))


def hold_session(model, case):
    """Give an episodic case what is planned, as far as its providers have it."""
    for provider in offers_to(model, case):
        minutes = min(case.planned - case.given, provider.pool.free)
        if minutes <= 0:
            continue
        if declines(model, case):
            return
        accept(model, case, provider)
        give(model, case, case.provider, minutes)


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
        training = provider.community.volunteer_training
        trained = 1.0 + model.rules.volunteer_training_effect * training
        return min(1.0, service.quality_volunteer * trained)
    social = provider.side == Side.SOCIAL
    quality = service.quality_social if social else service.quality_government
    if provider.load_ratio > 1.0:
        quality *= math.pow(provider.load_ratio, -model.rules.overload_exponent)
    return min(1.0, quality * provider.quality_factor)


def relieve(model, community):
    """Volunteers' remaining minutes: part of the week's hours of cases short of them."""
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
                most = math.floor(model.rules.relief_share * case.planned)
                minutes = min(most, case.planned - case.given, team.free)
                if minutes > 0 and not declines(model, case):
                    give(model, case, team, minutes)


def close_books(model, sub_district):
    """What is left is idle, split over a pool's members, each paid for what it did."""
    worker = sub_district.worker
    overtime = max(worker.intake - worker.limit, 0)
    worker.paid += overtime
    worker.supervision = worker.limit + overtime - worker.intake
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
