"""What a claim says of itself: an assertion, the scenarios that test it, what counts as an effect.

A claim is a TOML file; ``library/shared.toml`` holds what all of them have in common. A claim of a
user's own is written in the same way.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from pydantic import Field

from sanlian_sim.scenario.section import Broken, Section
from sanlian_sim.scenario.settings import Closure

Kind: TypeAlias = Literal["identity", "imposed", "emergent", "mixed"]
Sign: TypeAlias = Literal[1, -1]


class Term(Section):
    """A sum over scenarios of an outcome.

    ``outcome`` names it, or ``outcomes`` gives weights to several that are added up first;
    ``scenarios`` gives every scenario its weight. ``power`` says whether the term multiplies or
    divides, where a measure has several.
    """

    outcome: str = ""
    outcomes: Mapping[str, float] = Field(default_factory=dict)
    scenarios: Mapping[str, float]
    group: str = "all"
    service: str = ""
    power: Sign = 1

    @property
    def weights(self) -> Mapping[str, float]:
        """Weight of every outcome."""
        return {self.outcome: 1.0} if self.outcome else self.outcomes

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """One outcome is named, or several have weights; some scenario has one."""
        if bool(values.get("outcome")) == bool(values.get("outcomes")):
            yield Broken("outcome", values.get("outcome"), "give either outcome or outcomes")
        if "scenarios" in values and not values["scenarios"]:
            yield Broken("scenarios", None, "needs at least one scenario with its weight")


class Measure(Section):
    """One way of measuring a claim.

    Parameters
    ----------
    name : str
        What readers call it.
    terms : tuple of Term
        The effect is their product; those of power -1 divide. One term is a plain contrast.
    least : tuple of Term
        In place of ``terms``: contrasts that must all show the effect; the weakest counts.
    null : float
        Effect of no difference: 0, and 1 for a ratio.
    direction : 1 or -1
        Whether the claim says that the effect is above or below ``null``.
    smallest : float
        Smallest distance from ``null`` worth noticing, in the unit of the effect.
    reason : str
        Why that.
    unit : str
    counted : bool
        Whether the verdict on the claim rests on it, or it is only shown.
    identity : bool
        Whether it follows from a definition.
    """

    name: str
    terms: tuple[Term, ...] = ()
    least: tuple[Term, ...] = ()
    null: float = 0.0
    direction: Sign
    smallest: float = Field(gt=0)
    reason: str
    unit: str = ""
    counted: bool = True
    identity: bool = False

    @property
    def parts(self) -> tuple[Term, ...]:
        """All its terms."""
        return self.terms or self.least

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """It has terms of one kind."""
        if bool(values.get("terms")) == bool(values.get("least")):
            yield Broken("terms", None, "give either an outcome, terms or least")


class Claim(Section):
    """An assertion and how it is tested.

    ``scenarios`` are those beside the shared ones, as in an experiment file. ``imposed`` names the
    scenario whose levers are swapped to see what part of the effect they make; empty if the
    scenarios that are compared differ in no other lever than the one the claim is about.
    ``equal_to`` says under ``equal_service`` whose service each scenario must equal.
    """

    id: str
    title: str
    quote: str = ""
    meaning: str
    kind: Kind
    closure: Closure
    note: str = ""
    imposed: str = ""
    equal_to: Mapping[str, str] = Field(default_factory=dict)
    scenarios: Mapping[str, Any] = Field(default_factory=dict)
    measures: tuple[Measure, ...] = Field(min_length=1)

    @property
    def names(self) -> list[str]:
        """Scenarios that it compares."""
        named = (name for one in self.measures for part in one.parts for name in part.scenarios)
        return list(dict.fromkeys([*named, *self.equal_to.values()]))


class Mode(Section):
    """How much is run.

    Attributes
    ----------
    central : int
        Replicates at central values.
    draws, replicates : int
        Draws of parameters, and replicates of each.
    scales : tuple of float
        Scales of hours at which scenarios of equal service are run.
    one_out : bool
        Whether levers are also taken out one group at a time.
    overrides : mapping
        Values by dotted path on top of the shared experiment.
    """

    central: int = Field(ge=2)
    draws: int = Field(ge=1)
    replicates: int = Field(ge=2)
    scales: tuple[float, ...] = Field(min_length=2)
    one_out: bool
    overrides: Mapping[str, Any] = Field(default_factory=dict)


class Shared(Section):
    """What all claims have in common.

    Attributes
    ----------
    experiment : mapping
        Sections of an experiment file: place, horizon, scenarios, design.
    drawn : tuple of str
        Parameters that are drawn, as for ``plausible_ranges``.
    levers : mapping
        Groups of the levers that an arrangement imposes, by name.
    modes : mapping
        ``full`` and ``quick``.
    """

    experiment: Mapping[str, Any]
    drawn: tuple[str, ...]
    levers: Mapping[str, tuple[str, ...]]
    modes: Mapping[str, Mode]
