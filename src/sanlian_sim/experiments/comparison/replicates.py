"""How many replicates are needed for which difference.

All from the standard deviation of paired differences, as if these were normal; power is that of the
two-sided paired t test at 5 %.
"""

from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import nctdtrinc

from sanlian_sim.experiments.comparison.compare import is_headline, records
from sanlian_sim.experiments.statistics.intervals import Floats, t_quantile

if TYPE_CHECKING:
    import pandas as pd

POWER: Final = 0.8
NUMBERS: Final = (10, 20, 50, 100, 200)
"""Numbers of replicates for which a table is made."""
MOST: Final = 1_000_000
"""Replicates a design can have."""


def half_width(sd: ArrayLike, n: ArrayLike) -> Floats:
    """Return half the 95 % interval of a mean of ``n`` differences: t · sd/√n, unit of ``sd``."""
    return np.asarray(t_quantile(n) * np.asarray(sd) / np.sqrt(n))


def detectable_difference(sd: ArrayLike, n: ArrayLike) -> Floats:
    """Return the difference that ``n`` replicates find with 80 % power, in the unit of ``sd``.

    δ = ν·sd/√n, with ν the noncentrality at which Student's noncentral t with n - 1 degrees of
    freedom exceeds the critical value with probability 0.8 (Cohen 1988, section 2.4); the other
    tail, below 1e-6, is left out.

    Parameters
    ----------
    sd : array_like
        Standard deviation of the paired differences.
    n : array_like
        Replicates, two or more.
    """
    critical = t_quantile(n)
    noncentrality = nctdtrinc(np.asarray(n, dtype=np.float64) - 1, 1 - POWER, critical)
    return np.asarray(noncentrality * np.asarray(sd) / np.sqrt(n))


def replicates_for_half_width(sd: float, width: float) -> float:
    """Return the fewest replicates, two or more, for an interval that is ``width`` either way.

    NaN if no design has enough of them.
    """
    return _fewest(sd, width, half_width)


def replicates_for_difference(sd: float, difference: float) -> float:
    """Return the fewest replicates that find a difference with 80 % power; NaN if too many."""
    return _fewest(sd, abs(difference), detectable_difference)


def replicates_needed(comparison: "pd.DataFrame") -> "pd.DataFrame":
    """Return what numbers of replicates tell of the headline outcomes.

    Parameters
    ----------
    comparison : DataFrame
        As ``compare_summaries`` returns it.

    Returns
    -------
    DataFrame
        scenario, baseline, outcome, unit, sd_difference, difference, needed_to_find (replicates
        for the difference at 80 % power; NaN if there is none), needed_to_halve (for half the
        present interval), then for each of ``NUMBERS`` a row with replicates, half_width and
        detectable_difference.
    """
    import pandas as pd

    columns = [
        "scenario", "baseline", "outcome", "unit", "sd_difference", "difference",
        "needed_to_find", "needed_to_halve", "replicates", "half_width", "detectable_difference",
    ]  # fmt: skip
    rows = []
    for row in records(comparison[is_headline(comparison)]):
        sd = row["sd_difference"]
        now = float(half_width(sd, row["n"])) if row["n"] > 1 else np.nan
        own = {
            **{name: row[name] for name in columns[:6]},
            "needed_to_find": replicates_for_difference(sd, row["difference"]),
            "needed_to_halve": replicates_for_half_width(sd, now / 2),
        }
        for n in NUMBERS:
            told = (n, float(half_width(sd, n)), float(detectable_difference(sd, n)))
            rows.append(own | dict(zip(columns[8:], told, strict=True)))
    return pd.DataFrame(rows, columns=columns)


def _fewest(sd: float, asked: float, told: Callable[[float, int], Floats]) -> float:
    if not (np.isfinite(sd) and asked > 0):
        return np.nan
    found = 2 + bisect_left(range(2, MOST), True, key=lambda n: bool(told(sd, n) <= asked))
    return float(found) if found < MOST else np.nan
