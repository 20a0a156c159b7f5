"""Routes: the shortest way of a case from its entry to its provider."""

from collections import deque

from sanlian_sim.world.state import Node

STATUTORY = (
    (Node.COMMITTEE, Node.OFFICE),
    (Node.OFFICE, Node.DESK),
    (Node.OFFICE, Node.ORGANISATION),
)
SOCIAL_NODES = (Node.ORGANISATION, Node.WORKER)


def neighbours(community):
    """Nodes next to each node: statutory edges and those that are kept."""
    edges = [*STATUTORY]
    if community.edge_committee:
        edges.append((Node.COMMITTEE, Node.ORGANISATION))
    if community.sub_district.worker_node == Node.ORGANISATION:
        edges.append((Node.WORKER, Node.ORGANISATION))
    both_ways = edges + [(b, a) for a, b in edges]
    return {node: sorted(b for a, b in both_ways if a == node) for node in Node}


def shortest_path(community, entry, target):
    """Nodes from entry to target by breadth-first search, lowest nodes first; None without way."""
    beside, paths, ahead = neighbours(community), {entry: [entry]}, deque([entry])
    while ahead:
        node = ahead.popleft()
        for following in beside[node]:
            if following not in paths:
                paths[following] = [*paths[node], following]
                ahead.append(following)
    return paths.get(target)


def misroute_chance(model, community, here, there):
    """Chance that a hand-over fails; higher between the sides unless they share data."""
    across = (here in SOCIAL_NODES) != (there in SOCIAL_NODES)
    if across and not community.data_sharing:
        return model.rules.misroute_across
    return model.rules.misroute
