"""Funding: what the closure of a comparison leaves for posts and for contracts.

Equations B1 and B3-B5 of the model documentation.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.scenario.schema import Settings
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.rules import REFERENCE_RESIDENTS, WEEKS_PER_YEAR
from sanlian_sim.world.state import PostType
from sanlian_sim.world.world import World

MOST_SCALE: Final = 2.0
"""Contract money at most, over what the hours would cost as posts: what is left while little is
delegated would otherwise go to very few hours."""


def fund(world: World) -> None:
    """Set the posts that government's work asks for, and the scale of contract money."""
    market = world.market
    world.supply_scale = _service_scale(world)
    market.goal[...] = (1.0 - world.policy.phi) * _post_share(world)
    supply = mean_by_sub_district(world, world.policy.supply)
    world.posts_fen = _total(market.bill * supply[:, None] * market.posts.sum(axis=2))
    scale = _scale_for(world, world.posts_fen, market.volume * market.rate)
    market.scale[...] = scale * world.supply_scale * (supply > 0.0)


def _adopted(world: World) -> NDArray[np.bool_]:
    adopted: NDArray[np.bool_] = world.communities.rows["regime"] == 1
    return adopted


def _is_budgeted(world: World) -> bool:
    """Whether yearly outlays are held equal, and policy has begun anywhere."""
    return world.closure == "equal_budget" and world.week >= 0 and bool(_adopted(world).any())


def _service_scale(world: World) -> float:
    """Scale of all hours under equal service, so far as communities have adopted (B1)."""
    if world.week < 0 or world.closure != "equal_service":
        return 1.0
    people, adopted = world.communities.rows["residents"], _adopted(world)
    reached = people[adopted].sum() / max(1, people.sum())
    return float(world.service_scale * reached + (1.0 - reached))


def _post_share(world: World) -> float:
    """Share of posts that can be kept once levers are paid for (B1)."""
    if not _is_budgeted(world):
        return 1.0
    return max(0.0, 1.0 - _added_cost(world) / max(1e-9, base_wage_bill(world)))


def _added_cost(world: World) -> float:
    """Yuan a year that adopted levers cost above the baseline's."""
    return math.fsum(world.market.lever_cost.tolist())


def planned_scale(world: World, share: NDArray[np.float64], weeks: float) -> float:
    """Contract money to be expected some weeks on, over what delegated hours would cost (B3).

    Parameters
    ----------
    world : World
    share : float array, shape (sub-districts, services)
        Delegated share of base hours to be expected then.
    weeks : float
        Until then; posts without work are left at their usual pace.
    """
    supply = mean_by_sub_district(world, world.policy.supply)[:, None]
    bill = world.market.bill * supply
    posts = _total(bill * _filled_later(world, (1.0 - share) * _post_share(world), weeks))
    return _scale_for(world, posts, bill * share) * world.supply_scale


def _filled_later(world: World, goal: NDArray[np.float64], weeks: float) -> NDArray[np.float64]:
    """Posts some weeks on: who leaves is not replaced until no more are left than the goal."""
    rule, posts = world.rule, world.market.posts
    types = (
        (PostType.CIVIL, rule.civil_share, rule.civil_attrition),
        (PostType.CONTRACT, 1.0 - rule.civil_share, rule.contract_attrition),
    )
    filled = np.zeros_like(goal)
    for kind, part, attrition in types:
        kept = max(0.0, 1.0 - (attrition + rule.redeployment) / WEEKS_PER_YEAR) ** weeks
        filled += np.maximum(part * goal, posts[:, :, kind] * kept)
    return filled


def _scale_for(world: World, posts_fen: float, delegated: NDArray[np.float64]) -> float:
    """Scale of contract money beside some posts, over delegated hours as posts (B3)."""
    whole = _total(delegated)
    if not _is_budgeted(world) or whole <= 0.0:
        return 1.0
    scale = _left(world, posts_fen) / (1.0 + _lead_fee(world)) / whole
    return float(min(MOST_SCALE, max(0.0, scale)))


