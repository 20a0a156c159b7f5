"""Delivery of hours, and the supply they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Broken, Section

_delivery = group("week", "delivery")
_policy = group("week", "policy")
_stock = group("world", "institutions")
_accounts = group("week", "accounts")


class DeliveryParameters(Section):
    """Order of cases, refusal, dilution, load."""

    priority_weeks: float = _delivery(
        8.0,
        "T_π",
        "weeks",
        (0.1, 1000),
        (4, 16),
        "assumed",
        "Weeks of waiting that weigh like the severest need",
    )
    priority_escalated: float = _delivery(
        0.5,
        "w_esc",
        "1",
        (0, 10),
        (0, 1),
        "assumed",
        "Weight of an escalation in the order of cases",
    )
    decline: float = _delivery(
        0.05,
        "p_dec",
        "probability",
        (0, 1),
        (0, 0.2),
        "assumed",
        "Chance that someone without trust declines the first offer",
    )
    dilution_weeks: int = _delivery(
        4,
        "n_dil",
        "weeks",
        (1, 520),
        (2, 8),
        "assumed",
        "Weeks a provider may spread lost hours before clients return to the list",
    )
    overload_exponent: float = _delivery(
        0.15, "ζ", "1", (0, 5), (0, 0.5), "assumed", "Fall of quality with load above 1"
    )


class SupplyParameters(Section):
    """Staff, organisations, workers, volunteers."""

    administration_base: float = _policy(
        0.65,
        "a_adm",
        "share",
        (0, 0.99),
        (0.5, 0.8),
        "assumed: S30, S31",
        "Part of committee hours spent on administration",
    )
    administration_relief: float = _policy(
        0.10,
        "θ_adm",
        "share",
        (0, 1),
        (0, 0.3),
        "assumed: S31",
        "Fall of that part when all functions are delegated",
    )
    administration_contracts: float = _policy(
        0.005,
        "φ_adm",
        "share per agreement",
        (0, 1),
        (0, 0.02),
        "assumed: S31",
        "Rise of that part per agreement reported on",
    )
    administration_low: float = _policy(
        0.2, "adm_lo", "share", (0, 1), (0.1, 0.3), "assumed", "Least administrative share"
    )
    administration_high: float = _policy(
        0.9, "adm_hi", "share", (0, 1), (0.8, 0.95), "assumed", "Largest administrative share"
    )
    civil_servants_per_10000: float = _stock(
        0.65,
        "g",
        "posts per 10,000",
        (0, 1000),
        (0.3, 1.5),
        "assumed",
        "Civil servants of a sub-district office who handle cases",
    )
    office_intake_share: float = _policy(
        0.755,
        "s_off",
        "share",
        (0, 1),
        (0.5, 0.9),
        "assumed",
        "Part of their hours open for intake",
    )
    organisations_per_10000: float = _stock(
        0.75,
        "so",
        "per 10,000",
        (0, 1000),
        (0.42, 1.6),
        "calculated: S41, S42, S43",
        "Social organisations that offer services",
    )
    paid_hours_year: float = _stock(
        1650.0,
        "h_fte",
        "hours per post-year",
        (1, 8760),
        (1500, 1750),
        "assumed",
        "Paid productive hours of a post",
    )
    worker_hours_year: float = _policy(
        1600.0,
        "h_sw",
        "hours per post-year",
        (1, 8760),
        (1450, 1750),
        "assumed",
        "Productive hours of a social worker",
    )
    worker_cost_year: float = _accounts(
        85_000.0,
        "c_sw",
        "yuan per post-year",
        (0, 10_000_000),
        (60_000, 150_000),
        "assumed: S39, S48, S49",
        "Price of a social worker's post",
    )
    worker_administration: float = _policy(
        0.35,
        "a_so",
        "share",
        (0, 1),
        (0.2, 0.5),
        "assumed: S51",
        "Part of an organisation's workers' hours spent on administration",
    )
    worker_outreach: float = _policy(
        0.50, "s_out", "share", (0, 1), (0.3, 0.7), "assumed", "Part of the rest spent on outreach"
    )
    worker_casework: float = _policy(
        0.30, "s_case", "share", (0, 1), (0.1, 0.5), "assumed", "Part of the rest spent on casework"
    )
    rest_administration: float = _policy(
        0.3,
        "r_adm",
        "share",
        (0, 1),
        (0.2, 0.4),
        "assumed",
        "Part of the time paid beyond client time spent on administration",
    )
    rest_travel: float = _policy(
        0.5,
        "r_tra",
        "share",
        (0, 1),
        (0.3, 0.6),
        "assumed",
        "Part of the time paid beyond client time spent on the way",
    )
    rest_training: float = _policy(
        0.1,
        "r_edu",
        "share",
        (0, 1),
        (0.05, 0.2),
        "assumed",
        "Part of the time paid beyond client time spent on training; supervision has what is left",
    )
    edge_hours: float = _policy(
        0.5,
        "h_edge",
        "hours per week",
        (0, 168),
        (0.1, 2),
        "assumed",
        "Time of each side to keep one edge of the service network",
    )
    coordination_hours: float = _policy(
        0.25,
        "h_co",
        "hours per week",
        (0, 168),
        (0.1, 1),
        "assumed",
        "Time to align with one other provider of the same service",
    )
    coordination_relief: float = _policy(
        0.5,
        "r_co",
        "share",
        (0, 1),
        (0, 0.8),
        "assumed",
        "Part of that time which a full platform saves",
    )
    supply_scale: float = _stock(
        1.0, "x_s", "1", (0, 100), (0.8, 1.2), "assumed", "Scale of all client hours"
    )
    load_scale: float = _stock(
        1.0,
        "x_a",
        "1",
        (0.01, 100),
        (0.8, 1.15),
        "assumed",
        "Scale of the offered load for which services are staffed",
    )
    volunteer_minutes_per_week: float = _policy(
        6.192,
        "m_vol",
        "minutes per volunteer and week",
        (0, 10_080),
        (3, 12),
        "calculated: S62, S63",
        "Client time an active volunteer gives to cases",
    )
    volunteer_case_share: float = _policy(
        0.20,
        "v_c",
        "share",
        (0.001, 1),
        (0.1, 0.4),
        "assumed",
        "Part of volunteers' hours that goes to cases",
    )
    volunteer_client_share: float = _policy(
        0.60,
        "s_vol",
        "share",
        (0.01, 1),
        (0.4, 0.8),
        "assumed",
        "Part of volunteers' case hours that reaches clients",
    )
    relief_share: float = _delivery(
        0.5,
        "s_rel",
        "share",
        (0, 1),
        (0.25, 0.75),
        "assumed",
        "Most of a case's planned hours that volunteers relieve in a week",
    )
    volunteer_quality: float = _delivery(
        0.60,
        "q_vol",
        "0-1",
        (0, 1),
        (0.4, 0.75),
        "assumed",
        "Quality of volunteers where a service names none of its own",
    )
    oncost_government: float = _accounts(
        1.0, "oc_g", "1", (0.1, 10), (0.85, 1.30), "assumed", "On-costs of government per wage"
    )
    oncost_social: float = _accounts(
        1.0,
        "oc_o",
        "1",
        (0.1, 10),
        (0.85, 1.30),
        "assumed",
        "On-costs of organisations per wage; overhead and margin come with their prices",
    )

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Workers have hours for what they do; the administrative share has an interval."""
        yield from super().broken_rules(values)
        outreach, casework = values.get("worker_outreach"), values.get("worker_casework")
        if outreach is not None and casework is not None and outreach + casework > 1.0:
            rule = f"must not exceed 1 with worker_casework ({casework:g})"
            yield Broken("worker_outreach", outreach, rule)
        low, high = values.get("administration_low"), values.get("administration_high")
        if low is not None and high is not None and low > high:
            yield Broken(
                "administration_low", low, f"must not exceed administration_high ({high:g})"
            )
