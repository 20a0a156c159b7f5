"""Routes: the shortest way of a case through the nodes, over statutory and kept edges."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sanlian_sim.world.state import Node

ENTRIES = (Node.COMMITTEE, Node.WORKER, Node.ORGANISATION)
LONGEST = 4
_STATUTORY = (
    (Node.COMMITTEE, Node.OFFICE),
    (Node.OFFICE, Node.DESK),
    (Node.OFFICE, Node.ORGANISATION),
)
_SOCIAL = frozenset({Node.ORGANISATION, Node.WORKER})


@dataclass(frozen=True)
class Edges:
    """What decides the routes of a community.

    Attributes
    ----------
    committee_organisation : bool
        The committee keeps edges with the organisations.
    workers_at_organisations : bool
        Station workers are employed by organisations, and tied to them.
    data_sharing : bool
        A hand-over between the sides misroutes no more often than within one.
    misroute, misroute_across : float
        Chance that a hand-over misroutes, within a side and across sides.
    """

    committee_organisation: bool
    workers_at_organisations: bool
    data_sharing: bool
    misroute: float
    misroute_across: float

    def graph(self) -> "nx.Graph[int]":
        """Return the kinds of nodes with the edges between them."""
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(sorted(Node))
        graph.add_edges_from(_STATUTORY)
        if self.committee_organisation:
            graph.add_edge(Node.COMMITTEE, Node.ORGANISATION)
        if self.workers_at_organisations:
            graph.add_edge(Node.WORKER, Node.ORGANISATION)
        return graph


@dataclass(frozen=True)
class Routes:
    """Routes from every entry to every target; arrays as in ``Policy``, without communities."""

    length: NDArray[np.int8]
    edges: NDArray[np.int8]
    route: NDArray[np.int8]
    misroute: NDArray[np.float64]


@lru_cache(maxsize=256)
def routes(edges: Edges) -> Routes:
    """Shortest routes over a set of edges; a target that cannot be reached has length 0 (R1).

    Nodes on the way but the last take the case in; a provider that is itself the entry does so
    too.
    """
    shape = (len(ENTRIES), len(Node))
    out = Routes(
        np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.int8),
        np.zeros((*shape, LONGEST), dtype=np.int8), np.zeros((*shape, LONGEST)),
    )  # fmt: skip
    graph = edges.graph()
    for entry in ENTRIES:
        for target, path in nx.single_source_shortest_path(graph, entry).items():
            intake = path[:-1] or path
            out.length[entry, target] = len(intake)
            out.edges[entry, target] = len(path) - 1
            out.route[entry, target, : len(intake)] = intake
            for hop, (a, b) in enumerate(pairwise(path)):
                across = (a in _SOCIAL) != (b in _SOCIAL) and not edges.data_sharing
                chance = edges.misroute_across if across else edges.misroute
                out.misroute[entry, target, hop] = chance
    return out
