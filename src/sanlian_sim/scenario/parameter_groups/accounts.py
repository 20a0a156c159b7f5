"""Prices of time that no government pays for, and discounting."""

from __future__ import annotations

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Section

_accounts = group("week", "accounts")


class AccountParameters(Section):
    """Shadow prices and the discount rate."""

    volunteer_cash_per_hour: float = _accounts(
        6.0,
        "c_v",
        "yuan per hour",
        (0, 10_000),
        (3, 12),
        "assumed",
        "Insurance, meals and coordination of a volunteer's hour",
    )
    volunteer_time_per_hour: float = _accounts(
        40.0,
        "c_vol",
        "yuan per hour",
        (0, 10_000),
        (20, 50),
        "calculated: S62",
        "Value of a volunteer's hour",
    )
    carer_time_per_hour: float = _accounts(
        25.0, "c_car", "yuan per hour", (0, 10_000), (0, 40), "assumed", "Value of a carer's hour"
    )
    resident_time_per_hour: float = _accounts(
        20.0,
        "c_res",
        "yuan per hour",
        (0, 10_000),
        (0, 40),
        "assumed",
        "Value of a resident's hour",
    )
    private_price: float = _accounts(
        35.0,
        "c_priv",
        "yuan per hour",
        (0, 10_000),
        (25, 50),
        "assumed",
        "Price of an hour of care that a household buys itself",
    )
    walk_trips_per_week: float = _accounts(
        2.0,
        "n_w",
        "walks per week",
        (0, 50),
        (1, 4),
        "assumed",
        "Walks of a resident in a week of a service that is visited",
    )
    discount_rate: float = _accounts(
        0.05, "δ", "per year", (0, 1), (0, 0.08), "assumed", "Discount rate of costs and effects"
    )
