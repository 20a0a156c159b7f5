"""An instrument: one way in which government buys hours, typed and bounded."""

from __future__ import annotations

from sanlian_sim.scenario.fields import group, text
from sanlian_sim.scenario.section import Section

_award = group("week", "procurement")
_money = group("week", "accounts")


class InstrumentRow(Section):
    """An instrument through which delegated hours are contracted.

    The shipped rows are in ``library/instruments.toml``; an experiment adds a row under a new
    name in ``[parameters.instruments.NAME]`` or changes single values of a shipped one. Fields
    without a default must be given by a new row; others are neutral when left out. A scenario
    says by ``instruments`` which share of its delegated hours goes through which of them.
    """

    label_en: str = text(..., "English label", "week", "procurement")
    label_zh: str = text("", "Chinese label", "week", "procurement")
    meaning: str = text("", "What it is", "week", "procurement")

    term_weeks: int = _award(
        ..., "T_m", "weeks", (1, 520), (0.5, 2), "assumed", "Length of a contract", relative=True
    )
    renewals: int = _award(
        0,
        "n_ren",
        "times",
        (0, 20),
        (0.5, 1.5),
        "assumed",
        "Renewals of a contract without a tender",
        relative=True,
    )
    lot_yuan: float = _award(
        ...,
        "V_m",
        "yuan per year",
        (1, 1_000_000_000),
        (0.5, 2.5),
        "assumed",
        "Yearly value of one contract",
        relative=True,
    )
    fixed_fee: bool = text(
        False, "Whether hours are paid for whether used or not", "week", "procurement"
    )
    initiatives: bool = text(
        False,
        "Whether residents' initiatives and small organisations compete, by fit, not price",
        "week",
        "procurement",
    )
    facility: bool = text(
        False, "Whether hours are given at a facility, for services that can be", "week", "delivery"
    )
    match_share: float = _money(
        0.0,
        "μ_m",
        "share of fee",
        (0, 10),
        (0.3, 2),
        "assumed",
        "What foundations add",
        relative=True,
    )
    coaching_share: float = _money(
        0.0,
        "k_m",
        "share of fee",
        (0, 1),
        (0.5, 2),
        "assumed",
        "Part that buys coaching",
        relative=True,
    )
    fixed_cost_yuan: float = _money(
        0.0,
        "F_m",
        "yuan per year",
        (0, 100_000_000),
        (0.5, 2),
        "assumed",
        "Rent and management of one facility",
        relative=True,
    )
    capital_yuan: float = _money(
        0.0,
        "K_m",
        "yuan",
        (0, 1_000_000_000),
        (0.3, 3),
        "assumed",
        "Capital of one facility",
        relative=True,
    )
    advance_share: float = _money(
        0.0,
        "a_m",
        "share",
        (0, 1),
        (0.4, 1.5),
        "assumed",
        "Part of the value of a contract that is paid in advance",
        relative=True,
    )
    delay_weeks: int = _money(
        0,
        "d_m",
        "weeks",
        (0, 51),
        (0.25, 2.2),
        "assumed",
        "Weeks from delivery to payment",
        relative=True,
    )
    tender_yuan: float = _award(
        0.0,
        "F_ten",
        "yuan per tender",
        (0, 10_000_000),
        (0.6, 3),
        "assumed",
        "Fixed cost of a tender to government",
        relative=True,
    )
    tender_share: float = _award(
        0.0,
        "τ_a",
        "share of contract value",
        (0, 1),
        (0.5, 3),
        "assumed",
        "Cost of a tender to government that follows its value",
        relative=True,
    )
    monitoring_share: float = _award(
        0.0,
        "mon_m",
        "share of contract value",
        (0, 1),
        (0.5, 2),
        "assumed",
        "Government's monitoring and evaluation",
        relative=True,
    )
    reporting_share: float = _award(
        0.0,
        "rep_m",
        "share of contract value",
        (0, 1),
        (0.6, 2),
        "assumed",
        "Organisations' effort on bids and reports",
        relative=True,
    )
    price_weight: float = _award(
        1.0, "w_p", "weight", (0, 100), (0, 2), "assumed", "Price in the award"
    )
    quality_weight: float = _award(
        1.0,
        "w_q",
        "weight",
        (0, 100),
        (0, 2),
        "assumed",
        "Quality in the award, or fit where initiatives compete",
    )
    relation_weight: float = _award(
        0.0, "w_r", "weight", (0, 100), (0, 1), "assumed", "Relations in the award"
    )
