"""Dues: what contracts owe is accrued, advanced, settled later, and written off at closing.

Equations L4, L7-L9 and L11 of the model documentation.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.minutes import rounded
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.flows import OF_ORGANISATIONS
from sanlian_sim.world.institutions import LEAD_KIND
from sanlian_sim.world.market import DUE_WEEKS
from sanlian_sim.world.rules import WEEKS_PER_YEAR
from sanlian_sim.world.world import World

Fen = NDArray[np.int64]

(
    _CONTRACT, _GRANT, _FACILITY, _SETTLEMENT, _LEAD, _MATCH, _FEES, _ENDOWMENT, _DEFAULT, _WAGES,
    _OVERHEAD, _SURPLUS,
) = range(len(OF_ORGANISATIONS))  # fmt: skip


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
    flows = np.zeros((len(OF_ORGANISATIONS), len(world.organisations)), dtype=np.int64)
    cash = world.register.cash[world.register.parties.organisations]
    premises = _settle(world.handle, world.now, earned, cash, flows)
    return flows, premises


@kernel
def _settle(world: Any, now: Now, earned: Any, cash: Any, of: Any) -> int:
    rule, number = world.rule[0], world.organisations.shape[0]
    fees = np.zeros((world.instruments.shape[0], number), dtype=np.int64)
    values = np.zeros_like(fees)
    for o in range(number):
        _book_work(world, earned, of, o)
    premises = _book_contracts(world, now, of, fees, values)
    for o in range(number):
        if world.organisations[o].kind == LEAD_KIND:
            _pay_lead(world, rule, of, o)
    for o in range(number):
        _fall_due(world, rule, now, of, fees, values, o)
        _depend(world.organisations[o], of, o)
        if not world.organisations[o].alive:
            _close(world, of, cash[o], o)
    return premises


@inner
def _book_work(world: Any, earned: Any, of: Any, o: int) -> None:
    """Accrue the week's work; what has passed through to station workers is paid for at once."""
    of[_CONTRACT, o] = earned.called[o] + earned.station[o]
    of[_FEES, o] = earned.fees[o]
    of[_ENDOWMENT, o] = world.endowment[o]
    of[_WAGES, o] = earned.wages[o] + earned.station[o]
    of[_OVERHEAD, o] = earned.overhead[o]
    of[_SETTLEMENT, o] = earned.station[o]


@inner
def _book_contracts(world: Any, now: Now, of: Any, fees: Any, values: Any) -> int:
    """Accrue fixed fees, and what is paid beside them; return fen of premises (L4).

    ``fees`` and planned ``values`` are added up by instrument and organisation.
    """
    premises = 0
    for row in range(world.contracts.shape[0]):
        contract = world.contracts[row]
        o, m = contract.organisation, contract.instrument
        if o >= 0 and contract.start <= now.week < contract.end:
            of[_kind_of_fee(world.instruments[m], contract), o] += contract.fee
            of[_MATCH, o] += rounded(contract.fee * world.instruments[m].match_share)
            of[_OVERHEAD, o] += contract.fixed + contract.coaching
            fees[m, o] += contract.fee
            values[m, o] += contract.value
            premises += contract.premises
    return premises


@inner
def _kind_of_fee(instrument: Any, contract: Any) -> int:
    """A fee is a grant of a project, for a facility, or as for any contract."""
    if instrument.initiatives:
        return _GRANT
    return _FACILITY if contract.premises + contract.fixed > 0 else _CONTRACT


@inner
def _accrued(of: Any, o: int) -> int:
    return int(of[_CONTRACT, o] + of[_GRANT, o] + of[_FACILITY, o])


@inner
def _pay_lead(world: Any, rule: Any, of: Any, lead: int) -> None:
    """A lead organisation has its share of contract money, and pays its staff with it (L7).

    It has none of what station workers earn, which only passes through and is settled already.
    """
    total = 0
    for o in range(of.shape[1]):
        hub = world.hub[world.organisations[o].sub_district]
        total += rounded((_accrued(of, o) - of[_SETTLEMENT, o]) * hub * rule.lead_fee)
    of[_LEAD, lead] = total
    of[_WAGES, lead] += total


