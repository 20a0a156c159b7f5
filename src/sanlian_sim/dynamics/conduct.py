"""Conduct: how organisations are moved, bound and used, and what they withhold.

Equations C4-C7 of the model documentation.
"""

from typing import Any

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.teams import people_of
from sanlian_sim.world.rules import WEEKS_PER_YEAR


@inner
def motivate(rule: Any, organisation: Any, watched: float) -> None:
    """Motivation returns to the mission; too much monitoring crowds it out (M9, equation C4)."""
    crowded = rule.motivation_crowding * max(0.0, watched - rule.monitoring_tolerance)
    back = rule.motivation_return * (rule.mission - organisation.motivation)
    after = organisation.motivation + (back - crowded) / WEEKS_PER_YEAR
    organisation.motivation = min(1.0, max(0.0, after))


@inner
def bind(rule: Any, organisation: Any, watched: float, embedded: float) -> None:
    """Administrative load follows dependency, monitoring, embedding (M4, M5, equation C5)."""
    goal = rule.administrative_pull * organisation.dependency * watched * (embedded * embedded)
    pace = min(1.0, rule.administrative_pace / WEEKS_PER_YEAR)
    load = organisation.administrative_load
    organisation.administrative_load = min(1.0, max(0.0, load + pace * (goal - load)))


@inner
def use(world: Any, rule: Any, j: int) -> None:
    """Committees short of hours use those of embedded organisations (M6, equation C6)."""
    people, used = max(1, people_of(world, j)), 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        place = world.communities[c]
        pressed = max(0.0, place.admin_share - rule.substitution_bar)
        used += rule.substitution * world.embedding[c] * pressed * place.residents
        world.helped[c] = world.diverted[j] * place.residents // people
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        world.organisations[o].diverted = min(1.0, used / people)


@inner
def withhold(world: Any, rule: Any, services: Any, j: int) -> None:
    """Unverifiable quality is withheld where mission and watch are weak (M8, equation C7)."""
    watched = world.governments[1 + j].monitoring
    for row in world.teams:
        team = world.providers[row]
        if team.sub_district == j:
            motivation = world.organisations[team.owner].motivation if team.owner >= 0 else 1.0
            unseen = rule.temptation * (1.0 - services[team.service].measurability)
            team.shading = unseen * (1.0 - motivation) * (1.0 - watched)
