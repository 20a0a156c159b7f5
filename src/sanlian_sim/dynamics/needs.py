"""Needs: spells end, cases pass or are given up, and candidate onsets become cases.

Candidate onsets are a renewal process in calendar time at twice the base hazard, accepted with
the ratio of the hazard in force; they are independent of what becomes of a case, so that
scenarios that share a seed share their onsets.
"""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner, kernel, prefetch
from sanlian_sim.dynamics.casework import end_case, experience, report
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import CommunitySeries, Now, ServiceSeries
from sanlian_sim.world.care import (
    become_limited,
    can_care,
    displace,
    divide_family_care,
    residual_request,
    share_care,
)  # fmt: skip
from sanlian_sim.world.cases import case_key, open_case, spell_weeks
from sanlian_sim.world.onsets import is_accepted, next_candidate
from sanlian_sim.world.rules import JOB_LOSS, LIMITATION
from sanlian_sim.world.segments import keep_row
from sanlian_sim.world.state import NEVER, Exit, Happening, Labour, Stage
from sanlian_sim.world.world import World

CHUNK = 64
"""Residents whose weeks are compared at once before any is looked at."""


def needs(world: World) -> None:
    """Run the phase; communities short of room for new cases get more and are run then."""
    waiting = np.ones(len(world.communities), dtype=np.bool_)
    while waiting.any():
        world.run(_needs, waiting)
        if waiting.any():
            world.make_room(waiting)


