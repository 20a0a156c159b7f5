"""How a need becomes known, and how a case travels to a provider."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Broken, Section

_notice = group("week", "discovery")
_route = group("week", "routing")
_choice = group("week", "routing")
_delivery = group("week", "delivery")
_office = group("world", "institutions")


class DiscoveryParameters(Section):
    """Self-report, visits, outreach and calls."""

    response_intercept: float = _notice(
        0.0, "b0", "log odds", (-10, 10), (-1, 1), "assumed", "Level of the response to a need"
    )
    response_trust: float = _notice(
        2.0,
        "b1",
        "log odds",
        (0, 20),
        (0, 4),
        "assumed",
        "Effect of perceived trust on the response",
    )
    response_awareness: float = _notice(
        1.5,
        "b2",
        "log odds",
        (0, 20),
        (0, 3),
        "assumed: S105",
        "Effect of awareness on the response",
    )
    response_peers: float = _notice(
        1.0, "b3", "log odds", (0, 20), (0, 2), "assumed", "Effect of ties helped of late"
    )
    trust_reference: float = _notice(
        0.75,
        "T_ref",
        "0-1",
        (0, 1),
        (0.65, 0.9),
        "assumed: S68",
        "Trust at which its effect is nil",
    )
    awareness_reference: float = _notice(
        0.9, "A_ref", "0-1", (0, 1), (0.7, 1), "assumed", "Awareness at which its effect is nil"
    )
    awareness_government: float = _notice(
        0.9, "A_g", "0-1", (0, 1), (0.7, 1), "assumed", "Awareness of government services"
    )
    peer_weeks: int = _notice(
        52,
        "n_h",
        "weeks",
        (1, 520),
        (13, 104),
        "assumed",
        "How long a tie counts as helped of late",
    )
    visit_minutes: float = _notice(
        20.0, "m_v", "minutes", (1, 480), (10, 40), "assumed", "Time of one visit to a household"
    )
    visits_per_household: float = _office(
        0.0755,
        "v_ref",
        "per week",
        (0.0001, 7),
        (0.04, 0.15),
        "calculated",
        "Visits per household for which committees are staffed",
    )
    outreach_minutes: float = _notice(
        45.0, "m_o", "minutes", (1, 480), (30, 90), "assumed", "Time of one outreach contact"
    )
    outreach_without_data: float = _notice(
        0.4, "d_0", "1", (0, 1), (0.2, 0.8), "assumed", "Yield of outreach without shared data"
    )
    outreach_awareness: float = _notice(
        0.05,
        "a_o",
        "share",
        (0, 1),
        (0, 0.2),
        "assumed",
        "Part of missing awareness closed when outreach finds a resident",
    )
    call_per_week: float = _notice(
        0.10,
        "p_call",
        "per week",
        (0, 1),
        (0.03, 0.3),
        "assumed: S32",
        "Chance that a waiting case is called in to the hotline",
    )
    call_low: float = _notice(
        0.5, "m_1", "1", (0, 10), (0.3, 1), "assumed", "Factor on calling, low education"
    )
    call_middle: float = _notice(
        1.0, "m_2", "1", (0, 10), (0.7, 1.3), "assumed", "Factor on calling, middle education"
    )
    call_high: float = _notice(
        1.5, "m_3", "1", (0, 10), (1, 2.5), "assumed", "Factor on calling, high education"
    )
    call_after_success: float = _notice(
        1.5,
        "m_s",
        "1",
        (0, 10),
        (1, 2.5),
        "assumed: S34",
        "Factor on calling after an earlier success",
    )
    call_weight: float = _notice(
        0.25, "w_call", "1", (0, 10), (0, 1), "assumed", "Weight of a call in the order of cases"
    )
    call_minutes: float = _notice(
        6.0,
        "m_call",
        "minutes",
        (0, 480),
        (4, 15),
        "found: S36",
        "Time to issue a work order, at the sub-district office",
    )


class RoutingParameters(Section):
    """Hand-overs and the choice of an organisation."""

    entry_minutes: float = _route(
        45.0,
        "κ_0",
        "minutes",
        (0, 480),
        (20, 90),
        "assumed",
        "Intake at the node where a case enters",
    )
    handover_minutes: float = _route(
        24.0, "κ", "minutes", (0, 480), (10, 60), "assumed", "Intake at each node passed later"
    )
    misroute: float = _route(
        0.05,
        "p_mis",
        "probability",
        (0, 1),
        (0, 0.15),
        "assumed",
        "Chance that a hand-over fails that week",
    )
    misroute_across: float = _route(
        0.10,
        "p_mis2",
        "probability",
        (0, 1),
        (0, 0.3),
        "assumed",
        "The same between government and social side without shared data",
    )
    intake_limit_factor: float = _route(
        2.25,
        "f_int",
        "1",
        (0, 100),
        (1.5, 3.5),
        "assumed",
        "Intake hours a committee may spend in a week, per expected hour",
    )
    choice_reputation: float = _choice(
        1.0, "c_rep", "utility", (-20, 20), (0, 2), "assumed", "Weight of reputation"
    )
    choice_free: float = _choice(
        1.0,
        "c_free",
        "utility",
        (-20, 20),
        (0, 2),
        "assumed",
        "Weight of the free share of capacity",
    )
    choice_earlier: float = _choice(
        0.5, "c_rel", "utility", (-20, 20), (0, 1), "assumed", "Weight of an earlier relation"
    )
    choice_noise: float = _choice(
        0.5, "c_eps", "utility", (0, 20), (0.2, 1), "assumed", "Scale of the Gumbel noise"
    )
    reputation_initial: float = _office(
        0.5,
        "rep_0",
        "0-1",
        (0, 1),
        (0.3, 0.7),
        "assumed",
        "Reputation of an organisation at the start",
    )
    reputation_rate: float = _delivery(
        0.02,
        "a_rep",
        "per closure",
        (0, 1),
        (0.005, 0.05),
        "assumed",
        "Step of reputation towards delivered quality",
    )

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Crossing sides is no safer than staying on one."""
        yield from super().broken_rules(values)
        one, across = values.get("misroute"), values.get("misroute_across")
        if one is not None and across is not None and across < one:
            yield Broken("misroute_across", across, f"must be at least misroute ({one:g})")
