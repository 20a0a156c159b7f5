"""Parameters as rows of numbers, the form in which compiled code reads them.

``rule_row`` turns the flat parameters into one structured row with the same names,
``service_rows`` and ``instrument_rows`` the tables into one row per entry. A mechanism that is
switched off is a change of numbers here, so that no phase ever asks which mechanisms act.
"""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner
from sanlian_sim.scenario.schema import (
    InstrumentRow,
    Mechanisms,
    Parameters,
    ServiceRow,
    Settings,
)

WEEKS_PER_YEAR: Final = 52
SLOW_WEEKS: Final = 4
MINUTES: Final = 60
REFERENCE_RESIDENTS: Final = 7640
"""Residents of the community for which mobilisers' hours are stated."""
TRIGGERS: Final = ("renewal", "limitation", "job_loss")
RENEWAL, LIMITATION, JOB_LOSS = range(3)
DISTRIBUTIONS: Final = ("lognormal", "geometric", "fixed")
LOGNORMAL, GEOMETRIC, FIXED = range(3)
DEPARTMENTS: Final = ("civil_affairs", "health", "human_resources", "justice")

_SERVICE_FIELDS: Final = [
    ("continuing", "?"), ("trigger", "i1"), ("at_desk", "?"), ("job", "i1"), ("casework", "?"),
    ("hazard", "f8", (4,)), ("hazard_disabled_working_age", "f8"),
    ("multiplier_disabled", "f8"), ("multiplier_disabled_from_60", "?"),
    ("multiplier_low_income", "f8"), ("multiplier_bereaved", "f8"),
    ("multiplier_alone_60_plus", "f8"), ("friction", "?"),
    ("duration_weeks", "f8"), ("request_mean_hours", "f8"), ("request_sigma", "f8"),
    ("distribution", "i1"), ("weekly_maximum", "i4"),
    ("pass_per_week", "f8"), ("give_up_per_week", "f8"), ("growth_per_week", "f8"),
    ("quality_government", "f8"), ("quality_social", "f8"), ("quality_volunteer", "f8"),
    ("beta", "f8"), ("repeat_share", "f8"), ("repeats", "?"),
    ("mean_wait_weeks", "f8"), ("mean_service_weeks", "f8"), ("served_share", "f8"),
    ("noticed_probability", "f8"), ("self_report", "f8"), ("grid_visibility", "f8"),
    ("referral", "f8"), ("outreach_visibility", "f8"), ("stigma", "f8"),
    ("load", "f8"), ("client_share", "f8"), ("volunteer_order", "i1"), ("residents_time", "?"),
    ("stock_weeks", "f8"),
    ("measurability", "f8"), ("specificity", "f8"), ("facility", "?"), ("department", "i1"),
]  # fmt: skip
SERVICE_DTYPE: Final = np.dtype(_SERVICE_FIELDS, align=True)

_COPIED = [
    name
    for name in SERVICE_DTYPE.names or ()
    if name in ServiceRow.model_fields and name not in ("trigger", "job", "department")
]

_INSTRUMENT_FIELDS: Final = [
    ("term_weeks", "i4"), ("renewals", "i4"), ("lot_yuan", "f8"),
    ("fixed_fee", "?"), ("initiatives", "?"), ("facility", "?"),
    ("match_share", "f8"), ("coaching_share", "f8"),
    ("fixed_cost_yuan", "f8"), ("capital_yuan", "f8"),
    ("advance_share", "f8"), ("delay_weeks", "i4"),
    ("tender_yuan", "f8"), ("tender_share", "f8"),
    ("monitoring_share", "f8"), ("reporting_share", "f8"),
    ("price_weight", "f8"), ("quality_weight", "f8"), ("relation_weight", "f8"),
]  # fmt: skip
INSTRUMENT_DTYPE: Final = np.dtype(_INSTRUMENT_FIELDS, align=True)

_ACTS_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "complementarity": ("complementarity",),
    "administrative_load": ("administration_relief", "administration_contracts"),
    "administrativisation": ("administrative_pull",),
    "embeddedness": ("embedded_access", "autonomy_quality"),
    "reverse_substitution": ("substitution",),
    "transaction_costs": ("transaction_costs",),
    "shading": ("temptation",),
    "monitoring": ("motivation_crowding",),
    "thin_markets": ("competition",),
    "relational_contracting": ("relation_rate", "relation_saving", "relation_weight_scale"),
    "short_contracts": ("insecurity",),
    "hollowing_out": ("know_how_loss", "know_how_price"),
    "network_governance": ("hub_saving", "churn_weight"),
    "overload": ("overload_exponent",),
    "complaints": ("call_per_week",),
    "coproduction": ("join_cohesion", "join_ties", "join_mobiliser", "join_initiative"),
    "trust_transfer": (
        "trust_learning", "trust_reversion", "diffusion", "endorsement_rate",
        "awareness_contact", "awareness_return", "outreach_awareness",
    ),
    "facility_friction": ("facility_friction",),
    "venture_search": ("venture_spread", "venture_pipeline"),
    "family_crowding": ("displacement", "beta_carer"),
    "burnout": ("burnout",),
    "arrears": ("delay_scale", "insolvency"),
    "adoption_diffusion": ("imitation",),
}  # fmt: skip
"""Parameters by which a mechanism acts: its absence sets them to zero."""


