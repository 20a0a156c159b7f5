"""Distributional cost-effectiveness: who gains, who bears the cost, and what equality is worth.

Groups of the summary overlap, so that everybody is divided anew by each of them: its members and
everybody else. Deciles of ties divide residents of 15 and more by themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.comparison.cost_effectiveness import (
    CENTRAL_THRESHOLD,
    PERSPECTIVES,
    Perspective,
    cost_outcome,
    stacked,
)
from sanlian_sim.experiments.statistics.intervals import Floats, jackknife
from sanlian_sim.outcomes.arguments import number
from sanlian_sim.outcomes.economics import Distribution, distributional, switch_point
from sanlian_sim.outcomes.welfare import AVERSIONS, PERSONS
from sanlian_sim.world.groups import DECILES, GROUPS

if TYPE_CHECKING:
    import pandas as pd

OTHERS: Final = "others"
"""Everybody who is not in the group that divides."""
TIES: Final = "ties"
DIVISIONS: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: (name, OTHERS) for name in GROUPS if name not in ("all", *DECILES)},
    TIES: DECILES,
}
"""Groups that together are everybody of 15 and more, by the name of what divides them."""
EPSILONS: Final = tuple(AVERSIONS.values())
HIGHEST: Final = 15.0
"""Highest aversion to inequality that is looked at."""
_BOUNDED: Final = {"mean_change": "mean", "ede_change": "ede", "equity_impact": "impact"}

EQUITY_COLUMNS: Final = (
    "perspective", "division", "scenario", "baseline", "threshold", "n", "epsilon", "ede_baseline",
    "mean_change", "mean_low", "mean_high", "ede_change", "ede_low", "ede_high", "equity_impact",
    "impact_low", "impact_high", "ranking", "switch",
)  # fmt: skip
GROUP_COLUMNS: Final = (
    "perspective", "division", "group", "scenario", "baseline", "threshold", "share",
    "cost_share", "level_baseline", "gain", "burden", "net_gain", "net_low", "net_high",
)  # fmt: skip
"""Columns of the tables, in order."""


@dataclass(frozen=True, eq=False)
class _Totals:
    """Sums over a year of each replicate, and the scenarios they belong to.

    Attributes
    ----------
    scenarios : tuple of str
        The baseline first.
    wellbys : float array, shape (scenarios, replicates, groups)
    adults : float array, shape (replicates, groups)
        The same in all scenarios.
    costs : float array, shape (scenarios, replicates)
        Yuan.
    """

    scenarios: tuple[str, ...]
    wellbys: Floats
    adults: Floats
    costs: Floats

    def some(self, places: Sequence[int]) -> "_Totals":
        """Return the totals of some of the scenarios."""
        names = tuple(self.scenarios[s] for s in places)
        return _Totals(names, self.wellbys[places], self.adults, self.costs[places])

    def of(self, groups: Sequence[str]) -> "_Totals":
        """Return the totals of a division's groups."""
        places = [GROUPS.index(name) for name in groups if name != OTHERS]
        wellbys, adults = self.wellbys[..., places], self.adults[..., places]
        if OTHERS in groups:
            wellbys = np.concatenate([wellbys, self.wellbys[..., :1] - wellbys], axis=-1)
            adults = np.concatenate([adults, self.adults[..., :1] - adults], axis=-1)
        return _Totals(self.scenarios, wellbys, adults, self.costs)


def equity(
    summary: "pd.DataFrame",
    baseline: str,
    perspective: Perspective = "fiscal",
    *,
    threshold: float = CENTRAL_THRESHOLD,
    epsilons: Sequence[float] = EPSILONS,
    burden: Mapping[str, float] | None = None,
) -> "pd.DataFrame":
    """Weigh what each scenario gains in all against how equally it is spread.

    Groups have their expected levels over replicates; what a scenario costs more takes from them
    what the money would have achieved elsewhere (``economics.distributional``).

    Parameters
    ----------
    summary : DataFrame
        Columns scenario, replicate, outcome, group, service, value.
    baseline : str
        Name of the scenario the others are compared with.
    perspective : {"fiscal", "societal"}
        Whose costs count.
    threshold : float
        Yuan with which one WELLBY is made elsewhere, positive.
    epsilons : sequence of float
        Aversions to inequality of the Atkinson equivalent, not negative.
    burden : mapping, optional
        What a resident of a group bears of the cost, as a multiple of what others bear; 1 by
        default, so that cost falls on groups in proportion to their residents of 15 and more.

    Returns
    -------
    DataFrame
        ``EQUITY_COLUMNS``; a row per division, scenario and aversion. Levels and changes are in
        WELLBYs per 10,000 resident-years of residents of 15 and more; bounds are 95 % intervals
        by the jackknife over replicates. A scenario of another population than the baseline's is
        left out, as is one whose cost leaves a group no wellbeing, and a division with an empty
        group.

    Raises
    ------
    ValueError
        If there is no such perspective or group; a threshold, aversion or burden out of bounds.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for division, totals in _divided(summary, baseline, perspective):
        analysis = _Analysis(totals, threshold, _heads(DIVISIONS[division], burden))
        about = {
            "perspective": perspective, "division": division, "baseline": baseline,
            "threshold": threshold, "n": len(totals.adults),
        }  # fmt: skip
        rows += [{**about, **row} for row in analysis.rows(epsilons)]
    return pd.DataFrame(rows, columns=list(EQUITY_COLUMNS))


def group_equity(
    summary: "pd.DataFrame",
    baseline: str,
    perspective: Perspective = "fiscal",
    *,
    threshold: float = CENTRAL_THRESHOLD,
    burden: Mapping[str, float] | None = None,
) -> "pd.DataFrame":
    """Say what each group gains, bears and keeps.

    Parameters and errors are those of ``equity``.

    Returns
    -------
    DataFrame
        ``GROUP_COLUMNS``; a row per division, scenario and group, in WELLBYs per 10,000
        resident-years of the group's residents of 15 and more. Bounds are of the net gain, 95 %
        intervals by the jackknife over replicates.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for division, totals in _divided(summary, baseline, perspective):
        analysis = _Analysis(totals, threshold, _heads(DIVISIONS[division], burden))
        about = {
            "perspective": perspective, "division": division, "baseline": baseline,
            "threshold": threshold,
        }  # fmt: skip
        rows += [
            {**about, "group": DIVISIONS[division][row.pop("place")], **row}
            for row in analysis.groups()
        ]
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS))


