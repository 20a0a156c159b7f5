"""Delivery: providers give their hours to the cases on their lists.

Slots of continuing services come first. Then, for every service and side of a sub-district, cases
are ranked together and each is offered to the providers of its list in turn: its own list's pool
of minutes, the station workers' casework, and (for the service volunteers help first) the
community's volunteers. Lists of different institutions are served in one pass because some of
those pools are shared between them.
"""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.books import close_books, open_books
from sanlian_sim.dynamics.casework import in_order
from sanlian_sim.dynamics.lists import measure_load
from sanlian_sim.dynamics.routing import AT_PROVIDER
from sanlian_sim.dynamics.serving import relieve, serve_sessions
from sanlian_sim.dynamics.settlement import judge_organisations, settle
from sanlian_sim.dynamics.slots import fill_slots, keep_slots
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.state import Stage
from sanlian_sim.world.world import World


def delivery(world: World) -> None:
    """Run the phase."""
    world.run(_delivery, by="sub_district")


@kernel
def _delivery(world: Any, now: Now, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    for j in range(start, end):
        plan_cases(world, services, j)
        open_books(world, j)
        listed, sizes = _buckets(world, services, j)
        measure_load(world, rule, services, now, j, listed)
        keep_slots(world, rule, services, now, j, listed)
        first = 0
        for b in range(sizes.shape[0]):
            rows = listed[first : first + sizes[b]]
            first += sizes[b]
            _serve_list(world, rule, services[b // 2], now, j, rows)
        relieve(world, rule, services, now, j)
        for c in range(world.first_community[j], world.first_community[j + 1]):
            settle(world, rule, services, now, c)
        judge_organisations(world, rule, j)
        close_books(world, j)


@inner
def plan_cases(world: Any, services: Any, j: int) -> None:
    """Set what every open case is to receive this week."""
    for c in range(world.first_community[j], world.first_community[j + 1]):
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            service = services[case.service]
            case.given = 0
            case.planned = case.request
            if not service.continuing:
                case.planned = min(case.left, service.weekly_maximum)


@inner
def _buckets(world: Any, services: Any, j: int) -> Any:
    """Rows of the cases at a provider or on its list, by service and side, and bucket sizes."""
    sizes = np.zeros(2 * services.shape[0], dtype=np.int64)
    first, last = world.first_community[j], world.first_community[j + 1]
    for c in range(first, last):
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            if case.stage >= Stage.QUEUED and case.hops == AT_PROVIDER:
                sizes[2 * case.service + case.side] += 1
    place = np.cumsum(sizes) - sizes
    rows = np.empty(sizes.sum(), dtype=np.int64)
    for c in range(first, last):
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            if case.stage >= Stage.QUEUED and case.hops == AT_PROVIDER:
                b = 2 * case.service + case.side
                rows[place[b]] = row
                place[b] += 1
    return rows, sizes


@inner
def _serve_list(world: Any, rule: Any, service: Any, now: Now, j: int, listed: Any) -> None:
    """Serve the cases of one service and side, but for slots that are kept."""
    if not service.continuing:
        ordered = in_order(world.cases, listed, now.week, now.seed, rule)
        serve_sessions(world, rule, service, now, j, ordered)
        return
    waiting = np.empty_like(listed)
    found = 0
    for n in range(listed.shape[0]):
        if world.cases[listed[n]].stage == Stage.QUEUED:
            waiting[found] = listed[n]
            found += 1
    ordered = in_order(world.cases, waiting[:found], now.week, now.seed, rule)
    fill_slots(world, rule, service, now, j, ordered)
