"""Phase 2, needs: spells end, needs pass, waits are given up, and onsets become cases.

Candidate onsets form a renewal process in calendar time at twice the base hazard, each accepted
with the hazard in force over the candidates' hazard; what becomes of a case never moves them.
"""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import NEVER, Exit, Happening, Labour, Stage

from .care import become_limited, end_limitation, is_limited, residual_request, stop_displacing
from .casework import end_case, experience, open_case, report, spell_weeks
from .draws import case_key, geometric, uniform
from .rules import base_hazard

CANDIDATE_FACTOR = 2.0


def needs(model):
    """Run the phase."""
    for community in model.communities:
        due = [
            (resident, service)
            for resident in community.people
            for service in model.services
            if resident.calendar[service] == model.week
        ]
        end_limitations(model, community)
        end_cases(model, community)
        for resident, service in due:
            if service.trigger == "job_loss":
                open_for_job_loss(model, resident, service)
            else:
                candidate(model, resident, service)


def end_limitations(model, community):
    """End limitations whose time is over."""
    for resident in community.people:
        if resident.limited_until == model.week:
            end_limitation(model.rules, resident)


def end_cases(model, community):
    """End cases whose spell is over, whose need passes, or whose resident gives up."""
    still_open = []
    for case in community.cases:
        how = exit_of(model, case)
        if how is None:
            still_open.append(case)
            continue
        if how == Exit.CLOSED:
            report(case, Happening.CLOSURE, experience(model, case))
        elif how == Exit.GAVE_UP:
            report(case, Happening.GAVE_UP, 0.0)
            buy_privately(model, case)
        end_case(model, case, how)
        if case.service.trigger == "limitation":
            stop_displacing(case.resident)
    community.cases = still_open


def buy_privately(model, case):
    """Who can afford it may buy the rest of a spell of care that was given up."""
    of_care = case.service.continuing and not case.service.casework
    can_afford = case.resident.income_class >= model.rules.private_class
    wants = uniform(model.seed, Stream.PRIVATE, case.key) < model.rules.private_share
    if of_care and can_afford and wants:
        weeks = case.end_week - model.week
        case.community.tally["private_minutes"] += case.request * weeks


def exit_of(model, case):
    """How a case ends at the start of the week, or None."""
    service = case.service
    found_work = service.trigger == "job_loss" and case.resident.labour != Labour.UNEMPLOYED
    if case.end_week == model.week or found_work:
        return Exit.CLOSED if case.stage == Stage.IN_SERVICE else Exit.PASSED
    if case.stage == Stage.IN_SERVICE:
        return None
    if uniform(model.seed, Stream.PASS, case.key, model.week) < service.pass_per_week:
        return Exit.PASSED
    if case.stage == Stage.QUEUED:
        u = uniform(model.seed, Stream.GIVE_UP, case.key, model.week)
        if u < service.give_up_per_week:
            return Exit.GAVE_UP
    return None


def next_candidate(model, resident, service, week, number, again=0):
    """Week of candidate ``number``, given that of the one before."""
    hazard = CANDIDATE_FACTOR * base_hazard(resident, service, model.rules.hazard_cap)
    if hazard <= 0.0:
        return NEVER
    key = case_key(resident.key, service.row, number)
    u = uniform(model.seed, Stream.ONSET_GAP, key, again)
    return min(week + geometric(u, hazard), NEVER)


def is_accepted(model, resident, service, number):
    """Whether a candidate is an onset."""
    ratio = 1.0 / CANDIDATE_FACTOR
    if service.friction:
        ratio *= (1.0 + resident.community.friction) / (1.0 + model.rules.friction_reference)
    key = case_key(resident.key, service.row, number)
    return uniform(model.seed, Stream.ONSET_ACCEPT, key) < ratio


def candidate(model, resident, service):
    """Decide on a candidate onset, and schedule the next one."""
    number = resident.onsets[service]
    resident.onsets[service] = number + 1
    resident.calendar[service] = next_candidate(
        model, resident, service, model.week, number + 1
    )  # fmt: skip
    if not is_accepted(model, resident, service, number):
        return
    of_care = service.trigger == "limitation"
    if service in resident.open_services or (of_care and is_limited(resident)):
        resident.community.service_tally[service]["merged"] += 1
    elif of_care:
        limitation(model, resident, service, number)
    else:
        open_case(model, resident, service, number)


def limitation(model, resident, service, number):
    """Begin a limitation; what the family leaves may become a case."""
    key = case_key(resident.key, service.row, number)
    end_week = model.week + spell_weeks(model.seed, key, service)
    become_limited(model, resident, key, end_week)
    request = residual_request(model, resident)
    accepts = uniform(model.seed, Stream.ACCEPT_FORMAL, key) < model.rules.accept_formal
    if request > 0 and accepts:
        open_case(model, resident, service, number, request, end_week)


def open_for_job_loss(model, resident, service):
    """Open the employment case of somebody who lost work last week and still seeks it."""
    if resident.labour == Labour.UNEMPLOYED:
        open_case(model, resident, service, resident.onsets[service])
    resident.onsets[service] += 1
    resident.calendar[service] = NEVER
