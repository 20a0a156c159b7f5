"""Experiments under which the two are compared: small worlds under strain.

Needs, losses and disputes are far more frequent than in any real place, and hours too few, so that
some weeks of some hundred residents pass through every branch.
"""

from sanlian_sim.scenario.schema import Experiment

STRAIN = {
    "services": {
        "life_care": {"onset_factor": 12, "give_up_per_week": 0.03},
        "nursing": {"onset_factor": 8, "duration_weeks": 10},
        "medical": {"onset_factor": 3},
        "comfort": {"onset_factor": 12, "duration_weeks": 15, "noticed_probability": 0.3},
        "counselling": {"onset_factor": 8, "self_report": 0.5},
        "mediation": {"onset_factor": 8},
    },
    "load_scale": 1.2,
    "organisations_per_10000": 400,
    "civil_servants_per_10000": 6,
    "coordination_hours": 0.05,
    "edge_hours": 0.1,
    "job_loss_per_week": 0.02,
    "want_job_help": 0.8,
    "accept_formal": 0.9,
    "misroute": 0.2,
    "misroute_across": 0.3,
    "decline": 0.3,
    "call_per_week": 0.3,
    "escalation_per_week": 0.8,
    "grievance_waiting": 0.3,
    "grievance_spread": 0.3,
    "grievance_threshold": 0.1,
    "leave_per_week": 0.03,
    "trust_event_weeks": 4,
    "dilution_weeks": 2,
    "private_class": 1,
    "private_share": 0.8,
    "initiative_rate": 300,
    "initiative_closing": 10,
}
"""Parameters of the experiments, unless they say otherwise."""

ERRANDS = {
    "label_en": "Errands",
    "family": "psychosocial",
    "kind": "episodic",
    "job": "companion",
    "onset_60_79": 3000,
    "request_distribution": "geometric",
    "request_mean_hours": 2,
    "weekly_maximum_hours": 0.5,
    "give_up_per_week": 0.1,
    "quality_government": 0.6,
    "quality_social": 0.7,
    "beta": 0.1,
    "noticed_probability": 0.5,
    "self_report": 0.5,
    "mean_wait_weeks": 1,
    "mean_service_weeks": 3,
    "served_share": 0.9,
    "load": 0.8,
    "client_share": 0.9,
    "volunteer_order": 2,
    "repeats": True,
    "stock_weeks": 3,
}
"""A service of the user's own."""

MECHANISMS = (
    "discovery_by_service", "administrative_load", "overload", "complaints", "coproduction",
    "trust_transfer", "family_crowding", "adoption_diffusion",
)  # fmt: skip


def experiment(before, after, *, people=200, communities=1, weeks=32, warmup=8, **sections):
    """Return an experiment of two scenarios, ``before`` the baseline and ``after`` the policy."""
    sections.setdefault("parameters", STRAIN)
    return Experiment(
        community={"population": people, "communities": communities},
        horizon={"weeks": weeks, "warmup": warmup},
        scenarios={"before": before, "after": after},
        design={"baseline": "before", "closure": "as_is"},
        **sections,
    )


BUDGETS = {"redevelopment_yuan": 300_000, "capacity_yuan": 800}
"""Money that arrangements with station workers spend besides."""


def arrangement(name, **changes):
    """Return a scenario of one arrangement; its station workers are enough to matter."""
    if name in ("embedded", "linked"):
        changes.setdefault("levers", {"workers_per_10000": 60, **BUDGETS})
    return {"arrangement": name, **changes}


ROLLOUT = {"start": 2, "duration": 9, "ramp_weeks": 6}
AT_ONCE = {"duration": 4, "ramp_weeks": 8}

WITHOUT_VISITS = {"decline": 0, "services": {"medical": {"onset_factor": 0}}}

EXPERIMENTS = {
    "government_led": experiment(arrangement("government_led"), arrangement("government_led")),
    "delegated": experiment(
        arrangement("government_led"), arrangement("government_led", delegation=0.8),
        communities=2,
    ),
    "embedded": experiment(
        arrangement("government_led"), arrangement("embedded", delegation=0.5), communities=2,
    ),
    "endogenous": experiment(
        arrangement("government_led"), arrangement("endogenous", delegation=0.6), communities=2,
    ),
    "linked": experiment(
        arrangement("linked", delegation=0.7), arrangement("linked", delegation=0.7),
        people=240, communities=3,
    ),
    "switched": experiment(
        arrangement("embedded", delegation=0.3),
        arrangement("linked", delegation=0.6, rollout=AT_ONCE),
        people=300, communities=3, weeks=40, warmup=12,
    ),
    "dissolved": experiment(
        arrangement("linked", delegation=0.6), arrangement("endogenous", rollout=ROLLOUT),
        communities=2, weeks=20, warmup=16,
    ),
    "watching": experiment(
        arrangement("government_led"),
        arrangement("linked", rollout={"start": 3, "ramp_weeks": 5, "order": "watching"}),
        people=300, communities=6, weeks=24, warmup=4,
        parameters={**STRAIN, "innovation": 2, "imitation": 10},
    ),
    "in_need": experiment(
        arrangement("embedded"), arrangement("linked", rollout={**ROLLOUT, "order": "need"}),
        communities=4, weeks=12, warmup=4,
    ),
    "ready": experiment(
        arrangement("embedded"), arrangement("linked", rollout={**ROLLOUT, "order": "readiness"}),
        communities=4, weeks=12, warmup=4,
    ),
    "aged": experiment(
        arrangement("embedded"), arrangement("linked", rollout=ROLLOUT),
        people=150, weeks=110, warmup=2,
        parameters={**STRAIN, "ageing_points_per_year": 15},
    ),
    "no_service": experiment(
        arrangement("embedded", delegation=0.3), arrangement("no_service"), communities=2,
    ),
    "no_mechanism": experiment(
        arrangement("embedded"), arrangement("linked"),
        mechanisms=dict.fromkeys(MECHANISMS, False),
    ),
    "no_warmup": experiment(
        arrangement("embedded", delegation=0.3), arrangement("linked", parameters=WITHOUT_VISITS),
        warmup=0,
    ),
    "own_service": experiment(
        arrangement("embedded"), arrangement("linked", rollout=ROLLOUT),
        parameters={**STRAIN, "services": {"errands": ERRANDS}},
    ),
    "two_sub_districts": experiment(
        arrangement("embedded"), arrangement("linked", rollout=ROLLOUT),
        people=700, communities=14, weeks=13, warmup=3,
    ),
    "affordable": experiment(
        arrangement("government_led"),
        arrangement("linked", levers={"workers_per_10000": 4}, rollout=ROLLOUT),
        people=150, communities=2, parameters={**STRAIN, "oncost_social": 0.9},
    ),
    "as_shipped": experiment(
        arrangement("government_led"), arrangement("linked", rollout=ROLLOUT),
        people=800, communities=2, weeks=36, warmup=10, parameters={},
    ),
}  # fmt: skip
