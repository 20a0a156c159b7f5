"""Discovery: latent cases are noticed, and residents who wait call the hotline."""

import math
from typing import Any

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.casework import report
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import CommunitySeries, Now, ServiceSeries
from sanlian_sim.world.state import Channel, Happening, Node, Side, Stage
from sanlian_sim.world.world import World

HIGHEST_SELF_REPORT = 0.95
ROUNDING = 1.0 + 1e-9
"""Keeps a bound above what it bounds however either is rounded."""


def discovery(world: World) -> None:
    """Run the phase."""
    world.run(_discovery)


@kernel
def _discovery(world: Any, now: Now, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    for c in range(start, end):
        calls = 0
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            if case.stage == Stage.LATENT:
                _notice(world, rule, services, now, c, case)
            elif case.stage == Stage.QUEUED and _calls(world, rule, now, case, world.supply[c]):
                case.called = True
                calls += 1
        world.communities[c].calls = calls
        world.community_tally[c, CommunitySeries.CALLS] = calls


@inner
def _notice(world: Any, rule: Any, services: Any, now: Now, c: int, case: Any) -> None:
    channel = _channel(world, rule, services[case.service], now, c, case)
    if channel == Channel.NONE:
        return
    k = case.service
    case.stage = Stage.QUEUED
    case.noticed = now.week
    case.channel = channel
    side = draw(stream_state(now.seed, Stream.SIDE), case.key, 0) < world.delta[c, k]
    case.side = Side.SOCIAL if side else Side.GOVERNMENT
    case.entry = _entry(world, c, case)
    if channel == Channel.OUTREACH:
        report(world, c, case.resident, k, case.side, Happening.FOUND_BY_OUTREACH, 0.0)
    world.service_tally[c, k, ServiceSeries.NOTICED] += 1.0


@inner
def _entry(world: Any, c: int, case: Any) -> int:
    """Kind of node at which a noticed case enters."""
    worker = world.worker_node[world.communities[c].sub_district]
    if case.channel == Channel.OUTREACH and worker == Node.ORGANISATION:
        return Node.WORKER.value
    asked = case.channel == Channel.SELF or case.channel == Channel.TIE
    if asked and case.side == Side.SOCIAL and world.walk_in[c]:
        return Node.ORGANISATION.value
    return Node.COMMITTEE.value


@inner
def _channel(world: Any, rule: Any, service: Any, now: Now, c: int, case: Any) -> int:
    """First channel that notices the case this week, in the order of Channel (equation E2).

    What is known of the resident is read only if the draw is below the channel's highest chance.
    """
    i, reach = case.resident, world.communities[c].outreach
    u = _luck(now, Stream.NOTICE_OUTREACH, case)
    if u < service.outreach_visibility * reach and u < _by_outreach(world, rule, service, c, i):
        return Channel.OUTREACH.value
    visited = service.grid_visibility * world.communities[c].visits
    if _luck(now, Stream.NOTICE_GRID, case) < visited:
        return Channel.GRID.value
    u = _luck(now, Stream.NOTICE_TIE, case)
    highest = ROUNDING * service.referral * world.communities[c].most_ties
    if u < highest and u < _by_ties(world, service, i) * world.supply[c]:
        return Channel.TIE.value
    if _reports(world, rule, service, now, c, case):
        return Channel.SELF.value
    return Channel.NONE.value


@inner
def _luck(now: Now, stream: int, case: Any) -> float:
    return draw(stream_state(now.seed, stream), case.key, now.week)


@inner
def is_target(world: Any, i: int) -> bool:
    """Tell whether outreach seeks a resident: 60+, disabled, poor, bereaved or unemployed."""
    flagged = world.disabled[i] or world.low_income[i] or world.bereaved[i]
    return bool(world.age_band[i] >= 2 or flagged or world.labour[i] == 2)


@inner
def _by_outreach(world: Any, rule: Any, service: Any, c: int, i: int) -> float:
    """Chance that outreach notices a need of a resident (equation E3)."""
    reach = world.communities[c].outreach
    if reach <= 0.0 or not is_target(world, i):
        return 0.0
    share = 1.0 if world.data_sharing[c] else rule.outreach_without_data
    return float(service.outreach_visibility * reach * share)


@inner
def _by_ties(world: Any, service: Any, i: int) -> float:
    """Chance that any of a resident's ties refers a need, at most the sum of their chances."""
    ties = world.tie_start[i + 1] - world.tie_start[i]
    # A whole exponent would be multiplied out, in an order that differs between platforms.
    return 1.0 - math.pow(1.0 - service.referral, float(ties))


@inner
def _reports(world: Any, rule: Any, service: Any, now: Now, c: int, case: Any) -> bool:
    """Decide whether a resident reports a need, from severity and response (equation E1).

    The resident and the ties are read only where they can matter, since most draws exceed even
    the chance at the highest response, or with all ties helped.
    """
    u, supply = _luck(now, Stream.NOTICE_SELF, case), world.supply[c]
    reference = rule.response_intercept - service.stigma
    level = service.self_report * case.severity / 0.5 / _logistic(reference)
    if u >= min(HIGHEST_SELF_REPORT, level) * supply:
        return False
    i, delta = case.resident, world.delta[c, case.service]
    trust = (1.0 - delta) * world.trust_government[i] + delta * world.trust_social[i]
    aware = (1.0 - delta) * rule.awareness_government + delta * world.awareness[i]
    response = reference + rule.response_trust * (trust - rule.trust_reference)
    response += rule.response_awareness * (aware - rule.awareness_reference)
    response += rule.embedded_access * delta * world.embedding[c]
    if world.low_income[i]:
        response -= rule.fee_response * rule.user_fee * delta
    highest = level * _logistic(response + rule.response_peers)
    if u >= min(HIGHEST_SELF_REPORT, highest) * supply:
        return False
    response += rule.response_peers * _peers_helped(world, rule, now.week, i)
    return bool(u < min(HIGHEST_SELF_REPORT, level * _logistic(response)) * supply)


@inner
def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


@inner
def _peers_helped(world: Any, rule: Any, week: int, i: int) -> float:
    """Share of a resident's ties served in the last ``peer_weeks``."""
    start, end = world.tie_start[i], world.tie_start[i + 1]
    if end == start:
        return 0.0
    helped = 0
    for t in range(start, end):
        if world.last_helped[world.tie_partner[t]] >= week - rule.peer_weeks:
            helped += 1
    return float(helped / (end - start))


@inner
def _calls(world: Any, rule: Any, now: Now, case: Any, supply: float) -> bool:
    """Decide whether a waiting resident calls the hotline this week (M16, equation E4)."""
    highest = max(rule.call_low, rule.call_middle, rule.call_high)
    highest *= rule.call_per_week * max(1.0, rule.call_after_success)
    u = _luck(now, Stream.CALL, case)
    if case.called or u >= ROUNDING * highest * supply:
        return False
    education = world.education[case.resident]
    factor = rule.call_low
    if education == 1:
        factor = rule.call_middle
    elif education == 2:
        factor = rule.call_high
    if world.past_success[case.resident] > 0:
        factor *= rule.call_after_success
    return bool(u < rule.call_per_week * factor * supply)
