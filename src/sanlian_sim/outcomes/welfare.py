"""Welfare: wellbeing of residents of 15 and more, its distribution, and trust."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.outcomes.arguments import FloatArray
from sanlian_sim.outcomes.inequality import concentration_index, ede, gini
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.rows import Row, ratio
from sanlian_sim.outcomes.series import WeeklySeries
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.groups import GROUPS, members
from sanlian_sim.world.rules import WEEKS_PER_YEAR

FLOOR: Final = 0.5
"""Level to which lower wellbeing is raised before its equivalent is taken."""
AVERSIONS: Final = {"ede_05": 0.5, "ede_1": 1.0, "ede_2": 2.0}
PERSONS: Final = 10_000


def wellbys(point_weeks: FloatArray, weeks: int) -> float:
    """Point-years per 10,000 person-years.

    Parameters
    ----------
    point_weeks : float array, shape (persons,)
        Wellbeing summed over weeks, discounted or not.
    weeks : int
        Number of weeks, not discounted.
    """
    return ratio(PERSONS * float(point_weeks.sum()), len(point_weeks) * weeks)


def welfare(recorder: Recorder) -> Iterator[Row]:
    """Wellbeing and trust by group, inequality over all."""
    people, adults = recorder.world.residents, recorder.adults
    discounted = float(recorder.discounts().sum())
    level = people.wellbeing_total / discounted if discounted else people.wellbeing_total * np.nan
    for group in GROUPS:
        mine = np.flatnonzero(members(people.groups, group))
        grown = mine[adults[mine]]
        yield Row("residents", float(len(mine)), group)
        yield Row("adults", float(len(grown)), group)
        total = people.wellbeing_total[grown]
        yield Row("wellbys", wellbys(total, recorder.counted_weeks), group)
        yield from _distribution(level[grown], group)
        for name in ("trust_government", "trust_social"):
            yield Row(name, _mean(people.columns[name][mine]), group)
    yield from _inequality(recorder, level[adults])
    last = recorder.series.last_year
    total = last.community[:, CommunitySeries.WELLBEING_SUM]
    persons = np.count_nonzero(adults) * last.weeks
    yield Row("wellbys_last_year", ratio(PERSONS * total.sum(), persons))


def _mean(values: FloatArray) -> float:
    return ratio(values.sum(), len(values))


def _distribution(level: FloatArray, group: str) -> Iterator[Row]:
    yield Row("wellbeing", _mean(level), group)
    known = len(level) > 0 and not np.isnan(level[0])
    for name, epsilon in AVERSIONS.items():
        value = ede(level, epsilon, floor=FLOOR) if known else np.nan
        yield Row(f"wellbeing_{name}", value, group)


def _inequality(recorder: Recorder, level: FloatArray) -> Iterator[Row]:
    people = recorder.world.residents
    unmet: NDArray[np.int32] = people.unmet_minutes
    yield Row("wellbeing_gini", gini(level) if level.sum() > 0 else np.nan)
    index = np.nan
    if unmet.any():
        index = concentration_index(unmet, people.income_class)
    yield Row("unmet_concentration", index)


def society(recorder: Recorder) -> Iterator[Row]:
    """Means over the counted weeks of what residents and communities are like."""
    counted, n = recorder.series.counted, len(recorder.world.residents)
    for series, name, scale in (
        (CommunitySeries.AWARENESS_SUM, "awareness", 1),
        (CommunitySeries.GRIEVANCE_SUM, "grievance", 1),
        (CommunitySeries.VOLUNTEERS, "volunteers", 1000),
        (CommunitySeries.RESIDENTS_UNEMPLOYED, "unemployed", 1000),
        (CommunitySeries.INITIATIVES, "initiatives", PERSONS),
        (CommunitySeries.ENTERPRISES, "enterprises", PERSONS),
    ):
        yield Row(name, ratio(scale * counted.community[:, series].sum(), n * counted.weeks))
    for name in ("cohesion", "sharing", "environment"):
        yield Row(name, _level(counted, CommunitySeries[name.upper()]))
    for name in ("escalations", "calls"):
        total = counted.community[:, CommunitySeries[name.upper()]].sum()
        yield Row(name, ratio(1000 * total, n * counted.weeks / WEEKS_PER_YEAR))
    hired = counted.community[:, CommunitySeries.LOCAL_HIRES].sum()
    yield Row("local_hires", ratio(PERSONS * hired, n * counted.weeks / WEEKS_PER_YEAR))


def _level(counted: WeeklySeries, series: CommunitySeries) -> float:
    return ratio(counted.community[:, series].sum(), counted.weeks)
