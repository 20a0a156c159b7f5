"""Founding and closing: how organisations come to be rows in use, and cease to be."""

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.world.state import NEVER, Founder
from sanlian_sim.world.world import World


def found(world: World, o: int, founder: Founder) -> None:
    """Give a seat to a new organisation."""
    rows = world.organisations.rows
    rows["alive"][o] = True
    rows["founded"][o] = world.week
    rows["founder"][o] = founder
    near = world.communities.rows["sub_district"] == rows["sub_district"][o]
    world.communities.rows["founded_nearby"][near] += 1


def dismiss(world: World, gone: NDArray[np.int64]) -> None:
    """Close organisations: nobody holds their contracts any more, and their staff is let go."""
    if len(gone) == 0:
        return
    rows, contracts = world.organisations.rows, world.contracts.rows
    rows["alive"][gone], rows["initiative"][gone] = False, False
    rows["granted_until"][gone], rows["debt_weeks"][gone] = NEVER, 0
    lost = np.isin(contracts["organisation"], gone)
    contracts["organisation"][lost], contracts["retry"][lost] = -1, world.week + 1
    world.providers.rows["staff"][np.isin(world.providers.rows["owner"], gone)] = 0.0
