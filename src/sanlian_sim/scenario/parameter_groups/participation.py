"""Volunteers, and the state of the community: cohesion, sharing, environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Broken, Section, share_rule

_join = group("week", "participation")
_policy = group("week", "policy")
_stock = group("world", "stocks")
_person = group("world", "population")


class VolunteerParameters(Section):
    """Joining, leaving and fatigue."""

    leave_per_week: float = _join(
        0.0077,
        "λ_leave",
        "per week",
        (0, 1),
        (0.0043, 0.0098),
        "calculated: S66",
        "Hazard of leaving at reference fatigue: one in three a year",
    )
    fatigue_rate: float = _join(
        0.05, "a_f", "per week", (0, 1), (0.01, 0.15), "assumed", "Step of fatigue towards use"
    )
    fatigue_reference: float = _join(
        0.95,
        "f_0",
        "share",
        (0, 2),
        (0.8, 1),
        "assumed",
        "Use of offered time at reference fatigue",
    )
    join_cohesion: float = _join(
        2.0, "j_c", "1", (0, 20), (0, 4), "assumed: S74", "Effect of cohesion on joining"
    )
    join_ties: float = _join(
        2.0, "j_n", "1", (0, 20), (0, 4), "assumed: S103", "Effect of enough volunteering ties"
    )
    join_mobiliser: float = _join(
        0.2,
        "j_m",
        "per hour and 1,000 residents",
        (0, 20),
        (0, 0.5),
        "assumed",
        "Effect of mobilisers' time on joining",
    )
    join_initiative: float = _join(
        0.05,
        "j_i",
        "per initiative and 1,000 residents",
        (0, 20),
        (0, 0.2),
        "assumed",
        "Effect of residents' initiatives on joining",
    )
    initiative_rate: float = _join(
        3.0,
        "λ_I",
        "per year and 1,000 residents",
        (0, 1000),
        (1, 10),
        "assumed",
        "Initiatives that begin where cohesion and volunteers are full",
    )
    initiative_closing: float = _join(
        0.5, "λ_I-", "per year", (0, 52), (0.2, 1), "assumed", "Initiatives that end"
    )
    volunteer_training_rate: float = _join(
        0.02,
        "a_tr",
        "per week",
        (0, 1),
        (0.005, 0.1),
        "assumed",
        "Step of volunteers' training towards what is spent on it",
    )
    volunteer_training_saturation: float = _join(
        100.0,
        "y_tr",
        "yuan per volunteer-year",
        (0.01, 1_000_000),
        (30, 500),
        "assumed",
        "Spending beyond which training teaches no more: about a day of a course a year",
    )
    volunteer_training_effect: float = _join(
        0.15,
        "b_tr",
        "share",
        (0, 10),
        (0, 0.3),
        "assumed",
        "Rise of volunteers' quality by full training",
    )
    threshold_low: float = _person(
        0.05, "θ_lo", "share", (0, 1), (0, 0.1), "assumed", "Lowest personal threshold of joining"
    )
    threshold_high: float = _person(
        0.35,
        "θ_hi",
        "share",
        (0, 1),
        (0.2, 0.6),
        "assumed",
        "Highest personal threshold of joining",
    )

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Thresholds have an interval."""
        yield from super().broken_rules(values)
        low, high = values.get("threshold_low"), values.get("threshold_high")
        if low is not None and high is not None and low > high:
            yield Broken("threshold_low", low, f"must not exceed threshold_high ({high:g})")


