"""The summary of a run: all measures, one row each."""

from collections.abc import Callable, Container, Iterable, Sequence
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

    Raises
    ------
    TypeError
        If a measure yields something else than rows.
    ValueError
        If the same outcome of the same group and service is measured twice.
    """
    found: dict[tuple[str, str, str], Row] = {}
    for measure in measures:
        for row in measure(recorder):
            _check_row(row, measure, found)
            found[row.outcome, row.group, row.service] = row
    return tuple(found.values())


def _check_row(row: object, measure: Measure, found: Container[tuple[str, str, str]]) -> None:
    name = getattr(measure, "__name__", repr(measure))
    if not isinstance(row, Row):
        raise TypeError(f"measure {name!r} must yield Row(outcome, value); it yields {row!r}")
    if (row.outcome, row.group, row.service) in found:
        raise ValueError(f"measure {name!r} yields {row.outcome!r} again; give it another name")
