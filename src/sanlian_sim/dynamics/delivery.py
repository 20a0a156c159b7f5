"""Delivery: providers give their hours to the cases on their lists.

For every service and side of a sub-district, cases are ranked together and each is offered to the
providers of its list in turn: its own list's pool of minutes, the station workers' casework, and
(for the service volunteers help first) the community's volunteers. Lists of different institutions
are served in one pass because some of those pools are shared between them.
"""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.casework import in_order
from sanlian_sim.dynamics.routing import AT_PROVIDER
from sanlian_sim.dynamics.serving import close_books, open_books, relieve, serve_sessions
from sanlian_sim.dynamics.settlement import settle
from sanlian_sim.dynamics.slots import fill_slots, keep_slots
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.state import Side, Stage
from sanlian_sim.world.world import World


def delivery(world: World) -> None:
    """Run the phase."""
    world.run(_delivery, by="sub_district")


@kernel
def _delivery(world: Any, rule: Any, services: Any, now: Now, start: int, end: int) -> None:
    for j in range(start, end):
        plan_cases(world, services, j)
        bucket_of, sizes = _buckets(world, services, j)
        open_books(world, j)
        first = 0
        for b in range(sizes.shape[0]):
            rows = bucket_of[first : first + sizes[b]]
            first += sizes[b]
            _serve_list(world, rule[0], services, now, j, b // 2, b % 2, rows)
        relieve(world, rule[0], services, now, j)
        for c in range(world.first_community[j], world.first_community[j + 1]):
            settle(world, rule[0], services, now, c)
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
def _serve_list(
    world: Any, rule: Any, services: Any, now: Now, j: int, k: int, side: int, rows: Any
) -> None:
    """Serve the cases of one service and side."""
    shared = side == Side.SOCIAL and world.shared[j]
    if shared:
        _pool_minutes(world, j, k)
    _measure_load(world, j, k, side, shared, rows)
    if services[k].continuing:
        queued = keep_slots(world, rule, services[k], now, rows)
        ordered = in_order(world.cases, queued, now.week, now.seed, rule)
        fill_slots(world, rule, services[k], now, j, ordered)
    else:
        ordered = in_order(world.cases, rows, now.week, now.seed, rule)
        serve_sessions(world, rule, services[k], now, j, ordered)


@inner
def _pool_minutes(world: Any, j: int, k: int) -> None:
    """Let the organisations of a sub-district share one pool of minutes for a service."""
    head = -1
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        row = world.organisation[o, k]
        if row < 0:
            continue
        if head < 0:
            head = row
            continue
        world.providers[row].pool = head
        world.providers[head].free += world.providers[row].free
        world.providers[head].opening = world.providers[head].free
        world.providers[row].free = world.providers[row].opening = 0


@inner
def list_row(world: Any, j: int, k: int, side: int, shared: bool, case: Any) -> int:
    """Provider row whose list a case is on; the first organisation's for a shared list."""
    if side == Side.GOVERNMENT:
        desk = world.desk[j, k]
        if desk >= 0:
            return int(desk)
        return int(world.committee_service[world.community[case.resident], k])
    organisation = case.organisation
    if shared or organisation < 0:
        for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
            if world.organisation[o, k] >= 0:
                return int(world.organisation[o, k])
    return int(world.organisation[organisation, k])


@inner
def _measure_load(world: Any, j: int, k: int, side: int, shared: bool, rows: Any) -> None:
    """Requested over available minutes of every list (M15, equation D6)."""
    for n in range(rows.shape[0]):
        case = world.cases[rows[n]]
        world.providers[list_row(world, j, k, side, shared, case)].requested += case.planned
    for n in range(rows.shape[0]):
        row = list_row(world, j, k, side, shared, world.cases[rows[n]])
        head = world.providers[row]
        if head.free > 0:
            head.load_ratio = head.requested / head.free
    if shared:
        _spread_load(world, j, k)


@inner
def _spread_load(world: Any, j: int, k: int) -> None:
    """Give all organisations of a shared list the list's load."""
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        row = world.organisation[o, k]
        if row >= 0:
            head = world.providers[world.providers[row].pool]
            world.providers[row].load_ratio = head.load_ratio
