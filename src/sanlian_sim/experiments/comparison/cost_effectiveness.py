"""Cost-effectiveness of an experiment's scenarios, by perspective, in yuan and WELLBYs.

What is uncertain enters as draws, one row each. Replicates are draws of luck alone: with their
curves a reader learns how much luck decides, not what is known of the parameters. Draws of
parameters are read in the same way, from a summary whose replicates are such draws.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from sanlian_sim.experiments.statistics.intervals import Floats, paired
from sanlian_sim.outcomes import economics
from sanlian_sim.outcomes.welfare import PERSONS

if TYPE_CHECKING:
    import pandas as pd

Perspective = Literal["fiscal", "societal"]
PERSPECTIVES: Final[tuple[Perspective, ...]] = get_args(Perspective)

THRESHOLDS: Final = tuple(range(0, 100_001, 5_000))
"""Yuan per WELLBY of curves: from cost alone to more than China's GDP per capita (89,358 yuan in
2023), far above the values that are taken over from elsewhere."""
CENTRAL_THRESHOLD: Final = 20_000
"""Yuan per WELLBY, assumed: above a seventh of GDP per capita (12,800; a QALY counted as seven
WELLBYs and valued at one GDP per capita), below the 13,000 pounds of HM Treasury (2021) as a part
of British GDP per capita of that time (about 0.4, hence 35,000)."""

FRONTIER_COLUMNS: Final = (
    "perspective", "scenario", "n", "cost", "effect", "inc_cost", "inc_effect", "icer", "status",
)  # fmt: skip
NET_BENEFIT_COLUMNS: Final = (
    "perspective", "threshold", "scenario", "baseline", "n", "net_benefit", "ci_low", "ci_high",
)  # fmt: skip
ACCEPTABILITY_COLUMNS: Final = (
    *NET_BENEFIT_COLUMNS, "probability", "on_frontier", "evpi",
)  # fmt: skip
"""Columns of the tables, in order."""


@dataclass(frozen=True, eq=False)
class Draws:
    """Costs and effects of scenarios in draws that all of them have.

    Attributes
    ----------
    perspective : {"fiscal", "societal"}
    scenarios : tuple of str
    costs : float array, shape (draws, scenarios)
        Discounted, yuan per resident-year.
    effects : float array, shape (draws, scenarios)
        Discounted, WELLBYs per resident-year, of residents of all ages.
    """

    perspective: Perspective
    scenarios: tuple[str, ...]
    costs: Floats
    effects: Floats

    def __len__(self) -> int:
        return len(self.costs)


def cost_outcome(perspective: str) -> str:
    """Return the outcome that holds a perspective's discounted cost.

    Raises
    ------
    ValueError
        If there is no such perspective.
    """
    if perspective not in PERSPECTIVES:
        raise ValueError(f"`perspective` must be fiscal or societal; got {perspective!r}")
    return f"{perspective}_cost_discounted"


def read_draws(
    summary: "pd.DataFrame",
    perspective: Perspective = "fiscal",
    scenarios: Iterable[str] | None = None,
) -> Draws:
    """Read costs and effects from a summary.

    Parameters
    ----------
    summary : DataFrame
        Columns scenario, replicate, outcome, group, service, value; a replicate is a draw.
    perspective : {"fiscal", "societal"}
        Whose costs count: what government owes to others, or all resources used.
    scenarios : iterable of str, optional
        Names of those among which there is a choice; all by default.

    Returns
    -------
    Draws
        Of the replicates in which every scenario has all that is needed; of no scenarios if the
        summary lacks an outcome.

    Raises
    ------
    ValueError
        If there is no such perspective or scenario.
    """
    cost = cost_outcome(perspective)
    needed = [cost, "wellbys", "adults", "residents"]
    whole = summary[(summary["group"] == "all") & (summary["service"] == "")]
    whole = whole[whole["outcome"].isin(needed)]
    names = _chosen(tuple(map(str, summary["scenario"].unique())), scenarios)
    whole = whole[whole["scenario"].isin(names)]
    if set(whole["outcome"].unique()) != set(needed):
        return Draws(perspective, (), np.empty((0, 0)), np.empty((0, 0)))
    values = {}
    for name in needed:
        own = whole[whole["outcome"] == name]
        wide = own.pivot(index="replicate", columns="scenario", values="value")
        values[name] = wide.reindex(columns=list(names)).to_numpy(np.float64)
    effects = values["wellbys"] * values["adults"] / values["residents"] / PERSONS
    known = np.isfinite(values[cost] + effects).all(axis=1)
    return Draws(perspective, names, values[cost][known], effects[known])


def frontier(draws: Draws) -> "pd.DataFrame":
    """Incremental cost-effectiveness ratios of mean costs and effects over all scenarios.

    Returns
    -------
    DataFrame
        ``FRONTIER_COLUMNS``, sorted by cost: what ``economics.icers`` says, and "equal" as the
        status of a scenario with exactly the cost and effect of one before it.
    """
    import pandas as pd

    if not len(draws):
        return pd.DataFrame(columns=list(FRONTIER_COLUMNS))
    cost, effect = draws.costs.mean(axis=0), draws.effects.mean(axis=0)
    frame = economics.icers(draws.scenarios, cost, effect).rename(columns={"strategy": "scenario"})
    again = frame.duplicated(["cost", "effect"]) & (frame["status"] == "dominated")
    frame.loc[again, "status"] = "equal"
    return frame.assign(perspective=draws.perspective, n=len(draws))[list(FRONTIER_COLUMNS)]


def net_benefit(draws: Draws, baseline: str, thresholds: ArrayLike) -> "pd.DataFrame":
    """Net monetary benefit against the baseline, with its interval over draws.

    Parameters
    ----------
    draws : Draws
    baseline : str
        Name of the scenario the others are compared with.
    thresholds : (thresholds,) array_like
        Worth of a WELLBY in yuan, not negative.

    Returns
    -------
    DataFrame
        ``NET_BENEFIT_COLUMNS``; a row per threshold and scenario, in yuan per resident-year, the
        mean of paired differences with its 95 % interval by Student's t. No rows without a
        draw of the baseline.

    Raises
    ------
    ValueError
        If a threshold is negative, infinite or NaN.
    """
    import pandas as pd

    if not len(draws) or baseline not in draws.scenarios:
        return pd.DataFrame(columns=list(NET_BENEFIT_COLUMNS))
    own = draws.scenarios.index(baseline)
    rows: list[dict[str, Any]] = []
    for threshold in np.atleast_1d(np.asarray(thresholds, dtype=np.float64)):
        benefit = economics.net_benefit(draws.costs, draws.effects, threshold).T
        found = paired(np.broadcast_to(benefit[own], benefit.shape), benefit)
        rows += [
            {
                "perspective": draws.perspective, "threshold": threshold, "scenario": name,
                "baseline": baseline, "n": int(found.n[s]), "net_benefit": found.difference[s],
                "ci_low": found.low[s], "ci_high": found.high[s],
            }
            for s, name in enumerate(draws.scenarios)
        ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(NET_BENEFIT_COLUMNS))


def acceptability(
    draws: Draws, baseline: str, thresholds: ArrayLike = THRESHOLDS
) -> "pd.DataFrame":
    """Net benefit, acceptability curve with its frontier, and value of perfect information.

    Parameters
    ----------
    draws, baseline, thresholds
        As for ``net_benefit``.

    Returns
    -------
    DataFrame
        ``ACCEPTABILITY_COLUMNS``; a row per threshold and scenario. The value of perfect
        information is that of the threshold, in yuan per resident-year.

    Raises
    ------
    ValueError
        If a threshold is negative, infinite or NaN.
    """
    import pandas as pd

    frame = net_benefit(draws, baseline, thresholds)
    if frame.empty:
        return pd.DataFrame(columns=list(ACCEPTABILITY_COLUMNS))
    curve = economics.acceptability(draws.costs, draws.effects, thresholds, draws.scenarios)
    value = economics.evpi(draws.costs, draws.effects, thresholds)
    return frame.assign(
        probability=curve["probability"],
        on_frontier=curve["on_frontier"],
        evpi=np.repeat(value, len(draws.scenarios)),
    )


def frontiers(summary: "pd.DataFrame") -> "pd.DataFrame":
    """Return the frontier of a summary in both perspectives."""
    return stacked(map(frontier, _both(summary)), FRONTIER_COLUMNS)


def acceptabilities(summary: "pd.DataFrame", baseline: str) -> "pd.DataFrame":
    """Return the acceptability of a summary in both perspectives, at ``THRESHOLDS``."""
    found = (acceptability(draws, baseline) for draws in _both(summary))
    return stacked(found, ACCEPTABILITY_COLUMNS)


def _chosen(names: tuple[str, ...], scenarios: Iterable[str] | None) -> tuple[str, ...]:
    if scenarios is None:
        return names
    wanted = set(scenarios)
    unknown = sorted(wanted.difference(names))
    if unknown:
        raise ValueError(f"`scenarios` must be among {', '.join(names)}; got {unknown[0]!r}")
    return tuple(name for name in names if name in wanted)


def _both(summary: "pd.DataFrame") -> Iterator[Draws]:
    return (read_draws(summary, perspective) for perspective in PERSPECTIVES)


def stacked(parts: "Iterable[pd.DataFrame]", columns: tuple[str, ...]) -> "pd.DataFrame":
    """Put tables one below the other, those without rows left out."""
    import pandas as pd

    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(columns))
