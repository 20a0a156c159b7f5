"""Hours that delegated money buys, and what organisations spend on partners (H1, H3, H5)."""

from typing import Any

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.minutes import pay_for, rounded
from sanlian_sim.dynamics.worker_hours import worker_count
from sanlian_sim.world.rules import MINUTES


@inner
def offering(world: Any, j: int, k: int) -> int:
    """Return the number of organisations of a sub-district that offer a service."""
    found = 0
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        found += 1 if world.organisation[o, k] >= 0 else 0
    return found


@inner
def agreements(world: Any, j: int, k: int) -> int:
    """Organisations of a sub-district to which some community delegates a service."""
    delegated = False
    for c in range(world.first_community[j], world.first_community[j + 1]):
        delegated = delegated or world.delta[c, k] > 0.0
    return offering(world, j, k) if delegated else 0


@inner
def coordinate(world: Any, rule: Any, provider: Any, partners: int) -> None:
    """Spend client time on coordination with partners; a platform saves part (equation H3)."""
    j, people, level = provider.sub_district, 0, 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        people += world.communities[c].residents
        level += world.platform[c] * world.communities[c].residents
    relief = 1.0 - rule.coordination_relief * level / people if people > 0 else 1.0
    minutes = rounded(MINUTES * rule.coordination_hours * partners * relief)
    provider.coordination = min(minutes, provider.client)
    provider.client -= provider.coordination


@inner
def share_social_time(
    world: Any, rule: Any, services: Any, j: int, k: int, government_minutes: float
) -> None:
    """Divide the hours that delegated money buys over the organisations offering k (H1)."""
    offers, seen = offering(world, j, k), 0
    total = rounded(government_minutes * rule.oncost_government / rule.oncost_social)
    partners = agreements(world, j, k)
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        row = world.organisation[o, k]
        if row < 0:
            continue
        provider = world.providers[row]
        minutes = total // offers + (1 if seen < total % offers else 0)
        seen += 1
        pay_for(rule, provider, minutes, services[k].client_share)
        coordinate(world, rule, provider, partners)
        _keep_edges(provider, _organisation_edges(world, rule, j, o))
        provider.limit = provider.client


@inner
def _keep_edges(provider: Any, minutes: int) -> None:
    provider.edges = min(minutes, provider.client)
    provider.client -= provider.edges


@inner
def _organisation_edges(world: Any, rule: Any, j: int, o: int) -> int:
    """Minutes that each of an organisation's services gives to the edges it keeps (H5)."""
    edges = 0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        edges += 1 if world.edge_committee[c] else 0
    first, last = world.first_organisation[j], world.first_organisation[j + 1]
    if world.edge_organisations[j]:
        edges += last - first - 1
    if world.edge_worker[j]:
        edges += worker_count(world, j)
    offered = 0
    for k in range(world.organisation.shape[1]):
        offered += 1 if world.organisation[o, k] >= 0 else 0
    return rounded(MINUTES * rule.edge_hours * edges / max(1, offered))
