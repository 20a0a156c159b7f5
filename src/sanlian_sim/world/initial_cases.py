"""Initial cases: each open with its stationary probability, in the stage such cases are in.

Equations I2 and I3 of the model documentation (Little's law).
"""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.randomness import Stream, draw, geometric, stream_state, table_quantile
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.capacity import NOTICED_AT_MEAN_SEVERITY, onset_rate
from sanlian_sim.world.care import become_limited, residual_request
from sanlian_sim.world.cases import case_key, size_of_request, write_case
from sanlian_sim.world.onsets import CANDIDATE_FACTOR, next_candidate
from sanlian_sim.world.rules import JOB_LOSS, LIMITATION
from sanlian_sim.world.state import NEVER, Channel, Labour, Side, Stage
from sanlian_sim.world.world import World

_LATENT, _QUEUED, _SERVED = range(3)
_AT_PROVIDER = -1
_ROOM = 1.5
_SPARE = 48


def open_initial_cases(world: World) -> None:
    """Draw the open cases of every resident, and the first candidates of the weeks to come."""
    expected = np.zeros(len(world.communities))
    world.run(_expected_cases, expected)
    world.reserve((_ROOM * expected + 4.0 * np.sqrt(expected) + _SPARE).astype(np.int64))
    short = np.ones(len(world.communities), dtype=np.bool_)
    delegation = world.delegation(world.scenario.baseline)
    world.run(_open_stocks, delegation, world.world_seed, short)
    while short.any():
        world.make_room(short)
        world.run(_open_stocks, delegation, world.world_seed, short)


@inner
def _stationary(service: Any, rule: Any, opened: float) -> Any:
    """Probabilities of a latent, queued and served case for a rate of opening (equation I2)."""
    notice = service.noticed_probability * NOTICED_AT_MEAN_SEVERITY
    leaves = service.pass_per_week
    if service.trigger == JOB_LOSS:
        leaves = rule.job_find_per_week
    if service.continuing:
        leaves = 1.0 / service.duration_weeks
    out = np.zeros(3)
    if notice + leaves <= 0.0:
        return out
    out[_LATENT] = opened / (notice + leaves)
    noticed = opened * notice / (notice + leaves)
    out[_QUEUED] = noticed * service.mean_wait_weeks
    out[_SERVED] = noticed * service.served_share * service.mean_service_weeks
    return out


@inner
def _opening(world: Any, rule: Any, service: Any, c: int, i: int) -> float:
    """Rate at which a resident opens cases; for care, at which limitations begin."""
    if service.trigger == JOB_LOSS:
        if world.labour[i] != Labour.UNEMPLOYED:
            return 0.0
        return float(rule.want_job_help * rule.job_find_per_week)
    return float(onset_rate(world, rule, service, c, i))


