"""Effects of measures: contrasts, products and quotients of contrasts, the least of several.

Pure functions of values; replicates are the last axis.
"""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.claims.schema import Measure, Term
from sanlian_sim.experiments.statistics.intervals import Floats, jackknife, paired, t_quantile


class Lookup(Protocol):
    """Where the values of terms come from."""

    def of(self, term: Term) -> Floats:
        """Return the value of a term, replicates along the last axis."""


class Effect(NamedTuple):
    """An effect with its 95 % interval; ``defined`` is False where nothing can be said of it."""

    value: float
    low: float
    high: float
    defined: bool = True


class Drawn(NamedTuple):
    """Effects over draws.

    Attributes
    ----------
    values : float array, shape (draws,)
    defined : bool array, shape (draws,)
    errors : float array, shape (draws,)
        Standard error of each by chance, whose size is pooled over draws.
    """

    values: Floats
    defined: NDArray[np.bool_]
    errors: Floats

    @property
    def by_parameters(self) -> float:
        """Share of the variance between draws that is more than chance; NaN below two draws."""
        known = self.defined & np.isfinite(self.errors)
        values = self.values[known]
        if len(values) < 2 or np.ptp(values) == 0:
            return np.nan
        return max(0.0, 1.0 - float((self.errors[known] ** 2).mean() / values.var(ddof=1)))


def central_effect(measure: Measure, values: Lookup) -> Effect:
    """Return the effect over replicates at central values.

    The interval is Student's t over paired replicates of a contrast, the jackknife of a product or
    quotient, and that of the weakest contrast where all must hold (Berger 1982). A quotient is
    defined if the intervals of its divisors lie above 0.
    """
    if measure.least:
        found = [_contrast(values.of(term)) for term in measure.least]
        return min(found, key=lambda one: measure.direction * one.value)
    parts = [values.of(term) for term in measure.terms]
    if len(parts) == 1 and measure.terms[0].power == 1:
        return _contrast(parts[0])
    stacked = np.stack(parts)
    stacked = stacked[:, np.isfinite(stacked).all(axis=0)]
    if stacked.shape[1] < 2:
        return Effect(np.nan, np.nan, np.nan, False)
    value = _product(stacked.mean(axis=1), measure)
    others = (stacked.sum(axis=1, keepdims=True) - stacked) / (stacked.shape[1] - 1)
    _, low, high = jackknife(value, _product(others, measure))
    sure = all(
        _contrast(part).low > 0
        for part, term in zip(stacked, measure.terms, strict=True)
        if term.power < 0
    )
    return Effect(float(value), float(low), float(high), sure)


def drawn_effects(measure: Measure, values: Lookup) -> Drawn:
    """Return the effect at every draw, from the means over its replicates.

    A quotient is defined at a draw if its divisor is above 0 by more than 95 % of chance, whose
    size is pooled over draws.
    """
    if measure.least:
        means = np.stack([_means(values.of(term)) for term in measure.least])
        errors = np.array([_error(values.of(term)) for term in measure.least])
        weakest = (measure.direction * means).argmin(axis=0)
        found = means[weakest, np.arange(means.shape[1])]
        return Drawn(found, np.isfinite(found), errors[weakest])
    parts = [values.of(term) for term in measure.terms]
    means = np.stack([_means(part) for part in parts])
    found = _product(means, measure)
    defined = np.isfinite(found)
    # Of a product by the delta method, as if its terms had no luck in common.
    errors = np.array([np.full_like(found, _error(part)) for part in parts])
    others = [
        _product(np.delete(means, n, axis=0), _without(measure, n)) for n in range(len(parts))
    ]
    slopes = [
        other if term.power > 0 else -other / mean**2
        for other, mean, term in zip(others, means, measure.terms, strict=True)
    ]
    error = np.sqrt(sum((slope * own) ** 2 for slope, own in zip(slopes, errors, strict=True)))
    for part, term in zip(parts, measure.terms, strict=True):
        if term.power < 0:
            defined &= _means(part) > _chance(part)
    return Drawn(np.where(defined, found, np.nan), defined, error)


def _without(measure: Measure, n: int) -> Measure:
    """Return a measure without one of its terms."""
    terms = tuple(term for place, term in enumerate(measure.terms) if place != n)
    return measure.model_copy(update={"terms": terms})


def _contrast(values: Floats) -> Effect:
    found = paired(np.zeros_like(values), values)
    known = bool(np.isfinite(found.difference))
    return Effect(float(found.difference), float(found.low), float(found.high), known)


def _product(means: Floats, measure: Measure) -> Floats:
    """Product over the first axis, each to its power."""
    powers = [term.power for term in measure.terms]
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [
            mean if power > 0 else 1.0 / mean for mean, power in zip(means, powers, strict=True)
        ]
    found = np.asarray(np.prod(parts, axis=0))
    return np.where(np.isfinite(found), found, np.nan)


def _means(values: Floats) -> Floats:
    known = np.isfinite(values)
    n = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.asarray(np.where(n > 0, total / np.maximum(n, 1), np.nan))


def _chance(values: Floats) -> float:
    """Half the 95 % interval of a draw's mean."""
    freedom = int(np.maximum(np.isfinite(values).sum(axis=-1) - 1, 0).sum())
    return float(t_quantile(freedom + 1) * _error(values)) if freedom else np.inf


def _error(values: Floats) -> float:
    """Standard error of a draw's mean, its variance pooled over draws; infinite if not known."""
    known = np.isfinite(values)
    n = known.sum(axis=-1)
    freedom = int(np.maximum(n - 1, 0).sum())
    if freedom < 1:
        return np.inf
    squares = np.where(known, values - _means(values)[..., None], 0.0) ** 2
    return float(np.sqrt(squares.sum() / freedom / max(1, int(np.median(n)))))
