"""Recording a run: what each week leaves behind is added up while it is at hand.

A recorder reads a world and never writes to it, so that recording changes no result.
"""

from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import kernel
from sanlian_sim.outcomes.caselog import CaseLog, open_cases
from sanlian_sim.outcomes.series import COUNTS, HOURS, LEVELS, WeeklySeries
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.rules import WEEKS_PER_YEAR
from sanlian_sim.world.world import World

Detail = Literal["community", "total", "off"]


class Places(NamedTuple):
    """Minutes by sub-district and service, summed over counted weeks; (sub-districts, services).

    Attributes
    ----------
    idle, unmet, mismatch : float arrays
        Paid for and not given; noticed and not met; the lesser of the two, week by week.
    """

    idle: NDArray[np.float64]
    unmet: NDArray[np.float64]
    mismatch: NDArray[np.float64]


class Recorder:
    """Keeps what the weeks of a run leave behind.

    Parameters
    ----------
    world : World
        A world before week 0; weeks that it has already simulated are not recorded.
    record : {"total", "community", "off"}
        Whether each community's own weekly series are kept, only their sums, or none for the
        result. Measures are the same whatever is kept.

    Raises
    ------
    ValueError
        If counting has begun already, or ``record`` is none of the three.
    """

    def __init__(self, world: World, record: Detail = "total") -> None:
        if world.week > 0:
            raise ValueError(f"recording must begin by week 0; this world is at week {world.week}")
        if record not in ("community", "total", "off"):
            raise ValueError(f"record must be 'community', 'total' or 'off'; got {record!r}")
        self.world = world
        self.record: Detail = record
        self.first_week = self._next = world.week
        own = len(world.communities) if record == "community" else None
        weeks = world.scenario.horizon.weeks - world.week
        self._series = WeeklySeries.empty(world.week, weeks, world.services, own)
        self.provider_minutes = np.zeros((len(world.providers), len(HOURS)), dtype=np.int64)
        sub_districts = len(world.layout.office)
        self.places = Places(*np.zeros((3, sub_districts, len(world.services))))
        self.log = CaseLog()
        rows = world.communities.rows
        self._residents = rows["residents"].astype(np.float64)
        self._sub_district = rows["sub_district"].copy()
        self._kinds = world.providers.rows["kind"].copy()
        self._people = np.bincount(
            self._sub_district, weights=self._residents, minlength=sub_districts
        )

    def observe(self) -> None:
        """Record the week that the world has just simulated.

        Raises
        ------
        ValueError
            If a week was left out or is recorded twice.
        """
        world, week = self.world, self.world.week - 1
        if week != self._next:
            raise ValueError(f"week {self._next} must be recorded next; got week {week}")
        row, series, counted = week - self.first_week, self._series, week >= 0
        _add_week(
            world.community_tally, world.service_tally, world.idle_tally,
            self._residents, self._sub_district, minutes_of(world), self._kinds, counted,
            series.community[row], series.service[row], series.idle[row], series.mismatch[row],
            series.hours[row], self.provider_minutes, *self.places,
        )  # fmt: skip
        series.fen[row] = world.register.week_fen
        series.overtime[row] = self._overtime()
        if series.own is not None:
            community, counts, rest = series.own
            community[row] = world.community_tally
            counts[row] = world.service_tally[:, :, :COUNTS]
            rest[row] = world.service_tally[:, :, COUNTS:]
        if counted:
            self.log.add(world)
        self._next = week + 1

    def _overtime(self) -> int:
        """Minutes that offices were paid beyond what was planned for the week."""
        world = self.world
        rows = world.providers.rows[world.layout.office]
        supply = np.bincount(
            self._sub_district, world.policy.supply * self._residents, len(rows)
        ) / np.maximum(1.0, self._people)
        planned = np.floor(rows["base"] * supply + 0.5)
        return int((rows["paid"] - planned).sum())

    @property
    def series(self) -> WeeklySeries:
        """Weekly series of the weeks recorded so far."""
        return self._series.between(self.first_week, self._next)

    @property
    def counted_weeks(self) -> int:
        """Number of counted weeks recorded so far."""
        return max(0, self._next)

    @property
    def years(self) -> float:
        """Counted time in years."""
        return self.counted_weeks / WEEKS_PER_YEAR

    def cases(self) -> NDArray[Any]:
        """Cases that ended in counted weeks, then those still open, as rows of the log."""
        return np.concatenate([self.log.rows(), open_cases(self.world)])

    def discounts(self) -> NDArray[np.float64]:
        """Discount factor of every counted week: 1 in the first year."""
        rate = self.world.scenario.policy.parameters.discount_rate
        years = np.arange(self.counted_weeks) // WEEKS_PER_YEAR
        factors: NDArray[np.float64] = (1.0 + rate) ** -years.astype(np.float64)
        return factors

    @cached_property
    def adults(self) -> NDArray[np.bool_]:
        """Whether each resident is 15 or older."""
        band: NDArray[np.bool_] = self.world.residents.age_band > 0
        return band


_HOURS_START = "paid"


def minutes_of(world: World) -> NDArray[np.int32]:
    """View of the providers' minutes of this week, shape (providers, HOURS)."""
    rows = world.providers.rows
    start = rows.dtype.fields[_HOURS_START][1] // 4  # type: ignore[index]
    words = rows.view(np.int32).reshape(len(rows), -1)
    view: NDArray[np.int32] = words[:, start : start + len(HOURS)]
    return view


_FIRST_LEVEL, _LAST_LEVEL = int(LEVELS[0]), int(LEVELS[-1])
_UNMET, _DELTA = int(ServiceSeries.UNMET), int(ServiceSeries.DELTA)


@kernel
def _add_week(
    community: Any, service: Any, idle: Any, residents: Any, sub_district: Any, minutes: Any,
    kinds: Any, counted: bool, community_sum: Any, service_sum: Any, idle_sum: Any,
    mismatch_sum: Any, kind_sum: Any, provider_sum: Any, place_idle: Any, place_unmet: Any,
    place_mismatch: Any,
) -> None:  # fmt: skip
    """Add up one week over communities, in their order, over sub-districts and providers."""
    unmet = np.zeros(idle.shape)
    people = max(1.0, residents.sum())
    for c in range(community.shape[0]):
        share = residents[c] / people
        for s in range(community.shape[1]):
            level = _FIRST_LEVEL <= s <= _LAST_LEVEL
            community_sum[s] += community[c, s] * (share if level else 1.0)
        for k in range(service.shape[1]):
            for s in range(service.shape[2]):
                service_sum[k, s] += service[c, k, s] * (share if s == _DELTA else 1.0)
            unmet[sub_district[c], k] += service[c, k, _UNMET]
    for j in range(idle.shape[0]):
        for k in range(idle.shape[1]):
            both = min(idle[j, k], unmet[j, k])
            idle_sum[k] += idle[j, k]
            mismatch_sum[k] += both
            if counted:
                place_idle[j, k] += idle[j, k]
                place_unmet[j, k] += unmet[j, k]
                place_mismatch[j, k] += both
    for p in range(minutes.shape[0]):
        for h in range(minutes.shape[1]):
            kind_sum[kinds[p], h] += minutes[p, h]
            if counted:
                provider_sum[p, h] += minutes[p, h]
