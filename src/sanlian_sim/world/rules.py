"""Parameters as rows of numbers, the form in which compiled code reads them.

``rule_row`` turns the flat parameters into one structured row with the same names, ``service_rows``
the table of services into one row per service. A mechanism that is switched off is a change of
numbers here, so that no phase ever asks which mechanisms act.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner
from sanlian_sim.scenario.schema import Mechanisms, Parameters, ServiceRow, Settings

WEEKS_PER_YEAR: Final = 52
SLOW_WEEKS: Final = 4
MINUTES: Final = 60
REFERENCE_RESIDENTS: Final = 7640
"""Residents of the community for which mobilisers' hours are stated."""
TRIGGERS: Final = ("renewal", "limitation", "job_loss")
RENEWAL, LIMITATION, JOB_LOSS = range(3)
DISTRIBUTIONS: Final = ("lognormal", "geometric", "fixed")
LOGNORMAL, GEOMETRIC, FIXED = range(3)

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
]  # fmt: skip
SERVICE_DTYPE: Final = np.dtype(_SERVICE_FIELDS, align=True)

_COPIED = [
    name
    for name in SERVICE_DTYPE.names or ()
    if name in ServiceRow.model_fields and name not in ("trigger", "job")
]


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
    """Parameters that a mechanism's absence sets to zero."""
    absent: list[str] = []
    if not mechanisms.administrative_load:
        absent += ["administration_relief", "administration_contracts"]
    if not mechanisms.overload:
        absent += ["overload_exponent"]
    if not mechanisms.complaints:
        absent += ["call_per_week"]
    if not mechanisms.coproduction:
        absent += ["join_cohesion", "join_ties", "join_mobiliser", "join_initiative"]
    if not mechanisms.trust_transfer:
        absent += ["trust_learning", "trust_reversion", "diffusion", "endorsement_rate",
                   "awareness_contact", "awareness_return", "outreach_awareness"]  # fmt: skip
    if not mechanisms.family_crowding:
        absent += ["displacement", "beta_carer"]
    zeros = dict.fromkeys(absent, 0.0)
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
            rows[name] = rows[name].mean()
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
