"""Where open cases are: with whom, waiting or served, and whose they are."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.world.state import Node, ProviderKind, Side, Stage
from sanlian_sim.world.world import World

AT_LIST: Final = -1
"""Hops of a case that has come to its provider's list."""
Ints = NDArray[np.int64]


class Place(IntEnum):
    """Where in a sub-district a case may be."""

    HOME = 0
    OFFICE = 1
    STATION = 2
    ORGANISATIONS = 3


class Look(IntEnum):
    """How a resident with an open case is told apart; the last of several counts."""

    UNNOTICED = 0
    GOVERNMENT = 1
    SOCIAL = 2
    WAITING = 3


@dataclass(frozen=True, eq=False)
class Cases:
    """Open cases of a world at the end of a week.

    Attributes
    ----------
    communities : int array, shape (communities,)
        Residents of each.
    sub_district : int array, shape (communities,)
    organisations : bool array, shape (organisations,)
        Which are there in this week.
    organisation_sub_district : int array, shape (organisations,)
    residents, looks : int arrays, shape (cases,)
        Row of the resident, and how the case looks.
    waiting, served : int arrays, shape (communities, 4 + organisations)
        Cases by community and where they are: columns of ``Place``, then single organisations;
        the column ``ORGANISATIONS`` holds those on a list that organisations share.
    """

    communities: Ints
    sub_district: Ints
    organisations: NDArray[np.bool_]
    organisation_sub_district: Ints
    residents: Ints
    looks: Ints
    waiting: Ints
    served: Ints


def find_cases(world: World) -> Cases:
    """Return where the open cases of a world are."""
    rows = world.cases.rows[world.cases.open_rows()]
    where = _where(world, rows)
    known = rows["stage"] != Stage.LATENT
    served = rows["stage"] == Stage.IN_SERVICE
    width = len(Place) + len(world.organisations)
    order = np.argsort(_looks(rows), kind="stable")
    communities, organisations = world.communities.rows, world.organisations.rows
    return Cases(
        communities["residents"].astype(np.int64),
        communities["sub_district"].astype(np.int64),
        organisations["alive"].astype(np.bool_),
        organisations["sub_district"].astype(np.int64),
        rows["resident"][order].astype(np.int64),
        _looks(rows)[order],
        _table(rows, where, known & ~served, len(communities), width),
        _table(rows, where, served, len(communities), width),
    )


def _looks(rows: NDArray[Any]) -> Ints:
    social = rows["side"] == Side.SOCIAL
    looks = np.where(social, Look.SOCIAL, Look.GOVERNMENT)
    looks[rows["stage"] == Stage.QUEUED] = Look.WAITING
    looks[rows["stage"] == Stage.LATENT] = Look.UNNOTICED
    return looks.astype(np.int64)


def _table(
    rows: NDArray[Any], where: Ints, chosen: NDArray[np.bool_], communities: int, width: int
) -> Ints:
    cells = rows["community"][chosen].astype(np.int64) * width + where[chosen]
    counts = np.bincount(cells, minlength=communities * width)
    return counts.reshape(communities, width).astype(np.int64)


def _where(world: World, rows: NDArray[Any]) -> Ints:
    """Column of each case: with its provider, on a list, or at the node of its intake."""
    where = _at_intake(rows)
    listed = (rows["stage"] == Stage.QUEUED) & (rows["hops"] == AT_LIST)
    where[listed] = _at_list(world, rows[listed])
    served = rows["stage"] == Stage.IN_SERVICE
    where[served] = _with_provider(world, rows[served])
    return where


def _at_intake(rows: NDArray[Any]) -> Ints:
    at = np.full(len(Node), Place.HOME, dtype=np.int64)
    at[Node.WORKER], at[Node.OFFICE] = Place.STATION, Place.OFFICE
    at[Node.DESK], at[Node.ORGANISATION] = Place.OFFICE, Place.ORGANISATIONS
    where: Ints = at[rows["entry"]]
    return where


def _at_list(world: World, rows: NDArray[Any]) -> Ints:
    sub = world.communities.rows["sub_district"][rows["community"]]
    desk = world.layout.desk[sub, rows["service"]] >= 0
    government = np.where(desk, Place.OFFICE, Place.HOME)
    own = _organisation(rows["organisation"])
    return np.where(rows["side"] == Side.SOCIAL, own, government).astype(np.int64)


def _with_provider(world: World, rows: NDArray[Any]) -> Ints:
    providers = world.providers.rows[rows["provider"]]
    at = np.full(len(ProviderKind), Place.HOME, dtype=np.int64)
    at[[ProviderKind.OFFICE, ProviderKind.DESK]] = Place.OFFICE
    at[[ProviderKind.WORKER, ProviderKind.WORKER_CASEWORK]] = Place.STATION
    where: Ints = at[providers["kind"]]
    teams = np.isin(providers["kind"], (ProviderKind.ORGANISATION, ProviderKind.FACILITY))
    where[teams] = _organisation(providers["owner"][teams])
    return where


def _organisation(owner: NDArray[Any]) -> Ints:
    """Column of an organisation, or of what organisations share."""
    owner = owner.astype(np.int64)
    return np.where(owner >= 0, len(Place) + owner, Place.ORGANISATIONS)
