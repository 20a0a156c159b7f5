"""Settlement: what this week's hours did to every open case."""

from typing import Any

from sanlian_sim.compiled import inner, prefetch
from sanlian_sim.dynamics.casework import end_case, experience, report
from sanlian_sim.dynamics.minutes import rounded
from sanlian_sim.dynamics.serving import DECLINED
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import CommunitySeries, Now, ServiceSeries
from sanlian_sim.world.care import displace
from sanlian_sim.world.cases import case_key, size_of_request, write_case
from sanlian_sim.world.rules import JOB_LOSS, LIMITATION
from sanlian_sim.world.segments import keep_row
from sanlian_sim.world.state import NEVER, Exit, Happening, Side, Stage

AHEAD = 8
"""Cases ahead of the one worked on whose residents are fetched."""


@inner
def settle(world: Any, rule: Any, services: Any, now: Now, c: int) -> None:
    """Update severity and coverage, close what is finished, and count, in row order."""
    first = world.first_case[c]
    kept, last = first, first + world.case_count[c]
    for row in range(first, last):
        case = world.cases[row]
        ahead = world.cases[min(row + AHEAD, last - 1)].resident
        prefetch(world.need_minutes, ahead)
        service = services[case.service]
        if case.provider == DECLINED:
            end_case(world, c, case, Exit.DECLINED, now.week)
            continue
        _relieve_family(world, rule, service, case)
        _count_hours(world, rule, now, c, case, service)
        _heal_and_grow(world, service, case)
        finished = not service.continuing and case.left == 0
        if not finished:
            _report_service(world, rule, now, c, case)
            if not service.continuing and case.given == 0 and case.stage == Stage.IN_SERVICE:
                case.stage = Stage.QUEUED
        elif not _close(world, rule, services, now, c, case):
            continue
        _count_stage(world, c, case)
        if case.stage == Stage.IN_SERVICE:
            world.providers[case.provider].clients += 1
        kept = keep_row(world.cases, kept, row)
    world.case_count[c] = kept - first
    family = world.communities[c].family_minutes
    world.community_tally[c, CommunitySeries.FAMILY_MINUTES] = family


@inner
def _relieve_family(world: Any, rule: Any, service: Any, case: Any) -> None:
    """Formal hours displace part of the family's, less so in severe need (M21, equation F3)."""
    if service.trigger != LIMITATION:
        return
    i = case.resident
    minutes = rounded(rule.displacement * case.given * (1.0 - case.severity))
    displace(world, i, min(minutes, world.care_family[i]))


@inner
def _count_hours(world: Any, rule: Any, now: Now, c: int, case: Any, service: Any) -> None:
    """Book needed, delivered and unmet minutes with the resident, community and service."""
    k, i = case.service, case.resident
    tally = world.service_tally
    unmet = case.planned - case.given if case.stage != Stage.LATENT else 0
    tally[c, k, ServiceSeries.NEED] += case.planned
    tally[c, k, ServiceSeries.UNMET] += unmet
    tally[c, k, ServiceSeries.UNMET_WEIGHTED] += unmet * case.severity
    if now.counted:
        world.need_minutes[i] += case.planned
        world.delivered_minutes[i] += case.given
        world.unmet_minutes[i] += unmet
    if case.given == 0:
        return
    case.delivered += case.given
    social = case.side == Side.SOCIAL
    tally[c, k, ServiceSeries.DIRECT_SOCIAL if social else ServiceSeries.DIRECT_GOVERNMENT] += (
        case.given
    )
    effective = case.given * case.quality
    world.community_tally[c, CommunitySeries.EFFECTIVE_MINUTES] += effective
    if service.residents_time:
        walk = rule.walk_trips_per_week * world.communities[c].walk_minutes
        world.community_tally[c, CommunitySeries.RESIDENT_MINUTES] += walk
    world.last_helped[i] = now.week
    if social and case.organisation >= 0:
        world.last_organisation[i] = case.organisation


@inner
def _heal_and_grow(world: Any, service: Any, case: Any) -> None:
    """Severity falls by effective hours and grows with what was not covered (equations D2, D3)."""
    given = case.given
    if service.trigger == LIMITATION:
        given -= world.care_displaced[case.resident]
    coverage = given / case.planned if case.planned > 0 else 0.0
    case.covered = case.quality * coverage if case.given > 0 else 0.0
    if not service.continuing:
        relieved = case.quality * case.start_severity * case.given / case.request
        case.severity = max(0.0, case.severity - relieved)
        case.left -= case.given
        if case.left == 0:
            return
    grown = case.severity + service.growth_per_week * (1.0 - case.covered)
    case.severity = min(1.0, grown)


@inner
def _report_service(world: Any, rule: Any, now: Now, c: int, case: Any) -> None:
    """Report continuing service every ``trust_event_weeks``."""
    if case.stage == Stage.IN_SERVICE and now.week >= case.next_event:
        case.next_event = now.week + int(rule.trust_event_weeks)
        value = experience(case, now.week, rule)
        report(world, c, case.resident, case.service, case.side, Happening.CONTINUED, value)


@inner
def _close(world: Any, rule: Any, services: Any, now: Now, c: int, case: Any) -> bool:
    """Close an episodic case (D7); True if it reopens, in its row, with its residual severity."""
    i, k = case.resident, case.service
    value = experience(case, now.week, rule)
    report(world, c, i, k, case.side, Happening.CLOSURE, value)
    if services[k].trigger == JOB_LOSS:
        world.job_help_done[i] = True
    end_case(world, c, case, Exit.CLOSED, now.week)
    u = draw(stream_state(now.seed, Stream.REPEAT), case.key, 0)
    if not services[k].repeats or u >= case.severity:
        return False
    key = case_key(world.key[i], k, case.onset, case.repeat + 1)
    request = size_of_request(now.seed, key, services[k])
    write_case(
        case, key, i, k, case.onset, case.repeat + 1, case.severity, request, now.week, NEVER
    )
    world.open_services[i] |= 1 << k
    world.service_tally[c, k, ServiceSeries.OPENED] += 1.0
    return True


@inner
def judge_organisations(world: Any, rule: Any, j: int) -> None:
    """Move reputations by the cases that closed this week, spells that ended included (D8).

    Organisations work for all communities of a sub-district, so that communities take turns here
    and not where cases end, which communities may do at the same time.
    """
    for c in range(world.first_community[j], world.first_community[j + 1]):
        first = world.first_case[c]
        for row in range(first, first + world.ended_count[c]):
            ended = world.ended[row]
            if ended.exit == Exit.CLOSED and ended.organisation >= 0:
                judged = world.organisations[ended.organisation]
                judged.reputation += rule.reputation_rate * (ended.quality - judged.reputation)


@inner
def _count_stage(world: Any, c: int, case: Any) -> None:
    column = ServiceSeries.LATENT
    if case.stage == Stage.QUEUED:
        column = ServiceSeries.QUEUED
    elif case.stage == Stage.IN_SERVICE:
        column = ServiceSeries.IN_SERVICE
    world.service_tally[c, case.service, column] += 1.0
