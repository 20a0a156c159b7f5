"""Recording a run: what each week leaves behind is added up while it is at hand.

A recorder reads a world and never writes to it, so that recording changes no result.
"""

import math
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.outcomes.caselog import CaseLog, open_cases
from sanlian_sim.outcomes.institution_series import independent, institution_week
from sanlian_sim.outcomes.series import COUNTS, HOURS, LEVELS, WeeklySeries
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.rules import WEEKS_PER_YEAR
from sanlian_sim.world.state import AgeBand, Side
from sanlian_sim.world.world import World

Detail = Literal["community", "total", "off"]


class Places(NamedTuple):
    """Minutes by sub-district and service, summed over counted weeks.

    Attributes
    ----------
    idle, unmet, mismatch : float arrays, shape (sub-districts, services)
        Paid for and not given; noticed and not met; the lesser of the two, week by week.
    """

    idle: NDArray[np.float64]
    unmet: NDArray[np.float64]
    mismatch: NDArray[np.float64]


class _Sums(NamedTuple):
    """What a week is added to: weekly series, then minutes by side in counted weeks."""

    community: NDArray[np.float64]
    service: NDArray[np.float64]
    idle: NDArray[np.float64]
    mismatch: NDArray[np.float64]
    hours: NDArray[np.int64]
    overtime: NDArray[np.int64]
    side_minutes: NDArray[np.int64]
    places: Places


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
        self._series = series = WeeklySeries.empty(world.week, weeks, world.services, own)
        sides, providers = (Side.GOVERNMENT, Side.SOCIAL), len(world.providers)
        self.side_minutes = np.zeros((len(sides), providers, len(HOURS)), dtype=np.int64)
        self.places = Places(*np.zeros((3, len(world.layout.office), len(world.services))))
        self._sums = _Sums(
            series.community, series.service, series.idle, series.mismatch, series.hours,
            series.overtime, self.side_minutes, self.places,
        )  # fmt: skip
        self.log = CaseLog()
        self._there = independent(world)

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
        row, series = week - self.first_week, self._series
        ended = _add_week(world.handle, self._sums, row, week >= 0)
        series.fen[row] = world.register.week_fen
        series.institutions[row] = institution_week(world, week, self._there)
        self._there = independent(world)
        if series.own is not None:
            community, counts, rest = series.own
            community[row] = world.community_tally
            counts[row] = world.service_tally[:, :, :COUNTS]
            rest[row] = world.service_tally[:, :, COUNTS:]
        if week >= 0:
            self.log.add(world, ended)
        self._next = week + 1

    @property
    def series(self) -> WeeklySeries:
        """Weekly series of the weeks recorded so far."""
        return self._series.between(self.first_week, self._next)

    @property
    def provider_minutes(self) -> NDArray[np.int64]:
        """Minutes of every provider in counted weeks, shape (providers, HOURS)."""
        total: NDArray[np.int64] = self.side_minutes.sum(axis=0)
        return total

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
        return self.log.rows(open_cases(self.world))

    def discounts(self) -> NDArray[np.float64]:
        """Discount factor of every counted week: 1 in the first year."""
        rate = self.world.scenario.policy.parameters.discount_rate
        years = np.arange(self.counted_weeks) // WEEKS_PER_YEAR
        factors: NDArray[np.float64] = (1.0 + rate) ** -years.astype(np.float64)
        return factors

    @cached_property
    def adults(self) -> NDArray[np.bool_]:
        """Whether each resident is 15 or older."""
        band: NDArray[np.bool_] = self.world.residents.age_band > AgeBand.CHILD
        return band


_FIRST_LEVEL, _LAST_LEVEL = int(LEVELS[0]), int(LEVELS[-1])
_UNMET, _DELTA = int(ServiceSeries.UNMET), int(ServiceSeries.DELTA)


@kernel
def _add_week(world: Any, sums: Any, row: int, counted: bool) -> int:
    """Add a week to the sums, in the order of rows; return the number of cases that ended."""
    _add_communities(world, sums.community[row], sums.service[row])
    _add_sub_districts(world, sums.idle[row], sums.mismatch[row], counted, sums.places)
    for p in range(world.providers.shape[0]):
        provider = world.providers[p]
        minutes = _minutes(provider)
        for h in range(len(minutes)):
            sums.hours[row, provider.kind, h] += minutes[h]
            if counted:
                sums.side_minutes[provider.side, p, h] += minutes[h]
    sums.overtime[row] = _overtime(world)
    return int(world.ended_count.sum())


@inner
def _minutes(provider: Any) -> Any:
    """Minutes of this week in the order of HOURS."""
    p = provider
    return (
        p.paid, p.client, p.administration, p.coordination, p.edges, p.intake, p.visits,
        p.outreach, p.supervision, p.training, p.travel, p.escalation, p.direct, p.idle,
    )  # fmt: skip


@inner
def _add_communities(world: Any, community_sum: Any, service_sum: Any) -> None:
    """Sum series over communities; of levels and delegation take the mean over residents."""
    people = max(1, world.communities.residents.sum())
    community, service = world.community_tally, world.service_tally
    for c in range(community.shape[0]):
        share = world.communities[c].residents / people
        for s in range(community.shape[1]):
            level = _FIRST_LEVEL <= s <= _LAST_LEVEL
            community_sum[s] += community[c, s] * (share if level else 1.0)
        for k in range(service.shape[1]):
            for s in range(service.shape[2]):
                service_sum[k, s] += service[c, k, s] * (share if s == _DELTA else 1.0)


@inner
def _add_sub_districts(
    world: Any, idle_sum: Any, mismatch_sum: Any, counted: bool, places: Any
) -> None:
    """Sum idle minutes, and those beside unmet need of the same sub-district and service."""
    for j in range(world.idle_tally.shape[0]):
        for k in range(world.idle_tally.shape[1]):
            idle, unmet = world.idle_tally[j, k], 0.0
            for c in range(world.first_community[j], world.first_community[j + 1]):
                unmet += world.service_tally[c, k, _UNMET]
            idle_sum[k] += idle
            mismatch_sum[k] += min(idle, unmet)
            if counted:
                places.idle[j, k] += idle
                places.unmet[j, k] += unmet
                places.mismatch[j, k] += min(idle, unmet)


@inner
def _overtime(world: Any) -> int:
    """Minutes that offices were paid beyond what their communities' supply provides for."""
    total = 0
    for j in range(world.office.shape[0]):
        people, supply = 0, 0.0
        for c in range(world.first_community[j], world.first_community[j + 1]):
            people += world.communities[c].residents
            supply += world.supply[c] * world.communities[c].residents
        office = world.providers[world.office[j]]
        planned = math.floor(office.base * supply / people + 0.5) if people > 0 else office.base
        total += office.paid - int(planned)
    return total
