"""Hours of committees: administration, edges, visits, intake, own services (H4, H6, H7)."""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.minutes import rounded
from sanlian_sim.dynamics.social_hours import share_social_time
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.rules import MINUTES
from sanlian_sim.world.state import PostType


@inner
def administrative_share(world: Any, rule: Any, c: int) -> float:
    """Share of committee time: falls with delegation, rises with agreements (M3, equation H4)."""
    community = world.communities[c]
    n_services, total, agreements = world.delta.shape[1], 0.0, 0
    for k in range(n_services):
        delta = world.delta[c, k]
        total += delta
        if delta > 0.0:
            agreements += world.agreements[community.sub_district, k]
    share = (
        rule.administration_base
        - rule.administration_relief * total / max(1, n_services)
        + rule.administration_contracts * agreements
    )
    return float(min(rule.administration_high, max(rule.administration_low, share)))


@inner
def filled_posts(world: Any, j: int, k: int) -> float:
    """Filled posts of government for a service, as a share of base hours (equation K1)."""
    return float(world.posts[j, k, PostType.CIVIL] + world.posts[j, k, PostType.CONTRACT])


@inner
def plan_committee(world: Any, rule: Any, c: int) -> None:
    """Administration, edges and visits of a committee (H6); intake and services come later.

    Visits leave the intake that is expected. Without services of its own a committee would
    otherwise visit all week, and take nobody in.
    """
    community = world.communities[c]
    j = community.sub_district
    community.last_intake = community.intake_used
    community.admin_share = administrative_share(world, rule, c)
    paid = rounded(community.staff_minutes * world.supply[c])
    row = world.providers[world.committee[c]]
    own = min(paid, rounded(paid * community.admin_share))
    row.administration = max(0, own - world.helped[c])
    service = paid - row.administration
    if world.edge_committee[c]:
        row.edges = min(service, rounded(MINUTES * rule.edge_hours * world.active[j]))
    left = service - row.edges
    visits = rounded(community.visit_share * max(0, left - community.last_intake))
    row.visits = min(visits, max(0, left - rounded(community.expected_intake)))
    community.visits = 0.0
    if community.households > 0:
        community.visits = row.visits / (rule.visit_minutes * community.households)
    limit = rounded(community.expected_intake * rule.intake_limit_factor)
    community.intake_limit = min(limit, left - row.visits)
    row.free = left - row.visits
    hours = world.mobilisers[c] * community.residents / 1000.0
    community.mobiliser_minutes = rounded(MINUTES * hours)


@inner
def share_committee_time(world: Any, rule: Any, services: Any, now: Now, j: int) -> None:
    """Divide what intake leaves over the committees' services; hand the delegated part on (H7).

    Intake beyond what there is was done in overtime, and is paid.
    """
    delegated = np.zeros(services.shape[0])
    for c in range(world.first_community[j], world.first_community[j + 1]):
        row = world.providers[world.committee[c]]
        row.intake = world.communities[c].intake_used
        rest = max(0, row.free - row.intake)
        base = 0
        for k in range(services.shape[0]):
            own = world.committee_service[c, k]
            base += world.providers[own].base if own >= 0 else 0
        row.idle = rest if base == 0 else 0
        for k in range(services.shape[0]):
            own = world.committee_service[c, k]
            if own < 0 or base == 0:
                continue
            minutes = rest * world.providers[own].base / base
            kept = minutes * now.supply_scale * filled_posts(world, j, k)
            world.providers[own].client = rounded(kept)
            world.providers[own].paid = world.providers[own].client
            delegated[k] += minutes * world.phi[j, k]
        row.client = row.idle
        row.paid = row.administration + row.edges + row.visits + row.intake + row.idle
    for k in range(services.shape[0]):
        if not services[k].at_desk:
            share_social_time(world, rule, services, j, k, delegated[k])
