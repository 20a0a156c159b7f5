"""Contracts in force, and the capital that stands behind them."""

import numpy as np

from sanlian_sim.world.arrays import Rows
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.rules import WEEKS_PER_YEAR
from sanlian_sim.world.world import World


def in_force(world: World, week: int) -> Rows:
    """Return a copy of the contracts that somebody holds in a week."""
    rows = world.contracts.rows
    there = (rows["organisation"] >= 0) & (rows["start"] <= week) & (week < rows["end"])
    # Copied field by field, equal rows would differ in the unused bytes between fields.
    whole = rows.view(np.dtype((np.void, rows.itemsize)))
    held: Rows = whole[there].view(rows.dtype)
    return held


def residual_capital(world: World, week: int) -> float:
    """Yuan of facilities' capital in use that is not paid back by the end of a week.

    Capital is written off in a straight line from the week in which its operator took it over.
    """
    held, years = in_force(world, week), world.rule.facility_life_years
    used = (week + 1 - held["since"]) / WEEKS_PER_YEAR
    left = np.maximum(0.0, 1.0 - np.maximum(0.0, used) / years)
    return float((held["capital"] * left).sum()) / FEN_PER_YUAN
