"""Giving minutes: offers, sessions of episodic cases, volunteers' relief, and closing the books."""

import math
from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.casework import experience, in_order, report
from sanlian_sim.dynamics.routing import AT_PROVIDER, choose_organisation
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import Now, ServiceSeries
from sanlian_sim.world.state import NOT_YET, Happening, ProviderKind, Side, Stage

DECLINED = -2


@inner
def open_books(world: Any, j: int) -> None:
    """Every provider starts the week with its client time, less the intake it did."""
    for row in range(world.providers.shape[0]):
        p = world.providers[row]
        if p.sub_district == j and is_service(p.kind):
            p.free = p.client - p.intake
            p.opening = p.free


@inner
def is_service(kind: int) -> bool:
    """Tell whether provider rows of a kind give hours to cases."""
    return not (
        kind == ProviderKind.COMMITTEE or kind == ProviderKind.OFFICE or kind == ProviderKind.WORKER
    )


@inner
def delivered_quality(world: Any, rule: Any, service: Any, row: int) -> float:
    """Quality of a provider's hours, lower above its load threshold (M15, equation D4)."""
    provider = world.providers[row]
    if provider.kind == ProviderKind.VOLUNTEERS:
        return float(service.quality_volunteer)
    quality = service.quality_social if provider.side == Side.SOCIAL else service.quality_government
    if provider.load_ratio > 1.0:
        quality *= math.pow(provider.load_ratio, -rule.overload_exponent)
    return float(quality)


@inner
def options(world: Any, service: Any, j: int, k: int, case: Any, own: int) -> Any:
    """Provider rows to which a case is offered, in order; -1 where there is none."""
    out = np.full(3, -1, dtype=np.int64)
    out[0] = own
    casework = world.casework[j, k]
    if casework >= 0 and world.providers[casework].side == case.side:
        out[1] = casework
    if service.volunteer_order == 1:
        c = world.community[case.resident]
        out[2] = world.team[c, case.side]
    return out


@inner
def own_row(world: Any, rule: Any, now: Now, j: int, case: Any) -> int:
    """Row of a case's own institution; on a shared list the head of the queue chooses one."""
    k = case.service
    if case.side == Side.GOVERNMENT:
        desk = world.desk[j, k]
        if desk >= 0:
            return int(desk)
        return int(world.committee_service[world.community[case.resident], k])
    if case.organisation < 0:
        case.organisation = choose_organisation(world, rule, now, j, case)
    return int(world.organisation[case.organisation, k])


@inner
def agrees(world: Any, rule: Any, now: Now, case: Any) -> bool:
    """Decide at the first offer whether the resident takes the service."""
    if case.first_served != NOT_YET:
        return True
    trust = world.trust_government[case.resident]
    if case.side == Side.SOCIAL:
        trust = world.trust_social[case.resident]
    u = draw(stream_state(now.seed, Stream.DECLINE), case.key, 0)
    return bool(u >= rule.decline * (1.0 - trust))


@inner
def give(world: Any, rule: Any, service: Any, now: Now, case: Any, row: int, minutes: int) -> None:
    """Book minutes of a provider on a case; quality is the mean over the week's minutes."""
    provider = world.providers[row]
    world.providers[provider.pool].free -= minutes
    provider.direct += minutes
    quality = delivered_quality(world, rule, service, row)
    total = case.given + minutes
    if total > 0:
        case.quality = (case.quality * case.given + quality * minutes) / total
    case.given = total
    if minutes > 0 and case.first_served == NOT_YET:
        _first_hour(world, rule, now, case)


@inner
def _first_hour(world: Any, rule: Any, now: Now, case: Any) -> None:
    case.first_served = now.week
    c = world.community[case.resident]
    world.service_tally[c, case.service, ServiceSeries.STARTED] += 1.0
    wait = case.first_served - case.noticed
    world.service_tally[c, case.service, ServiceSeries.WAIT_SUM] += wait
    value = experience(case, now.week, rule)
    report(world, c, case.resident, case.service, case.side, Happening.FIRST_SERVICE, value)


