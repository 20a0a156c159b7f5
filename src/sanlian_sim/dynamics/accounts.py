"""Accounts: everything that was done this week is paid for, or its time imputed.

What is owed is summed in minutes times fen per hour over all that one party owes another for one
category, and rounded once (equation L1). What contracts owe is accrued when hours are given and
settled later (``dues``).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.committee_hours import filled_posts
from sanlian_sim.dynamics.dues import Earned, settle
from sanlian_sim.dynamics.minutes import rounded
from sanlian_sim.scenario.schema import Parameters
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.flows import COMMITTEE_PAYS, FEN_PER_YUAN, OFFICE_PAYS
from sanlian_sim.world.institutions import wages
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import Side
from sanlian_sim.world.world import World

Fen = NDArray[np.int64]

_COMMUNICATION, _EDGES, _GRID, _MOBILISERS, _EXPENSES, _STRANDED = range(len(COMMITTEE_PAYS))
_INTAKE, _ESCALATION, _OVERSIGHT, _POSTS, _STRANDED_POSTS, _TENDERING = range(len(OFFICE_PAYS))
_YEARLY = ("platform_yuan", "capacity_yuan", "redevelopment_yuan")
"""Levers that the bureau pays for by the year, in the order of its flows after premises."""


class Rates(NamedTuple):
    """Fen per hour.

    Attributes
    ----------
    public, social : int64 arrays
        Of every job on either side, in the order of the wage table; station workers come last.
    committee, civil_servant, mobiliser : int
        Of those jobs on the public side.
    volunteer : int
        Expenses of an hour.
    """

    public: Fen
    social: Fen
    committee: int
    civil_servant: int
    mobiliser: int
    volunteer: int


class Owed(NamedTuple):
    """Minutes times fen per hour that are owed this week.

    Attributes
    ----------
    committees : int64 array, shape (communities, categories that committees pay for)
    offices : int64 array, shape (sub-districts, categories that offices pay for themselves)
    called, wages, overhead : int64 arrays, shape (organisations,)
        Hours called off; what organisations pay their staff, and for rent and management.
    direct : int64 array, shape (organisations,)
        Minutes with clients.
    station : int64 array, shape (sub-districts,)
        Minutes of station workers whom organisations employ.
    """

    committees: Fen
    offices: Fen
    called: Fen
    wages: Fen
    overhead: Fen
    direct: Fen
    station: Fen


def accounts(world: World) -> None:
    """Run the phase."""
    parameters, register = world.settings.parameters, world.register
    rates, o = rates_of(parameters), len(world.organisations)
    c, j = len(world.communities), len(world.layout.office)
    owed = Owed(
        np.zeros((c, len(COMMITTEE_PAYS)), dtype=np.int64),
        np.zeros((j, len(OFFICE_PAYS)), dtype=np.int64),
        np.zeros(o, dtype=np.int64), np.zeros(o, dtype=np.int64), np.zeros(o, dtype=np.int64),
        np.zeros(o, dtype=np.int64), np.zeros(j, dtype=np.int64),
    )  # fmt: skip
    minutes = _owe(world.handle, rates, owed)
    called, station = _pay_station(world, rates, owed)
    offices = _whole(owed.offices)
    offices[:, _TENDERING] = world.market.tender_fen
    earned = Earned(
        _whole(owed.called) + called, _whole(owed.wages) + station, _whole(owed.overhead),
        _times(owed.direct, parameters.user_fee),
    )  # fmt: skip
    of_organisations, premises = settle(world, earned)
    rest = [*_yearly(world), *of_organisations.ravel().tolist(), *_imputed(world, minutes)]
    paid = np.concatenate([_whole(owed.committees).ravel(), offices.ravel(), [premises], rest])
    register.pay(world.week, paid.astype(np.int64))
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


def _pay_station(world: World, rates: "Rates", owed: Owed) -> tuple[Fen, Fen]:
    """Pay station workers through their employers, in proportion to whose workers are in post.

    Where no organisation is left to employ them, they are paid in posts of the office.

    Returns
    -------
    called, wages : int64 arrays, shape (organisations,)
    """
    workers = world.workers.rows
    minutes = np.zeros(len(world.organisations), dtype=np.int64)
    for j in np.flatnonzero(owed.station).tolist():
        here = workers[workers["sub_district"] == j]
        employed = here[here["employer"] >= 0]
        if len(employed) == 0:
            owed.offices[j, _POSTS] += owed.station[j] * rates.social[-1]
            continue
        np.add.at(minutes, employed["employer"], employed["minutes"])
        overtime = owed.station[j] - int(employed["minutes"].sum())
        minutes[employed["employer"][0]] += overtime
    fen = _whole(minutes * rates.social[-1])
    return fen, fen


def rates_of(parameters: Parameters) -> Rates:
    """Whole fen per hour of everything that is paid by the hour."""
    table = wages(parameters)
    yuan, jobs = np.array(list(table.values())), list(table)
    public, social = (
        np.floor(yuan * oncost * FEN_PER_YUAN + 0.5).astype(np.int64)
        for oncost in (parameters.oncost_government, parameters.oncost_social)
    )
    committee, civil_servant, mobiliser = (
        int(public[jobs.index(job)]) for job in ("committee", "civil_servant", "mobiliser")
    )
    expenses = int(parameters.volunteer_cash_per_hour * FEN_PER_YUAN + 0.5)
    return Rates(public, social, committee, civil_servant, mobiliser, expenses)


@kernel
def _owe(world: Any, rates: Any, owed: Any) -> tuple[int, float, float]:
    """Add up what is owed; return minutes of volunteers for cases, of carers and of residents."""
    rule, services = world.rule[0], world.services
    for j in range(world.office.shape[0]):
        _answer_escalations(world, rule, j)
        _owe_at_office(world, services, rates, owed.offices[j], j)
        for c in range(world.first_community[j], world.first_community[j + 1]):
            _owe_at_committee(world, rule, services, rates, owed.committees[c], c)
        for k in range(services.shape[0]):
            wage = rates.social[services[k].job]
            for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
                row = world.organisation[o, k]
                if row >= 0:
                    _owe_to_team(rule, wage, owed, o, world.providers[row])
            row = world.facility[j, k]
            if row >= 0 and world.providers[row].owner >= 0:
                _owe_to_team(rule, wage, owed, world.providers[row].owner, world.providers[row])
        _owe_to_workers(world, rates, owed, j)
    return _unpaid_minutes(world)


@inner
def _owe_to_team(rule: Any, wage: int, owed: Any, o: int, team: Any) -> None:
    """Hours called off, and what they cost: staff without work is paid too (equations L4, L5)."""
    called = max(0, team.paid - team.fee_minutes)
    owed.called[o] += called * rounded(team.price * FEN_PER_YUAN)
    spared = 1.0 - rule.shading_saving * team.shading
    pay = rounded((team.paid + team.bench) * wage * spared)
    owed.wages[o] += pay
    owed.overhead[o] += rounded(pay * team.overhead)
    owed.direct[o] += team.direct


@inner
def _answer_escalations(world: Any, rule: Any, j: int) -> None:
    """Spend the office's time on this week's escalations; what exceeds its time is overtime."""
    number = 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        number += world.community_tally[c, CommunitySeries.ESCALATIONS]
    office = world.providers[world.office[j]]
    office.escalation = rounded(MINUTES * rule.escalation_hours * number)
    used = office.intake + office.escalation
    office.paid = max(office.paid, used)
    office.administration = office.paid - used


@inner
def _owe_at_office(world: Any, services: Any, rates: Any, owed: Any, j: int) -> None:
    """Civil servants and the staff of desks."""
    office = world.providers[world.office[j]]
    owed[_INTAKE] = office.intake * rates.civil_servant
    owed[_ESCALATION] = office.escalation * rates.civil_servant
    owed[_OVERSIGHT] = office.administration * rates.civil_servant
    for k in range(services.shape[0]):
        if world.desk[j, k] >= 0:
            paid, wage = world.providers[world.desk[j, k]].paid, rates.public[services[k].job]
            idle = _stranded(world, j, k, paid)
            owed[_POSTS] += (paid - idle) * wage
            owed[_STRANDED_POSTS] += idle * wage


@inner
def _stranded(world: Any, j: int, k: int, paid: int) -> int:
    """Paid minutes of posts whose work was handed over (equation L6)."""
    filled = filled_posts(world, j, k)
    more = max(0.0, filled - world.goal[j, k])
    return rounded(paid * more / filled) if filled > 0.0 else 0


@inner
def _owe_at_committee(world: Any, rule: Any, services: Any, rates: Any, owed: Any, c: int) -> None:
    """A committee's staff, its own services, mobilisers and volunteers' expenses."""
    own = world.providers[world.committee[c]]
    owed[_COMMUNICATION] = own.intake * rates.committee
    owed[_EDGES] = own.edges * rates.committee
    owed[_GRID] = (own.paid - own.intake - own.edges) * rates.committee
    for k in range(services.shape[0]):
        row = world.committee_service[c, k]
        if row >= 0:
            paid, wage = world.providers[row].paid, rates.public[services[k].job]
            idle = _stranded(world, world.communities[c].sub_district, k, paid)
            owed[_GRID] += (paid - idle) * wage
            owed[_STRANDED] += idle * wage
    owed[_MOBILISERS] = world.communities[c].mobiliser_minutes * rates.mobiliser
    given = 0
    for side in (Side.GOVERNMENT, Side.SOCIAL):
        given += world.providers[world.team[c, side]].direct
    # Nobody travels to clients who do not need them.
    minutes = max(given, rounded(given / rule.volunteer_client_share))
    owed[_EXPENSES] = minutes * rates.volunteer


@inner
def _owe_to_workers(world: Any, rates: Any, owed: Any, j: int) -> None:
    """Station workers, in posts of the office or through who employs them."""
    worker = world.providers[world.worker[j]]
    minutes = worker.paid
    for k in range(world.casework.shape[1]):
        if world.casework[j, k] >= 0:
            minutes += world.providers[world.casework[j, k]].paid
    if worker.side == Side.SOCIAL:
        owed.station[j] += minutes
    else:
        owed.offices[j, _POSTS] += minutes * rates.public[-1]


@inner
def _unpaid_minutes(world: Any) -> tuple[int, float, float]:
    """Minutes that volunteers offered to cases, families cared and residents spent."""
    volunteers, carers, residents = 0, 0.0, 0.0
    for c in range(world.communities.shape[0]):
        for side in (Side.GOVERNMENT, Side.SOCIAL):
            volunteers += world.providers[world.team[c, side]].paid
        carers += world.community_tally[c, CommunitySeries.FAMILY_MINUTES]
        residents += world.community_tally[c, CommunitySeries.RESIDENT_MINUTES]
    return volunteers, carers, residents


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
