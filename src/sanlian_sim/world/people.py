"""The people of a scenario: synthetic, or the user's own."""

from pathlib import Path
from typing import Any

from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.scenario.schema import Scenario
from sanlian_sim.world.networks import Ties, synthetic_ties
from sanlian_sim.world.places import Place, resolve_place
from sanlian_sim.world.population import Population, synthetic_population
from sanlian_sim.world.resident_table import read_residents
from sanlian_sim.world.user_data import (
    place_from_table,
    population_from_table,
    read_ties,
    tie_problems,
)

People = tuple[Place, Population, Ties, tuple[str, ...]]


def people_of(scenario: Scenario, world_seed: int) -> People:
    """Return place, population, ties and the names of columns drawn for the user's table.

    Raises
    ------
    ExperimentError
        If the user's own tables hold problems.
    """
    parameters = scenario.baseline.parameters
    residents, ties = _own_data(scenario)
    if residents is not None:
        return _own_people(scenario, residents, ties, world_seed)
    place = resolve_place(scenario.community, world_seed)
    population = synthetic_population(place, world_seed, parameters)
    return place, population, synthetic_ties(population, place, world_seed, parameters), ()


def _own_data(scenario: Scenario) -> tuple[Any, Any]:
    """Tables attached in Python take the place of files named in the experiment."""
    residents, ties = scenario.community.residents, scenario.community.ties
    if scenario.data is not None:
        residents = residents if scenario.data.residents is None else scenario.data.residents
        ties = ties if scenario.data.ties is None else scenario.data.ties
    return residents, ties


def own_data_problems(residents: Path, ties: Path | None) -> list[Problem]:
    """Say what is wrong with tables whose experiment cannot be run as it stands."""
    try:
        table = read_residents(residents)
    except ExperimentError as error:
        return [*error.problems, *([] if ties is None else tie_problems(ties))]
    try:
        if ties is not None:
            read_ties(ties, table)
    except ExperimentError as error:
        return list(error.problems)
    return []


def _own_people(scenario: Scenario, residents: Any, ties: Any, world_seed: int) -> People:
    parameters = scenario.baseline.parameters
    try:
        table = read_residents(residents)
    except ExperimentError as error:
        more = [] if ties is None else tie_problems(ties)
        raise ExperimentError([*error.problems, *more]) from None
    place = place_from_table(table, scenario.community)
    population, filled = population_from_table(table, place, world_seed, parameters)
    if ties is not None:
        return place, population, read_ties(ties, table), filled
    return place, population, synthetic_ties(population, place, world_seed, parameters), filled
