"""Choice: which organisation of a sub-district serves a case."""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.randomness import Stream, draw, gumbel, stream_state
from sanlian_sim.world.arrays import Now


@inner
def choose_organisation(world: Any, rule: Any, now: Now, j: int, case: Any) -> int:
    """Discrete choice among the organisations with a contract for the service (R2); -1 if none."""
    best, best_value = -1, -np.inf
    earlier = world.last_organisation[case.resident]
    state = stream_state(now.seed, Stream.PROVIDER_CHOICE)
    first, last = world.first_organisation[j], world.first_organisation[j + 1]
    for o in range(first, last):
        row = world.organisation[o, case.service]
        if row < 0 or not world.providers[row].open:
            continue
        value = (
            rule.choice_reputation * world.organisations[o].reputation
            + rule.choice_free * world.providers[row].free_share
            + rule.choice_noise * gumbel(draw(state, case.key, o))
        )
        if o == earlier:
            value += rule.choice_earlier
        if value > best_value:
            best, best_value = o, value
    return best
