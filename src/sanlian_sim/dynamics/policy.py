"""Policy: communities adopt, delegation rises, capacity follows, and hours are planned.

Equations A2-A7 of the model documentation.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.adoption import schedule, watch
from sanlian_sim.dynamics.agreements import agree
from sanlian_sim.dynamics.funding import fund, mean_by_sub_district, overspent, plan_costs
from sanlian_sim.dynamics.hours import plan_hours
from sanlian_sim.dynamics.procurement import procure
from sanlian_sim.dynamics.routes import Edges, routes
from sanlian_sim.dynamics.workforce import attend, employ, hire_at_once, share_minutes
from sanlian_sim.world.arrays import Now, ServiceSeries
from sanlian_sim.world.market import price_hours
from sanlian_sim.world.rules import MINUTES, REFERENCE_RESIDENTS, WEEKS_PER_YEAR
from sanlian_sim.world.state import Node, Side, Stage
from sanlian_sim.world.world import World

KINDS_OF_LINKS: Final = 4


def policy(world: World) -> None:
    """Run the phase."""
    first = world.week == -world.scenario.horizon.warmup
    if first or world.week == 0:
        world.put_in_force(world.settings)
        price_hours(world, world.settings)
        schedule(world)
    watch(world)
    if first or world.week == 0 or np.any(world.communities.rows["adopted_week"] == world.week):
        _pull_levers(world)
    if first:
        world.policy.phi[...] = world.delegation(world.scenario.baseline)
    attend(world)
    _want(world)
    fund(world)
    procure(world)
    agree(world)
    _delegate(world)
    world.overspent_fen = overspent(world)
    if first:
        hire_at_once(world)
    world.run(_plan, by="sub_district")


@kernel
def _plan(world: Any, now: Now, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    for j in range(start, end):
        plan_hours(world, rule, services, now, j)
        _follow_stock(world, services, j)


@inner
def _follow_stock(world: Any, services: Any, j: int) -> None:
    """Move delegated capacity towards delegation as fast as open cases turn over (A3)."""
    for k in range(services.shape[0]):
        people, total = 0, 0.0
        for c in range(world.first_community[j], world.first_community[j + 1]):
            people += world.communities[c].residents
            total += world.delta[c, k] * world.communities[c].residents
        pace = 1.0 / max(1.0, services[k].stock_weeks)
        world.phi[j, k] += (total / max(1, people) - world.phi[j, k]) * pace


def _pull_levers(world: World) -> None:
    """Set every community's levers to those of its regime."""
    rows, p = world.communities.rows, world.policy
    rows["regime"] = (world.week >= 0) & (rows["adopted_week"] <= world.week)
    adopted = rows["regime"].astype(np.bool_)
    for name, field in (
        ("walk_in", p.walk_in), ("data_sharing", p.data_sharing), ("endorsement", p.endorsement),
        ("platform_level", p.platform), ("formal_supply", p.supply),
        ("edge_committee_organisation", p.edge_committee), ("lead_organisation", p.lead),
        ("department_cooperation", p.cooperation), ("redevelopment_yuan", p.redevelopment),
        ("capacity_yuan", p.capacity),
    ):  # fmt: skip
        field[...] = _by_regime(world, adopted, name)
    p.mobilisers[...] = _by_regime(world, adopted, "mobiliser_hours") * 1000 / REFERENCE_RESIDENTS
    p.worker_fte[...] = _by_regime(world, adopted, "workers_per_10000") * rows["residents"] / 1e4
    for name, lever in (
        ("shared_list", p.shared), ("edge_organisations", p.edge_organisations),
        ("edge_worker_organisation", p.edge_worker),
    ):  # fmt: skip
        lever[...] = False
        np.logical_or.at(lever, rows["sub_district"], _by_regime(world, adopted, name))
    _place_workers(world, adopted)
    _set_routes(world)
    _link(world, adopted)


def _link(world: World, adopted: NDArray[np.bool_]) -> None:
    """Say how closely institutions work together, and through which instruments (A5-A7)."""
    rows, p, market = world.communities.rows, world.policy, world.market
    inside = p.worker_node[rows["sub_district"]] == Node.COMMITTEE
    market.embedding[...] = (p.edge_committee + 1.0 * p.data_sharing + inside) / 3.0
    kept = mean_by_sub_district(world, p.edge_committee + 1.0 * p.data_sharing)
    market.links[...] = (kept + p.edge_organisations + p.edge_worker) / KINDS_OF_LINKS
    market.hub[...] = mean_by_sub_district(world, p.lead)
    names, here = list(world.settings.parameters.instruments), np.zeros(len(market.mix), np.bool_)
    np.logical_or.at(here, rows["sub_district"], adopted)
    for m, name in enumerate(names):
        before, after = (
            one.instruments.get(name, 0.0)
            for one in (world.scenario.baseline, world.scenario.policy)
        )
        market.mix[:, m] = np.where(here, after, before)
    _aim(world)
    plan_costs(world)


