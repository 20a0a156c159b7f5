"""What decides a claim: rank correlations of its effect with what was drawn."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.special import ndtri
from scipy.stats import spearmanr

from sanlian_sim.experiments.statistics.intervals import CONFIDENCE, Floats, holm
from sanlian_sim.experiments.uncertainty.draws import Draws
from sanlian_sim.scenario.schema import Parameters

if TYPE_CHECKING:
    import pandas as pd

HANDICAP: Final = "discovery handicap"
FAMILY: Final = "family_share"
SHOWN: Final = (HANDICAP, FAMILY)
"""Always shown: where the social side starts, and what families take on themselves."""
NAMED: Final = 3
ALPHA: Final = 0.05
_LEAST: Final = 10
_SPEARMAN: Final = 1.06


class Decider(NamedTuple):
    """How an effect moves with a parameter.

    Attributes
    ----------
    parameter : str
    correlation, low, high : float
        Spearman's, with its 95 % interval.
    p_holm : float
        Against none, corrected for the number of parameters (Holm 1979).
    """

    parameter: str
    correlation: float
    low: float
    high: float
    p_holm: float


def handicap(values: Mapping[str, float], parameters: Parameters) -> float:
    """Return how much response to the social side lags behind at the start, in log odds.

    What trust and awareness of government bring a resident's response in the mean, less what
    trust and awareness of social providers bring, if everything were delegated.
    """

    def of(name: str) -> float:
        return float(values.get(name, getattr(parameters, name)))

    def trust(side: str) -> float:
        a, b = of(f"trust_{side}_a"), of(f"trust_{side}_b")
        return a / (a + b)

    trusted = of("response_trust") * (trust("government") - trust("social"))
    known = of("awareness_government") - of("awareness_baseline")
    return trusted + of("response_awareness") * known


def drawn_table(draws: Draws) -> "pd.DataFrame":
    """Return what was drawn, a column each; what moves together has one.

    Returns
    -------
    DataFrame
        One row per draw; the handicap of discovery first.
    """
    import pandas as pd

    parameters = draws.experiment.parameters
    first = {one.level: one.name for one in reversed(draws.ranges)}
    columns: dict[str, list[float]] = {
        HANDICAP: [handicap(values, parameters) for values in draws.values]
    }
    for level, name in reversed(first.items()):
        columns[level] = [float(values[name]) for values in draws.values]
    return pd.DataFrame(columns)


def deciders(effects: Floats, table: "pd.DataFrame") -> list[Decider]:
    """Return how effects move with every parameter, the strongest first.

    The interval is Fisher's transformation with the variance 1.06/(n - 3) (Fieller, Hartley &
    Pearson 1957). Empty below ten draws with an effect.

    Parameters
    ----------
    effects : float array, shape (draws,)
        NaN where it is not defined.
    table : DataFrame
        As ``drawn_table`` returns it.
    """
    known = np.isfinite(effects)
    n = int(known.sum())
    if n < _LEAST or np.ptp(effects[known]) == 0:
        return []
    found = []
    for name in table.columns:
        column = table[name].to_numpy(dtype=np.float64)[known]
        if np.ptp(column) > 0:
            rho, p = spearmanr(column, effects[known])
            found.append((str(name), float(rho), float(p)))
    corrected = holm([p for *_, p in found])
    half = float(ndtri((1 + CONFIDENCE) / 2)) * np.sqrt(_SPEARMAN / (n - 3))
    rows = [
        Decider(name, rho, float(np.tanh(_z(rho) - half)), float(np.tanh(_z(rho) + half)), float(p))
        for (name, rho, _), p in zip(found, corrected, strict=True)
    ]
    return sorted(rows, key=lambda one: -abs(one.correlation))


def _z(rho: float) -> float:
    return float(np.arctanh(np.clip(rho, -0.999999, 0.999999)))


def shown(rows: list[Decider]) -> list[Decider]:
    """Return the strongest, and the two that are always shown."""
    first = rows[:NAMED]
    return first + [one for one in rows[NAMED:] if one.parameter in SHOWN]


def named(rows: list[Decider]) -> list[str]:
    """Return the parameters that decide, as far as these draws tell: at most three."""
    return [one.parameter for one in rows if one.p_holm < ALPHA][:NAMED]
