"""Every scenario against the baseline, replicate by replicate."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sanlian_sim.experiments.statistics.intervals import Floats, holm, jackknife_ratio, paired
from sanlian_sim.experiments.statistics.skewed import NONE, suited_intervals
from sanlian_sim.outcomes.registry import HEADLINES
from sanlian_sim.outcomes.welfare import PERSONS

if TYPE_CHECKING:
    import pandas as pd

COST_PER_WELLBY: Final = {
    "fiscal_cost_discounted": "fiscal_cost_per_wellby",
    "societal_cost_discounted": "societal_cost_per_wellby",
}
"""Ratios of a comparison, by the cost that is divided; ``difference`` holds the ratio."""

JACKKNIFE: Final = "jackknife"
"""How the interval of a ratio is made."""

ROW: Final = ("outcome", "group", "service", "unit")
COLUMNS: Final = (
    "scenario", "baseline", "closure", *ROW, "n", "mean_baseline", "mean_scenario", "difference",
    "sd_difference", "se", "ci_low", "ci_high", "interval", "p_value", "p_holm", "variance_ratio",
    "drift_warning",
)  # fmt: skip
"""Columns of a comparison, in order."""

_MEASURES: Final = (
    "n", "mean_baseline", "mean_scenario", "difference", "sd_difference", "se", "ci_low",
    "ci_high", "p_value", "variance_ratio",
)  # fmt: skip


def compare_summaries(
    summary: "pd.DataFrame",
    baseline: str,
    closures: Mapping[str, str],
    drift: Mapping[str, str],
) -> "pd.DataFrame":
    """Compare scenarios with the baseline over replicates.

    Parameters
    ----------
    summary : DataFrame
        Columns scenario, replicate, outcome, group, service, unit, value; one row each.
    baseline : str
        Name of the scenario the others are compared with.
    closures, drift : mapping
        What is held equal, and the drift warning, by scenario.

    Returns
    -------
    DataFrame
        ``COLUMNS``; one row per scenario other than the baseline and row of the summary. A
        replicate counts where both have a value. The p-values of the headline outcomes are
        corrected together, over all scenarios.
    """
    import pandas as pd

    names = [name for name in closures if name != baseline]
    if not names:
        return pd.DataFrame(columns=list(COLUMNS))
    heads, cube = _cube(summary, [baseline, *names])
    parts = [
        _against(heads, cube[:, 0], cube[:, s]).assign(
            scenario=name, baseline=baseline, closure=closures[name], drift_warning=drift[name]
        )
        for s, name in enumerate(names, start=1)
    ]
    frame = pd.concat(parts, ignore_index=True).assign(p_holm=np.nan)[list(COLUMNS)]
    tested = is_headline(frame)
    frame.loc[tested, "p_holm"] = holm(frame.loc[tested, "p_value"])
    return frame


def records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows of a table as dictionaries by column."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def is_headline(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """Whether rows hold a headline outcome of the whole place."""
    whole = (frame["group"] == "all") & (frame["service"] == "")
    return whole & frame["outcome"].isin(HEADLINES)


def _against(heads: "pd.DataFrame", baseline: Floats, scenario: Floats) -> "pd.DataFrame":
    """Rows of one scenario; values by row of the summary and replicate."""
    import pandas as pd

    found = paired(baseline, scenario)
    suited = suited_intervals(scenario - baseline, found)
    measures = dict(zip(_MEASURES, found, strict=True)) | {
        "ci_low": suited.low, "ci_high": suited.high, "interval": suited.method,
    }  # fmt: skip
    ratios = pd.DataFrame(_ratios(heads, scenario - baseline, scenario))
    return pd.concat([heads.assign(**measures), ratios], ignore_index=True)


def _ratios(heads: "pd.DataFrame", difference: Floats, level: Floats) -> list[dict[str, Any]]:
    """Cost per WELLBY: the difference in discounted cost over that in WELLBYs.

    Costs are per resident-year and WELLBYs per 10,000 years of residents 15+, so that these are
    brought to the years of all residents.
    """
    whole = heads[(heads["group"] == "all") & (heads["service"] == "")]
    row = dict(zip(whole["outcome"], whole.index, strict=True))
    found = []
    for cost, name in COST_PER_WELLBY.items():
        if not {cost, "wellbys", "adults", "residents"} <= row.keys():
            continue
        adult_share = level[row["adults"]] / level[row["residents"]]
        gained = difference[row["wellbys"]] * adult_share / PERSONS
        ratio = jackknife_ratio(difference[row[cost]], gained)
        head = {"outcome": name, "group": "all", "service": "", "unit": "yuan per WELLBY"}
        values = (ratio.n, ratio.value, ratio.se, ratio.low, ratio.high)
        keys = ("n", "difference", "se", "ci_low", "ci_high")
        made = JACKKNIFE if np.isfinite(ratio.low) else NONE
        found.append(head | dict(zip(keys, values, strict=True)) | {"interval": made})
    return found


def _cube(summary: "pd.DataFrame", names: list[str]) -> tuple["pd.DataFrame", Floats]:
    """Rows of the summary, and their values by scenario and replicate."""
    keys = list(ROW)
    heads = summary[keys].drop_duplicates(ignore_index=True)
    row = summary.groupby(keys, sort=False, observed=True).ngroup().to_numpy()
    replicates, number = np.unique(summary["replicate"], return_inverse=True)
    scenario = summary["scenario"].map({name: s for s, name in enumerate(names)}).to_numpy()
    cube = np.full((len(heads), len(names), len(replicates)), np.nan)
    cube[row, scenario.astype(np.int64), number] = summary["value"]
    return heads, cube
