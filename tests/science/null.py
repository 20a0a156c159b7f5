"""A world in which it cannot matter who serves, and what comes of serving either way."""

from .runs import run, scenario_of

NEUTRAL = {
    **dict.fromkeys(
        ("entry_minutes", "handover_minutes", "misroute", "misroute_across", "edge_hours",
         "coordination_hours", "endorsement_rate", "administration_relief",
         "administration_contracts", "awareness_contact", "outreach_awareness",
         # Prices: an hour of an organisation costs what one of government's does.
         "overhead", "overhead_spread", "price_ceiling", "know_how_price", "transaction_costs",
         "approval_weeks",
         # Quality: nothing but the table of services.
         "temptation", "skill_effect", "autonomy_quality", "embedded_access", "complementarity",
         "administrative_pull", "substitution", "churn_weight",
         # Staff: there as soon as it is asked for, on both sides.
         "hire_weeks", "post_hire_weeks", "insecurity", "burnout", "hiring_tightness",
         # Organisations: always the same, and never in debt.
         "entry_per_year", "exit_per_year", "delay_scale", "insolvency",
         "organisations_per_10000"), 0,
    ),
    "call_off_weeks": 1, "organisations_least": 3,
    "instruments": {"purchase": dict.fromkeys(
        ("reporting_share", "monitoring_share", "tender_yuan", "tender_share", "delay_weeks"), 0
    )},
    "trust_government_a": 75, "trust_government_b": 25,
    "trust_social_a": 75, "trust_social_b": 25, "trust_correlation": 0.99,
    "awareness_government": 0.9, "awareness_baseline": 0.9,
}  # fmt: skip


def simulate(replicate, **settings):
    scenario = scenario_of(
        {"arrangement": "government_led", **settings},
        parameters=NEUTRAL, people=3000, weeks=156, warmup=104,
    )  # fmt: skip
    return run(scenario, 100 + replicate)


def outcomes(delegation, replicate):
    """Unmet hours, wellbeing and cost of a world in which that much was always delegated."""
    found = simulate(replicate, delegation=delegation)
    agreed = found.world.market.agreements[0].tolist()
    assert agreed == [int(delegation > 0.0)] * 7, "each service is given by one organisation"
    return found.unmet_hours, found.wellbeing, found.yuan
