"""Adoption: when each community takes over the scenario's levers.

Equations A1 and A8 of the model documentation.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.randomness import Stream, uniforms
from sanlian_sim.world.rules import WEEKS_PER_YEAR
from sanlian_sim.world.state import NEVER
from sanlian_sim.world.world import World


def schedule(world: World) -> None:
    """Fix when each community adopts: evenly over the rollout, highest rank first (A1).

    Communities that watch each other have no schedule.
    """
    rollout, rows = world.scenario.rollout, world.communities.rows
    if rollout.order not in RANKED_BY:
        rows["adopted_week"] = NEVER
        return
    lot = uniforms(world.seed, int(Stream.ADOPTION_ORDER), rows["key"].copy(), 0)
    in_turn = np.lexsort((lot, -RANKED_BY[rollout.order](world)))
    rank = np.argsort(in_turn)
    rows["adopted_week"] = rollout.start + rollout.duration * rank // max(1, len(rows))


def watch(world: World) -> None:
    """Let communities adopt by themselves and by what others have done (M24, equation A8)."""
    rollout, rows = world.scenario.rollout, world.communities.rows
    if rollout.order in RANKED_BY or world.week < rollout.start:
        return
    rule = world.rows_in_force[0][0]
    adopted = rows["adopted_week"] != NEVER
    others = (adopted.sum() - adopted) / max(1, len(rows) - 1)
    chance = rule["innovation"] / WEEKS_PER_YEAR + rule["imitation"] * others / WEEKS_PER_YEAR
    luck = uniforms(world.seed, int(Stream.ADOPTION), rows["key"].copy(), world.week)
    rows["adopted_week"][~adopted & (luck < chance)] = world.week


def _by_lot(world: World) -> NDArray[np.float64]:
    return np.zeros(len(world.communities))


def _by_need(world: World) -> NDArray[np.float64]:
    """Entry minutes expected per resident: noticed need, whatever it takes to serve it."""
    rows = world.communities.rows
    need: NDArray[np.float64] = rows["expected_intake"] / np.maximum(1, rows["residents"])
    return need


def _by_readiness(world: World) -> NDArray[np.float64]:
    """Cohesion, and the share of residents who volunteer."""
    rows = world.communities.rows
    active = rows["volunteers"] / np.maximum(1, rows["residents"])
    ready: NDArray[np.float64] = active + rows["cohesion"]
    return ready


RANKED_BY: dict[str, Callable[[World], NDArray[np.float64]]] = {
    "random": _by_lot,
    "need": _by_need,
    "readiness": _by_readiness,
}
"""What puts a community early in the schedule, by order of the rollout; ties go by lot."""
