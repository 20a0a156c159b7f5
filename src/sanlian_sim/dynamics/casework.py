"""What several phases do with cases: rank, end and report them."""

import math
from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.state import Exit

EVENTS_PER_CASE = 3


@inner
def priority(case: Any, week: int, rule: Any) -> float:
    """Rank of a noticed case: severity, waiting, escalation and calls (equation D1)."""
    value = case.severity + (week - case.noticed) / rule.priority_weeks
    if case.escalated:
        value += rule.priority_escalated
    if case.called:
        value += rule.call_weight
    return float(value)


@inner
def in_order(cases: Any, chosen: Any, week: int, seed: int, rule: Any) -> Any:
    """Sort case rows by falling priority; ties by a draw of the case and week.

    A heap, since NumPy's sorting takes compiled code far longer to compile than to run.
    """
    heap = chosen.copy()
    ranks = np.empty(heap.shape[0])
    for n in range(heap.shape[0]):
        ranks[n] = -priority(cases[heap[n]], week, rule)
    state = stream_state(seed, Stream.TIE)
    for top in range(heap.shape[0] // 2 - 1, -1, -1):
        _sink(cases, heap, ranks, top, heap.shape[0], state, week)
    for end in range(heap.shape[0] - 1, 0, -1):
        heap[0], heap[end] = heap[end], heap[0]
        ranks[0], ranks[end] = ranks[end], ranks[0]
        _sink(cases, heap, ranks, 0, end, state, week)
    return heap


@inner
def _sink(
    cases: Any, heap: Any, ranks: Any, place: int, end: int, state: np.uint64, week: int
) -> None:
    """Move a row down the heap until both rows below it come before it."""
    while 2 * place + 1 < end:
        below = 2 * place + 1
        if below + 1 < end and _precedes(cases, heap, ranks, below, below + 1, state, week):
            below += 1
        if _precedes(cases, heap, ranks, below, place, state, week):
            return
        heap[place], heap[below] = heap[below], heap[place]
        ranks[place], ranks[below] = ranks[below], ranks[place]
        place = below


@inner
def _precedes(
    cases: Any, heap: Any, ranks: Any, a: int, b: int, state: np.uint64, week: int
) -> bool:
    if ranks[a] != ranks[b]:
        return bool(ranks[a] < ranks[b])
    return draw(state, cases[heap[a]].key, week) < draw(state, cases[heap[b]].key, week)


@inner
def experience(case: Any, week: int, rule: Any) -> float:
    """Return quality as a resident feels it, discounted by the wait until the first hour."""
    wait = case.first_served - case.noticed
    return float(case.quality * math.exp(-wait / rule.trust_wait_weeks))


@inner
def report(
    world: Any, c: int, resident: int, service: int, side: int, kind: int, value: float
) -> None:
    """Append an event that the resident reacts to in this week's trust phase."""
    event = world.events[EVENTS_PER_CASE * world.first_case[c] + world.event_count[c]]
    world.event_count[c] += 1
    event.resident = resident
    event.service = service
    event.side = side
    event.kind = kind
    event.experience = value


@inner
def end_case(world: Any, c: int, case: Any, how: int, week: int) -> None:
    """Record the end of a case; the caller removes or reuses its row."""
    i = case.resident
    ended = world.ended[world.first_case[c] + world.ended_count[c]]
    world.ended_count[c] += 1
    ended.key = case.key
    ended.resident = i
    ended.service = case.service
    ended.exit = how
    ended.side = case.side
    ended.channel = case.channel
    ended.escalated = case.escalated
    ended.called = case.called
    ended.onset = case.onset
    ended.repeat = case.repeat
    ended.handovers = case.handovers
    ended.organisation = case.organisation
    ended.request = case.request
    ended.delivered = case.delivered
    ended.opened = case.opened
    ended.noticed = case.noticed
    ended.first_served = case.first_served
    ended.ended = week
    ended.severity = case.severity
    ended.quality = case.quality
    bit = np.uint32(1) << np.uint32(case.service)
    world.open_services[i] &= ~bit
    if how == Exit.CLOSED and case.called:
        world.past_success[i] = min(255, world.past_success[i] + 1)
    column = ServiceSeries.CLOSED
    if how == Exit.PASSED:
        column = ServiceSeries.PASSED
    elif how == Exit.GAVE_UP:
        column = ServiceSeries.GAVE_UP
    elif how == Exit.DECLINED:
        column = ServiceSeries.DECLINED
    world.service_tally[c, case.service, column] += 1.0
