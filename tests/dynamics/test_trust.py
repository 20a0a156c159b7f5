"""Trust: grievance that is shared."""

import numpy as np
import pytest

from sanlian_sim.dynamics.trust import diffusion
from sanlian_sim.world.build import build_world

from .worlds import STRAIN, scenario_of


@pytest.mark.parametrize("memory", [0.0, 0.5, 0.9, 1.0])
def test_shared_grievance_adds_what_four_weeks_would(memory):
    """Week by week g <- memory g + spread * excess; what was there before fades elsewhere."""
    spread = {"grievance_memory": memory, "grievance_spread": 0.05, "grievance_threshold": 0.1}
    world = build_world(
        scenario_of({"arrangement": "government_led"}, parameters=STRAIN | spread), 1
    )
    world.residents.columns["grievance"][:] = 0.3
    diffusion(world)
    gained = 0.0
    for _ in range(4):
        gained = memory * gained + 0.05 * (0.3 - 0.1)
    tied = np.diff(world.ties.start) > 0
    assert tied.sum() > 100
    assert world.residents.grievance[tied] == pytest.approx(0.3 + gained, abs=1e-4)
    assert (world.residents.grievance[~tied] == 0.3).all()
