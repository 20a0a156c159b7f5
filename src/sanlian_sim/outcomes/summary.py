"""The summary of a run: all measures, one row each."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from sanlian_sim.outcomes.access import access
from sanlian_sim.outcomes.governance import governance
from sanlian_sim.outcomes.institutions import institutions
from sanlian_sim.outcomes.ledger import costs
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.rows import Row
from sanlian_sim.outcomes.welfare import society, welfare

Measure = Callable[[Recorder], Iterable[Row]]
"""Reads what was recorded and yields rows; one of the user's own may yield outcomes of any name."""

MEASURES: Final[tuple[Measure, ...]] = (
    welfare, access, governance, society, institutions, costs,
)  # fmt: skip


def summarise(recorder: Recorder, measures: Sequence[Measure] = MEASURES) -> tuple[Row, ...]:
    """Return all measures of what was recorded so far.

    Every run of the same services has the same rows in the same order; a measure that is not
    defined, such as a mean over nobody, is NaN.
    """
    return tuple(row for measure in measures for row in measure(recorder))
