"""Trust, awareness and grievance, and the escalations that grievance drives.

Events change trust in the week they happen. What changes slowly (return to a person's own
baseline, diffusion over ties, endorsement, spread of grievance) runs every ``SLOW_WEEKS`` weeks
with the rates of that interval; neighbours are read as they stood before it.
"""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner, kernel, prefetch
from sanlian_sim.dynamics.casework import EVENTS_PER_CASE
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import CommunitySeries, Now
from sanlian_sim.world.rules import SLOW_WEEKS
from sanlian_sim.world.state import Happening, Side, Stage
from sanlian_sim.world.world import World

SCALE = 65535
"""Parts of 1 in which values are shown to neighbours: their sums over ties are exact."""
AHEAD = 64
BITS = np.uint64(16)
EVERY_OTHER = np.uint64(0x0000FFFF0000FFFF)
LOW_HALF = np.uint64(0xFFFFFFFF)
"""Four values of 16 bits share a word, of which two sums of 32 bits are added up at a time."""


def trust(world: World) -> None:
    """Run the phase."""
    world.run(_trust)


def diffusion(world: World) -> None:
    """Run the slow part of the phase: first every community shows its values, then all move."""
    world.run(_show)
    world.run(_diffuse)


@kernel
def _trust(world: Any, now: Now, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    for c in range(start, end):
        base = EVENTS_PER_CASE * world.first_case[c]
        for e in range(base, base + world.event_count[c]):
            _react(world, rule, world.events[e])
        world.event_count[c] = 0
        _grieve(world, rule, services, now, c)
        _escalate(world, rule, services, now, c)
        _count(world, c)


@inner
def _react(world: Any, rule: Any, event: Any) -> None:
    """Change of trust and awareness by one event (equations T1, T2)."""
    i, kind = event.resident, event.kind
    if kind == Happening.FOUND_BY_OUTREACH:
        world.awareness[i] += rule.outreach_awareness * (1.0 - world.awareness[i])
        return
    if event.side == Side.SOCIAL:
        level = world.trust_social[i]
        world.trust_social[i] = level + rule.trust_learning * (event.experience - level)
        if kind == Happening.FIRST_SERVICE or kind == Happening.CONTINUED:
            world.awareness[i] += rule.awareness_contact * (1.0 - world.awareness[i])
    else:
        level = world.trust_government[i]
        world.trust_government[i] = level + rule.trust_learning * (event.experience - level)


@inner
def _grieve(world: Any, rule: Any, services: Any, now: Now, c: int) -> None:
    """Grievance fades, and grows with long waits and open disputes (equation T5)."""
    community = world.communities[c]
    first, last = community.first_resident, community.first_resident + community.residents
    levels = world.grievance[first:last]
    for i in range(last - first):
        levels[i] *= rule.grievance_memory
    for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
        case = world.cases[row]
        if case.stage == Stage.LATENT:
            continue
        pressure = 0.0
        if waits_long(case, rule, now.week):
            pressure += rule.grievance_waiting * case.severity
        if services[case.service].friction:
            pressure += rule.grievance_dispute * case.severity
        if pressure > 0.0:
            level = world.grievance[case.resident] + pressure
            world.grievance[case.resident] = min(1.0, level)


@inner
def waits_long(case: Any, rule: Any, week: int) -> bool:
    """Tell whether a case has been queued for longer than residents put up with."""
    waited = week - case.noticed
    return bool(case.stage == Stage.QUEUED and waited > rule.grievance_wait_weeks)


@inner
def _escalate(world: Any, rule: Any, services: Any, now: Now, c: int) -> None:
    """Cases of aggrieved residents escalate, each at most once (equation T6)."""
    state = stream_state(now.seed, Stream.ESCALATE)
    escalations = 0
    for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
        case = world.cases[row]
        if case.stage == Stage.LATENT or case.escalated:
            continue
        if not (waits_long(case, rule, now.week) or services[case.service].friction):
            continue
        hazard = rule.escalation_per_week * world.grievance[case.resident]
        hazard *= world.supply[c]
        if hazard > 0.0 and draw(state, case.key, now.week) < hazard:
            case.escalated = True
            escalations += 1
    world.community_tally[c, CommunitySeries.ESCALATIONS] = escalations


@inner
def _count(world: Any, c: int) -> None:
    community = world.communities[c]
    first, last = community.first_resident, community.first_resident + community.residents
    government, social = world.trust_government[first:last], world.trust_social[first:last]
    awareness, grievance = world.awareness[first:last], world.grievance[first:last]
    sums = (0.0, 0.0, 0.0, 0.0)
    for i in range(last - first):
        sums = (
            sums[0] + government[i],
            sums[1] + social[i],
            sums[2] + awareness[i],
            sums[3] + grievance[i],
        )
    tally = world.community_tally
    tally[c, CommunitySeries.TRUST_GOVERNMENT_SUM] = sums[0]
    tally[c, CommunitySeries.TRUST_SOCIAL_SUM] = sums[1]
    tally[c, CommunitySeries.AWARENESS_SUM] = sums[2]
    tally[c, CommunitySeries.GRIEVANCE_SUM] = sums[3]


@kernel
def _show(world: Any, now: Now, start: int, end: int) -> None:
    """Put what neighbours read into one word each: four values in whole parts of SCALE."""
    for c in range(start, end):
        first = world.communities[c].first_resident
        last = first + world.communities[c].residents
        seen = world.seen[first:last]
        government, social = world.trust_government[first:last], world.trust_social[first:last]
        awareness, grievance = world.awareness[first:last], world.grievance[first:last]
        for i in range(last - first):
            seen[i] = (
                _parts(government[i])
                | _parts(awareness[i]) << BITS
                | _parts(social[i]) << (BITS + BITS)
                | _parts(grievance[i]) << (3 * BITS)
            )


@inner
def _parts(value: float) -> np.uint64:
    return np.uint64(value * SCALE + 0.5)


@inner
def over_slow_weeks(rate: float) -> float:
    """Rate over ``SLOW_WEEKS`` weeks that equals a weekly rate applied in each of them."""
    return 1.0 - (1.0 - rate) ** SLOW_WEEKS


@kernel
def _diffuse(world: Any, now: Now, start: int, end: int) -> None:
    rule = world.rule[0]
    for c in range(start, end):
        _revert(world, rule, c)
        _follow_ties(world, rule, c)
        _endorse(world, over_slow_weeks(rule.endorsement_rate * world.endorsement[c]), c)


@inner
def _revert(world: Any, rule: Any, c: int) -> None:
    """Return towards everyone's own baseline (equation T3)."""
    first = world.communities[c].first_resident
    last = first + world.communities[c].residents
    government, social = world.trust_government[first:last], world.trust_social[first:last]
    own_government = world.baseline_trust_government[first:last]
    own_social = world.baseline_trust_social[first:last]
    awareness, usual = world.awareness[first:last], rule.awareness_baseline
    back, fade = over_slow_weeks(rule.trust_reversion), over_slow_weeks(rule.awareness_return)
    for i in range(last - first):
        government[i] += back * (own_government[i] - government[i])
        social[i] += back * (own_social[i] - social[i])
        awareness[i] += fade * (usual - awareness[i])


@inner
def _follow_ties(world: Any, rule: Any, c: int) -> None:
    """Move towards the mean of one's ties; shared grievance adds to one's own (equation T4)."""
    first = world.communities[c].first_resident
    last = first + world.communities[c].residents
    tie_start, tie_partner, seen = world.tie_start[first : last + 1], world.tie_partner, world.seen
    step = over_slow_weeks(rule.diffusion) / SCALE
    keep = 1.0 - over_slow_weeks(rule.diffusion)
    pulses = 0.0
    for _ in range(SLOW_WEEKS):
        pulses = rule.grievance_memory * pulses + rule.grievance_spread
    last_tie = tie_start[last - first] - 1
    for n in range(last - first):
        ties = tie_start[n + 1] - tie_start[n]
        if ties == 0:
            continue
        trusts, others = np.uint64(0), np.uint64(0)
        for t in range(tie_start[n], tie_start[n + 1]):
            prefetch(seen, tie_partner[min(t + AHEAD, last_tie)])
            shown = seen[np.uint32(tie_partner[t])]
            trusts += shown & EVERY_OTHER
            others += (shown >> BITS) & EVERY_OTHER
        i = first + n
        government, social = float(trusts & LOW_HALF), float(trusts >> (BITS + BITS))
        aware, grievance = float(others & LOW_HALF), float(others >> (BITS + BITS))
        pull = step / ties
        world.trust_government[i] = keep * world.trust_government[i] + pull * government
        world.trust_social[i] = keep * world.trust_social[i] + pull * social
        world.awareness[i] = keep * world.awareness[i] + pull * aware
        excess = grievance / (SCALE * ties) - rule.grievance_threshold
        if excess > 0.0:
            world.grievance[i] = min(1.0, world.grievance[i] + pulses * excess)


@inner
def _endorse(world: Any, endorsed: float, c: int) -> None:
    """Government's endorsement lends organisations part of the trust they lack (M18, T7)."""
    first = world.communities[c].first_resident
    last = first + world.communities[c].residents
    government, social = world.trust_government[first:last], world.trust_social[first:last]
    for i in range(last - first):
        social[i] += endorsed * max(0.0, government[i] - social[i])
