"""Institutions of a picture: what each has in hand, and from which communities."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dashboard.cases import Cases, Place
from sanlian_sim.dashboard.layout import WIDTH, spread

MOST_ORGANISATIONS: Final = 14
"""With more of them, or several sub-districts, they are drawn together."""
MOST_SUB_DISTRICTS: Final = 2
"""With more of them, all institutions of a kind are drawn together."""
_OFFICES: Final = (14.0, 130.0)
_STATIONS: Final = (130.0, 226.0)
_SOCIAL: Final = (226.0, WIDTH - 4.0)

Kind = Literal["office", "station", "list", "organisation", "organisations"]


@dataclass(frozen=True, eq=False)
class Node:
    """An institution, or several together.

    Attributes
    ----------
    kind : str
    number : int
        How many are drawn together.
    x : float
    waiting, served : int arrays, shape (communities,)
        Cases in hand, by the community they come from.
    """

    kind: Kind
    number: int
    x: float
    waiting: NDArray[np.int64]
    served: NDArray[np.int64]

    @property
    def social(self) -> bool:
        """Whether it is on the social side."""
        return self.kind != "office"


def nodes(cases: Cases) -> list[Node]:
    """Return the institutions of a world, from left to right."""
    together = _together(cases)
    return [
        *_by_sub_district(cases, "office", (Place.OFFICE,), _OFFICES),
        *_by_sub_district(cases, "station", (Place.STATION,), _STATIONS),
        *(_grouped(cases) if together else _single(cases)),
    ]


def _together(cases: Cases) -> bool:
    several = int(cases.sub_district.max()) > 0
    return several or int(cases.organisations.sum()) > MOST_ORGANISATIONS


def _by_sub_district(
    cases: Cases, kind: Kind, columns: tuple[int, ...], band: tuple[float, float]
) -> list[Node]:
    number = int(cases.sub_district.max()) + 1
    together = number > MOST_SUB_DISTRICTS
    found = []
    for j, x in enumerate(spread(1 if together else number, *band)):
        here = together | (cases.sub_district == j)
        waiting, served = (
            np.where(here, table[:, columns].sum(axis=1), 0)
            for table in (cases.waiting, cases.served)
        )
        found.append(Node(kind, number if together else 1, x, waiting, served))
    return found


def _grouped(cases: Cases) -> list[Node]:
    columns = (Place.ORGANISATIONS, *range(len(Place), cases.served.shape[1]))
    return _by_sub_district(cases, "organisations", columns, _SOCIAL)


def _single(cases: Cases) -> list[Node]:
    """The list that organisations share, then each of them that is there."""
    columns = [int(Place.ORGANISATIONS), *(len(Place) + np.flatnonzero(cases.organisations))]
    return [
        Node(
            "list" if column == Place.ORGANISATIONS else "organisation", 1, x,
            cases.waiting[:, column], cases.served[:, column],
        )
        for column, x in zip(columns, spread(len(columns), *_SOCIAL), strict=True)
    ]  # fmt: skip
