"""End of phase 8: communities develop with those who live and work in them."""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import Stage

from .draws import fold, uniform
from .rules import WEEKS_PER_YEAR

SLOW_WEEKS = 4


def develop(model, community):
    """Levels, property manager and built environment, a week later."""
    settle_disputes(model, community)
    approach_targets(model, community)
    if model.week % SLOW_WEEKS == 0:
        respond(model, community)
    redevelop(model, community)
    begin_and_end(model, community)
    train(model, community)


def settle_disputes(model, community):
    """Disputes that wait for a mediator are felt, and remembered for a while."""
    rules = model.rules
    disputes = [case for case in community.cases if case.service.friction]
    waiting = len([case for case in disputes if case.stage != Stage.IN_SERVICE])
    unsettled = min(1.0, waiting / (rules.dispute_saturation * community.residents))
    community.disputes += rules.mediation_memory * (unsettled - community.disputes)


def approach_targets(model, community):
    """Cohesion, sharing and environment move towards their targets."""
    targets = targets_of(model, community)
    for name, target in targets.items():
        level = getattr(community, name)
        setattr(community, name, level + model.rules.community_rate * (target - level))


def targets_of(model, community):
    """Levels that a community tends to: weighted means of what it has."""
    rules = model.rules
    active = min(1.0, community.volunteers / community.residents / rules.volunteer_saturation)
    return {
        "cohesion": rules.cohesion_ties * community.tie_index
        + rules.cohesion_volunteers * active
        + rules.cohesion_sharing * community.sharing,
        "sharing": rules.sharing_cohesion * community.cohesion
        + rules.sharing_volunteers * active
        + rules.sharing_platform * community.platform,
        "environment": rules.environment_built * community.built_environment
        + rules.environment_sharing * community.sharing
        + rules.environment_mediation * (1.0 - community.disputes)
        + rules.environment_friction * (1.0 - community.friction),
    }


def respond(model, community):
    """The property manager responds to cohesion, and less where disputes stay open."""
    rules, manager = model.rules, community.manager
    goal = (
        (1.0 - community.friction_initial)
        + rules.manager_cohesion * (community.cohesion - community.cohesion_initial)
        + rules.manager_disputes * (community.disputes_initial - community.disputes)
    )
    now = 1.0 - community.friction
    now += rules.manager_rate * (max(0.0, min(1.0, goal)) - now)
    manager.responsiveness = now
    manager.friction = community.friction = 1.0 - now


def redevelop(model, community):
    """Money improves the built environment, the less the better that is."""
    yuan = community.levers.redevelopment_yuan / WEEKS_PER_YEAR / community.residents
    removed = min(1.0, model.rules.redevelopment_effect * yuan)
    community.built_environment += removed * (1.0 - community.built_environment)


def begin_and_end(model, community):
    """Residents' initiatives end by luck; where people stand together a new one begins."""
    rules, seed, key = model.rules, model.seed, community.key
    ends = rules.initiative_closing / WEEKS_PER_YEAR
    lasting = [
        number
        for number in range(community.initiatives)
        if uniform(seed, Stream.INITIATIVE_END, fold(key, number), model.week) >= ends
    ]
    chance = rules.initiative_rate / WEEKS_PER_YEAR * community.residents / 1000.0
    chance *= community.cohesion
    chance *= min(1.0, community.volunteers / community.residents / rules.volunteer_saturation)
    begins = uniform(seed, Stream.INITIATIVE, key, model.week) < min(1.0, chance)
    community.initiatives = len(lasting) + begins


def train(model, community):
    """Volunteers learn as much as is spent on each of them, up to all there is to learn."""
    rules = model.rules
    each = community.capacity / max(1, community.volunteers)
    goal = min(1.0, each / rules.volunteer_training_saturation)
    gap = goal - community.volunteer_training
    community.volunteer_training += rules.volunteer_training_rate * gap
