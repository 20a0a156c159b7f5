"""Scenarios that share a seed share their luck, so that small differences show in few runs.

All runs are of one population, whose differences from others would make any two runs with the
same residents look alike.
"""

import numpy as np
import pytest

from .runs import run, scenario_of

REPLICATES, LEAST = 24, 5.0
"""Runs of each scenario, and how many times less a paired difference must vary."""


def outcomes(delegation, replicate):
    """Wellbeing and unmet hours of a linked place that delegates that much from week 0 on."""
    linked, before = {"arrangement": "linked", "delegation": delegation}, {"arrangement": "linked"}
    settings = {"people": 4000, "weeks": 156, "warmup": 52}
    found = run(
        scenario_of(linked, before | {"delegation": 0.5}, **settings), replicate, world_seed=1
    )
    return found.wellbeing, found.unmet_hours


@pytest.fixture(scope="module")
def found():
    return np.array([[outcomes(d, r) for r in range(REPLICATES)] for d in (0.50, 0.55)])


@pytest.mark.parametrize("outcome", [0, 1], ids=["wellbeing", "unmet hours"])
def test_a_paired_difference_varies_less(found, outcome):
    half, more = found[:, :, outcome]
    factor = (half.var(ddof=1) + more.var(ddof=1)) / (more - half).var(ddof=1)
    said = f"variance of a paired difference is {factor:.1f} times less than of an unpaired one"
    assert factor >= LEAST, said
