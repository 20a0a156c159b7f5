"""Cases, the unit of demand: their identity, size and first state."""

import math
from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.randomness import (
    Stream,
    draw,
    fold,
    geometric,
    lognormal,
    stream_state,
    table_quantile,
)  # fmt: skip
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.rules import GEOMETRIC, LOGNORMAL, MINUTES
from sanlian_sim.world.state import NEVER, NOT_YET, Stage

MINIMUM_REQUEST_MINUTES = 15


@inner
def case_key(resident_key: np.uint64, service: int, onset: int, repeat: int) -> np.uint64:
    """Identity of a case: resident, service, onset number and repeat number."""
    state = fold(fold(resident_key, np.uint64(service)), np.uint64(onset))
    return fold(state, np.uint64(repeat))


@inner
def size_of_request(seed: int, key: np.uint64, service: Any) -> int:
    """Minutes requested: per week (continuing) or in total (episodic; equation N4)."""
    u = draw(stream_state(seed, Stream.NEED_SIZE), key, 0)
    hours = service.request_mean_hours
    if service.distribution == LOGNORMAL:
        hours = lognormal(u, service.request_mean_hours, service.request_sigma)
    elif service.distribution == GEOMETRIC:
        weekly = service.weekly_maximum / MINUTES
        hours = weekly * geometric(u, min(1.0, weekly / service.request_mean_hours))
    minutes = math.floor(MINUTES * hours + 0.5)
    if service.continuing:
        minutes = min(minutes, service.weekly_maximum)
    return int(max(MINIMUM_REQUEST_MINUTES, minutes))


@inner
def spell_weeks(seed: int, key: np.uint64, service: Any) -> int:
    """Length of a spell of a continuing need, in weeks (geometric, equation N5)."""
    u = draw(stream_state(seed, Stream.SPELL), key, 0)
    return geometric(u, min(1.0, 1.0 / service.duration_weeks))


@inner
def write_case(
    case: Any, key: np.uint64, resident: int, k: int, onset: int, repeat: int,
    severity: float, request: int, week: int, end_week: int,
) -> None:  # fmt: skip
    """Fill a row of its community with a newly opened, latent case."""
    case.key = key
    case.resident = resident
    case.service = k
    case.onset = onset
    case.repeat = repeat
    case.stage = Stage.LATENT
    case.side = -1
    case.channel = -1
    case.entry = 0
    case.hops = 0
    case.misrouted = False
    case.called = False
    case.escalated = False
    case.handovers = 0
    case.severity = severity
    case.start_severity = severity
    case.covered = 0.0
    case.quality = 0.0
    case.request = request
    case.left = request
    case.given = 0
    case.planned = 0
    case.delivered = 0
    case.opened = week
    case.noticed = NOT_YET
    case.first_served = NOT_YET
    case.end_week = end_week
    case.next_event = NEVER
    case.provider = -1
    case.organisation = -1


@inner
def open_case(
    world: Any, services: Any, seed: int, week: int, c: int, resident: int, k: int, onset: int,
    request: int, end_week: int,
) -> None:  # fmt: skip
    """Append a latent case to its community; a request of 0 is drawn from the service."""
    service = services[k]
    key = case_key(world.key[resident], k, onset, 0)
    if request == 0:
        request = size_of_request(seed, key, service)
    if service.continuing and end_week == NEVER:
        end_week = week + spell_weeks(seed, key, service)
    u = draw(stream_state(seed, Stream.SEVERITY), key, 0)
    severity = table_quantile(world.severity_table, u)
    row = world.first_case[c] + world.case_count[c]
    world.case_count[c] += 1
    case = world.cases[row]
    case.community = c
    write_case(case, key, resident, k, onset, 0, severity, request, week, end_week)
    world.open_services[resident] |= np.uint32(1) << np.uint32(k)
    world.service_tally[c, k, ServiceSeries.OPENED] += 1.0
