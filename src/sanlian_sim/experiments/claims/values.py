"""Values of outcomes by closure, scenario, draw and replicate, read once from all runs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from sanlian_sim.experiments.claims.plan import Place
from sanlian_sim.experiments.claims.schema import Measure, Term
from sanlian_sim.experiments.runs.results import Results
from sanlian_sim.experiments.statistics.intervals import Floats
from sanlian_sim.simulation.result import Result

UNMET: Final = "unmet_weighted_hours"


class Quantity(NamedTuple):
    """What is read of a run."""

    outcome: str
    group: str = "all"
    service: str = ""


MATCHED: Final = Quantity(UNMET)
"""What is equal under equal service."""


def quantities(measures: Iterable[Measure]) -> list[Quantity]:
    """Return all that measures look at."""
    found = (
        Quantity(outcome, part.group, part.service)
        for one in measures
        for part in one.parts
        for outcome in part.weights
    )
    return list(dict.fromkeys([*found, MATCHED]))


@dataclass(frozen=True, eq=False)
class Values:
    """Values at one set of points.

    Attributes
    ----------
    held : mapping
        By scenario and quantity: float array, shape (replicates,), or (draws, replicates); NaN
        where a run failed or the outcome is not defined.
    renamed : mapping
        Scenarios in whose place others are looked at.
    """

    held: Mapping[tuple[str, Quantity], Floats]
    renamed: Mapping[str, str] = field(default_factory=dict)

    def of(self, term: Term) -> Floats:
        """Return the value of a term, replicate by replicate."""
        parts = [
            weight * share * self.held[self.renamed.get(name, name), quantity]
            for name, weight in term.scenarios.items()
            for quantity, share in _weighted(term)
        ]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)

    @property
    def replicates(self) -> int:
        """Number of replicates."""
        return int(next(iter(self.held.values())).shape[-1])

    def without(self, replicate: int) -> "Values":
        """Return the same without one replicate."""
        held = {name: np.delete(one, replicate, axis=-1) for name, one in self.held.items()}
        return Values(held, self.renamed)

    def with_other(self, renamed: Mapping[str, str]) -> "Values":
        """Return the same with other scenarios in the place of some."""
        return Values(self.held, renamed)


def _weighted(term: Term) -> list[tuple[Quantity, float]]:
    return [(Quantity(one, term.group, term.service), w) for one, w in term.weights.items()]


def read_values(
    results: Results, places: Sequence[Place], wanted: Sequence[Quantity]
) -> dict[tuple[Place, str, int], Floats]:
    """Read quantities of every run.

    Returns
    -------
    dict
        By place, scenario and replicate: float array, shape (quantities,).
    """

    def read(result: Result) -> Floats:
        frame = result.summary
        found = dict(
            zip(
                zip(frame["outcome"], frame["group"], frame["service"], strict=True),
                frame["value"],
                strict=True,
            )
        )
        return np.array(
            [found.get((one.outcome, one.group, one.service), np.nan) for one in wanted]
        )

    return {
        (places[entry.point], entry.scenario, entry.replicate): values
        for entry, (values,) in zip(results.entries, results.gather(read), strict=True)
    }


def gathered(
    read: Mapping[tuple[Place, str, int], Floats],
    wanted: Sequence[Quantity],
    closure: str,
    draws: Sequence[int],
    names: Iterable[str],
    replicates: int,
    scale: float = 1.0,
) -> dict[str, Floats]:
    """Arrange what was read as arrays.

    Returns
    -------
    dict
        By scenario: float array, shape (quantities, draws, replicates).
    """
    nothing = np.full(len(wanted), np.nan)
    return {
        name: np.array(
            [
                [read.get((Place(closure, n, scale), name, r), nothing) for r in range(replicates)]
                for n in draws
            ]
        ).transpose(2, 0, 1)
        for name in names
    }


def as_values(arrays: Mapping[str, Floats], wanted: Sequence[Quantity], *, central: bool) -> Values:
    """Return arrays by scenario as values; those at central values have no axis of draws."""
    held = {
        (name, quantity): array[n, 0] if central else array[n]
        for name, array in arrays.items()
        for n, quantity in enumerate(wanted)
    }
    return Values(held)
