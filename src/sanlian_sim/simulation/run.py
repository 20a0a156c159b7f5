"""One run of one scenario, from building the world to its result."""

from collections.abc import Sequence
from operator import index
from time import perf_counter

from sanlian_sim.dynamics.week import PHASES, Phase, advance
from sanlian_sim.outcomes.drift import drift
from sanlian_sim.outcomes.ledger import read_ledger
from sanlian_sim.outcomes.record import Detail, Places, Recorder
from sanlian_sim.outcomes.summary import MEASURES, Measure, summarise
from sanlian_sim.scenario.schema import Scenario
from sanlian_sim.scenario.settings import Closure
from sanlian_sim.simulation.provenance import notes_of, provenance_of
from sanlian_sim.simulation.result import Result
from sanlian_sim.simulation.warmup import Warmups
from sanlian_sim.world.build import build_world


def run(
    scenario: Scenario,
    *,
    seed: int,
    replicate: int = 0,
    world_seed: int | None = None,
    threads: int = 1,
    closure: Closure = "as_is",
    service_scale: float = 1.0,
    record: Detail = "total",
    cases: bool = False,
    phases: Sequence[Phase] = PHASES,
    measures: Sequence[Measure] = MEASURES,
    warmups: Warmups | None = None,
) -> Result:
    """Simulate a scenario over its whole horizon.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    seed : int
        Seed of the replicate, from which all luck derives.
    replicate : int
        Number of the replicate, for the tables.
    world_seed : int, optional
        Seed of population and ties; ``seed`` by default.
    threads : int
        Threads of compiled phases; no result depends on it.
    closure : {"as_is", "equal_budget", "equal_service"}
        What is held equal to the baseline.
    service_scale : float
        Scale of hours that ``equal_service`` was found to ask for.
    record : {"total", "community", "off"}
        Which weekly series the result holds.
    cases : bool
        Whether the result holds the log of cases.
    phases : sequence of Phase
        The week, in order.
    measures : sequence of Measure
        What the summary holds.
    warmups : Warmups, optional
        Those of other scenarios with the same seeds, which need not be simulated again.

    Raises
    ------
    ExperimentError
        If the user's own tables hold problems.
    TypeError
        If ``scenario`` is something else, or ``seed`` no integer.
    ValueError
        If the place's targets cannot be met.
    """
    if not isinstance(scenario, Scenario):
        kind = type(scenario).__name__
        raise TypeError(f"run takes a scenario, as experiment.scenario(name); got {kind}")
    seed = index(seed)
    started = perf_counter()
    world = build_world(scenario, seed, world_seed=world_seed, threads=threads)
    world.closure = closure
    world.service_scale = service_scale
    recorder = Recorder(world, record)
    if warmups is not None:
        recorder = warmups.through(recorder, phases)
    while recorder.world.week < scenario.horizon.weeks:
        advance(recorder.world, phases)
        recorder.observe()
    return result_of(
        recorder,
        replicate=replicate,
        cases=cases,
        measures=measures,
        seconds=perf_counter() - started,
    )


def result_of(
    recorder: Recorder,
    *,
    replicate: int = 0,
    cases: bool = False,
    measures: Sequence[Measure] = MEASURES,
    seconds: float = float("nan"),
) -> Result:
    """Return the result of what a recorder has seen so far."""
    world = recorder.world
    scenario = world.scenario
    return Result(
        scenario=scenario.name,
        replicate=replicate,
        seed=world.seed,
        world_seed=world.world_seed,
        services=world.services,
        communities=tuple(one.name for one in world.place.communities),
        sub_districts=tuple(world.place.sub_districts),
        residents=world.communities.rows["residents"].copy(),
        adopted=world.communities.rows["adopted_week"].copy(),
        rows=summarise(recorder, measures),
        accounts=read_ledger(world.register),
        places=Places(*(part.copy() for part in recorder.places)),
        drift=drift(recorder.series),
        series=None if recorder.record == "off" else recorder.series,
        log=recorder.cases() if cases else None,
        between_places=scenario.between_places,
        notes=notes_of(world),
        provenance=provenance_of(world),
        seconds=seconds,
    )