def _left(world: World, posts_fen: float) -> float:
    """Fen a week of an equal budget that posts, levers and all other outlays leave (B3)."""
    left: float = world.budget_fen - posts_fen - (world.other_fen - world.usual_fen)
    return left


def _lead_fee(world: World) -> float:
    """What a lead organisation has of a fen of contract money, over all residents."""
    fee: float = world.rule.lead_fee * _led(world, world.policy.lead)
    return fee


def _led(world: World, lead: NDArray[np.float64]) -> float:
    """Share of all residents whose arrangement has a lead organisation."""
    people = world.communities.rows["residents"]
    return math.fsum((lead * people).tolist()) / max(1, int(people.sum()))


def follow_outlays(world: World, outlay: int) -> None:
    """Follow what government spends besides posts, contracts and levers as planned (B4).

    Parameters
    ----------
    world : World
    outlay : int
        Fen of this week, without what contracts and a lead organisation are paid.
    """
    more = _added_cost(world) * FEN_PER_YUAN / WEEKS_PER_YEAR
    other = outlay - world.posts_fen - more
    first = world.week == -world.scenario.horizon.warmup
    world.other_fen = (
        other if first else world.other_fen + ((other - world.other_fen) / WEEKS_PER_YEAR)
    )
    if first or world.week < 0:
        world.usual_fen = world.other_fen


def overspent(world: World) -> float:
    """Fen of this week's posts and fees above an equal budget; 0 otherwise (B5).

    Posts stay until they are left, and fees are promised for a year, whatever the budget is. Other
    outlays, which are told as overtime, are left out.
    """
    if not _is_budgeted(world):
        return 0.0
    fees = (1.0 + _lead_fee(world)) * _total(world.market.fees)
    return float(max(0.0, fees - (world.budget_fen - world.posts_fen)))


def _total(values: NDArray[np.float64]) -> float:
    return math.fsum(values.ravel().tolist())


def plan_costs(world: World) -> None:
    """Set what levers are to cost above the baseline's, and what they leave (B1, B3)."""
    before = world.scenario.baseline
    more = yearly_cost(world, world.scenario.policy) - yearly_cost(world, before)
    world.market.lever_cost[...] = np.where(_adopted(world), more, 0.0)
    budget = world.market.bill * before.levers.formal_supply
    led = np.full(len(world.communities), float(before.levers.lead_organisation))
    fee = world.rule.lead_fee * _led(world, led)
    whole = _total(budget) + fee * _total(budget * world.delegation(before))
    world.budget_fen = whole - _added_cost(world) * FEN_PER_YUAN / WEEKS_PER_YEAR


def mean_by_sub_district(world: World, lever: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of a lever over the residents of each sub-district; 1 where nobody lives."""
    rows, n = world.communities.rows, len(world.layout.office)
    total = np.bincount(rows["sub_district"], lever * rows["residents"], n)
    people = np.bincount(rows["sub_district"], rows["residents"], n)
    mean: NDArray[np.float64] = np.where(people > 0, total / np.maximum(1.0, people), 1.0)
    return mean


def yearly_cost(world: World, settings: Settings) -> NDArray[np.float64]:
    """Yuan a year that levers cost by community: workers, mobilisers, platform, development."""
    levers, p, people = settings.levers, settings.parameters, world.communities.rows["residents"]
    social = levers.worker_employer == "organisation"
    oncost = p.oncost_social if social else p.oncost_government
    workers = people * levers.workers_per_10000 / 1e4 * p.worker_cost_year * oncost
    mobilisers = people * levers.mobiliser_hours / REFERENCE_RESIDENTS * WEEKS_PER_YEAR
    cost: NDArray[np.float64] = (
        workers
        + mobilisers * p.jobs["mobiliser"] * p.oncost_government
        + (levers.platform_yuan + levers.capacity_yuan + levers.redevelopment_yuan)
    )
    return cost


def base_wage_bill(world: World) -> float:
    """Yuan a year that all base hours of desks and committees' services cost."""
    return _total(world.market.bill) * WEEKS_PER_YEAR / FEN_PER_YUAN
