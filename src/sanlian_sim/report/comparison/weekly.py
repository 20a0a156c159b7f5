"""Weekly series that figures show, read from a result, one value per counted week."""

from typing import Final

import numpy as np

from sanlian_sim.experiments.statistics.intervals import Floats
from sanlian_sim.outcomes.ledger import FISCAL
from sanlian_sim.outcomes.series import WeeklySeries
from sanlian_sim.simulation.result import Result
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR

_PERSONS: Final = 1_000


def _counted(result: Result) -> WeeklySeries:
    if result.series is None:
        raise ValueError("weekly series were not kept, so they cannot be drawn")
    return result.series.counted


def _per_1000(result: Result, values: Floats) -> Floats:
    return np.asarray(_PERSONS * values / result.value("residents"))


def unmet_hours(result: Result) -> Floats:
    """Unmet hours per 1,000 residents."""
    minutes = _counted(result).service[:, :, ServiceSeries.UNMET].sum(axis=1)
    return _per_1000(result, minutes / MINUTES)


def waiting_cases(result: Result) -> Floats:
    """Cases noticed and waiting, per 1,000 residents."""
    return _per_1000(result, _counted(result).service[:, :, ServiceSeries.QUEUED].sum(axis=1))


def mean_wellbeing(result: Result) -> Floats:
    """Mean wellbeing of residents 15+, points."""
    total = _counted(result).community[:, CommunitySeries.WELLBEING_SUM]
    return np.asarray(total / result.value("adults"))


def trust_in_organisations(result: Result) -> Floats:
    """Mean trust in organisations."""
    total = _counted(result).community[:, CommunitySeries.TRUST_SOCIAL_SUM]
    return np.asarray(total / result.value("residents"))


def volunteers(result: Result) -> Floats:
    """Active volunteers per 1,000 residents."""
    return _per_1000(result, _counted(result).community[:, CommunitySeries.VOLUNTEERS])


def fiscal_cost_so_far(result: Result) -> Floats:
    """Yuan per resident of all weeks up to each: single weeks of tenders would hide the rest."""
    fen = _counted(result).fen[:, list(FISCAL)].sum(axis=1)
    return np.asarray(np.cumsum(fen) / FEN_PER_YUAN / result.value("residents"))


def fiscal_cost_a_year(result: Result) -> Floats:
    """Fiscal cost of the week, yuan per resident-year."""
    fen = _counted(result).fen[:, list(FISCAL)].sum(axis=1)
    return np.asarray(fen * WEEKS_PER_YEAR / FEN_PER_YUAN / result.value("residents"))
