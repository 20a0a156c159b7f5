"""Procurement: contracts are renewed, tendered and awarded when due, and their fees set anew.

Equations O7 and O8 of the model documentation.
"""

import math
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from sanlian_sim.dynamics.awards import award, is_facility, set_value
from sanlian_sim.dynamics.lots import Block, Plan, planned_yuan
from sanlian_sim.dynamics.projects import close_projects
from sanlian_sim.world.rules import DEPARTMENTS, WEEKS_PER_YEAR
from sanlian_sim.world.state import LONG_AGO
from sanlian_sim.world.world import World

LEADING_DEPARTMENT: Final = DEPARTMENTS.index("civil_affairs")


def procure(world: World) -> None:
    """Set fees for another year; renew or tender blocks that are due, and what nobody holds."""
    world.market.tender_fen[...] = 0
    close_projects(world)
    plan = Plan(world)
    for block, contract in _anniversaries(plan):
        set_value(block, contract)
    for block in _due(plan):
        _renew_or_tender(block)
    for block in _vacant(plan):
        for contract in block.contracts[: world.market.block_lots[block.at]]:
            if contract["organisation"] < 0 and contract["retry"] <= world.week:
                award(block, contract, contract["start"], contract["end"])


def _anniversaries(plan: Plan) -> Iterator[tuple[Block, Any]]:
    """Contracts in force that began whole years ago, of blocks still asked for."""
    world, rows = plan.world, plan.world.contracts.rows
    age = world.week - rows["start"]
    held = (rows["organisation"] >= 0) & (age > 0) & (world.week < rows["end"])
    for n in np.flatnonzero(held & (age % WEEKS_PER_YEAR == 0)).tolist():
        m, j, k = (int(rows[n][name]) for name in ("instrument", "sub_district", "service"))
        if world.market.aim[j, k] > 0.0 and world.market.mix[j, m] > 0.0:
            yield Block(world, plan, m, j, k), rows[n]


def _due(plan: Plan) -> Iterator[Block]:
    """Blocks whose contracts have ended, or never begun, although hours are delegated."""
    world, market = plan.world, plan.world.market
    open_ended = market.block_end <= world.week
    asked = (world.market.aim > 0.0)[None] & (market.mix.T > 0.0)[:, :, None]
    room = np.diff(market.first_contract).reshape(open_ended.shape) > 0
    for m, j, k in np.argwhere(open_ended & asked & room).tolist():
        yield Block(world, plan, m, j, k)


def _vacant(plan: Plan) -> Iterator[Block]:
    """Blocks in force of which nobody holds some contract."""
    world, rows = plan.world, plan.world.contracts.rows
    lost = (rows["organisation"] < 0) & (rows["end"] > world.week) & (rows["retry"] <= world.week)
    lost &= world.market.aim[rows["sub_district"], rows["service"]] > 0.0
    lost &= world.market.mix[rows["sub_district"], rows["instrument"]] > 0.0
    named = rows[lost][["instrument", "sub_district", "service"]]
    for m, j, k in sorted(set(named.tolist())):
        yield Block(world, plan, m, j, k)


def _renew_or_tender(block: Block) -> None:
    market, week, contracts = block.world.market, block.world.week, block.contracts
    start = week + _approval(block)
    lots = int(market.block_lots[block.at])
    renewing = lots > 0 and market.block_renewals[block.at] < block.instrument["renewals"]
    if not renewing:
        contracts["end"], lots = LONG_AGO, _lots(block)
    end = start + int(block.instrument["term_weeks"])
    market.block_end[block.at], market.block_lots[block.at] = end, lots
    market.block_renewals[block.at] = market.block_renewals[block.at] + 1 if renewing else 0
    for contract in contracts[:lots]:
        if renewing and _performed(block, contract):
            contract["start"], contract["end"] = start, end
            set_value(block, contract)
        else:
            award(block, contract, start, end)


def _approval(block: Block) -> int:
    """Weeks until departments have consented; none for what goes on, or at the very start (O7)."""
    world = block.world
    first = world.week == -world.scenario.horizon.warmup
    known = block.world.market.block_end[block.at] != LONG_AGO
    if first or known or block.service["department"] == LEADING_DEPARTMENT:
        return 0
    here = world.communities.rows["sub_district"] == block.j
    cooperation = world.policy.cooperation[here].max(initial=0.0)
    return int(np.floor(world.rule.approval_weeks * (1.0 - cooperation) + 0.5))


def _lots(block: Block) -> int:
    """Contracts into which a year's money is divided; a facility has one operator (O8)."""
    if is_facility(block):
        return 1
    number = math.floor(planned_yuan(block) / float(block.instrument["lot_yuan"]) + 0.5)
    return min(max(1, number), len(block.contracts))


def _performed(block: Block, contract: Any) -> bool:
    """Whether the holder is still there and serves no worse than it was known to at first."""
    o = contract["organisation"]
    organisations = block.world.organisations.rows
    expected = block.world.scenario.baseline.parameters.reputation_initial
    return bool(o >= 0 and organisations["alive"][o] and organisations["reputation"][o] >= expected)
