"""Development: how communities move with those who live and work in them.

Equations P3-P9 of the model documentation; part of the phase of participation.
"""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.randomness import Stream, draw, fold, stream_state
from sanlian_sim.world.arrays import Now, ServiceSeries
from sanlian_sim.world.communities import (
    community_targets,
    disputes_unsettled,
    initiative_chance,
    training_target,
)
from sanlian_sim.world.rules import SLOW_WEEKS, WEEKS_PER_YEAR


@inner
def develop(world: Any, rule: Any, services: Any, now: Now, c: int) -> None:
    """Move a community, its property manager and its residents' initiatives by a week."""
    _settle_disputes(world, rule, services, c)
    _approach_targets(world, rule, c)
    if now.week % SLOW_WEEKS == 0:
        _respond(world, rule, c)
    _redevelop(world, rule, c)
    _begin_and_end(world, rule, now, c)
    _train(world, rule, c)


@inner
def _settle_disputes(world: Any, rule: Any, services: Any, c: int) -> None:
    community = world.communities[c]
    waiting = 0.0
    for k in range(services.shape[0]):
        if services[k].friction:
            waiting += world.service_tally[c, k, ServiceSeries.LATENT]
            waiting += world.service_tally[c, k, ServiceSeries.QUEUED]
    unsettled = disputes_unsettled(rule, community, waiting)
    community.disputes += rule.mediation_memory * (unsettled - community.disputes)


@inner
def _approach_targets(world: Any, rule: Any, c: int) -> None:
    """Cohesion, sharing and environment move towards their targets (equations P3-P5)."""
    community = world.communities[c]
    cohesion, sharing, environment = community_targets(rule, community, world.platform[c])
    community.cohesion += rule.community_rate * (cohesion - community.cohesion)
    community.sharing += rule.community_rate * (sharing - community.sharing)
    community.environment += rule.community_rate * (environment - community.environment)


@inner
def _respond(world: Any, rule: Any, c: int) -> None:
    """Property managers respond to a community that stands together (equation P6).

    Community and manager hold the same friction, what responsiveness lacks of 1.
    """
    community, manager = world.communities[c], world.property_managers[c]
    goal = 1.0 - community.friction_initial
    goal += rule.manager_cohesion * (community.cohesion - community.cohesion_initial)
    goal += rule.manager_disputes * (community.disputes_initial - community.disputes)
    responsiveness = 1.0 - community.friction
    responsiveness += rule.manager_rate * (min(1.0, max(0.0, goal)) - responsiveness)
    manager.responsiveness = responsiveness
    manager.friction = community.friction = 1.0 - responsiveness


@inner
def _redevelop(world: Any, rule: Any, c: int) -> None:
    """Money spent removes part of what the built environment lacks (equation P7)."""
    community = world.communities[c]
    yuan = world.redevelopment[c] / WEEKS_PER_YEAR / max(1, community.residents)
    removed = min(1.0, rule.redevelopment_effect * yuan)
    community.built_environment += removed * (1.0 - community.built_environment)


@inner
def _begin_and_end(world: Any, rule: Any, now: Now, c: int) -> None:
    """Residents' initiatives end, each by its own luck, and one may begin (equation P8)."""
    community = world.communities[c]
    ending, lasting = stream_state(now.seed, Stream.INITIATIVE_END), 0
    for n in range(community.initiatives):
        u = draw(ending, fold(community.key, np.uint64(n)), now.week)
        lasting += u >= rule.initiative_closing / WEEKS_PER_YEAR
    u = draw(stream_state(now.seed, Stream.INITIATIVE), community.key, now.week)
    begins = u < initiative_chance(rule, community)
    community.initiatives = lasting + (1 if begins else 0)


@inner
def _train(world: Any, rule: Any, c: int) -> None:
    """Volunteers learn what is spent on them, and forget what no longer is (equation P9)."""
    community = world.communities[c]
    goal = training_target(rule, community, world.capacity[c])
    community.volunteer_training += rule.volunteer_training_rate * (
        goal - community.volunteer_training
    )
