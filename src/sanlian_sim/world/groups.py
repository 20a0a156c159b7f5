"""Groups of residents for which outcomes are reported, fixed at week 0.

Groups overlap; only residents of 15 and more have ties and belong to a decile of ties. None can be
entered or left by policy: even ``in_need`` uses onsets that are accepted whatever happens to
earlier cases.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import kernel
from sanlian_sim.world.columns import Table
from sanlian_sim.world.onsets import is_accepted, next_candidate
from sanlian_sim.world.rules import JOB_LOSS
from sanlian_sim.world.state import NEVER, AgeBand, Labour
from sanlian_sim.world.world import World

FLAGS: Final = (
    "low_income",
    "disabled_60_plus",
    "disabled_15_59",
    "bereaved",
    "age_80_plus",
    "age_60_79",
    "alone_60_plus",
    "unemployed",
)
DECILES: Final = tuple(f"tie_decile_{d}" for d in range(1, 11))
GROUPS: Final = ("all", *FLAGS, "carers", "in_need", "no_flag", *DECILES)
"""Names in order of their bits."""

IN_NEED: Final = np.uint32(1 << GROUPS.index("in_need"))


def members(groups: NDArray[np.uint32], name: str) -> NDArray[np.bool_]:
    """Return the mask of a group's members."""
    mask: NDArray[np.bool_] = (groups >> np.uint32(GROUPS.index(name))) & np.uint32(1) == 1
    return mask


def begin_counting(world: World) -> None:
    """Fix the groups and set the residents' counters to zero: the start of week 0."""
    people = world.residents
    for name in ("wellbeing_total", "need_minutes", "delivered_minutes", "unmet_minutes"):
        people.columns[name][...] = 0
    need = np.zeros(len(people), dtype=np.bool_)
    world.run(_mark_need, world.scenario.horizon.weeks, need)
    limited = np.bincount(
        people.household, weights=people.limited_until != NEVER, minlength=len(world.households)
    )
    carers = (limited[people.household] > 0) & (people.limited_until == NEVER)
    carers &= people.own_care_minutes > 0
    people.columns["groups"][...] = assign_groups(people, world.ties.degree, carers, need)


def assign_groups(
    residents: Table,
    degree: NDArray[np.int64],
    carers: NDArray[np.bool_],
    need: NDArray[np.bool_],
) -> NDArray[np.uint32]:
    """Return the bits of the groups each resident belongs to.

    Parameters
    ----------
    residents : Table
        Residents at week 0.
    degree : int array, shape (n,)
        Ties outside the household.
    carers, need : bool arrays, shape (n,)
        Cares for a limited member of the household; has or will have a need.
    """
    older = residents.age_band >= 2
    masks = {
        "low_income": residents.low_income,
        "disabled_60_plus": residents.disabled & older,
        "disabled_15_59": residents.disabled & (residents.age_band == 1),
        "bereaved": residents.bereaved,
        "age_80_plus": residents.age_band == 3,
        "age_60_79": residents.age_band == 2,
        "alone_60_plus": residents.living_alone & older,
        "unemployed": residents.labour == Labour.UNEMPLOYED,
    }
    flagged = np.zeros(len(degree), dtype=np.bool_)
    for mask in masks.values():
        flagged |= mask
    masks |= {"all": np.ones_like(flagged), "carers": carers, "in_need": need, "no_flag": ~flagged}
    bits = np.zeros(len(degree), dtype=np.uint32)
    for name, mask in masks.items():
        bits |= np.where(mask, np.uint32(1 << GROUPS.index(name)), np.uint32(0))
    adults = np.flatnonzero(residents.age_band != AgeBand.CHILD)
    order = adults[np.lexsort((residents.key[adults], degree[adults]))]
    decile = np.arange(len(order)) * len(DECILES) // max(1, len(order))
    first = GROUPS.index(DECILES[0])
    bits[order] |= (np.uint32(1) << (first + decile).astype(np.uint32)).astype(np.uint32)
    return bits


@kernel
def _mark_need(world: Any, now: Any, weeks: int, need: Any, start: int, end: int) -> None:
    """Mark residents with an open case now or an onset accepted in the next ``weeks`` weeks.

    Employment is left out, because policy moves it. Onsets are followed ahead of time on the
    same draws that the needs phase will use.
    """
    rule, services = world.rule[0], world.services
    for c in range(start, end):
        community = world.communities[c]
        for i in range(community.first_resident, community.first_resident + community.residents):
            need[i] = world.open_services[i] != 0
            for k in range(services.shape[0]):
                if need[i] or services[k].trigger == JOB_LOSS:
                    continue
                week, number = world.calendar[i, k], world.onsets[i, k]
                while week < min(weeks, NEVER) and not need[i]:
                    need[i] = is_accepted(
                        world, i, k, services[k], rule, community.friction,
                        now.seed, number,
                    )  # fmt: skip
                    number += 1
                    week = next_candidate(world, i, k, services[k], rule, now.seed, week, number)
