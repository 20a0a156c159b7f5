"""Where needs come from: onset, family care, work."""

from __future__ import annotations

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Section

_needs = group("week", "needs")
_world = group("world", "needs")
_family = group("week", "delivery")
_work = group("week", "employment")


class NeedParameters(Section):
    """Onset of needs, and what the family covers of a limitation."""

    severity_alpha: float = _world(
        2.0, "a_s", "1", (0.05, 100), (1.5, 3), "assumed", "First shape of severity at onset, Beta"
    )
    severity_beta: float = _world(
        2.5, "b_s", "1", (0.05, 100), (1.8, 3.5), "assumed", "Second shape of severity at onset"
    )
    hazard_cap: float = _needs(
        0.25,
        "λ_cap",
        "per week",
        (0, 0.5),
        (0.1, 0.5),
        "assumed",
        "Highest base hazard of an onset",
    )
    friction_reference: float = _needs(
        0.30,
        "f_ref",
        "0-1",
        (0, 1),
        (0.1, 0.5),
        "assumed",
        "Friction with property management at which the tabled rate of disputes holds",
    )
    limitation_median_hours: float = _needs(
        7.0,
        "H̃",
        "hours per week",
        (0.25, 168),
        (5, 10),
        "assumed: S24",
        "Median care need of a limitation, lognormal",
    )
    limitation_sigma: float = _needs(
        1.14, "σ_H", "1", (0, 3), (0.9, 1.3), "assumed: S24", "Spread of that need"
    )
    limitation_cap_hours: float = _needs(
        84.0, "H_cap", "hours per week", (1, 168), (56, 112), "assumed", "Largest care need"
    )
    family_share: float = _needs(
        0.95,
        "f",
        "share",
        (0, 1),
        (0.90, 0.97),
        "assumed: S14",
        "Part of the need a co-resident able carer covers",
    )
    kin_share: float = _needs(
        0.80,
        "f_kin",
        "share",
        (0, 1),
        (0.5, 0.95),
        "assumed: S14",
        "Part of the need kin living elsewhere cover",
    )
    carer_limit_hours: float = _needs(
        40.0, "h_max", "hours per week", (0, 168), (25, 56), "assumed", "Most one carer gives"
    )
    entitlement_hours: float = _needs(
        6.0,
        "r_max",
        "hours per week",
        (0.25, 168),
        (3, 14),
        "assumed",
        "Most formal hours a limitation entitles to",
    )
    minimum_request_hours: float = _needs(
        1.0,
        "r_min",
        "hours per week",
        (0.25, 168),
        (0.5, 2),
        "assumed",
        "Smallest remaining need that becomes a case",
    )
    accept_formal: float = _needs(
        0.60,
        "p_acc",
        "probability",
        (0, 1),
        (0.4, 0.8),
        "assumed",
        "Chance that a household accepts formal help",
    )
    private_class: int = _needs(
        3,
        "q_pr",
        "quintile",
        (0, 5),
        (2, 4),
        "assumed",
        "Lowest income class (0-4) that can buy care it has waited for in vain",
    )
    private_share: float = _needs(
        0.5,
        "p_pr",
        "probability",
        (0, 1),
        (0, 0.8),
        "assumed",
        "Chance that such a household buys the rest of the spell",
    )
    displacement: float = _family(
        0.4,
        "ξ",
        "share",
        (0, 1),
        (0, 0.7),
        "assumed: S81",
        "Family hours displaced per formal hour at severity 0",
    )
    growth_scale: float = _family(
        1.0, "γ", "1", (0, 10), (0, 2), "assumed", "Scale of the growth of severity while unserved"
    )


class EmploymentParameters(Section):
    """Losing work and finding it, and the local economy."""

    job_loss_per_week: float = _work(
        0.00224,
        "λ_loss",
        "per week",
        (0, 0.5),
        (0.0018, 0.0029),
        "calculated: S13",
        "Hazard of losing work; with the finding hazard it gives 5.5 % unemployed",
    )
    want_job_help: float = _work(
        0.35,
        "p_help",
        "probability",
        (0, 1),
        (0.2, 0.5),
        "assumed",
        "Chance that someone who lost work wants help of the community",
    )
    job_find_per_week: float = _work(
        0.038, "λ_find", "per week", (0, 0.5), (0.025, 0.06), "assumed", "Hazard of finding work"
    )
    job_find_help: float = _work(
        1.25,
        "m_help",
        "1",
        (0, 10),
        (1, 1.5),
        "assumed",
        "Factor on that hazard after a closed employment case",
    )
    job_find_ties: float = _work(
        0.5, "b_ties", "1", (0, 10), (0, 1), "assumed", "Effect of the employed share of one's ties"
    )
    job_find_reference: float = _work(
        0.945,
        "e_ref",
        "share",
        (0, 1),
        (0.93, 0.955),
        "calculated: S13",
        "Employed share of ties at which that effect is nil",
    )
    job_find_local: float = _work(
        0.13,
        "b_loc",
        "per local job a week and 100 unemployed",
        (0, 10),
        (0, 0.26),
        "assumed",
        "Effect of more local jobs than at the start; .26 if each goes to one of them",
    )
    enterprise_rate: float = _work(
        4.0,
        "λ_E",
        "per year and 1,000 residents",
        (0, 1000),
        (1, 10),
        "assumed",
        "New economic organisations that residents found",
    )
    enterprise_closing: float = _work(
        0.15, "λ_E-", "per year", (0, 52), (0.08, 0.25), "assumed", "Those that close"
    )
    enterprise_jobs: float = _work(
        2.5, "n_E", "jobs", (0, 1000), (1, 5), "assumed", "Jobs that one offers when it is founded"
    )
    enterprise_cohesion: float = _work(
        1.0, "b_E", "1", (0, 20), (0, 2), "assumed", "Effect of cohesion on founding"
    )
    enterprise_spillover: float = _work(
        0.1,
        "s_E",
        "enterprises",
        (0, 100),
        (0, 0.5),
        "assumed",
        "Founded in a community after a social organisation of its sub-district is",
    )
