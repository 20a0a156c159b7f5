"""Slots of continuing services: kept until the spell ends, diluted when hours are lost."""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.casework import in_order
from sanlian_sim.dynamics.lists import options
from sanlian_sim.dynamics.serving import DECLINED, agrees, give, giver
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.state import Stage


@inner
def keep_slots(world: Any, rule: Any, services: Any, now: Now, j: int, listed: Any) -> None:
    """Serve the cases that hold a slot, pool by pool, whichever services a pool serves."""
    rows, counts = _slots_by_pool(world, services, listed)
    first = 0
    for pool in range(counts.shape[0]):
        if world.providers[pool].sub_district == j:
            slots = rows[first : first + counts[pool]]
            _serve_pool(world, rule, services, now, world.providers[pool], slots)
        first += counts[pool]


@inner
def _slots_by_pool(world: Any, services: Any, listed: Any) -> Any:
    """Rows of the cases that hold a slot, sorted by pool, and their number in every pool."""
    counts = np.zeros(world.providers.shape[0], dtype=np.int64)
    for n in range(listed.shape[0]):
        case = world.cases[listed[n]]
        if _holds_slot(services, case):
            counts[world.providers[case.provider].pool] += 1
    place = np.cumsum(counts) - counts
    rows = np.empty(counts.sum(), dtype=np.int64)
    for n in range(listed.shape[0]):
        case = world.cases[listed[n]]
        if _holds_slot(services, case):
            pool = world.providers[case.provider].pool
            rows[place[pool]] = listed[n]
            place[pool] += 1
    return rows, counts


@inner
def _holds_slot(services: Any, case: Any) -> bool:
    return bool(services[case.service].continuing and case.stage == Stage.IN_SERVICE)


@inner
def _serve_pool(world: Any, rule: Any, services: Any, now: Now, pool: Any, slots: Any) -> None:
    """Give the slots of one pool their requests, or what there is (equation D5).

    After ``dilution_weeks`` in a row of dilution the lowest priorities return to their lists
    until the rest fits.
    """
    committed = 0
    for n in range(slots.shape[0]):
        committed += world.cases[slots[n]].request
    if committed <= pool.free:
        pool.diluted_weeks = 0
        _dilute(world, rule, services, now, slots, committed, pool.free)
        return
    ordered = in_order(world.cases, slots, now.week, now.seed, rule)
    pool.diluted_weeks += 1
    if pool.diluted_weeks > rule.dilution_weeks:
        pool.diluted_weeks = 0
        while committed > pool.free:
            case = world.cases[ordered[-1]]
            committed -= case.request
            case.stage = Stage.QUEUED
            case.provider = -1
            ordered = ordered[:-1]
    _dilute(world, rule, services, now, ordered, committed, pool.free)


@inner
def _dilute(
    world: Any, rule: Any, services: Any, now: Now, ordered: Any, committed: int, free: int
) -> None:
    """Scale slots to the minutes there are, the remainder by order, a minute each."""
    share = min(committed, free)
    left = share
    for n in range(ordered.shape[0]):
        left -= world.cases[ordered[n]].request * share // committed
    for n in range(ordered.shape[0]):
        case = world.cases[ordered[n]]
        minutes = case.request * share // committed + (1 if n < left else 0)
        give(world, rule, services[case.service], now, case, case.provider, minutes)


@inner
def fill_slots(world: Any, rule: Any, service: Any, now: Now, j: int, ordered: Any) -> None:
    """Offer free minutes to waiting cases in order; whom they do not suffice for is passed over."""
    for n in range(ordered.shape[0]):
        case = world.cases[ordered[n]]
        row = _room_for(world, options(world, rule, service, now, j, case), case.request)
        if row < 0:
            continue
        if not agrees(world, rule, now, case):
            case.provider = DECLINED
            continue
        case.stage = Stage.IN_SERVICE
        case.provider = giver(world, rule, now, j, case, row)
        case.next_event = now.week + int(rule.trust_event_weeks)
        free = world.providers[world.providers[row].pool].free
        give(world, rule, service, now, case, case.provider, min(case.request, free))


@inner
def _room_for(world: Any, rows: Any, request: int) -> int:
    """First row with the minutes for a request, -1 if none has them.

    A request for which every one of the pools is too small as a whole would never be accepted:
    it goes to the first that has given nothing yet, and is diluted.
    """
    idle, most = -1, 0
    for o in range(len(rows)):
        if rows[o] < 0:
            continue
        pool = world.providers[world.providers[rows[o]].pool]
        if pool.free >= request:
            return int(rows[o])
        if idle < 0 and pool.free > 0 and pool.free == pool.opening:
            idle = rows[o]
        most = max(most, pool.opening)
    return int(idle) if most < request else -1
