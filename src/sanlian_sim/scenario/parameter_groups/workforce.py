"""Hiring, leaving, fatigue and skill of those who serve."""

from __future__ import annotations

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Section

_workforce = group("week", "workforce")


class WorkforceParameters(Section):
    """Staff of government and of organisations."""

    hire_weeks: float = _workforce(
        6.0,
        "n_hire",
        "weeks",
        (0, 520),
        (3, 12),
        "assumed",
        "Time in which organisations fill a post, 0 for at once",
    )
    post_hire_weeks: float = _workforce(
        12.0,
        "n_post",
        "weeks",
        (0, 520),
        (4, 40),
        "assumed",
        "Time in which government fills a post, 0 for at once",
    )
    notice_weeks: float = _workforce(
        4.0,
        "n_not",
        "weeks",
        (0, 520),
        (2, 13),
        "assumed",
        "Time in which staff no longer needed leave",
    )
    staff_transfer: float = _workforce(
        0.5,
        "s_tr",
        "share",
        (0, 1),
        (0, 0.9),
        "assumed",
        "Part of a contract's staff that goes with it to another organisation",
    )
    turnover_base: float = _workforce(
        0.13,
        "τ_0",
        "per year",
        (0, 52),
        (0.1, 0.2),
        "assumed: S52",
        "Turnover of organisations' staff on lasting contracts",
    )
    insecurity: float = _workforce(
        0.06,
        "δ_L",
        "per year",
        (0, 52),
        (0.02, 0.15),
        "assumed: S52, S99",
        "Turnover added by contracts of one year",
    )
    civil_share: float = _workforce(
        0.15,
        "s_civ",
        "share",
        (0, 1),
        (0, 0.5),
        "assumed",
        "Part of desk posts held by civil servants",
    )
    civil_attrition: float = _workforce(
        0.04, "τ_civ", "per year", (0, 52), (0.02, 0.06), "assumed", "Attrition of civil servants"
    )
    contract_attrition: float = _workforce(
        0.15,
        "τ_con",
        "per year",
        (0, 52),
        (0.1, 0.25),
        "assumed",
        "Attrition of government's staff on contracts",
    )
    redeployment: float = _workforce(
        0.1,
        "λ_red",
        "per year",
        (0, 52),
        (0, 0.5),
        "assumed",
        "Part of posts no longer needed that is moved to other duties",
    )
    hiring_tightness: float = _workforce(
        2.0,
        "κ_60",
        "1",
        (0, 100),
        (0, 5),
        "assumed",
        "Fall of hiring per unit rise of the share of residents 60+",
    )
    burnout: float = _workforce(
        1.0,
        "λ_burn",
        "share",
        (0, 100),
        (0, 3),
        "assumed: S54, S108",
        "Turnover added at full fatigue",
    )
    fatigue_step: float = _workforce(
        0.05,
        "a_fat",
        "per week",
        (0, 1),
        (0.01, 0.15),
        "assumed",
        "Step of fatigue towards the load of the week",
    )
    skill_learning: float = _workforce(
        0.5,
        "a_skill",
        "per year",
        (0, 52),
        (0.2, 1),
        "assumed",
        "Part of missing skill that experience closes",
    )
    skill_effect: float = _workforce(
        0.2,
        "q_skill",
        "share",
        (0, 1),
        (0, 0.5),
        "assumed",
        "Difference of quality between no and full skill",
    )
    training_effect: float = _workforce(
        0.02,
        "e_train",
        "per training hour and worker",
        (0, 10),
        (0.005, 0.05),
        "assumed",
        "Skill gained by training",
    )
    call_off_weeks: float = _workforce(
        8.0,
        "n_call",
        "weeks",
        (1, 520),
        (1, 26),
        "assumed",
        "Time in which contracts follow the hours delegated",
    )