def rule_row(parameters: Parameters, mechanisms: Mechanisms) -> NDArray[Any]:
    """Return all flat parameters, mechanisms applied, as a structured array of one row."""
    values = {
        name: float(value)
        for name, value in parameters
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    values |= _switched_off(mechanisms)
    row = np.zeros(1, dtype=[(name, "f8") for name in values])
    for name, value in values.items():
        row[name] = value
    return row


def _switched_off(mechanisms: Mechanisms) -> dict[str, float]:
    """Parameters that the absence of mechanisms sets, with their values."""
    absent = (names for mechanism, names in _ACTS_BY.items() if not getattr(mechanisms, mechanism))
    zeros = {name: 0.0 for names in absent for name in names}
    if not mechanisms.discovery_by_service:
        zeros["outreach_without_data"] = 1.0
    return zeros


def service_rows(parameters: Parameters, mechanisms: Mechanisms) -> NDArray[Any]:
    """Return the table of services as a structured array, one row per service, in table order."""
    rows = np.zeros(len(parameters.services), dtype=SERVICE_DTYPE)
    jobs = list(parameters.jobs)
    for row, service in zip(rows, parameters.services.values(), strict=True):
        for name in _COPIED:
            if (value := getattr(service, name)) is not None:
                row[name] = value
        if service.quality_volunteer is None:
            row["quality_volunteer"] = parameters.volunteer_quality
        row["continuing"] = service.kind == "continuing"
        row["trigger"] = TRIGGERS.index(service.trigger)
        row["distribution"] = DISTRIBUTIONS.index(service.request_distribution)
        row["at_desk"] = service.provider == "desk"
        row["job"] = jobs.index(service.job)
        row["department"] = DEPARTMENTS.index(service.department)
        row["casework"] = service.family == "psychosocial"
        row["weekly_maximum"] = to_minutes(service.weekly_maximum_hours)
        row["growth_per_week"] = service.growth_per_week * parameters.growth_scale
        row["load"] = service.load * parameters.load_scale
        row["hazard"] = _weekly_hazards(service)
        disabled = service.onset_disabled_15_59
        scale = service.onset_factor / (1000.0 * WEEKS_PER_YEAR)
        row["hazard_disabled_working_age"] = -1.0 if disabled is None else disabled * scale
    if not mechanisms.discovery_by_service and len(rows):
        for name in ("grid_visibility", "outreach_visibility"):
            rows[name] = math.fsum(rows[name].tolist()) / len(rows)
    return rows


def _weekly_hazards(service: ServiceRow) -> list[float]:
    """Candidate onsets per person and week by age band, from rates per 1,000 and year."""
    rates = (
        service.onset_0_14,
        service.onset_15_59,
        service.onset_60_79,
        service.onset_80_plus,
    )
    return [rate * service.onset_factor / (1000.0 * WEEKS_PER_YEAR) for rate in rates]


def instrument_rows(parameters: Parameters) -> NDArray[Any]:
    """Return the table of instruments as a structured array, one row each, in table order.

    What share of the delegated hours goes through each is in the settings, not here.
    """
    rows = np.zeros(len(parameters.instruments), dtype=INSTRUMENT_DTYPE)
    for row, instrument in zip(rows, parameters.instruments.values(), strict=True):
        _copy(instrument, row)
    return rows


def _copy(instrument: InstrumentRow, row: Any) -> None:
    for name in INSTRUMENT_DTYPE.names or ():
        row[name] = getattr(instrument, name)


def settings_rows(settings: Settings) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return (rule row, service rows) of settings."""
    return (
        rule_row(settings.parameters, settings.mechanisms),
        service_rows(settings.parameters, settings.mechanisms),
    )


def to_minutes(hours: float) -> int:
    """Whole minutes of an amount of hours, halves rounded up."""
    return int(np.floor(MINUTES * hours + 0.5))


@inner
def base_hazard(
    service: Any,
    cap: float,
    age: int,
    disabled: bool,
    low_income: bool,
    bereaved: bool,
    alone: bool,
) -> float:
    """Weekly hazard of candidate onsets of one resident, at most ``cap`` (equation N1)."""
    hazard = service.hazard[age]
    older = age >= 2
    if disabled:
        if age == 1 and service.hazard_disabled_working_age >= 0.0:
            hazard = service.hazard_disabled_working_age
        elif older or not service.multiplier_disabled_from_60:
            hazard *= service.multiplier_disabled
    if low_income:
        hazard *= service.multiplier_low_income
    if bereaved:
        hazard *= service.multiplier_bereaved
    if alone and older:
        hazard *= service.multiplier_alone_60_plus
    return float(min(cap, hazard))
