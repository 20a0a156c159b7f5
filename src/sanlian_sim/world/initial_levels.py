"""Initial levels of residents: trust, awareness and thresholds (I1), and wellbeing (I5)."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import kernel
from sanlian_sim.randomness import (
    Stream,
    beta_table,
    draw,
    normal_quantile,
    stream_state,
    table_quantile,
    uniforms,
)  # fmt: skip
from sanlian_sim.scenario.schema import Parameters
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.communities import circumstance_weights, circumstances
from sanlian_sim.world.state import AgeBand, Labour
from sanlian_sim.world.world import World


def draw_levels(world: World) -> None:
    """Draw personal baselines of trust and thresholds; levels start at the baselines (I1)."""
    p, people, seed = world.scenario.baseline.parameters, world.residents, world.world_seed
    tables = (
        beta_table(p.trust_government_a, p.trust_government_b),
        beta_table(p.trust_social_a, p.trust_social_b),
    )
    world.run(_draw_trust, *tables, p.trust_correlation, seed)
    people.columns["trust_government"][...] = people.baseline_trust_government
    people.columns["trust_social"][...] = people.baseline_trust_social
    people.columns["awareness"][...] = p.awareness_baseline
    u = uniforms(seed, int(Stream.THRESHOLD), people.key, 0)
    people.columns["threshold"][...] = p.threshold_low + u * (p.threshold_high - p.threshold_low)
    people.columns["fatigue"][...] = np.where(people.volunteer, p.fatigue_reference, 0.0)


@kernel
def _draw_trust(
    world: Any, now: Now, government: Any, social: Any,
    correlation: float, seed: int, start: int, end: int,
) -> None:  # fmt: skip
    """Gaussian copula of two Beta marginals."""
    state = stream_state(seed, Stream.TRUST_BASELINE)
    other = math.sqrt(1.0 - correlation * correlation)
    for c in range(start, end):
        community = world.communities[c]
        for i in range(community.first_resident, community.first_resident + community.residents):
            u = draw(state, world.key[i], 0)
            z = correlation * normal_quantile(u)
            z += other * normal_quantile(draw(state, world.key[i], 1))
            v = 0.5 * math.erfc(-z / math.sqrt(2.0))
            world.baseline_trust_government[i] = table_quantile(government, u)
            world.baseline_trust_social[i] = table_quantile(social, min(v, 1.0 - 1e-12))


def set_wellbeing(world: World) -> None:
    """Set baselines so that wellbeing has the stated mean and SD at the start (equation I5)."""
    p, people = world.scenario.baseline.parameters, world.residents
    effects = np.zeros(len(people))
    world.run(_effects, effects)
    adult = people.age_band != AgeBand.CHILD
    mean, variance = (float(f(effects[adult])) if adult.any() else 0.0 for f in (np.mean, np.var))
    u = uniforms(world.world_seed, int(Stream.WELLBEING_BASELINE), people.key, 0)
    spread = math.sqrt(max(0.0, p.wellbeing_sd**2 - variance))
    baseline = p.wellbeing_mean - mean + spread * _own_wellbeing(p, u)
    people.columns["baseline_wellbeing"][...] = np.clip(baseline, 0.0, 10.0)
    people.columns["wellbeing"][...] = np.clip(people.baseline_wellbeing + effects, 0.0, 10.0)


def _own_wellbeing(p: Parameters, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Beta variates, shifted and scaled to mean 0 and variance 1."""
    a, b = p.wellbeing_beta_a, p.wellbeing_beta_b
    table = beta_table(a, b)
    mean, variance = a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1.0))
    quantiles = np.interp(u, np.linspace(0.0, 1.0, len(table)), table)
    standard: NDArray[np.float64] = (quantiles - mean) / math.sqrt(variance)
    return standard


@kernel
def _effects(world: Any, now: Now, effects: Any, start: int, end: int) -> None:
    """Points that circumstances and open cases add to each resident's baseline (W1, W2)."""
    rule, services = world.rule[0], world.services
    for c in range(start, end):
        community = world.communities[c]
        weights = circumstance_weights(rule, community.environment, community.cohesion)
        for i in range(community.first_resident, community.first_resident + community.residents):
            ties = world.tie_start[i + 1] - world.tie_start[i]
            unemployed = world.labour[i] == Labour.UNEMPLOYED
            effects[i] = circumstances(weights, unemployed, ties, world.own_care_minutes[i])
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            weight = case.severity * (1.0 - case.covered)
            effects[case.resident] -= services[case.service].beta * weight
