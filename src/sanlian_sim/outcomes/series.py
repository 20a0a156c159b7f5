"""Weekly series of a run: sums over communities, and on request every community's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.outcomes.institution_series import InstitutionSeries
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.columns import column_specs
from sanlian_sim.world.flows import Category
from sanlian_sim.world.rules import WEEKS_PER_YEAR
from sanlian_sim.world.state import ProviderColumns, ProviderKind

if TYPE_CHECKING:
    import pandas as pd

_PROVIDER: Final = list(column_specs(ProviderColumns))
HOURS: Final = tuple(_PROVIDER[_PROVIDER.index("paid") : _PROVIDER.index("idle") + 1])
"""Columns of providers that hold minutes of the week: paid, client, and what became of them."""

COUNTS: Final = int(ServiceSeries.UNMET) + 1
"""Series of services before this one are whole numbers, the others real ones."""
LEVELS: Final = (CommunitySeries.COHESION, CommunitySeries.SHARING, CommunitySeries.ENVIRONMENT)
"""Series that a place has the mean of, weighted by residents; all others are summed."""


Columns = dict[tuple[str, str], NDArray[np.float64]]
"""Values (weeks, communities) by series and service ("" for all)."""


@dataclass(frozen=True, eq=False)
class WeeklySeries:
    """What was counted in each week.

    Attributes
    ----------
    first_week : int
        Week of the first row; rows follow week by week.
    services : tuple of str
        Names of the services.
    community : float array, shape (weeks, CommunitySeries)
        Sums over communities; of levels the mean weighted by residents.
    service : float array, shape (weeks, services, ServiceSeries)
        Likewise by service; delegation is a mean.
    idle, mismatch : float arrays, shape (weeks, services)
        Idle minutes, and those beside unmet need of the same service and sub-district.
    hours : int array, shape (weeks, ProviderKind, HOURS)
        Minutes by kind of provider.
    fen : int array, shape (weeks, Category)
    overtime : int array, shape (weeks,)
        Minutes of the offices beyond their paid time.
    institutions : float array, shape (weeks, InstitutionSeries)
    own : tuple of arrays, or None
        Each community's own: (weeks, communities, CommunitySeries), and by service the whole
        numbers (weeks, communities, services, COUNTS) and the rest.
    """

    first_week: int
    services: tuple[str, ...]
    community: NDArray[np.float64]
    service: NDArray[np.float64]
    idle: NDArray[np.float64]
    mismatch: NDArray[np.float64]
    hours: NDArray[np.int64]
    fen: NDArray[np.int64]
    overtime: NDArray[np.int64]
    institutions: NDArray[np.float64]
    own: tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.float64]] | None = None

    @classmethod
    def empty(
        cls, first_week: int, weeks: int, services: tuple[str, ...], communities: int | None
    ) -> "WeeklySeries":
        """Return series of zeros; with a number of communities, room for each one's own."""
        k, kinds = len(services), len(ProviderKind)
        own = None
        if communities is not None:
            shape = (weeks, communities, k)
            own = (
                np.zeros((weeks, communities, len(CommunitySeries))),
                np.zeros((*shape, COUNTS), dtype=np.int32),
                np.zeros((*shape, len(ServiceSeries) - COUNTS)),
            )
        return cls(
            first_week, services,
            np.zeros((weeks, len(CommunitySeries))), np.zeros((weeks, k, len(ServiceSeries))),
            np.zeros((weeks, k)), np.zeros((weeks, k)),
            np.zeros((weeks, kinds, len(HOURS)), dtype=np.int64),
            np.zeros((weeks, len(Category)), dtype=np.int64), np.zeros(weeks, dtype=np.int64),
            np.zeros((weeks, len(InstitutionSeries))), own,
        )  # fmt: skip

    @property
    def weeks(self) -> int:
        """Number of weeks."""
        return len(self.fen)

    def between(self, start: int, end: int) -> "WeeklySeries":
        """Series of the weeks from ``start`` to before ``end``, as views."""
        low = min(max(0, start - self.first_week), self.weeks)
        cut = slice(low, max(low, end - self.first_week))
        own = None if self.own is None else tuple(part[cut] for part in self.own)
        return WeeklySeries(
            self.first_week + low, self.services, self.community[cut], self.service[cut],
            self.idle[cut], self.mismatch[cut], self.hours[cut], self.fen[cut],
            self.overtime[cut], self.institutions[cut], own,  # type: ignore[arg-type]
        )  # fmt: skip

    @property
    def counted(self) -> "WeeklySeries":
        """Series of the counted weeks."""
        return self.between(0, self.first_week + self.weeks)

    @property
    def last_year(self) -> "WeeklySeries":
        """Series of the last year of counted weeks (all, if there are fewer)."""
        end = self.first_week + self.weeks
        return self.between(max(0, end - WEEKS_PER_YEAR), end)

    def frame(self) -> "pd.DataFrame":
        """Return a tidy table: week, community (-1 all), service ("" all), series, value.

        Counts and minutes as the model counts them (``_sum`` over residents; minutes of
        ``need``, ``direct_*``, ``unmet``, ``idle``, ``mismatch``), ``minutes_KIND_HOURS`` of
        providers, those of ``InstitutionSeries``, ``fen_CATEGORY``.
        """
        import pandas as pd

        parts = [self._place_columns(), *self._own_columns()]
        names = list(dict.fromkeys(name for _, columns in parts for name, _ in columns))
        services = ["", *self.services]
        tidy = [_tidy(self.first_week, *part, names, services) for part in parts]
        week, community, service, series, value = map(np.concatenate, zip(*tidy, strict=True))
        return pd.DataFrame(
            {
                "week": week,
                "community": community,
                "service": pd.Categorical.from_codes(service, pd.Index(services)),
                "series": pd.Categorical.from_codes(series, pd.Index(names)),
                "value": value,
            }
        )

    def of_communities(self, series: str, service: str = "") -> NDArray[np.float64]:
        """Return one series of every community, shape (weeks, communities).

        Parameters
        ----------
        series, service : str
            As the table has them.

        Raises
        ------
        ValueError
            If communities' own series were not kept, or there is none of that name and service.
        """
        for _, columns in self._own_columns():
            if (series, service) in columns:
                return columns[series, service]
            raise ValueError(f"communities have no series {series!r} of service {service!r}")
        raise ValueError("communities' own series were not kept; run with record='community'")

    def _place_columns(self) -> tuple[NDArray[np.int32], Columns]:
        columns = _community_columns(self.community[:, None])
        columns |= _service_columns(self.service[:, None], self.services)
        for name, values in (("idle", self.idle), ("mismatch", self.mismatch)):
            columns[name, ""] = values.sum(axis=1)[:, None]
            columns |= {(name, k): values[:, [i]] for i, k in enumerate(self.services)}
        for kind in ProviderKind:
            for h, name in enumerate(HOURS):
                key = f"minutes_{kind.name.lower()}_{name}"
                columns[key, ""] = self.hours[:, kind, [h]].astype(np.float64)
        columns["minutes_office_overtime", ""] = self.overtime[:, None].astype(np.float64)
        for series in InstitutionSeries:
            columns[series.name.lower(), ""] = self.institutions[:, [series]]
        for category in Category:
            columns[f"fen_{category.label}", ""] = self.fen[:, [category]].astype(np.float64)
        return np.array([-1], dtype=np.int32), columns

    def _own_columns(self) -> Iterator[tuple[NDArray[np.int32], Columns]]:
        if self.own is None:
            return
        community, counts, rest = self.own
        columns = _community_columns(community)
        columns |= _service_columns(np.concatenate([counts, rest], axis=3), self.services)
        yield np.arange(community.shape[1], dtype=np.int32), columns


