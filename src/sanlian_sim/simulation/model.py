"""The model as Mesa sees it: a world, the week, and agents that are rows of the world's tables."""

import operator
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import mesa
import numpy as np

from sanlian_sim.dynamics.week import PHASES, Phase, advance
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.rows import Row
from sanlian_sim.outcomes.summary import MEASURES, Measure, summarise
from sanlian_sim.scenario.problems import nearest
from sanlian_sim.scenario.schema import Scenario
from sanlian_sim.scenario.settings import Closure
from sanlian_sim.simulation.agents import TABLES, Resident, SocialOrganisation
from sanlian_sim.simulation.everybody import Everybody
from sanlian_sim.simulation.phases import AnyPhase, ModelPhase
from sanlian_sim.simulation.rows import Registry, RowAgent
from sanlian_sim.simulation.rowset import RowSet
from sanlian_sim.simulation.series import REPORTERS
from sanlian_sim.simulation.trace import trace
from sanlian_sim.world.build import build_world
from sanlian_sim.world.columns import Table
from sanlian_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd


class SanlianModel(mesa.Model):  # type: ignore[misc]
    """One run of a scenario, as a Mesa model.

    Parameters
    ----------
    scenario : Scenario
        What is asked, e.g. ``experiment.scenario("linked")``.
    seed : int, optional
        Seed of the run, from which all luck derives; drawn by the operating system if left out,
        and in both cases readable as ``model.seed``.
    world_seed : int, optional
        Seed of population and ties; ``seed`` by default.
    threads : int
        Threads of compiled phases; no result depends on it.
    phases : sequence of Phase or ModelPhase
        The week, in order; see ``insert_phase`` and ``replace_phase``.
    resident_class : type
        ``Resident`` or a subclass of it with further columns.
    closure : {"as_is", "equal_budget", "equal_service"}
        What is held equal to the baseline, e.g. ``experiment.closure("linked")``.
    service_scale : float
        Scale of hours that makes service equal, as a comparison found it.
    warm_up : bool
        Run the weeks before week 0 at once. If False, ``warm_up()`` or as many steps do.

    Notes
    -----
    A step is a week. ``datacollector`` collects before the first and after every step; replace it
    to collect something else. Agents of other kinds may be added as plain ``mesa.Agent``.
    A row that is removed is no longer an agent; the week goes on for it, as the population is
    constant. Organisations are agents from the end of the week in which they are founded to that
    in which they close. Mesa's own ``scenario`` is not used: SolaraViz would pass one of Mesa's on
    reset.

    Raises
    ------
    TypeError
        If ``scenario`` is something else, or ``seed`` no integer.
    ExperimentError
        If the user's own tables hold problems.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int | None = None,
        *,
        world_seed: int | None = None,
        threads: int = 1,
        phases: Sequence[AnyPhase] = PHASES,
        resident_class: type[Resident] = Resident,
        closure: Closure = "as_is",
        service_scale: float = 1.0,
        warm_up: bool = True,
    ) -> None:
        if not isinstance(scenario, Scenario):
            kind = type(scenario).__name__
            raise TypeError(f"a model takes a scenario, as experiment.scenario(name); got {kind}")
        self.seed = _drawn_seed() if seed is None else operator.index(seed)
        self._registries: list[Registry] = []
        super().__init__(rng=self.seed)
        self._world: World | None = build_world(
            scenario, self.seed, world_seed=world_seed, threads=threads
        )
        self.world.closure, self.world.service_scale = closure, service_scale
        self.phases: tuple[Phase, ...] = tuple(
            phase.on(self) if isinstance(phase, ModelPhase) else phase for phase in phases
        )
        self._register(resident_class)
        self._recorder: Recorder | None = Recorder(self.world)
        if warm_up:
            self.warm_up()
        self.running = self.week < scenario.horizon.weeks
        self.datacollector = mesa.DataCollector(model_reporters=REPORTERS)
        self.datacollector.collect(self)

    def _register(self, resident_class: type[Resident]) -> None:
        first_id = 1
        for kind, name in TABLES.items():
            agent_class = resident_class if kind is Resident else kind
            table: Table = getattr(self.world, name)
            self._registries.append(Registry(self, table, agent_class, first_id))
            first_id += len(table)
        self.agent_id_counter = first_id
        self._living = self.world.organisations.alive.copy()
        self._organisations.restrict(self._living)

    @property
    def _organisations(self) -> Registry:
        return self._registries[list(TABLES).index(SocialOrganisation)]

    def _follow_organisations(self) -> None:
        """Let organisations that were founded be agents, and those that closed be none."""
        living, registry = self.world.organisations.alive, self._organisations
        for row in np.flatnonzero(living & ~self._living).tolist():
            registry.admit(row)
        for row in np.flatnonzero(self._living & ~living & registry.alive).tolist():
            self.deregister_agent(registry.view(row))
        self._living = living.copy()

    @property
    def world(self) -> World:
        """The state of the run, and its scenario."""
        if self._world is None:
            raise ValueError("the model is closed")
        return self._world

    @property
    def recorder(self) -> Recorder:
        """What the weeks so far left behind, that is weekly series, the log of cases, minutes."""
        if self._recorder is None:
            raise ValueError("the model is closed")
        return self._recorder

    @property
    def week(self) -> int:
        """The week about to be simulated; before week 0 the model warms up."""
        return self.world.week

    @property
    def residents(self) -> Table:
        """The table of residents, whose attributes are columns shared with the agents."""
        return self.world.residents

    @property
    def contracts(self) -> Table:
        """The table of contracts; rows without a holder, ``organisation`` -1, are not in use."""
        return self.world.contracts

    @property
    def scenario(self) -> Any:
        """Not there, as Mesa has the name for a scenario of its own."""
        raise AttributeError("the scenario of a run is model.world.scenario")

    @scenario.setter
    def scenario(self, scenario: Any) -> None:
        """Drop the empty scenario that Mesa makes."""

    def warm_up(self) -> None:
        """Run the weeks before week 0, under the baseline's settings."""
        while self.week < 0:
            self._simulate_week()

    def step(self) -> None:
        """Simulate a week and collect.

        Raises
        ------
        RuntimeError
            If the horizon is over.
        """
        weeks = self.world.scenario.horizon.weeks
        if self.week >= weeks:
            raise RuntimeError(f"the horizon of {weeks} weeks is over; make a new model")
        self._simulate_week()
        if self.week >= weeks:
            self.running = False
        self.datacollector.collect(self)

    def _simulate_week(self) -> None:
        advance(self.world, self.phases)
        self.recorder.observe()
        self._follow_organisations()

    def run(self) -> None:
        """Simulate all weeks that remain."""
        self.run_model()

    def outcomes(self, measures: Sequence[Measure] = MEASURES) -> "pd.DataFrame":
        """Return the measures of the weeks counted so far.

        Parameters
        ----------
        measures : sequence of callable
            Each reads the recorder and yields ``Row``; add your own to ``MEASURES``.

        Returns
        -------
        pandas.DataFrame
            Columns outcome, value, group ("all" for everybody), service ("" for all); NaN where
            a measure is not defined.
        """
        import pandas as pd

        return pd.DataFrame(summarise(self.recorder, measures), columns=Row._fields)

    def trace(self, resident: Resident | int) -> "pd.DataFrame":
        """Return what happened to one person since week 0, event by event.

        Parameters
        ----------
        resident : Resident or int
            The person, or the row in the table of residents.

        Returns
        -------
        pandas.DataFrame
            Columns week, service, case (onset and repeat number), event (opened, noticed, served,
            closed, passed, gave up, declined, or open so far) and detail, in order of weeks.

        Raises
        ------
        IndexError
            If there is no such row.
        """
        if isinstance(resident, RowAgent):
            row = resident.unique_id - self._registries[0].first_id
        else:
            number = len(self.residents)
            if not -number <= resident < number:
                raise IndexError(f"no resident {resident}: there are {number}, the first is 0")
            row = resident % number
        return trace(self.recorder.cases(), row, self.world.services, self.week)

    def network(self, layer: str) -> Any:
        """Return a layer as a NetworkX graph.

        Parameters
        ----------
        layer : {"social", "governance", "service"}
            Which.

        Raises
        ------
        ValueError
            If there is no such layer.
        """
        from sanlian_sim.simulation.layers import LAYERS

        if layer not in LAYERS:
            raise ValueError(f"no layer {layer!r}; {nearest(layer, LAYERS)}")
        return LAYERS[layer](self.world)

    def close(self) -> None:
        """Let go of the world.

        Mesa models are cycles of references, so that without this the columns stay until the
        collector comes by.
        """
        self.running = False
        self._world = self._recorder = None
        self._registries = []
        self.phases = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def agents(self) -> Everybody:
        """All agents, the rows of the tables, then plain agents."""
        return Everybody(list(map(self._row_set, self._registries)), super().agents, self.random)

    @property
    def agents_by_type(self) -> dict[type[Any], Any]:
        """The agents of each class, as sets made now; changing one changes no other."""
        rows = {r.agent_class: self._row_set(r) for r in self._registries if len(r.table)}
        return {**rows, **super().agents_by_type}

    @property
    def agent_types(self) -> list[type[Any]]:
        """The classes of agents."""
        return list(self.agents_by_type)

    def _row_set(self, registry: Registry) -> RowSet:
        return RowSet(registry, None, self.random)

    def register_agent(self, agent: Any) -> None:
        """Take in a plain agent; Mesa calls it when one is made."""
        if hasattr(mesa.Agent, "_ids"):
            # Mesa 3.3 numbers agents in a dictionary of the class, from 1, and for ever.
            mesa.Agent._ids.pop(self, None)
            agent.unique_id = self.agent_id_counter
            self.agent_id_counter += 1
        super().register_agent(agent)

    def deregister_agent(self, agent: Any) -> None:
        """Let an agent go; Mesa calls it when one is removed."""
        if not isinstance(agent, RowAgent):
            super().deregister_agent(agent)
            return
        if agent._registry not in self._registries:
            raise KeyError(agent)
        agent._registry.remove(agent)
        if hasattr(self, "notify"):
            self.notify("agents", "agent_removed", args=(agent,))

    def remove_all_agents(self) -> None:
        """Let all agents go."""
        for registry in self._registries:
            if registry.agent_class.remove is mesa.Agent.remove:
                registry.remove_all()
            else:
                self._row_set(registry).do("remove")
        super().remove_all_agents()

    def reset_randomizer(self, seed: int | None = None) -> None:
        """Start the order of shuffles anew; no other luck depends on it."""
        super().reset_randomizer(self.seed if seed is None else seed)


def _drawn_seed() -> int:
    return int(np.random.SeedSequence().generate_state(1)[0])
