"""Candidate onsets: a renewal process in calendar time, thinned to the hazard in force.

Equations N2 and N3 of the model documentation.
"""

from typing import Any

from sanlian_sim.compiled import inner
from sanlian_sim.randomness import Stream, draw, geometric, stream_state
from sanlian_sim.world.cases import case_key
from sanlian_sim.world.rules import base_hazard
from sanlian_sim.world.state import NEVER

CANDIDATE_FACTOR = 2.0


@inner
def candidate_hazard(world: Any, i: int, service: Any, rule: Any) -> float:
    """Weekly probability of a candidate onset."""
    return CANDIDATE_FACTOR * base_hazard(
        service, rule.hazard_cap, world.age_band[i], world.disabled[i],
        world.low_income[i], world.bereaved[i], world.living_alone[i],
    )  # fmt: skip


@inner
def next_candidate(
    world: Any, i: int, k: int, service: Any, rule: Any, seed: int, week: int, number: int,
    occasion: int = 0,
) -> int:  # fmt: skip
    """Week of the first candidate onset after ``week`` (N2); NEVER without hazard.

    ``number`` is the candidate's own, ``occasion`` how often it was drawn before.
    """
    hazard = candidate_hazard(world, i, service, rule)
    if hazard <= 0.0:
        return NEVER
    key = case_key(world.key[i], k, number, 0)
    gap = geometric(draw(stream_state(seed, Stream.ONSET_GAP), key, occasion), hazard)
    return int(min(week + gap, NEVER))


@inner
def is_accepted(
    world: Any, i: int, k: int, service: Any, rule: Any, friction: float, seed: int, number: int
) -> bool:
    """Decide whether a candidate is an onset: hazard in force over candidate hazard (N3)."""
    ratio = 1.0 / CANDIDATE_FACTOR
    if service.friction:
        ratio *= (1.0 + friction) / (1.0 + rule.friction_reference)
    key = case_key(world.key[i], k, number, 0)
    return bool(draw(stream_state(seed, Stream.ONSET_ACCEPT), key, 0) < ratio)
