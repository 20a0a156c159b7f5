"""Venture projects, facilities and what users pay."""

from __future__ import annotations

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Section

_organisations = group("week", "organisations")
_delivery = group("week", "delivery")
_accounts = group("week", "accounts")
_discovery = group("week", "discovery")


class ProjectParameters(Section):
    """Projects that are tried, facilities that are reached, fees."""

    venture_spread: float = _organisations(
        0.3,
        "sd_fit",
        "share of quality",
        (0, 5),
        (0.1, 0.6),
        "assumed: S57",
        "Spread of the fit of venture projects, normal",
    )
    venture_threshold: float = _organisations(
        1.0,
        "fit_0",
        "1",
        (0, 10),
        (0.9, 1.2),
        "assumed",
        "Fit from which a project is taken on by purchase",
    )
    venture_pipeline: float = _organisations(
        1.0,
        "π_fit",
        "probability",
        (0, 1),
        (0, 1),
        "assumed",
        "Chance that a fit project is taken on where purchase exists",
    )
    small_hours: float = _organisations(
        80.0,
        "h_small",
        "hours per week",
        (0, 100_000),
        (40, 160),
        "assumed",
        "Hours below which an organisation counts as small",
    )
    facility_friction: float = _delivery(
        1.0,
        "w_dist",
        "1",
        (0, 100),
        (0, 3),
        "assumed: S67, S106",
        "Weight of distance in the use of a facility",
    )
    facility_reach_minutes: float = _delivery(
        20.0,
        "m_reach",
        "minutes",
        (0.1, 600),
        (10, 40),
        "assumed",
        "Walk at which use of a facility has fallen markedly",
    )
    facility_distance_minutes: float = _delivery(
        10.0,
        "m_far",
        "minutes",
        (0, 600),
        (5, 20),
        "assumed",
        "Further walk to a facility in another community",
    )
    facility_life_years: float = _accounts(
        12.0,
        "n_fac",
        "years",
        (1, 200),
        (10, 15),
        "assumed",
        "Life over which the capital of a facility is written off",
    )
    user_fee: float = _accounts(
        0.0,
        "fee",
        "yuan per client hour",
        (0, 1000),
        (0, 15),
        "illustrative",
        "Price that users pay for social services",
    )
    fee_response: float = _discovery(
        0.02,
        "r_fee",
        "log odds per yuan",
        (0, 10),
        (0, 0.05),
        "assumed: S67",
        "Response lost to a fee by residents on low income",
    )