@kernel
def _expected_cases(world: Any, now: Now, expected: Any, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    for c in range(start, end):
        community = world.communities[c]
        for i in range(community.first_resident, community.first_resident + community.residents):
            for k in range(services.shape[0]):
                opened = _opening(world, rule, services[k], c, i)
                expected[c] += min(1.0, _stationary(services[k], rule, opened).sum())


@kernel
def _open_stocks(
    world: Any, now: Now, delegation: Any, seed: int, short: Any,
    start: int, end: int,
) -> None:  # fmt: skip
    """Draw the open cases of each community that is marked short; unmark it when it had room."""
    rule, services = world.rule[0], world.services
    for c in range(start, end):
        if not short[c]:
            continue
        world.case_count[c] = 0
        short[c] = False
        community = world.communities[c]
        first = community.first_resident
        for i in range(first, first + community.residents):
            _set_clocks(world, rule, services, now, i)
            for k in range(services.shape[0]):
                if world.case_count[c] >= world.first_case[c + 1] - world.first_case[c]:
                    short[c] = True
                    break
                _maybe_open(world, rule, services, now, c, i, k, delegation, seed)


@inner
def _set_clocks(world: Any, rule: Any, services: Any, now: Now, i: int) -> None:
    """Set the first candidates after the first week of warm-up; number 0 is the initial case."""
    world.open_services[i] = 0
    for k in range(services.shape[0]):
        world.onsets[i, k] = 1
        world.calendar[i, k] = NEVER
        if services[k].trigger != JOB_LOSS:
            world.calendar[i, k] = next_candidate(
                world, i, k, services[k], rule, now.seed, now.week, 1
            )
    hazard = CANDIDATE_FACTOR * rule.job_loss_per_week
    world.next_job_loss[i] = NEVER
    if world.labour[i] != Labour.OUTSIDE and hazard > 0.0:
        u = draw(stream_state(now.seed, Stream.JOB_LOSS_GAP), world.key[i], now.week)
        world.next_job_loss[i] = now.week + geometric(u, hazard)


@inner
def _maybe_open(
    world: Any, rule: Any, services: Any, now: Now, c: int, i: int, k: int, delegation: Any,
    seed: int,
) -> None:  # fmt: skip
    """Open a resident's initial case of a service with its stationary probability."""
    service = services[k]
    state = stream_state(seed, Stream.INITIAL_CASE)
    opened = _opening(world, rule, service, c, i)
    stages = _stationary(service, rule, opened)
    key = case_key(world.key[i], k, 0, 0)
    u = draw(state, key, 0)
    request, end_week = 0, NEVER
    if service.continuing:
        end_week = now.week + geometric(draw(state, key, 1), min(1.0, 1.0 / service.duration_weeks))
    if service.trigger == LIMITATION:
        if u >= opened * service.duration_weeks or world.limited_until[i] != NEVER:
            return
        household = world.households[world.household[i]]
        become_limited(world, household, rule, i, key, end_week, seed)
        request = residual_request(world, rule, i)
        accepts = draw(stream_state(seed, Stream.ACCEPT_FORMAL), key, 0) < rule.accept_formal
        if request == 0 or not accepts:
            return
        u = draw(state, key, 2) * stages.sum()
    if u >= stages.sum():
        return
    stage = _LATENT if u < stages[_LATENT] else _QUEUED
    if u >= stages[_LATENT] + stages[_QUEUED]:
        stage = _SERVED
    _write(world, rule, service, now, c, i, k, stage, request, end_week, delegation, seed)


@inner
def _write(
    world: Any, rule: Any, service: Any, now: Now, c: int, i: int, k: int, stage: int,
    request: int, end_week: int, delegation: Any, seed: int,
) -> None:  # fmt: skip
    """Write an initial case, its history dated back by geometric ages (equation I3)."""
    key = case_key(world.key[i], k, 0, 0)
    state = stream_state(seed, Stream.INITIAL_CASE_DETAIL)
    if request == 0:
        request = size_of_request(seed, key, service)
    u = draw(stream_state(seed, Stream.SEVERITY), key, 0)
    severity = table_quantile(world.severity_table, u)
    row = world.first_case[c] + world.case_count[c]
    world.case_count[c] += 1
    case = world.cases[row]
    case.community = c
    write_case(case, key, i, k, 0, 0, severity, request, now.week, end_week)
    world.open_services[i] |= np.uint32(1) << np.uint32(k)
    notice = max(1e-9, min(1.0, service.noticed_probability))
    latent_for = geometric(draw(state, key, 0), notice) - 1
    case.opened = now.week - 1 - latent_for
    if stage == _LATENT:
        return
    case.stage = Stage.QUEUED
    case.channel = Channel.SELF
    case.side = Side.GOVERNMENT
    if draw(stream_state(seed, Stream.SIDE), key, 0) < delegation[k]:
        case.side = Side.SOCIAL
    case.hops = _AT_PROVIDER
    waited = geometric(draw(state, key, 1), 1.0 / (1.0 + service.mean_wait_weeks)) - 1
    case.noticed = now.week - 1 - waited
    case.opened = case.noticed - latent_for
    if stage == _SERVED:
        _put_in_service(service, rule, now, case, draw(state, key, 2), draw(state, key, 3))


@inner
def _put_in_service(service: Any, rule: Any, now: Now, case: Any, u: float, v: float) -> None:
    """Date the first hour back and leave a uniform part of an episodic request to be done."""
    served = geometric(u, 1.0 / max(1.0, service.mean_service_weeks))
    case.stage = Stage.IN_SERVICE
    case.first_served = now.week - served
    case.noticed -= served
    case.opened -= served
    if service.continuing:
        case.next_event = now.week + 1 + int(v * rule.trust_event_weeks)
    else:
        case.left = max(1, int(v * case.request))