class CommunityParameters(Section):
    """Targets of cohesion, sharing and environment: weighted means in [0, 1]."""

    community_rate: float = _join(
        0.01, "a_x", "per week", (0, 1), (0.003, 0.03), "assumed", "Step towards the targets"
    )
    tie_saturation: float = _stock(
        16.0,
        "k_sat",
        "ties",
        (1, 1000),
        (8, 24),
        "assumed",
        "Ties beyond which none adds to cohesion",
    )
    volunteer_saturation: float = _join(
        0.10,
        "v_sat",
        "share of residents",
        (0.0001, 1),
        (0.05, 0.2),
        "assumed",
        "Active share beyond which none adds to cohesion",
    )
    cohesion_ties: float = _join(
        0.5, "c_T", "weight", (0, 1), (0.3, 0.7), "assumed", "Ties in cohesion"
    )
    cohesion_volunteers: float = _join(
        0.3, "c_V", "weight", (0, 1), (0.1, 0.5), "assumed", "Volunteers in cohesion"
    )
    cohesion_sharing: float = _join(
        0.2, "c_S", "weight", (0, 1), (0, 0.4), "assumed", "Sharing in cohesion"
    )
    sharing_cohesion: float = _join(
        0.4, "s_C", "weight", (0, 1), (0.2, 0.6), "assumed", "Cohesion in sharing"
    )
    sharing_volunteers: float = _join(
        0.3, "s_V", "weight", (0, 1), (0.1, 0.5), "assumed", "Volunteers in sharing"
    )
    sharing_platform: float = _join(
        0.3, "s_P", "weight", (0, 1), (0.1, 0.5), "assumed", "Platform in sharing"
    )
    environment_built: float = _join(
        0.4, "e_B", "weight", (0, 1), (0.2, 0.6), "assumed", "Built environment in environment"
    )
    environment_sharing: float = _join(
        0.2, "e_S", "weight", (0, 1), (0, 0.4), "assumed", "Sharing in environment"
    )
    environment_mediation: float = _join(
        0.2, "e_M", "weight", (0, 1), (0, 0.4), "assumed", "Mediation met in environment"
    )
    environment_friction: float = _join(
        0.2, "e_F", "weight", (0, 1), (0, 0.4), "assumed", "Absence of friction in environment"
    )
    dispute_saturation: float = _join(
        0.10,
        "d_s",
        "share of residents",
        (0.0001, 1),
        (0.02, 0.3),
        "assumed",
        "Share of residents in a dispute nobody mediates that counts as all",
    )
    innovation: float = _policy(
        0.3,
        "p_A",
        "per year",
        (0, 52),
        (0.05, 1),
        "assumed",
        "Adoption by communities that watch each other, of their own accord",
    )
    imitation: float = _policy(
        2.0,
        "q_A",
        "per year",
        (0, 52),
        (0.5, 4),
        "assumed",
        "Adoption after others, if all of them have adopted",
    )
    manager_rate: float = _join(
        0.05,
        "a_R",
        "per 4 weeks",
        (0, 1),
        (0.01, 0.15),
        "assumed",
        "Step of property managers' responsiveness towards what the community makes of it",
    )
    manager_cohesion: float = _join(
        0.5, "r_c", "1", (0, 20), (0, 1), "assumed", "Effect of cohesion on responsiveness"
    )
    manager_disputes: float = _join(
        0.3, "r_d", "1", (0, 20), (0, 0.6), "assumed", "Effect of disputes on responsiveness"
    )
    redevelopment_effect: float = _join(
        0.0001,
        "b_R",
        "per yuan and resident",
        (0, 1),
        (0.00003, 0.0005),
        "assumed",
        "What the built environment lacks, removed by a yuan per resident: 10,000, about the "
        "cost of renewing an old quarter, remove 63 %",
    )
    mediation_memory: float = _join(
        0.1,
        "a_M",
        "per week",
        (0, 1),
        (0.03, 0.3),
        "assumed",
        "Weight of this week's unmet mediation",
    )

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Targets stay in [0, 1] because their weights sum to 1."""
        yield from super().broken_rules(values)
        for weights in target_weights():
            yield from share_rule(values, weights)


def target_weights() -> tuple[tuple[str, ...], ...]:
    """Names of the weights of each target of a community, which sum to 1."""
    fields = CommunityParameters.model_fields
    return tuple(
        tuple(name for name in fields if name.startswith(f"{target}_"))
        for target in ("cohesion", "sharing", "environment")
    )
