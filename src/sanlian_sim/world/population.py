"""Residents and households of a place at week 0.

Each community is drawn by itself, from its own targets and keys, so the residents of one do not
depend on the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.randomness import Stream, keys, uniforms
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.world import characteristics as draws
from sanlian_sim.world.characteristics import Bools, Codes, Keys, Members, Rows
from sanlian_sim.world.households import (
    MEMBERS,
    Composition,
    household_counts,
    without_adult_share,
)
from sanlian_sim.world.places import CommunityPlace, Place, whole

_HOUSEHOLDS: Final = 2**32
"""Added to the community in the keys of households, which thereby differ from residents'."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Residents (n) and households (h), sorted by community, grid and household.

    Parameters
    ----------
    key : array of uint64, shape (n,)
        Stable identity of each resident, from which all its draws derive.
    community, grid, household : array of int32, shape (n,)
        Community, grid within the community (from 0) and household row.
    age_band : array of int8, shape (n,)
        0: 0-14, 1: 15-59, 2: 60-79, 3: 80 and more years.
    low_income, disabled, bereaved, living_alone, volunteer : array of bool, shape (n,)
        Flags; ``volunteer`` means active at week 0.
    education : array of int8, shape (n,)
        0 low, 1 middle, 2 high.
    income_class : array of int8, shape (n,)
        Quintile, 0 lowest.
    labour : array of int8, shape (n,)
        0 outside the labour force, 1 employed, 2 unemployed.
    household_key : array of uint64, shape (h,)
        Stable identity of each household.
    household_community, household_first, household_size : array of int32, shape (h,)
        Community, row of the first member, number of members.
    community_first, community_first_household : array of int32, shape (communities + 1,)
        Row of each community's first resident and household; the last entry is the total.
    """

    key: Keys
    community: Rows
    grid: Rows
    household: Rows
    age_band: Codes
    low_income: Bools
    disabled: Bools
    bereaved: Bools
    living_alone: Bools
    education: Codes
    income_class: Codes
    labour: Codes
    volunteer: Bools
    household_key: Keys
    household_community: Rows
    household_first: Rows
    household_size: Rows
    community_first: Rows
    community_first_household: Rows

    @property
    def residents(self) -> int:
        """Number of residents."""
        return int(self.key.shape[0])

    @property
    def households(self) -> int:
        """Number of households."""
        return int(self.household_key.shape[0])


@dataclass(frozen=True, slots=True)
class CommunityPart:
    """One community's share of a population: its members, grids of households, characteristics."""

    members: Members
    household_grid: Rows
    columns: Mapping[str, NDArray[Any]]


def synthetic_population(place: Place, world_seed: int, parameters: Parameters) -> Population:
    """Draw the residents and households of ``place``.

    Parameters
    ----------
    place : Place
        Communities with their targets.
    world_seed : int
        Seed of the world, at least 0.
    parameters : Parameters
        Uses the mean household size, households per grid, participation rates and the
        correlation of income and education.

    Returns
    -------
    Population
        Exactly ``place.residents`` residents.

    Raises
    ------
    ValueError
        If the targets of a community contradict each other; the message names community and
        target.
    """
    parts = [
        _drawn(community, index, world_seed, parameters)
        for index, community in enumerate(place.communities)
    ]
    return joined(parts)


def _drawn(
    place: CommunityPlace, index: int, world_seed: int, parameters: Parameters
) -> CommunityPart:
    try:
        composition = checked_composition(place, parameters.mean_household)
        counts = household_counts(place.residents, composition)
    except ValueError as error:
        raise ValueError(f"community '{place.name}': {error}") from error
    members = _settled(np.array(counts), index, world_seed)
    grid = even_grids(members.household_key.shape[0], parameters.households_per_grid)
    return CommunityPart(members, grid, complete(members, place, world_seed, parameters, {}))


def checked_composition(place: CommunityPlace, mean_household: float) -> Composition:
    """Household targets of a community.

    Raises
    ------
    ValueError
        If the composition is infeasible, or more residents are to be bereaved or volunteers than
        can be.
    """
    composition = Composition(place.age_shares, place.alone_60_plus, mean_household)
    limits = (
        ("bereaved", without_adult_share(composition), "60+ without an adult of 15-59 at home"),
        ("active_volunteers", place.share_15_59 + place.share_60_79, "15-79"),
    )
    for target, limit, who in limits:
        share = getattr(place, target)
        if share > limit + 1e-9:
            raise ValueError(
                f"{target} = {share:g} exceeds {limit:.4g}, the share of residents of {who}"
            )
    return composition


