"""Verdicts: from an effect, and how often it holds over draws, to words."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np

from sanlian_sim.experiments.claims.effects import Drawn, Effect
from sanlian_sim.experiments.claims.schema import Measure
from sanlian_sim.experiments.statistics.decomposition import wilson

MOST: Final = 0.75
"""A claim that holds does so in more of the parameter space than this."""
SOME: Final = 0.1
"""Where a claim depends, it holds, and does not hold, in more of the space than this."""

_HALF: Final = 0.5


class Verdict(StrEnum):
    """What runs say of a claim."""

    HOLDS = "holds"
    FAILS = "fails"
    DEPENDS = "depends"
    IDENTITY = "true by definition"
    UNDECIDED = "not decided by these runs"


class Tally(NamedTuple):
    """At how many draws a claim holds, of those at which it is defined.

    ``share``, ``low`` and ``high`` are the share with its 95 % interval (Wilson 1927);
    ``by_parameters`` is the share of the variance between draws that is more than chance.
    """

    held: int
    defined: int
    share: float
    low: float
    high: float
    by_parameters: float


def gain(measure: Measure, effect: float) -> float:
    """Return how far an effect goes in the direction of the claim, in smallest effects."""
    return measure.direction * (effect - measure.null) / measure.smallest


def tally(measure: Measure, drawn: Drawn) -> Tally:
    """Count the draws at which the effect is above the smallest worth noticing."""
    gains = measure.direction * (drawn.values[drawn.defined] - measure.null)
    held, defined = int(np.count_nonzero(gains > measure.smallest)), len(gains)
    low, high = wilson(held, defined)
    share = held / defined if defined else np.nan
    return Tally(held, defined, share, low, high, drawn.by_parameters)


def judge(measure: Measure, effect: Effect, found: Tally) -> Verdict:
    """Return the verdict on one measure.

    It holds if the interval at central values lies beyond the smallest effect worth noticing and
    the claim holds in more than ``MOST`` of the parameter space, surely; it fails if the interval
    lies short of the smallest effect and the claim does not hold in more than ``MOST``, surely; it
    depends if it surely holds in more than ``SOME`` of the space and surely does not in more than
    ``SOME``, and parameters make more of the differences between draws than chance. "Surely" is the
    bound of the Wilson interval.
    """
    if measure.identity:
        return Verdict.IDENTITY
    low, high = sorted((gain(measure, effect.low), gain(measure, effect.high)))
    if effect.defined and low > 1 and found.low > MOST:
        return Verdict.HOLDS
    if effect.defined and high < 1 and found.high < 1 - MOST:
        return Verdict.FAILS
    if found.low > SOME and found.high < 1 - SOME and found.by_parameters > _HALF:
        return Verdict.DEPENDS
    return Verdict.UNDECIDED


def combined(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on a claim of several measures, all of which it asserts.

    It fails if one fails, and holds if all hold; otherwise it depends if one depends. Measures
    that are true by definition count for nothing unless there are no others.
    """
    counted = [one for one in verdicts if one != Verdict.IDENTITY]
    if not counted:
        return Verdict.IDENTITY
    for worst in (Verdict.FAILS, Verdict.DEPENDS, Verdict.UNDECIDED):
        if worst in counted:
            return worst
    return Verdict.HOLDS


def in_words(verdict: Verdict, deciders: Iterable[str]) -> str:
    """Write a verdict; where it depends, on what."""
    if verdict != Verdict.DEPENDS:
        return str(verdict)
    named = list(deciders)
    return f"depends on {', '.join(named)}" if named else "depends on what these draws do not tell"
