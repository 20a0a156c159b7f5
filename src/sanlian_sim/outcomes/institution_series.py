"""Weekly series of institutions: totals over the place at the end of a week."""

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.world.institutions import LEAD_KIND
from sanlian_sim.world.rules import MINUTES
from sanlian_sim.world.world import World

Floats = NDArray[np.float64]


class InstitutionSeries(IntEnum):
    """Weekly series of a place; those that are no counts state their unit."""

    ORGANISATIONS = 0
    ORGANISATIONS_ACTIVE = 1
    ORGANISATIONS_FOUNDED = 2
    ORGANISATIONS_CLOSED = 3
    PROJECTS = 4
    CONTRACTS = 5
    CONTRACTS_VACANT = 6
    POSTS = 7
    POSTS_STRANDED = 8
    STAFF_MINUTES = 9
    BENCH_MINUTES = 10
    MOBILISER_MINUTES = 11
    DIVERTED_MINUTES = 12
    CONCENTRATED_MINUTES = 13
    SHADED_MINUTES = 14
    WATCHED_MINUTES = 15
    BOUGHT_YUAN = 16
    REPLACED_YUAN = 17
    PAYABLE_FEN = 18
    KNOW_HOW = 19
    OVERSPENT_FEN = 20


def independent(world: World) -> NDArray[np.bool_]:
    """Whether each organisation is there in its own right: no lead, no project on a grant."""
    rows = world.organisations.rows
    there: NDArray[np.bool_] = rows["alive"] & ~rows["initiative"] & (rows["kind"] != LEAD_KIND)
    return there


class _Addends(NamedTuple):
    """Real numbers of which series are sums; added up by NumPy, in pairs.

    Attributes
    ----------
    teams : float array, shape (5, teams)
        Staff; minutes shaded and watched; yuan bought and replaced.
    contracts : float array, shape (2, contracts)
        Yuan bought and replaced of those in force, without gaps.
    markets : float array, shape (sub-districts, services)
        Concentrated minutes.
    offices : float array, shape (2, sub-districts)
        Posts, and those stranded.
    communities : float array, shape (communities,)
        Know-how times residents.
    """

    teams: Floats
    contracts: Floats
    markets: Floats
    offices: Floats
    communities: Floats


def institution_week(world: World, week: int, before: NDArray[np.bool_]) -> Floats:
    """Return the series of the week that a world has just simulated.

    Parameters
    ----------
    world : World
    week : int
        The week it has just simulated.
    before : bool array, shape (organisations,)
        ``independent`` a week earlier.

    Returns
    -------
    float array, shape (InstitutionSeries,)
    """
    s, out, (j, k) = InstitutionSeries, np.zeros(len(InstitutionSeries)), world.market.bill.shape
    of = _Addends(
        np.zeros((5, len(world.teams))), np.zeros((2, len(world.contracts))), np.zeros((j, k)),
        np.zeros((2, j)), np.zeros(len(world.communities)),
    )  # fmt: skip
    people = _count(world.handle, week, world.supply_scale, before, out, of)
    teams, held = of.teams.sum(axis=1), of.contracts[:, : int(out[s.CONTRACTS])].sum(axis=1)
    out[s.STAFF_MINUTES], out[s.SHADED_MINUTES], out[s.WATCHED_MINUTES] = teams[:3]
    out[s.BOUGHT_YUAN] = teams[3] / MINUTES + held[0] / MINUTES
    out[s.REPLACED_YUAN] = teams[4] + held[1]
    out[s.CONCENTRATED_MINUTES] = of.markets.sum()
    out[s.POSTS], out[s.POSTS_STRANDED] = of.offices.sum(axis=1)
    out[s.KNOW_HOW] = of.communities.sum() / max(1, people)
    out[s.OVERSPENT_FEN] = world.overspent_fen
    return out


