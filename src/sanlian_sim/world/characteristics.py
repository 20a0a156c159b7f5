"""What distinguishes the residents of one community: flags, education, income, labour.

Shares of a community are met exactly, up to whole persons (largest remainder), and those who
carry a flag are the first by keyed hash; counts therefore do not vary with the seed. Every
function takes one community, so that communities do not depend on each other.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sanlian_sim.randomness import Stream, uniforms
from sanlian_sim.scenario.presets import apportioned
from sanlian_sim.world.places import CommunityPlace, whole
from sanlian_sim.world.state import AgeBand, Labour

Bools = NDArray[np.bool_]
Codes = NDArray[np.int8]
Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]
Shares = tuple[float, ...]

EDUCATION_SHARES: Final = (0.35, 0.40, 0.25)
"""Low, middle, high: shares of residents (assumed)."""

LOW_INCOME_ODDS: Final = 1.5
"""Odds of low income for residents who are 60+ or disabled, relative to others (assumed)."""

INCOME_CLASSES: Final = 5

_DISABLED, _LOW_INCOME, _BEREAVED = 0, 1, 2

_FITTING_ROUNDS: Final = 200
_FITTED: Final = 1e-10


@dataclass(frozen=True, slots=True)
class Members:
    """Residents and households of one community, sorted by household.

    Parameters
    ----------
    key : array of uint64, shape (n,)
        Keys of residents.
    age_band : array of int8, shape (n,)
        Age bands (see ``AgeBand``).
    household : array of int32, shape (n,)
        Household of each resident, counted from 0 within the community.
    household_key : array of uint64, shape (h,)
        Keys of households.
    household_first : array of int32, shape (h,)
        First resident of each household, counted from 0.
    household_size : array of int32, shape (h,)
        Members of each household, at least 1.
    """

    key: Keys
    age_band: Codes
    household: Rows
    household_key: Keys
    household_first: Rows
    household_size: Rows

    def any_in_household(self, mask: Bools) -> Bools:
        """Whether any member of the household fulfils ``mask``, for every resident."""
        hits = np.bincount(self.household[mask], minlength=self.household_key.shape[0])
        result: Bools = hits[self.household] > 0
        return result

    @property
    def alone(self) -> Bools:
        """Residents of one-person households."""
        result: Bools = self.household_size[self.household] == 1
        return result

    @property
    def older(self) -> Bools:
        """Residents of 60 and more years."""
        result: Bools = self.age_band >= AgeBand.OLDER
        return result


def first_by_hash(
    seed: int, stream: Stream, occasion: int, keys: Keys, eligible: Bools, count: int
) -> Bools:
    """Mark ``count`` of the ``eligible``, those with the smallest draws (all if fewer)."""
    chosen = np.zeros(keys.shape[0], dtype=np.bool_)
    rows = np.flatnonzero(eligible)
    draws = uniforms(seed, int(stream), keys[rows], occasion)
    chosen[rows[np.argsort(draws, kind="stable")[:count]]] = True
    return chosen


@lru_cache(maxsize=256)
def fitted_flags(
    age_alone: tuple[tuple[int, int], ...], age_disabled: tuple[tuple[int, int], ...], low: int
) -> Floats:
    """Cross-tabulate the residents expected by age band, alone, disabled and low income.

    Iterative proportional fitting (Deming & Stephan 1940) from odds of low income that are 1.5
    times as high at 60+ or with a disability.

    Parameters
    ----------
    age_alone, age_disabled : tuple of 4 pairs of int
        Residents of each age band: (not alone, alone) and (not disabled, disabled).
    low : int
        Residents with a low income.

    Returns
    -------
    array of float, shape (4, 2, 2, 2)
        Expected counts, read-only.
    """
    by_alone = np.array(age_alone, dtype=np.float64)[:, :, None, None]
    by_disabled = np.array(age_disabled, dtype=np.float64)[:, None, :, None]
    total = float(by_alone.sum())
    by_income = np.array([total - low, low], dtype=np.float64)
    table = np.ones((4, 2, 2, 2))
    table[AgeBand.OLDER :, :, :, 1] = LOW_INCOME_ODDS
    table[:, :, 1, 1] = LOW_INCOME_ODDS
    for _ in range(_FITTING_ROUNDS):
        before = table
        for margin, kept in ((by_alone, (2, 3)), (by_disabled, (1, 3)), (by_income, (0, 1, 2))):
            sums = table.sum(axis=kept, keepdims=True)
            table = table * np.divide(margin, sums, out=np.zeros_like(sums), where=sums > 0)
        if np.abs(table - before).max() <= _FITTED * max(total, 1.0):
            break
    table.flags.writeable = False
    return table


def _pairs(members: Members, mask: Bools) -> tuple[tuple[int, int], ...]:
    """Residents of each age band outside and inside ``mask``."""
    inside = np.bincount(members.age_band[mask], minlength=4)
    outside = np.bincount(members.age_band, minlength=4) - inside
    return tuple(zip(outside.tolist(), inside.tolist(), strict=True))


def draw_disabled(members: Members, place: CommunityPlace, seed: int) -> Bools:
    """Mark the disabled: the quota of each age band, divided between alone and not by fitting."""
    alone = members.alone
    age_alone = _pairs(members, alone)
    quotas = [whole(sum(p) * s) for p, s in zip(age_alone, place.disabled_shares, strict=True)]
    age_disabled = tuple((sum(p) - q, q) for p, q in zip(age_alone, quotas, strict=True))
    low = whole(members.key.shape[0] * place.low_income)
    expected = fitted_flags(age_alone, age_disabled, low)[:, 1, 1].sum(axis=-1)
    disabled = np.zeros(members.key.shape[0], dtype=np.bool_)
    for band, total in enumerate(quotas):
        others, living_alone = age_alone[band]
        inside = min(max(whole(float(expected[band])), total - others), living_alone, total)
        of_age = members.age_band == band
        for group, count in ((of_age & alone, inside), (of_age & ~alone, total - inside)):
            disabled |= first_by_hash(
                seed, Stream.PERSON_FLAGS, _DISABLED, members.key, group, count
            )
    return disabled


def draw_low_income(members: Members, disabled: Bools, place: CommunityPlace, seed: int) -> Bools:
    """Mark residents with a low income: whole households, in proportion to fitted rates.

    Households are drawn without replacement, each with the mean rate of its members, until the
    quota of residents is full; one that would exceed it is passed over.
    """
    wanted = whole(members.key.shape[0] * place.low_income)
    table = fitted_flags(_pairs(members, members.alone), _pairs(members, disabled), wanted)
    cells = table.sum(axis=-1)
    rates = np.divide(table[..., 1], cells, out=np.zeros_like(cells), where=cells > 0)
    rate = rates[members.age_band, members.alone.astype(np.int8), disabled.astype(np.int8)]
    weight = np.bincount(members.household, rate, members.household_key.shape[0])
    draws = uniforms(seed, int(Stream.PERSON_FLAGS), members.household_key, _LOW_INCOME)
    with np.errstate(divide="ignore"):
        order = np.argsort(-np.log(draws) * members.household_size / weight, kind="stable")
    chosen = np.zeros(members.household_key.shape[0], dtype=np.bool_)
    chosen[_filling(order, members.household_size, wanted)] = True
    result: Bools = chosen[members.household]
    return result


def _filling(order: NDArray[np.int64], size: Rows, wanted: int) -> list[int]:
    """Households in ``order`` that fill ``wanted`` places, passing over those that do not fit."""
    chosen: list[int] = []
    for household in order.tolist():
        if wanted == 0:
            break
        if size[household] <= wanted:
            chosen.append(household)
            wanted -= int(size[household])
    return chosen


def draw_bereaved(members: Members, place: CommunityPlace, seed: int) -> Bools:
    """Mark the bereaved of an only child: 60+, without an adult of 15-59 in the household."""
    eligible = members.older & ~members.any_in_household(members.age_band == AgeBand.WORKING_AGE)
    count = whole(members.key.shape[0] * place.bereaved)
    return first_by_hash(seed, Stream.PERSON_FLAGS, _BEREAVED, members.key, eligible, count)


def _exemplars(members: Members) -> NDArray[np.int64]:
    """Row whose education and income a resident has: for a child the household's first adult."""
    adults = np.flatnonzero(members.age_band > AgeBand.CHILD)[::-1]
    first_adult = np.full(members.household_key.shape[0], -1, dtype=np.int64)
    first_adult[members.household[adults]] = adults
    own = np.arange(members.key.shape[0])
    adult = first_adult[members.household]
    child = (members.age_band == AgeBand.CHILD) & (adult >= 0)
    result: NDArray[np.int64] = np.where(child, adult, own)
    return result


