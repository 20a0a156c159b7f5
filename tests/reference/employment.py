"""Phase 9, employment: jobs are lost and found; a loss opens its case next week."""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import NEVER, Labour

from .discovery import is_target
from .draws import geometric, uniform
from .needs import CANDIDATE_FACTOR
from .rules import WEEKS_PER_YEAR


def employment(model):
    """Run the phase: all draw on the labour of last week, then changes take effect."""
    local = {community: earn(model, community) for community in model.communities}
    losing = [one for one in model.residents if loses_job(model, one)]
    finding = [one for one in model.residents if finds_job(model, one, local)]
    for resident in losing:
        resident.labour, resident.job_help_done = Labour.UNEMPLOYED, False
        ask_for_help(model, resident)
    for resident in finding:
        resident.labour, resident.job_help_done = Labour.EMPLOYED, False
    for community in model.communities:
        community.targets = sum(is_target(one) for one in community.people)


def loses_job(model, resident):
    """Whether a resident's candidate loss comes now, and is one; schedules the next."""
    if resident.next_job_loss != model.week:
        return False
    hazard = CANDIDATE_FACTOR * model.rules.job_loss_per_week
    resident.next_job_loss = NEVER
    if hazard > 0.0:
        u = uniform(model.seed, Stream.JOB_LOSS_GAP, resident.key, model.week)
        resident.next_job_loss = min(model.week + geometric(u, hazard), NEVER)
    u = uniform(model.seed, Stream.JOB_LOSS_ACCEPT, resident.key, model.week)
    return resident.labour == Labour.EMPLOYED and u < 1.0 / CANDIDATE_FACTOR


def earn(model, community):
    """Enterprises are founded and close; return what local jobs do for those who seek work."""
    rules, tally = model.rules, community.tally
    usual = rules.enterprise_rate / WEEKS_PER_YEAR * community.residents / 1000.0
    gain = community.cohesion - community.cohesion_initial
    founded = usual * max(0.0, 1.0 + rules.enterprise_cohesion * gain)
    founded += rules.enterprise_spillover * community.founded_nearby
    closed = min(1.0, rules.enterprise_closing / WEEKS_PER_YEAR) * community.enterprises
    community.enterprises += founded - closed
    tally["enterprises"] = community.enterprises
    tally["local_hires"] = rules.enterprise_jobs * founded + community.local_hires
    seeking = max(1, tally["residents_unemployed"])
    above = 100.0 * (tally["local_hires"] - community.hires_initial) / seeking
    return max(0.0, 1.0 + rules.job_find_local * above)


def finds_job(model, resident, local):
    """Whether somebody out of work finds it: sooner after help, with employed ties, near jobs."""
    if resident.labour != Labour.UNEMPLOYED:
        return False
    rules, hazard = model.rules, model.rules.job_find_per_week
    if resident.job_help_done:
        hazard *= rules.job_find_help
    force = [tie for tie in resident.ties if tie.labour != Labour.OUTSIDE]
    if force:
        employed = [tie for tie in force if tie.labour == Labour.EMPLOYED]
        share = len(employed) / len(force)
        hazard *= 1.0 + rules.job_find_ties * (share - rules.job_find_reference)
    hazard *= local[resident.community]
    return uniform(model.seed, Stream.JOB_FIND, resident.key, model.week) < hazard


def ask_for_help(model, resident):
    """Some of those who lost work want the community's help from next week on."""
    u = uniform(model.seed, Stream.WANT_JOB_HELP, resident.key, model.week)
    if u < model.rules.want_job_help:
        for service in model.services:
            if service.trigger == "job_loss":
                resident.calendar[service] = model.week + 1
