"""Phase 3, discovery: latent cases are noticed; residents who wait call the hotline."""

import math

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import Channel, Happening, Labour, Node, Side, Stage

from .casework import report
from .draws import uniform

HIGHEST_SELF_REPORT = 0.95


def discovery(model):
    """Run the phase."""
    for community in model.communities:
        calls = 0
        for case in community.cases:
            if case.stage == Stage.LATENT:
                notice(model, case)
            elif case.stage == Stage.QUEUED and not case.called:
                u = uniform(model.seed, Stream.CALL, case.key, model.week)
                case.called = u < call_chance(model, case)
                calls += case.called
        community.calls = community.tally["calls"] = calls


def notice(model, case):
    """Look at a latent case through every channel; the first that sees it is recorded."""
    community, service = case.resident.community, case.service
    for channel, stream, chance in (
        (Channel.OUTREACH, Stream.NOTICE_OUTREACH, by_outreach(model, case)),
        (Channel.GRID, Stream.NOTICE_GRID, service.grid_visibility * community.visits),
        (Channel.TIE, Stream.NOTICE_TIE, by_ties(case)),
        (Channel.SELF, Stream.NOTICE_SELF, by_oneself(model, case)),
    ):
        if uniform(model.seed, stream, case.key, model.week) < chance:
            case.channel = channel
            break
    else:
        return
    case.stage, case.noticed = Stage.QUEUED, model.week
    social = uniform(model.seed, Stream.SIDE, case.key) < community.delta[service]
    case.side = Side.SOCIAL if social else Side.GOVERNMENT
    case.entry = entry(case)
    if case.channel == Channel.OUTREACH:
        report(case, Happening.FOUND_BY_OUTREACH, 0.0)
    community.service_tally[service]["noticed"] += 1


def entry(case):
    """Node at which a case enters: a worker outside the committee, an organisation, or that."""
    community = case.resident.community
    outside = community.sub_district.worker_node == Node.ORGANISATION
    if case.channel == Channel.OUTREACH and outside:
        return Node.WORKER
    asked = case.channel in (Channel.TIE, Channel.SELF)
    if asked and case.side == Side.SOCIAL and community.walk_in:
        return Node.ORGANISATION
    return Node.COMMITTEE


def is_target(resident):
    """Whether outreach seeks the resident."""
    return (
        resident.age_band >= 2
        or resident.disabled
        or resident.low_income
        or resident.bereaved
        or resident.labour == Labour.UNEMPLOYED
    )


def by_outreach(model, case):
    """Chance that an outreach visit notices, among those whom outreach seeks."""
    community = case.resident.community
    if not is_target(case.resident):
        return 0.0
    data = 1.0 if community.data_sharing else model.rules.outreach_without_data
    return case.service.outreach_visibility * community.outreach * data


def by_ties(case):
    """Chance that any tie outside the household refers the case."""
    unseen = math.pow(1.0 - case.service.referral, float(len(case.resident.ties)))
    return (1.0 - unseen) * case.resident.community.supply


def by_oneself(model, case):
    """Chance that the resident reports the case: severity and the response to service."""
    rules, service, resident = model.rules, case.service, case.resident
    delta = resident.community.delta[service]
    trust = (1.0 - delta) * resident.trust_government + delta * resident.trust_social
    aware = (1.0 - delta) * rules.awareness_government + delta * resident.awareness
    reference = rules.response_intercept - service.stigma
    response = (
        reference
        + rules.response_trust * (trust - rules.trust_reference)
        + rules.response_awareness * (aware - rules.awareness_reference)
        + rules.embedded_access * delta * resident.community.embedding
    )
    if resident.low_income:
        response -= rules.fee_response * rules.user_fee * delta
    response += rules.response_peers * peers_helped(model, resident)
    level = service.self_report * case.severity / 0.5 / logistic(reference)
    chance = min(HIGHEST_SELF_REPORT, level * logistic(response))
    return chance * resident.community.supply


def logistic(x):
    return 1.0 / (1.0 + math.exp(-x))


def peers_helped(model, resident):
    """Share of a resident's ties who were served of late."""
    if not resident.ties:
        return 0.0
    since = model.week - model.rules.peer_weeks
    helped = [tie for tie in resident.ties if tie.last_helped >= since]
    return len(helped) / len(resident.ties)


def call_chance(model, case):
    """Weekly chance that the resident of a waiting case calls the hotline (mechanism M16)."""
    rules, resident = model.rules, case.resident
    factor = (rules.call_low, rules.call_middle, rules.call_high)[resident.education]
    if resident.past_success > 0:
        factor *= rules.call_after_success
    return rules.call_per_week * factor * resident.community.supply