def equities(summary: "pd.DataFrame", baseline: str) -> "pd.DataFrame":
    """Return the equity of a summary in both perspectives."""
    return stacked((equity(summary, baseline, one) for one in PERSPECTIVES), EQUITY_COLUMNS)


def group_equities(summary: "pd.DataFrame", baseline: str) -> "pd.DataFrame":
    """Return what groups gain, bear and keep in both perspectives."""
    return stacked((group_equity(summary, baseline, one) for one in PERSPECTIVES), GROUP_COLUMNS)


class _Analysis:
    """Analysis of one division; the first scenario is the baseline."""

    def __init__(self, totals: _Totals, threshold: float, heads: Floats) -> None:
        self.totals, self.heads = totals, heads
        self.threshold = number("threshold", threshold, positive=True)
        defined = self._defined(np.arange(len(totals.adults)))
        self.totals = totals.some([0, *(1 + np.flatnonzero(defined))])
        self.whole = cache(self.at)

    def at(self, epsilon: float, kept: NDArray[np.int64] | None = None) -> Distribution:
        """Analyse the expectation over the replicates that are kept, all by default."""
        expected = self._expected(np.arange(len(self.totals.adults)) if kept is None else kept)
        return distributional(**expected, threshold=self.threshold, epsilon=epsilon)

    def _expected(self, kept: NDArray[np.int64]) -> dict[str, Floats]:
        adults = self.totals.adults[kept].sum(axis=0)
        wellbys = self.totals.wellbys[:, kept].sum(axis=1)
        costs = self.totals.costs[:, kept].sum(axis=1)
        weights = adults * self.heads
        return {
            "baseline": wellbys[0] / adults, "effects": wellbys[1:] - wellbys[0],
            "costs": costs[1:] - costs[0], "cost_shares": weights / weights.sum(),
            "population": adults,
        }  # fmt: skip

    def _defined(self, kept: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each scenario leaves every group somebody, and a positive level."""
        if not (self.totals.adults[kept].sum(axis=0) > 0).all():
            return np.zeros(len(self.totals.scenarios) - 1, dtype=np.bool_)
        told = self._expected(kept)
        burden = told["costs"][:, None] * told["cost_shares"] / self.threshold
        left = told["baseline"] + (told["effects"] - burden) / told["population"]
        return np.asarray((left > 0).all(axis=-1))

    def rows(self, epsilons: Sequence[float]) -> Iterator[dict[str, Any]]:
        """Rows by scenario and aversion."""
        if len(self.totals.scenarios) < 2:
            return
        found = {epsilon: self._with_intervals(epsilon) for epsilon in epsilons}
        for s, name in enumerate(self.totals.scenarios[1:]):
            ranking, switch = self._ranking(s)
            for epsilon, columns in found.items():
                head = {"scenario": name, "epsilon": epsilon, "ranking": ranking, "switch": switch}
                yield head | {key: PERSONS * float(value[s]) for key, value in columns.items()}

    def groups(self) -> Iterator[dict[str, Any]]:
        """Rows by scenario and group."""
        if len(self.totals.scenarios) < 2:
            return
        totals, every = self.totals, np.arange(len(self.totals.adults))
        adults, wellbys = totals.adults.sum(axis=0), totals.wellbys.sum(axis=1)
        gains = (wellbys[1:] - wellbys[0]) / adults
        net = self._net(every)
        parts = [self._net(np.delete(every, r)) for r in every]
        _, low, high = jackknife(net, np.stack(parts, axis=-1))
        weights = adults * self.heads
        for s, name in enumerate(totals.scenarios[1:]):
            for place in range(len(adults)):
                yield {
                    "scenario": name, "place": place, "share": adults[place] / adults.sum(),
                    "cost_share": weights[place] / weights.sum(),
                    "level_baseline": PERSONS * wellbys[0, place] / adults[place],
                    "gain": PERSONS * gains[s, place],
                    "burden": PERSONS * (gains[s, place] - net[s, place]),
                    "net_gain": PERSONS * net[s, place],
                    "net_low": PERSONS * low[s, place], "net_high": PERSONS * high[s, place],
                }  # fmt: skip

    def _net(self, kept: NDArray[np.int64]) -> Floats:
        """Net gain by scenario and group, per resident; NaN if it is not defined."""
        adults = self.totals.adults[kept].sum(axis=0)
        if not self._defined(kept).all():
            return np.full((len(self.totals.scenarios) - 1, len(adults)), np.nan)
        return np.asarray(self.at(0.0, kept).net_effect / adults)

    def _with_intervals(self, epsilon: float) -> dict[str, Floats]:
        whole = self.whole(epsilon)
        every = np.arange(len(self.totals.adults))
        without = [self._without(epsilon, np.delete(every, r)) for r in every]
        parts = np.stack(without, axis=-1)
        columns = {"ede_baseline": whole.ede - whole.ede_change}
        for part, (change, bound) in zip(parts, _BOUNDED.items(), strict=True):
            value = getattr(whole, change)
            _, low, high = jackknife(value, part)
            columns |= {change: value, f"{bound}_low": low, f"{bound}_high": high}
        return columns

    def _without(self, epsilon: float, kept: NDArray[np.int64]) -> Floats:
        """Changes of mean and equivalent, and their difference; NaN if they are not defined."""
        if not self._defined(kept).all():
            return np.full((len(_BOUNDED), len(self.totals.scenarios) - 1), np.nan)
        found = self.at(epsilon, kept)
        return np.stack([getattr(found, change) for change in _BOUNDED])

    def _ranking(self, s: int) -> tuple[str, float]:
        """Which of scenario and baseline is better, and the aversion at which this turns."""

        def change(epsilon: float) -> float:
            return float(self.whole(epsilon).ede_change[s])

        switch, end = switch_point(change, HIGHEST), change(HIGHEST)
        if np.isnan(switch):
            side = "equal" if end == 0 else "better" if end > 0 else "worse"
            return (side if end == 0 else f"{side} at all aversions up to {HIGHEST:g}"), switch
        before = change(switch / 2)
        return ("better below, worse above" if before > 0 else "worse below, better above"), switch


def _heads(groups: Sequence[str], burden: Mapping[str, float] | None) -> Floats:
    """Cost borne per resident in each group, in proportion."""
    given = {} if burden is None else burden
    unknown = given.keys() - {*GROUPS, OTHERS}
    if unknown:
        raise ValueError(f"`burden` must name groups of residents; got {sorted(unknown)[0]!r}")
    heads = np.array([given.get(name, 1.0) for name in groups], dtype=np.float64)
    if not (np.isfinite(heads) & (heads >= 0)).all() or not heads.any():
        raise ValueError(f"`burden` must be finite, not negative and not all zero; got {given!r}")
    return heads


def _divided(
    summary: "pd.DataFrame", baseline: str, perspective: Perspective
) -> Iterator[tuple[str, _Totals]]:
    """Every division in which nobody is missing, with its totals."""
    totals = _read_totals(summary, baseline, cost_outcome(perspective))
    if totals is None:
        return
    for division, groups in DIVISIONS.items():
        own = totals.of(groups)
        if (own.adults.sum(axis=0) > 0).all():
            yield division, own


def _read_totals(summary: "pd.DataFrame", baseline: str, cost: str) -> _Totals | None:
    """Totals by scenario, replicate and group; None if there is nothing to compare."""
    names = [baseline, *(name for name in summary["scenario"].unique() if name != baseline)]
    cubes = {name: _cube(summary, name, names) for name in ("wellbys", "adults")}
    whole = {name: _cube(summary, name, names)[..., 0] for name in (cost, "residents")}
    known = np.isfinite(cubes["wellbys"][..., 0] + whole[cost] + whole["residents"]).all(axis=0)
    if not known.any():
        return None
    adults = np.nan_to_num(cubes["adults"][:, known])
    wellbys = np.nan_to_num(cubes["wellbys"][:, known]) * adults / PERSONS
    costs = whole[cost][:, known] * whole["residents"][:, known]
    alike = [s for s in range(len(names)) if np.array_equal(adults[s], adults[0])]
    if len(alike) < 2:
        return None
    return _Totals(tuple(names), wellbys, adults[0], costs).some(alike)


def _cube(summary: "pd.DataFrame", outcome: str, names: Sequence[str]) -> Floats:
    """Values of an outcome by scenario, replicate and group, NaN where there is none."""
    import pandas as pd

    own = summary[(summary["outcome"] == outcome) & (summary["service"] == "")]
    replicates = np.unique(summary["replicate"])
    index = pd.MultiIndex.from_product([names, replicates, GROUPS])
    found = own.set_index(["scenario", "replicate", "group"])["value"].reindex(index)
    return found.to_numpy(np.float64).reshape(len(names), len(replicates), len(GROUPS))
