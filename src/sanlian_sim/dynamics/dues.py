"""Dues: what contracts owe is accrued, advanced, settled later, and written off at closing.

Equations L4, L7-L9 and L11 of the model documentation.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.world.arrays import Rows
from sanlian_sim.world.contracts import in_force
from sanlian_sim.world.flows import OF_ORGANISATIONS, Category
from sanlian_sim.world.institutions import LEAD_KIND
from sanlian_sim.world.market import DUE_WEEKS
from sanlian_sim.world.rules import WEEKS_PER_YEAR
from sanlian_sim.world.world import World

Fen = NDArray[np.int64]


class Earned(NamedTuple):
    """Fen of this week by organisation; int64 arrays of shape (organisations,).

    Attributes
    ----------
    called : hours called off.
    station : what station workers earn, which only passes through their employer.
    wages, overhead : what staff, and rent and management of teams cost.
    fees : what users pay.
    """

    called: Fen
    wages: Fen
    station: Fen
    overhead: Fen
    fees: Fen


def settle(world: World, earned: Earned) -> tuple[Fen, int]:
    """Fen of organisations' flows, and of the premises that the bureau pays for.

    Returns
    -------
    flows : int64 array, shape (categories of organisations, organisations)
        In the order of ``OF_ORGANISATIONS``.
    premises : int
    """
    held = in_force(world, world.week)
    flows = np.zeros((len(OF_ORGANISATIONS), len(world.organisations)), dtype=np.int64)
    of = {category: flows[n] for n, category in enumerate(OF_ORGANISATIONS)}
    instruments, owner = world.instruments[held["instrument"]], held["organisation"]
    of[Category.CONTRACT][...] = earned.called + earned.station
    _book_fees(world, of, held)
    match = np.floor(held["fee"] * instruments["match_share"] + 0.5).astype(np.int64)
    np.add.at(of[Category.MATCH], owner, match)
    of[Category.FEES][...] = earned.fees
    of[Category.ENDOWMENT][...] = world.market.endowment
    of[Category.WAGES][...] = earned.wages + earned.station
    of[Category.OVERHEAD][...] = earned.overhead
    np.add.at(of[Category.OVERHEAD], owner, held["fixed"] + held["coaching"])
    _pay_lead(world, of, earned.station)
    of[Category.SETTLEMENT][...] = earned.station
    _fall_due(world, of, held)
    _depend(world, of)
    _close(world, of)
    return flows, int(held["premises"].sum())


def _book_fees(world: World, of: dict[Category, Fen], held: Rows) -> None:
    """Accrue fixed fees: as grants of projects, for facilities, or as contracts (L4)."""
    grants = world.instruments["initiatives"][held["instrument"]]
    facilities = ~grants & (held["premises"] + held["fixed"] > 0)
    kinds = (
        (Category.GRANT, grants), (Category.FACILITY, facilities),
        (Category.CONTRACT, ~grants & ~facilities),
    )  # fmt: skip
    for category, chosen in kinds:
        np.add.at(of[category], held["organisation"][chosen], held["fee"][chosen])


def _pay_lead(world: World, of: dict[Category, Fen], station: Fen) -> None:
    """A lead organisation has its share of contract money, and pays its staff with it (L7).

    It has none of what station workers earn, which only passes through.
    """
    rows = world.organisations.rows
    lead = np.flatnonzero(rows["kind"] == LEAD_KIND)
    accrued = of[Category.CONTRACT] + of[Category.GRANT] + of[Category.FACILITY]
    fee = (accrued - station) * world.market.hub[rows["sub_district"]] * world.rule.lead_fee
    for o in lead.tolist():
        of[Category.LEAD][o] = int(np.floor(fee + 0.5).astype(np.int64).sum())
        of[Category.WAGES][o] += of[Category.LEAD][o]


def _fall_due(world: World, of: dict[Category, Fen], held: Rows) -> None:
    """Pay the advances, and what has fallen due after its delay (L8).

    What has been settled already, for station workers, is paid for at once.
    """
    due, now, paid = world.market.due, world.week % DUE_WEEKS, of[Category.SETTLEMENT]
    fees = paid.copy()
    for m, instrument in enumerate(world.instruments):
        mine = held["instrument"] == m
        if not mine.any():
            continue
        amount = np.zeros_like(paid)
        np.add.at(amount, held["organisation"][mine], held["fee"][mine])
        fees += amount
        _owe(world, due, paid, amount, instrument)
    accrued = of[Category.CONTRACT] + of[Category.GRANT] + of[Category.FACILITY]
    _owe_called(world, due, paid, accrued - fees, held)
    paid += due[:, now]
    due[:, now] = 0


def _owe_called(world: World, due: Fen, paid: Fen, called: Fen, held: Rows) -> None:
    """Divide what was called off over instruments, each with its own terms (L8).

    By the planned value of the contracts held, or by the mix where none is; what cannot be told
    apart goes to the first instrument by which hours are called off.
    """
    usual, left = int(np.argmin(world.instruments["fixed_fee"])), called.copy()
    share = _shares_called(world, held)
    for m in np.flatnonzero(~world.instruments["fixed_fee"]).tolist():
        if m != usual:
            part = np.minimum(left, np.floor(called * share[m]).astype(np.int64))
            _owe(world, due, paid, part, world.instruments[m])
            left -= part
    _owe(world, due, paid, left, world.instruments[usual])


def _shares_called(world: World, held: Rows) -> NDArray[np.float64]:
    """Part of each instrument in what is called off; shape (instruments, organisations)."""
    by_hour, market = ~world.instruments["fixed_fee"], world.market
    value = np.zeros((len(by_hour), len(world.organisations)))
    mine = held[by_hour[held["instrument"]]]
    np.add.at(value, (mine["instrument"], mine["organisation"]), mine["value"])
    mix = market.mix[world.organisations.rows["sub_district"]].T * by_hour[:, None]
    weight = np.where(value.sum(axis=0) > 0.0, value, mix)
    whole = weight.sum(axis=0)
    share: NDArray[np.float64] = weight / np.where(whole > 0.0, whole, 1.0)
    return share


def _owe(world: World, due: Fen, paid: Fen, amount: Fen, instrument: Any) -> None:
    advance = np.floor(amount * instrument["advance_share"] + 0.5).astype(np.int64)
    delay = int(np.floor(instrument["delay_weeks"] * world.rule.delay_scale + 0.5))
    due[:, (world.week + delay) % DUE_WEEKS] += amount - advance
    paid += advance


def _depend(world: World, of: dict[Category, Fen]) -> None:
    """Follow over a year which part of income is government's (M4, equation L11)."""
    rows = world.organisations.rows
    public = of[Category.CONTRACT] + of[Category.GRANT] + of[Category.FACILITY]
    public = public + of[Category.LEAD]
    income = public + of[Category.MATCH] + of[Category.FEES]
    share = public / np.maximum(1, income)
    moved = rows["dependency"] + (share - rows["dependency"]) / WEEKS_PER_YEAR
    rows["dependency"] = np.where(income > 0, moved, rows["dependency"])


def _close(world: World, of: dict[Category, Fen]) -> None:
    """Pay all that is due to those who closed, and hand on what they have, or owe (L9)."""
    rows = world.organisations.rows
    closed = ~rows["alive"]
    of[Category.SETTLEMENT][closed] += world.market.due[closed].sum(axis=1)
    world.market.due[closed] = 0
    parties = world.register.parties.organisations
    cash = world.register.cash[parties].copy()
    for category in (
        Category.SETTLEMENT, Category.LEAD, Category.MATCH, Category.FEES, Category.ENDOWMENT,
    ):  # fmt: skip
        cash += of[category]
    cash -= of[Category.WAGES] + of[Category.OVERHEAD]
    of[Category.SURPLUS][closed] = np.maximum(0, cash)[closed]
    of[Category.DEFAULT][closed] = np.maximum(0, -cash)[closed]
