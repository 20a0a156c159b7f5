"""Institutions of a place: communities, organisations, station workers, government, managers."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.randomness import keys
from sanlian_sim.scenario.schema import Parameters, Settings
from sanlian_sim.world.arrays import Rows
from sanlian_sim.world.columns import Table
from sanlian_sim.world.places import Place
from sanlian_sim.world.population import Population
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import (
    LONG_AGO,
    AgeBand,
    CommunityColumns,
    GovernmentColumns,
    Labour,
    Node,
    PropertyManagerColumns,
    SocialOrganisationColumns,
    SocialWorkerColumns,
)

ORGANISATION_TYPES: Final = {
    "care": ("care", "health"),
    "psychosocial": ("psychosocial",),
    "livelihood": ("livelihood", "order"),
    "health": ("health",),
    "general": (),
}
"""Families of services that a type offers; ``general`` offers what volunteers can help with."""

TYPES_IN_ORDER: Final = (
    "care", "psychosocial", "livelihood", "care", "health", "psychosocial", "general",
)  # fmt: skip
FEWEST_ORGANISATIONS: Final = 3

_KINDS_OF_KEYS: Final = 2**40


def _keys(world_seed: int, kind: int, count: int) -> NDArray[np.uint64]:
    """Keys of institutions, apart from those of residents and households."""
    result: NDArray[np.uint64] = keys(world_seed, _KINDS_OF_KEYS + kind, count)
    return result


def make_communities(place: Place, population: Population, world_seed: int) -> Table:
    """Make the table of communities, without what depends on needs."""
    table = Table(CommunityColumns, len(place.communities))
    rows = table.rows
    first = population.community_first
    rows["key"] = _keys(world_seed, 1, len(table))
    rows["first_resident"] = first[:-1]
    rows["residents"] = np.diff(first)
    rows["adults"] = _count(population.age_band != AgeBand.CHILD, first)
    rows["older"] = _count(population.age_band >= AgeBand.OLDER, first)
    rows["working_age"] = _count(population.age_band == AgeBand.WORKING_AGE, first)
    rows["households"] = np.diff(population.community_first_household)
    rows["targets"] = _count(outreach_targets(population), first)
    rows["volunteers"] = _count(population.volunteer, first)
    for name in ("sub_district", "friction", "built_environment", "walk_minutes"):
        rows[name] = [getattr(community, name) for community in place.communities]
    return table


def outreach_targets(population: Population) -> NDArray[np.bool_]:
    """Return whom outreach seeks: 60+, disabled, low income, bereaved or unemployed."""
    mask: NDArray[np.bool_] = (
        (population.age_band >= AgeBand.OLDER)
        | population.disabled
        | population.low_income
        | population.bereaved
        | (population.labour == Labour.UNEMPLOYED)
    )
    return mask


def _count(mask: NDArray[np.bool_], first: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.diff(np.concatenate([[0], np.cumsum(mask)])[first])


def make_organisations(place: Place, parameters: Parameters, world_seed: int) -> Table:
    """Make the fixed set of organisations: per sub-district at least three, types in order."""
    sub_districts, kinds = [], []
    for j in range(len(place.sub_districts)):
        people = sum(c.residents for c in place.communities if c.sub_district == j)
        number = round(parameters.organisations_per_10000 * people / 10_000)
        for n in range(max(FEWEST_ORGANISATIONS, number)):
            sub_districts.append(j)
            kinds.append(list(ORGANISATION_TYPES).index(TYPES_IN_ORDER[n % len(TYPES_IN_ORDER)]))
    table = Table(SocialOrganisationColumns, len(kinds))
    table.rows["key"] = _keys(world_seed, 2, len(kinds))
    table.rows["sub_district"] = sub_districts
    table.rows["kind"] = kinds
    table.rows["reputation"] = parameters.reputation_initial
    table.rows["founded"] = LONG_AGO
    offered = offers(table, parameters)
    table.rows["services"] = offered @ (1 << np.arange(offered.shape[1], dtype=np.uint32))
    return table


def offers(organisations: Table, parameters: Parameters) -> NDArray[np.bool_]:
    """Return which organisation offers which service; shape (organisations, services)."""
    by_type = np.array(
        [
            [
                service.family in families or (name == "general" and service.volunteer_order > 0)
                for service in parameters.services.values()
            ]
            for name, families in ORGANISATION_TYPES.items()
        ],
        dtype=np.bool_,
    ).reshape(len(ORGANISATION_TYPES), -1)
    result: NDArray[np.bool_] = by_type[organisations.rows["kind"]]
    return result


def make_governments(place: Place, population: Population, parameters: Parameters,
                     world_seed: int) -> Table:  # fmt: skip
    """Make the bureau and the sub-district offices with their civil servants."""
    table = Table(GovernmentColumns, 1 + len(place.sub_districts))
    rows = table.rows
    rows["key"] = _keys(world_seed, 3, len(table))
    rows["level"][1:] = 1
    rows["parent"][1:] = 0
    people = np.zeros(len(place.sub_districts))
    sizes = np.diff(population.community_first)
    np.add.at(people, [c.sub_district for c in place.communities], sizes)
    fte = people * parameters.civil_servants_per_10000 / 10_000
    weekly = parameters.paid_hours_year * MINUTES / WEEKS_PER_YEAR
    rows["civil_minutes"][1:] = np.floor(fte * weekly + 0.5)
    return table


def make_property_managers(place: Place, world_seed: int) -> Table:
    """Make one property manager per community; responsiveness is the lack of friction."""
    table = Table(PropertyManagerColumns, len(place.communities))
    table.rows["key"] = _keys(world_seed, 4, len(table))
    table.rows["community"] = np.arange(len(table))
    table.rows["friction"] = [c.friction for c in place.communities]
    table.rows["responsiveness"] = 1.0 - table.rows["friction"]
    return table


def make_workers(
    settings: Settings, communities: Rows, organisations: Rows, world_seed: int
) -> Table:
    """Make the station workers that levers pay for: whole persons who share the hours."""
    levers, hours = settings.levers, settings.parameters.worker_hours_year
    employed_by = Node.ORGANISATION if levers.worker_employer == "organisation" else Node.COMMITTEE
    people = np.bincount(communities["sub_district"], weights=communities["residents"])
    rows: list[tuple[int, int, int, int]] = []
    for j, fte in enumerate(people * levers.workers_per_10000 / 10_000):
        persons = int(np.ceil(fte - 1e-9))
        total = int(np.floor(fte * hours * MINUTES / WEEKS_PER_YEAR + 0.5))
        employers = np.flatnonzero(organisations["sub_district"] == j)
        for n in range(persons):
            employer = -1 if employed_by == Node.COMMITTEE else int(employers[n % len(employers)])
            minutes = total // persons + (n < total % persons)
            rows.append((j, int(employed_by), employer, minutes))
    table = Table(SocialWorkerColumns, len(rows))
    table.rows["key"] = _keys(world_seed, 5, len(rows))
    for name, values in zip(
        ("sub_district", "employer_kind", "employer", "minutes"), zip(*rows, strict=True),
        strict=False,
    ):  # fmt: skip
        table.rows[name] = values
    return table


def wages(parameters: Parameters) -> dict[str, float]:
    """Yuan per paid hour of every job, station workers included."""
    worker = parameters.worker_cost_year / parameters.worker_hours_year
    return dict(parameters.jobs) | {"social_worker": worker}


def able_carers(population: Population) -> NDArray[np.int32]:
    """Members of each household who can care: 15-79 and not disabled; shape (households,)."""
    able = (
        (population.age_band >= AgeBand.WORKING_AGE)
        & (population.age_band <= AgeBand.OLDER)
        & ~population.disabled
    )
    return np.bincount(population.household, weights=able, minlength=population.households).astype(
        np.int32
    )
