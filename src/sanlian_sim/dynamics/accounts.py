"""Accounts: everything that was done this week is paid for, or its time imputed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.scenario.schema import Parameters
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.flows import FEN_PER_YUAN, Category, Parties
from sanlian_sim.world.institutions import wages
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import ProviderKind, Side
from sanlian_sim.world.world import World

Fen = NDArray[np.int64]


@dataclass(frozen=True)
class Bill:
    """Payments of one category: payer and payee numbers, and fen, all of one shape."""

    category: Category
    payer: NDArray[np.int64]
    payee: NDArray[np.int64]
    fen: Fen


def accounts(world: World) -> None:
    """Run the phase."""
    _escalations(world)
    parties = world.register.parties
    for bill in _bills(world, parties):
        if not bill.fen.any():
            continue
        world.register.pay(world.week, bill.category, bill.payer, bill.payee, bill.fen)
    cash = world.register.cash
    world.governments.rows["cash"] = cash[parties.governments]
    world.organisations.rows["cash"] = cash[parties.organisations]


def _escalations(world: World) -> None:
    """Spend the offices' time on this week's escalations; what exceeds their time is overtime."""
    rows, p = world.providers.rows, world.settings.parameters
    number = np.zeros(len(world.layout.office))
    escalated = world.community_tally[:, CommunitySeries.ESCALATIONS]
    np.add.at(number, world.communities.rows["sub_district"], escalated)
    office = world.layout.office
    minutes = np.floor(MINUTES * p.escalation_hours * number + 0.5).astype(np.int64)
    used = rows["intake"][office] + minutes
    rows["escalation"][office] = minutes
    rows["paid"][office] = np.maximum(rows["paid"][office], used)
    rows["administration"][office] = rows["paid"][office] - used


def _bills(world: World, parties: Parties) -> Iterator[Bill]:
    yield from _committees(world, parties)
    yield from _offices(world, parties)
    yield from _organisations(world, parties)
    yield from _workers(world, parties)
    yield from _platform(world, parties)
    yield from _imputed(world, parties)


def fen_per_hour(parameters: Parameters, oncost: float) -> Fen:
    """Fen per paid hour of every job, in the order of the wage table."""
    return _fen_of(tuple(wages(parameters).values()), oncost)


@lru_cache(maxsize=64)
def _fen_of(yuan: tuple[float, ...], oncost: float) -> Fen:
    return np.floor(np.array(yuan) * oncost * FEN_PER_YUAN + 0.5).astype(np.int64)


def pay_of(minutes: NDArray[np.integer], fen: Fen | int) -> Fen:
    """Fen for minutes at an hourly wage, rounded once (equation L1)."""
    result: Fen = (np.asarray(minutes, dtype=np.int64) * fen + MINUTES // 2) // MINUTES
    return result


def _wage(world: World, job: str) -> int:
    p = world.settings.parameters
    return int(fen_per_hour(p, p.oncost_government)[list(wages(p)).index(job)])


def _bill(category: Category, payer: NDArray[np.int64], payee: int, fen: Fen) -> Bill:
    return Bill(category, payer, np.full(len(payer), payee, dtype=np.int64), fen)


def _committees(world: World, parties: Parties) -> Iterator[Bill]:
    """Committees pay their staff, mobilisers and volunteers' expenses."""
    rows, wage = world.providers.rows, _wage(world, "committee")
    own = rows[world.layout.committee]
    payer, home = parties.committees, parties.households
    yield _bill(Category.COMMUNICATION, payer, home, pay_of(own["intake"], wage))
    yield _bill(Category.EDGES, payer, home, pay_of(own["edges"], wage))
    rest = pay_of(own["paid"] - own["intake"] - own["edges"], wage)
    yield _bill(Category.GRID, payer, home, rest + _own_services(world))
    mobilisers = world.communities.rows["mobiliser_minutes"]
    yield _bill(Category.POSTS, payer, home, pay_of(mobilisers, _wage(world, "mobiliser")))
    p = world.settings.parameters
    expenses = int(p.volunteer_cash_per_hour * FEN_PER_YUAN + 0.5)
    fen = pay_of(_volunteer_case_minutes(world), expenses)
    yield _bill(Category.VOLUNTEERS, payer, parties.outside, fen)


def _own_services(world: World) -> Fen:
    """Pay for the hours that committees give to cases themselves."""
    p, rows = world.settings.parameters, world.providers.rows
    rate = fen_per_hour(p, p.oncost_government)
    services = world.rows_in_force[1]
    total = np.zeros(len(world.communities), dtype=np.int64)
    for k in np.flatnonzero(~services["at_desk"]):
        own = world.layout.committee_service[:, k]
        total += pay_of(rows["paid"][own], rate[services["job"][k]])
    return total


def _volunteer_case_minutes(world: World) -> Fen:
    """Minutes volunteers gave to cases this week, travel included, by community."""
    rows = world.providers.rows
    teams = rows[world.layout.team]
    minutes: Fen = (teams["paid"] - teams["idle"]).sum(axis=1, dtype=np.int64)
    return minutes


