"""Who holds hours: the rows of the table of providers and how to find them."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.world.columns import Table
from sanlian_sim.world.state import ProviderColumns, ProviderKind, Side

NO_ROW: Final = -1


class Layout(NamedTuple):
    """Provider rows by institution; -1 where there is none.

    Attributes
    ----------
    office : int32 array, shape (sub-districts,)
    desk : int32 array, shape (sub-districts, services)
    worker, casework : int32 arrays, shapes (sub-districts,) and (sub-districts, services)
    facility : int32 array, shape (sub-districts, services)
        For services that can be given at one.
    organisation : int32 array, shape (organisations, services)
    first_organisation : int32 array, shape (sub-districts + 1,)
    committee : int32 array, shape (communities,)
    committee_service : int32 array, shape (communities, services)
    team : int32 array, shape (communities, 2)
        Volunteers, by side.
    first_community : int32 array, shape (sub-districts + 1,)
    """

    office: NDArray[np.int32]
    desk: NDArray[np.int32]
    worker: NDArray[np.int32]
    casework: NDArray[np.int32]
    facility: NDArray[np.int32]
    organisation: NDArray[np.int32]
    first_organisation: NDArray[np.int32]
    committee: NDArray[np.int32]
    committee_service: NDArray[np.int32]
    team: NDArray[np.int32]
    first_community: NDArray[np.int32]


class _Rows:
    """Collects provider rows in order."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, int, int, int, int]] = []

    def add(
        self, kind: ProviderKind, sub: int, *, service: int = -1, community: int = -1,
        owner: int = -1, side: Side = Side.GOVERNMENT,
    ) -> int:  # fmt: skip
        self.rows.append((kind, side, service, sub, community, owner))
        return len(self.rows) - 1


def lay_out(
    services: NDArray[Any],
    community_sub_district: NDArray[np.int32],
    organisation_sub_district: NDArray[np.int32],
    offers: NDArray[np.bool_],
) -> tuple[Table, Layout]:
    """Make the table of providers.

    Parameters
    ----------
    services : structured array
        Rows of the table of services.
    community_sub_district, organisation_sub_district : int arrays
        Sub-district of each community and organisation, in ascending order.
    offers : bool array, shape (organisations, services)
        Which organisation offers which service.

    Returns
    -------
    providers : Table
    layout : Layout
    """
    n_services, n_subs = len(services), int(community_sub_district.max(initial=-1)) + 1
    rows = _Rows()
    office = np.array([rows.add(ProviderKind.OFFICE, j) for j in range(n_subs)], dtype=np.int32)
    worker = np.array([rows.add(ProviderKind.WORKER, j) for j in range(n_subs)], dtype=np.int32)
    desk = np.full((n_subs, n_services), NO_ROW, dtype=np.int32)
    casework = np.full((n_subs, n_services), NO_ROW, dtype=np.int32)
    facility = np.full((n_subs, n_services), NO_ROW, dtype=np.int32)
    for j in range(n_subs):
        for k in range(n_services):
            if services[k]["at_desk"]:
                desk[j, k] = rows.add(ProviderKind.DESK, j, service=k)
            if services[k]["casework"]:
                casework[j, k] = rows.add(ProviderKind.WORKER_CASEWORK, j, service=k)
            if services[k]["facility"]:
                facility[j, k] = rows.add(ProviderKind.FACILITY, j, service=k, side=Side.SOCIAL)
    organisation = np.full(offers.shape, NO_ROW, dtype=np.int32)
    for o, k in np.argwhere(offers).tolist():
        organisation[o, k] = rows.add(
            ProviderKind.ORGANISATION, int(organisation_sub_district[o]),
            service=k, owner=o, side=Side.SOCIAL,
        )  # fmt: skip
    committee, committee_service, volunteers = _community_rows(
        rows, services, community_sub_district
    )
    layout = Layout(
        office, desk, worker, casework, facility, organisation,
        _first_of(organisation_sub_district, n_subs), committee, committee_service, volunteers,
        _first_of(community_sub_district, n_subs),
    )  # fmt: skip
    return _provider_table(rows), layout


def _community_rows(
    rows: _Rows, services: NDArray[Any], sub_district: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    n = len(sub_district)
    committee = np.empty(n, dtype=np.int32)
    by_service = np.full((n, len(services)), NO_ROW, dtype=np.int32)
    volunteers = np.empty((n, 2), dtype=np.int32)
    for c, j in enumerate(sub_district.tolist()):
        committee[c] = rows.add(ProviderKind.COMMITTEE, j, community=c)
        for k in np.flatnonzero(~services["at_desk"]).tolist():
            by_service[c, k] = rows.add(ProviderKind.COMMITTEE_SERVICE, j, service=k, community=c)
        for side in (Side.GOVERNMENT, Side.SOCIAL):
            volunteers[c, side] = rows.add(ProviderKind.VOLUNTEERS, j, community=c, side=side)
    return committee, by_service, volunteers


def _provider_table(rows: _Rows) -> Table:
    table = Table(ProviderColumns, len(rows.rows))
    names = ("kind", "side", "service", "sub_district", "community", "owner")
    for name, column in zip(names, zip(*rows.rows, strict=True), strict=False):
        table.rows[name] = column
    return table


def _first_of(groups: NDArray[np.int32], n_groups: int) -> NDArray[np.int32]:
    return np.searchsorted(groups, np.arange(n_groups + 1)).astype(np.int32)
