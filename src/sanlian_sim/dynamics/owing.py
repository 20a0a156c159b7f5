"""Owing: minutes times fen per hour that this week's work comes to, payer by payer.

Equations L1 and L4-L6 of the model documentation.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.committee_hours import filled_posts
from sanlian_sim.dynamics.minutes import rounded
from sanlian_sim.scenario.schema import Parameters
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.flows import COMMITTEE_PAYS, FEN_PER_YUAN, OFFICE_PAYS
from sanlian_sim.world.institutions import wages
from sanlian_sim.world.rules import MINUTES
from sanlian_sim.world.state import Side

Fen = NDArray[np.int64]

_COMMUNICATION, _EDGES, _GRID, _MOBILISERS, _EXPENSES, _STRANDED = range(len(COMMITTEE_PAYS))
_INTAKE, _ESCALATION, _OVERSIGHT, _POSTS, _STRANDED_POSTS, _TENDERING = range(len(OFFICE_PAYS))


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
    station : int64 array, shape (organisations,)
        Minutes of the station workers whom they employ.
    """

    committees: Fen
    offices: Fen
    called: Fen
    wages: Fen
    overhead: Fen
    direct: Fen
    station: Fen


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
def owe(world: Any, rates: Any, owed: Any) -> tuple[int, float, float]:
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
        if minutes > 0:
            _owe_through_employers(world, rates, owed, minutes, j)
    else:
        owed.offices[j, _POSTS] += minutes * rates.public[-1]


@inner
def _owe_through_employers(world: Any, rates: Any, owed: Any, minutes: int, j: int) -> None:
    """Divide minutes over organisations in proportion to whose workers are in post.

    Where no organisation is left to employ them, they are paid in posts of the office.
    """
    first = -1
    for n in range(world.workers.shape[0]):
        worker = world.workers[n]
        if worker.sub_district == j and worker.employer >= 0:
            first = worker.employer if first < 0 else first
            owed.station[worker.employer] += worker.minutes
            minutes -= worker.minutes
    if first >= 0:
        owed.station[first] += minutes
    else:
        owed.offices[j, _POSTS] += minutes * rates.social[-1]


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
