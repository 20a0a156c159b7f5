"""Giving minutes: offers, sessions of episodic cases, and volunteers' relief."""

import math
from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.casework import experience, in_order, report
from sanlian_sim.dynamics.choice import choose_organisation
from sanlian_sim.dynamics.lists import options
from sanlian_sim.dynamics.routing import AT_PROVIDER
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import Now, ServiceSeries
from sanlian_sim.world.state import NOT_YET, Happening, ProviderKind, Side, Stage

DECLINED = -2


@inner
def delivered_quality(world: Any, rule: Any, service: Any, row: int) -> float:
    """Quality of a provider's hours, lower above its load threshold (M15, equation D4)."""
    provider = world.providers[row]
    if provider.kind == ProviderKind.VOLUNTEERS:
        training = world.communities[provider.community].volunteer_training
        trained = 1.0 + rule.volunteer_training_effect * training
        return float(min(1.0, service.quality_volunteer * trained))
    quality = service.quality_social if provider.side == Side.SOCIAL else service.quality_government
    if provider.load_ratio > 1.0:
        quality *= math.pow(provider.load_ratio, -rule.overload_exponent)
    return float(min(1.0, quality * provider.quality_factor))


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
    c = case.community
    world.service_tally[c, case.service, ServiceSeries.STARTED] += 1.0
    wait = case.first_served - case.noticed
    world.service_tally[c, case.service, ServiceSeries.WAIT_SUM] += wait
    value = experience(case, now.week, rule)
    report(world, c, case.resident, case.service, case.side, Happening.FIRST_SERVICE, value)


@inner
def giver(world: Any, rule: Any, now: Now, j: int, case: Any, row: int) -> int:
    """Row that gives and books what was found at a row; for a list's head, the case's own.

    A case on a shared list has chosen no organisation until minutes are there for it.
    """
    if world.providers[row].kind != ProviderKind.ORGANISATION:
        return row
    if case.organisation < 0:
        case.organisation = choose_organisation(world, rule, now, j, case)
    return int(world.organisation[case.organisation, case.service])


@inner
def serve_sessions(world: Any, rule: Any, service: Any, now: Now, j: int, ordered: Any) -> None:
    """One pass over an episodic list in order: each case gets what is planned and free."""
    for n in range(ordered.shape[0]):
        case = world.cases[ordered[n]]
        rows = options(world, rule, service, now, j, case)
        for o in range(len(rows)):
            if rows[o] < 0 or case.provider == DECLINED:
                continue
            free = world.providers[world.providers[rows[o]].pool].free
            minutes = min(case.planned - case.given, free)
            if minutes <= 0:
                continue
            if not agrees(world, rule, now, case):
                case.provider = DECLINED
                continue
            case.stage = Stage.IN_SERVICE
            case.provider = giver(world, rule, now, j, case, rows[o])
            give(world, rule, service, now, case, case.provider, minutes)


@inner
def relieve(world: Any, rule: Any, services: Any, now: Now, j: int) -> None:
    """Let volunteers' remaining minutes give listed cases part of a week's hours."""
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
    most = int(rule.relief_share * case.planned)
    minutes = min(most, case.planned - case.given, world.providers[team].free)
    if minutes <= 0:
        return
    if not agrees(world, rule, now, case):
        case.provider = DECLINED
        return
    give(world, rule, services[case.service], now, case, team, minutes)
