"""What the page shows of a run: outcomes so far, courses, and where cases are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dashboard.cases import Cases, find_cases
from sanlian_sim.outcomes.ledger import FISCAL
from sanlian_sim.outcomes.series import WeeklySeries
from sanlian_sim.outcomes.summary import MEASURES, summarise
from sanlian_sim.simulation.model import SanlianModel
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.flows import FEN_PER_YUAN

PERSONS: Final = 1_000
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reading:
    """One run at one moment.

    Attributes
    ----------
    services : mapping
        Labels of services by name: English, Chinese.
    values : mapping
        Outcomes of the weeks so far by (outcome, group, service), as ``model.outcomes()``.
    courses : mapping
        By name, an array of one value for each counted week.
    cases : Cases
        Where open cases are.
    """

    services: Mapping[str, tuple[str, str]]
    values: Mapping[tuple[str, str, str], float]
    courses: Mapping[str, Floats]
    cases: Cases

    def value(self, outcome: str, group: str = "all", service: str = "") -> float:
        """Return an outcome so far, nan if there is none."""
        return self.values.get((outcome, group, service), float("nan"))


def read(model: SanlianModel) -> Reading:
    """Read a model, which is left as it is."""
    world = model.world
    services = world.scenario.policy.parameters.services
    adults = int(np.count_nonzero(model.recorder.adults))
    rows = summarise(model.recorder, MEASURES) if model.week > 0 else []
    return Reading(
        {name: (row.label_en, row.label_zh) for name, row in services.items()},
        {(row.outcome, row.group, row.service): row.value for row in rows},
        _courses(model.recorder.series.counted, len(world.residents), adults),
        find_cases(world),
    )


def _courses(series: WeeklySeries, residents: int, adults: int) -> dict[str, Floats]:
    waiting = series.service[:, :, ServiceSeries.QUEUED].sum(axis=1)
    fen = series.fen[:, list(FISCAL)].sum(axis=1)
    return {
        "waiting": PERSONS * waiting / residents,
        "wellbeing": series.community[:, CommunitySeries.WELLBEING_SUM] / max(1, adults),
        "fiscal": np.cumsum(fen) / FEN_PER_YUAN / residents,
    }
