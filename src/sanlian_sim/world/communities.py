"""How a community stands: circumstances that bear on wellbeing, and what its levels tend to."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR

_SWEEPS = 200


@inner
def circumstance_weights(
    rule: Any, environment: float, cohesion: float
) -> tuple[float, float, float, float, float, float, float]:
    """What ``circumstances`` needs of a community, so that a pass over residents reads it once."""
    return (
        rule.beta_environment * (environment - 0.5),
        rule.tie_visit + rule.tie_cohesion * cohesion,
        rule.tie_cap,
        rule.beta_tie,
        MINUTES * rule.carer_full_hours,
        rule.beta_carer,
        rule.beta_unemployed,
    )


@inner
def circumstances(weights: Any, unemployed: bool, ties: int, care_minutes: int) -> float:
    """Points of wellbeing from work, environment, ties and own care (equation W1)."""
    value, per_tie, tie_cap, beta_tie, full_minutes, beta_carer, beta_unemployed = weights
    value += beta_tie * min(tie_cap, ties * per_tie)
    if care_minutes > 0:
        value += beta_carer * min(1.0, care_minutes / full_minutes)
    if unemployed:
        value += beta_unemployed
    return float(value)


@inner
def disputes_unsettled(rule: Any, community: Any, waiting: float) -> float:
    """Disputes that nobody mediates, as a share of those that would fill the community."""
    full = rule.dispute_saturation * max(1, community.residents)
    return float(min(1.0, waiting / full))


@inner
def active_share(rule: Any, community: Any) -> float:
    """Volunteers of all residents, as a share of what saturates."""
    people = max(1, community.residents)
    return float(min(1.0, community.volunteers / people / rule.volunteer_saturation))


@inner
def training_target(rule: Any, community: Any, yuan: float) -> float:
    """Training that so much money a year comes to among the volunteers there are (equation P9)."""
    each = yuan / max(1, community.volunteers)
    return float(min(1.0, each / rule.volunteer_training_saturation))


@inner
def initiative_chance(rule: Any, community: Any) -> float:
    """Chance that residents begin an initiative this week (equation P8)."""
    a_week = rule.initiative_rate / WEEKS_PER_YEAR * community.residents / 1000.0
    return float(min(1.0, a_week * community.cohesion * active_share(rule, community)))


@inner
def expected_initiatives(rule: Any, community: Any) -> float:
    """Initiatives at which as many begin as end; none where none ever ends."""
    ends = min(1.0, rule.initiative_closing / WEEKS_PER_YEAR)
    return float(initiative_chance(rule, community) / ends if ends > 0.0 else 0.0)


@inner
def enterprises_founded(rule: Any, community: Any) -> float:
    """Enterprises that residents found in a week where cohesion is as at the start (J3)."""
    return float(rule.enterprise_rate / WEEKS_PER_YEAR * community.residents / 1000.0)


@inner
def settle_livelihood(rule: Any, community: Any) -> None:
    """Start with as many enterprises as are founded as close, and with the jobs they offer."""
    founded = enterprises_founded(rule, community)
    closing = min(1.0, rule.enterprise_closing / WEEKS_PER_YEAR)
    community.enterprises = founded / closing if closing > 0.0 else 0.0
    community.hires_initial = rule.enterprise_jobs * founded


@inner
def community_targets(rule: Any, community: Any, platform: float) -> tuple[float, float, float]:
    """Levels that cohesion, sharing and environment tend to (equations P3-P5)."""
    active = active_share(rule, community)
    return (
        rule.cohesion_ties * community.tie_index
        + rule.cohesion_volunteers * active
        + rule.cohesion_sharing * community.sharing,
        rule.sharing_cohesion * community.cohesion
        + rule.sharing_volunteers * active
        + rule.sharing_platform * platform,
        rule.environment_built * community.built_environment
        + rule.environment_sharing * community.sharing
        + rule.environment_mediation * (1.0 - community.disputes)
        + rule.environment_friction * (1.0 - community.friction),
    )


@kernel
def settle_communities(
    world: Any, now: Any, platform: float, training: float, start: int, end: int
) -> None:
    """Put levels at the fixed point of their targets, and numbers at their means."""
    rule = world.rule[0]
    for c in range(start, end):
        community = world.communities[c]
        for _ in range(_SWEEPS):
            cohesion, sharing, environment = community_targets(rule, community, platform)
            community.cohesion = cohesion
            community.sharing = sharing
            community.environment = environment
        community.cohesion_initial = community.cohesion
        community.volunteer_training = training_target(rule, community, training)
        community.initiatives_expected = expected_initiatives(rule, community)
        community.initiatives = math.floor(community.initiatives_expected + 0.5)
        settle_livelihood(rule, community)


def tie_index(
    degree: NDArray[np.int64], first: NDArray[np.int32], saturation: float
) -> NDArray[np.float64]:
    """Mean of min(1, ties / saturation) over each community's residents; 0 for nobody."""
    filled = np.concatenate([[0.0], np.cumsum(np.minimum(1.0, degree / saturation))])
    people = np.diff(first)
    mean: NDArray[np.float64] = np.diff(filled[first]) / np.maximum(1, people)
    return mean
