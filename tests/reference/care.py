"""Limitations, and the care that families give (mechanism M21)."""

import math

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import NEVER

from .draws import normal_quantile, uniform
from .rules import MINUTES, rounded


def is_limited(resident):
    """Whether the resident needs care now."""
    return resident.limited_until != NEVER


def can_care(resident):
    """Whether the resident can care for others: 15-79, neither disabled nor limited."""
    of_age = 1 <= resident.age_band <= 2
    return of_age and not resident.disabled and not is_limited(resident)


def share_care(household):
    """Divide the household's care, net of what formal hours displace, among able carers."""
    minutes = sum(member.care_family - member.care_displaced for member in household.members)
    carers = [member for member in household.members if can_care(member)]
    for member in household.members:
        member.own_care_minutes = 0
    for place, carer in enumerate(carers):
        carer.own_care_minutes = minutes // len(carers) + (place < minutes % len(carers))
    household.able_carers = len(carers)


def family_minutes(community):
    """Minutes a week that a community's families give, net of what formal hours displace."""
    return sum(one.care_family - one.care_displaced for one in community.people)


def become_limited(model, resident, key, end_week):
    """Begin a limitation: hours of care needed, and the family's share of them."""
    rules, household = model.rules, resident.household
    resident.limited_until = end_week
    household.dependants += 1
    z = normal_quantile(uniform(model.seed, Stream.NEED_SIZE, key))
    hours = math.exp(math.log(rules.limitation_median_hours) + rules.limitation_sigma * z)
    resident.care_need = rounded(MINUTES * min(rules.limitation_cap_hours, hours))
    divide_anew(rules, household)
    share_care(household)


def divide_anew(rules, household):
    """The carers there are now have to do for all who need them, whoever was limited first."""
    carers = [member for member in household.members if can_care(member)]
    limited = [member for member in household.members if is_limited(member)]
    for member in limited:
        member.care_family = family_part(rules, member.care_need, len(carers), len(limited))
        member.care_displaced = min(member.care_displaced, member.care_family)


def family_part(rules, need, carers, limited):
    """Minutes of a need that able carers at home cover, or kin elsewhere if there are none."""
    limit = rounded(MINUTES * rules.carer_limit_hours)
    if carers == 0:
        return min(rounded(rules.kin_share * need), limit)
    return min(rounded(rules.family_share * need), limit * carers // limited)


def residual_request(model, resident):
    """Minutes a week left for formal care; 0 if too few to open a case."""
    entitled = rounded(MINUTES * model.rules.entitlement_hours)
    left = min(entitled, resident.care_need - resident.care_family)
    return left if left >= rounded(MINUTES * model.rules.minimum_request_hours) else 0


def end_limitation(rules, resident):
    """End a limitation; the resident may be able to care again."""
    resident.limited_until = NEVER
    resident.care_need = resident.care_family = resident.care_displaced = 0
    resident.household.dependants -= 1
    divide_anew(rules, resident.household)
    share_care(resident.household)


def stop_displacing(resident):
    """Give back to the family the hours that a case of formal care displaced."""
    resident.care_displaced = 0
    share_care(resident.household)
