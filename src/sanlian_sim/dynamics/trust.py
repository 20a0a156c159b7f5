"""Trust, awareness and grievance, and the escalations that grievance drives.

Events change trust in the week they happen. What changes slowly (return to a person's own
baseline, diffusion over ties, endorsement, spread of grievance) runs every ``SLOW_WEEKS`` weeks
with the rates of that interval; neighbours are read as they stood before it.
"""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.casework import EVENTS_PER_CASE
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import CommunitySeries, Now
from sanlian_sim.world.rules import SLOW_WEEKS
from sanlian_sim.world.state import Happening, Side, Stage
from sanlian_sim.world.world import World

_GOVERNMENT, _SOCIAL, _AWARENESS, _GRIEVANCE = range(4)


def trust(world: World) -> None:
    """Run the phase."""
    world.run(_trust)


def diffusion(world: World) -> None:
    """Run the slow part of the phase: first every community shows its values, then all move."""
    world.run(_show)
    world.run(_diffuse)


@kernel
def _trust(world: Any, rule: Any, services: Any, now: Now, start: int, end: int) -> None:
    for c in range(start, end):
        base = EVENTS_PER_CASE * world.first_case[c]
        for e in range(base, base + world.event_count[c]):
            _react(world, rule[0], world.events[e])
        world.event_count[c] = 0
        _grieve(world, rule[0], services, now, c)
        _escalate(world, rule[0], services, now, c)
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
    first, levels = community.first_resident, world.grievance
    for i in range(first, first + community.residents):
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
    return case.stage == Stage.QUEUED and week - case.noticed > rule.grievance_wait_weeks


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
    government, social = world.trust_government, world.trust_social
    awareness, grievance = world.awareness, world.grievance
    sums = (0.0, 0.0, 0.0, 0.0)
    for i in range(community.first_resident, community.first_resident + community.residents):
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
def _show(world: Any, rule: Any, services: Any, now: Now, start: int, end: int) -> None:
    """Copy what neighbours read side by side, so that one cache line holds it."""
    seen, government, social = world.seen, world.trust_government, world.trust_social
    awareness, grievance = world.awareness, world.grievance
    for c in range(start, end):
        community = world.communities[c]
        for i in range(community.first_resident, community.first_resident + community.residents):
            seen[i, _GOVERNMENT] = government[i]
            seen[i, _SOCIAL] = social[i]
            seen[i, _AWARENESS] = awareness[i]
            seen[i, _GRIEVANCE] = grievance[i]


@inner
def over_slow_weeks(rate: float) -> float:
    """Rate over ``SLOW_WEEKS`` weeks that equals a weekly rate applied in each of them."""
    return 1.0 - (1.0 - rate) ** SLOW_WEEKS


@kernel
def _diffuse(world: Any, rule: Any, services: Any, now: Now, start: int, end: int) -> None:
    for c in range(start, end):
        _revert(world, rule[0], c)
        _follow_ties(world, rule[0], c)
        _endorse(world, over_slow_weeks(rule[0].endorsement_rate * world.endorsement[c]), c)


@inner
def _revert(world: Any, rule: Any, c: int) -> None:
    """Return towards everyone's own baseline (equation T3)."""
    community, government, social = world.communities[c], world.trust_government, world.trust_social
    own_government, own_social = world.baseline_trust_government, world.baseline_trust_social
    awareness, usual = world.awareness, rule.awareness_baseline
    back, fade = over_slow_weeks(rule.trust_reversion), over_slow_weeks(rule.awareness_return)
    for i in range(community.first_resident, community.first_resident + community.residents):
        government[i] += back * (own_government[i] - government[i])
        social[i] += back * (own_social[i] - social[i])
        awareness[i] += fade * (usual - awareness[i])


@inner
def _follow_ties(world: Any, rule: Any, c: int) -> None:
    """Move towards the mean of one's ties; shared grievance adds to one's own (equation T4)."""
    community, tie_start, tie_partner = world.communities[c], world.tie_start, world.tie_partner
    seen, step = world.seen, over_slow_weeks(rule.diffusion)
    pulses = rule.grievance_spread * (1.0 - rule.grievance_memory**SLOW_WEEKS)
    pulses /= max(1e-9, 1.0 - rule.grievance_memory)
    for i in range(community.first_resident, community.first_resident + community.residents):
        start, end = tie_start[i], tie_start[i + 1]
        if start == end:
            continue
        government, social, aware, grievance = 0.0, 0.0, 0.0, 0.0
        for t in range(start, end):
            partner = np.uint32(tie_partner[t])
            government += seen[partner, _GOVERNMENT]
            social += seen[partner, _SOCIAL]
            aware += seen[partner, _AWARENESS]
            grievance += seen[partner, _GRIEVANCE]
        ties = end - start
        world.trust_government[i] += step * (government / ties - world.trust_government[i])
        world.trust_social[i] += step * (social / ties - world.trust_social[i])
        world.awareness[i] += step * (aware / ties - world.awareness[i])
        excess = grievance / ties - rule.grievance_threshold
        if excess > 0.0:
            world.grievance[i] = min(1.0, world.grievance[i] + pulses * excess)


@inner
def _endorse(world: Any, endorsed: float, c: int) -> None:
    """Government's endorsement lends organisations part of the trust they lack (M18)."""
    community, government, social = world.communities[c], world.trust_government, world.trust_social
    for i in range(community.first_resident, community.first_resident + community.residents):
        social[i] += endorsed * max(0.0, government[i] - social[i])
