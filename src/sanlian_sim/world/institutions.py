"""Institutions of a place: communities, organisations, station workers, government, managers."""

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.randomness import Stream, keys, uniforms
from sanlian_sim.scenario.schema import Parameters, Settings
from sanlian_sim.world.arrays import Rows
from sanlian_sim.world.columns import Table
from sanlian_sim.world.places import Place
from sanlian_sim.world.population import Population
from sanlian_sim.world.rules import DEPARTMENTS, MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import (
    LONG_AGO,
    NEVER,
    AgeBand,
    CommunityColumns,
    Founder,
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
    "lead": (),
}
"""Families of services that a type offers; ``general`` offers what volunteers can help with."""
LEAD_KIND: Final = list(ORGANISATION_TYPES).index("lead")

TYPES_IN_ORDER: Final = (
    "care", "psychosocial", "livelihood", "care", "health", "psychosocial", "general",
)  # fmt: skip
DEPARTMENTS_LEVEL: Final = 2
FEWEST_SEATS: Final = 4

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
    rows["working_age"] = _count(population.age_band == AgeBand.WORKING_AGE, first)
    rows["households"] = np.diff(population.community_first_household)
    rows["targets"] = _count(outreach_targets(population), first)
    rows["volunteers"] = _count(population.volunteer, first)
    rows["older"] = rows["older_initial"] = _count(population.age_band >= AgeBand.OLDER, first)
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


def make_organisations(place: Place, settings: Settings, led: bool, world_seed: int) -> Table:
    """Make the organisations there are, and seats for those founded later.

    Rows of a sub-district lie together: the first ones, then seats, types in order. ``led`` adds a
    lead organisation, which serves nobody, as the last of the first sub-district.
    """
    parameters = settings.parameters
    sub_districts, kinds, alive = [], [], []
    for j in range(len(place.sub_districts)):
        own = [c for c in place.communities if c.sub_district == j]
        people = sum(c.residents for c in own)
        density = sum(c.residents * c.organisation_density for c in own) / max(1, people)
        usual = parameters.organisations_per_10000 * people / 10_000
        number = max(1, round(density * max(parameters.organisations_least, usual)))
        seats = math.ceil(parameters.organisation_seats_per_10000 * people / 10_000)
        for n in range(number + max(FEWEST_SEATS, seats)):
            sub_districts.append(j)
            kinds.append(list(ORGANISATION_TYPES).index(TYPES_IN_ORDER[n % len(TYPES_IN_ORDER)]))
            alive.append(n < number)
        if led and j == 0:
            sub_districts.append(j)
            kinds.append(list(ORGANISATION_TYPES).index("lead"))
            alive.append(True)
    table = Table(SocialOrganisationColumns, len(kinds))
    rows = table.rows
    # The lead's key comes last, so that all others have the luck they have without one.
    last = np.argsort(np.array(kinds) == LEAD_KIND, kind="stable")
    rows["key"][last] = _keys(world_seed, 2, len(kinds))
    rows["sub_district"], rows["kind"], rows["alive"] = sub_districts, kinds, alive
    rows["founder"] = np.where(rows["kind"] == LEAD_KIND, Founder.LEAD, Founder.FIRST)
    rows["reputation"] = parameters.reputation_initial
    rows["motivation"] = parameters.mission
    rows["overhead"] = _overheads(rows["key"].copy(), parameters, world_seed)
    rows["founded"] = np.where(rows["alive"], LONG_AGO, NEVER)
    offered = offers(table, parameters)
    rows["services"] = offered @ (1 << np.arange(offered.shape[1], dtype=np.uint32))
    return table


def _overheads(
    keys: NDArray[np.uint64], parameters: Parameters, world_seed: int
) -> NDArray[np.float64]:
    """Overhead of each organisation, evenly spread around the central one (equation O1)."""
    u = uniforms(world_seed, int(Stream.OVERHEAD), keys, 0)
    spread = parameters.overhead_spread * (2.0 * u - 1.0)
    result: NDArray[np.float64] = parameters.overhead * (1.0 + spread)
    return result


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
    """Make the bureau, the sub-district offices with their civil servants, and departments."""
    offices = slice(1, 1 + len(place.sub_districts))
    table = Table(GovernmentColumns, offices.stop + len(DEPARTMENTS))
    rows = table.rows
    rows["key"] = _keys(world_seed, 3, len(table))
    rows["level"][1:] = DEPARTMENTS_LEVEL
    rows["level"][offices] = 1
    rows["parent"][1:] = 0
    people = np.zeros(len(place.sub_districts))
    sizes = np.diff(population.community_first)
    np.add.at(people, [c.sub_district for c in place.communities], sizes)
    fte = people * parameters.civil_servants_per_10000 / 10_000
    weekly = parameters.paid_hours_year * MINUTES / WEEKS_PER_YEAR
    rows["civil_minutes"][offices] = np.floor(fte * weekly + 0.5)
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
        there = organisations["alive"] & (organisations["kind"] != LEAD_KIND)
        employers = np.flatnonzero((organisations["sub_district"] == j) & there)
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


def worker_turnover(rule: Any) -> float:
    """Turnover a year of organisations' staff under contracts of one year (equation K3)."""
    return float(rule.turnover_base + rule.insecurity)


def post_turnover(rule: Any) -> float:
    """Attrition a year of government's posts, over types of contract (equation K1)."""
    civil = rule.civil_share
    return float(civil * rule.civil_attrition + (1.0 - civil) * rule.contract_attrition)


def usual_skill(rule: Any, turnover: float) -> float:
    """Skill of a staff that has always had some turnover a year (equation K5)."""
    learned = rule.skill_learning + turnover
    return float(rule.skill_learning / learned) if learned > 0.0 else 1.0


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
