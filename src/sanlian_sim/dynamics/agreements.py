"""Agreements: what the contracts in force this week mean for those who hold them."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.world.arrays import Rows
from sanlian_sim.world.contracts import in_force
from sanlian_sim.world.rules import WEEKS_PER_YEAR
from sanlian_sim.world.world import World


def agree(world: World) -> None:
    """Let the contracts in force open teams, share out the call-off, and promise hours (O13).

    Nothing is done where contracts, mix and terms are as they were when it was done last.
    """
    market, held = world.market, in_force(world, world.week)
    recent = held["since"] > world.week - WEEKS_PER_YEAR
    terms = (held, recent, market.mix, market.block_lots, world.instruments)
    agreed = b"".join(one.tobytes() for one in terms)
    if agreed == world.agreed:
        return
    world.agreed = agreed
    market.call_off[...] = 0.0
    for m in np.flatnonzero(~world.instruments["fixed_fee"]).tolist():
        market.call_off[...] += market.mix[:, m]
    teams = world.layout.organisation[held["organisation"], held["service"]]
    gives = _who_gives(world, held, teams)
    _count(world, held)
    _open(world, held, teams, gives)
    _call_off(world, held, teams)


def _who_gives(world: World, held: Rows, teams: NDArray[np.int32]) -> NDArray[np.int32]:
    """Provider row that gives a contract's hours: the team, or the facility it operates."""
    at = (held["sub_district"], held["service"])
    facility = world.layout.facility[at]
    there = world.instruments["facility"][held["instrument"]] & (facility >= 0)
    rows: NDArray[np.int32] = np.where(there, facility, teams)
    world.providers.rows["owner"][facility[there]] = held["organisation"][there]
    built = tuple(one[there] for one in at)
    largest = _largest_community(world)
    unbuilt = world.market.site[built] < 0
    world.market.site[built] = np.where(unbuilt, largest[built[0]], world.market.site[built])
    return rows


def _largest_community(world: World) -> NDArray[np.int64]:
    """Community with most residents of each sub-district."""
    people, first = world.communities.rows["residents"], world.layout.first_community
    return np.array([a + int(np.argmax(people[a:b])) for a, b in pairwise(first.tolist())])


def _count(world: World, held: Rows) -> None:
    """Count organisations with an agreement: by service, those in their first year, and in all."""
    market, layout = world.market, world.layout
    has = np.zeros(layout.organisation.shape, dtype=np.bool_)
    known = np.zeros_like(has)
    at = (held["organisation"], held["service"])
    has[at] = True
    np.logical_or.at(known, at, held["since"] <= world.week - WEEKS_PER_YEAR)
    place = world.organisations.rows["sub_district"]
    for counts, marked in ((market.agreements, has), (market.newcomers, has & ~known)):
        counts[...] = 0
        np.add.at(counts, place, marked)
    market.active[...] = np.bincount(place[has.any(axis=1)], minlength=len(market.active))


def _open(world: World, held: Rows, teams: NDArray[np.int32], gives: NDArray[np.int32]) -> None:
    """Open teams and facilities, with their fees, overhead and how soon their contracts end."""
    rows, market = world.providers.rows, world.market
    own = world.teams
    rows["open"], rows["fee_minutes"] = False, 0
    rows["open"][teams] = rows["open"][gives] = True
    np.add.at(rows["fee_minutes"], gives, held["minutes"])
    rows["coaching"] = 0.0
    np.add.at(rows["coaching"], gives, held["coaching"])
    market.fees[...] = 0.0
    np.add.at(market.fees, (held["sub_district"], held["service"]), held["fee"] + held["premises"])
    instruments = world.instruments[held["instrument"]]
    overhead = 1.0 + world.organisations.rows["overhead"][held["organisation"]]
    overhead = overhead * (1.0 + instruments["reporting_share"]) - 1.0
    for name, values in (
        ("overhead", overhead), ("insecurity", WEEKS_PER_YEAR / instruments["term_weeks"]),
        ("monitoring_share", instruments["monitoring_share"]),
    ):  # fmt: skip
        total, number = np.zeros(len(rows)), np.zeros(len(rows))
        np.add.at(total, gives, values)
        np.add.at(number, gives, 1.0)
        rows[name][own] = (total / np.maximum(1.0, number))[own]


def _call_off(world: World, held: Rows, teams: NDArray[np.int32]) -> None:
    """Share the call-off of a service among contracts by instrument, and evenly within one."""
    rows, market, at = world.providers.rows, world.market, held["sub_district"]
    called = ~world.instruments["fixed_fee"][held["instrument"]]
    lots = market.block_lots[held["instrument"], at, held["service"]]
    part = np.where(called, market.mix[at, held["instrument"]], 0.0)
    whole = np.where(market.call_off[at] > 0.0, market.call_off[at], 1.0)
    share = part / whole / np.maximum(1, lots)
    rows["call_share"], rows["price"] = 0.0, 0.0
    np.add.at(rows["call_share"], teams, share)
    np.add.at(rows["price"], teams, share * held["price"])
    some = np.where(rows["call_share"] > 0.0, rows["call_share"], 1.0)
    rows["price"] /= some
