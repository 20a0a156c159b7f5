"""Hours that contracts buy, and what organisations spend on payers and partners (H1, H3, H5)."""

import math
from typing import Any

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.minutes import rounded, work
from sanlian_sim.dynamics.worker_hours import worker_count
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR


@inner
def coordinate(world: Any, rule: Any, provider: Any) -> None:
    """Spend client time on coordination with partners of a service (equation H3, M14).

    A lead organisation stands for the others, a platform saves part, newcomers cost more.
    """
    j, k, people, level = provider.sub_district, provider.service, 0, 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        people += world.communities[c].residents
        level += world.platform[c] * world.communities[c].residents
    relief = 1.0 - rule.coordination_relief * level / people if people > 0 else 1.0
    partners = float(world.agreements[j, k])
    partners -= rule.hub_saving * world.hub[j] * max(0.0, partners - 1.0)
    partners += rule.churn_weight * world.newcomers[j, k]
    minutes = MINUTES * rule.coordination_hours * partners * relief
    minutes = rounded(minutes * _part_of_post(rule, provider))
    provider.coordination = min(minutes, provider.client)
    provider.client -= provider.coordination


@inner
def _part_of_post(rule: Any, provider: Any) -> float:
    """Part of a full-time post that a provider is; 1 for more (equation H3).

    Who works here part of the week gives partners part of the time, and is theirs elsewhere for
    the rest of it: else a place cut out of a larger one would have more to align than the whole.
    """
    return float(min(1.0, provider.paid * WEEKS_PER_YEAR / (MINUTES * rule.paid_hours_year)))


@inner
def share_social_time(
    world: Any, rule: Any, services: Any, j: int, k: int, government_minutes: float
) -> None:
    """Call off the hours that delegated money buys from those who have a contract (H1).

    What contracts replace is followed over ``call_off_weeks``, since nobody hires by the week.
    """
    world.volume[j, k] += (government_minutes - world.volume[j, k]) / rule.call_off_weeks
    money = world.volume[j, k] * world.rate[k] * world.scale[j]
    money = max(0.0, min(money * world.call_off[j], money - world.fees[j, k]))
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        row = world.organisation[o, k]
        if row >= 0:
            _work_for(world, rule, services[k], j, o, world.providers[row], money)
    if world.facility[j, k] >= 0:
        provider = world.providers[world.facility[j, k]]
        _attend(rule, services[k], provider, provider.fee_minutes)


@inner
def _attend(rule: Any, service: Any, provider: Any, asked: int) -> None:
    """Let the staff there is do what is asked of it; the rest of its time nobody buys (H10)."""
    provider.asked = asked
    if rule.hire_weeks < 1.0:
        provider.staff = float(asked)
    there = math.floor(provider.staff)
    paid = min(asked, there)
    provider.bench = there - paid
    work(rule, provider, paid, service.client_share)


@inner
def _work_for(
    world: Any, rule: Any, service: Any, j: int, o: int, provider: Any, money: float
) -> None:
    """Hours of one team: what is asked, less what payers and partners take (equation H11)."""
    called = 0.0
    if provider.price > 0.0:
        called = provider.call_share * money * MINUTES / (provider.price * FEN_PER_YUAN)
    _attend(rule, service, provider, rounded(called) + provider.fee_minutes)
    organisation = world.organisations[o]
    bound = rounded(provider.client * organisation.administrative_load)
    used = min(provider.client - bound, rounded(provider.client * organisation.diverted))
    provider.administration += bound + used
    provider.client -= bound + used
    world.diverted[j] += used
    coordinate(world, rule, provider)
    minutes = _edge_minutes(world, rule, j, o) * _part_of_post(rule, provider)
    provider.edges = min(rounded(minutes), provider.client)
    provider.client -= provider.edges
    provider.limit = provider.client


@inner
def _edge_minutes(world: Any, rule: Any, j: int, o: int) -> float:
    """Minutes that full-time staff of each of an organisation's services gives to edges (H5)."""
    edges = 0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        edges += 1 if world.edge_committee[c] else 0
    if world.edge_organisations[j]:
        edges += max(0, world.active[j] - 1)
    if world.edge_worker[j]:
        edges += worker_count(world, j)
    served = 0
    for k in range(world.organisation.shape[1]):
        row = world.organisation[o, k]
        served += 1 if row >= 0 and world.providers[row].open else 0
    return float(MINUTES * rule.edge_hours * edges / max(1, served))
