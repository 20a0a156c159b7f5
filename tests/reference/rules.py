"""Parameters in force: those of the settings, with mechanisms that are switched off set to zero."""

import math
from types import SimpleNamespace

MINUTES = 60
WEEKS_PER_YEAR = 52

WITHOUT = {
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
"""What a mechanism's absence sets to zero."""


def rounded(x):
    """Whole number, halves up."""
    return math.floor(x + 0.5)


def held_in(share):
    """A share that cannot leave 0-1."""
    return min(1.0, max(0.0, share))


def mean(values):
    """Mean, summed in order."""
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def set_rules(model, settings):
    """Put settings in force."""
    model.settings, model.rules = settings, rules_of(settings)
    set_services(model.services, settings)
    for instrument in model.instruments:
        vars(instrument).update(dict(settings.parameters.instruments[instrument.name]))


def rules_of(settings):
    """Return all flat parameters of settings, mechanisms applied."""
    rules = SimpleNamespace(**dict(settings.parameters))
    for mechanism, names in WITHOUT.items():
        if not getattr(settings.mechanisms, mechanism):
            vars(rules).update(dict.fromkeys(names, 0.0))
    if not settings.mechanisms.discovery_by_service:
        rules.outreach_without_data = 1.0
    return rules


def set_services(services, settings):
    """Put the numbers of the settings' table of services into the services, in place."""
    parameters = settings.parameters
    for service in services:
        row = parameters.services[service.name]
        vars(service).update(dict(row))
        if row.quality_volunteer is None:
            service.quality_volunteer = parameters.volunteer_quality
        per_week = 1000.0 * WEEKS_PER_YEAR
        rates = (row.onset_0_14, row.onset_15_59, row.onset_60_79, row.onset_80_plus)
        service.hazard_by_age = [rate * row.onset_factor / per_week for rate in rates]
        service.hazard_disabled_working_age = None
        if row.onset_disabled_15_59 is not None:
            scale = row.onset_factor / per_week
            service.hazard_disabled_working_age = row.onset_disabled_15_59 * scale
        service.continuing = row.kind == "continuing"
        service.at_desk = row.provider == "desk"
        service.casework = row.family == "psychosocial"
        service.weekly_maximum = rounded(MINUTES * row.weekly_maximum_hours)
        service.growth_per_week = row.growth_per_week * parameters.growth_scale
    if not settings.mechanisms.discovery_by_service:
        for name in ("grid_visibility", "outreach_visibility"):
            common = math.fsum(getattr(service, name) for service in services) / len(services)
            for service in services:
                setattr(service, name, common)


def base_hazard(resident, service, cap):
    """Weekly hazard of a need of a resident, before thinning."""
    hazard = service.hazard_by_age[resident.age_band]
    older = resident.age_band >= 2
    special = service.hazard_disabled_working_age
    if resident.disabled:
        if resident.age_band == 1 and special is not None:
            hazard = special
        elif older or not service.multiplier_disabled_from_60:
            hazard *= service.multiplier_disabled
    if resident.low_income:
        hazard *= service.multiplier_low_income
    if resident.bereaved:
        hazard *= service.multiplier_bereaved
    if resident.living_alone and older:
        hazard *= service.multiplier_alone_60_plus
    return min(cap, hazard)
