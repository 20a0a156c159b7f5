"""Access: who is served, how soon and how fully; by group and by service."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.outcomes.caselog import NO_WEEK
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.rows import Row, ratio
from sanlian_sim.outcomes.series import HOURS, WeeklySeries
from sanlian_sim.outcomes.survival import mean_wait, survival, wait_quantile
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.groups import GROUPS, members
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import Exit

LONGEST_WAIT: Final = 52
_STAGES = ("latent", "queued", "in_service")


@dataclass(frozen=True, eq=False)
class Waits:
    """Waits of cases from one point of their history to the first hour.

    Attributes
    ----------
    weeks : int array, shape (cases,)
        Weeks waited, or seen waiting if not served.
    served, resolved : bool arrays, shape (cases,)
        Had a first hour; had one or ended without.
    """

    weeks: NDArray[np.int64]
    served: NDArray[np.bool_]
    resolved: NDArray[np.bool_]

    def of(self, chosen: NDArray[np.bool_]) -> "Waits":
        """Return the waits of some of the cases."""
        rows = np.flatnonzero(chosen)
        return Waits(self.weeks[rows], self.served[rows], self.resolved[rows])


def waits(log: NDArray[Any], start: str, since: int, last_week: int) -> tuple[Waits, Any]:
    """Return the waits of the cases whose wait began in week ``since`` or later.

    A need that passes and a wait that is given up end before the hours of their week are given,
    so that they were last seen waiting the week before; a case that is declined was offered
    hours.

    Parameters
    ----------
    log : structured array, shape (cases,)
        Rows of the log.
    start : {"noticed", "opened"}
        Where waits begin.
    since, last_week : int
        First and last week.

    Returns
    -------
    waits : Waits
    chosen : bool array, shape (cases,)
        The cases they belong to.
    """
    chosen = log[start] >= since
    cases = log[chosen]
    begun = cases[start].astype(np.int64)
    served = cases["first_served"] != NO_WEEK
    ended = cases["ended"] != NO_WEEK
    seen = np.where(ended, cases["ended"] - (cases["exit"] != Exit.DECLINED), last_week)
    weeks = np.where(served, cases["first_served"], seen) - begun
    return Waits(np.maximum(0, weeks), served, served | ended), chosen


def wait_rows(found: Waits, prefix: str, limit: int, **where: str) -> Iterator[Row]:
    """Mean, median, 90th percentile and the share that was never served."""
    values = [np.nan] * 3
    if len(found.weeks):
        waiting = survival(found.weeks, found.served, limit)
        values = [mean_wait(waiting), wait_quantile(waiting, 0.5), wait_quantile(waiting, 0.9)]
    for name, value in zip(("mean", "median", "p90"), values, strict=True):
        yield Row(f"{name}_{prefix}wait", value, **where)
    never = np.count_nonzero(found.resolved & ~found.served)
    share = ratio(never, np.count_nonzero(found.resolved))
    yield Row(f"never_served_{prefix}share", share, **where)


def access(recorder: Recorder) -> Iterator[Row]:
    """Measure waits, cases, coverage and unmet hours by group and by service."""
    log = recorder.cases()
    weeks = recorder.counted_weeks
    limit = max(1, min(LONGEST_WAIT, weeks))
    bits = recorder.world.residents.groups[log["resident"]]
    for prefix, start in (("", "noticed"), ("onset_", "opened")):
        found, chosen = waits(log, start, 0, weeks - 1)
        for group in GROUPS:
            yield from wait_rows(found.of(members(bits[chosen], group)), prefix, limit, group=group)
        for k, service in enumerate(recorder.world.services):
            mine = log["service"][chosen] == k
            yield from wait_rows(found.of(mine), prefix, limit, service=service)
    recent, _ = waits(log, "noticed", max(0, weeks - WEEKS_PER_YEAR), weeks - 1)
    first, *_ = wait_rows(recent, "", limit)
    yield Row("mean_wait_last_year", first.value)
    yield from _by_group(recorder, log, bits)
    yield from _by_service(recorder, log)


def _by_group(recorder: Recorder, log: NDArray[Any], bits: NDArray[np.uint32]) -> Iterator[Row]:
    people, opened = recorder.world.residents, log["opened"] >= 0
    for group in GROUPS:
        mine = np.flatnonzero(members(people.groups, group))
        needed, delivered, unmet = (
            int(column[mine].sum(dtype=np.int64))
            for column in (people.need_minutes, people.delivered_minutes, people.unmet_minutes)
        )
        number = np.count_nonzero(opened & members(bits, group))
        years = len(mine) * recorder.years
        yield Row("unmet_hours", ratio(unmet / MINUTES, years), group)
        yield Row("coverage", ratio(delivered, needed), group)
        yield Row("cases", ratio(1000 * number, years), group)


def _by_service(recorder: Recorder, log: NDArray[Any]) -> Iterator[Row]:
    counted, n = recorder.series.counted, len(recorder.world.residents)
    years, opened = n * recorder.years, log["opened"] >= 0
    sums = counted.service.sum(axis=0)
    weighted = sums[:, ServiceSeries.UNMET_WEIGHTED] / MINUTES
    yield Row("unmet_weighted_hours", ratio(weighted.sum(), years))
    yield Row("merged", ratio(1000 * sums[:, ServiceSeries.MERGED].sum(), years))
    yield Row("reach", _reach(log[opened]))
    yield from _open_cases(counted, n, "", slice(None))
    busy, idle = _paid_hours(recorder)
    yield Row("utilisation", ratio(busy.sum(), (busy + idle).sum()))
    for k, service in enumerate(recorder.world.services):
        own, where = sums[k], {"service": service}
        given = own[ServiceSeries.DIRECT_GOVERNMENT] + own[ServiceSeries.DIRECT_SOCIAL]
        yield Row("unmet_hours", ratio(own[ServiceSeries.UNMET] / MINUTES, years), **where)
        yield Row("unmet_weighted_hours", ratio(weighted[k], years), **where)
        yield Row("coverage", ratio(given, own[ServiceSeries.NEED]), **where)
        yield Row("cases", ratio(1000 * own[ServiceSeries.OPENED], years), **where)
        yield Row("merged", ratio(1000 * own[ServiceSeries.MERGED], years), **where)
        yield Row("reach", _reach(log[opened & (log["service"] == k)]), **where)
        yield Row("utilisation", ratio(busy[k], busy[k] + idle[k]), **where)
        yield from _open_cases(counted, n, service, k)
    last = recorder.series.last_year
    hours = last.service[:, :, ServiceSeries.UNMET].sum() / MINUTES
    yield Row("unmet_hours_last_year", ratio(hours, n * last.weeks / WEEKS_PER_YEAR))


def _reach(log: NDArray[Any]) -> float:
    return ratio(np.count_nonzero(log["first_served"] != NO_WEEK), len(log))


def _open_cases(
    counted: WeeklySeries, residents: int, service: str, k: int | slice
) -> Iterator[Row]:
    for stage in _STAGES:
        total = counted.service[:, k, ServiceSeries[stage.upper()]].sum()
        value = ratio(1000 * total, residents * counted.weeks)
        yield Row(f"open_{stage}", value, service=service)


def _paid_hours(recorder: Recorder) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Minutes that paid providers of each service gave, and those they were idle."""
    service = recorder.world.providers.rows["service"]
    held = service >= 0
    found = []
    for name in ("direct", "idle"):
        total = np.zeros(len(recorder.world.services), dtype=np.int64)
        np.add.at(total, service[held], recorder.provider_minutes[held, HOURS.index(name)])
        found.append(total)
    return found[0], found[1]
