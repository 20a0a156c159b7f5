"""Building a world: everything that stands at the first week of warm-up."""

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.scenario.schema import Scenario, Settings
from sanlian_sim.world.arrays import CommunitySeries, Policy, ServiceSeries
from sanlian_sim.world.capacity import expected_need
from sanlian_sim.world.columns import Table, column_specs
from sanlian_sim.world.flows import Parties, Register, flows_of
from sanlian_sim.world.institutions import (
    able_carers,
    make_communities,
    make_governments,
    make_organisations,
    make_property_managers,
    make_workers,
    offers,
)
from sanlian_sim.world.layout import lay_out
from sanlian_sim.world.market import empty_market, open_market
from sanlian_sim.world.networks import Ties
from sanlian_sim.world.people import people_of
from sanlian_sim.world.places import Place
from sanlian_sim.world.population import Population
from sanlian_sim.world.rules import settings_rows
from sanlian_sim.world.segments import Segmented
from sanlian_sim.world.staffing import staff
from sanlian_sim.world.state import (
    NEVER,
    RARELY_READ,
    CaseColumns,
    ContractColumns,
    EndedColumns,
    EventColumns,
    HouseholdColumns,
    ResidentColumns,
)
from sanlian_sim.world.stocks import start
from sanlian_sim.world.world import World


def build_world(
    scenario: Scenario, seed: int, *, world_seed: int | None = None, threads: int = 1
) -> World:
    """Build the world of a scenario at the first week of warm-up.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    seed : int
        Seed of the replicate.
    world_seed : int, optional
        Seed of population and ties; the replicate's seed by default.
    threads : int
        Threads for compiled phases.

    Raises
    ------
    ExperimentError
        If the user's own tables hold problems.
    ValueError
        If the place's targets cannot be met.
    """
    settings = scenario.baseline
    world_seed = seed if world_seed is None else world_seed
    place, population, ties, filled = people_of(scenario, world_seed)
    world = _institutions(scenario, settings, seed, world_seed, place, population, ties)
    del population
    world.filled = filled
    world.threads = threads
    staff(world, expected_need(world))
    open_market(world)
    start(world)
    _look_ahead(world)
    return world


def _look_ahead(world: World) -> None:
    """Note what spares phases a look at residents."""
    people = world.residents
    candidates = world.calendar.min(axis=1, initial=NEVER)
    np.minimum(candidates, people.limited_until, out=people.next_due)
    np.maximum.at(world.communities.rows["most_ties"], people.community, world.ties.degree)


def _institutions(
    scenario: Scenario, settings: Settings, seed: int, world_seed: int, place: Place,
    population: Population, ties: Ties,
) -> World:  # fmt: skip
    rows = settings_rows(settings)
    communities = make_communities(place, population, world_seed)
    organisations = make_organisations(place, settings, _is_led(scenario), world_seed)
    governments = make_governments(place, population, settings.parameters, world_seed)
    providers, layout = lay_out(
        rows[1], communities.rows["sub_district"], organisations.rows["sub_district"],
        offers(organisations, settings.parameters),
    )  # fmt: skip
    by_household = able_carers(population)
    residents = _residents(population)
    n, c, j = len(rows[1]), len(communities), len(layout.office)
    nobody = np.zeros(c, dtype=np.int64)
    return World(
        scenario, seed, world_seed, place, (), residents, _households(population, by_household),
        communities, organisations,
        make_workers(_who_has_workers(scenario), communities.rows, organisations.rows, world_seed),
        governments, make_property_managers(place, world_seed), providers,
        Table(ContractColumns, 0), layout, ties, _no_policy(c, j, n),
        empty_market(scenario, c, j, len(organisations)), _register(place, organisations),
        Segmented(CaseColumns, nobody),
        Segmented(EventColumns, nobody), Segmented(EndedColumns, nobody),
        np.zeros((len(residents), n), dtype=np.int32),
        np.zeros((len(residents), n), dtype=np.uint16),
        np.zeros((c, len(CommunitySeries))), np.zeros((c, n, len(ServiceSeries))),
        np.zeros((j, n)),
    )  # fmt: skip


def _register(place: Place, organisations: Table) -> Register:
    names = [community.name for community in place.communities]
    parties = Parties(names, place.sub_districts, len(organisations))
    return Register(parties, flows_of(parties, organisations.rows["sub_district"].tolist()))


def _is_led(scenario: Scenario) -> bool:
    """Whether a lead organisation acts for the bureau, before or after the policy begins."""
    return any(one.levers.lead_organisation for one in (scenario.baseline, scenario.policy))


def _who_has_workers(scenario: Scenario) -> Settings:
    """Return the settings that decide the station workers: the policy's if it has any."""
    if scenario.policy.levers.workers_per_10000 > 0.0:
        return scenario.policy
    return scenario.baseline


def _residents(population: Population) -> Table:
    table = Table(ResidentColumns, population.residents, packed=RARELY_READ)
    for name in column_specs(ResidentColumns):
        if hasattr(population, name):
            table.columns[name][...] = getattr(population, name)
    return table


def _households(population: Population, carers: NDArray[np.int32]) -> Table:
    table = Table(HouseholdColumns, population.households)
    table.rows["key"] = population.household_key
    table.rows["community"] = population.household_community
    table.rows["first_row"] = population.household_first
    table.rows["size"] = population.household_size
    table.rows["able_carers"] = carers
    return table


def _no_policy(c: int, j: int, k: int) -> Policy:
    """Room for the levers in force, before any is set."""
    return Policy(
        delta=np.zeros((c, k)), phi=np.zeros((j, k)),
        route_length=np.zeros((c, 3, 5), dtype=np.int8),
        route_edges=np.zeros((c, 3, 5), dtype=np.int8),
        route=np.zeros((c, 3, 5, 4), dtype=np.int8), misroute=np.zeros((c, 3, 5, 4)),
        shared=np.zeros(j, dtype=np.bool_), walk_in=np.zeros(c, dtype=np.bool_),
        data_sharing=np.zeros(c, dtype=np.bool_), worker_node=np.full(j, -1, dtype=np.int8),
        endorsement=np.zeros(c), platform=np.zeros(c), mobilisers=np.zeros(c),
        worker_fte=np.zeros(c), edge_committee=np.zeros(c, dtype=np.bool_),
        edge_organisations=np.zeros(j, dtype=np.bool_), edge_worker=np.zeros(j, dtype=np.bool_),
        supply=np.ones(c), cooperation=np.zeros(c), lead=np.zeros(c), redevelopment=np.zeros(c),
        capacity=np.zeros(c),
    )  # fmt: skip
