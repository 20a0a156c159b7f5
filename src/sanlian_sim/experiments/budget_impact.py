"""Budget impact: what a scenario costs government more than the baseline, as time goes by."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.intervals import Floats, paired
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


def budget_impact(results: Sequence[Result], baseline: str) -> "pd.DataFrame":
    """Fiscal cost of every counted year against the baseline.

    Parameters
    ----------
    results : sequence of Result
        With weekly series, of one experiment.
    baseline : str
        Name of the scenario the others are compared with.

    Returns
    -------
    DataFrame
        ``COLUMNS``; one row per other scenario and counted year, from 0, with the mean of paired
        differences and its 95 % interval. The last year may have fewer weeks than 52.

    Raises
    ------
    ValueError
        If weekly series were not kept.
    """
    import pandas as pd

    parts = [
        pd.DataFrame(_by_year(own, other)).assign(scenario=name, baseline=baseline)
        for name, own, other in _pairs(results, baseline)
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
    results: Sequence[Result], baseline: str, rates: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Week from which on each scenario has cost government no more in all than the baseline.

    Parameters
    ----------
    results, baseline
        As for ``budget_impact``.
    rates : mapping, optional
        Discount rate per year by scenario; not discounted by default.

    Returns
    -------
    dict
        ``break_even`` of the mean paired difference, by scenario.
    """
    found = {}
    for name, own, other in _pairs(results, baseline):
        rate, base_rate = ((rates or {}).get(one, 0.0) for one in (name, baseline))
        more = _cumulative(own, rate) - _cumulative(other, base_rate)
        found[name] = break_even(more.mean(axis=1))
    return found


def _pairs(
    results: Sequence[Result], baseline: str
) -> Iterator[tuple[str, list[Result], list[Result]]]:
    """Every other scenario's results and the baseline's, of the replicates that both have."""
    by_name: dict[str, dict[int, Result]] = {}
    for result in results:
        by_name.setdefault(result.scenario, {})[result.replicate] = result
    base = by_name.pop(baseline, {})
    for name, own in by_name.items():
        shared = sorted(own.keys() & base.keys())
        if shared:
            yield name, [own[r] for r in shared], [base[r] for r in shared]


def _by_year(own: Sequence[Result], other: Sequence[Result]) -> dict[str, Any]:
    weeks = _weeks(own[0])
    found = paired(_yearly(other, weeks), _yearly(own, weeks))
    return {
        "year": np.arange(len(weeks)), "weeks": weeks, "n": found.n,
        "mean_baseline": found.mean_baseline, "mean_scenario": found.mean_scenario,
        "difference": found.difference, "ci_low": found.low, "ci_high": found.high,
    }  # fmt: skip


def _weeks(result: Result) -> NDArray[np.int64]:
    """Weeks of each counted year."""
    years = np.arange(len(_fiscal_fen(result))) // WEEKS_PER_YEAR
    return np.bincount(years).astype(np.int64)


def _yearly(results: Sequence[Result], weeks: NDArray[np.int64]) -> Floats:
    """Yuan per resident-year, shape (years, replicates)."""
    starts = np.arange(len(weeks)) * WEEKS_PER_YEAR
    fen = np.stack([np.add.reduceat(_fiscal_fen(one), starts) for one in results], axis=1)
    years = np.outer(weeks / WEEKS_PER_YEAR, [one.residents.sum() for one in results])
    return np.asarray(fen / FEN_PER_YUAN / years)


def _cumulative(results: Sequence[Result], rate: float) -> Floats:
    """Yuan per resident of all weeks up to each, shape (weeks, replicates).

    Undiscounted fen add up exactly, so that equal scenarios differ by nothing.
    """
    columns = []
    for one in results:
        fen = _fiscal_fen(one)
        factor = (1.0 + rate) ** -(np.arange(len(fen)) // WEEKS_PER_YEAR).astype(np.float64)
        columns.append(np.cumsum(fen * factor) / FEN_PER_YUAN / one.residents.sum())
    return np.stack(columns, axis=1)


def _fiscal_fen(result: Result) -> Floats:
    """Fiscal cost of every counted week in fen."""
    if result.series is None:
        raise ValueError("weekly series were not kept, so cost cannot be told by year")
    return np.asarray(result.series.counted.fen[:, list(FISCAL)].sum(axis=1))
