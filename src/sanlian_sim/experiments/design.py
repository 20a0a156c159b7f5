"""Which runs an experiment asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.outcomes.summary import MEASURES, Measure
from sanlian_sim.randomness import replicate_seed
from sanlian_sim.scenario.schema import Experiment, Scenario
from sanlian_sim.scenario.settings import Closure

CALIBRATION_REPLICATES: Final = 8
# A design has at most a million replicates, numbered from 0: these have luck of their own.
FIRST_CALIBRATION_REPLICATE: Final = 1_000_000


@dataclass(frozen=True)
class Recording:
    """What runs keep besides their summary.

    Attributes
    ----------
    weekly : {"total", "community"}
        Whether weekly series are kept for the whole place or by community too.
    cases : bool
        Whether every case is kept.
    """

    weekly: Literal["total", "community"] = "total"
    cases: bool = False


TOTALS: Final = Recording()


@dataclass(frozen=True)
class Task:
    """One run: a scenario and a replicate, with everything a process needs to do it.

    Attributes
    ----------
    scenario : Scenario
    replicate : int
        All scenarios of a replicate share its seed, and thereby their luck.
    seed : int
    world_seed : int or None
        Seed of population and ties; None for the replicate's.
    closure : str
        What is held equal to the baseline.
    service_scale : float
        Scale of hours under ``equal_service``.
    threads : int
    recording : Recording
    phases : tuple of Phase
    measures : tuple of Measure
        The week, and what the summary holds; their functions must be those of a module if runs
        are shared out to processes.
    """

    scenario: Scenario
    replicate: int
    seed: int
    world_seed: int | None = None
    closure: Closure = "as_is"
    service_scale: float = 1.0
    threads: int = 1
    recording: Recording = TOTALS
    phases: tuple[Phase, ...] = PHASES
    measures: tuple[Measure, ...] = MEASURES

    @property
    def key(self) -> tuple[str, int]:
        """Scenario's name and replicate, which no other run of an experiment has."""
        return self.scenario.name, self.replicate

    def __str__(self) -> str:
        """Return what a message calls the run."""
        return f"scenario '{self.scenario.name}', replicate {self.replicate}, seed {self.seed}"


def replicate_tasks(
    experiment: Experiment,
    replicates: range,
    *,
    names: Sequence[str] | None = None,
    seed: int | None = None,
    scales: Mapping[str, float] | None = None,
    threads: int = 1,
    recording: Recording = TOTALS,
    phases: Sequence[Phase] = PHASES,
    measures: Sequence[Measure] = MEASURES,
) -> list[Task]:
    """Return the runs of scenarios over replicates, replicate by replicate.

    An interruption then leaves whole replicates, in which all scenarios can be compared.

    Parameters
    ----------
    experiment : Experiment
    replicates : range
        Numbers of the replicates.
    names : sequence of str, optional
        Scenarios; all by default.
    seed : int, optional
        Seed of every replicate, in place of those that follow from the design's seed.
    scales : mapping, optional
        Scale of hours of scenarios under ``equal_service``.
    threads, recording, phases, measures
        As in ``Task``.
    """
    design = experiment.design
    return [
        Task(
            scenario=experiment.scenario(name),
            replicate=replicate,
            seed=replicate_seed(design.seed, replicate) if seed is None else seed,
            world_seed=design.world_seed,
            closure=experiment.closure(name),
            service_scale=(scales or {}).get(name, 1.0),
            threads=threads,
            recording=recording,
            phases=tuple(phases),
            measures=tuple(measures),
        )
        for replicate in replicates
        for name in (experiment.scenarios if names is None else names)
    ]
