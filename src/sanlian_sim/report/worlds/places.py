"""Where the figure of a world puts residents and institutions, by rules alone."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.world.world import World

Floats = NDArray[np.float64]
_HOLE: Final = 12.0
"""Residents for whom the middle of a community is left free, for its committee."""
_GAP: Final = 0.7
_AROUND: Final = (0.30, 0.58)
"""Radii of the rings of workers and of organisations, as parts of the free middle."""


class Places(NamedTuple):
    """Points of a plane; the unit is the distance between neighbours on a spiral.

    Attributes
    ----------
    residents : float array, shape (residents, 2)
    nodes : mapping
        Points of institutions by kind and number, as the graphs of a world name them.
    """

    residents: Floats
    nodes: Mapping[tuple[str, int], Floats]


def places_of(world: World) -> Places:
    """Lay a world out: communities around the office of their sub-district.

    A community is a spiral of its residents in the order of their households; workers and
    organisations stand on rings around the office. Nothing is drawn by lot.
    """
    sizes = np.sqrt(world.communities.rows["residents"] + _HOLE)
    sub_district = world.communities.rows["sub_district"]
    offices = _grid(len(world.layout.office), _reach(sub_district, sizes))
    centres = np.empty((len(sizes), 2))
    nodes: dict[tuple[str, int], Floats] = {}
    for j, office in enumerate(offices):
        nodes["office", j] = office
        here = np.flatnonzero(sub_district == j)
        radius = _ring(sizes[here])
        centres[here] = office + _circle(len(here), radius)
        free = radius - (sizes[here].max() if len(here) else 0.0)
        nodes |= _around(world, j, office, free)
    nodes |= {("committee", c): centre for c, centre in enumerate(centres)}
    return Places(centres[world.residents.community] + _spirals(world), nodes)


def _grid(number: int, reach: float) -> Floats:
    """Points of a square grid, row by row, so far apart that discs of that reach stay apart."""
    columns = int(np.ceil(np.sqrt(number)))
    place = np.arange(number)
    return 2.1 * reach * np.stack([place % columns, -(place // columns)], axis=1).astype(float)


def _reach(sub_district: NDArray[np.integer], sizes: Floats) -> float:
    """How far the widest sub-district reaches from its office."""
    parts = (sizes[sub_district == j] for j in np.unique(sub_district))
    return max(_ring(own) + float(own.max()) for own in parts)


def _ring(sizes: Floats) -> float:
    """Radius of the ring on which discs of these sizes have room, with a free middle."""
    if not len(sizes):
        return 0.0
    most = float(sizes.max())
    needed = most / np.sin(np.pi / len(sizes)) if len(sizes) > 1 else most
    return float(max(needed * 1.08, most * (1 + _GAP)))


def _circle(number: int, radius: float, turn: float = np.pi / 2) -> Floats:
    """Points of a circle, evenly, from the top on."""
    angle = turn - 2 * np.pi * np.arange(number) / max(number, 1)
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _spirals(world: World) -> Floats:
    """Residents of each community along a spiral, those of a household side by side."""
    first = world.communities.rows["first_resident"][world.residents.community]
    along = np.arange(len(world.residents)) - first + _HOLE
    angle, radius = np.sqrt(4 * np.pi * along), np.sqrt(along)
    return np.asarray(radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1))


def _around(world: World, j: int, office: Floats, free: float) -> dict[tuple[str, int], Floats]:
    """Workers and organisations of a sub-district on rings around its office."""
    organisations = world.organisations.rows
    living = (organisations["sub_district"] == j) & organisations["alive"].astype(bool)
    found: dict[tuple[str, int], Floats] = {}
    workers = np.flatnonzero(world.workers.rows["sub_district"] == j)
    rings: tuple[tuple[str, NDArray[np.intp], float], ...] = (
        ("worker", workers, _AROUND[0]),
        ("organisation", np.flatnonzero(living), _AROUND[1]),
    )
    for kind, rows, part in rings:
        points = office + _circle(len(rows), part * free, np.pi / 3)
        found |= {(kind, int(row)): point for row, point in zip(rows, points, strict=True)}
    return found


def edges_of(world: World) -> dict[str, list[tuple[tuple[str, int], tuple[str, int]]]]:
    """Pairs of institutions that are joined, by kind: statute, kept, employment."""
    from sanlian_sim.world.graphs import governance_graph, service_graph

    shown = {"office", "committee", "organisation", "worker"}
    found: dict[str, list[tuple[tuple[str, int], tuple[str, int]]]] = {
        "statute": [], "kept": [], "employment": [],
    }  # fmt: skip
    for a, b in governance_graph(world).edges:
        if {a[0], b[0]} == {"office", "committee"}:
            found["statute"].append((a, b))
    for a, b, about in service_graph(world).edges(data=True):
        if about["kind"] in found and {a[0], b[0]} <= shown:
            found[about["kind"]].append((a, b))
    return found
