"""Funding: what the closure of a comparison leaves for posts and for contracts.

Equations B1 and B3-B5 of the model documentation.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dynamics import bidding
from sanlian_sim.scenario.schema import Settings
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.market import MOST_LOTS
from sanlian_sim.world.rules import REFERENCE_RESIDENTS, WEEKS_PER_YEAR
from sanlian_sim.world.world import World

MOST_SCALE: Final = 2.0
"""Contract money at most, over what the hours would cost as posts: what is left while little is
delegated would otherwise go to very few hours."""


def fund(world: World) -> None:
    """Set the posts that government's work asks for, and the scale of contract money."""
    world.supply_scale = _service_scale(world)
    world.market.goal[...] = (1.0 - world.policy.phi) * _post_share(world)
    supplied = mean_by_sub_district(world, world.policy.supply) > 0.0
    world.market.scale[...] = _contract_scale(world) * world.supply_scale * supplied


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


def _contract_scale(world: World) -> float:
    """Contract money this week over what delegated hours would cost as posts (B3)."""
    filled = world.market.posts.sum(axis=2)
    return _scale_for(world, world.policy.phi, filled)


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
    rule, market = world.rule, world.market
    filled = market.posts.sum(axis=2)
    goal = 1.0 - share
    yearly = rule.civil_share * rule.civil_attrition
    yearly += (1.0 - rule.civil_share) * rule.contract_attrition + rule.redeployment
    kept = max(0.0, 1.0 - yearly / WEEKS_PER_YEAR) ** weeks
    stranded = np.maximum(0.0, filled - goal) * kept
    return _scale_for(world, share, goal + stranded) * world.supply_scale


def _scale_for(world: World, share: NDArray[np.float64], filled: NDArray[np.float64]) -> float:
    """Scale of contract money at some delegated share and some filled posts (B3).

    Under an equal budget contracts have what the baseline's budget leaves after posts as they
    are filled, stranded ones included, levers, tenders and a lead organisation.
    """
    if not _is_budgeted(world):
        return 1.0
    market, policy = world.market, world.policy
    supply = mean_by_sub_district(world, policy.supply)[:, None]
    now = market.bill * supply
    delegated = _total(now * share)
    if delegated <= 0.0:
        return 1.0
    left = world.budget_fen - _total(now * filled)
    scale = left / (1.0 + world.rule.lead_fee * _led(world, policy.lead)) / delegated
    return float(min(MOST_SCALE, max(0.0, scale)))


def _budget(world: World) -> float:
    """Fen a week of the baseline's budget that levers and tenders leave (B3)."""
    market, before = world.market, world.scenario.baseline
    budget = market.bill * before.levers.formal_supply
    led = np.full(len(world.communities), float(before.levers.lead_organisation))
    fee = world.rule.lead_fee * _led(world, led)
    left = _total(budget) + fee * _total(budget * world.delegation(before))
    left -= _added_cost(world) * FEN_PER_YUAN / WEEKS_PER_YEAR
    return float(left - _total(market.tenders) * FEN_PER_YUAN / WEEKS_PER_YEAR)


def _led(world: World, lead: NDArray[np.float64]) -> float:
    """Share of all residents whose arrangement has a lead organisation."""
    people = world.communities.rows["residents"]
    return math.fsum((lead * people).tolist()) / max(1, int(people.sum()))


def overspent(world: World) -> float:
    """Fen of this week's posts, levers, tenders and fees above an equal budget; 0 otherwise (B5).

    Posts stay until they are left, and fees are promised for a term, whatever the budget is.
    """
    if not _is_budgeted(world):
        return 0.0
    market = world.market
    supply = mean_by_sub_district(world, world.policy.supply)[:, None]
    filled = market.posts.sum(axis=2)
    fee = 1.0 + world.rule.lead_fee * _led(world, world.policy.lead)
    left = world.budget_fen - _total(market.bill * supply * filled)
    return float(max(0.0, fee * _total(market.fees) - left))


def _total(values: NDArray[np.float64]) -> float:
    return math.fsum(values.ravel().tolist())


def plan_costs(world: World) -> None:
    """Set what levers and tenders are to cost above the baseline's, and what they leave (B1-B4)."""
    before = yearly_cost(world, world.scenario.baseline)
    more = yearly_cost(world, world.scenario.policy) - before
    world.market.lever_cost[...] = np.where(_adopted(world), more, 0.0)
    rows, people = world.communities.rows, world.communities.rows["residents"]
    share = np.bincount(rows["sub_district"], people * _adopted(world), len(world.layout.office))
    total = np.bincount(rows["sub_district"], people, len(world.layout.office))
    reached = share / np.maximum(1.0, total)
    more = yearly_tenders(world, world.scenario.policy)
    more = more - yearly_tenders(world, world.scenario.baseline)
    world.market.tenders[...] = more * reached
    world.budget_fen = _budget(world)


def yearly_tenders(world: World, settings: Settings) -> NDArray[np.float64]:
    """Yuan a year that tenders cost each sub-district under some settings (B4)."""
    services, market = world.rows_in_force[1], world.market
    delegated = world.delegation(settings)
    names = list(settings.parameters.instruments)
    out = np.zeros(len(world.layout.office))
    for m, instrument in enumerate(world.instruments):
        mix = settings.instruments.get(names[m], 0.0)
        years = int(instrument["term_weeks"]) * (1 + int(instrument["renewals"])) / WEEKS_PER_YEAR
        for j, k in np.ndindex(market.bill.shape):
            yuan = float(market.bill[j, k] * delegated[k] * mix * WEEKS_PER_YEAR / FEN_PER_YUAN)
            if yuan > 0.0:
                sited = instrument["facility"] and services["facility"][k]
                most = 1 if sited else MOST_LOTS
                lots = min(max(1, math.floor(yuan / instrument["lot_yuan"] + 0.5)), most)
                specific = float(services["specificity"][k])
                one = bidding.tender_cost(world.rule, instrument, specific, yuan / lots)
                out[j] += one * lots / years
    return out


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
