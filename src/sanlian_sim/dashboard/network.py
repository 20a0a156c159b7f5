"""The picture of a community network: residents, institutions, and cases between them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dashboard.cases import Cases, Look, Place
from sanlian_sim.dashboard.colours import paint
from sanlian_sim.dashboard.layout import (
    INSTITUTIONS,
    MOST_IN_A_ROW,
    WIDTH,
    Disc,
    columns,
    discs,
    dots,
    every,
    height,
)
from sanlian_sim.dashboard.nodes import Node, nodes

GOVERNMENT: Final = paint("government")
SOCIAL: Final = paint("social")
WAITING: Final = paint("waiting")
UNNOTICED: Final = paint("unnoticed")
RESIDENT: Final = paint("resident")
_PAPER: Final = paint("paper")
_TEXT: Final = paint("soft")
LOOKS: Final[Mapping[Look, str]] = {
    Look.UNNOTICED: UNNOTICED,
    Look.GOVERNMENT: GOVERNMENT,
    Look.SOCIAL: SOCIAL,
    Look.WAITING: WAITING,
}
_NODE_RADIUS: Final = 7.0
_PER_CASE: Final = 1.9
"""Radius of a node grows with the root of its cases in service, as their area."""
_LARGEST_NODE: Final = 30.0
SECONDS_OF_FLOW: Final = 3.0


@lru_cache(maxsize=4)
def _places(residents: tuple[int, ...]) -> NDArray[np.float64]:
    return dots(residents)


def background(residents: Sequence[int]) -> str:
    """Draw all residents; it changes only with the place."""
    step = every(sum(residents))
    at = _places(tuple(residents))[::step]
    return _svg(f'<path d="{_points(at)}" {_dotted(RESIDENT, 1)}/>', height(residents))


def foreground(cases: Cases, words: Mapping[str, Any], moving: bool, seconds: float) -> str:
    """Draw open cases, institutions and what flows between them.

    Parameters
    ----------
    cases : Cases
    words : mapping
        Words of the picture in the reader's language.
    moving : bool
        Whether weeks pass, so that cases are seen to flow.
    seconds : float
        A clock, so that the flow goes on where the last picture had it.
    """
    places, institutions = discs(cases.communities.tolist()), nodes(cases)
    delay = f"animation-delay:-{seconds % SECONDS_OF_FLOW:.2f}s"
    body = [
        f'<g class="flows{" moving" if moving else ""}" style="{delay}">',
        *_flows(institutions, places),
        "</g>",
        *_open(cases),
        *_committees(cases, places),
        *(_node(one, words) for one in institutions),
        *_headings(institutions, words),
    ]
    return _svg("".join(body), height(cases.communities.tolist()), _summary(cases, words))


def _svg(body: str, high: float, label: str = "") -> str:
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return f'<svg viewBox="0 0 {WIDTH:.0f} {high:.0f}" {role}>{body}</svg>'


def _points(at: NDArray[np.float64]) -> str:
    return "".join(f"M{x:.1f} {y:.1f}h0" for x, y in at.tolist())


def _dotted(colour: str, size: float) -> str:
    return f'stroke="{colour}" stroke-width="{1.9 * size:.1f}" stroke-linecap="round" fill="none"'


def _open(cases: Cases) -> Iterator[str]:
    """Residents with an open case, in the order of what counts most, last on top."""
    residents = cases.communities.tolist()
    at, step = _places(tuple(residents)), every(sum(residents))
    for look, colour in LOOKS.items():
        rows = cases.residents[cases.looks == look]
        rows = rows[rows % step == 0]
        yield f'<path d="{_points(at[rows])}" {_dotted(colour, 2.4)}/>'


def _flows(institutions: Sequence[Node], places: Sequence[Disc]) -> Iterator[str]:
    """Draw a line per community and institution that has its cases, as wide as they are many.

    Where communities are in several rows, those of a column share the line of its uppermost.
    """
    across = columns(len(places))
    column = np.arange(len(places)) % across
    for node in institutions:
        colour = SOCIAL if node.social else GOVERNMENT
        numbers = np.bincount(column, weights=node.served + node.waiting, minlength=across)
        for c in np.flatnonzero(numbers).tolist():
            width = min(7.0, 0.7 + 0.55 * math.sqrt(numbers[c]))
            path = f'<path d="{_curve(places[c], node)}" stroke="{colour}"'
            yield f'{path} stroke-width="{width:.1f}" opacity="0.22"/>'
            yield f'{path} stroke-width="{min(width, 3.2):.1f}" class="flow"/>'


def _curve(disc: Disc, node: Node) -> str:
    x, y, end = disc.x, disc.y - disc.radius, INSTITUTIONS + _radius(node)
    bend = (y - end) * 0.5
    start = f"M{x:.0f} {y:.0f}C{x:.0f} {y - bend:.0f} {node.x:.0f} {end + bend:.0f}"
    return f"{start} {node.x:.0f} {end:.0f}"


def _radius(node: Node) -> float:
    return min(_LARGEST_NODE, _NODE_RADIUS + _PER_CASE * math.sqrt(node.served.sum()))


def _node(node: Node, words: Mapping[str, Any]) -> str:
    served, waiting, radius = int(node.served.sum()), int(node.waiting.sum()), _radius(node)
    colour = SOCIAL if node.social else GOVERNMENT
    fill = colour if served else _PAPER
    said = words["node"].format(kind=words["kinds"][node.kind], served=served, waiting=waiting)
    mark = f'<circle cx="{node.x:.1f}" cy="{INSTITUTIONS}" r="{radius:.1f}" fill="{fill}"'
    parts = [f'<g><title>{escape(said)}</title>{mark} stroke="{colour}" stroke-width="1.5"/>']
    if served:
        parts.append(_text(node.x, INSTITUTIONS + 5, str(served), _PAPER, bold=True))
    if waiting:
        parts.append(_text(node.x, INSTITUTIONS - radius - 5, f"+{waiting}", WAITING, bold=True))
    return "".join([*parts, "</g>"])


def _text(x: float, y: float, text: str, colour: str, *, bold: bool = False, size: int = 14) -> str:
    weight = ' font-weight="700"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="{size}"'
    return f'<text {place} fill="{colour}"{weight}>{escape(text)}</text>'


def _headings(institutions: Sequence[Node], words: Mapping[str, Any]) -> Iterator[str]:
    for part, kinds in (
        ("office", ("office",)),
        ("station", ("station",)),
        ("organisations", ("list", "organisation", "organisations")),
    ):
        held = [node for node in institutions if node.kind in kinds]
        middle = sum(node.x for node in held) / len(held)
        heading = words["headings"][part] if held[0].number == 1 else words["several"][part]
        yield _text(middle, 18, heading.format(number=held[0].number), _TEXT, size=15)
        if part != "organisations":
            continue
        for node in institutions:
            if node.kind == "list":
                yield _text(node.x, INSTITUTIONS - 34, words["kinds"]["list"], _TEXT, size=12)


def _committees(cases: Cases, places: Sequence[Disc]) -> Iterator[str]:
    """Under each community what its committee and volunteers have in hand."""
    if len(places) > MOST_IN_A_ROW:
        return
    for c, disc in enumerate(places):
        served, waiting = int(cases.served[c, Place.HOME]), int(cases.waiting[c, Place.HOME])
        y = disc.y + disc.radius + 17
        more = f'<tspan fill="{WAITING}"> +{waiting}</tspan>' if waiting else ""
        place = f'x="{disc.x:.0f}" y="{y:.0f}" text-anchor="middle" font-size="14"'
        yield f'<text {place} fill="{_TEXT}" font-weight="700">{served}{more}</text>'


def _summary(cases: Cases, words: Mapping[str, Any]) -> str:
    return str(
        words["summary"].format(
            residents=int(cases.communities.sum()), served=int(cases.served.sum()),
            waiting=int(cases.waiting.sum()),
            unnoticed=int(np.count_nonzero(cases.looks == Look.UNNOTICED)),
        )
    )  # fmt: skip
