"""A service: one row of the table of services, typed and bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sanlian_sim.scenario.fields import group, text
from sanlian_sim.scenario.section import Broken, Section

Family = Literal["care", "health", "psychosocial", "livelihood", "order"]
Kind = Literal["continuing", "episodic"]
Trigger = Literal["renewal", "limitation", "job_loss"]
Distribution = Literal["lognormal", "geometric", "fixed"]
Department = Literal["civil_affairs", "health", "human_resources", "justice"]

_needs = group("week", "needs")
_notice = group("week", "discovery")
_delivery = group("week", "delivery")
_burden = group("week", "wellbeing")
_policy = group("week", "policy")
_stock = group("world", "stocks")
_supply = group("world", "institutions")
_contracts = group("week", "organisations")

_RATE = "per 1,000 persons and year"
_BOTH = (0.5, 2.0)


class ServiceRow(Section):
    """A service that residents may need and providers may give.

    The seven shipped rows are in ``library/services.toml``; an experiment adds a row under a
    new name in ``[parameters.services.NAME]`` or changes single values of a shipped one.
    Fields without a default must be given by a new row; others are neutral when left out.
    """

    label_en: str = text(..., "English label")
    label_zh: str = text("", "Chinese label")
    family: Family = text(..., "Family of services")
    kind: Kind = text(..., "Hours a week for a spell, or hours until done", phase="needs")
    trigger: Trigger = text("renewal", "What opens a case", phase="needs")
    provider: Literal["desk", "committee"] = text("desk", "Who serves on the government side")
    job: str = text(..., "Job of those who serve, a name in [parameters.jobs]")

    onset_80_plus: float = _needs(
        0.0, "λ_80", _RATE, (0, 52_000), _BOTH, "assumed", "Onsets at age 80+", relative=True
    )
    onset_60_79: float = _needs(
        0.0, "λ_60", _RATE, (0, 52_000), _BOTH, "assumed", "Onsets at age 60-79", relative=True
    )
    onset_15_59: float = _needs(
        0.0, "λ_15", _RATE, (0, 52_000), _BOTH, "assumed", "Onsets at age 15-59", relative=True
    )
    onset_0_14: float = _needs(
        0.0, "λ_0", _RATE, (0, 52_000), _BOTH, "assumed", "Onsets at age 0-14", relative=True
    )
    onset_disabled_15_59: float | None = _needs(
        None,
        "λ_d",
        _RATE,
        (0, 52_000),
        _BOTH,
        "assumed",
        "Onsets at age 15-59 with a disability, in place of rate and multiplier",
        relative=True,
    )
    onset_factor: float = _needs(
        1.0,
        "m_λ",
        "1",
        (0, 100),
        (0.8, 1.25),
        "calculated",
        "Factor on all onsets that makes up for onsets merged into an open case",
        relative=True,
    )
    multiplier_disabled: float = _needs(
        1.0, "m_dis", "1", (0, 100), _BOTH, "assumed", "Factor if disabled", relative=True
    )
    multiplier_disabled_from_60: bool = text(
        False, "Whether that factor holds from age 60 only", "week", "needs"
    )
    multiplier_low_income: float = _needs(
        1.0, "m_low", "1", (0, 100), _BOTH, "assumed", "Factor if on low income", relative=True
    )
    multiplier_bereaved: float = _needs(
        1.0,
        "m_ber",
        "1",
        (0, 100),
        _BOTH,
        "assumed",
        "Factor if bereaved of an only child",
        relative=True,
    )
    multiplier_alone_60_plus: float = _needs(
        1.0, "m_al", "1", (0, 100), _BOTH, "assumed", "Factor if 60+ and alone", relative=True
    )
    friction: bool = text(
        False, "Whether onsets rise with friction of property management", "week", "needs"
    )

    duration_weeks: float | None = _needs(
        None,
        "D",
        "weeks",
        (1, 10_000),
        (0.7, 1.4),
        "assumed",
        "Mean spell of a continuing service",
        relative=True,
    )
    request_mean_hours: float | None = _needs(
        None,
        "H",
        "hours, per week if continuing",
        (0.25, 10_000),
        (0.7, 1.4),
        "assumed",
        "Mean request; a limitation's follows from the family rule",
        relative=True,
    )
    request_sigma: float = _needs(
        0.0, "σ", "1", (0, 3), _BOTH, "assumed", "Spread of a lognormal request", relative=True
    )
    request_distribution: Distribution = text(
        "lognormal", "Distribution of the request", "week", "needs"
    )
    weekly_maximum_hours: float = _delivery(
        ...,
        "h_max",
        "hours per week",
        (0.25, 168),
        (0.5, 2),
        "assumed",
        "Most hours in a week",
        relative=True,
    )
    pass_per_week: float = _needs(
        0.0,
        "ν",
        "per week",
        (0, 1),
        _BOTH,
        "assumed",
        "Hazard that an unserved need passes",
        relative=True,
    )
    give_up_per_week: float = _needs(
        ...,
        "ν_q",
        "per week",
        (0, 1),
        _BOTH,
        "assumed",
        "Hazard of giving up while queued",
        relative=True,
    )
    growth_per_week: float = _delivery(
        0.0,
        "γ",
        "per week",
        (0, 1),
        (0, 2),
        "assumed",
        "Growth of severity while unserved",
        relative=True,
    )
    repeats: bool = text(False, "Whether a closed case may open again", "week", "delivery")

    quality_government: float = _delivery(
        ...,
        "q_g",
        "0-1",
        (0, 1),
        (0.8, 1.2),
        "assumed",
        "Share of severity that full hours of government remove",
        relative=True,
    )
    quality_social: float = _delivery(
        ...,
        "q_o",
        "0-1",
        (0, 1),
        (0.8, 1.2),
        "assumed",
        "Share of severity that full hours of an organisation remove",
        relative=True,
    )
    quality_volunteer: float | None = _delivery(
        None,
        "q_v",
        "0-1",
        (0, 1),
        (0.7, 1.25),
        "assumed",
        "The same for volunteers, if not volunteer_quality",
        relative=True,
    )
    beta: float = _burden(
        ..., "β", "points", (0, 10), _BOTH, "assumed", "Wellbeing lost at burden 1", relative=True
    )

    noticed_probability: float = _stock(
        ...,
        "disc",
        "per week",
        (0, 1),
        (0.7, 1.4),
        "assumed",
        "Chance that a latent case of mean severity is noticed",
        relative=True,
    )
    self_report: float = _notice(
        ...,
        "r",
        "per week",
        (0, 1),
        (0.7, 1.4),
        "calculated",
        "Self-report at severity one half and reference response",
        relative=True,
    )
    grid_visibility: float = _notice(
        0.0,
        "d_grid",
        "0-1",
        (0, 1),
        (0.6, 1.5),
        "assumed",
        "Chance that a visit notices",
        relative=True,
    )
    referral: float = _notice(
        0.0,
        "g",
        "per tie and week",
        (0, 1),
        _BOTH,
        "assumed",
        "Chance that a tie refers",
        relative=True,
    )
    outreach_visibility: float = _notice(
        0.0,
        "d_out",
        "0-1",
        (0, 1),
        (0.6, 1.25),
        "assumed",
        "Chance that outreach notices",
        relative=True,
    )
    stigma: float = _notice(
        0.0, "st", "log odds", (0, 10), (0, 2), "assumed", "Stigma of asking for help"
    )

    measurability: float = _contracts(
        0.5,
        "m_k",
        "0-1",
        (0, 1),
        (0.7, 1.1),
        "assumed",
        "How far quality can be verified",
        relative=True,
    )
    specificity: float = _contracts(
        0.3,
        "k_k",
        "0-1",
        (0, 1),
        (0.5, 1.4),
        "assumed",
        "How far it takes what is of use nowhere else",
        relative=True,
    )
    facility: bool = text(False, "Whether hours may be given at a facility", "week", "delivery")
    department: Department = text(
        "civil_affairs", "Department that must consent to a tender", "week", "procurement"
    )

    load: float = _supply(
        1.0,
        "a",
        "hours per hour",
        (0.01, 10),
        (0.75, 1.15),
        "calculated",
        "Offered load per client hour for which the service is staffed",
    )
    client_share: float = _policy(
        ...,
        "s_cl",
        "share",
        (0.01, 1),
        (0.75, 1.25),
        "assumed",
        "Client hours per paid hour, on both sides",
        relative=True,
    )
    volunteer_order: int = text(
        0, "Turn in which volunteers serve it, 0 for never", "week", "delivery"
    )
    residents_time: bool = text(
        False, "Whether residents walk to it, twice a week", "week", "accounts"
    )
    repeat_share: float = _supply(
        0.0,
        "ρ",
        "share",
        (0, 1),
        _BOTH,
        "calculated",
        "Repeat cases per case, for staffing",
        relative=True,
    )
    mean_wait_weeks: float = _stock(
        0.0,
        "W",
        "weeks",
        (0, 1000),
        _BOTH,
        "calculated",
        "Wait of the initial queue",
        relative=True,
    )
    mean_service_weeks: float = _stock(
        ...,
        "D'",
        "weeks",
        (0.1, 10_000),
        (0.7, 1.4),
        "calculated",
        "Time in service of the initial cases",
        relative=True,
    )
    served_share: float = _stock(
        1.0,
        "ψ",
        "share",
        (0, 1),
        (0.8, 1.1),
        "calculated",
        "Part of the noticed that is served, for the initial cases",
        relative=True,
    )
    stock_weeks: float = _policy(
        ...,
        "T",
        "weeks",
        (0.1, 10_000),
        (0.5, 2),
        "calculated",
        "Time in which delegated capacity follows the stock of cases",
        relative=True,
    )

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Demand what a kind, a trigger or a distribution needs besides its name."""
        yield from _needed(values)
        if values.get("trigger") == "limitation" and values.get("kind") == "episodic":
            yield Broken("kind", "episodic", "a limitation is a continuing need")
        if values.get("trigger") == "job_loss" and values.get("kind") == "continuing":
            yield Broken("kind", "continuing", "a loss of work opens an episodic case")
        order = values.get("volunteer_order")
        if order is not None and not 0 <= order <= 3:
            yield Broken("volunteer_order", order, "must lie in [0, 3]")


def _needed(values: Mapping[str, Any]) -> Iterator[Broken]:
    if values.get("kind") == "continuing" and values.get("duration_weeks") is None:
        yield Broken("duration_weeks", None, "required by a continuing service")
    if values.get("trigger") == "limitation":
        return
    if values.get("request_mean_hours") is None:
        yield Broken("request_mean_hours", None, "required unless the trigger is limitation")
    if values.get("request_distribution") == "lognormal" and values.get("request_sigma") == 0:
        yield Broken("request_sigma", None, "required above 0 by a lognormal request")
