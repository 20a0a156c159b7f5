"""What a sweep says: every outcome at every point, and what moves it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sanlian_sim.experiments.designs.points import POINT, Design, Floats
from sanlian_sim.experiments.designs.responses import Question, Responses
from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.experiments.statistics.intervals import paired

if TYPE_CHECKING:
    import pandas as pd

SWEEP: Final = (
    Column(POINT, "int64", "", "Number of the point in the design"),
    Column("scenario", "word", "", "Name of the scenario"),
    Column("outcome", "word", "", "What is measured: see Outcomes"),
    Column("n", "int64", "replicates", "Replicates with a value"),
    Column("mean", "float64", "see Outcomes", "Mean over them"),
    Column("difference", "float64", "see Outcomes", "Mean paired difference to the baseline"),
    Column("ci_low", "float64", "see Outcomes", "Lower bound of its 95 % interval, Student's t"),
    Column("ci_high", "float64", "see Outcomes", "Upper bound"),
)


def sweep_table(design: Design, responses: Responses, baseline: str) -> "pd.DataFrame":
    """Means and paired differences to the baseline at every point; columns as in ``SWEEP``.

    Differences of the baseline to itself are zero.
    """
    import pandas as pd

    frame = responses.frame
    told = frame[["scenario", "outcome"]].drop_duplicates()
    parts = []
    for scenario, outcome in told.itertuples(index=False):
        own, base = (
            responses.values(Question(outcome, name), design.points.index)
            for name in (scenario, baseline)
        )
        found = paired(base, own)
        part = {
            POINT: design.points.index, "scenario": scenario, "outcome": outcome, "n": found.n,
            "mean": found.mean_scenario, "difference": found.difference, "ci_low": found.low,
            "ci_high": found.high,
        }  # fmt: skip
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


class Moved(NamedTuple):
    """How a factor goes with an outcome over the points.

    Attributes
    ----------
    factor : str
    correlation : float
        Spearman's rank correlation; NaN if one of both does not vary.
    """

    factor: str
    correlation: float


def movers(design: Design, values: Floats) -> list[Moved]:
    """Rank correlations of the factors with values, the strongest first.

    Parameters
    ----------
    design : Design
    values : float array, shape (points,)
        NaN leaves a point out.
    """
    return sorted(
        _correlations(design, values), key=lambda one: -abs(np.nan_to_num(one.correlation))
    )


def _correlations(design: Design, values: Floats) -> Iterator[Moved]:
    from scipy.stats import spearmanr

    known = np.isfinite(values)
    numbers = design.numbers()[known]
    for n, factor in enumerate(design.factors):
        moves = known.sum() > 2 and np.ptp(numbers[:, n]) > 0 and np.ptp(values[known]) > 0
        found: Any = spearmanr(numbers[:, n], values[known]) if moves else None
        yield Moved(factor.path, float(found.statistic) if found is not None else np.nan)
