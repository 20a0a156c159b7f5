"""End of phase 5: what this week's hours did to every open case."""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import Exit, Happening, Side, Stage

from .care import family_minutes, share_care
from .casework import end_case, experience, reopen, report
from .draws import uniform
from .rules import rounded


def settle(model, community):
    """Update severity and coverage, close what is finished, and count, in row order."""
    still_open = []
    for case in community.cases:
        if case.declined:
            end_case(model, case, Exit.DECLINED)
            continue
        relieve_family(model, case)
        count_hours(model, case)
        heal_and_grow(case)
        if case.service.continuing or case.left > 0:
            report_service(model, case)
            back_to_list(case)
        else:
            case = close(model, case)
        if case is not None:
            community.service_tally[case.service][case.stage.name.lower()] += 1
            if case.stage == Stage.IN_SERVICE:
                case.provider.clients += 1
            still_open.append(case)
    community.cases = still_open
    community.tally["family_minutes"] = family_minutes(community)


def relieve_family(model, case):
    """Formal hours displace part of the family's, less so in severe need (mechanism M21)."""
    if case.service.trigger == "limitation":
        resident = case.resident
        minutes = rounded(model.rules.displacement * case.given * (1.0 - case.severity))
        resident.care_displaced = min(minutes, resident.care_family)
        share_care(resident.household)


def count_hours(model, case):
    """Book needed, delivered and unmet minutes."""
    resident, community = case.resident, case.resident.community
    counts = community.service_tally[case.service]
    unmet = 0 if case.stage == Stage.LATENT else case.planned - case.given
    counts["need"] += case.planned
    counts["unmet"] += unmet
    counts["unmet_weighted"] += unmet * case.severity
    if model.week >= 0:
        resident.need_minutes += case.planned
        resident.delivered_minutes += case.given
        resident.unmet_minutes += unmet
    if case.given == 0:
        return
    case.delivered += case.given
    social = case.side == Side.SOCIAL
    counts["direct_social" if social else "direct_government"] += case.given
    community.tally["effective_minutes"] += case.given * case.quality
    if case.service.residents_time:
        walk = model.rules.walk_trips_per_week * community.walk_minutes
        community.tally["resident_minutes"] += walk
    resident.last_helped = model.week
    if social and case.organisation is not None:
        resident.last_organisation = case.organisation


def heal_and_grow(case):
    """Severity falls by effective hours, and grows with what was not covered."""
    given = case.given
    if case.service.trigger == "limitation":
        given -= case.resident.care_displaced
    coverage = given / case.planned if case.planned > 0 else 0.0
    case.covered = case.quality * coverage if case.given > 0 else 0.0
    if not case.service.continuing:
        relieved = case.quality * case.start_severity * case.given / case.request
        case.severity = max(0.0, case.severity - relieved)
        case.left -= case.given
        if case.left == 0:
            return
    growth = case.service.growth_per_week * (1.0 - case.covered)
    case.severity = min(1.0, case.severity + growth)


def report_service(model, case):
    """Continuing service is felt again every ``trust_event_weeks``."""
    if case.stage == Stage.IN_SERVICE and model.week >= case.next_event:
        case.next_event = model.week + model.rules.trust_event_weeks
        report(case, Happening.CONTINUED, experience(model, case))


def back_to_list(case):
    """An episodic case that got nothing this week waits again."""
    if not case.service.continuing and case.stage == Stage.IN_SERVICE and case.given == 0:
        case.stage = Stage.QUEUED


def close(model, case):
    """Close an episodic case; return its repeat, if what is left of severity reopens it."""
    report(case, Happening.CLOSURE, experience(model, case))
    if case.service.trigger == "job_loss":
        case.resident.job_help_done = True
    end_case(model, case, Exit.CLOSED)
    again = uniform(model.seed, Stream.REPEAT, case.key) < case.severity
    return reopen(model, case) if case.service.repeats and again else None


def learn_from_closures(model, sub_district):
    """Organisations are known by the quality of the cases they closed this week."""
    for community in sub_district.communities:
        closed = [case for case in community.ended if case.exit == Exit.CLOSED]
        for organisation, quality in [(case.organisation, case.quality) for case in closed]:
            if organisation is not None:
                gap = quality - organisation.reputation
                organisation.reputation += model.rules.reputation_rate * gap
