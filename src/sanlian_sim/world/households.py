"""Households of a community: how many of each type.

Types come from one table of shares at the reference community. For another community the table is
re-weighted to that community's targets by minimum relative entropy, which tilts every share
exponentially (Csiszar 1975), and the result is rounded so that the residents of each age band and
those living alone are exact.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog, minimize

from sanlian_sim.scenario.presets import apportioned
from sanlian_sim.world.places import whole

Shares = tuple[float, float, float, float]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# (residents 0-14, 15-59, 60-79, 80+): share of households at the reference community, calculated
# by minimum relative entropy to the targets below.
_TABLE: Final = {
    (0, 1, 0, 0): 0.200,
    (0, 0, 1, 0): 0.072,
    (0, 0, 0, 1): 0.018,
    (0, 2, 0, 0): 0.142,
    (0, 0, 2, 0): 0.082,
    (0, 0, 1, 1): 0.016,
    (0, 0, 0, 2): 0.005,
    (1, 2, 0, 0): 0.117,
    (1, 1, 0, 0): 0.009,
    (2, 2, 0, 0): 0.020,
    (0, 3, 0, 0): 0.081,
    (0, 1, 1, 0): 0.033,
    (0, 1, 2, 0): 0.034,
    (0, 2, 1, 0): 0.037,
    (1, 2, 1, 0): 0.029,
    (1, 2, 2, 0): 0.039,
    (0, 2, 2, 0): 0.022,
    (0, 1, 0, 1): 0.011,
    (0, 2, 0, 1): 0.014,
    (0, 2, 1, 1): 0.012,
    (1, 2, 0, 1): 0.007,
}
MEMBERS: Final[Integers] = np.array(list(_TABLE), dtype=np.int64)
"""Members of each household type by age band, shape (types, 4)."""

REFERENCE_SHARES: Final = np.array(list(_TABLE.values()))
"""Share of each household type at the reference community, shape (types,)."""

ONE_PERSON_SHARE: Final = 0.29
"""Target share of one-person households (assumed, plausible range .25-.33)."""

OLD_COUPLE_SHARE: Final = 0.32
"""Target share of residents 60+ in couples of 60+ (S10: 46 % empty nests less 14 % alone)."""

_SIZE: Final[Integers] = MEMBERS.sum(axis=1)
_OLDER: Final[Integers] = MEMBERS[:, 2] + MEMBERS[:, 3]
_ALONE: Final = ((_SIZE == 1) & (_OLDER == 1)).astype(np.int64)
_ONE_PERSON: Final = (_SIZE == 1).astype(np.int64)
_OLD_COUPLES: Final = 2 * ((_SIZE == 2) & (_OLDER == 2)).astype(np.int64)
_WITHOUT_ADULT: Final = MEMBERS[:, 1] == 0

# Standard errors granted to the targets: none to speak of for composition and size, a little for
# the two assumed shares, which give way where they contradict the others.
_LENIENCE: Final = np.array([1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-2, 1e-2])
_REACHED: Final = 5e-3


@dataclass(frozen=True, slots=True)
class Composition:
    """Targets that decide the households of a community.

    Parameters
    ----------
    ages : tuple of 4 float
        Shares of residents 0-14, 15-59, 60-79 and 80+.
    alone_60_plus : float
        Share of residents of 60+ who live alone.
    mean_household : float
        Mean household size (persons).

    Raises
    ------
    ValueError
        If a share lies outside [0, 1], the ages do not sum to 1, or no set of households can hold
        so many children.
    """

    ages: Shares
    alone_60_plus: float
    mean_household: float

    def __post_init__(self) -> None:
        if min(self.ages) < 0.0 or abs(sum(self.ages) - 1.0) > 1e-6:
            raise ValueError(
                f"shares of the age bands must sum to 1, none negative; got {self.ages}"
            )
        if not 0.0 <= self.alone_60_plus <= 1.0:
            raise ValueError(f"alone_60_plus must lie in [0, 1]; got {self.alone_60_plus}")
        if self.ages[0] > self.ages[1] + 1e-9:
            raise ValueError(
                f"share_0_14 = {self.ages[0]:g}: households have at most one child per adult of "
                f"15-59, so it cannot exceed share_15_59 = {self.ages[1]:g}"
            )


@lru_cache(maxsize=256)
def household_shares(composition: Composition) -> tuple[float, ...]:
    """Share of each household type at a composition, by minimum relative entropy.

    Targets: the four age shares, ``alone_60_plus`` and the mean household size; .29 one-person
    households and .32 of the residents 60+ in old couples, as nearly as the former allow.

    Returns
    -------
    tuple of float, shape (types,)
        Shares of households in the order of ``MEMBERS``.

    Raises
    ------
    ValueError
        If the mean household size cannot be reached; the message names the sizes that can.
    """
    gaps = _gaps(composition)
    variance = _LENIENCE**2

    def dual(multipliers: Floats) -> tuple[float, Floats]:
        shares, log_sum = _tilted(gaps @ multipliers)
        value = log_sum + 0.5 * float(variance @ multipliers**2)
        return value, shares @ gaps + variance * multipliers

    def curvature(multipliers: Floats) -> Floats:
        shares, _ = _tilted(gaps @ multipliers)
        mean = shares @ gaps
        spread: Floats = (gaps * shares[:, None]).T @ gaps - np.outer(mean, mean)
        return spread + np.diag(variance)

    found = minimize(
        dual,
        np.zeros(gaps.shape[1]),
        jac=True,
        hess=curvature,
        method="trust-exact",
        options={"gtol": 1e-9},
    )
    shares, _ = _tilted(gaps @ found.x)
    _check_reached(composition, shares, shares @ gaps)
    return tuple(shares.tolist())


def _gaps(composition: Composition) -> Floats:
    """Contribution of one household of each type to the gap of each target."""
    share_0_14, _, share_60_79, share_80_plus = composition.ages
    return np.column_stack(
        [
            MEMBERS[:, 0] - share_0_14 * _SIZE,
            MEMBERS[:, 2] - share_60_79 * _SIZE,
            MEMBERS[:, 3] - share_80_plus * _SIZE,
            _ALONE - composition.alone_60_plus * _OLDER,
            _SIZE - composition.mean_household,
            _ONE_PERSON - ONE_PERSON_SHARE,
            _OLD_COUPLES - OLD_COUPLE_SHARE * _OLDER,
        ]
    )


def _tilted(exponents: Floats) -> tuple[Floats, float]:
    highest = float(exponents.max())
    weights = REFERENCE_SHARES * np.exp(exponents - highest)
    total = float(weights.sum())
    return weights / total, highest + float(np.log(total))


def _check_reached(composition: Composition, shares: Floats, gaps: Floats) -> None:
    if np.abs(gaps[:5]).max() <= _REACHED:
        return
    conditions = _conditions(composition)
    low, high = (
        sign * float(linprog(sign * _SIZE, A_eq=conditions, b_eq=[0, 0, 0, 0, 1]).fun or 0.0)
        for sign in (1, -1)
    )
    raise ValueError(
        f"mean_household = {composition.mean_household:g} cannot be reached with "
        f"{composition.ages[0]:g} children, {composition.ages[2] + composition.ages[3]:g} aged 60+ "
        f"and {composition.alone_60_plus:g} of these living alone; "
        f"sizes from {low:.2f} to {high:.2f} can"
    )


def _conditions(composition: Composition) -> Floats:
    return np.vstack([_gaps(composition)[:, :4].T, np.ones(_SIZE.shape[0])])


@lru_cache(maxsize=256)
def household_counts(residents: int, composition: Composition) -> tuple[int, ...]:
    """Households of each type for a whole number of residents.

    The largest remainders are rounded up among the types that keep the quotas within reach, so
    residents by age band are exact; so are those living alone of 60+, unless an odd resident of
    60+ is left without company.

    Returns
    -------
    tuple of int, shape (types,)
        Households in the order of ``MEMBERS``.
    """
    if residents == 0:
        return (0,) * len(_TABLE)
    shares = np.array(household_shares(composition))
    exact = shares * (residents / float(shares @ _SIZE))
    quotas = age_quotas(residents, composition.ages)
    alone = whole(composition.alone_60_plus * int(quotas[2:].sum()))
    if not _completable(quotas, alone):
        alone += 1 if alone < quotas[2:].sum() else -1
    counts = np.floor(exact + 1e-9).astype(np.int64)
    while not _completable(quotas - counts @ MEMBERS, alone - counts @ _ALONE):
        counts = np.maximum(counts - 1, 0)
    completed: list[int] = _completed(counts, exact, quotas, alone).tolist()
    return tuple(completed)


def age_quotas(residents: int, ages: Shares) -> Integers:
    """Residents of each age band: largest remainders, equal ones in favour of 15-59."""
    order = (1, 0, 2, 3)
    quotas = np.empty(4, dtype=np.int64)
    quotas[list(order)] = apportioned([ages[band] for band in order], residents)
    return quotas


def _completed(counts: Integers, exact: Floats, quotas: Integers, alone: int) -> Integers:
    left = quotas - counts @ MEMBERS
    left_alone = alone - int(counts @ _ALONE)
    while left.any():
        fits = _completable(left - MEMBERS, left_alone - _ALONE)
        chosen = int(np.argmax(np.where(fits, exact - counts, -np.inf)))
        counts[chosen] += 1
        left = left - MEMBERS[chosen]
        left_alone -= int(_ALONE[chosen])
    return counts


def _completable(left: Integers, alone: Integers | int) -> NDArray[np.bool_]:
    """Whether residents ``left`` (..., 4), ``alone`` of them living alone, fill whole households.

    Every child then has an adult, and residents of 60+ who share a household can pair up or, an
    odd one, join an adult without a child.
    """
    spare = left[..., 1] - left[..., 0]
    shared = left[..., 2] + left[..., 3] - alone
    enough = (left.min(axis=-1) >= 0) & (spare >= 0) & (np.asarray(alone) >= 0) & (shared >= 0)
    result: NDArray[np.bool_] = enough & ((shared % 2 == 0) | (spare > 0))
    return result


def without_adult_share(composition: Composition) -> float:
    """Share of residents who are 60+ and live in a household without anyone of 15-59."""
    shares = np.array(household_shares(composition))
    return float(shares @ (_OLDER * _WITHOUT_ADULT) / (shares @ _SIZE))
