"""Participation: residents join and leave the volunteers; the community develops with them."""

import math
from typing import Any

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import CommunitySeries, Now, ServiceSeries
from sanlian_sim.world.communities import community_targets, disputes_unsettled
from sanlian_sim.world.joining import may_volunteer, tie_factor
from sanlian_sim.world.state import Side
from sanlian_sim.world.world import World


def participation(world: World) -> None:
    """Run the phase: all decide on last week's volunteers, then the decisions take effect."""
    world.run(_decide)
    world.run(_take_effect)


@kernel
def _decide(world: Any, rule: Any, services: Any, now: Now, start: int, end: int) -> None:
    leaving = stream_state(now.seed, Stream.LEAVE)
    joining = stream_state(now.seed, Stream.JOIN)
    for c in range(start, end):
        first = world.communities[c].first_resident
        last = first + world.communities[c].residents
        volunteer, key = world.volunteer[first:last], world.key[first:last]
        changes, community = first, world.communities[c]
        base = community.join_rate * join_factor(world, rule[0], c)
        highest = base * (1.0 + rule[0].join_ties)
        for n in range(last - first):
            i = first + n
            if volunteer[n]:
                strain = math.exp(world.fatigue[i] - rule[0].fatigue_reference)
                if draw(leaving, key[n], now.week) < rule[0].leave_per_week * strain:
                    world.changes[changes] = i
                    changes += 1
                continue
            u = draw(joining, key[n], now.week)
            if u >= highest or not may_volunteer(world.age_band[i]):
                continue
            if u < base * tie_factor(world, rule[0], i):
                world.changes[changes] = i
                changes += 1
        world.change_count[c] = changes - first


@inner
def join_factor(world: Any, rule: Any, c: int) -> float:
    """Effect of cohesion and mobilisers on joining (M17, equation P1)."""
    community = world.communities[c]
    mobilised = 1.0 + rule.join_mobiliser * world.mobilisers[c]
    gain = community.cohesion - community.cohesion_initial
    return float(math.exp(rule.join_cohesion * gain) * mobilised)


@kernel
def _take_effect(world: Any, rule: Any, services: Any, now: Now, start: int, end: int) -> None:
    for c in range(start, end):
        _tire(world, rule[0], c)
        first = world.communities[c].first_resident
        for n in range(first, first + world.change_count[c]):
            i = world.changes[n]
            world.volunteer[i] = not world.volunteer[i]
            world.fatigue[i] = rule[0].fatigue_reference
            world.communities[c].volunteers += 1 if world.volunteer[i] else -1
        _develop(world, rule[0], services, c)
        _count(world, c)


@inner
def _tire(world: Any, rule: Any, c: int) -> None:
    """Move volunteers' fatigue towards the use that was made of their hours (equation P2)."""
    community, volunteer, fatigue = world.communities[c], world.volunteer, world.fatigue
    use, offered = _use_of_volunteers(world, c)
    if not offered:
        return
    for i in range(community.first_resident, community.first_resident + community.residents):
        if volunteer[i]:
            strain = fatigue[i]
            fatigue[i] = strain + rule.fatigue_rate * (use - strain)


@inner
def _use_of_volunteers(world: Any, c: int) -> tuple[float, bool]:
    """Share of the case minutes that volunteers offered this week which were used, if any."""
    offered, used = 0, 0
    for side in (Side.GOVERNMENT, Side.SOCIAL):
        team = world.providers[world.team[c, side]]
        offered += team.client
        used += team.direct
    return used / max(1, offered), offered > 0


@inner
def _develop(world: Any, rule: Any, services: Any, c: int) -> None:
    """Cohesion, sharing and environment move towards their targets (equations P3-P5)."""
    community = world.communities[c]
    waiting = 0.0
    for k in range(services.shape[0]):
        if services[k].friction:
            waiting += world.service_tally[c, k, ServiceSeries.LATENT]
            waiting += world.service_tally[c, k, ServiceSeries.QUEUED]
    unsettled = disputes_unsettled(rule, community, waiting)
    community.disputes += rule.mediation_memory * (unsettled - community.disputes)
    cohesion, sharing, environment = community_targets(rule, community, world.platform[c])
    community.cohesion += rule.community_rate * (cohesion - community.cohesion)
    community.sharing += rule.community_rate * (sharing - community.sharing)
    community.environment += rule.community_rate * (environment - community.environment)


@inner
def _count(world: Any, c: int) -> None:
    community = world.communities[c]
    world.community_tally[c, CommunitySeries.VOLUNTEERS] = community.volunteers
    world.community_tally[c, CommunitySeries.COHESION] = community.cohesion
    world.community_tally[c, CommunitySeries.SHARING] = community.sharing
    world.community_tally[c, CommunitySeries.ENVIRONMENT] = community.environment
