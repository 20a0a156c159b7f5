"""What several phases do with cases: open, rank, report and end them."""

import math
from types import SimpleNamespace

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import NEVER, NOT_YET, Channel, Exit, Node, Side, Stage

from .agents import Case, single
from .draws import beta_quantile, case_key, geometric, lognormal, uniform
from .rules import MINUTES, rounded

AT_PROVIDER = -1
SHORTEST_REQUEST = 15


def size_of_request(seed, key, service):
    """Minutes: per week for a continuing service, in total for an episodic one."""
    u = uniform(seed, Stream.NEED_SIZE, key)
    hours = service.request_mean_hours
    if service.request_distribution == "lognormal":
        hours = lognormal(u, service.request_mean_hours, service.request_sigma)
    elif service.request_distribution == "geometric":
        weekly = service.weekly_maximum / MINUTES
        hours = weekly * geometric(u, min(1.0, weekly / service.request_mean_hours))
    minutes = rounded(MINUTES * hours)
    if service.continuing:
        minutes = min(minutes, service.weekly_maximum)
    return max(SHORTEST_REQUEST, minutes)


def spell_weeks(seed, key, service):
    """Length of a spell of a continuing need."""
    u = uniform(seed, Stream.SPELL, key)
    return geometric(u, min(1.0, 1.0 / service.duration_weeks))


def latent_case(model, resident, service, onset, repeat, severity, request, end_week):
    """Return a new case that nobody has noticed."""
    return Case(
        None, key=case_key(resident.key, service.row, onset, repeat), resident=resident,
        service=service, stage=Stage.LATENT, side=Side.UNKNOWN, channel=Channel.NONE,
        entry=Node.COMMITTEE, hops=0, misrouted=False, called=False, escalated=False,
        onset=onset, repeat=repeat, handovers=0, severity=severity, start_severity=severity,
        covered=0.0, quality=0.0, request=request, left=request, given=0, planned=0,
        delivered=0, opened=model.week, noticed=NOT_YET, first_served=NOT_YET,
        end_week=end_week, next_event=NEVER, provider=None, organisation=None, declined=False,
    )  # fmt: skip


def open_case(model, resident, service, onset, request=None, end_week=None):
    """Open a case with the severity, size and spell drawn for this onset."""
    key = case_key(resident.key, service.row, onset)
    severity = beta_quantile(model.severities, uniform(model.seed, Stream.SEVERITY, key))
    if request is None:
        request = size_of_request(model.seed, key, service)
    if end_week is None:
        end_week = NEVER
        if service.continuing:
            end_week = model.week + spell_weeks(model.seed, key, service)
    case = latent_case(model, resident, service, onset, 0, severity, request, end_week)
    resident.community.cases.append(case)
    resident.open_services.add(service)
    resident.community.service_tally[service]["opened"] += 1


def reopen(model, case):
    """Return the repeat of a closed case: latent, with what severity is left and a new size."""
    resident, service, repeat = case.resident, case.service, case.repeat + 1
    key = case_key(resident.key, service.row, case.onset, repeat)
    request = size_of_request(model.seed, key, service)
    resident.open_services.add(service)
    resident.community.service_tally[service]["opened"] += 1
    return latent_case(
        model, resident, service, case.onset, repeat, case.severity, request, NEVER
    )  # fmt: skip


def priority(model, case):
    """Rank of a noticed case: severity, waiting, escalation, calls."""
    rank = case.severity + (model.week - case.noticed) / model.rules.priority_weeks
    if case.escalated:
        rank += model.rules.priority_escalated
    if case.called:
        rank += model.rules.call_weight
    return rank


def in_order(model, cases):
    """Cases by falling priority; ties by a draw of the case and the week."""

    def place(case):
        return -priority(model, case), uniform(model.seed, Stream.TIE, case.key, model.week)

    return sorted(cases, key=place)


def experience(model, case):
    """Quality as the resident feels it, discounted by the wait for the first hour."""
    wait = case.first_served - case.noticed
    return case.quality * math.exp(-wait / model.rules.trust_wait_weeks)


def report(case, kind, value):
    """Note an event that the resident reacts to in this week's trust phase."""
    case.resident.community.events.append(
        SimpleNamespace(
            resident=case.resident, service=case.service, side=case.side, kind=kind,
            experience=value,
        )
    )  # fmt: skip


def end_case(model, case, how):
    """Record the end of a case; the caller takes it off the community's list."""
    resident, community = case.resident, case.resident.community
    ended = SimpleNamespace(**vars(case))
    ended.exit, ended.ended, ended.severity = how, model.week, single(case.severity)
    community.ended.append(ended)
    resident.open_services.remove(case.service)
    if how == Exit.CLOSED and case.called:
        resident.past_success = min(255, resident.past_success + 1)
    community.service_tally[case.service][how.name.lower()] += 1
