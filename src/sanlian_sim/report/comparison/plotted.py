"""The numbers behind the figures."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.statistics.intervals import Floats, paired
from sanlian_sim.simulation.result import Result

Series: TypeAlias = Callable[[Result], Floats]
"""Reads one value for every counted week from a result."""


_OTHER = {"group": "service", "service": "group"}
_WHOLE = {"group": "all", "service": ""}


class Band(NamedTuple):
    """A mean with the bounds of its interval; NaN where there is none."""

    mean: Floats
    low: Floats
    high: Floats


def differences(study: Study, scenario: str, outcome: str) -> Floats:
    """Differences to the baseline of an outcome of all, one per replicate that both have."""
    frame = study.summary
    whole = frame[(frame["group"] == "all") & (frame["service"] == "")]
    values = whole[whole["outcome"] == outcome].pivot(
        index="replicate", columns="scenario", values="value"
    )
    wanted = [scenario, study.experiment.design.baseline]
    own, other = values.reindex(columns=wanted).dropna().to_numpy(dtype=np.float64).T
    return np.asarray(own - other)


def levels(study: Study, scenario: str, outcome: str, keys: Sequence[str], by: str) -> Band:
    """Means of an outcome by group or service, with 95 % intervals over replicates."""
    summary = study.summary
    own = summary[(summary["scenario"] == scenario) & (summary["outcome"] == outcome)]
    other = _OTHER[by]
    own = own[own[other] == _WHOLE[other]]
    wide = own.pivot(index=by, columns="replicate", values="value").reindex(list(keys))
    values = wide.to_numpy(dtype=np.float64)
    found = paired(np.zeros_like(values), values)
    return Band(found.difference, found.low, found.high)


def weekly_difference(study: Study, scenario: str, series: Series, window: int) -> Band:
    """Mean difference to the baseline in every counted week, smoothed, with 95 % intervals."""
    (read,) = study.read(series)
    own, other = (
        {key[1]: weekly for key, weekly in read.items() if key[0] == name}
        for name in (scenario, study.experiment.design.baseline)
    )
    shared = sorted(own.keys() & other.keys())
    smooth = [_moving_mean(own[r] - other[r], window) for r in shared]
    values = np.stack(smooth, axis=-1)
    found = paired(np.zeros_like(values), values)
    return Band(found.difference, found.low, found.high)


def weekly_level(study: Study, scenario: str, series: Series, window: int) -> Band:
    """Mean in every counted week, smoothed, with 95 % intervals over replicates."""
    (read,) = study.read(series)
    smooth = [_moving_mean(own, window) for key, own in read.items() if key[0] == scenario]
    values = np.stack(smooth, axis=-1)
    found = paired(np.zeros_like(values), values)
    return Band(found.difference, found.low, found.high)


def arms(value: float, low: float, high: float) -> Floats | None:
    """Lengths of an interval's arms for an error bar; None if there is no interval."""
    lengths = np.array([[value - low], [high - value]])
    return np.maximum(lengths, 0.0) if np.isfinite(lengths).all() else None


def _moving_mean(values: Floats, window: int) -> Floats:
    """Mean of each week and those before it, as many as there are up to ``window``."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    last = np.arange(1, len(values) + 1)
    first = np.maximum(0, last - window)
    return np.asarray((total[last] - total[first]) / (last - first))
