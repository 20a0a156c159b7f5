"""Weekly series of institutions: totals over the place at the end of a week."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.world.arrays import Rows
from sanlian_sim.world.contracts import in_force
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
    now, teams = independent(world), world.providers.rows[world.teams]
    held = in_force(world, week)
    watched = world.governments.rows["monitoring"][1 + teams["sub_district"]]
    bought, replaced = _prices(world, teams, held)
    posts, stranded = _posts(world)
    values = {
        InstitutionSeries.ORGANISATIONS: now.sum(),
        InstitutionSeries.ORGANISATIONS_ACTIVE: world.market.active.sum(),
        InstitutionSeries.ORGANISATIONS_FOUNDED: (now & ~before).sum(),
        InstitutionSeries.ORGANISATIONS_CLOSED: (before & ~now).sum(),
        InstitutionSeries.PROJECTS: world.organisations.rows["initiative"].sum(),
        InstitutionSeries.CONTRACTS: len(held),
        InstitutionSeries.CONTRACTS_VACANT: _vacant(world, week),
        InstitutionSeries.POSTS: posts,
        InstitutionSeries.POSTS_STRANDED: stranded,
        InstitutionSeries.STAFF_MINUTES: teams["staff"].sum(),
        InstitutionSeries.BENCH_MINUTES: teams["bench"].sum(),
        InstitutionSeries.MOBILISER_MINUTES: world.communities.rows["mobiliser_minutes"].sum(),
        InstitutionSeries.DIVERTED_MINUTES: world.market.diverted.sum(),
        InstitutionSeries.CONCENTRATED_MINUTES: _concentrated(world, teams),
        InstitutionSeries.SHADED_MINUTES: (teams["shading"] * teams["direct"]).sum(),
        InstitutionSeries.WATCHED_MINUTES: (teams["paid"] * watched).sum(),
        InstitutionSeries.BOUGHT_YUAN: bought,
        InstitutionSeries.REPLACED_YUAN: replaced,
        InstitutionSeries.PAYABLE_FEN: world.market.due.sum(),
        InstitutionSeries.KNOW_HOW: _know_how(world),
        InstitutionSeries.OVERSPENT_FEN: world.overspent_fen,
    }
    return np.array([values[series] for series in InstitutionSeries], dtype=np.float64)


def _vacant(world: World, week: int) -> int:
    """Number of contracts in force that nobody holds."""
    rows = world.contracts.rows
    lost = (rows["organisation"] < 0) & (rows["start"] <= week) & (week < rows["end"])
    return int(np.count_nonzero(lost))


def _posts(world: World) -> tuple[float, float]:
    """Posts of the offices, and those without work, so far as formal hours are supplied at all."""
    places, n = world.communities.rows, len(world.layout.office)
    people = np.bincount(places["sub_district"], places["residents"], n)
    supplied = np.bincount(places["sub_district"], places["residents"] * world.policy.supply, n)
    scale = world.supply_scale * supplied / np.maximum(1.0, people)
    offices = world.governments.rows[1 : 1 + n]
    return float((offices["posts"] * scale).sum()), float((offices["stranded"] * scale).sum())


def _prices(world: World, teams: Rows, held: Rows) -> tuple[float, float]:
    """Yuan of the hours bought at their prices, and at what government pays for such hours.

    Hours are those called off, and those promised for fees.
    """
    own = world.market.wage * world.rule.oncost_government / MINUTES
    called = np.maximum(0, teams["paid"] - teams["fee_minutes"]) * (teams["price"] > 0.0)
    bought, replaced = 0.0, 0.0
    for minutes, rows in ((called, teams), (held["minutes"], held)):
        bought += float((minutes * rows["price"]).sum()) / MINUTES
        replaced += float((minutes * own[rows["service"]]).sum())
    return bought, replaced


def _concentrated(world: World, teams: Rows) -> float:
    """Paid minutes of organisations times the Herfindahl index of their market.

    A market is a service in a sub-district; its index is the sum of squared shares of minutes.
    """
    held = teams[teams["owner"] >= 0]
    number, services = len(world.organisations), len(world.services)
    market = held["sub_district"].astype(np.int64) * services + held["service"]
    markets = len(world.layout.office) * services
    minutes = np.bincount(market * number + held["owner"], held["paid"], markets * number)
    by_market = minutes.reshape(markets, number)
    whole = by_market.sum(axis=1)
    return float(((by_market**2).sum(axis=1) / np.maximum(1.0, whole)).sum())


def _know_how(world: World) -> float:
    """Mean know-how of the offices, weighted by residents."""
    places = world.communities.rows
    level = world.governments.rows["know_how"][1 + places["sub_district"]]
    return float((level * places["residents"]).sum() / max(1, places["residents"].sum()))
