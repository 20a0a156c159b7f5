"""Warm-ups that scenarios of one replicate share: simulated once, then branched.

Until week 0 a world follows its baseline alone. Two worlds that are equal when they are built are
therefore still equal at week 0, whatever policies they are going to have.
"""

import copy
import hashlib
import pickle
from collections.abc import Sequence
from typing import Final

import numpy as np

from sanlian_sim.dynamics.week import Phase, advance
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.world.world import World

_NOTHING: Final = np.zeros(0, dtype=np.int32)
LARGEST: Final = 200_000
"""Residents beyond which a second copy of a world costs more memory than it saves time."""


class Warmups:
    """Worlds at week 0, kept for others that begin in the same way."""

    def __init__(self) -> None:
        self._kept: dict[str, Recorder] = {}

    def through(self, recorder: Recorder, phases: Sequence[Phase]) -> Recorder:
        """Return a recorder whose world has come to week 0.

        Parameters
        ----------
        recorder : Recorder
            Of a world at its first week; it must not be used afterwards.
        phases : sequence of Phase
            The week, the same for all that share warm-ups.
        """
        world = recorder.world
        if len(world.residents) > LARGEST or world.week == 0:
            return warm_up(recorder, phases)
        start = _start(world) + recorder.record
        if start not in self._kept:
            self._kept[start] = copy.deepcopy(warm_up(recorder, phases))
            return recorder
        return _branch(self._kept[start], world)


def warm_up(recorder: Recorder, phases: Sequence[Phase]) -> Recorder:
    """Simulate a world to week 0."""
    while recorder.world.week < 0:
        advance(recorder.world, phases)
        recorder.observe()
    return recorder


def _delegates(world: World) -> bool:
    """Whether there are contracts in the warm-up."""
    return any(share > 0.0 for share in world.scenario.baseline.delegation.values())


def _start(world: World) -> str:
    """Return a hash of all that a world comes to until week 0.

    Contracts are part of it only where the baseline has any: there is room for those that a policy
    may need, and else nothing touches it.
    """
    left_out = {"scenario", "handle", "service_scale"}
    state = {name: value for name, value in vars(world).items() if name not in left_out}
    if not _delegates(world):
        state |= {"contracts": None, "market": world.market._replace(first_contract=_NOTHING)}
    scenario = world.scenario
    content = hashlib.sha256()
    for rules in (scenario.baseline, scenario.community, scenario.horizon):
        content.update(rules.model_dump_json().encode())
    # One by one: whether two attributes share a string is nothing that matters here.
    for name, value in state.items():
        content.update(name.encode() + pickle.dumps(value))
    return content.hexdigest()


def _branch(kept: Recorder, fresh: World) -> Recorder:
    """Return a copy of what was kept, about to go on under another policy."""
    recorder = copy.deepcopy(kept)
    world = recorder.world
    world.scenario, world.service_scale = fresh.scenario, fresh.service_scale
    if not _delegates(world):
        world.contracts = fresh.contracts
        world.market = world.market._replace(first_contract=fresh.market.first_contract)
    world.take_views()
    return recorder
