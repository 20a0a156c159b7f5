"""Changing the week: phases inserted, replaced, or written in plain Python over a model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from sanlian_sim.dynamics.week import Phase
from sanlian_sim.scenario.problems import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sanlian_sim.simulation.model import SanlianModel
    from sanlian_sim.world.columns import Column
    from sanlian_sim.world.world import World


@dataclass(frozen=True)
class ModelPhase:
    """A phase of the week that is handed the model: agents, columns, networks, everything.

    Parameters
    ----------
    name : str
        Name in the week.
    step : callable
        Takes the model; a function of a module, if the model is to be pickled.
    reads, writes : tuple of str
        Columns it reads and writes, for readers.
    every : int
        It runs in weeks that this divides.

    Raises
    ------
    ValueError
        When it has run, if a column of agents then holds what is no number or out of bounds.
    """

    name: str
    step: "Callable[[SanlianModel], object]"
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    every: int = 1

    def on(self, model: "SanlianModel") -> Phase:
        """Return the phase for one model."""
        return Phase(
            self.name, _OnModel(self.name, self.step, model), self.reads, self.writes, self.every
        )


@dataclass(frozen=True, eq=False)
class _OnModel:
    name: str
    step: "Callable[[SanlianModel], object]"
    model: "SanlianModel"

    def __call__(self, world: "World") -> None:
        self.step(self.model)
        for table in (registry.table for registry in self.model._registries):
            for column in table.specs.values():
                if column.dtype.kind == "f":
                    self._check(column, table.columns[column.name])

    def _check(self, column: "Column[Any]", values: "NDArray[Any]") -> None:
        """Refuse what an agent's attribute would refuse: columns are written without a check."""
        if not values.size:
            return
        low = -np.inf if column.low is None else column.low
        high = np.inf if column.high is None else column.high
        least, most = values.min(), values.max()
        if not (np.isfinite(least) and np.isfinite(most) and low <= least and most <= high):
            raise ValueError(
                f"after phase '{self.name}' column '{column.name}' holds values from {least:g} to"
                f" {most:g}; they must be finite and lie in [{low:g}, {high:g}]"
            )


AnyPhase: TypeAlias = Phase | ModelPhase


def insert_phase(
    phases: Sequence[AnyPhase],
    phase: AnyPhase,
    *,
    after: str | None = None,
    before: str | None = None,
) -> tuple[AnyPhase, ...]:
    """Return the phases with one more.

    Parameters
    ----------
    phases : sequence of phases
        A week, e.g. ``PHASES``; it stays as it is.
    phase : Phase or ModelPhase
        The new one.
    after, before : str
        Name of the phase it follows or precedes: give one of them.

    Raises
    ------
    ValueError
        If there is no phase of that name, or one of the new name already.
    """
    if (after is None) == (before is None):
        raise ValueError("say either after or before which phase")
    if phase.name in _names(phases):
        raise ValueError(f"there is a phase {phase.name!r} already; use replace_phase")
    place = _place(phases, before) if before is not None else _place(phases, str(after)) + 1
    return (*phases[:place], phase, *phases[place:])


def replace_phase(phases: Sequence[AnyPhase], phase: AnyPhase) -> tuple[AnyPhase, ...]:
    """Return the phases with ``phase`` in place of the one of its name.

    Raises
    ------
    ValueError
        If there is no phase of that name.
    """
    place = _place(phases, phase.name)
    return (*phases[:place], phase, *phases[place + 1 :])


def _names(phases: Sequence[AnyPhase]) -> list[str]:
    return [phase.name for phase in phases]


def _place(phases: Sequence[AnyPhase], name: str) -> int:
    names = _names(phases)
    if name not in names:
        advice = nearest(name, names)
        raise ValueError(f"no phase {name!r}" + (f"; {advice}" if advice else ""))
    return names.index(name)
