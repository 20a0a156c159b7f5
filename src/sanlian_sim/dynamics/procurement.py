"""Procurement: contracts are renewed, tendered and awarded when they are due.

A block holds the contracts of one instrument, sub-district and service; they begin and end
together. Equations O2-O9 of the model documentation.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dynamics import bidding
from sanlian_sim.dynamics.funding import planned_scale
from sanlian_sim.dynamics.projects import applicants, close_projects, found_project
from sanlian_sim.randomness import Stream, gumbel, joint_key, luck
from sanlian_sim.world.arrays import Rows
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.institutions import wages
from sanlian_sim.world.rules import DEPARTMENTS, MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import LONG_AGO
from sanlian_sim.world.world import World

RETRY_WEEKS: Final = 13
LEADING_DEPARTMENT: Final = DEPARTMENTS.index("civil_affairs")


class Plan:
    """What this week's tenders reckon with; shape of arrays (sub-districts, services).

    Attributes
    ----------
    goal : float array
        Delegation that policy asks for in the long run.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.goal = wanted_share(world)
        self._money: dict[float, NDArray[np.float64]] = {}

    def yearly(self, weeks: float) -> NDArray[np.float64]:
        """Yuan a year that there will be for contracts some weeks on (equation O8)."""
        if weeks not in self._money:
            world, market = self.world, self.world.market
            stock = world.rows_in_force[1]["stock_weeks"].tolist()
            kept = np.array([(1.0 - 1.0 / max(1.0, one)) ** weeks for one in stock])
            share = self.goal + (world.policy.phi - self.goal) * kept
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
        table = list(wages(self.world.settings.parameters).values())
        return float(table[self.service["job"]])


def procure(world: World) -> None:
    """Renew or tender the blocks that are due, and contracts that nobody holds any more."""
    world.market.tender_fen[...] = world.market.endowment[...] = 0
    close_projects(world)
    plan = Plan(world)
    for block in _due(plan):
        _renew_or_tender(block)
    for block in _vacant(plan):
        for contract in block.contracts[: world.market.block_lots[block.at]]:
            if contract["organisation"] < 0 and contract["retry"] <= world.week:
                _award(block, contract, contract["start"], contract["end"])


def wanted_share(world: World) -> NDArray[np.float64]:
    """Delegation that policy asks for in the long run, by sub-district and service.

    A community that has adopted counts with its full delegation, ramp or no ramp.
    """
    rows = world.communities.rows
    before = world.delegation(world.scenario.baseline)
    after = world.delegation(world.scenario.policy)
    asked = np.where(rows["regime"][:, None] == 1, after, before) * rows["residents"][:, None]
    supplied = world.policy.supply > 0.0
    total = np.zeros_like(world.market.bill)
    np.add.at(total, rows["sub_district"], np.where(supplied[:, None], asked, 0.0))
    people = np.bincount(rows["sub_district"], rows["residents"], len(total))
    result: NDArray[np.float64] = total / np.maximum(1.0, people)[:, None]
    return result


def _due(plan: Plan) -> Iterator[Block]:
    """Blocks whose contracts have ended, or never begun, although hours are delegated."""
    world, market = plan.world, plan.world.market
    open_ended = market.block_end <= world.week
    asked = (plan.goal > 0.0)[None] & (market.mix.T > 0.0)[:, :, None]
    room = np.diff(market.first_contract).reshape(open_ended.shape) > 0
    for m, j, k in np.argwhere(open_ended & asked & room).tolist():
        yield Block(world, plan, m, j, k)


def _vacant(plan: Plan) -> Iterator[Block]:
    """Blocks in force of which nobody holds some contract."""
    world, rows = plan.world, plan.world.contracts.rows
    lost = (rows["organisation"] < 0) & (rows["end"] > world.week) & (rows["retry"] <= world.week)
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
            yuan = planned_yuan(block) / lots
            _raise_capital(block.world, contract, int(contract["organisation"]), yuan)
        else:
            _award(block, contract, start, end)


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
    """Contracts into which a year's money is divided (equation O8)."""
    number = math.floor(planned_yuan(block) / float(block.instrument["lot_yuan"]) + 0.5)
    return min(max(1, number), len(block.contracts))


def planned_yuan(block: Block) -> float:
    """Yuan a year that a block is to have, halfway through its term (equation O8)."""
    weeks = int(block.instrument["term_weeks"]) / 2.0
    mix = float(block.world.market.mix[block.j, block.m])
    return float(block.plan.yearly(weeks)[block.j, block.k]) * mix


def _performed(block: Block, contract: Any) -> bool:
    """Whether the holder is still there and serves no worse than it was known to at first."""
    o = contract["organisation"]
    organisations = block.world.organisations.rows
    expected = block.world.scenario.baseline.parameters.reputation_initial
    return bool(o >= 0 and organisations["alive"][o] and organisations["reputation"][o] >= expected)


def _award(block: Block, contract: Any, start: int, end: int) -> None:
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
    yuan = planned_yuan(block) / int(market.block_lots[block.at])
    _raise_capital(world, contract, winner, yuan)
    contract["organisation"], contract["price"] = winner, price
    _set_fee(block, contract, yuan)
    if block.instrument["initiatives"]:
        found_project(world, winner, block.k, end)
    cost = bidding.tender_cost(world.rule, block.instrument, block.service["specificity"], yuan)
    market.tender_fen[block.j] += _fen(cost)


def _raise_capital(world: World, contract: Any, winner: int, yuan: float) -> None:
    """Backers give who wins a contract what it needs until it is paid (equation L7)."""
    value = _fen(yuan / WEEKS_PER_YEAR)
    had = int(contract["value"]) if contract["organisation"] == winner else 0
    weeks = world.rule.working_capital_weeks
    world.market.endowment[winner] += math.floor(weeks * max(0, value - had) + 0.5)
    contract["value"] = value


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
    return float(rate / (1.0 - (1.0 + rate) ** -years)) if rate > 0.0 else 1.0 / years


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
        liking = gumbel(luck(world.seed, Stream.TENDER, entity, world.week))
        best = max(best, (score + world.rule.tender_noise * liking, -o, price))
    return -best[1], best[2]
