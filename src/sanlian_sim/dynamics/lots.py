"""Lots: what is contracted, and the money that there will be for it.

A block holds the contracts of one instrument, sub-district and service; they begin and end
together. Equation O8 of the model documentation.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dynamics.funding import planned_scale
from sanlian_sim.world.arrays import Rows
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.rules import WEEKS_PER_YEAR
from sanlian_sim.world.world import World


class Plan:
    """What this week's tenders reckon with."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._money: dict[float, NDArray[np.float64]] = {}

    def yearly(self, weeks: float) -> NDArray[np.float64]:
        """Yuan a year that there will be for contracts some weeks on (O8).

        Returns
        -------
        float array, shape (sub-districts, services)
        """
        if weeks not in self._money:
            world, market = self.world, self.world.market
            stock = world.rows_in_force[1]["stock_weeks"].tolist()
            kept = np.array([(1.0 - 1.0 / max(1.0, one)) ** weeks for one in stock])
            share = market.aim + (world.policy.phi - market.aim) * kept
            fen = market.bill * share * planned_scale(world, share, weeks)
            self._money[weeks] = fen * WEEKS_PER_YEAR / FEN_PER_YUAN
        return self._money[weeks]


@dataclass(frozen=True)
class Block:
    """The contracts of one instrument m, sub-district j and service k."""

    world: World
    plan: Plan
    m: int
    j: int
    k: int

    @property
    def at(self) -> tuple[int, int, int]:
        """Place in arrays of blocks."""
        return self.m, self.j, self.k

    @property
    def instrument(self) -> Any:
        """Row of the table of instruments."""
        return self.world.instruments[self.m]

    @property
    def service(self) -> Any:
        """Row of the table of services."""
        return self.world.rows_in_force[1][self.k]

    @property
    def contracts(self) -> Rows:
        """Rows of its contracts, those without use included."""
        market = self.world.market
        n = np.ravel_multi_index(self.at, market.block_end.shape)
        first, last = market.first_contract[n], market.first_contract[n + 1]
        rows: Rows = self.world.contracts.rows[first:last]
        return rows

    @property
    def wage(self) -> float:
        """Yuan per hour of the service's job."""
        return float(self.world.market.wage[self.k])


def planned_yuan(block: Block) -> float:
    """Yuan a year that a block is to have, halfway through its next year, or term (equation O8)."""
    weeks = min(int(block.instrument["term_weeks"]), WEEKS_PER_YEAR) / 2.0
    mix = float(block.world.market.mix[block.j, block.m])
    return float(block.plan.yearly(weeks)[block.j, block.k]) * mix
