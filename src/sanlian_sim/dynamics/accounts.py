"""Accounts: everything that was done this week is paid for, or its time imputed.

What is owed is summed in minutes times fen per hour over all that one party owes another for one
category, and rounded once (equation L1). What contracts owe is accrued when hours are given and
settled later (``dues``).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dynamics.dues import Earned, settle
from sanlian_sim.dynamics.funding import follow_outlays
from sanlian_sim.dynamics.owing import Owed, owe, rates_of
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.flows import COMMITTEE_PAYS, FEN_PER_YUAN, OFFICE_PAYS, Category
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.world import World

Fen = NDArray[np.int64]

_TENDERING: Final = OFFICE_PAYS.index(Category.TENDERING)
_BESIDE_CONTRACTS: Final = [
    one for one in Category
    if one.fiscal and not one.accrued and one not in (Category.PREMISES, Category.LEAD)
]  # fmt: skip
"""What government spends besides what it buys from organisations."""
_YEARLY = ("platform_yuan", "capacity_yuan", "redevelopment_yuan")
"""Levers that the bureau pays for by the year, in the order of its flows after premises."""


def accounts(world: World) -> None:
    """Run the phase."""
    parameters, register = world.settings.parameters, world.register
    rates, o = rates_of(parameters), len(world.organisations)
    c, j = len(world.communities), len(world.layout.office)
    owed = Owed(
        np.zeros((c, len(COMMITTEE_PAYS)), dtype=np.int64),
        np.zeros((j, len(OFFICE_PAYS)), dtype=np.int64),
        *np.zeros((len(Owed._fields) - 2, o), dtype=np.int64),
    )
    minutes = owe(world.handle, rates, owed)
    offices = _whole(owed.offices)
    offices[:, _TENDERING] = world.market.tender_fen
    earned = Earned(
        _whole(owed.called), _whole(owed.wages), _whole(owed.station * rates.social[-1]),
        _whole(owed.overhead), _times(owed.direct, parameters.user_fee),
    )  # fmt: skip
    of_organisations, premises = settle(world, earned)
    paid = np.concatenate([
        _whole(owed.committees).ravel(), offices.ravel(), [premises, *_yearly(world)],
        of_organisations.ravel(), _imputed(world, minutes),
    ])  # fmt: skip
    register.pay(world.week, paid)
    if world.closure == "equal_budget":
        rest = register.week_fen[_BESIDE_CONTRACTS].sum() + earned.station.sum()
        follow_outlays(world, int(rest))
    world.governments.rows["cash"][register.parties.governments] = register.cash[
        register.parties.governments
    ]
    world.organisations.rows["cash"] = register.cash[register.parties.organisations]


def _whole(owed: Fen) -> Fen:
    """Whole fen of minutes times fen per hour."""
    fen: Fen = (owed + MINUTES // 2) // MINUTES
    return fen


def _times(minutes: Fen, yuan: float) -> Fen:
    """Whole fen of minutes at yuan per hour."""
    return np.floor(minutes * yuan * FEN_PER_YUAN / MINUTES + 0.5).astype(np.int64)


def _yearly(world: World) -> list[int]:
    """Fen of what levers cost by the year, spread over weeks without remainder (equation L2)."""
    adopted = int(world.communities.rows["regime"].sum())
    week, out = world.week % WEEKS_PER_YEAR, []
    for lever in _YEARLY:
        year_fen = sum(
            int(getattr(settings.levers, lever) * FEN_PER_YUAN + 0.5) * number
            for settings, number in (
                (world.scenario.policy, adopted),
                (world.scenario.baseline, len(world.communities) - adopted),
            )
        )
        spent = year_fen * week // WEEKS_PER_YEAR
        out.append(year_fen * (week + 1) // WEEKS_PER_YEAR - spent)
    return out


def _imputed(world: World, minutes: tuple[int, float, float]) -> list[int]:
    """Fen of private purchase, and the value of volunteers', carers' and residents' time (L3)."""
    parameters = world.settings.parameters
    for_cases, carers, residents = minutes
    private = world.community_tally[:, CommunitySeries.PRIVATE_MINUTES].sum()
    return [
        int(spent * yuan * FEN_PER_YUAN / MINUTES + 0.5)
        for spent, yuan in (
            (float(private), parameters.private_price),
            (for_cases / parameters.volunteer_case_share, parameters.volunteer_time_per_hour),
            (carers, parameters.carer_time_per_hour),
            (residents, parameters.resident_time_per_hour),
        )
    ]
