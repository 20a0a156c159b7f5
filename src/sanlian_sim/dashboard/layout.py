"""Where things are drawn: communities below, institutions above; the same in both pictures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

WIDTH: Final = 560.0
INSTITUTIONS: Final = 84.0
"""Height of the middle of the band of institutions."""
TOP: Final = 178.0
"""Where the part of communities begins."""
_LABEL: Final = 24.0
_LARGEST: Final = 96.0
MOST_IN_A_ROW: Final = 8
_ROWS_BESIDE: Final = 2.4
"""Columns to a row where there are several rows."""
_GOLDEN_ANGLE: Final = math.pi * (3.0 - math.sqrt(5.0))
MOST_DOTS: Final = 6_500


@dataclass(frozen=True)
class Disc:
    """A community: middle and radius."""

    x: float
    y: float
    radius: float


def columns(number: int) -> int:
    """Communities side by side: all, so that no line crosses one, unless they are many."""
    if number <= MOST_IN_A_ROW:
        return number
    return math.ceil(math.sqrt(number * _ROWS_BESIDE))


def _cell(number: int) -> tuple[float, float]:
    """Largest radius of a community, and height of a row."""
    radius = min(_LARGEST, WIDTH / columns(number) / 2 - 5.0)
    return radius, 2.0 * radius + (_LABEL if number <= MOST_IN_A_ROW else 6.0)


def height(residents: Sequence[int]) -> float:
    """Return the height of the picture."""
    rows = math.ceil(len(residents) / columns(len(residents)))
    return TOP + rows * _cell(len(residents))[1]


def discs(residents: Sequence[int]) -> list[Disc]:
    """Lay out communities in rows, areas by residents.

    Parameters
    ----------
    residents : sequence of int
        Of each community.
    """
    number = len(residents)
    across, (most, row_height) = columns(number), _cell(number)
    found = []
    for c, people in enumerate(residents):
        row, column = divmod(c, across)
        in_row = min(across, number - row * across)
        x = WIDTH / 2 + (column + 0.5 - in_row / 2) * WIDTH / across
        radius = most * math.sqrt(people / max(residents))
        found.append(Disc(x, TOP + row * row_height + most, radius))
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