def _aim(world: World) -> None:
    """Set the delegation that is asked for in the long run, by sub-district and service (O8).

    A community that has adopted counts with its full delegation, ramp or no ramp.
    """
    rows = world.communities.rows
    before = world.delegation(world.scenario.baseline)
    after = world.delegation(world.scenario.policy)
    asked = np.where(rows["regime"][:, None] == 1, after, before) * rows["residents"][:, None]
    supplied = world.policy.supply > 0.0
    total = np.zeros_like(world.market.bill)
    np.add.at(total, rows["sub_district"], np.where(supplied[:, None], asked, 0.0))
    people = np.bincount(rows["sub_district"], rows["residents"], len(total))
    world.market.aim[...] = total / np.maximum(1.0, people)[:, None]


def _by_regime(world: World, adopted: NDArray[np.bool_], lever: str) -> NDArray[Any]:
    """Value of a lever in each community."""
    after = getattr(world.scenario.policy.levers, lever)
    before = getattr(world.scenario.baseline.levers, lever)
    values: NDArray[Any] = np.where(adopted, after, before)
    return values


def _place_workers(world: World, adopted: NDArray[np.bool_]) -> None:
    """Decide where station workers sit: as the scenario says once any community adopted."""
    rows, node = world.communities.rows, world.policy.worker_node
    node[...] = -1
    for regime, settings in enumerate((world.scenario.baseline, world.scenario.policy)):
        levers = settings.levers
        if levers.workers_per_10000 > 0.0:
            at_organisations = levers.worker_employer == "organisation"
            here = np.unique(rows["sub_district"][adopted == bool(regime)])
            node[here] = Node.ORGANISATION if at_organisations else Node.COMMITTEE
    fte = np.bincount(rows["sub_district"], weights=world.policy.worker_fte, minlength=len(node))
    hours_year = world.settings.parameters.worker_hours_year
    employ(world)
    share_minutes(world, np.floor(fte * MINUTES * hours_year / WEEKS_PER_YEAR + 0.5))
    world.run(_employ, by="sub_district")


@kernel
def _employ(world: Any, now: Now, start: int, end: int) -> None:
    """Put workers on their employer's side; the cases that they serve go with them."""
    services = world.services
    for j in range(start, end):
        if world.worker_node[j] < 0:
            continue
        employed = world.worker_node[j] == Node.ORGANISATION
        side = Side.SOCIAL if employed else Side.GOVERNMENT
        world.providers[world.worker[j]].side = side
        for k in range(services.shape[0]):
            if world.casework[j, k] >= 0:
                world.providers[world.casework[j, k]].side = side
        for c in range(world.first_community[j], world.first_community[j + 1]):
            for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
                case = world.cases[row]
                served = case.stage == Stage.IN_SERVICE
                if served and world.casework[j, case.service] == case.provider:
                    _take_along(case, side)


@inner
def _take_along(case: Any, side: int) -> None:
    if case.side != side:
        case.side = side
        case.organisation = -1


def _set_routes(world: World) -> None:
    p, parameters = world.policy, world.settings.parameters
    at_organisations = p.worker_node[world.communities.rows["sub_district"]] == Node.ORGANISATION
    for c in range(len(world.communities)):
        found = routes(
            Edges(
                bool(p.edge_committee[c]),
                bool(at_organisations[c]),
                bool(p.data_sharing[c]),
                parameters.misroute,
                parameters.misroute_across,
            )
        )
        p.route_length[c], p.route_edges[c] = found.length, found.edges
        p.route[c], p.misroute[c] = found.route, found.misroute


def _want(world: World) -> None:
    """Set the delegation that is asked for: from the baseline's to the scenario's (A2)."""
    rows, ramp = world.communities.rows, max(1, world.scenario.rollout.ramp_weeks)
    before = world.delegation(world.scenario.baseline)
    after = world.delegation(world.scenario.policy)
    weeks = np.float64(world.week) - rows["adopted_week"] + 1
    reached = np.clip(weeks / ramp, 0.0, 1.0) if world.week >= 0 else np.zeros(len(rows))
    world.market.wanted[...] = before + (after - before) * reached[:, None]


def _delegate(world: World) -> None:
    """Let delegation take effect where somebody has a contract to serve (A4)."""
    served = world.market.agreements > 0
    sub_district = world.communities.rows["sub_district"]
    world.policy.delta[...] = np.where(served[sub_district], world.market.wanted, 0.0)
    world.service_tally[:, :, ServiceSeries.DELTA] = world.policy.delta