def _settled(counts: NDArray[np.int64], index: int, world_seed: int) -> Members:
    """Households of the counted types in hash order, with their members."""
    household_key = keys(world_seed, _HOUSEHOLDS + index, int(counts.sum()))
    order = np.argsort(uniforms(world_seed, int(Stream.HOUSEHOLD_TYPE), household_key, 0))
    types = np.repeat(np.arange(counts.shape[0]), counts)[order]
    size = MEMBERS[types].sum(axis=1)
    bands = np.tile(np.arange(4, dtype=np.int8), types.shape[0])
    return Members(
        key=keys(world_seed, index, int(size.sum())),
        age_band=np.repeat(bands, MEMBERS[types].ravel()),
        household=np.repeat(np.arange(types.shape[0], dtype=np.int32), size),
        household_key=household_key,
        household_first=(np.cumsum(size) - size).astype(np.int32),
        household_size=size.astype(np.int32),
    )


def even_grids(households: int, households_per_grid: float) -> Rows:
    """Grid of each household: consecutive blocks of nearly equal size, about the stated one."""
    grids = max(1, whole(households / households_per_grid))
    return (np.arange(households, dtype=np.int64) * grids // max(households, 1)).astype(np.int32)


def complete(
    members: Members,
    place: CommunityPlace,
    world_seed: int,
    parameters: Parameters,
    given: Mapping[str, NDArray[Any]],
) -> dict[str, NDArray[Any]]:
    """All characteristics of a community's residents: those ``given``, the others drawn.

    A code of -1 in what is given is drawn too.
    """
    columns: dict[str, NDArray[Any]] = {}
    ways: dict[str, Callable[[], NDArray[Any]]] = {
        "disabled": lambda: draws.draw_disabled(members, place, world_seed),
        "low_income": lambda: draws.draw_low_income(
            members, columns["disabled"], place, world_seed
        ),
        "bereaved": lambda: draws.draw_bereaved(members, place, world_seed),
        "education": lambda: draws.draw_education(members, world_seed),
        "income_class": lambda: draws.draw_income_class(
            members,
            columns["education"],
            columns["low_income"],
            parameters.income_education_correlation,
            world_seed,
        ),
        "labour": lambda: draws.draw_labour(
            members,
            columns["disabled"],
            parameters.participation_rate,
            parameters.participation_rate_disabled,
            place.unemployed,
            world_seed,
        ),
        "volunteer": lambda: draws.draw_volunteers(members, place, world_seed),
    }
    for name, way in ways.items():
        columns[name] = _given_or_drawn(given.get(name), way)
    return columns


def _given_or_drawn(given: NDArray[Any] | None, way: Callable[[], NDArray[Any]]) -> NDArray[Any]:
    if given is None:
        return way()
    known = given >= 0
    if known.all():
        return given
    drawn = way()
    return np.where(known, given, drawn).astype(drawn.dtype)


def joined(parts: list[CommunityPart]) -> Population:
    """Put the communities one behind the other."""
    first = _offsets([part.members.key.shape[0] for part in parts])
    first_household = _offsets([part.household_grid.shape[0] for part in parts])
    community = np.arange(len(parts), dtype=np.int32)
    members = [part.members for part in parts]

    def stacked(arrays: list[NDArray[Any]], dtype: str) -> NDArray[Any]:
        return np.concatenate([np.empty(0, dtype=dtype), *arrays], dtype=dtype)

    household = stacked(
        [m.household + start for m, start in zip(members, first_household[:-1], strict=True)], "i4"
    )
    household_size = stacked([m.household_size for m in members], "i4")
    household_grid = stacked([part.household_grid for part in parts], "i4")
    flags = ("low_income", "disabled", "bereaved", "volunteer")
    codes = ("education", "income_class", "labour")
    return Population(
        key=stacked([m.key for m in members], "u8"),
        community=np.repeat(community, np.diff(first)),
        grid=household_grid[household],
        household=household,
        age_band=stacked([m.age_band for m in members], "i1"),
        living_alone=household_size[household] == 1,
        **{name: stacked([part.columns[name] for part in parts], "?") for name in flags},
        **{name: stacked([part.columns[name] for part in parts], "i1") for name in codes},
        household_key=stacked([m.household_key for m in members], "u8"),
        household_community=np.repeat(community, np.diff(first_household)),
        household_first=stacked(
            [m.household_first + start for m, start in zip(members, first[:-1], strict=True)], "i4"
        ),
        household_size=household_size,
        community_first=first,
        community_first_household=first_household,
    )


def _offsets(counts: list[int]) -> Rows:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int32)
