"""Experiments under which the two are compared: small worlds under strain.

Needs, losses and disputes are far more frequent than in any real place, and hours too few, so that
some weeks of some hundred residents pass through every branch.
"""

from sanlian_sim.scenario.schema import Experiment

from .rules import WITHOUT

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

VOUCHER = {
    "label_en": "Voucher", "term_weeks": 12, "lot_yuan": 30_000, "advance_share": 0.4,
    "delay_weeks": 3, "tender_yuan": 800, "price_weight": 2, "relation_weight": 1,
}  # fmt: skip
"""An instrument of the user's own, by which hours are called off too."""

INSTRUMENTS = {
    "purchase": {"term_weeks": 10, "renewals": 1, "lot_yuan": 40_000, "delay_weeks": 6},
    "venture": {"term_weeks": 7, "lot_yuan": 20_000, "delay_weeks": 2},
    "outsourcing": {"term_weeks": 16, "lot_yuan": 60_000, "capital_yuan": 50_000,
                    "fixed_cost_yuan": 5_000, "delay_weeks": 4},
    "voucher": VOUCHER,
}  # fmt: skip
"""Instruments that come to their end within a run."""

MIX = {"purchase": 0.3, "venture": 0.2, "outsourcing": 0.3, "voucher": 0.2}

MARKET = {
    **STRAIN, "instruments": INSTRUMENTS, "user_fee": 5, "fee_response": 0.1, "hire_weeks": 2,
    "turnover_base": 2, "post_hire_weeks": 3, "notice_weeks": 3, "call_off_weeks": 3,
    "entry_per_year": 1, "exit_per_year": 4, "rotation_per_year": 5, "initiative_closing": 2,
    "tender_noise": 0.5, "administrative_pace": 5, "know_how_loss": 3,
}  # fmt: skip
"""Parameters under which much happens in the market."""

LATE = {
    "instruments": {**INSTRUMENTS, "purchase": {**INSTRUMENTS["purchase"], "delay_weeks": 40}},
    "working_capital_weeks": 0, "credit_weeks": 0, "exit_weeks": 2, "entry_per_year": 20,
}  # fmt: skip
"""Payments that come too late."""

DEAR = {"overhead": 0.6, "overhead_spread": 1, "price_ceiling": 0, "know_how_price": 0}
"""Organisations that cost more than an office may pay."""

MECHANISMS = ("discovery_by_service", *WITHOUT)


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
    "market": experiment(
        arrangement("embedded", delegation=0.4, instruments=MIX),
        arrangement("linked", delegation=0.8, instruments=MIX, rollout=AT_ONCE),
        people=300, communities=3, weeks=40, warmup=12, parameters=MARKET,
    ),
    "churn": experiment(
        arrangement("linked", delegation=0.7, instruments=MIX),
        arrangement("endogenous", delegation=0.5, instruments={"voucher": 0.5, "purchase": 0.5}),
        people=240, communities=2, weeks=30, warmup=10,
        parameters={**MARKET, "tender_noise": 3, "hire_weeks": 0, "post_hire_weeks": 0},
    ),
    "late": experiment(
        arrangement("linked", delegation=0.6), arrangement("linked", delegation=0.9),
        communities=2, weeks=20, warmup=12, parameters={**MARKET, **LATE},
    ),
    "dear": experiment(
        arrangement("embedded", delegation=0.6),
        arrangement("embedded", delegation=0.8, parameters={"price_ceiling": 0.1}),
        communities=2, weeks=24, warmup=8, parameters={**MARKET, **DEAR, "overhead": 0.2},
    ),
    "too_dear": experiment(
        arrangement("linked", delegation=0.6),
        arrangement("linked", delegation=0.6, parameters={"price_ceiling": 0}),
        communities=2, weeks=20, warmup=8,
        parameters={**MARKET, **DEAR, "price_ceiling": 10},
    ),
    "withdrawn": experiment(
        arrangement("linked", delegation=0.8, instruments=MIX), arrangement("government_led"),
        communities=2, weeks=30, warmup=8,
        parameters={**MARKET, "notice_weeks": 50, "working_capital_weeks": 0, "exit_weeks": 3},
    ),
    "pressed": experiment(
        arrangement("government_led"), arrangement("embedded", delegation=0.9),
        communities=2, weeks=30, warmup=4,
        parameters={**MARKET, "substitution": 10, "substitution_bar": 0.2, "approval_weeks": 6,
                    "civil_servants_per_10000": 40, "escalation_per_week": 0.1},
    ),
    "granted": experiment(
        arrangement("endogenous", delegation=0.6, instruments={"venture": 1}),
        arrangement("endogenous", delegation=0.6, instruments={"venture": 0.6, "purchase": 0.4}),
        people=300, communities=2, weeks=40, warmup=10,
        parameters={**MARKET, "venture_spread": 1, "small_hours": 20},
    ),
    "market_of_two": experiment(
        arrangement("government_led"),
        arrangement("linked", instruments=MIX, rollout=ROLLOUT),
        people=700, communities=14, weeks=20, warmup=3, parameters=MARKET,
    ),
    "market_as_shipped": experiment(
        arrangement("government_led"),
        arrangement("linked", instruments={"purchase": 0.5, "venture": 0.2, "outsourcing": 0.3}),
        people=800, communities=2, weeks=80, warmup=10, parameters={},
    ),
    "market_without_mechanisms": experiment(
        arrangement("embedded", delegation=0.4, instruments=MIX),
        arrangement("linked", delegation=0.8, instruments=MIX),
        weeks=24, parameters=MARKET, mechanisms=dict.fromkeys(MECHANISMS, False),
    ),
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
        people=150, communities=2,
        parameters={**STRAIN, "oncost_social": 0.9, "redeployment": 20, "contract_attrition": 5},
    ),
    "as_shipped": experiment(
        arrangement("government_led"), arrangement("linked", rollout=ROLLOUT),
        people=800, communities=2, weeks=36, warmup=10, parameters={},
    ),
}  # fmt: skip
