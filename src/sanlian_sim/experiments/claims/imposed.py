"""Imposed share: what an arrangement's levers do by themselves, of the whole effect."""

from typing import NamedTuple

import numpy as np

from sanlian_sim.experiments.claims.effects import Effect, central_effect
from sanlian_sim.experiments.claims.schema import Measure
from sanlian_sim.experiments.claims.values import Values
from sanlian_sim.experiments.statistics.intervals import jackknife


class Swaps(NamedTuple):
    """Scenarios by what they have of an arrangement: neither, one of two, or both."""

    nothing: str
    levers: str
    delegation: str
    both: str


def imposed_share(measure: Measure, values: Values, swaps: Swaps) -> Effect:
    """Return the share of an effect that levers make, with its interval by the jackknife.

    Parameters
    ----------
    measure : Measure
        Looks at ``swaps.both``.
    values : Values
        At central values.
    swaps : Swaps
    """
    found = _share(measure, values, swaps)
    others = [_share(measure, values.without(n), swaps) for n in range(values.replicates)]
    _, low, high = jackknife(found, np.array(others))
    return Effect(found, float(low), float(high), bool(np.isfinite(found)))


def with_other(measure: Measure, values: Values, name: str, other: str) -> float:
    """Return the effect if another scenario stood in the place of one."""
    return central_effect(measure, values.with_other({name: other})).value


def _share(measure: Measure, values: Values, swaps: Swaps) -> float:
    return shapley_share(*(with_other(measure, values, swaps.both, one) for one in swaps))


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
