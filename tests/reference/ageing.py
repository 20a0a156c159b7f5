"""After phase 1: once a year, who has come of age leaves work and meets the needs of age."""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import AgeBand, Labour

from .discovery import is_target
from .draws import uniform
from .needs import next_candidate
from .rules import WEEKS_PER_YEAR


def ageing(model):
    """Run the phase."""
    for community in model.communities:
        years = model.week // WEEKS_PER_YEAR
        passed = model.rules.ageing_points_per_year / 100.0 * years * community.residents
        passed /= max(1, community.working_age)
        for resident in community.people:
            turn = uniform(model.seed, Stream.AGEING, resident.key)
            if resident.age_band == AgeBand.WORKING_AGE and turn < passed:
                grow_older(model, resident)
        community.older = sum(one.age_band >= AgeBand.OLDER for one in community.people)
        community.targets = sum(is_target(one) for one in community.people)


def grow_older(model, resident):
    """Pass to 60-79: out of work, with needs to expect as often as others of that age."""
    resident.age_band = AgeBand.OLDER
    resident.labour, resident.job_help_done = Labour.OUTSIDE, False
    for service in model.services:
        if service.trigger != "job_loss":
            number, last = resident.onsets[service], model.week - 1
            resident.calendar[service] = next_candidate(
                model, resident, service, last, number, again=1
            )  # fmt: skip
