"""What the runs that test claims say of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from sanlian_sim.experiments.claims.deciders import Decider, deciders, drawn_table
from sanlian_sim.experiments.claims.effects import Drawn, Effect, central_effect, drawn_effects
from sanlian_sim.experiments.claims.equal_service import Matched, matched
from sanlian_sim.experiments.claims.imposed import Swaps, imposed_share, lost_share, with_other
from sanlian_sim.experiments.claims.judge import Tally, Verdict, combined, judge, tally
from sanlian_sim.experiments.claims.plan import (
    DELEGATION_ALONE,
    LEVERS_ALONE,
    Part,
    Place,
    variant,
)
from sanlian_sim.experiments.claims.schema import Claim, Measure, Mode, Shared
from sanlian_sim.experiments.claims.values import (
    MATCHED,
    Quantity,
    Values,
    as_values,
    gathered,
    quantities,
    read_values,
)
from sanlian_sim.experiments.runs.design import Task
from sanlian_sim.experiments.runs.execute import Failure, Runs
from sanlian_sim.experiments.statistics.intervals import Floats


@dataclass(frozen=True, eq=False)
class Finding:
    """What is found of one measure of a claim.

    Attributes
    ----------
    claim : Claim
    measure : Measure
    effect : Effect
        At central values.
    drawn : Drawn
        At every draw.
    tally : Tally
    verdict : Verdict
    imposed : Effect
        Share of the effect that levers make, with its interval by the jackknife over replicates;
        NaN where none are swapped.
    lost : mapping
        Share of the effect that goes when a group of levers is taken out.
    deciders : list of Decider
    """

    claim: Claim
    measure: Measure
    effect: Effect
    drawn: Drawn
    tally: Tally
    verdict: Verdict
    imposed: Effect
    lost: Mapping[str, float]
    deciders: list[Decider]


@dataclass(frozen=True, eq=False)
class ClaimsStudy:
    """Claims and the runs that test them.

    Attributes
    ----------
    claims : tuple of Claim
    mode, name : Mode, str
        How much was run, and what that is called.
    shared : Shared
    parts : tuple of Part
    asked : tuple of Task
    places : tuple of Place
    runs : Runs
    started, finished : datetime
        In universal time.
    """

    claims: tuple[Claim, ...]
    name: str
    mode: Mode
    shared: Shared
    parts: tuple[Part, ...]
    asked: tuple[Task, ...]
    places: tuple[Place, ...]
    runs: Runs
    started: datetime
    finished: datetime

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Runs that failed."""
        return self.runs.failures

    @cached_property
    def findings(self) -> list[Finding]:
        """What is found of every measure, claim by claim."""
        return [
            self._finding(claim, measure) for claim in self.claims for measure in claim.measures
        ]

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """Verdict on each claim, by id; measures that are only shown count for nothing."""
        return {
            claim.id: combined([one.verdict for one in self.of(claim.id) if one.measure.counted])
            for claim in self.claims
        }

    def of(self, claim: str) -> list[Finding]:
        """Return the findings of one claim."""
        return [one for one in self.findings if one.claim.id == claim]

    @cached_property
    def matches(self) -> dict[tuple[str, bool], Matched]:
        """Scales of hours by scenario, at central values (True) and at draws (False)."""
        return {
            (name, central): self._matched(part, name, central)
            for part in self.parts
            for name in part.equal_to
            for central in (True, False)
            if central or name in part.compared
        }

    def _finding(self, claim: Claim, measure: Measure) -> Finding:
        central, drawn = self._values[claim.closure]
        effect, effects = central_effect(measure, central), drawn_effects(measure, drawn)
        if not self._served_alike(claim, measure):
            effect = effect._replace(defined=False)
        found = tally(measure, effects)
        part = next(one for one in self.parts if one.closure == claim.closure)
        imposed, lost = self._imposed(claim, measure, central, effect)
        return Finding(
            claim, measure, effect, effects, found, judge(measure, effect, found),
            imposed, lost, deciders(effects.values, drawn_table(part.draws)),
        )  # fmt: skip

    def _served_alike(self, claim: Claim, measure: Measure) -> bool:
        """Whether service is equal at central values in all scenarios that are looked at."""
        named = {name for term in measure.parts for name in term.scenarios}
        return all(self.matches[name, True].reached[0] == 1 for name in named & {*claim.equal_to})

    def _imposed(
        self, claim: Claim, measure: Measure, central: Values, effect: Effect
    ) -> tuple[Effect, dict[str, float]]:
        """Shares of the effect that levers make, all of them and group by group."""
        name = claim.imposed
        if not name:
            return Effect(np.nan, np.nan, np.nan, False), {}
        baseline = str(self.shared.experiment["design"]["baseline"])
        swaps = Swaps(baseline, variant(name, DELEGATION_ALONE), variant(name, LEVERS_ALONE), name)
        share = imposed_share(measure, central, swaps)
        groups = self.shared.levers if self.mode.one_out else ()
        nothing = with_other(measure, central, name, baseline)
        lost = {
            one: lost_share(
                nothing, effect.value, with_other(measure, central, name, variant(name, one))
            )
            for one in groups
        }
        return share, lost

    @cached_property
    def _wanted(self) -> list[Quantity]:
        return quantities(measure for claim in self.claims for measure in claim.measures)

    @cached_property
    def _read(self) -> dict[tuple[Place, str, int], Floats]:
        return read_values(self.runs.results, self.places, self._wanted)

    @cached_property
    def _values(self) -> dict[str, tuple[Values, Values]]:
        """Values by closure, at central values and at draws."""
        return {
            part.closure: (self._of_part(part, True), self._of_part(part, False))
            for part in self.parts
        }

    def _of_part(self, part: Part, central: bool) -> Values:
        names = [*part.compared, *part.swapped] if central else list(part.compared)
        plain = [name for name in names if name not in part.equal_to]
        arrays = self._gathered(part, plain, central)
        for name in part.equal_to:
            if name in names:
                found = self.matches[name, central]
                known = found.reached[:, None] == 1
                # What central values come to is told even where service is not equal.
                shown = central and name in part.compared
                arrays[name] = found.values if shown else np.where(known, found.values, np.nan)
        return as_values(arrays, self._wanted, central=central)

    def _gathered(
        self, part: Part, names: Sequence[str], central: bool, scale: float = 1.0
    ) -> dict[str, Floats]:
        draws = [-1] if central else list(range(len(part.draws)))
        number = self.mode.central if central else self.mode.replicates
        return gathered(self._read, self._wanted, part.closure, draws, names, number, scale)

    def _matched(self, part: Part, name: str, central: bool) -> Matched:
        other = part.equal_to[name]
        reference = self._gathered(part, [other], central)[other]
        tried = [self._gathered(part, [name], central, one)[name] for one in part.scales]
        return matched(tried, part.scales, reference, self._wanted.index(MATCHED))
