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
    "civil_servants_per_10000": 20, "transaction_costs": 3, "oncost_government": 1.1,
    "oncost_social": 0.95, "competition": 0.7, "relation_weight_scale": 1.3, "burnout": 2,
    "delay_scale": 0.8, "hub_saving": 0.8, "venture_pipeline": 0.9, "facility_friction": 0.7,
}  # fmt: skip
"""Parameters under which much happens in the market; none is as neutral as 0 or 1."""

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
