"""Routing: noticed cases pass the nodes between their entry and their provider.

Nodes work in order of priority until their intake minutes are used; the intake then begun is
finished in overtime. Levels follow one another within the week. A hand-over that misroutes leaves
the case at its node until next week.
"""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.casework import in_order
from sanlian_sim.dynamics.choice import choose_organisation
from sanlian_sim.dynamics.committee_hours import share_committee_time
from sanlian_sim.dynamics.lists import first_open
from sanlian_sim.randomness import Stream, draw, fold, stream_state
from sanlian_sim.world.arrays import CommunitySeries, Now
from sanlian_sim.world.state import Node, Side, Stage
from sanlian_sim.world.world import World

AT_PROVIDER = -1
LEVELS = (Node.COMMITTEE.value, Node.WORKER.value, Node.ORGANISATION.value, Node.OFFICE.value)
"""Order of intake within the week; routes pass the kinds of nodes in this order."""


def routing(world: World) -> None:
    """Run the phase."""
    world.run(_routing, by="sub_district")


@kernel
def _routing(world: Any, now: Now, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    for j in range(start, end):
        for c in range(world.first_community[j], world.first_community[j + 1]):
            world.communities[c].intake_used = 0
        _answer_calls(world, rule, j)
        _leave_closed_teams(world, j)
        _choose_again(world, rule, now, j)
        _leave_closed_station(world, j)
        for kind in LEVELS:
            waiting = in_order(
                world.cases, _waiting_at(world, services, j, kind), now.week, now.seed, rule
            )
            for n in range(waiting.shape[0]):
                _take_in(world, rule, services, now, j, kind, world.cases[waiting[n]])
            if kind == Node.COMMITTEE:
                share_committee_time(world, rule, services, now, j)


@inner
def _answer_calls(world: Any, rule: Any, j: int) -> None:
    """Spend the office's time on this week's calls."""
    calls = 0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        calls += world.communities[c].calls
    office = world.providers[world.office[j]]
    office.intake += int(calls * rule.call_minutes + 0.5)


@inner
def _leave_closed_teams(world: Any, j: int) -> None:
    """Send cases on whose organisation has no contract any more (equation R4).

    They keep their place in time and choose among those that have one; where nobody has, they
    go back to government, by way of their committee.
    """
    for c in range(world.first_community[j], world.first_community[j + 1]):
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            if case.stage == Stage.LATENT or case.side != Side.SOCIAL:
                continue
            if first_open(world, j, case.service) < 0:
                _return_to_government(case)
            elif case.organisation >= 0:
                team = world.organisation[case.organisation, case.service]
                if not world.providers[team].open:
                    _leave_team(case, team)


@inner
def _return_to_government(case: Any) -> None:
    case.side = Side.GOVERNMENT
    case.stage = Stage.QUEUED
    case.provider = case.organisation = -1
    case.entry = Node.COMMITTEE
    case.hops = 0
    case.misrouted = False


@inner
def _leave_team(case: Any, team: int) -> None:
    """Wait for another organisation, unless it is others who serve the case."""
    case.organisation = -1
    if case.stage == Stage.IN_SERVICE and case.provider == team:
        case.stage = Stage.QUEUED
        case.provider = -1


@inner
def _choose_again(world: Any, rule: Any, now: Now, j: int) -> None:
    """Give an organisation to cases whose shared list was dissolved."""
    if world.shared[j]:
        return
    for c in range(world.first_community[j], world.first_community[j + 1]):
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            at_list = case.stage != Stage.LATENT and case.hops == AT_PROVIDER
            if at_list and case.side == Side.SOCIAL and case.organisation < 0:
                case.organisation = choose_organisation(world, rule, now, j, case)


@inner
def _leave_closed_station(world: Any, j: int) -> None:
    """Send cases on their way from a station of workers that is no more to their committee."""
    if world.worker_node[j] == Node.ORGANISATION:
        return
    for c in range(world.first_community[j], world.first_community[j + 1]):
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            if case.entry == Node.WORKER and case.hops != AT_PROVIDER:
                case.entry = Node.COMMITTEE
                case.hops = 0
                case.misrouted = False


@inner
def target_of(world: Any, services: Any, j: int, case: Any) -> int:
    """Kind of node that is to serve a case."""
    service = services[case.service]
    if case.side == Side.GOVERNMENT:
        return Node.DESK.value if service.at_desk else Node.COMMITTEE.value
    if case.entry == Node.WORKER and world.casework[j, case.service] >= 0:
        return Node.WORKER.value
    return Node.ORGANISATION.value


@inner
def _waiting_at(world: Any, services: Any, j: int, kind: int) -> Any:
    """Rows of the cases that wait for intake at nodes of a kind."""
    first, last = world.first_community[j], world.first_community[j + 1]
    total = 0
    for c in range(first, last):
        total += world.case_count[c]
    rows = np.empty(total, dtype=np.int64)
    found = 0
    for c in range(first, last):
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            if case.stage != Stage.QUEUED or case.hops == AT_PROVIDER:
                continue
            if _node_of(world, services, j, c, case) == kind:
                rows[found] = row
                found += 1
    return rows[:found]


@inner
def _node_of(world: Any, services: Any, j: int, c: int, case: Any) -> int:
    """Kind of node where a case waits; the last of the route if routes became shorter."""
    target = target_of(world, services, j, case)
    last = world.route_length[c, case.entry, target] - 1
    return int(world.route[c, case.entry, target, min(case.hops, last)])


@inner
def _take_in(world: Any, rule: Any, services: Any, now: Now, j: int, kind: int, case: Any) -> None:
    """Intake of one case at its node, and the hand-over to the next."""
    if kind == Node.ORGANISATION and case.side == Side.SOCIAL and case.organisation < 0:
        case.organisation = choose_organisation(world, rule, now, j, case)
    entering = case.hops == 0 and not case.misrouted
    minutes = int((rule.entry_minutes if entering else rule.handover_minutes) + 0.5)
    if not _spend(world, j, kind, case, minutes):
        return
    c = case.community
    target = target_of(world, services, j, case)
    if entering:
        world.community_tally[c, CommunitySeries.RESIDENT_MINUTES] += minutes
    position = min(case.hops, world.route_length[c, case.entry, target] - 1)
    if position < world.route_edges[c, case.entry, target]:
        case.handovers += 1
        world.community_tally[c, CommunitySeries.HANDOVERS] += 1.0
        key = fold(case.key, np.uint64(position))
        u = draw(stream_state(now.seed, Stream.MISROUTE), key, now.week)
        case.misrouted = u < world.misroute[c, case.entry, target, position]
        if case.misrouted:
            return
    case.hops = position + 1
    if case.hops >= world.route_length[c, case.entry, target]:
        _arrive(world, rule, now, j, target, case)


@inner
def _arrive(world: Any, rule: Any, now: Now, j: int, target: int, case: Any) -> None:
    """Put a case on its provider's list; unless the list is shared it chooses an organisation."""
    case.hops = AT_PROVIDER
    social = case.side == Side.SOCIAL
    if social and case.organisation < 0 and not world.shared[j]:
        case.organisation = choose_organisation(world, rule, now, j, case)


@inner
def _spend(world: Any, j: int, kind: int, case: Any, minutes: int) -> bool:
    """Use a node's intake minutes; False if none are left this week.

    An intake that takes no time needs none.
    """
    if minutes == 0:
        return True
    if kind == Node.COMMITTEE:
        community = world.communities[case.community]
        if community.intake_used >= community.intake_limit:
            return False
        community.intake_used += minutes
        return True
    row = world.office[j]
    if kind == Node.WORKER:
        row = world.worker[j]
    elif kind == Node.ORGANISATION:
        row = _organisation_row(world, j, case)
    if row < 0:
        return True
    node = world.providers[row]
    if node.intake >= node.limit:
        return False
    node.intake += minutes
    return True


@inner
def _organisation_row(world: Any, j: int, case: Any) -> int:
    """Row that does an organisation's intake: where it has most client time.

    Reception is not a doctor's work: in every type of organisation most hours are paid like those
    of a committee, so that intake costs about the same wherever a case enters. -1 where no
    organisation has a contract: a case only passing through then costs nobody time.
    """
    organisation = case.organisation
    if organisation < 0:
        organisation = _first_active(world, j)
    if organisation < 0:
        return -1
    best, most = -1, -1
    for k in range(world.organisation.shape[1]):
        row = world.organisation[organisation, k]
        if row >= 0 and world.providers[row].limit > most:
            best, most = row, world.providers[row].limit
    return best


@inner
def _first_active(world: Any, j: int) -> int:
    """First organisation of a sub-district with any contract, -1 if none has one."""
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        for k in range(world.organisation.shape[1]):
            row = world.organisation[o, k]
            if row >= 0 and world.providers[row].open:
                return o
    return -1