def _ranked(members: Members, order_by: tuple[NDArray[Any], ...], shares: Shares) -> Codes:
    """Classes by rank, the last of ``order_by`` first, in exact shares; children as their adult."""
    exemplars = _exemplars(members)
    own = np.flatnonzero(exemplars == np.arange(exemplars.shape[0]))
    order = own[np.lexsort(tuple(column[own] for column in order_by))]
    classes = np.zeros(exemplars.shape[0], dtype=np.int8)
    sizes = apportioned(list(shares), order.shape[0])
    classes[order] = np.repeat(np.arange(len(shares), dtype=np.int8), sizes)
    return classes[exemplars]


def draw_education(members: Members, seed: int) -> Codes:
    """Education low, middle, high in shares .35, .40, .25; children have their adult's."""
    draws = uniforms(seed, int(Stream.EDUCATION), members.key, 0)
    return _ranked(members, (draws,), EDUCATION_SHARES)


def draw_income_class(
    members: Members, education: Codes, low_income: Bools, correlation: float, seed: int
) -> Codes:
    """Income quintile by a Gaussian copula with education; low income is the lowest class."""
    draws = uniforms(seed, int(Stream.EDUCATION), members.key, 0)
    count = draws.shape[0]
    rank = np.empty(count)
    rank[np.lexsort((draws, education))] = np.arange(count) + 0.5
    own = ndtri(uniforms(seed, int(Stream.INCOME_CLASS), members.key, 0))
    score = correlation * ndtri(rank / max(count, 1)) + np.sqrt(1.0 - correlation**2) * own
    classes = _ranked(members, (score, ~low_income), (1.0,) * INCOME_CLASSES)
    classes[low_income] = 0
    return classes