@kernel
def _needs(world: Any, now: Now, waiting: Any, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    for c in range(start, end):
        if not waiting[c]:
            continue
        due = _due(world, now.week, c)
        room = world.first_case[c + 1] - world.first_case[c] - world.case_count[c]
        if due.shape[0] > 0 and _candidates(world, now.week, due) > room:
            continue
        waiting[c] = False
        _end_limitations(world, rule, now.week, c, due)
        _end_cases(world, rule, services, now, c)
        for d in range(due.shape[0]):
            _candidates_of(world, rule, services, now, c, due[d])


@inner
def _due(world: Any, week: int, c: int) -> Any:
    """Residents for whom the week brings a candidate onset or the end of a limitation."""
    community = world.communities[c]
    first = community.first_resident
    weeks = world.next_due[first : first + community.residents]
    due = np.empty(weeks.shape[0], dtype=np.int64)
    found = 0
    for start in range(0, weeks.shape[0], CHUNK):
        chunk = weeks[start : start + CHUNK]
        hits = 0
        for n in range(chunk.shape[0]):
            hits += chunk[n] <= week
        for n in range(chunk.shape[0] if hits > 0 else 0):
            if chunk[n] <= week:
                due[found] = first + start + n
                found += 1
    return due[:found]


@inner
def _candidates(world: Any, week: int, due: Any) -> int:
    """Count the candidate onsets of the week, and fetch what they will ask of residents."""
    count = 0
    for d in range(due.shape[0]):
        i = due[d]
        prefetch(world.key, i)
        prefetch(world.age_band, i)
        prefetch(world.disabled, i)
        prefetch(world.onsets, i)
        for k in range(world.calendar.shape[1]):
            count += world.calendar[i, k] == week
    return count


@inner
def _candidates_of(world: Any, rule: Any, services: Any, now: Now, c: int, i: int) -> None:
    """Work off a resident's candidate onsets of the week, and note when the next ones are due."""
    following = world.limited_until[i]
    for k in range(services.shape[0]):
        if world.calendar[i, k] == now.week:
            if services[k].trigger == JOB_LOSS:
                _open_for_job_loss(world, services, now, c, i, k)
            else:
                _candidate(world, rule, services, now, c, i, k)
        if world.calendar[i, k] > now.week:
            following = min(following, world.calendar[i, k])
    world.next_due[i] = min(following, world.limited_until[i])


@inner
def _end_limitations(world: Any, rule: Any, week: int, c: int, due: Any) -> None:
    """End limitations whose time is over."""
    community = world.communities[c]
    for d in range(due.shape[0]):
        i = due[d]
        if world.limited_until[i] != week:
            continue
        world.limited_until[i] = NEVER
        world.care_need[i] = 0
        community.family_minutes -= world.care_family[i] - world.care_displaced[i]
        world.care_family[i] = 0
        world.care_displaced[i] = 0
        household = world.households[world.household[i]]
        household.dependants -= 1
        household.able_carers += 1 if can_care(world, i) else 0
        divide_family_care(world, household, rule)
        share_care(world, household)


@inner
def _end_cases(world: Any, rule: Any, services: Any, now: Now, c: int) -> None:
    """Spells that end, needs that pass and waits given up, in row order."""
    first = world.first_case[c]
    kept = first
    for row in range(first, first + world.case_count[c]):
        case = world.cases[row]
        how = _exit_of(world, services[case.service], now, case)
        if how < 0:
            kept = keep_row(world.cases, kept, row)
            continue
        if how == Exit.CLOSED:
            value = experience(case, now.week, rule)
            report(world, c, case.resident, case.service, case.side, Happening.CLOSURE, value)
        elif how == Exit.GAVE_UP:
            report(world, c, case.resident, case.service, case.side, Happening.GAVE_UP, 0.0)
            _buy_privately(world, rule, services[case.service], now, c, case)
        end_case(world, c, case, how, now.week)
        if services[case.service].trigger == LIMITATION:
            displace(world, case.resident, 0)
    world.case_count[c] = kept - first


@inner
def _buy_privately(world: Any, rule: Any, service: Any, now: Now, c: int, case: Any) -> None:
    """Count what who can afford it buys for the rest of a spell of care given up (equation N7)."""
    if not service.continuing or service.casework:
        return
    if world.income_class[case.resident] < rule.private_class:
        return
    if draw(stream_state(now.seed, Stream.PRIVATE), case.key, 0) < rule.private_share:
        minutes = case.request * (case.end_week - now.week)
        world.community_tally[c, CommunitySeries.PRIVATE_MINUTES] += minutes


@inner
def _exit_of(world: Any, service: Any, now: Now, case: Any) -> int:
    """How a case ends at the start of the week (equation N6), or -1."""
    over = case.end_week == now.week
    if service.trigger == JOB_LOSS:
        over = over or world.labour[case.resident] != Labour.UNEMPLOYED
    if over:
        return Exit.CLOSED.value if case.stage == Stage.IN_SERVICE else Exit.PASSED.value
    if case.stage == Stage.IN_SERVICE:
        return -1
    if service.pass_per_week > 0.0:
        u = draw(stream_state(now.seed, Stream.PASS), case.key, now.week)
        if u < service.pass_per_week:
            return Exit.PASSED.value
    if case.stage == Stage.QUEUED:
        u = draw(stream_state(now.seed, Stream.GIVE_UP), case.key, now.week)
        if u < service.give_up_per_week:
            return Exit.GAVE_UP.value
    return -1


@inner
def _candidate(world: Any, rule: Any, services: Any, now: Now, c: int, i: int, k: int) -> None:
    service = services[k]
    number = world.onsets[i, k]
    world.onsets[i, k] += 1
    world.calendar[i, k] = next_candidate(
        world, i, k, service, rule, now.seed, now.week, number + 1
    )
    friction = world.communities[c].friction
    if not is_accepted(world, i, k, service, rule, friction, now.seed, number):
        return
    limited = service.trigger == LIMITATION and world.limited_until[i] != NEVER
    if limited or (world.open_services[i] >> np.uint32(k)) & np.uint32(1):
        world.service_tally[c, k, ServiceSeries.MERGED] += 1.0
    elif service.trigger == LIMITATION:
        _limitation(world, rule, services, now, c, i, k, number)
    else:
        open_case(world, services, now.seed, now.week, c, i, k, number, 0, NEVER)


@inner
def _limitation(
    world: Any, rule: Any, services: Any, now: Now, c: int, i: int, k: int, number: int
) -> None:
    """Onset of a limitation: the family takes its share, the rest may become a case."""
    household = world.households[world.household[i]]
    key = case_key(world.key[i], k, number, 0)
    end_week = now.week + spell_weeks(now.seed, key, services[k])
    become_limited(world, household, rule, i, key, end_week, now.seed)
    request = residual_request(world, rule, i)
    accepts = draw(stream_state(now.seed, Stream.ACCEPT_FORMAL), key, 0) < rule.accept_formal
    if request > 0 and accepts:
        open_case(world, services, now.seed, now.week, c, i, k, number, request, end_week)


@inner
def _open_for_job_loss(world: Any, services: Any, now: Now, c: int, i: int, k: int) -> None:
    """Open the employment case that a job lost last week led to."""
    world.calendar[i, k] = NEVER
    number = world.onsets[i, k]
    world.onsets[i, k] += 1
    if (world.open_services[i] >> np.uint32(k)) & np.uint32(1):
        world.service_tally[c, k, ServiceSeries.MERGED] += 1.0
    elif world.labour[i] == Labour.UNEMPLOYED:
        open_case(world, services, now.seed, now.week, c, i, k, number, 0, NEVER)
