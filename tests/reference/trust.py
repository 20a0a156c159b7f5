"""Phase 7, trust: events move trust and awareness; grievance grows, spreads and escalates.

What changes slowly (return to one's own baseline, diffusion over ties, endorsement, spread of
grievance) runs every fourth week with the rates of that interval.
"""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import Happening, Side, Stage

from .draws import uniform
from .rules import rounded

SLOW_WEEKS = 4
SEEN = ("trust_government", "trust_social", "awareness", "grievance")
SCALE = 65535
"""Parts of 1 in which residents show their levels to their ties."""


def trust(model):
    """Run the phase."""
    for community in model.communities:
        for event in community.events:
            react(model, event)
        community.events = []
        grieve(model, community)
        escalate(model, community)
        for name in SEEN:
            for resident in community.people:
                community.tally[name + "_sum"] += getattr(resident, name)


def react(model, event):
    """Change of trust and awareness by one event."""
    rules, resident = model.rules, event.resident
    if event.kind == Happening.FOUND_BY_OUTREACH:
        resident.awareness += rules.outreach_awareness * (1.0 - resident.awareness)
    elif event.side == Side.GOVERNMENT:
        gap = event.experience - resident.trust_government
        resident.trust_government += rules.trust_learning * gap
    else:
        gap = event.experience - resident.trust_social
        resident.trust_social += rules.trust_learning * gap
        if event.kind in (Happening.FIRST_SERVICE, Happening.CONTINUED):
            resident.awareness += rules.awareness_contact * (1.0 - resident.awareness)


def grieve(model, community):
    """Grievance fades, and grows with long waits and open disputes."""
    rules = model.rules
    for resident in community.people:
        resident.grievance *= rules.grievance_memory
    for case in community.cases:
        if case.stage == Stage.LATENT:
            continue
        pressure = 0.0
        if waits_long(model, case):
            pressure += rules.grievance_waiting * case.severity
        if case.service.friction:
            pressure += rules.grievance_dispute * case.severity
        case.resident.grievance = min(1.0, case.resident.grievance + pressure)


def waits_long(model, case):
    """Whether a case has been queued for longer than residents put up with."""
    weeks = model.week - case.noticed
    return case.stage == Stage.QUEUED and weeks > model.rules.grievance_wait_weeks


def escalate(model, community):
    """Long waits and open disputes of aggrieved residents escalate, each at most once."""
    number = 0
    for case in community.cases:
        if case.stage == Stage.LATENT or case.escalated:
            continue
        if waits_long(model, case) or case.service.friction:
            hazard = model.rules.escalation_per_week * case.resident.grievance * community.supply
            u = uniform(model.seed, Stream.ESCALATE, case.key, model.week)
            case.escalated = u < hazard
            number += case.escalated
    community.tally["escalations"] = number


def diffusion(model):
    """Run the slow part of the phase: all look at their ties as these stood before it."""
    for resident in model.residents:
        # Neighbours are read from a packed table of whole parts, whose sums are exact.
        resident.seen = {name: rounded(getattr(resident, name) * SCALE) for name in SEEN}
    for resident in model.residents:
        revert(model, resident)
        if resident.ties:
            follow_ties(model, resident)
        endorsed = over_slow_weeks(model.rules.endorsement_rate * resident.community.endorsement)
        gap = resident.trust_government - resident.trust_social
        resident.trust_social += endorsed * max(0.0, gap)


def over_slow_weeks(rate):
    """Rate over the interval that equals a weekly rate in each of its weeks."""
    kept = (1.0 - rate) * (1.0 - rate)
    return 1.0 - kept * kept


def revert(model, resident):
    """Return towards one's own baseline."""
    back = over_slow_weeks(model.rules.trust_reversion)
    resident.trust_government += back * (
        resident.baseline_trust_government - resident.trust_government
    )
    resident.trust_social += back * (resident.baseline_trust_social - resident.trust_social)
    back = over_slow_weeks(model.rules.awareness_return)
    resident.awareness += back * (model.rules.awareness_baseline - resident.awareness)


def follow_ties(model, resident):
    """Move towards the mean of one's ties; grievance shared by them adds to one's own."""
    rules, step = model.rules, over_slow_weeks(model.rules.diffusion)
    total = {name: sum(tie.seen[name] for tie in resident.ties) for name in SEEN}
    pull = step / SCALE / len(resident.ties)
    for name in ("trust_government", "trust_social", "awareness"):
        level = (1.0 - step) * getattr(resident, name) + pull * total[name]
        setattr(resident, name, level)
    excess = total["grievance"] / (SCALE * len(resident.ties)) - rules.grievance_threshold
    if excess > 0.0:
        pulses = 0.0
        for _ in range(SLOW_WEEKS):
            # What was caught in the weeks before fades, while more is caught.
            pulses = pulses * rules.grievance_memory + rules.grievance_spread
        resident.grievance = min(1.0, resident.grievance + pulses * excess)
