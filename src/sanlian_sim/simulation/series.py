"""What a model collects every week unless told otherwise: a few series for a first look."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from sanlian_sim.world.state import AgeBand


def week(model: Any) -> int:
    """Week about to be simulated."""
    return int(model.week)


def adult_mean(model: Any, name: str) -> float:
    """Mean of a column over residents of 15 and more, nan if there are none."""
    adults = model.residents.age_band > AgeBand.CHILD
    return float(np.mean(model.residents.columns[name][adults])) if adults.any() else math.nan


def volunteers(model: Any) -> int:
    """Active volunteers."""
    return int(np.count_nonzero(model.residents.volunteer))


def employed(model: Any) -> int:
    """Residents with a job."""
    return int(np.count_nonzero(model.residents.employed))


def open_cases(model: Any) -> int:
    """Open cases, noticed or not."""
    return int(model.world.cases.count.sum())


REPORTERS: Final[Mapping[str, Callable[[Any], float]]] = MappingProxyType(
    {
        "week": week,
        "wellbeing": partial(adult_mean, name="wellbeing"),
        "trust_government": partial(adult_mean, name="trust_government"),
        "trust_social": partial(adult_mean, name="trust_social"),
        "awareness": partial(adult_mean, name="awareness"),
        "grievance": partial(adult_mean, name="grievance"),
        "volunteers": volunteers,
        "employed": employed,
        "open_cases": open_cases,
    }
)
