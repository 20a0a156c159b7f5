"""The network of a world: residents' ties by community, institutions and what joins them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
    DOUBLE,
    Key,
    caption,
    new_figure,
    styled,
)
from sanlian_sim.report.worlds.places import Places, edges_of, places_of
from sanlian_sim.world.world import World

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HEIGHT: Final = 6.2
_NODES: Final[Mapping[str, tuple[str, str, int]]] = {
    "office": ("*", BASELINE_COLOUR, 130),
    "committee": ("s", BASELINE_COLOUR, 34),
    "organisation": ("D", COLOURS[2], 26),
    "worker": ("^", COLOURS[3], 26),
}
"""Marker, colour and size of institutions."""
_EDGES: Final = {
    "statute": {"colors": BASELINE_COLOUR, "linewidths": 0.9},
    "kept": {"colors": COLOURS[2], "linewidths": 0.8},
    "employment": {"colors": COLOURS[3], "linewidths": 0.8, "linestyles": "--"},
}
_KEY_SIZE: Final = 18
_RESIDENT, _IN_NEED = COLOURS[4], COLOURS[1]


def network(world: World, lang: Language = "en") -> "Figure":
    """Draw the network of a world, such as ``model.world``.

    Parameters
    ----------
    world : World
    lang : {"en", "zh"}

    Raises
    ------
    FontMissingError
        If the language is Chinese and no font is installed that has its characters.
    """
    told = words(lang)["figures"]["network"]
    with styled(lang):
        figure, (axes,) = new_figure(DOUBLE, _HEIGHT)
        draw_network(axes, world, lang)
        under = told["under"].format(
            residents=f"{len(world.residents):,}", communities=len(world.communities),
            sub_districts=len(world.layout.office), week=world.week,
        )  # fmt: skip
        heading = "\n".join(filter(None, (world.scenario.name, under)))
        note = told["note"].format(ties=f"{len(world.ties.partner) // 2:,}")
        caption(figure, told["title"], heading, note, Key(axes))
    return figure


def draw_network(axes: "Axes", world: World, lang: Language = "en") -> None:
    """Draw residents and their ties by community, institutions and what joins them.

    Places follow from rules alone, so that equal worlds give equal pictures. Points and ties of
    residents are drawn as an image, so that a vector file of a large place stays small.

    Parameters
    ----------
    axes : Axes
        Its frame is taken off, as places have no unit.
    world : World
    lang : {"en", "zh"}
    """
    places = places_of(world)
    _ties(axes, world, places)
    _residents(axes, world, places, lang)
    _institutions(axes, world, places, lang)
    axes.set_aspect("equal")
    axes.set_axis_off()


def _ties(axes: "Axes", world: World, places: Places) -> None:
    from matplotlib.collections import LineCollection

    one = np.repeat(np.arange(len(world.residents)), world.ties.degree)
    other = world.ties.partner
    once = one < other
    pairs = np.stack([one[once], other[once]], axis=1)
    community = world.residents.community[pairs]
    within = community[:, 0] == community[:, 1]
    for rows, alpha in ((within, 0.10), (~within, 0.16)):
        # Many lines blacken the paper; the more there are, the paler each is.
        faint = alpha * min(1.0, np.sqrt(6_000 / max(int(rows.sum()), 1)))
        lines = LineCollection(
            list(places.residents[pairs[rows]]), colors="#606060", linewidths=0.4, alpha=faint,
            rasterized=True, zorder=1,
        )  # fmt: skip
        axes.add_collection(lines)


def _residents(axes: "Axes", world: World, places: Places, lang: Language) -> None:
    told = words(lang)["figures"]["network"]
    need = world.residents.open_services != 0
    size = float(np.clip(16_000 / len(world.residents), 1.0, 12.0))
    for rows, colour, label in (
        (~need, _RESIDENT, told["residents"]), (need, _IN_NEED, told["need"]),
    ):  # fmt: skip
        axes.scatter(
            places.residents[rows, 0], places.residents[rows, 1], s=size, color=colour, lw=0,
            zorder=2, rasterized=True,
        )  # fmt: skip
        axes.scatter([], [], s=_KEY_SIZE, color=colour, lw=0, label=label)


def _institutions(axes: "Axes", world: World, places: Places, lang: Language) -> None:
    from matplotlib.collections import LineCollection

    told = words(lang)["figures"]["network"]
    for kind, (marker, colour, size) in _NODES.items():
        points = np.array([point for name, point in places.nodes.items() if name[0] == kind])
        if len(points):
            axes.scatter(
                points[:, 0], points[:, 1], s=size, marker=marker, color=colour, edgecolors="white",
                linewidths=0.6, label=told[kind], zorder=5,
            )  # fmt: skip
    for kind, pairs in edges_of(world).items():
        lines = [[places.nodes[a], places.nodes[b]] for a, b in pairs]
        if lines:
            look = {**_EDGES[kind], "alpha": 0.75 if len(lines) < 100 else 0.35}
            axes.add_collection(LineCollection(lines, label=told[kind], zorder=4, **look))
