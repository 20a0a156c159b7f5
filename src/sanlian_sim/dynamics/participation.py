"""Participation: residents join and leave the volunteers; the community develops with them."""

import math
from typing import Any

import numpy as np

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.development import develop
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import CommunitySeries, Now
from sanlian_sim.world.joining import may_volunteer, tie_factor
from sanlian_sim.world.state import Side
from sanlian_sim.world.world import World

CHUNK = 64
"""Residents whose draws are compared at once before any is looked at."""


def participation(world: World) -> None:
    """Run the phase: all decide on last week's volunteers, then the decisions take effect."""
    world.run(_decide)
    world.run(_take_effect)


@kernel
def _decide(world: Any, now: Now, start: int, end: int) -> None:
    rule = world.rule[0]
    for c in range(start, end):
        community = world.communities[c]
        first, last = community.first_resident, community.first_resident + community.residents
        base = community.join_rate * join_factor(world, rule, c)
        bounds, changes = _bounds(rule, base), first
        for begin in range(first, last, CHUNK):
            end_chunk = min(last, begin + CHUNK)
            if not _any_may_change(world, now, bounds, begin, end_chunk):
                continue
            for i in range(begin, end_chunk):
                may = _may_change(now, bounds, world.key[i], world.volunteer[i])
                if may and _changes(world, rule, now, base, i):
                    world.changes[changes] = i
                    changes += 1
        world.change_count[c] = changes - first


@inner
def _bounds(rule: Any, base: float) -> tuple[float, float]:
    """Highest chances of joining and of leaving."""
    return base * (1.0 + rule.join_ties), rule.leave_per_week * math.exp(
        1.0 - rule.fatigue_reference
    )


@inner
def _any_may_change(world: Any, now: Now, bounds: Any, first: int, last: int) -> bool:
    """Tell whether the draw of any resident is below the highest chance of a change.

    Nearly none is, so that nothing else is read of most residents; without branches, many draws
    are made at once.
    """
    key, volunteer, found = world.key[first:last], world.volunteer[first:last], 0
    for n in range(last - first):
        found += _may_change(now, bounds, key[n], volunteer[n])
    return found > 0


@inner
def _may_change(now: Now, bounds: Any, key: np.uint64, volunteer: bool) -> bool:
    joining, leaving = stream_state(now.seed, Stream.JOIN), stream_state(now.seed, Stream.LEAVE)
    highest = bounds[1] if volunteer else bounds[0]
    return bool(draw(leaving if volunteer else joining, key, now.week) < highest)


@inner
def _changes(world: Any, rule: Any, now: Now, base: float, i: int) -> bool:
    """Decide whether a resident joins the volunteers or leaves them (equation P1)."""
    if world.volunteer[i]:
        strain = math.exp(world.fatigue[i] - rule.fatigue_reference)
        u = draw(stream_state(now.seed, Stream.LEAVE), world.key[i], now.week)
        return bool(u < rule.leave_per_week * strain)
    if not may_volunteer(world.age_band[i]):
        return False
    u = draw(stream_state(now.seed, Stream.JOIN), world.key[i], now.week)
    return bool(u < base * tie_factor(world, rule, i))


@inner
def join_factor(world: Any, rule: Any, c: int) -> float:
    """Effect of cohesion, mobilisers and initiatives on joining (M17, equation P1)."""
    community = world.communities[c]
    mobilised = 1.0 + rule.join_mobiliser * world.mobilisers[c]
    gain = community.cohesion - community.cohesion_initial
    more = community.initiatives - community.initiatives_expected
    led = max(0.0, 1.0 + rule.join_initiative * more * 1000.0 / max(1, community.residents))
    return float(math.exp(rule.join_cohesion * gain) * mobilised * led)


@kernel
def _take_effect(world: Any, now: Now, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    for c in range(start, end):
        _tire(world, rule, c)
        first = world.communities[c].first_resident
        for n in range(first, first + world.change_count[c]):
            i = world.changes[n]
            world.volunteer[i] = not world.volunteer[i]
            world.fatigue[i] = rule.fatigue_reference
            world.communities[c].volunteers += 1 if world.volunteer[i] else -1
        develop(world, rule, services, now, c)
        _count(world, c)


@inner
def _tire(world: Any, rule: Any, c: int) -> None:
    """Move volunteers' fatigue towards the use that was made of their hours (equation P2)."""
    first = world.communities[c].first_resident
    last = first + world.communities[c].residents
    volunteer, fatigue = world.volunteer[first:last], world.fatigue[first:last]
    use, offered = _use_of_volunteers(world, c)
    if not offered:
        return
    for n in range(last - first):
        strain = fatigue[n]
        tired = strain + rule.fatigue_rate * (use - strain)
        fatigue[n] = tired if volunteer[n] else strain


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
def _count(world: Any, c: int) -> None:
    community = world.communities[c]
    world.community_tally[c, CommunitySeries.VOLUNTEERS] = community.volunteers
    world.community_tally[c, CommunitySeries.COHESION] = community.cohesion
    world.community_tally[c, CommunitySeries.SHARING] = community.sharing
    world.community_tally[c, CommunitySeries.ENVIRONMENT] = community.environment
    world.community_tally[c, CommunitySeries.INITIATIVES] = community.initiatives