@inner
def serve_sessions(world: Any, rule: Any, service: Any, now: Now, j: int, ordered: Any) -> None:
    """One pass over an episodic list in order: each case gets what is planned and free."""
    for n in range(ordered.shape[0]):
        case = world.cases[ordered[n]]
        own = own_row(world, rule, now, j, case)
        rows = options(world, service, j, case.service, case, own)
        for o in range(rows.shape[0]):
            if rows[o] < 0 or case.provider == DECLINED:
                continue
            free = world.providers[world.providers[rows[o]].pool].free
            minutes = min(case.planned - case.given, free)
            if minutes <= 0:
                continue
            if not agrees(world, rule, now, case):
                case.provider = DECLINED
                continue
            give(world, rule, service, now, case, rows[o], minutes)
            case.stage = Stage.IN_SERVICE
            case.provider = rows[o]


@inner
def relieve(world: Any, rule: Any, services: Any, now: Now, j: int) -> None:
    """Let volunteers' remaining minutes give listed cases up to half of a week's hours."""
    for c in range(world.first_community[j], world.first_community[j + 1]):
        for side in (Side.GOVERNMENT, Side.SOCIAL):
            team = world.team[c, side]
            if world.providers[team].free <= 0:
                continue
            for rank in range(2, 4):
                rows = _short_of_hours(world, services, c, side, rank)
                ordered = in_order(world.cases, rows, now.week, now.seed, rule)
                for n in range(ordered.shape[0]):
                    _help_out(world, rule, services, now, team, world.cases[ordered[n]])


@inner
def _short_of_hours(world: Any, services: Any, c: int, side: int, rank: int) -> Any:
    rows = np.empty(world.case_count[c], dtype=np.int64)
    found = 0
    for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
        case = world.cases[row]
        helped = services[case.service].volunteer_order == rank and case.side == side
        listed = case.stage != Stage.LATENT and case.hops == AT_PROVIDER
        if helped and listed and case.given < case.planned and case.provider != DECLINED:
            rows[found] = row
            found += 1
    return rows[:found]


@inner
def _help_out(world: Any, rule: Any, services: Any, now: Now, team: int, case: Any) -> None:
    minutes = min(case.planned // 2, case.planned - case.given, world.providers[team].free)
    if minutes <= 0:
        return
    if not agrees(world, rule, now, case):
        case.provider = DECLINED
        return
    give(world, rule, services[case.service], now, case, team, minutes)


@inner
def close_books(world: Any, j: int) -> None:
    """What remains is idle; minutes of a shared pool are booked where they were given."""
    sharers = np.zeros(world.providers.shape[0], dtype=np.int64)
    for row in range(world.providers.shape[0]):
        p = world.providers[row]
        if p.sub_district == j and is_service(p.kind):
            sharers[p.pool] += 1
        elif p.sub_district == j and p.kind == ProviderKind.WORKER:
            p.supervision = p.limit - p.intake
    closed = np.zeros_like(sharers)
    for row in range(world.providers.shape[0]):
        p = world.providers[row]
        if p.sub_district != j or not is_service(p.kind):
            continue
        left = world.providers[p.pool].free
        extra = left % sharers[p.pool]
        p.idle = left // sharers[p.pool] + (1 if closed[p.pool] < extra else 0)
        closed[p.pool] += 1
        _book_where_given(p)
        if p.service >= 0:
            world.idle_tally[j, p.service] += p.idle


@inner
def _book_where_given(provider: Any) -> None:
    """Pay a member of a shared pool for the client time it gave; no change without sharing."""
    client = provider.intake + provider.direct + provider.idle
    provider.paid += client - provider.client
    provider.client = client
    provider.free_share = provider.idle / client if client > 0 else 0.0