@inner
def _fall_due(
    world: Any, rule: Any, now: Now, of: Any, fees: Any, values: Any, o: int
) -> None:  # fmt: skip
    """Pay the advances, and what has fallen due after its delay (L8)."""
    called = _accrued(of, o) - of[_SETTLEMENT, o]
    for m in range(fees.shape[0]):
        called -= fees[m, o]
        _owe(world, rule, now, of, fees[m, o], m, o)
    _owe_called(world, rule, now, of, called, values, o)
    of[_SETTLEMENT, o] += world.due[o, now.week % DUE_WEEKS]
    world.due[o, now.week % DUE_WEEKS] = 0


@inner
def _owe_called(
    world: Any, rule: Any, now: Now, of: Any, called: int, values: Any, o: int
) -> None:  # fmt: skip
    """Divide what was called off over instruments, each with its own terms (L8).

    By the planned value of the contracts held, or by the mix where none is; what cannot be told
    apart goes to the first instrument by which hours are called off.
    """
    usual, left, whole = 0, called, 0.0
    for m in range(values.shape[0] - 1, -1, -1):
        usual = usual if world.instruments[m].fixed_fee else m
    held = _value_held(world, values, o)
    for m in range(values.shape[0]):
        whole += _weight(world, values, held, m, o)
    for m in range(values.shape[0]):
        if m != usual and not world.instruments[m].fixed_fee:
            share = _weight(world, values, held, m, o) / (whole if whole > 0.0 else 1.0)
            part = min(left, math.floor(called * share))
            _owe(world, rule, now, of, part, m, o)
            left -= part
    _owe(world, rule, now, of, left, usual, o)


@inner
def _value_held(world: Any, values: Any, o: int) -> int:
    """Planned value of the contracts by which an organisation's hours are called off."""
    held = 0
    for m in range(values.shape[0]):
        held += 0 if world.instruments[m].fixed_fee else values[m, o]
    return held


@inner
def _weight(world: Any, values: Any, held: int, m: int, o: int) -> float:
    """Weight of an instrument in what is called off from an organisation."""
    if world.instruments[m].fixed_fee:
        return 0.0
    mix = world.mix[world.organisations[o].sub_district, m]
    return float(values[m, o] if held > 0 else mix)


@inner
def _owe(world: Any, rule: Any, now: Now, of: Any, fen: int, m: int, o: int) -> None:
    """Pay part of an amount at once, and the rest after the instrument's delay."""
    advance = rounded(fen * world.instruments[m].advance_share)
    delay = rounded(world.instruments[m].delay_weeks * rule.delay_scale)
    world.due[o, (now.week + delay) % DUE_WEEKS] += fen - advance
    of[_SETTLEMENT, o] += advance


@inner
def _depend(organisation: Any, of: Any, o: int) -> None:
    """Follow over a year which part of income is government's (M4, equation L11)."""
    public = _accrued(of, o) + of[_LEAD, o]
    income = public + of[_MATCH, o] + of[_FEES, o]
    if income > 0:
        organisation.dependency += (public / income - organisation.dependency) / WEEKS_PER_YEAR


@inner
def _close(world: Any, of: Any, cash: int, o: int) -> None:
    """Pay all that is due to who has closed, and hand on what it has, or owes (L9)."""
    of[_SETTLEMENT, o] += world.due[o].sum()
    world.due[o] = 0
    fen = cash - of[_WAGES, o] - of[_OVERHEAD, o]
    for category in (_SETTLEMENT, _LEAD, _MATCH, _FEES, _ENDOWMENT):
        fen += of[category, o]
    of[_SURPLUS, o] = max(0, fen)
    of[_DEFAULT, o] = max(0, -fen)
