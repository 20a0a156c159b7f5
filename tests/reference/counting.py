"""Week 0: counters start at 0, and who is in need is fixed for the run."""

from sanlian_sim.world.state import NEVER

from .needs import is_accepted, next_candidate


def begin_counting(model):
    """Start to count."""
    for resident in model.residents:
        resident.wellbeing_total = 0.0
        resident.need_minutes = resident.delivered_minutes = resident.unmet_minutes = 0
        resident.in_need = bool(resident.open_services) or any(
            will_need(model, resident, service)
            for service in model.services
            if service.trigger != "job_loss"
        )


def will_need(model, resident, service):
    """Whether an onset will be accepted in the counted weeks; followed on the same draws."""
    week, number = resident.calendar[service], resident.onsets[service]
    while week < min(model.scenario.horizon.weeks, NEVER):
        if is_accepted(model, resident, service, number):
            return True
        number += 1
        week = next_candidate(model, resident, service, week, number)
    return False
