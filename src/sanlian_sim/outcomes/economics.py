"""Costs against effects: frontier, net benefit, acceptability, value of information, equity.

Costs and effects are totals of a strategy in any two units (yuan and WELLBYs in this project), as
differences from a common comparator or as levels; `threshold` is what one unit of effect is worth
in the unit of cost.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sanlian_sim.outcomes.arguments import FloatArray, number, numbers, require, same_shape, shares
from sanlian_sim.outcomes.inequality import equivalents, require_levels

if TYPE_CHECKING:
    import pandas as pd

# Strategies on one line are all on the frontier: rounding must not decide between them.
_SAME_RATIO = 1 + 1e-9


def icers(strategies: Iterable[str], costs: ArrayLike, effects: ArrayLike) -> "pd.DataFrame":
    """Incremental cost-effectiveness ratios along the efficient frontier.

    A strategy is dominated if another costs no more and achieves no less; it is extended
    dominated if a mix of two others does so, that is, if its ratio exceeds that of the next more
    effective strategy. Strategies are removed until the ratios no longer fall (Drummond et al.
    2015, chapter 4). Of strategies equal in cost and effect the first given stays.

    Parameters
    ----------
    strategies : iterable of str
        Distinct names, one per strategy.
    costs, effects : (strategies,) array_like
        Means over the draws, in the units of cost and effect.

    Returns
    -------
    pandas.DataFrame
        Sorted by cost (then the more effective first): strategy, cost, effect, inc_cost and
        inc_effect against the preceding strategy of the frontier, icer (cost per unit of effect),
        status ("frontier", "dominated" or "extended_dominated"). The three increments are NaN off
        the frontier and for its first strategy.

    Raises
    ------
    ValueError
        Empty, NaN, infinite or mismatched input; repeated names.
    """
    import pandas as pd

    cost = numbers("costs", costs, axes=("strategies",))
    effect = _matching_effects(effects, cost)
    names = _names(strategies, cost.size)
    order = np.lexsort((-effect, cost))
    cost, effect = cost[order], effect[order]
    status = _dominance(cost, effect)
    increments = np.full((2, cost.size), np.nan)
    frontier = np.flatnonzero(status == "frontier")
    increments[:, frontier[1:]] = np.diff(cost[frontier]), np.diff(effect[frontier])
    return pd.DataFrame(
        {
            "strategy": [names[i] for i in order],
            "cost": cost,
            "effect": effect,
            "inc_cost": increments[0],
            "inc_effect": increments[1],
            "icer": increments[0] / increments[1],
            "status": status.tolist(),
        }
    )


def net_benefit(costs: ArrayLike, effects: ArrayLike, threshold: float) -> FloatArray:
    """Net monetary benefit ``threshold * effects - costs`` (Stinnett & Mullahy 1998).

    Parameters
    ----------
    costs, effects : array_like
        Of one shape.
    threshold : float
        Worth of one unit of effect in the unit of cost, not negative.

    Returns
    -------
    array of the shape of `costs`
        In the unit of cost.

    Raises
    ------
    ValueError
        Empty, NaN, infinite or mismatched input; a negative threshold.
    """
    cost = numbers("costs", costs)
    effect = _matching_effects(effects, cost)
    return np.asarray(number("threshold", threshold) * effect - cost)


def acceptability(
    costs: ArrayLike,
    effects: ArrayLike,
    thresholds: ArrayLike,
    strategies: Iterable[str] | None = None,
) -> "pd.DataFrame":
    """Cost-effectiveness acceptability curves and their frontier.

    The probability of a strategy is the share of draws in which its net benefit is highest; draws
    in which several tie are split evenly between them. The frontier follows the *mean* net
    benefit, which need not be the most probable strategy (Fenwick, Claxton & Sculpher 2001).

    Parameters
    ----------
    costs, effects : (draws, strategies) array_like
        One row per replicate or parameter draw.
    thresholds : (thresholds,) array_like
        Worth of one unit of effect, not negative; a single number counts as one threshold.
    strategies : iterable of str, optional
        Distinct names of the columns; absent: their positions, "0", "1", ...

    Returns
    -------
    pandas.DataFrame
        One row per threshold and strategy, in the order given: threshold, strategy, probability,
        on_frontier (all of them where means tie).

    Raises
    ------
    ValueError
        Empty, NaN, infinite or mismatched input; negative thresholds; repeated names.
    """
    import pandas as pd

    cost, effect, worth = _draws(costs, effects, thresholds)
    columns = cost.shape[1]
    names = _names(map(str, range(columns)) if strategies is None else strategies, columns)
    probability, on_frontier = [], []
    for threshold in worth:
        benefit = threshold * effect - cost
        best = benefit == benefit.max(axis=1, keepdims=True)
        probability.append((best / best.sum(axis=1, keepdims=True)).mean(axis=0))
        mean = benefit.mean(axis=0)
        on_frontier.append(mean == mean.max())
    return pd.DataFrame(
        {
            "threshold": np.repeat(worth, columns),
            "strategy": names * worth.size,
            "probability": np.concatenate(probability),
            "on_frontier": np.concatenate(on_frontier),
        }
    )


def evpi(costs: ArrayLike, effects: ArrayLike, thresholds: ArrayLike) -> FloatArray:
    """Compute the expected value of perfect information, ``E[max NB] - max E[NB]``.

    For one decision; it is the expected loss of the strategy that is best on average (Claxton
    1999), computed in that form so that rounding cannot make it negative.

    Parameters
    ----------
    costs, effects : (draws, strategies) array_like
        One row per parameter draw.
    thresholds : (thresholds,) array_like
        Worth of one unit of effect, not negative; a single number counts as one threshold.

    Returns
    -------
    (thresholds,) array
        In the unit of cost.

    Raises
    ------
    ValueError
        Empty, NaN, infinite or mismatched input; negative thresholds.
    """
    cost, effect, worth = _draws(costs, effects, thresholds)
    benefits = (threshold * effect - cost for threshold in worth)
    return np.array([np.mean(b.max(axis=1, keepdims=True) - b, axis=0).min() for b in benefits])


def wellby(wellbeing: ArrayLike, years: ArrayLike, discount_rate: float = 0.0) -> float:
    """Wellbeing-years: points of life satisfaction times years, summed and discounted.

    Whatever falls within year ``t`` (counted from 0) is multiplied by ``(1 + rate)^-t``, as in
    the UK Green Book; a period that spans several years is divided between them, so the result
    does not depend on how the time is cut (HM Treasury 2021).

    Parameters
    ----------
    wellbeing : (..., periods) array_like
        Points on the 0-10 scale, usually differences from a comparator; a single number is one
        period. Other axes (residents, communities) are summed.
    years : float or (periods,) array_like
        Length of each period; the periods follow one another from time 0.
    discount_rate : float
        Per year, not negative.

    Returns
    -------
    float
        Point-years.

    Raises
    ------
    ValueError
        Empty, NaN, infinite or mismatched input; a length that is not positive; a negative rate.
    """
    points = np.atleast_1d(numbers("wellbeing", wellbeing))
    lengths = numbers("years", years)
    require("years", lengths, lengths > 0, "be positive")
    if lengths.ndim == 0:
        lengths = np.full(points.shape[-1], float(lengths))
    same_shape("years", lengths, "wellbeing", points.shape[-1:])
    boundaries = np.concatenate(([0.0], np.cumsum(lengths)))
    present = _present_years(boundaries, number("discount_rate", discount_rate))
    return float(np.sum(points * np.diff(present)))


@dataclass(frozen=True, eq=False)
class Distribution:
    """Distributional cost-effectiveness of programmes, axes (...) being those of their costs.

    Attributes
    ----------
    net_effect : (..., groups) array
        Effect left in each group after its opportunity cost, in the unit of effect (total).
    outcome : (..., groups) array
        Baseline plus net effect, per person.
    mean, ede : (...) array
        Mean and equally-distributed equivalent of the outcome over the population, per person.
    mean_change, ede_change : (...) array
        Their differences from the baseline, per person.
    equity_impact : (...) array
        ``ede_change - mean_change``: positive if the programme reduces inequality.
    """

    net_effect: FloatArray
    outcome: FloatArray
    mean: FloatArray
    ede: FloatArray
    mean_change: FloatArray
    ede_change: FloatArray
    equity_impact: FloatArray


def distributional(
    baseline: ArrayLike,
    effects: ArrayLike,
    costs: ArrayLike,
    cost_shares: ArrayLike,
    threshold: float,
    epsilon: float,
    population: ArrayLike,
) -> Distribution:
    """Distributional cost-effectiveness analysis (Asaria, Griffin & Cookson 2016).

    Each group gains its effect and bears its share of what the cost would have achieved
    elsewhere, ``costs * cost_shares / threshold``; savings are gains. The distribution that
    results is judged by its mean and by its Atkinson equivalent.

    Parameters
    ----------
    baseline : (groups,) array_like
        Level per person without the programme, in points or point-years.
    effects : (..., groups) array_like
        Total effect of each programme in each group.
    costs : (...) array_like
        Total additional cost of each programme; a single number for a single programme.
    cost_shares : (groups,) array_like
        Share of the opportunity cost that falls on each group; not negative, sum 1.
    threshold : float
        Cost at which the budget produces one unit of effect elsewhere, positive.
    epsilon : float
        Aversion to inequality of the Atkinson equivalent, not negative.
    population : (groups,) array_like
        Persons in each group, positive.

    Returns
    -------
    Distribution

    Raises
    ------
    ValueError
        Empty, NaN, infinite or mismatched input; shares that do not sum to 1; a threshold or
        population that is not positive; levels for which the equivalent is not defined.
    """
    before = numbers("baseline", baseline, axes=("groups",))
    cost, effect = numbers("costs", costs), numbers("effects", effects)
    same_shape("effects", effect, "costs x baseline", cost.shape + before.shape)
    share, persons = _cost_shares(cost_shares, before), _population(population, before)
    displaced = cost[..., np.newaxis] * share / number("threshold", threshold, positive=True)
    net_effect = effect - displaced
    outcome = before + net_effect / persons
    require_levels("baseline", before, number("epsilon", epsilon))
    require_levels("baseline + net effect per person", outcome, epsilon)
    weights = shares("population", persons, "baseline", persons.size)
    equivalent = equivalents(outcome, weights, epsilon)
    mean_change = net_effect.sum(axis=-1) / persons.sum()
    ede_change = equivalent - equivalents(before, weights, epsilon)
    return Distribution(
        net_effect=net_effect,
        outcome=outcome,
        mean=np.average(before, weights=persons) + mean_change,
        ede=equivalent,
        mean_change=mean_change,
        ede_change=ede_change,
        equity_impact=ede_change - mean_change,
    )


def switch_point(
    change: Callable[[float], float], highest: float = 15.0, step: float = 0.25
) -> float:
    """Find the lowest aversion to inequality at which a ranking flips.

    Parameters
    ----------
    change : callable
        Change of the equally-distributed equivalent against the comparator as a function of
        epsilon, such as ``ede_change`` of `distributional`.
    highest : float
        End of the range that is searched from 0, positive. The default lies above the 10.95 that
        the English public chose for health (Robson, Asaria, Cookson, Tsuchiya & Ali 2017).
    step : float
        Distance of the points at which signs are compared, positive; two flips between two of
        them are not seen.

    Returns
    -------
    float
        NaN if the sign is the same in all of the range, or there is no change at all.

    Raises
    ------
    ValueError
        If the range or the step is not positive and finite, or a change is not finite.
    """
    from scipy.optimize import brentq

    last = number("highest", highest, positive=True)
    steps = int(np.ceil(last / number("step", step, positive=True)))
    aversions = np.linspace(0.0, last, steps + 1)
    changes = numbers("change", [change(float(epsilon)) for epsilon in aversions])
    signed = np.flatnonzero(changes)
    flips = np.flatnonzero(np.diff(np.sign(changes[signed])))
    if not len(flips):
        return float(np.nan)
    low, high = aversions[signed[flips[0] : flips[0] + 2]]
    return float(brentq(change, low, high))


def _dominance(cost: FloatArray, effect: FloatArray) -> NDArray[np.str_]:
    """Status of strategies sorted by cost and, within a cost, by falling effect."""
    status = np.full(cost.size, "extended_dominated")
    frontier: list[int] = []
    most_effective = -np.inf
    for i in range(cost.size):
        if effect[i] <= most_effective:
            status[i] = "dominated"
            continue
        most_effective = effect[i]
        while len(frontier) > 1 and _ratio_falls(cost, effect, frontier[-2], frontier[-1], i):
            frontier.pop()
        frontier.append(i)
    status[frontier] = "frontier"
    return status


def _ratio_falls(cost: FloatArray, effect: FloatArray, a: int, b: int, c: int) -> bool:
    to_b = (cost[b] - cost[a]) / (effect[b] - effect[a])
    to_c = (cost[c] - cost[b]) / (effect[c] - effect[b])
    return bool(to_b > to_c * _SAME_RATIO)


def _present_years(time: FloatArray, rate: float) -> FloatArray:
    """Discounted length of the years from 0 to `time`."""
    if rate == 0:
        return time
    whole = np.floor(time)
    yearly = np.log1p(rate)
    complete = np.expm1(-whole * yearly) / np.expm1(-yearly)
    return np.asarray(complete + (time - whole) * np.exp(-whole * yearly))


def _matching_effects(effects: ArrayLike, cost: FloatArray) -> FloatArray:
    effect = numbers("effects", effects)
    same_shape("effects", effect, "costs", cost.shape)
    return effect


def _draws(
    costs: ArrayLike, effects: ArrayLike, thresholds: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    cost = numbers("costs", costs, axes=("draws", "strategies"))
    effect = _matching_effects(effects, cost)
    worth = np.atleast_1d(numbers("thresholds", thresholds))
    same_shape("thresholds", worth, "(thresholds,)", (worth.size,))
    require("thresholds", worth, worth >= 0, "not be negative")
    return cost, effect, worth


def _names(strategies: Iterable[str], size: int) -> list[str]:
    names = list(strategies)
    if len(names) != size:
        rule = f"name each of the {size} strategies in `costs`"
        raise ValueError(f"`strategies` must {rule}; got {len(names)} names")
    if len(set(names)) < size:
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"`strategies` must be distinct; got {repeated!r} more than once")
    return names


def _cost_shares(cost_shares: ArrayLike, baseline: FloatArray) -> FloatArray:
    share = numbers("cost_shares", cost_shares)
    same_shape("cost_shares", share, "baseline", baseline.shape)
    require("cost_shares", share, share >= 0, "not be negative")
    if not np.isclose(share.sum(), 1, rtol=0, atol=1e-9):
        raise ValueError(f"`cost_shares` must sum to 1; got the sum {share.sum():g}")
    return share


def _population(population: ArrayLike, baseline: FloatArray) -> FloatArray:
    persons = numbers("population", population)
    same_shape("population", persons, "baseline", baseline.shape)
    require("population", persons, persons > 0, "be positive")
    return persons
