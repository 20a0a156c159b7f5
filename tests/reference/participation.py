"""Phase 8, participation: residents join and leave the volunteers; communities develop."""

import math

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import AgeBand

from .agents import single
from .development import develop
from .draws import uniform


def participation(model):
    """Run the phase: all decide on the volunteers of last week, then decisions take effect."""
    joining = [one for one in model.residents if not one.volunteer and joins(model, one)]
    leaving = [one for one in model.residents if one.volunteer and leaves(model, one)]
    for community in model.communities:
        tire(model, community)
    for resident in [*joining, *leaving]:
        resident.volunteer = not resident.volunteer
        resident.fatigue = single(model.rules.fatigue_reference)
    for community in model.communities:
        community.volunteers = sum(resident.volunteer for resident in community.people)
        develop(model, community)
        for name in ("volunteers", "cohesion", "sharing", "environment", "initiatives"):
            community.tally[name] = getattr(community, name)


def leaves(model, resident):
    """Whether a volunteer stops this week, sooner the more was asked of the hours offered."""
    strain = math.exp(resident.fatigue - model.rules.fatigue_reference)
    u = uniform(model.seed, Stream.LEAVE, resident.key, model.week)
    return u < model.rules.leave_per_week * strain


def joins(model, resident):
    """Whether a resident of 15-79 starts to volunteer this week."""
    if resident.age_band not in (AgeBand.WORKING_AGE, AgeBand.OLDER):
        return False
    u = uniform(model.seed, Stream.JOIN, resident.key, model.week)
    community = resident.community
    return u < community.join_rate * mobilised(model, community) * moved_by_ties(model, resident)


def mobilised(model, community):
    """Effect of cohesion, of mobilisers and of initiatives on joining (mechanism M17)."""
    gain = community.cohesion - community.cohesion_initial
    helped = 1.0 + model.rules.join_mobiliser * community.mobilisers
    more = community.initiatives - community.initiatives_expected
    led = 1.0 + model.rules.join_initiative * more * 1000.0 / community.residents
    return math.exp(model.rules.join_cohesion * gain) * helped * max(0.0, led)


def moved_by_ties(model, resident):
    """Effect of ties that volunteer, once their share reaches the resident's threshold."""
    if not resident.ties:
        return 1.0
    share = len([tie for tie in resident.ties if tie.volunteer]) / len(resident.ties)
    return 1.0 + model.rules.join_ties if share >= resident.threshold else 1.0


def tire(model, community):
    """Volunteers' fatigue follows the use that is made of the hours they offer."""
    offered = sum(team.client for team in community.team.values())
    used = sum(team.direct for team in community.team.values())
    for resident in community.people:
        if offered > 0 and resident.volunteer:
            step = model.rules.fatigue_rate * (used / offered - resident.fatigue)
            resident.fatigue = single(resident.fatigue + step)
