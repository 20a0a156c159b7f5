"""Ageing: once a year some residents of 15-59 pass to 60-79.

Equation N8 of the model documentation. Who passes when depends on nothing that policy moves.
"""

from typing import Any

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.discovery import is_target
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.onsets import next_candidate
from sanlian_sim.world.rules import JOB_LOSS, WEEKS_PER_YEAR
from sanlian_sim.world.state import AgeBand, Labour
from sanlian_sim.world.world import World


def ageing(world: World) -> None:
    """Run the phase."""
    world.run(_ageing)


@kernel
def _ageing(world: Any, now: Now, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    turns = stream_state(now.seed, Stream.AGEING)
    for c in range(start, end):
        passed = _share_passed(rule, now.week, world.communities[c])
        if passed <= 0.0:
            continue
        first = world.communities[c].first_resident
        for i in range(first, first + world.communities[c].residents):
            of_age = world.age_band[i] == AgeBand.WORKING_AGE
            if of_age and draw(turns, world.key[i], 0) < passed:
                _retire(world, c, i)
                _await_needs_of_age(world, rule, services, now, i)


@inner
def _share_passed(rule: Any, week: int, community: Any) -> float:
    """Part of those of 15-59 at the start who have passed by now (equation N8)."""
    people = rule.ageing_points_per_year / 100.0 * (week // WEEKS_PER_YEAR) * community.residents
    return float(people / max(1, community.working_age))


@inner
def _retire(world: Any, c: int, i: int) -> None:
    """Move a resident to the older, out of the labour force."""
    community = world.communities[c]
    community.targets -= is_target(world, i)
    world.age_band[i] = AgeBand.OLDER
    world.labour[i] = Labour.OUTSIDE
    world.job_help_done[i] = False
    community.targets += is_target(world, i)
    community.older += 1


@inner
def _await_needs_of_age(world: Any, rule: Any, services: Any, now: Now, i: int) -> None:
    """Draw the next candidate onsets anew, at the hazards of the new age from this week on.

    The draws are fresh ones: that no candidate has come so far speaks for a late first draw.
    """
    following = world.limited_until[i]
    for k in range(services.shape[0]):
        if services[k].trigger != JOB_LOSS:
            number = world.onsets[i, k]
            world.calendar[i, k] = next_candidate(
                world, i, k, services[k], rule, now.seed, now.week - 1, number, 1
            )
        following = min(following, world.calendar[i, k])
    world.next_due[i] = following
