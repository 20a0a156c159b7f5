"""Lists: where a case waits, whose minutes are open to it, and how much is asked of them."""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.state import Side


@inner
def list_row(world: Any, j: int, case: Any) -> int:
    """Provider row whose list a case is on; the first organisation's for a shared list."""
    k = case.service
    if case.side == Side.GOVERNMENT:
        desk = world.desk[j, k]
        if desk >= 0:
            return int(desk)
        return int(world.committee_service[case.community, k])
    if not world.shared[j]:
        return int(world.organisation[case.organisation, k])
    return first_open(world, j, k)


@inner
def first_open(world: Any, j: int, k: int) -> int:
    """Row of the first organisation with a contract for a service, -1 if there is none."""
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        row = world.organisation[o, k]
        if row >= 0 and world.providers[row].open:
            return int(row)
    return -1


@inner
def options(world: Any, rule: Any, service: Any, now: Now, j: int, case: Any) -> Any:
    """Provider rows to which a case is offered: its list's, then helpers; -1 where there is none.

    Helpers are a facility within reach, the station workers' casework and, for what they help
    first, the volunteers.
    """
    casework = int(world.casework[j, case.service])
    if casework >= 0 and world.providers[casework].side != case.side:
        casework = -1
    team = -1
    if service.volunteer_order == 1:
        team = int(world.team[case.community, case.side])
    facility = -1
    if case.side == Side.SOCIAL and is_near(world, rule, now, j, case):
        facility = int(world.facility[j, case.service])
    return list_row(world, j, case), facility, casework, team


@inner
def is_near(world: Any, rule: Any, now: Now, j: int, case: Any) -> bool:
    """Decide once whether a resident would go as far as the facility (M19, equation R3)."""
    site, row = world.site[j, case.service], world.facility[j, case.service]
    if row < 0 or site < 0 or world.providers[row].client <= 0:
        return False
    walk = world.communities[case.community].walk_minutes
    if site != case.community:
        walk += rule.facility_distance_minutes
    far = walk / rule.facility_reach_minutes
    chance = 1.0 / (1.0 + rule.facility_friction * far * far)
    return bool(draw(stream_state(now.seed, Stream.NEAR), case.key, 0) < chance)


@inner
def measure_load(world: Any, rule: Any, services: Any, now: Now, j: int, listed: Any) -> None:
    """Compare what is asked of every list with what is open to it (M15, equation D6).

    A helper's minutes are divided over the lists that may ask for them, in proportion to what
    these ask.
    """
    asked = np.zeros(world.providers.shape[0], dtype=np.int64)
    for n in range(listed.shape[0]):
        case = world.cases[listed[n]]
        rows = options(world, rule, services[case.service], now, j, case)
        world.providers[rows[0]].requested += case.planned
        for o in range(1, len(rows)):
            if rows[o] >= 0:
                asked[rows[o]] += case.planned
    helped = np.zeros(world.providers.shape[0])
    for n in range(listed.shape[0]):
        case = world.cases[listed[n]]
        rows = options(world, rule, services[case.service], now, j, case)
        for o in range(1, len(rows)):
            if rows[o] >= 0:
                helped[rows[0]] += case.planned * world.providers[rows[o]].free / asked[rows[o]]
    for row in range(world.providers.shape[0]):
        p = world.providers[row]
        if p.sub_district == j and p.requested > 0 and p.free + helped[row] > 0.0:
            p.load_ratio = p.requested / (p.free + helped[row])
    if world.shared[j]:
        _spread_load(world, j)
    _measure_strain(world, rule, services, now, j, listed, asked)


@inner
def _measure_strain(
    world: Any, rule: Any, services: Any, now: Now, j: int, listed: Any, asked: Any
) -> None:
    """Let helpers share the load of the lists that ask for them (M22, equation D9)."""
    for row in range(world.providers.shape[0]):
        if world.providers[row].sub_district == j:
            world.providers[row].strain = world.providers[row].load_ratio
    for n in range(listed.shape[0]):
        case = world.cases[listed[n]]
        rows = options(world, rule, services[case.service], now, j, case)
        load = world.providers[rows[0]].load_ratio
        for o in range(1, len(rows)):
            if rows[o] >= 0:
                world.providers[rows[o]].strain += load * case.planned / asked[rows[o]]


@inner
def _spread_load(world: Any, j: int) -> None:
    """Give all organisations of a shared list the list's load."""
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        for k in range(world.organisation.shape[1]):
            row = world.organisation[o, k]
            if row >= 0 and world.providers[row].open:
                head = world.providers[world.providers[row].pool]
                world.providers[row].load_ratio = head.load_ratio
