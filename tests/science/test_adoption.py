"""Adoption by watching others (M24): an S-curve, and without imitation a curve that flattens."""

import numpy as np

from sanlian_sim.dynamics.adoption import watch as watch_others
from sanlian_sim.dynamics.policy import policy
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import NEVER

from .runs import GOVERNMENT, LINKED, scenario_of, without

YEARS, COMMUNITIES, SEEDS = 8, 60, 12
RATES = {"innovation": 0.01, "imitation": 2.0}


def adopted(mechanisms=None, **rates):
    """Mean share of communities that have adopted at the end of each year."""
    found = np.zeros(YEARS)
    for seed in range(SEEDS):
        scenario = scenario_of(
            LINKED | {"rollout": {"order": "watching"}}, GOVERNMENT, warmup=0, weeks=52 * YEARS,
            community={"population": COMMUNITIES * 60, "communities": COMMUNITIES},
            mechanisms=mechanisms or {}, parameters=RATES | rates,
        )  # fmt: skip
        world = build_world(scenario, seed)
        policy(world)
        for world.week in range(52 * YEARS):
            watch_others(world)
            if world.week % 52 == 51:
                found[world.week // 52] += (world.communities.rows["adopted_week"] != NEVER).mean()
    return found / SEEDS


def test_adoption_by_imitation_is_slow_then_fast_then_slow():
    share = adopted()
    yearly = np.diff(share, prepend=0.0)
    fastest = int(np.argmax(yearly))
    assert 0 < fastest < YEARS - 1
    assert yearly[fastest] > 2 * max(yearly[0], yearly[-1])
    assert share[-1] > 0.9


def test_without_diffusion_adoption_only_slows_down():
    share = adopted(without("adoption_diffusion"), innovation=0.5)
    yearly = np.diff(share, prepend=0.0)
    expected = 1.0 - (1.0 - 0.5 / 52) ** (52 * np.arange(1, YEARS + 1))
    assert (np.diff(yearly) < 0.03).all()
    assert np.abs(share - expected).max() < 0.06
    assert np.array_equal(share, adopted(innovation=0.5, imitation=0.0))
