"""Accounts: everything that was done this week is paid for, or its time imputed.

What is owed is summed in minutes times fen per hour over all that one party owes another for one
category, and rounded once (equation L1).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.minutes import rounded
from sanlian_sim.scenario.schema import Parameters
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.flows import COMMITTEE_PAYS, FEN_PER_YUAN, OFFICE_PAYS
from sanlian_sim.world.institutions import wages
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import Side
from sanlian_sim.world.world import World

Fen = NDArray[np.int64]

_COMMUNICATION, _EDGES, _GRID, _MOBILISERS, _EXPENSES = range(len(COMMITTEE_PAYS))
_INTAKE, _ESCALATION, _OVERSIGHT, _POSTS = range(len(OFFICE_PAYS))


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
    contracts : int64 array, shape (organisations,)
    """

    committees: Fen
    offices: Fen
    contracts: Fen


def accounts(world: World) -> None:
    """Run the phase."""
    parameters, register = world.settings.parameters, world.register
    owed = Owed(
        np.zeros((len(world.communities), len(COMMITTEE_PAYS)), dtype=np.int64),
        np.zeros((len(world.layout.office), len(OFFICE_PAYS)), dtype=np.int64),
        np.zeros(len(world.organisations), dtype=np.int64),
    )
    minutes = _owe(world.handle, rates_of(parameters), owed)
    # Organisations pay as wages what they are paid.
    hourly = (owed.committees.ravel(), owed.offices.ravel(), owed.contracts, owed.contracts)
    paid = (np.concatenate(hourly) + MINUTES // 2) // MINUTES
    rest = (_platform(world), *_imputed(parameters, minutes))
    register.pay(world.week, np.append(paid, np.array(rest, dtype=np.int64)))
    world.governments.rows["cash"] = register.cash[register.parties.governments]
    world.organisations.rows["cash"] = register.cash[register.parties.organisations]


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
        for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
            for k in range(services.shape[0]):
                row = world.organisation[o, k]
                if row >= 0:
                    wage = rates.social[services[k].job]
                    owed.contracts[o] += world.providers[row].paid * wage
        _owe_to_workers(world, rates, owed, j)
    return _unpaid_minutes(world)


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
            wage = rates.public[services[k].job]
            owed[_POSTS] += world.providers[world.desk[j, k]].paid * wage


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
            owed[_GRID] += world.providers[row].paid * rates.public[services[k].job]
    owed[_MOBILISERS] = world.communities[c].mobiliser_minutes * rates.mobiliser
    given = 0
    for side in (Side.GOVERNMENT, Side.SOCIAL):
        given += world.providers[world.team[c, side]].direct
    # Nobody travels to clients who do not need them.
    minutes = max(given, rounded(given / rule.volunteer_client_share))
    owed[_EXPENSES] = minutes * rates.volunteer


@inner
def _owe_to_workers(world: Any, rates: Any, owed: Any, j: int) -> None:
    """Station workers, in posts of the office or through the sub-district's first organisation."""
    worker = world.providers[world.worker[j]]
    minutes = worker.paid
    for k in range(world.casework.shape[1]):
        if world.casework[j, k] >= 0:
            minutes += world.providers[world.casework[j, k]].paid
    if worker.side == Side.SOCIAL:
        owed.contracts[world.first_organisation[j]] += minutes * rates.social[-1]
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


def _platform(world: World) -> int:
    """Fen of platforms; yearly amounts spread over weeks without remainder (equation L2)."""
    adopted = int(world.communities.rows["regime"].sum())
    year_fen = sum(
        int(settings.levers.platform_yuan * FEN_PER_YUAN + 0.5) * number
        for settings, number in (
            (world.scenario.policy, adopted),
            (world.scenario.baseline, len(world.communities) - adopted),
        )
    )
    week = world.week % WEEKS_PER_YEAR
    return year_fen * (week + 1) // WEEKS_PER_YEAR - year_fen * week // WEEKS_PER_YEAR


def _imputed(parameters: Parameters, minutes: tuple[int, float, float]) -> list[int]:
    """Value in fen of the time of volunteers, carers and residents (equation L3)."""
    for_cases, carers, residents = minutes
    return [
        int(spent * yuan * FEN_PER_YUAN / MINUTES + 0.5)
        for spent, yuan in (
            (for_cases / parameters.volunteer_case_share, parameters.volunteer_time_per_hour),
            (carers, parameters.carer_time_per_hour),
            (residents, parameters.resident_time_per_hour),
        )
    ]
