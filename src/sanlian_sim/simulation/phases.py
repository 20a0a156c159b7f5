"""Changing the week: phases inserted, replaced, or written in plain Python over a model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sanlian_sim.dynamics.week import Phase
from sanlian_sim.scenario.problems import nearest

if TYPE_CHECKING:
    from sanlian_sim.simulation.model import SanlianModel
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
    """

    name: str
    step: "Callable[[SanlianModel], object]"
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    every: int = 1

    def on(self, model: "SanlianModel") -> Phase:
        """Return the phase for one model."""
        return Phase(self.name, _OnModel(self.step, model), self.reads, self.writes, self.every)


@dataclass(frozen=True, eq=False)
class _OnModel:
    step: "Callable[[SanlianModel], object]"
    model: "SanlianModel"

    def __call__(self, world: "World") -> None:
        self.step(self.model)


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
