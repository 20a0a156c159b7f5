"""Who organisations are, how contracts are awarded, and who stays in the market."""

from __future__ import annotations

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Section

_world = group("world", "institutions")
_procurement = group("week", "procurement")
_policy = group("week", "policy")
_organisations = group("week", "organisations")
_accounts = group("week", "accounts")


class MarketParameters(Section):
    """Room for organisations; tenders, prices and coordination."""

    organisations_least: int = _world(
        7,
        "n_min",
        "organisations",
        (1, 1000),
        (3, 14),
        "assumed",
        "Least number of social organisations of a sub-district",
    )
    organisation_seats_per_10000: float = _world(
        4.0,
        "so_seat",
        "per 10,000",
        (0, 1000),
        (2, 8),
        "assumed",
        "Room for organisations founded later",
    )
    price_ceiling: float = _procurement(
        0.25,
        "p_max",
        "share",
        (0, 10),
        (0.1, 0.5),
        "assumed",
        "Highest price accepted, above what an hour costs government itself",
    )
    overhead: float = _world(
        0.1,
        "ovh",
        "share of wages",
        (0, 5),
        (0.05, 0.15),
        "assumed",
        "Mean overhead of organisations",
    )
    overhead_spread: float = _world(
        0.2,
        "sd_ovh",
        "share",
        (0, 1),
        (0, 0.4),
        "assumed",
        "How far organisations' overheads differ from the mean",
    )
    competition: float = _procurement(
        1.0,
        "x_B",
        "0-1",
        (0, 1),
        (0, 1),
        "assumed",
        "Whether margins fall with the number of bidders",
    )
    bidders_reference: float = _procurement(
        3.0,
        "B_ref",
        "bidders",
        (1, 100),
        (2, 5),
        "assumed",
        "Number of bidders on which margins depend so far as there is no competition",
    )
    tender_noise: float = _procurement(
        0.1,
        "sd_bid",
        "score",
        (0, 10),
        (0, 0.5),
        "assumed",
        "Spread of judgement in the award of a contract",
    )
    tender_cap: float = _procurement(
        0.08,
        "tc_max",
        "share of contract value",
        (0, 1),
        (0.03, 0.15),
        "assumed: S60",
        "Fixed cost of a tender at most",
    )
    transaction_costs: float = _procurement(
        1.0,
        "x_tc",
        "1",
        (0, 10),
        (0.5, 2),
        "assumed: S60",
        "Scale of the costs of tenders and of the monitoring that contracts need",
    )
    approval_weeks: int = _procurement(
        8,
        "n_app",
        "weeks",
        (0, 520),
        (0, 26),
        "assumed",
        "Weeks that departments take to consent to a tender without cooperation",
    )
    lead_fee: float = _procurement(
        0.03,
        "f_hub",
        "share of contract money",
        (0, 1),
        (0.01, 0.06),
        "assumed",
        "Fee of a lead organisation",
    )
    hub_saving: float = _policy(
        1.0,
        "h_hub",
        "share",
        (0, 1),
        (0, 1),
        "assumed: S101, S102",
        "Part of coordination among organisations that a lead organisation does away with",
    )
    churn_weight: float = _policy(
        2.0,
        "w_new",
        "partners",
        (0, 100),
        (0, 6),
        "assumed: S102",
        "Coordination that a new partner takes, as a number of partners",
    )


class SolvencyParameters(Section):
    """Delay of payments, debts, entry and exit."""

    delay_scale: float = _accounts(
        1.0, "x_del", "1", (0, 1), (0, 1), "assumed", "Scale of payment delays"
    )
    insolvency: float = _organisations(
        1.0, "x_ins", "0-1", (0, 1), (0, 1), "assumed", "Whether debts end organisations"
    )
    exit_weeks: int = _organisations(
        13,
        "n_exit",
        "weeks",
        (1, 520),
        (8, 26),
        "assumed",
        "Weeks in debt after which an organisation ends",
    )
    working_capital_weeks: float = _organisations(
        26.0,
        "n_cap",
        "weeks of wages",
        (0, 520),
        (8, 52),
        "assumed",
        "Money that backers give for wages of staff newly taken on",
    )
    credit_weeks: float = _organisations(
        4.0,
        "n_cred",
        "weeks of wages",
        (0, 520),
        (0, 13),
        "assumed",
        "Debt an organisation is allowed",
    )
    entry_per_year: float = _organisations(
        0.056,
        "b_so",
        "per year",
        (0, 52),
        (0.04, 0.09),
        "calculated: S45",
        "Foundations per organisation",
    )
    exit_per_year: float = _organisations(
        0.06,
        "d_so",
        "per year",
        (0, 52),
        (0.03, 0.1),
        "assumed: S41, S45",
        "End of organisations without contract",
    )