@kernel
def _count(world: Any, week: int, scale: float, before: Any, out: Any, of: Any) -> int:
    """Count what is whole, and list what is not; return the number of residents."""
    rule, people = world.rule[0], 0
    _count_organisations(world, before, out)
    _count_contracts(world, rule, week, out, of)
    _count_teams(world, rule, out, of)
    for j in range(world.office.shape[0]):
        people += _count_places(world, scale, out, of, j)
        _concentrate(world, of, j)
    return people


@inner
def _count_organisations(world: Any, before: Any, out: Any) -> None:
    for o in range(before.shape[0]):
        one = world.organisations[o]
        there = one.alive and not one.initiative and one.kind != LEAD_KIND
        out[InstitutionSeries.ORGANISATIONS] += there
        out[InstitutionSeries.ORGANISATIONS_FOUNDED] += there and not before[o]
        out[InstitutionSeries.ORGANISATIONS_CLOSED] += before[o] and not there
        out[InstitutionSeries.PROJECTS] += one.initiative
        out[InstitutionSeries.PAYABLE_FEN] += world.due[o].sum()


@inner
def _government_pays(world: Any, rule: Any, service: int) -> float:
    """Yuan per minute that government pays for a service."""
    return float(world.wage[service] * rule.oncost_government / MINUTES)


@inner
def _count_contracts(world: Any, rule: Any, week: int, out: Any, of: Any) -> None:
    """Contracts that somebody holds, and the hours promised for their fees; and vacant ones."""
    held = 0
    for row in range(world.contracts.shape[0]):
        contract = world.contracts[row]
        if not contract.start <= week < contract.end:
            continue
        if contract.organisation < 0:
            out[InstitutionSeries.CONTRACTS_VACANT] += 1
            continue
        own = _government_pays(world, rule, contract.service)
        of.contracts[0, held] = contract.minutes * contract.price
        of.contracts[1, held] = contract.minutes * own
        held += 1
    out[InstitutionSeries.CONTRACTS] = held


@inner
def _count_teams(world: Any, rule: Any, out: Any, of: Any) -> None:
    """Staff of teams, what is withheld and watched, and the hours called off."""
    for n in range(world.teams.shape[0]):
        team = world.providers[world.teams[n]]
        called = max(0, team.paid - team.fee_minutes) if team.price > 0.0 else 0
        out[InstitutionSeries.BENCH_MINUTES] += team.bench
        of.teams[0, n] = team.staff
        of.teams[1, n] = team.shading * team.direct
        of.teams[2, n] = team.paid * world.governments[1 + team.sub_district].monitoring
        of.teams[3, n] = called * team.price
        of.teams[4, n] = called * _government_pays(world, rule, team.service)


@inner
def _count_places(world: Any, supply_scale: float, out: Any, of: Any, j: int) -> int:
    """Count a sub-district's institutions, posts so far as formal hours are supplied at all."""
    government, people, supplied = world.governments[1 + j], 0, 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        community = world.communities[c]
        people += community.residents
        supplied += community.residents * world.supply[c]
        of.communities[c] = government.know_how * community.residents
        out[InstitutionSeries.MOBILISER_MINUTES] += community.mobiliser_minutes
    scale = supply_scale * supplied / max(1, people)
    of.offices[0, j], of.offices[1, j] = government.posts * scale, government.stranded * scale
    out[InstitutionSeries.ORGANISATIONS_ACTIVE] += world.active[j]
    out[InstitutionSeries.DIVERTED_MINUTES] += world.diverted[j]
    return people


@inner
def _concentrate(world: Any, of: Any, j: int) -> None:
    """Paid minutes of organisations times the Herfindahl index of their market.

    A market is a service in a sub-district; its index is the sum of squared shares of minutes.
    """
    first, last = world.first_organisation[j], world.first_organisation[j + 1]
    minutes = np.zeros((of.markets.shape[1], last - first))
    for row in world.teams:
        team = world.providers[row]
        if team.sub_district == j and team.owner >= 0:
            minutes[team.service, team.owner - first] += team.paid
    for k in range(minutes.shape[0]):
        squares = 0.0
        for o in range(minutes.shape[1]):
            squares += minutes[k, o] * minutes[k, o]
        of.markets[j, k] = squares / max(1.0, minutes[k].sum())
