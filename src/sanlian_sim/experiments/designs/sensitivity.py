"""Sensitivity: what an outcome hinges on, and how much of that may be chance.

Values are those of a design's points, shape (points, replicates). Analyses read the mean over
replicates; what chance alone would make of it is told beside every index.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.ma as ma

from sanlian_sim.experiments.designs.points import MORRIS_LEVELS, Design, Floats, problem, salib
from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.experiments.statistics.intervals import CONFIDENCE, holm, paired
from sanlian_sim.scenario.problems import ExperimentError, Problem

if TYPE_CHECKING:
    import pandas as pd

RESAMPLES: Final = 1_000
_MORRIS_STEP: Final = MORRIS_LEVELS / (2 * (MORRIS_LEVELS - 1))
_UNIT: Final = "of the outcome"
_FACTOR: Final = (
    Column("factor", "word", "", "Path of what was varied"),
    Column("unit", "word", "", "Its unit"),
    Column("low", "word", "see unit", "Its low end"),
    Column("high", "word", "see unit", "Its high end"),
)
MORRIS: Final = (
    *_FACTOR,
    Column("mu", "float64", _UNIT, "Mean effect of going from low to high, others anywhere"),
    Column("mu_star", "float64", _UNIT, "Mean size of the effect, whatever its sign"),
    Column("mu_star_low", "float64", _UNIT, "Lower bound of its 95 % interval, bootstrap"),
    Column("mu_star_high", "float64", _UNIT, "Upper bound"),
    Column("sigma", "float64", _UNIT, "Standard deviation of the effect: bends and interactions"),
    Column("chance", "float64", _UNIT, "What mu_star would be by chance alone; missing if unknown"),
)
SOBOL: Final = (
    *_FACTOR,
    Column("S1", "float64", "share", "First-order index: part of the variance by itself"),
    Column("S1_low", "float64", "share", "Lower bound of its 95 % interval, bootstrap"),
    Column("S1_high", "float64", "share", "Upper bound"),
    Column("ST", "float64", "share", "Total index: part of the variance with all interactions"),
    Column("ST_low", "float64", "share", "Lower bound of its 95 % interval, bootstrap"),
    Column("ST_high", "float64", "share", "Upper bound"),
    Column("chance", "float64", "share", "What ST would be by chance alone; missing if unknown"),
)
PAIRS: Final = (
    Column("factor", "word", "", "Path of one of two that were varied"),
    Column("other", "word", "", "Path of the other"),
    Column("S2", "float64", "share", "Second-order index: part of the variance by their meeting"),
    Column("S2_low", "float64", "share", "Lower bound of its 95 % interval, bootstrap"),
    Column("S2_high", "float64", "share", "Upper bound"),
)
TORNADO: Final = (
    *_FACTOR,
    Column("central", "word", "see unit", "Its value without the design"),
    Column("at_low", "float64", _UNIT, "Mean outcome with the factor low and the others central"),
    Column("at_central", "float64", _UNIT, "Mean outcome with all central"),
    Column("at_high", "float64", _UNIT, "Mean outcome with the factor high"),
    Column("swing", "float64", _UNIT, "Mean paired difference, high less low"),
    Column("ci_low", "float64", _UNIT, "Lower bound of its 95 % interval, Student's t"),
    Column("ci_high", "float64", _UNIT, "Upper bound"),
    Column("p_holm", "float64", "probability", "Against no swing, corrected for all factors"),
)
COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    "morris": MORRIS, "sobol": SOBOL, "pairs": PAIRS, "tornado": TORNADO,
}  # fmt: skip
"""Columns of the tables of analyses."""
METHODS: Final = {"morris": "morris", "sobol": "saltelli", "tornado": "tornado"}
"""Kind of design of every method."""


@dataclass(frozen=True)
class Chance:
    """How far luck moves what is analysed.

    Attributes
    ----------
    replicates : int
    points : int
        With a value in every replicate.
    left_out : int
        Points that were left out with one that has no value.
    standard_error : float
        Of the mean over replicates at a point, in the unit of the outcome, what all points share
        left out; NaN with one replicate.
    share : float
        Its square over the variance of these means over points: the part that may be chance.
    """

    replicates: int
    points: int
    left_out: int
    standard_error: float
    share: float

    @property
    def dominates(self) -> bool:
        """Whether more than half of the variance may be chance."""
        return self.share > 0.5


@dataclass(frozen=True, eq=False)
class Analysis:
    """Tables of an analysis, the most important factor first, and how much may be chance.

    Attributes
    ----------
    method : {"morris", "sobol", "tornado"}
    table : DataFrame
        Columns as in ``COLUMNS``.
    chance : Chance
    pairs : DataFrame or None
        Second-order indices, if the design tells them.
    """

    method: str
    table: "pd.DataFrame"
    chance: Chance
    pairs: "pd.DataFrame | None" = None


def analyse(design: Design, values: Floats) -> Analysis:
    """Analyse the values of a design.

    Parameters
    ----------
    design : Design
        Made for a method: "morris", "saltelli" or "tornado".
    values : float array, shape (points, replicates)
        NaN where there is none; points that stand together in the design are left out together.

    Raises
    ------
    ExperimentError
        If the design was made for none, or hardly any values are left.
    MissingExtraError
        If SALib is needed and not installed.
    """
    method = next((name for name, kind in METHODS.items() if kind == design.kind), None)
    if method is None:
        rule = "was not made for an analysis of sensitivity, or part of its points are missing"
        raise ExperimentError([Problem("design", design.kind, rule)])
    if method == "tornado":
        table, kept = _tornado(design, values), np.isfinite(values).all(axis=1)
        return Analysis(method, table, _chance(values[kept], len(values)))
    blocks = values.reshape(-1, design.block, values.shape[1])
    whole = np.isfinite(blocks).all(axis=(1, 2))
    if whole.sum() < 2:
        rule = "too few points have values in all replicates"
        raise ExperimentError([Problem("points", int(whole.sum()) * design.block, rule)])
    known = blocks[whole].reshape(-1, values.shape[1])
    chance = _chance(known, len(values))
    if method == "morris":
        kept = np.repeat(whole, design.block)
        return Analysis(method, _morris(design, design.numbers()[kept], known, chance), chance)
    table, pairs = _sobol(design, known, chance)
    return Analysis(method, table, chance, pairs)


def _chance(values: Floats, asked: int) -> Chance:
    """Read the chance of means over replicates from what points do not share of their luck."""
    points, replicates = values.shape
    error = share = np.nan
    if replicates > 1 and points > 1:
        mean = values.mean(axis=1)
        own = values - mean[:, None] - values.mean(axis=0) + values.mean()
        variance = (own**2).sum() / ((points - 1) * (replicates - 1)) / replicates
        error, total = float(np.sqrt(variance)), float(mean.var(ddof=1))
        share = min(1.0, float(variance) / total) if total > 0 else np.nan
    return Chance(replicates, points, asked - points, error, share)


def _morris(design: Design, numbers: Floats, values: Floats, chance: Chance) -> "pd.DataFrame":
    morris = salib("analyze.morris")
    found = morris.analyze(
        problem(design), numbers, values.mean(axis=1), num_resamples=RESAMPLES,
        conf_level=CONFIDENCE, num_levels=MORRIS_LEVELS, seed=_truthy(design.seed),
    )  # fmt: skip
    star, half = (ma.getdata(found[name]) for name in ("mu_star", "mu_star_conf"))
    # The mean size of a difference of two values with normal errors, per step.
    by_chance = 2 / np.sqrt(np.pi) * chance.standard_error / _MORRIS_STEP
    columns = {
        "mu": ma.getdata(found["mu"]), "mu_star": star, "mu_star_low": np.maximum(star - half, 0),
        "mu_star_high": star + half, "sigma": found["sigma"], "chance": by_chance,
    }  # fmt: skip
    return _ranked(design, columns, "mu_star")


def _sobol(
    design: Design, values: Floats, chance: Chance
) -> tuple["pd.DataFrame", "pd.DataFrame | None"]:
    sobol = salib("analyze.sobol")
    mean, number = values.mean(axis=1), len(design.factors)
    if np.ptp(mean) == 0:
        # Nothing varies, so that there are no parts to tell.
        nothing = np.full(number, np.nan)
        found = dict.fromkeys(("S1", "S1_conf", "ST", "ST_conf"), nothing)
        found |= {name: np.full((number, number), np.nan) for name in ("S2", "S2_conf")}
    else:
        found = sobol.analyze(
            problem(design), mean, calc_second_order=design.pairs, num_resamples=RESAMPLES,
            conf_level=CONFIDENCE, seed=_truthy(design.seed),
        )  # fmt: skip
    columns: dict[str, Floats | float] = {}
    for name in ("S1", "ST"):
        columns |= _bounds(name, found[name], found[f"{name}_conf"])
    table = _ranked(design, {**columns, "chance": chance.share}, "ST")
    return table, _paired_indices(design, found) if design.pairs else None


def _bounds(name: str, index: Floats, half: Floats) -> dict[str, Floats | float]:
    return {name: index, f"{name}_low": index - half, f"{name}_high": index + half}


def _paired_indices(design: Design, found: Mapping[str, Floats]) -> "pd.DataFrame":
    import pandas as pd

    first, second = np.triu_indices(len(design.factors), k=1)
    paths = np.array(design.paths, dtype=object)
    at = (first, second)
    columns = _bounds("S2", found["S2"][at], found["S2_conf"][at])
    frame = pd.DataFrame({"factor": paths[first], "other": paths[second], **columns})
    return frame.sort_values("S2", ascending=False, kind="stable", ignore_index=True)


def _tornado(design: Design, values: Floats) -> "pd.DataFrame":
    central, low, high = values[0], values[1::2], values[2::2]
    swing = paired(low, high)
    columns = {
        "central": [factor.ends()[1] for factor in design.factors],
        "at_low": low.mean(axis=1), "at_central": central.mean(), "at_high": high.mean(axis=1),
        "swing": swing.difference, "ci_low": swing.low, "ci_high": swing.high,
        "p_holm": holm(swing.p_value),
    }  # fmt: skip
    return _ranked(design, columns, "swing")


def _ranked(design: Design, columns: Mapping[str, object], by: str) -> "pd.DataFrame":
    """Return a table of the factors, the largest first."""
    import pandas as pd

    ends = [factor.ends() for factor in design.factors]
    frame = pd.DataFrame(
        {
            "factor": design.paths,
            "unit": [factor.unit for factor in design.factors],
            "low": [low for low, _, _ in ends],
            "high": [high for _, _, high in ends],
            **columns,
        }
    )
    return frame.sort_values(
        by, key=lambda one: -one.abs(), kind="stable", ignore_index=True
    )  # fmt: skip


def _truthy(seed: int) -> int:
    """SALib takes no seed for 0, and draws anew at every call."""
    return seed or 1
