"""Projects on grants: who applies, what suits a place, and which are taken on.

Equations O10-O12 of the model documentation (M20).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dynamics.founding import dismiss, found
from sanlian_sim.randomness import Stream, joint_key, luck, normal_quantile
from sanlian_sim.world.rules import MINUTES
from sanlian_sim.world.state import NEVER, Founder
from sanlian_sim.world.world import World

SEATS_OFFERED: Final = 2
"""Initiatives that apply for one grant at most, beside the organisations there are."""


def applicants(world: World, k: int, first: int, last: int) -> list[int]:
    """Small organisations without a grant, and residents' initiatives, that offer a service.

    An initiative takes a seat that nobody has had; there are as many as residents have begun.
    """
    rows = world.organisations.rows[first:last]
    offering = world.layout.organisation[first:last, k] >= 0
    free = offering & (rows["granted_until"] == NEVER)
    small = np.flatnonzero(free & rows["alive"] & _small(world, first, last))
    seats = np.flatnonzero(free & ~rows["alive"] & (rows["founded"] == NEVER))
    here = world.communities.rows["sub_district"] == rows["sub_district"][0]
    begun = int(world.communities.rows["initiatives"][here].sum())
    ready = min(SEATS_OFFERED, max(0, begun - np.count_nonzero(rows["initiative"])))
    return [first + n for n in (*small.tolist(), *seats[:ready].tolist())]


def _small(world: World, first: int, last: int) -> NDArray[np.bool_]:
    """Whether each organisation has less staff than a small one."""
    staff = np.zeros(last - first)
    own = world.layout.organisation[first:last]
    o, k = np.nonzero(own >= 0)
    np.add.at(staff, o, world.providers.rows["staff"][own[o, k]])
    small: NDArray[np.bool_] = staff < MINUTES * world.rule.small_hours
    return small


def found_project(world: World, o: int, k: int, end: int) -> None:
    """Begin a project; how well it suits the place is luck that nobody knows yet (O10)."""
    rows = world.organisations.rows
    if not rows["alive"][o]:
        found(world, o, Founder.VENTURE)
        rows["initiative"][o] = True
    rows["granted_until"][o] = end
    u = luck(world.seed, int(Stream.PROJECT_FIT), _project(world, o, k), world.week)
    fit = max(0.0, 1.0 + world.rule.venture_spread * normal_quantile(u))
    world.providers.rows["fit"][world.layout.organisation[o, k]] = fit


def _project(world: World, o: int, k: int) -> np.uint64:
    return joint_key(world.organisations.rows["key"][o], k)


def close_projects(world: World) -> None:
    """End the projects whose grant is over: those that suit are taken on, the others stop (O11).

    An initiative that is not taken on is dissolved; an organisation only ends its project.
    """
    rows, organisations = world.contracts.rows, world.organisations.rows
    by_fit = world.instruments["initiatives"][rows["instrument"]]
    over = by_fit & (rows["organisation"] >= 0) & (rows["end"] <= world.week)
    dissolved = []
    for contract in rows[over]:
        o, k = int(contract["organisation"]), int(contract["service"])
        team = world.providers.rows[world.layout.organisation[o, k]]
        stays = _taken_on(world, contract, float(team["fit"]))
        team["fit"] = team["fit"] if stays else 1.0
        if organisations["initiative"][o] and not stays:
            dissolved.append(o)
        organisations["initiative"][o] = False
        organisations["granted_until"][o] = NEVER
    rows["organisation"][over] = -1
    dismiss(world, np.array(dissolved, dtype=np.int64))


def _taken_on(world: World, contract: np.void, fit: float) -> bool:
    """Whether a project suits, and there are hours called off that it can compete for (O12)."""
    key = _project(world, int(contract["organisation"]), int(contract["service"]))
    u = luck(world.seed, int(Stream.PIPELINE), key, world.week)
    channel = world.market.call_off[contract["sub_district"]] > 0.0
    return bool(channel and fit >= world.rule.venture_threshold and u < world.rule.venture_pipeline)