def _community_columns(values: NDArray[np.float64]) -> Columns:
    """Values (weeks, communities) of series that no service has."""
    return {(series.name.lower(), ""): values[:, :, series] for series in CommunitySeries}


def _service_columns(values: NDArray[np.float64], services: tuple[str, ...]) -> Columns:
    """Values (weeks, communities) of every service and of all together."""
    columns: Columns = {}
    for series in ServiceSeries:
        name, by_service = series.name.lower(), values[:, :, :, series]
        columns[name, ""] = by_service.sum(axis=2)
        if series == ServiceSeries.DELTA:
            columns[name, ""] /= max(1, len(services))
        columns |= {(name, service): by_service[:, :, k] for k, service in enumerate(services)}
    return columns


def _tidy(
    first_week: int,
    communities: NDArray[np.int32],
    columns: Columns,
    names: list[str],
    services: list[str],
) -> tuple[NDArray[Any], ...]:
    """Return week, community, codes of service and series, and value, week by week."""
    values = np.stack(list(columns.values()), axis=2)
    weeks, places, width = values.shape
    week = np.arange(first_week, first_week + weeks, dtype=np.int32)
    service = np.array([services.index(service) for _, service in columns], dtype=np.int16)
    series = np.array([names.index(name) for name, _ in columns], dtype=np.int16)
    return (
        np.repeat(week, places * width),
        np.tile(np.repeat(communities, width), weeks),
        np.tile(service, weeks * places),
        np.tile(series, weeks * places),
        values.reshape(-1),
    )
