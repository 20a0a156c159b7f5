"""Budget impact: what a scenario costs government more than the baseline, as time goes by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.statistics.intervals import Floats, paired
from sanlian_sim.outcomes.ledger import FISCAL
from sanlian_sim.simulation.result import Result
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.rules import WEEKS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = (
    "scenario", "baseline", "year", "weeks", "n", "mean_baseline", "mean_scenario", "difference",
    "ci_low", "ci_high",
)  # fmt: skip
"""Columns of a budget impact, in order; money in yuan per resident-year."""


class Outlays(NamedTuple):
    """What government spends in a run.

    Attributes
    ----------
    scenario : str
    replicate, residents : int
    fen : float array, shape (counted weeks,)
        Fiscal cost of every counted week.
    """

    scenario: str
    replicate: int
    residents: int
    fen: Floats


def outlays(result: Result) -> Outlays:
    """Return what government spends in a run.

    Raises
    ------
    ValueError
        If weekly series were not kept.
    """
    if result.series is None:
        raise ValueError("weekly series were not kept, so cost cannot be told by year")
    fen = np.asarray(result.series.counted.fen[:, list(FISCAL)].sum(axis=1))
    return Outlays(result.scenario, result.replicate, int(result.residents.sum()), fen)


def budget_impact(spent: Iterable[Outlays], baseline: str) -> "pd.DataFrame":
    """Fiscal cost of every counted year against the baseline.

    Parameters
    ----------
    spent : iterable of Outlays
        Of all runs of an experiment.
    baseline : str
        Name of the scenario the others are compared with.

    Returns
    -------
    DataFrame
        ``COLUMNS``; one row per other scenario and counted year, from 0, with the mean of paired
        differences and its 95 % interval. The last year may have fewer weeks than 52.
    """
    import pandas as pd

    parts = [
        pd.DataFrame(_by_year(own, other)).assign(scenario=name, baseline=baseline)
        for name, own, other in _pairs(spent, baseline)
    ]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    return frame[list(COLUMNS)]


def break_even(cumulative: Floats) -> float:
    """Week from which on what was spent more is recovered.

    Parameters
    ----------
    cumulative : float array, shape (weeks,)
        Cost against the baseline of all weeks up to each.

    Returns
    -------
    float
        The first week from which on the sum is never above zero; 0 if it never was, NaN if it
        still is in the end.
    """
    above = np.flatnonzero(cumulative > 0)
    if not len(above):
        return 0.0
    after = int(above[-1]) + 1
    return float(after) if after < len(cumulative) else float(np.nan)


def break_even_weeks(
    spent: Iterable[Outlays], baseline: str, rates: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Week from which on each scenario has cost government no more in all than the baseline.

    Parameters
    ----------
    spent, baseline
        As for ``budget_impact``.
    rates : mapping, optional
        Discount rate per year by scenario; not discounted by default.

    Returns
    -------
    dict
        ``break_even`` of the mean paired difference, by scenario.
    """
    found = {}
    for name, own, other in _pairs(spent, baseline):
        rate, base_rate = ((rates or {}).get(one, 0.0) for one in (name, baseline))
        more = _cumulative(own, rate) - _cumulative(other, base_rate)
        found[name] = break_even(more.mean(axis=1))
    return found


def _pairs(
    spent: Iterable[Outlays], baseline: str
) -> Iterator[tuple[str, list[Outlays], list[Outlays]]]:
    """Every other scenario's outlays and the baseline's, of the replicates that both have."""
    by_name: dict[str, dict[int, Outlays]] = {}
    for one in spent:
        by_name.setdefault(one.scenario, {})[one.replicate] = one
    base = by_name.pop(baseline, {})
    for name, own in by_name.items():
        shared = sorted(own.keys() & base.keys())
        if shared:
            yield name, [own[r] for r in shared], [base[r] for r in shared]


def _by_year(own: Sequence[Outlays], other: Sequence[Outlays]) -> dict[str, Any]:
    weeks = _weeks(own[0])
    found = paired(_yearly(other, weeks), _yearly(own, weeks))
    return {
        "year": np.arange(len(weeks)), "weeks": weeks, "n": found.n,
        "mean_baseline": found.mean_baseline, "mean_scenario": found.mean_scenario,
        "difference": found.difference, "ci_low": found.low, "ci_high": found.high,
    }  # fmt: skip


def _weeks(one: Outlays) -> NDArray[np.int64]:
    """Weeks of each counted year."""
    years = np.arange(len(one.fen)) // WEEKS_PER_YEAR
    return np.bincount(years).astype(np.int64)


def _yearly(spent: Sequence[Outlays], weeks: NDArray[np.int64]) -> Floats:
    """Yuan per resident-year, shape (years, replicates)."""
    starts = np.arange(len(weeks)) * WEEKS_PER_YEAR
    fen = np.stack([np.add.reduceat(one.fen, starts) for one in spent], axis=1)
    years = np.outer(weeks / WEEKS_PER_YEAR, [one.residents for one in spent])
    return np.asarray(fen / FEN_PER_YUAN / years)


def _cumulative(spent: Sequence[Outlays], rate: float) -> Floats:
    """Yuan per resident of all weeks up to each, shape (weeks, replicates).

    Undiscounted fen add up exactly, so that equal scenarios differ by nothing.
    """
    columns = []
    for one in spent:
        year = np.arange(len(one.fen)) // WEEKS_PER_YEAR
        factor = (1.0 + rate) ** -year.astype(np.float64)
        columns.append(np.cumsum(one.fen * factor) / FEN_PER_YUAN / one.residents)
    return np.stack(columns, axis=1)
