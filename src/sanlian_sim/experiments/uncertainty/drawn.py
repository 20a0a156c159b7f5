"""Uncertainty of parameters: every scenario at every draw, with a few replicates of each.

Chance, which replicates tell, and what is not known of parameters, which draws tell, are kept
apart: an interval over replicates at central values says nothing of the second.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

import numpy as np

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.experiments.comparison.compare import is_headline, records
from sanlian_sim.experiments.runs.campaign import Campaign, run_campaign
from sanlian_sim.experiments.runs.listener import Listener
from sanlian_sim.experiments.runs.run_log import Log
from sanlian_sim.experiments.statistics.decomposition import decompose, wilson
from sanlian_sim.experiments.statistics.intervals import CONFIDENCE, Floats
from sanlian_sim.experiments.uncertainty.draws import Draws, draw_parameters
from sanlian_sim.experiments.uncertainty.ranges import plausible_ranges
from sanlian_sim.outcomes.summary import MEASURES, Measure
from sanlian_sim.outcomes.welfare import PERSONS
from sanlian_sim.scenario.schema import Experiment

if TYPE_CHECKING:
    import pandas as pd

Perspective: TypeAlias = Literal["fiscal", "societal"]

REPLICATES_PER_DRAW: Final = 4
"""Replicates of each draw by default: enough to tell chance from parameters."""


class Strategies(NamedTuple):
    """Costs and effects as ``outcomes.economics`` takes them.

    Attributes
    ----------
    strategies : tuple of str
        Scenarios.
    costs : (draws, strategies) array
        Discounted cost, yuan per resident-year, mean over the replicates of a draw.
    effects : (draws, strategies) array
        WELLBYs per resident-year.
    """

    strategies: tuple[str, ...]
    costs: Floats
    effects: Floats


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """What draws of parameters say of an experiment.

    Attributes
    ----------
    draws : Draws
    campaign : Campaign
        The runs; its points are the draws.
    comparison : DataFrame
        The comparison at central values, as ``compare_summaries`` returns it.
    """

    draws: Draws
    campaign: Campaign
    comparison: "pd.DataFrame"

    @cached_property
    def table(self) -> "pd.DataFrame":
        """Headline differences: chance at central values beside what draws say.

        Returns
        -------
        DataFrame
            scenario, baseline, outcome, unit; difference, ci_low, ci_high at central values; draws,
            replicates of each, mean over draws; draw_low, draw_high, the 2.5th and 97.5th
            percentile of the draws' mean differences; share_positive, the share of draws whose mean
            difference is above 0, with Wilson's interval share_low, share_high; share_negative;
            sd_chance and sd_parameters (``decompose``).
        """
        import pandas as pd

        rows = records(self.comparison[is_headline(self.comparison)])
        return pd.DataFrame([self._row(row) for row in rows], columns=list(COLUMNS))

    @property
    def asked(self) -> dict[str, Any]:
        """How parameters were drawn: number, replicates of each, parameters (None if all)."""
        names = [one.name for one in self.draws.ranges]
        every = [one.name for one in plausible_ranges(self.draws.experiment)]
        return {
            "number": len(self.draws),
            "replicates": self.campaign.replicates,
            "parameters": None if names == every else names,
        }

    def strategies(self, perspective: Perspective = "fiscal") -> Strategies:
        """Return costs and effects of all scenarios by draw, for acceptability and EVPI.

        Draws in which a scenario has no finished run are left out.

        Parameters
        ----------
        perspective : {"fiscal", "societal"}
            Whose cost.
        """
        names = tuple(self.draws.experiment.scenarios)
        cost = f"{perspective}_cost_discounted"
        costs, gained, adults, residents = (
            np.array([self.campaign.values(outcome, name) for name in names])
            for outcome in (cost, "wellbys", "adults", "residents")
        )
        known = [_means(one) for one in (costs, gained * adults / residents / PERSONS)]
        whole = np.isfinite(known).all(axis=(0, 1))
        return Strategies(names, known[0][:, whole].T, known[1][:, whole].T)

    def utilisation(self) -> tuple[float, float]:
        """Return the lowest and highest utilisation of the baseline over draws."""
        own = _means(self.campaign.values("utilisation", self.draws.experiment.design.baseline))
        return float(np.nanmin(own)), float(np.nanmax(own))

    def _row(self, central: dict[str, Any]) -> dict[str, Any]:
        found = self.campaign.differences(
            central["outcome"], central["scenario"], central["baseline"]
        )
        means = _means(found)
        means = means[np.isfinite(means)]
        above, below = int((means > 0).sum()), int((means < 0).sum())
        tail = 100 * (1 - CONFIDENCE) / 2
        low, high = np.percentile(means, [tail, 100 - tail]) if len(means) else (np.nan, np.nan)
        values = (
            len(means), self.campaign.replicates, means.mean() if len(means) else np.nan, low, high,
            above / len(means) if len(means) else np.nan, *wilson(above, len(means)),
            below / len(means) if len(means) else np.nan, *decompose(found),
        )  # fmt: skip
        return {name: central[name] for name in _CENTRAL} | dict(zip(_DRAWN, values, strict=True))


_CENTRAL: Final = (
    "scenario", "baseline", "outcome", "unit", "difference", "ci_low", "ci_high", "interval",
)  # fmt: skip
_DRAWN: Final = (
    "draws", "replicates", "mean_difference", "draw_low", "draw_high", "share_positive",
    "share_low", "share_high", "share_negative", "sd_chance", "sd_parameters",
)  # fmt: skip
COLUMNS: Final = (*_CENTRAL, *_DRAWN)
"""Columns of a table of uncertainty, in order."""


def run_draws(
    experiment: Experiment,
    comparison: "pd.DataFrame",
    number: int,
    *,
    replicates: int = REPLICATES_PER_DRAW,
    names: Sequence[str] | None = None,
    workers: int = 1,
    threads: int = 1,
    phases: Sequence[Phase] = PHASES,
    measures: Sequence[Measure] = MEASURES,
    listener: Listener | None = None,
    executor: Executor | None = None,
    log: Log | None = None,
) -> Uncertainty:
    """Run all scenarios at draws of the parameters.

    Parameters
    ----------
    experiment : Experiment
    comparison : DataFrame
        The comparison at central values.
    number : int
        How many draws.
    replicates : int
        Runs of each scenario at a draw; chance and parameters can be told apart from two on.
    names : sequence of str, optional
        Which parameters, as for ``plausible_ranges``.
    workers, threads, phases, measures, listener, executor, log
        As for ``conduct``.

    Raises
    ------
    ExperimentError
        If there is no such parameter, or what is asked cannot be done.
    RunsFailedError
        If no run succeeded, or equal service could not be found.
    ValueError
        If a number is not positive.
    """
    if replicates < 1:
        raise ValueError(f"`replicates_per_draw` must be at least 1; got {replicates}")
    draws = draw_parameters(experiment, number, names=names)
    campaign = run_campaign(
        draws.points, replicates=replicates, workers=workers, threads=threads, phases=phases,
        measures=measures, listener=listener, executor=executor, log=log,
    )  # fmt: skip
    return Uncertainty(draws, campaign, comparison)


def _means(values: Floats) -> Floats:
    """Means over replicates, the last axis, of those that are known; NaN where none is."""
    known = np.isfinite(values)
    n = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.asarray(np.where(n > 0, total / np.maximum(n, 1), np.nan))
