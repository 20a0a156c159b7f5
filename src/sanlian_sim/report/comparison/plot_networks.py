"""A small picture of a world's networks: residents near each other, and the institutions."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.report.style import COLOURS, GREY, TEXT, styled
from sanlian_sim.world.graphs import governance_graph, service_graph
from sanlian_sim.world.state import AgeBand
from sanlian_sim.world.world import World

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_OLD: Final = int(AgeBand.OLDER)
_LEVELS: Final = {"bureau": 3.0, "office": 2.0, "committee": 1.0, "organisation": 0.0}
_LOOKS: Final = {
    "bureau": (COLOURS[0], "s"), "office": (COLOURS[0], "o"), "committee": (COLOURS[2], "o"),
    "organisation": (COLOURS[1], "D"),
}  # fmt: skip
_LABELS: Final = {
    "bureau": "bureau", "office": "offices", "committee": "committees",
    "organisation": "social organisations",
}  # fmt: skip
_TITLES: Final = ("Residents near each other", "Institutions")

DRAWN: Final = 150
"""Residents who are drawn; more would be a cloud."""
_STEPS: Final = 120

Node = tuple[str, int]
Rows = NDArray[np.int64]


class Networks(NamedTuple):
    """What is drawn of a world's networks, and told of them.

    Attributes
    ----------
    members : int array, shape (n,)
        Rows of residents who are near each other in the network.
    ties : int array, shape (ties, 2)
        Places in ``members`` of two of different households who are tied.
    home : int array, shape (pairs, 2)
        Places in ``members`` of two of one household.
    degree : int array, shape (residents,)
        Ties of everybody to people of other households.
    old : bool array, shape (n,)
        Members of 60 and more.
    institutions : mapping
        Numbers of the institutions by kind.
    links : sequence of pairs of nodes
    """

    members: Rows
    ties: Rows
    home: Rows
    degree: Rows
    old: NDArray[np.bool_]
    institutions: Mapping[str, Sequence[int]]
    links: Sequence[tuple[Node, Node]]


def networks_of(world: World) -> Networks:
    """Read the networks of a world: some residents who are near each other, all institutions."""
    people, ties = world.residents, world.ties
    members = np.array(_near(world), dtype=np.int64)
    place = {row: n for n, row in enumerate(members.tolist())}
    partners = (ties.partner[ties.start[row] : ties.start[row + 1]].tolist() for row in place)
    tied = [
        (n, place[other])
        for n, known in enumerate(partners)
        for other in known
        if place.get(other, -1) > n
    ]
    household = people.household[members]
    home = np.argwhere(np.triu(household[:, None] == household[None, :], k=1))
    graphs = (governance_graph(world), service_graph(world))
    edges = [edge for graph in graphs for edge in graph.edges]
    links = [(a, b) for a, b in edges if a[0] in _LEVELS and b[0] in _LEVELS]
    nodes = {node for link in links for node in link}
    return Networks(
        members=members,
        ties=np.array(tied, dtype=np.int64).reshape(-1, 2),
        home=home,
        degree=ties.degree,
        old=people.age_band[members] >= _OLD,
        institutions={kind: sorted(n for k, n in nodes if k == kind) for kind in _LEVELS},
        links=links,
    )


def _near(world: World) -> list[int]:
    """Rows of the residents nearest to the first who has ties, step by step along ties."""
    ties = world.ties
    reached = dict.fromkeys([int(np.argmax(ties.degree > 0))])
    waiting = list(reached)
    while waiting and len(reached) < DRAWN:
        row = waiting.pop(0)
        known = ties.partner[ties.start[row] : ties.start[row + 1]].tolist()
        new = [other for other in known if other not in reached]
        reached |= dict.fromkeys(new)
        waiting += new
    return list(reached)[:DRAWN]


def draw_networks(found: Networks) -> "Figure":
    """Draw residents and their ties beside the institutions."""
    from matplotlib.figure import Figure

    with styled():
        figure = Figure(figsize=(8.8, 4.2), layout="constrained")
        left, right = figure.subplots(1, 2)
        _people(left, found)
        _layers(right, found)
        for axes, title in zip((left, right), _TITLES, strict=True):
            axes.set_title(title)
            axes.axis("off")
    return figure


def _people(axes: "Axes", found: Networks) -> None:
    import networkx
    from matplotlib.collections import LineCollection

    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(len(found.members)))
    graph.add_edges_from([*found.ties.tolist(), *found.home.tolist()])
    spots = networkx.spring_layout(graph, iterations=_STEPS, seed=1)
    points = np.array([spots[n] for n in range(len(found.members))])
    for pairs, colour, width in ((found.ties, GREY, 0.4), (found.home, TEXT, 1.2)):
        lines = [points[pair] for pair in pairs]
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, alpha=0.7))
    looks = ((~found.old, COLOURS[0], "under 60"), (found.old, COLOURS[1], "60 and more"))
    for chosen, colour, label in looks:
        x, y = points[chosen].T
        axes.scatter(x, y, s=14, color=colour, linewidths=0, zorder=2, label=label)
    axes.legend(loc="lower left", fontsize=8)


def _layers(axes: "Axes", found: Networks) -> None:
    from matplotlib.collections import LineCollection

    spot = {
        (kind, number): ((place + 1) / (len(numbers) + 1), _LEVELS[kind])
        for kind, numbers in found.institutions.items()
        for place, number in enumerate(numbers)
    }
    lines = [[spot[a], spot[b]] for a, b in found.links]
    axes.add_collection(LineCollection(lines, colors=GREY, linewidths=0.6, alpha=0.7))
    for kind, numbers in found.institutions.items():
        colour, marker = _LOOKS[kind]
        xy = np.array([spot[kind, number] for number in numbers]).reshape(-1, 2)
        axes.scatter(xy[:, 0], xy[:, 1], s=30, color=colour, marker=marker, zorder=2)
        text = f"{_LABELS[kind]} ({len(numbers)})"
        axes.text(0.0, _LEVELS[kind], text, fontsize=8, color=TEXT, va="center", ha="right")
    axes.set_xlim(-0.55, 1.02)
    axes.set_ylim(-0.4, 3.4)
