"""Which runs an experiment asks for."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.outcomes.summary import MEASURES, Measure
from sanlian_sim.randomness import replicate_seed
from sanlian_sim.scenario.schema import Experiment, Scenario
from sanlian_sim.scenario.settings import Closure
from sanlian_sim.simulation.provenance import scenario_hash

CALIBRATION_REPLICATES: Final = 8
# A design has at most a million replicates, numbered from 0: these have luck of their own.
FIRST_CALIBRATION_REPLICATE: Final = 1_000_000


@dataclass(frozen=True)
class Recording:
    """What runs keep besides their summary.

    Attributes
    ----------
    weekly : {"total", "community", "off"}
        Whether weekly series are kept for the whole place, by community too, or not at all.
    cases : bool
        Whether every case is kept.
    """

    weekly: Literal["total", "community", "off"] = "total"
    cases: bool = False


TOTALS: Final = Recording()
SUMMARIES: Final = Recording(weekly="off")


Key: TypeAlias = tuple[int, str, int]
"""Point, scenario and replicate of a run."""


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
    point : int
        Which variant of the experiment, where there are several.
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
    point: int = 0

    @property
    def key(self) -> Key:
        """Point, scenario's name and replicate, which no other run has."""
        return self.point, self.scenario.name, self.replicate

    def identity(self, scenario: str) -> str:
        """Return the hash of all that the result follows from.

        Parameters
        ----------
        scenario : str
            Hash of the scenario and of the user's tables (``scenario_identity``).
        """
        rules = [f"{phase.name} {_named(phase.run)} {phase.every}" for phase in self.phases]
        read = [_named(measure) for measure in self.measures]
        parts = (
            scenario, self.replicate, self.seed, self.world_seed, self.closure, self.service_scale,
            self.recording.weekly, self.recording.cases, rules, read,
        )  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    def __str__(self) -> str:
        """Return what a message calls the run."""
        return f"scenario '{self.scenario.name}', replicate {self.replicate}, seed {self.seed}"


def scenario_identity(scenario: Scenario) -> str:
    """Return a hash of a scenario's settings and of the contents of the user's tables."""
    content = hashlib.sha256(scenario_hash(scenario).encode())
    for path in (scenario.community.residents, scenario.community.ties):
        if path is not None:
            content.update(Path(path).read_bytes())
    if scenario.data is not None:
        for table in (scenario.data.residents, scenario.data.ties):
            content.update(_contents(table))
    return content.hexdigest()


def _contents(table: Any) -> bytes:
    """Return a hash of a data frame, a graph or nothing."""
    import pandas as pd

    if table is None:
        return b""
    if not isinstance(table, pd.DataFrame):
        return repr((sorted(map(repr, table.nodes)), sorted(map(repr, table.edges)))).encode()
    return (
        repr(list(table.columns)).encode() + pd.util.hash_pandas_object(table).to_numpy().tobytes()
    )


def _named(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def replicate_tasks(
    experiment: Experiment,
    replicates: Sequence[int],
    *,
    names: Sequence[str] | None = None,
    seed: int | None = None,
    scales: Mapping[str, float] | None = None,
    threads: int = 1,
    recording: Recording = TOTALS,
    phases: Sequence[Phase] = PHASES,
    measures: Sequence[Measure] = MEASURES,
    point: int = 0,
) -> list[Task]:
    """Return the runs of scenarios over replicates, replicate by replicate.

    An interruption then leaves whole replicates, in which all scenarios can be compared.

    Parameters
    ----------
    experiment : Experiment
    replicates : sequence of int
        Numbers of the replicates.
    names : sequence of str, optional
        Scenarios; all by default.
    seed : int, optional
        Seed of every replicate, in place of those that follow from the design's seed.
    scales : mapping, optional
        Scale of hours of scenarios under ``equal_service``.
    threads, recording, phases, measures, point
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
            point=point,
        )
        for replicate in replicates
        for name in (experiment.scenarios if names is None else names)
    ]
