"""Phase 4, routing: cases pass the nodes between their entry and their provider.

Every node works in order of priority as long as it has intake minutes left; what it has begun it
finishes. A case that a hand-over misroutes stays where it is until next week.
"""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import Node, Side, Stage

from .casework import AT_PROVIDER, in_order
from .draws import fold, gumbel, uniform
from .hours import share_committee_time
from .routes import misroute_chance, shortest_path
from .rules import rounded

LEVELS = (Node.COMMITTEE, Node.WORKER, Node.ORGANISATION, Node.OFFICE)


def routing(model):
    """Run the phase."""
    model.moves = []
    for sub_district in model.sub_districts:
        calls = sum(community.calls for community in sub_district.communities)
        sub_district.office.intake += rounded(calls * model.rules.call_minutes)
        for community in sub_district.communities:
            community.intake_used = 0
        model.moves += leave_closed_teams(sub_district)
        choose_again(model, sub_district)
        leave_closed_station(sub_district)
        for node in LEVELS:
            for case in in_order(model, waiting_at(sub_district, node)):
                take_in(model, sub_district, node, case)
            if node == Node.COMMITTEE:
                share_committee_time(model, sub_district)


def cases_of(sub_district):
    """Open cases of all communities of a sub-district, in row order."""
    return [case for community in sub_district.communities for case in community.cases]


def leave_closed_teams(sub_district):
    """Send cases on whose organisation has no contract any more; return what became of them.

    They choose among those that have one; where nobody has, they go back to government.
    """
    moves = []
    for case in cases_of(sub_district):
        if case.stage == Stage.LATENT or case.side != Side.SOCIAL:
            continue
        team = case.organisation and case.organisation.offers[case.service]
        if not sub_district.organisations_offering(case.service):
            return_to_government(case)
            moves.append("returned to government")
        elif team and not team.open:
            case.organisation = None
            if case.stage == Stage.IN_SERVICE and case.provider is team:
                case.stage, case.provider = Stage.QUEUED, None
            moves.append("left a closed team")
    return moves


def return_to_government(case):
    """Start again at the committee, on the side of government, with the place in time it had."""
    case.side, case.stage, case.entry = Side.GOVERNMENT, Stage.QUEUED, Node.COMMITTEE
    case.provider = case.organisation = None
    case.hops, case.misrouted = 0, False


def choose_again(model, sub_district):
    """Give an organisation to cases that waited on a shared list which no longer exists."""
    for case in cases_of(sub_district):
        listed = case.stage != Stage.LATENT and case.hops == AT_PROVIDER
        if listed and case.side == Side.SOCIAL and not sub_district.shared:
            case.organisation = case.organisation or choose_organisation(model, case)


def leave_closed_station(sub_district):
    """Cases on their way from a station of workers that is no more start at their committee."""
    if sub_district.worker_node != Node.ORGANISATION:
        for case in cases_of(sub_district):
            if case.entry == Node.WORKER and case.hops != AT_PROVIDER:
                case.entry, case.hops, case.misrouted = Node.COMMITTEE, 0, False


def target_of(case):
    """Kind of node that is to serve a case."""
    if case.side == Side.GOVERNMENT:
        return Node.DESK if case.service.at_desk else Node.COMMITTEE
    if case.entry == Node.WORKER and case.service.casework:
        return Node.WORKER
    return Node.ORGANISATION


def route_of(case):
    """Nodes on the way of a case, its provider included."""
    return shortest_path(case.resident.community, case.entry, target_of(case))


def intake_nodes(route):
    """Nodes that take the case in: all but the provider, which does so if it is the entry."""
    return route[:-1] or route


def position_of(case, nodes):
    """Place on the way; the last node if the way has become shorter meanwhile."""
    return min(case.hops, len(nodes) - 1)


def waiting_at(sub_district, node):
    """Cases that wait for intake at nodes of a kind."""
    waiting = []
    for case in cases_of(sub_district):
        if case.stage == Stage.QUEUED and case.hops != AT_PROVIDER:
            nodes = intake_nodes(route_of(case))
            if nodes[position_of(case, nodes)] == node:
                waiting.append(case)
    return waiting


def take_in(model, sub_district, node, case):
    """Intake of one case at its node, and its hand-over to the next."""
    social = case.side == Side.SOCIAL
    if node == Node.ORGANISATION and social and case.organisation is None:
        case.organisation = choose_organisation(model, case)
    entering = case.hops == 0 and not case.misrouted
    minutes = rounded(model.rules.entry_minutes if entering else model.rules.handover_minutes)
    if not spend(sub_district, node, case, minutes):
        return
    community, route = case.resident.community, route_of(case)
    nodes = intake_nodes(route)
    position = position_of(case, nodes)
    if entering:
        community.tally["resident_minutes"] += minutes
    if position + 1 < len(route):
        case.handovers += 1
        community.tally["handovers"] += 1
        u = uniform(model.seed, Stream.MISROUTE, fold(case.key, position), model.week)
        case.misrouted = u < misroute_chance(
            model, community, route[position], route[position + 1]
        )  # fmt: skip
        if case.misrouted:
            return
    case.hops = position + 1
    if case.hops >= len(nodes):
        case.hops = AT_PROVIDER
        if social and not sub_district.shared and case.organisation is None:
            case.organisation = choose_organisation(model, case)


def spend(sub_district, node, case, minutes):
    """Use a node's intake minutes, and overtime at the last intake; False if none are left."""
    if minutes == 0:
        return True
    if node == Node.COMMITTEE:
        community = case.resident.community
        if community.intake_limit - community.intake_used <= 0:
            return False
        community.intake_used += minutes
        return True
    holder = sub_district.office
    if node == Node.WORKER:
        holder = sub_district.worker
    elif node == Node.ORGANISATION:
        holder = reception_for(sub_district, case)
    if holder is None:
        return True
    if holder.limit - holder.intake <= 0:
        return False
    holder.intake += minutes
    return True


def reception_for(sub_district, case):
    """Provider whose hours an organisation's intake takes: its largest.

    A case that only passes through goes by the first organisation with a contract, if any.
    """
    organisation = case.organisation
    if organisation is None:
        there = [one for one in sub_district.organisations if one.under_contract]
        if not there:
            return None
        organisation = there[0]
    return max(organisation.teams, key=lambda team: team.limit)


def choose_organisation(model, case):
    """Discrete choice by reputation, free capacity and an earlier relation, with noise."""
    rules, best, best_value = model.rules, None, float("-inf")
    for organisation in case.resident.community.sub_district.organisations_offering(case.service):
        u = uniform(model.seed, Stream.PROVIDER_CHOICE, case.key, organisation.row)
        value = (
            rules.choice_reputation * organisation.reputation
            + rules.choice_free * organisation.offers[case.service].free_share
            + rules.choice_noise * gumbel(u)
        )
        if organisation is case.resident.last_organisation:
            value += rules.choice_earlier
        if value > best_value:
            best, best_value = organisation, value
    return best
