"""Awards: who bids for a contract, who wins it, and what the office then owes.

Equations O2-O6 and O9 of the model documentation.
"""

import math
from typing import Any

import numpy as np

from sanlian_sim.dynamics import bidding
from sanlian_sim.dynamics.lots import Block, planned_yuan
from sanlian_sim.dynamics.projects import applicants, found_project
from sanlian_sim.randomness import Stream, gumbel, joint_key, luck
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import LONG_AGO

RETRY_WEEKS = 13


def award(block: Block, contract: Any, start: int, end: int) -> None:
    """Give a contract to the best bidder, if there is any, and pay for the tender."""
    world, market = block.world, block.world.market
    contract["start"], contract["end"] = start, end
    bidders = _bidders(block)
    if len(bidders) == 0:
        contract["organisation"], contract["retry"] = -1, world.week + RETRY_WEEKS
        return
    winner, price = _best(block, contract, bidders)
    if contract["organisation"] != winner or block.instrument["initiatives"]:
        first = world.week == -world.scenario.horizon.warmup
        contract["since"] = LONG_AGO if first else world.week
    _hand_over_staff(block, contract, winner)
    contract["organisation"], contract["price"] = winner, price
    yuan = set_value(block, contract)
    if block.instrument["initiatives"]:
        found_project(world, winner, block.k, end)
    cost = bidding.tender_cost(world.rule, block.instrument, block.service["specificity"], yuan)
    market.tender_fen[block.j] += _fen(cost)


def _hand_over_staff(block: Block, contract: Any, winner: int) -> None:
    """Let part of the staff that a contract employs go with it to who wins it (equation K10)."""
    world, old = block.world, int(contract["organisation"])
    if old < 0 or old == winner or is_facility(block):
        return
    team, other = (
        world.providers.rows[world.layout.organisation[o, block.k]] for o in (old, winner)
    )
    hourly = float(contract["price"]) * FEN_PER_YUAN
    employed = MINUTES * int(contract["value"]) / hourly if hourly > 0.0 else 0.0
    moved = world.rule.staff_transfer * min(float(team["staff"]), employed)
    together = float(other["staff"]) + moved
    if moved > 0.0:
        skilled = float(other["skill"]) * float(other["staff"]) + float(team["skill"]) * moved
        other["skill"] = skilled / together
    other["staff"], team["staff"] = together, team["staff"] - moved


def set_value(block: Block, contract: Any) -> float:
    """Set what a contract is worth in the coming year, and its fee; return yuan a year (O8)."""
    yuan = planned_yuan(block) / int(block.world.market.block_lots[block.at])
    contract["value"] = _fen(yuan / WEEKS_PER_YEAR)
    _set_fee(block, contract, yuan)
    return yuan


def _set_fee(block: Block, contract: Any, yuan: float) -> None:
    """Fix the fee of a contract, and the hours that it buys at the price (equation O9).

    A facility of half the value has half the rent and the capital; its capital is paid back over
    its life at the discount rate.
    """
    instrument, rule = block.instrument, block.world.rule
    for name in ("fee", "minutes", "fixed", "coaching", "premises", "capital"):
        contract[name] = 0
    if not instrument["fixed_fee"]:
        return
    fee = yuan
    if is_facility(block):
        size = min(1.0, yuan / float(instrument["lot_yuan"]))
        contract["capital"] = _fen(size * float(instrument["capital_yuan"]))
        contract["fixed"] = _fen(size * float(instrument["fixed_cost_yuan"]) / WEEKS_PER_YEAR)
        lease = yearly_payment(rule.discount_rate, rule.facility_life_years)
        premises = min(yuan, size * float(instrument["capital_yuan"]) * lease)
        contract["premises"] = _fen(premises / WEEKS_PER_YEAR)
        fee -= premises
    contract["fee"] = _fen(fee / WEEKS_PER_YEAR)
    money = float(contract["fee"]) * (1.0 + float(instrument["match_share"]))
    contract["coaching"] = math.floor(money * float(instrument["coaching_share"]) + 0.5)
    hours = money - float(contract["coaching"]) - float(contract["fixed"])
    hourly = float(contract["price"]) * FEN_PER_YUAN
    if hourly > 0.0:
        contract["minutes"] = math.floor(MINUTES * max(0.0, hours) / hourly + 0.5)


def _fen(yuan: float) -> int:
    return math.floor(yuan * FEN_PER_YUAN + 0.5)


def yearly_payment(rate: float, years: float) -> float:
    """Yearly payment that pays one yuan of capital back over some years (an annuity)."""
    # However small a rate: 1 - (1 + rate)^-years would be 0 below 1e-16.
    return rate / -math.expm1(-years * math.log1p(rate)) if rate > 0.0 else 1.0 / years


def is_facility(block: Block) -> bool:
    """Whether the block's hours are given at a facility."""
    return bool(block.instrument["facility"] and block.service["facility"])


def _bidders(block: Block) -> list[int]:
    """Organisations of the sub-district that may bid, and offer the service."""
    world = block.world
    first, last = world.layout.first_organisation[block.j : block.j + 2].tolist()
    if block.instrument["initiatives"]:
        return applicants(world, block.k, first, last)
    rows = world.organisations.rows[first:last]
    offering = world.layout.organisation[first:last, block.k] >= 0
    found = np.flatnonzero(rows["alive"] & ~rows["initiative"] & offering) + first
    ceiling = _ceiling(block)
    return [o for o in found.tolist() if _cost(block, o) <= ceiling]


def _ceiling(block: Block) -> float:
    know_how = block.world.governments.rows["know_how"][1 + block.j]
    return bidding.highest_price(block.world.rule, block.wage, float(know_how))


def _cost(block: Block, o: int) -> float:
    overhead = float(block.world.organisations.rows["overhead"][o])
    reporting = float(block.instrument["reporting_share"])
    return bidding.unit_cost(block.wage, block.world.rule.oncost_social, overhead, reporting)


def _best(block: Block, contract: Any, bidders: list[int]) -> tuple[int, float]:
    """Winner of a contract and its price; luck belongs to organisation, contract and week."""
    world, ceiling = block.world, _ceiling(block)
    rows, best = world.organisations.rows, (-math.inf, -1, 0.0)
    for o in bidders:
        cost = _cost(block, o)
        price = bidding.bid(world.rule, cost, max(cost, ceiling), len(bidders))
        score = bidding.award_score(
            world.rule, block.instrument, price, ceiling, float(rows["reputation"][o]),
            float(rows["relation"][o]),
        )  # fmt: skip
        entity = joint_key(rows["key"][o], contract["key"])
        liking = gumbel(luck(world.seed, int(Stream.TENDER), entity, world.week))
        best = max(best, (score + world.rule.tender_noise * liking, -o, price))
    return -best[1], best[2]