def _offices(world: World, parties: Parties) -> Iterator[Bill]:
    """Sub-districts pay civil servants and the staff of their desks."""
    rows, wage = world.providers.rows, _wage(world, "civil_servant")
    office = rows[world.layout.office]
    payer, home = parties.offices, parties.households
    yield _bill(Category.COMMUNICATION, payer, home, pay_of(office["intake"], wage))
    yield _bill(Category.ESCALATION, payer, home, pay_of(office["escalation"], wage))
    yield _bill(Category.OVERSIGHT, payer, home, pay_of(office["administration"], wage))
    p = world.settings.parameters
    desks = _paid_by(world, ProviderKind.DESK, p.oncost_government, "sub_district", len(payer))
    yield _bill(Category.POSTS, payer, home, desks)


def _paid_by(world: World, kind: ProviderKind, oncost: float, by: str, size: int) -> Fen:
    """Pay for the paid minutes of a kind of provider, summed over a column of theirs."""
    rows = world.providers.rows
    held = rows[rows["kind"] == kind]
    rate = fen_per_hour(world.settings.parameters, oncost)
    wage = rate[world.rows_in_force[1]["job"][held["service"]]]
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, held[by], held["paid"].astype(np.int64) * wage)
    return pay_of(total, 1)


def _organisations(world: World, parties: Parties) -> Iterator[Bill]:
    """Sub-districts pay organisations for purchased hours; these pay wages."""
    p = world.settings.parameters
    fen = _paid_by(
        world, ProviderKind.ORGANISATION, p.oncost_social, "owner", len(world.organisations)
    )
    yield from _through(world, parties, np.arange(len(world.organisations)), fen)


def _through(
    world: World, parties: Parties, organisation: NDArray[np.integer], fen: Fen
) -> Iterator[Bill]:
    """A contract from the sub-district to an organisation, and the wages it pays."""
    payer = parties.offices[world.organisations.rows["sub_district"][organisation]]
    payee = parties.organisations[organisation]
    yield Bill(Category.CONTRACT, payer, payee, fen)
    yield _bill(Category.WAGES, payee, parties.households, fen)


def _workers(world: World, parties: Parties) -> Iterator[Bill]:
    """Station workers are paid by the sub-district, or through the organisation employing them."""
    if not world.policy.worker_fte.any():
        return
    rows, layout = world.providers.rows, world.layout
    minutes = rows["paid"][layout.worker].astype(np.int64)
    held = rows[rows["kind"] == ProviderKind.WORKER_CASEWORK]
    np.add.at(minutes, held["sub_district"], held["paid"])
    p = world.settings.parameters
    social = rows["side"][layout.worker] == Side.SOCIAL
    for side, oncost in ((Side.GOVERNMENT, p.oncost_government), (Side.SOCIAL, p.oncost_social)):
        here = np.flatnonzero(social == bool(side))
        fen = pay_of(minutes[here], int(fen_per_hour(p, oncost)[-1]))
        if side == Side.GOVERNMENT:
            yield _bill(Category.POSTS, parties.offices[here], parties.households, fen)
        else:
            yield from _through(world, parties, layout.first_organisation[here], fen)


def _platform(world: World, parties: Parties) -> Iterator[Bill]:
    """The bureau pays for platforms; yearly amounts spread over weeks without remainder (L2)."""
    adopted = world.communities.rows["regime"] == 1
    year_fen = sum(
        int(settings.levers.platform_yuan * FEN_PER_YUAN + 0.5) * int(number)
        for settings, number in (
            (world.scenario.policy, adopted.sum()),
            (world.scenario.baseline, (~adopted).sum()),
        )
    )
    week = world.week % WEEKS_PER_YEAR
    fen = year_fen * (week + 1) // WEEKS_PER_YEAR - year_fen * week // WEEKS_PER_YEAR
    bureau = np.array([parties.bureau], dtype=np.int64)
    yield _bill(Category.PLATFORM, bureau, parties.outside, np.array([fen], dtype=np.int64))


def _imputed(world: World, parties: Parties) -> Iterator[Bill]:
    """Value the time of volunteers, carers and residents, for which nobody pays (L3)."""
    p, tally = world.settings.parameters, world.community_tally
    for_cases = world.providers.rows["paid"][world.layout.team].sum(dtype=np.int64)
    offered = for_cases / p.volunteer_case_share
    who = np.array([parties.residents], dtype=np.int64)
    for category, minutes, yuan in (
        (Category.VOLUNTEER_TIME, offered, p.volunteer_time_per_hour),
        (Category.CARER_TIME, tally[:, CommunitySeries.FAMILY_MINUTES].sum(),
         p.carer_time_per_hour),
        (Category.RESIDENT_TIME, tally[:, CommunitySeries.RESIDENT_MINUTES].sum(),
         p.resident_time_per_hour),
    ):  # fmt: skip
        fen = np.array([int(minutes * yuan * FEN_PER_YUAN / MINUTES + 0.5)], dtype=np.int64)
        yield _bill(category, who, parties.residents, fen)
