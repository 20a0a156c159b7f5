"""Phase 6, wellbeing: residents adjust to the level that present circumstances support."""

import math

from sanlian_sim.world.state import AgeBand, Labour, Stage

from .rules import MINUTES, WEEKS_PER_YEAR


def wellbeing(model):
    """Run the phase."""
    discount = (1.0 + model.rules.discount_rate) ** -(max(0, model.week) // WEEKS_PER_YEAR)
    for community in model.communities:
        add_burdens(community)
        adults = [one for one in community.people if one.age_band != AgeBand.CHILD]
        for resident in community.people:
            adjust(model, resident)
            if model.week >= 0:
                resident.wellbeing_total += discount * resident.wellbeing
        tally = community.tally
        for resident in adults:
            tally["wellbeing_sum"] += resident.wellbeing
            tally["wellbeing_in_need_sum"] += resident.wellbeing if resident.in_need else 0.0
        out_of_work = [one for one in community.people if one.labour == Labour.UNEMPLOYED]
        tally["residents_unemployed"] = len(out_of_work)


def add_burdens(community):
    """Sum what open cases take off wellbeing."""
    for resident in community.people:
        resident.burden = 0.0
    for case in community.cases:
        burden = case.severity
        if case.service.continuing and case.stage != Stage.LATENT:
            burden *= 1.0 - case.covered
        case.resident.burden += case.service.beta * burden


def adjust(model, resident):
    """Move towards the target, half of the way in the half-life."""
    step = 1.0 - math.exp(-math.log(2.0) / model.rules.adjustment_half_life)
    target = resident.baseline_wellbeing - resident.burden
    target += circumstances(model, resident)
    level = resident.wellbeing + step * (target - resident.wellbeing)
    resident.wellbeing = min(10.0, max(0.0, level))


def circumstances(model, resident):
    """Points from environment, ties, care given and work."""
    rules, community = model.rules, resident.community
    points = rules.beta_environment * (community.environment - 0.5)
    visits = len(resident.ties) * (rules.tie_visit + rules.tie_cohesion * community.cohesion)
    points += rules.beta_tie * min(rules.tie_cap, visits)
    load = resident.own_care_minutes / (MINUTES * rules.carer_full_hours)
    points += rules.beta_carer * min(1.0, load)
    if resident.labour == Labour.UNEMPLOYED:
        points += rules.beta_unemployed
    return points
