"""Wellbeing, trust, awareness, grievance."""

from __future__ import annotations

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Section

_wellbeing = group("week", "wellbeing")
_trust = group("week", "trust")


class WellbeingParameters(Section):
    """What moves wellbeing besides the burden of open cases."""

    beta_unemployed: float = _wellbeing(
        -0.5, "β_work", "points", (-10, 0), (-0.9, -0.4), "assumed: S87, S88", "Unemployment"
    )
    beta_environment: float = _wellbeing(
        0.5, "β_env", "points", (0, 10), (0.2, 1), "assumed", "Environment from 0 to 1"
    )
    beta_tie: float = _wellbeing(
        0.05,
        "β_tie",
        "points per tie visited",
        (0, 5),
        (0, 0.1),
        "assumed: S21, S83",
        "Each tie visited in a week",
    )
    tie_cap: float = _wellbeing(
        5.0, "n_tie", "ties", (0, 1000), (3, 8), "assumed", "Ties visited beyond which none adds"
    )
    tie_visit: float = _wellbeing(
        0.15,
        "v_0",
        "share per week",
        (0, 1),
        (0.05, 0.3),
        "assumed",
        "Share of ties visited without cohesion",
    )
    tie_cohesion: float = _wellbeing(
        0.2,
        "v_1",
        "share per week",
        (0, 1),
        (0, 0.4),
        "assumed",
        "Rise of that share with cohesion",
    )
    beta_carer: float = _wellbeing(
        -0.2, "β_carer", "points", (-10, 0), (-0.5, 0), "assumed: S20", "A full load of family care"
    )
    carer_full_hours: float = _wellbeing(
        40.0, "h_full", "hours per week", (1, 168), (20, 56), "assumed", "Hours of a full load"
    )
    adjustment_half_life: float = _wellbeing(
        4.0, "t_½", "weeks", (0.1, 520), (1, 13), "assumed", "Half-life of adjustment"
    )


class TrustParameters(Section):
    """Trust by experience, by talk and by endorsement; awareness by contact."""

    trust_learning: float = _trust(
        0.10, "α", "per event", (0, 1), (0.03, 0.25), "assumed", "Step of trust at an event"
    )
    trust_wait_weeks: float = _trust(
        8.0,
        "T",
        "weeks",
        (0.1, 520),
        (4, 16),
        "assumed",
        "Wait that costs a service 1/e of its credit",
    )
    trust_event_weeks: int = _trust(
        13, "n_ev", "weeks", (1, 520), (4, 26), "assumed", "Weeks of continuing service per event"
    )
    trust_reversion: float = _trust(
        0.01, "ρ_τ", "per week", (0, 1), (0, 0.03), "assumed", "Return to one's own baseline"
    )
    diffusion: float = _trust(
        0.01, "ω", "per week", (0, 1), (0, 0.03), "assumed", "Pull of the mean of one's ties"
    )
    endorsement_rate: float = _trust(
        0.005,
        "α_end",
        "per week",
        (0, 1),
        (0, 0.02),
        "assumed: S104",
        "Pull of trust in government at full endorsement",
    )
    awareness_contact: float = _trust(
        0.05,
        "a_c",
        "share",
        (0, 1),
        (0.02, 0.15),
        "assumed",
        "Part of missing awareness closed by a contact",
    )
    awareness_return: float = _trust(
        0.01, "a_r", "per week", (0, 1), (0, 0.03), "assumed", "Return of awareness to its baseline"
    )
    awareness_baseline: float = _trust(
        0.40, "aw", "0-1", (0, 1), (0.2, 0.6), "assumed", "Awareness of a social organisation"
    )


class GrievanceParameters(Section):
    """Grievance, its spread, and escalation to the sub-district."""

    grievance_memory: float = _trust(
        0.9, "m_g", "per week", (0, 1), (0.8, 0.97), "assumed", "Grievance kept from week to week"
    )
    grievance_waiting: float = _trust(
        0.10, "g_w", "per week", (0, 1), (0.03, 0.3), "assumed", "Rise by severity left waiting"
    )
    grievance_dispute: float = _trust(
        0.05, "g_d", "per week", (0, 1), (0, 0.15), "assumed", "Rise by an open dispute"
    )
    grievance_spread: float = _trust(
        0.05, "g_s", "per week", (0, 1), (0, 0.15), "assumed", "Rise by aggrieved ties"
    )
    grievance_threshold: float = _trust(
        0.3,
        "g_0",
        "0-1",
        (0, 1),
        (0.1, 0.5),
        "assumed",
        "Mean grievance of ties that starts to spread",
    )
    grievance_wait_weeks: int = _trust(
        2,
        "n_g",
        "weeks",
        (0, 520),
        (1, 4),
        "assumed",
        "Weeks of waiting accepted without grievance",
    )
    escalation_per_week: float = _trust(
        0.4,
        "λ_esc",
        "per week",
        (0, 1),
        (0.1, 1),
        "assumed",
        "Hazard of escalation at full grievance",
    )
    escalation_hours: float = _trust(
        6.0, "h_esc", "hours", (0, 1000), (2, 20), "assumed", "Sub-district time of one escalation"
    )
