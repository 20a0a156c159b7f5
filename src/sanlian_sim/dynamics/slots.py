"""Slots of continuing services: kept until the spell ends, diluted when hours are lost."""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.casework import in_order
from sanlian_sim.dynamics.serving import DECLINED, agrees, give, options, own_row
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.state import Stage


@inner
def keep_slots(world: Any, rule: Any, service: Any, now: Now, rows: Any) -> Any:
    """Serve the cases in service; return the rows of those that wait.

    Where a pool's slots exceed its minutes they are diluted; after ``dilution_weeks`` in a row
    the lowest priorities return to the list until the rest fits.
    """
    waiting = np.empty(rows.shape[0], dtype=np.int64)
    found = 0
    pools = np.zeros(world.providers.shape[0], dtype=np.int64)
    for n in range(rows.shape[0]):
        case = world.cases[rows[n]]
        if case.stage == Stage.IN_SERVICE:
            pools[_pool(world, case)] += case.request
        else:
            waiting[found] = rows[n]
            found += 1
    for pool in range(pools.shape[0]):
        if pools[pool] > 0:
            found = _serve_pool(world, rule, service, now, rows, pool, pools[pool], waiting, found)
    return waiting[:found]


@inner
def _pool(world: Any, case: Any) -> int:
    return int(world.providers[case.provider].pool)


@inner
def _serve_pool(
    world: Any,
    rule: Any,
    service: Any,
    now: Now,
    rows: Any,
    pool: int,
    committed: int,
    waiting: Any,
    found: int,
) -> int:
    """Serve the slots of one pool; returned cases are appended to ``waiting``."""
    head = world.providers[pool]
    if committed <= head.free:
        head.diluted_weeks = 0
        for n in range(rows.shape[0]):
            case = world.cases[rows[n]]
            if case.stage == Stage.IN_SERVICE and _pool(world, case) == pool:
                give(world, rule, service, now, case, case.provider, case.request)
        return found
    held = np.empty(rows.shape[0], dtype=np.int64)
    n_held = 0
    for n in range(rows.shape[0]):
        case = world.cases[rows[n]]
        if case.stage == Stage.IN_SERVICE and _pool(world, case) == pool:
            held[n_held] = rows[n]
            n_held += 1
    ordered = in_order(world.cases, held[:n_held], now.week, now.seed, rule)
    head.diluted_weeks += 1
    if head.diluted_weeks > rule.dilution_weeks:
        head.diluted_weeks = 0
        while n_held > 0 and committed > head.free:
            n_held -= 1
            case = world.cases[ordered[n_held]]
            committed -= case.request
            case.stage = Stage.QUEUED
            case.provider = -1
            waiting[found] = ordered[n_held]
            found += 1
    _dilute(world, rule, service, now, ordered[:n_held], committed, head.free)
    return found


@inner
def _dilute(
    world: Any, rule: Any, service: Any, now: Now, ordered: Any, committed: int, free: int
) -> None:
    """Scale slots to the minutes there are, the remainder by order, a minute each (D5)."""
    left = free
    for n in range(ordered.shape[0]):
        left -= world.cases[ordered[n]].request * free // max(committed, free)
    for n in range(ordered.shape[0]):
        case = world.cases[ordered[n]]
        minutes = case.request
        if committed > free:
            minutes = case.request * free // committed + (1 if n < left else 0)
        give(world, rule, service, now, case, case.provider, minutes)


@inner
def fill_slots(world: Any, rule: Any, service: Any, now: Now, j: int, ordered: Any) -> None:
    """Offer free minutes to waiting cases in order; whom they do not suffice for is passed over."""
    for n in range(ordered.shape[0]):
        case = world.cases[ordered[n]]
        own = own_row(world, rule, now, j, case)
        rows = options(world, service, j, case.service, case, own)
        for o in range(rows.shape[0]):
            if rows[o] < 0 or case.stage == Stage.IN_SERVICE or case.provider == DECLINED:
                continue
            pool = world.providers[world.providers[rows[o]].pool]
            untouched = pool.free == pool.opening and pool.free > 0
            if pool.free < case.request and not untouched:
                continue
            if not agrees(world, rule, now, case):
                case.provider = DECLINED
                continue
            case.stage = Stage.IN_SERVICE
            case.provider = rows[o]
            case.next_event = now.week + int(rule.trust_event_weeks)
            give(world, rule, service, now, case, rows[o], min(case.request, pool.free))
