"""Scenario discovery: where in a space of parameters something holds, with the EMA Workbench.

The Patient Rule Induction Method (Friedman & Fisher 1999; Bryant & Lempert 2010) peels off slices
of the space until what is left holds mostly cases of interest; extra trees (Jaxa-Rozen & Kwakkel
2018) say how much each parameter tells of whether a case is one.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.runs.extras import import_extra

if TYPE_CHECKING:
    import pandas as pd

EXTRA: Final = "discovery"
LIBRARY: Final = "ema_workbench"
_PEEL: Final = 0.05
_LEAST_MASS: Final = 0.05
_MOST_BOXES: Final = 3
_ANY: Final = 1e-9
"""Below this density the library shows no way of peeling: the choice on it is made here."""


class Limit(NamedTuple):
    """A parameter that a box restricts.

    Attributes
    ----------
    parameter : str
    low, high : float
        Bounds of the box.
    p_low, p_high : float
        Quasi-p-values of the bounds (Bryant & Lempert 2010): chance that the box would hold as
        large a share of cases by luck, had the bound been put up without meaning; NaN where the
        box does not restrict.
    """

    parameter: str
    low: float
    high: float
    p_low: float
    p_high: float


@dataclass(frozen=True)
class Box:
    """A region in which the cases of interest are dense.

    Attributes
    ----------
    coverage : float
        Share of all cases of interest that lie in it.
    density : float
        Share of the points in it that are of interest.
    mass : float
        Share of all points that lie in it.
    limits : tuple of Limit
    """

    coverage: float
    density: float
    mass: float
    limits: tuple[Limit, ...]


def find_boxes(points: "pd.DataFrame", holds: NDArray[np.bool_], density: float) -> list[Box]:
    """Find boxes, each in what earlier ones leave.

    Of the boxes on the way of peeling the one is taken that covers most at the density asked for.

    Parameters
    ----------
    points : DataFrame
        One row per point, one column of numbers per parameter.
    holds : bool array, shape (points,)
        Cases of interest.
    density : float
        Least share of cases of interest in a box.

    Returns
    -------
    list of Box
        None if no box is as dense, or all points or no point are of interest.

    Raises
    ------
    MissingExtraError
        If the EMA Workbench is not installed.
    """
    prim = _analysis("prim")
    if holds.all() or not holds.any():
        return []
    found: list[Box] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        search = prim.Prim(
            points.astype(np.float64).reset_index(drop=True), np.asarray(holds), threshold=_ANY,
            peel_alpha=_PEEL, mass_min=_LEAST_MASS,
        )  # fmt: skip
        while len(found) < _MOST_BOXES:
            box = search.find_box()
            if box is None or box.res_dim == 0:
                break
            way = box.peeling_trajectory
            dense = way[(way["density"] >= density) & (way["res_dim"] > 0)]
            if dense.empty:
                break
            chosen = int(dense["coverage"].idxmax())
            box.select(chosen)
            found.append(_read(box, chosen, points))
    return found


def feature_scores(
    points: "pd.DataFrame", holds: NDArray[np.bool_], seed: int
) -> list[tuple[str, float]]:
    """Score how much each parameter tells of whether a point is of interest; scores sum to 1.

    Raises
    ------
    MissingExtraError
        If the EMA Workbench is not installed.
    """
    scoring = _analysis("feature_scoring")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores, _ = scoring.get_ex_feature_scores(
            points.astype(np.float64), np.asarray(holds), nr_trees=250, random_state=seed % 2**32,
            mode=scoring.RuleInductionType.CLASSIFICATION,
        )  # fmt: skip
    return [(str(name), float(value)) for name, value in scores.iloc[:, 0].items()]


def _analysis(part: str) -> Any:
    """Return a part of the library, without its remarks on what else could be installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import_extra(LIBRARY, EXTRA)
        return import_module(f"{LIBRARY}.analysis.{part}")


def _read(box: Any, chosen: int, points: "pd.DataFrame") -> Box:
    at, bounds = box.peeling_trajectory.loc[chosen], box.box_lims[chosen]
    values: dict[str, Sequence[float]] = box.qp[chosen]
    limits = [
        Limit(
            name, float(bounds[name].iloc[0]), float(bounds[name].iloc[1]),
            *(float(p) if p >= 0 else np.nan for p in values[name]),
        )
        for name in points.columns
        if name in values
    ]  # fmt: skip
    return Box(float(at["coverage"]), float(at["density"]), float(at["mass"]), tuple(limits))