def draw_labour(
    members: Members,
    disabled: Bools,
    participation: float,
    participation_disabled: float,
    unemployed: float,
    seed: int,
) -> Codes:
    """Labour status: the labour force are residents of 15-59, ``unemployed`` a share of it."""
    working_age = members.age_band == AgeBand.WORKING_AGE
    force = np.zeros(members.key.shape[0], dtype=np.bool_)
    for group, rate in (
        (working_age & ~disabled, participation),
        (working_age & disabled, participation_disabled),
    ):
        count = whole(int(group.sum()) * rate)
        force |= first_by_hash(seed, Stream.LABOUR_STATUS, 0, members.key, group, count)
    without = whole(int(force.sum()) * unemployed)
    jobless = first_by_hash(seed, Stream.LABOUR_STATUS, 1, members.key, force, without)
    return (force.astype(np.int8) * Labour.EMPLOYED + jobless).astype(np.int8)


def draw_volunteers(members: Members, place: CommunityPlace, seed: int) -> Bools:
    """Mark active volunteers: the place's share of all residents, among those of 15-79."""
    band = members.age_band
    eligible = (band == AgeBand.WORKING_AGE) | (band == AgeBand.OLDER)
    count = whole(members.key.shape[0] * place.active_volunteers)
    return first_by_hash(seed, Stream.VOLUNTEER_INITIAL, 0, members.key, eligible, count)
