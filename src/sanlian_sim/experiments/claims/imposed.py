"""Imposed share: what an arrangement's levers do by themselves, of the whole effect."""

import numpy as np


def shapley_share(nothing: float, levers: float, delegation: float, both: float) -> float:
    """Share of an effect that the levers make, between two players (Shapley 1953).

    Parameters
    ----------
    nothing, levers, delegation, both : float
        The effect with neither, with the levers alone, with delegation alone, with both.

    Returns
    -------
    float
        Half the sum of what levers add to nothing and to delegation, over the whole effect; NaN
        if there is no effect. Above 1 or below 0 where the two work against each other.
    """
    whole = both - nothing
    if not np.isfinite(whole) or whole == 0:
        return float("nan")
    return ((levers - nothing) + (both - delegation)) / 2 / whole


def lost_share(nothing: float, both: float, without: float) -> float:
    """Share of an effect that goes when one thing is taken out; NaN if there is no effect."""
    whole = both - nothing
    if not np.isfinite(whole) or whole == 0:
        return float("nan")
    return (both - without) / whole
