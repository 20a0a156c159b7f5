"""One replicate of a stepped wedge: what a study sees and would find, beside what is true."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.statistics.intervals import Floats, paired
from sanlian_sim.outcomes.stepped_wedge import Estimate, by_exposure, exposures, two_way

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Trial:
    """One replicate of the study.

    Attributes
    ----------
    replicate : int
    adopted : int array, shape (communities,)
        Period in which each community adopts; the number of periods or more if it never does.
    observed, without : float arrays, shape (communities, periods)
        What is watched under the scenario, and under the baseline with the same luck.
    """

    replicate: int
    adopted: NDArray[np.int64]
    observed: Floats
    without: Floats

    @property
    def exposure(self) -> NDArray[np.int64]:
        """Periods since adoption, negative before it; shape (communities, periods)."""
        return exposures(self.adopted, self.observed.shape[1])

    @property
    def effect(self) -> Floats:
        """Effect on every community and period, shape (communities, periods)."""
        return self.observed - self.without

    @property
    def truth(self) -> float:
        """Mean effect over treated communities and periods."""
        return float(self.effect[self.exposure >= 0].mean())

    @property
    def spillover(self) -> float:
        """Mean effect on communities that wait, once any has adopted; NaN if none waits then."""
        begun = np.arange(self.observed.shape[1]) >= self.adopted.min()
        waiting = (self.exposure < 0) & begun
        return float(self.effect[waiting].mean()) if waiting.any() else float(np.nan)

    def estimates(self) -> dict[str, Estimate]:
        """Return what the study would find, by estimator."""
        return {
            "two_way": two_way(self.observed, self.adopted),
            "by_exposure": by_exposure(self.observed, self.adopted).average,
        }


def table(studied: Iterable[Trial]) -> "pd.DataFrame":
    """Estimates beside the truth: one row per estimator and replicate."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for one in studied:
        truth = one.truth
        rows += [
            {
                "estimator": name, "replicate": one.replicate, "estimate": found.value,
                "se": found.se, "ci_low": found.low, "ci_high": found.high, "truth": truth,
                "error": found.value - truth, "covered": found.low <= truth <= found.high,
                "spillover": one.spillover,
            }
            for name, found in one.estimates().items()
        ]  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.sort_values("estimator", kind="stable", ascending=False, ignore_index=True)


def summary(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Bias and coverage of each estimator over the rows of a table."""
    import pandas as pd

    return pd.DataFrame(
        [_summarised(str(name), own) for name, own in frame.groupby("estimator", sort=False)]
    )


def _summarised(name: str, own: "pd.DataFrame") -> dict[str, Any]:
    found = paired(own["truth"], own["estimate"])
    return {
        "estimator": name,
        "n": int(found.n),
        "mean_estimate": float(found.mean_scenario),
        "mean_truth": float(found.mean_baseline),
        "bias": float(found.difference),
        "bias_low": float(found.low),
        "bias_high": float(found.high),
        "sd_error": float(found.sd),
        "mean_se": float(own["se"].mean()),
        "coverage": float(own.loc[own["se"].notna(), "covered"].mean()),
        "mean_spillover": float(own["spillover"].mean()),
    }


def exposure_table(studied: Iterable[Trial]) -> "pd.DataFrame":
    """Effects by periods since adoption, true and estimated: means over replicates."""
    import pandas as pd

    parts = []
    for one in studied:
        found = by_exposure(one.observed, one.adopted)
        steps = np.arange(len(found.value))
        truth = [one.effect[one.exposure == step].mean() for step in steps]
        parts.append(pd.DataFrame({"periods": steps, "estimate": found.value, "truth": truth}))
    frame = pd.concat(parts, ignore_index=True)
    return frame.groupby("periods", as_index=False).mean()
