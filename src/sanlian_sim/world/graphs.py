"""The layers of a world's network as NetworkX graphs."""

from typing import TYPE_CHECKING

import numpy as np

from sanlian_sim.world.state import Node, Side, Stage
from sanlian_sim.world.world import World

if TYPE_CHECKING:
    import networkx


def governance_graph(world: World) -> "networkx.Graph[tuple[str, int]]":
    """Return the statutory hierarchy: bureau, departments' desks, offices, committees, grids.

    Nodes are pairs (kind, number): ``("bureau", 0)``, ``("office", j)``, ``("desk", row)`` with
    the provider's row and its ``service``, ``("committee", c)``, ``("grid", n)`` with its
    ``community``. Residents belong to the grid named in their columns.
    """
    import networkx

    graph: networkx.Graph[tuple[str, int]] = networkx.Graph()
    graph.add_node(("bureau", 0))
    for j, desks in enumerate(world.layout.desk):
        graph.add_edge(("bureau", 0), ("office", j))
        for k in np.flatnonzero(desks >= 0).tolist():
            graph.add_node(("desk", int(desks[k])), service=world.services[k])
            graph.add_edge(("office", j), ("desk", int(desks[k])))
    for c, j in enumerate(world.communities.rows["sub_district"].tolist()):
        graph.add_edge(("office", j), ("committee", c))
    places = np.unique(np.stack([world.residents.community, world.residents.grid], axis=1), axis=0)
    for n, (c, grid) in enumerate(places.tolist()):
        graph.add_node(("grid", n), community=c, grid=grid)
        graph.add_edge(("committee", c), ("grid", n))
    return graph


def service_graph(world: World) -> "networkx.Graph[tuple[str, int]]":
    """Return the service network: coverage, kept edges, employment, and clients.

    Nodes are ``("organisation", o)`` for those that are alive, ``("committee", c)``,
    ``("worker", n)`` and, for open cases in service with an organisation, ``("resident", i)``.
    Every edge has a ``kind``: ``coverage`` (the organisation serves the community), ``kept`` (an
    edge both sides spend hours on), ``employment`` and ``client``.
    """
    import networkx

    graph: networkx.Graph[tuple[str, int]] = networkx.Graph()
    organisations, communities = world.organisations.rows, world.communities.rows
    living = np.flatnonzero(organisations["alive"])
    graph.add_nodes_from(("organisation", o) for o in living.tolist())
    for c, j in enumerate(communities["sub_district"].tolist()):
        kind = "kept" if world.policy.edge_committee[c] else "coverage"
        for o in living[organisations["sub_district"][living] == j].tolist():
            graph.add_edge(("organisation", o), ("committee", c), kind=kind)
    for j in np.flatnonzero(world.policy.edge_organisations).tolist():
        members = living[organisations["sub_district"][living] == j].tolist()
        pairs = ((a, b) for a in members for b in members if a < b)
        for a, b in pairs:
            graph.add_edge(("organisation", a), ("organisation", b), kind="kept")
    _add_workers(graph, world)
    cases = world.cases.rows[world.cases.open_rows()]
    served = cases[(cases["stage"] == Stage.IN_SERVICE) & (cases["side"] == Side.SOCIAL)]
    for case in served[np.isin(served["organisation"], living)]:
        client = ("resident", int(case["resident"]))
        graph.add_edge(("organisation", int(case["organisation"])), client, kind="client")
    return graph


def _add_workers(graph: "networkx.Graph[tuple[str, int]]", world: World) -> None:
    """Tie station workers to the organisation, or to the committees, that employ them.

    Whose organisation has just closed has no employer yet.
    """
    alive = world.organisations.alive
    for n, worker in enumerate(world.workers.rows):
        graph.add_node(("worker", n))
        employer = int(worker["employer"])
        if worker["employer_kind"] == Node.ORGANISATION:
            if employer >= 0 and alive[employer]:
                graph.add_edge(("worker", n), ("organisation", employer), kind="employment")
            continue
        here = world.communities.rows["sub_district"] == worker["sub_district"]
        for c in np.flatnonzero(here).tolist():
            graph.add_edge(("worker", n), ("committee", c), kind="employment")
