"""Where things are drawn: communities below, institutions above; the same in both pictures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

WIDTH: Final = 560.0
INSTITUTIONS: Final = 96.0
"""Height of the middle of the band of institutions."""
TOP, BOTTOM: Final = 196.0, 452.0
"""Of the part where communities lie."""
HEIGHT: Final = 460.0
_LABEL: Final = 20.0
_LARGEST: Final = 112.0
_GOLDEN_ANGLE: Final = math.pi * (3.0 - math.sqrt(5.0))
MOST_DOTS: Final = 6_500


@dataclass(frozen=True)
class Disc:
    """A community: middle and radius."""

    x: float
    y: float
    radius: float


def discs(residents: Sequence[int]) -> list[Disc]:
    """Lay out communities in rows, areas by residents.

    Parameters
    ----------
    residents : sequence of int
        Of each community.
    """
    number, height = len(residents), BOTTOM - TOP
    columns = min(number, math.ceil(math.sqrt(number * WIDTH / height)))
    rows = math.ceil(number / columns)
    cell_x, cell_y = WIDTH / columns, height / rows
    label = _LABEL if rows <= 2 else 4.0
    most = min(_LARGEST, cell_x / 2 - 6.0, (cell_y - label) / 2 - 2.0)
    found = []
    for c, people in enumerate(residents):
        row, column = divmod(c, columns)
        in_row = min(columns, number - row * columns)
        x = (WIDTH - in_row * cell_x) / 2 + (column + 0.5) * cell_x
        radius = most * math.sqrt(people / max(residents))
        found.append(Disc(x, TOP + (row + 0.5) * cell_y - label / 2, radius))
    return found


def dots(residents: Sequence[int]) -> NDArray[np.float64]:
    """Return where every resident is drawn, shape (residents, 2), by row of the residents' table.

    Residents of a community fill its disc evenly, on a spiral of the golden angle.
    """
    parts = []
    for people, disc in zip(residents, discs(residents), strict=True):
        n = np.arange(people)
        radius = disc.radius * np.sqrt((n + 0.5) / max(1, people))
        angle = n * _GOLDEN_ANGLE
        x, y = disc.x + radius * np.cos(angle), disc.y + radius * np.sin(angle)
        parts.append(np.column_stack([x, y]))
    return np.concatenate(parts)


def every(residents: int) -> int:
    """Return how many residents one dot stands for, so that dots stay apart."""
    return -(-residents // MOST_DOTS)


def spread(number: int, left: float, right: float) -> list[float]:
    """Return the middles of some nodes side by side."""
    return [left + (right - left) * (n + 0.5) / number for n in range(number)]
