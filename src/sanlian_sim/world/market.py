"""The market of a place: what government's own hours cost, and room for contracts."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.randomness import joint_key
from sanlian_sim.scenario.schema import Scenario, Settings
from sanlian_sim.world.arrays import Market, Rows
from sanlian_sim.world.columns import Table
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.institutions import post_turnover, usual_skill, wages, worker_turnover
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import LONG_AGO, ContractColumns, PostType, ProviderKind
from sanlian_sim.world.world import World

MOST_LOTS: Final = 24
"""Contracts that one tender awards at most."""
DUE_WEEKS: Final = 53


def empty_market(
    scenario: Scenario, communities: int, sub_districts: int, organisations: int
) -> Market:
    """Return room for what institutions agree, before anything is known of needs."""
    n = len(scenario.policy.parameters.instruments)
    c, j, k, o = communities, sub_districts, len(scenario.policy.parameters.services), organisations
    blocks = (n, j, k)
    return Market(
        posts=np.zeros((j, k, len(PostType))), goal=np.ones((j, k)), bill=np.zeros((j, k)),
        full_time=np.zeros((j, k)),
        wage=np.zeros(k), rate=np.zeros(k), volume=np.zeros((j, k)), scale=np.ones(j),
        call_off=np.ones(j),
        fees=np.zeros((j, k)), aim=np.zeros((j, k)), wanted=np.zeros((c, k)), mix=np.zeros((j, n)),
        agreements=np.zeros((j, k), dtype=np.int32), newcomers=np.zeros((j, k), dtype=np.int32),
        active=np.zeros(j, dtype=np.int32), hub=np.zeros(j), embedding=np.zeros(c),
        links=np.zeros(j), lever_cost=np.zeros(c),
        diverted=np.zeros(j, dtype=np.int64), site=np.full((j, k), -1, dtype=np.int32),
        worker_minutes=np.zeros(j, dtype=np.int64), helped=np.zeros(c, dtype=np.int32),
        tender_fen=np.zeros(j, dtype=np.int64), endowment=np.zeros(o, dtype=np.int64),
        due=np.zeros((o, DUE_WEEKS), dtype=np.int64),
        block_end=np.full(blocks, LONG_AGO, dtype=np.int32),
        block_lots=np.zeros(blocks, dtype=np.int32),
        block_renewals=np.zeros(blocks, dtype=np.int32),
        first_contract=np.zeros(n * j * k + 1, dtype=np.int32),
    )  # fmt: skip


def open_market(world: World) -> None:
    """Know what base hours cost, fill government's posts, and make room for contracts."""
    price_hours(world, world.scenario.baseline)
    delegated = world.delegation(world.scenario.baseline)
    civil = world.scenario.baseline.parameters.civil_share
    for kind, share in ((PostType.CIVIL, civil), (PostType.CONTRACT, 1.0 - civil)):
        world.market.posts[:, :, kind] = share * (1.0 - delegated)
    world.market.goal[...] = 1.0 - delegated
    world.market.volume[...] = base_minutes(world) * delegated
    _set_skills(world)
    _set_know_how(world)
    rooms = _rooms(world)
    world.market.first_contract[1:] = np.cumsum(rooms)
    world.contracts = _contracts(world, rooms)
    world.take_views()


def base_minutes(world: World) -> NDArray[np.float64]:
    """Client minutes a week of all base hours; shape (sub-districts, services)."""
    rows = world.providers.rows
    out = np.zeros_like(world.market.bill)
    held = (rows["kind"] == ProviderKind.DESK) | (rows["kind"] == ProviderKind.COMMITTEE_SERVICE)
    np.add.at(out, (rows["sub_district"][held], rows["service"][held]), rows["base"][held])
    return out


def price_hours(world: World, settings: Settings) -> None:
    """Set what client minutes cost as government's posts, at the wages in force (equation B2)."""
    services = world.rows_in_force[1]
    share = np.where(services["at_desk"], services["client_share"], 1.0)
    parameters = settings.parameters
    world.market.wage[...] = np.array(list(wages(parameters).values()))[services["job"]]
    fen = world.market.wage * parameters.oncost_government * FEN_PER_YUAN / MINUTES
    world.market.rate[...] = fen / share
    minutes = base_minutes(world)
    world.market.bill[...] = minutes * world.market.rate
    yearly = minutes / share * WEEKS_PER_YEAR / MINUTES
    world.market.full_time[...] = yearly / parameters.paid_hours_year


def _set_skills(world: World) -> None:
    """Give all staff the skill that usual turnover leaves."""
    rule, rows = world.rule, world.providers.rows
    rows["skill"] = usual_skill(rule, post_turnover(rule))
    social = usual_skill(rule, worker_turnover(rule))
    rows["skill"][world.teams] = social
    rows["skill"][world.provider_rows(ProviderKind.WORKER_CASEWORK)] = social
    world.workers.rows["skill"] = social


def _set_know_how(world: World) -> None:
    """Give offices the know-how that what they have always handed over leaves (M13, C1)."""
    rule, bill, n = world.rule, world.market.bill, len(world.layout.office)
    part = (bill * world.delegation(world.scenario.baseline)).sum(axis=1)
    whole = bill.sum(axis=1)
    share = np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), 0.0)
    gain, loss = rule.know_how_gain * (1.0 - share), rule.know_how_loss * share
    lost = np.where(loss > 0.0, loss / np.where(loss > 0.0, gain + loss, 1.0), 0.0)
    world.governments.rows["know_how"][1 : 1 + n] = 1.0 - lost


def _rooms(world: World) -> NDArray[np.int64]:
    """Contracts that each block (instrument, sub-district, service) may ever need."""
    both = (world.scenario.baseline, world.scenario.policy)
    yearly = world.market.bill * WEEKS_PER_YEAR / FEN_PER_YUAN
    rooms = []
    for name, row in world.scenario.policy.parameters.instruments.items():
        used = [one.instruments.get(name, 0.0) * world.delegation(one) for one in both]
        lots = np.clip(np.ceil(yearly / row.lot_yuan), 1, MOST_LOTS)
        rooms.append(np.where(np.maximum(*used) > 0.0, lots, 0))
    return np.stack(rooms).reshape(-1).astype(np.int64)


def _contracts(world: World, rooms: NDArray[np.int64]) -> Table:
    table = Table(ContractColumns, int(rooms.sum()))
    rows: Rows = table.rows
    block = np.repeat(np.arange(len(rooms)), rooms)
    instrument, j, k = np.unravel_index(block, world.market.block_end.shape)
    rows["instrument"], rows["sub_district"], rows["service"] = instrument, j, k
    rows["number"] = np.arange(len(rows)) - world.market.first_contract[block]
    offices = world.governments.rows["key"]
    names = ("sub_district", "instrument", "service", "number")
    rows["key"] = [joint_key(offices[1 + j], *rest) for j, *rest in rows[list(names)].tolist()]
    return table
