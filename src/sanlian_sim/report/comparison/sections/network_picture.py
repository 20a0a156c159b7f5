"""A small picture of a world's networks: one grid's residents, and the institutions."""

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
_TITLES: Final = ("Residents of one grid", "Institutions")

Node = tuple[str, int]


class Networks(NamedTuple):
    """What is drawn of a world's networks, and told of them.

    Attributes
    ----------
    members : int array, shape (n,)
        Rows of the residents of one grid.
    ties : int array, shape (ties, 2)
        Places in ``members`` of two who are tied.
    degree : int array, shape (residents,)
        Ties of everybody to people of other households.
    old : bool array, shape (n,)
        Members of 60 and more.
    institutions : mapping
        Numbers of the institutions by kind.
    links : sequence of pairs of nodes
    """

    members: NDArray[np.int64]
    ties: NDArray[np.int64]
    degree: NDArray[np.int64]
    old: NDArray[np.bool_]
    institutions: Mapping[str, Sequence[int]]
    links: Sequence[tuple[Node, Node]]


def networks_of(world: World) -> Networks:
    """Read the networks of a world: those of its first grid, and of its institutions."""
    people = world.residents
    members = np.flatnonzero((people.community == 0) & (people.grid == people.grid[0]))
    place = np.full(len(people), -1, dtype=np.int64)
    place[members] = np.arange(len(members))
    ties = [
        (here, there)
        for here, row in enumerate(members.tolist())
        for there in place[world.ties.partner[world.ties.start[row] : world.ties.start[row + 1]]]
        if there > here
    ]
    links = [
        (a, b)
        for graph in (governance_graph(world), service_graph(world))
        for a, b in graph.edges
        if a[0] in _LEVELS and b[0] in _LEVELS
    ]
    nodes = {node for link in links for node in link}
    return Networks(
        members=members,
        ties=np.array(ties, dtype=np.int64).reshape(-1, 2),
        degree=world.ties.degree,
        old=people.age_band[members] >= _OLD,
        institutions={kind: sorted(n for k, n in nodes if k == kind) for kind in _LEVELS},
        links=links,
    )


def draw_networks(found: Networks) -> "Figure":
    """Draw a grid's residents beside the institutions."""
    from matplotlib.figure import Figure

    with styled():
        figure = Figure(figsize=(8.8, 3.9), layout="constrained")
        left, right = figure.subplots(1, 2)
        _ring(left, found)
        _layers(right, found)
        for axes, title in zip((left, right), _TITLES, strict=True):
            axes.set_title(title)
            axes.axis("off")
    return figure


def _ring(axes: "Axes", found: Networks) -> None:
    from matplotlib.collections import LineCollection

    angle = 2 * np.pi * np.arange(len(found.members)) / max(len(found.members), 1)
    points = np.column_stack([np.cos(angle), np.sin(angle)])
    lines = [points[pair] for pair in found.ties]
    axes.add_collection(LineCollection(lines, colors=GREY, linewidths=0.35, alpha=0.5))
    for chosen, colour in ((~found.old, COLOURS[0]), (found.old, COLOURS[1])):
        axes.scatter(
            points[chosen, 0], points[chosen, 1], s=4, color=colour, linewidths=0, zorder=2
        )
    axes.set_aspect("equal")
    axes.set_xlim(-1.08, 1.08)
    axes.set_ylim(-1.08, 1.08)


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
        axes.text(-0.02, _LEVELS[kind] + 0.16, text, fontsize=8, color=TEXT, va="bottom")
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.4, 3.6)
